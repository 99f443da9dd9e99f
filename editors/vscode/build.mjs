// Builds what the package is made of: the bundle with the notices of what is in it, and the icon.
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
  entryPoints: [inside("src/extension.ts")], outfile: inside("dist/extension.js"), absWorkingDir: here,
  bundle: true, platform: "node", format: "cjs", target: "node20", external: ["vscode"], minify: true, metafile: true,
  mainFields: ["module", "main"],
});

const bytes = metafile.outputs["dist/extension.js"].bytes;
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
