// Builds what the package is made of: the bundle with the notices of what is in it, and the icon. The bundle is two files,
// so that VS Code, which waits for the first, need not read the language client with it.
//   node build.mjs
import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { build } from "esbuild";

const MOST_BYTES = 500_000;
const here = dirname(fileURLToPath(import.meta.url));
const inside = (...parts) => join(here, ...parts);

const { metafile } = await build({
  entryPoints: [inside("src/extension.ts"), inside("src/client.ts")], outdir: inside("dist"), absWorkingDir: here,
  bundle: true, platform: "node", format: "cjs", target: "node20", external: ["vscode", "./client.js"], minify: true,
  mainFields: ["module", "main"], metafile: true,
  supported: { "dynamic-import": false }, // `require` then, which is the one that knows VS Code's own module
});

const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
if (bytes > MOST_BYTES) throw new Error(`The bundle has ${bytes} bytes; ${MOST_BYTES} are allowed.`);

const modules = new Set(Object.keys(metafile.inputs).flatMap((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []));
const notices = [...modules].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(inside("node_modules", name, "package.json")));
  const file = ["LICENSE", "LICENSE.md", "License.txt", "license"].map((each) => inside("node_modules", name, each)).find(existsSync);
  return `${name} ${version} (${license})\n\n${file ? readFileSync(file, "utf8").trim() : ""}\n`;
});
writeFileSync(inside("dist/NOTICES.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));

const icon = new Resvg(readFileSync(inside("media/icon.svg"), "utf8"), { fitTo: { mode: "width", value: 256 } });
writeFileSync(inside("media/icon.png"), icon.render().asPng());
