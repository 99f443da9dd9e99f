// Opens a window whose extension host runs the suite, and ends with the suite's result.
import { createRequire } from "node:module";
import { join } from "node:path";
import { world } from "../scenario.mjs";
import { Window, withPage } from "../window.mjs";

const PATIENCE_MS = 240_000;
const suite = join(world.output, "host-suite.js");
const { buildSync } = createRequire(join(world.extension, "package.json"))("esbuild");
buildSync({
  entryPoints: [join(import.meta.dirname, "host-suite.ts")], outfile: suite, bundle: true, platform: "node",
  format: "cjs", external: ["vscode"],
});

await withPage(world.extension, async (page) => {
  let finished;
  const exit = new Promise((resolve) => (finished = resolve));
  await page.exposeFunction("codeAutomationLog", (_type, args) => {
    if (/^(ok|FAILED) /.test(args[0])) console.log(" ", ...args); // the rest is VS Code's own
  });
  await page.exposeFunction("codeAutomationExit", (code) => finished(code));
  const remote = `vscode-remote://${new URL(world.address).host}`;
  const payload = [["extensionDevelopmentPath", remote + world.extension], ["extensionTestsPath", remote + suite]];
  const query = `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  await new Window(page, world.output).open(world.address, world.folder, query);
  const late = new Promise((resolve) => setTimeout(() => resolve("no result in time"), PATIENCE_MS).unref());
  const result = await Promise.race([exit, late]);
  if (result !== 0) console.log(`The suite ended with: ${result}`);
  process.exitCode = result === 0 ? 0 : 1;
});
