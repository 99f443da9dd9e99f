// Every fix of tests/corpus/mistakes, applied by hand: the file is opened, the light bulb's list is asked for where the
// mistake is, and what is saved is what the corpus expects.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { play, world } from "../scenario.mjs";
import { Text } from "../text.mjs";

const PICTURED = ["needs-unknown", "value-type", "with-missing"];

/** One file of the corpus; tests/unit/workflow/checks/mistakes_test.cpp explains it. */
function readMistake(name) {
  const [head, ...texts] = readFileSync(join(world.mistakes, name), "utf8").split(/^--- (?:before|after)\n/m);
  const all = (key) => [...head.matchAll(new RegExp(`^${key}: (.*)$`, "gm"))].map((match) => match[1]);
  const [line, column] = /utf16 (\d+):(\d+)/.exec(all("finding")[0]).slice(1).map(Number);
  const fixes = all("fix").map((title, index) => ({ title: title.replace(/ \(sure\)$/, ""), after: texts[index + 1] }));
  return { name: name.replace(".txt", ""), path: join(world.folder, all("file")[0]), line, column, before: texts[0], fixes };
}

await play(async ({ window, step }) => {
  const text = new Text(window);
  await window.extensionIsThere();
  await window.clearNotifications();

  const fix = async ({ name, path, line, column, before }, { title, after }) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, before);
    await text.open(path);
    await text.goBehind(line + 1, before.split("\n")[line].slice(0, column));
    await text.fix(title, PICTURED.includes(name) && `fix-${name}`);
    await text.savedAs(path, after);
    await window.closeEditor();
    rmSync(path);
  };

  const mistakes = readdirSync(world.mistakes).sort().map(readMistake).filter(({ fixes }) => fixes.length > 0);
  assert.ok(mistakes.length > 80, `${mistakes.length}`);
  for (const mistake of mistakes)
    await step(mistake.name, async () => {
      for (const each of mistake.fixes) await fix(mistake, each);
    });
});
