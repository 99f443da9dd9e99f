// The extension stays small: its sources, and what a user downloads and loads.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

/** Raised from 1100 for dialogs, run details as documents, states and durations in rows, and worktrees. */
const MOST_LINES = 1350;
const MOST_BYTES = 500_000;
const extension = new URL("../../../../editors/vscode/", import.meta.url);

/** Lines of code: neither empty nor only a comment. */
function linesOfCode(text: string): number {
  const lines = text.replace(/^\s*\/\*\*.*?\*\/$/gms, "").split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("//")).length;
}

test(`the sources have fewer than ${MOST_LINES} lines of code`, () => {
  const sources = readdirSync(new URL("src/", extension)).map((name) => readFileSync(new URL(`src/${name}`, extension), "utf8"));
  const lines = sources.map(linesOfCode).reduce((sum, each) => sum + each);
  assert.ok(lines < MOST_LINES, `${lines}`);
});

test("no line of the sources is too long to be read", () => {
  for (const name of readdirSync(new URL("src/", extension)))
    readFileSync(new URL(`src/${name}`, extension), "utf8").split("\n").forEach((line, index) =>
      assert.ok(line.length <= 120, `${name}:${index + 1} has ${line.length} characters`));
});

test(`the bundle, with all that goes along with it, has fewer than ${MOST_BYTES} bytes`, () => {
  const files = readdirSync(new URL("dist/", extension), { recursive: true, withFileTypes: true });
  const sizes = files.filter((file) => file.isFile()).map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
  const size = sizes.reduce((sum, each) => sum + each, 0);
  assert.ok(size > 0 && size < MOST_BYTES, `${size}`);
});

test("the language client is loaded apart from the extension, for which VS Code waits", () => {
  assert.match(readFileSync(new URL("dist/client.js", extension), "utf8"), /LanguageClient/);
  assert.doesNotMatch(readFileSync(new URL("dist/extension.js", extension), "utf8"), /LanguageClient/);
});

test("the sources have no `any`", () => {
  for (const name of readdirSync(new URL("src/", extension)))
    assert.doesNotMatch(readFileSync(new URL(`src/${name}`, extension), "utf8"), /(: |<|\| |as )any\b(?! [a-z])/, name);
});
