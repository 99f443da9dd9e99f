// The extension's page, as a marketplace or VS Code shows it, must show nothing broken: relative addresses lead nowhere
// there. With UNIFY_LS_HOME, the project's public address, the pictures are shown from it and the manifest names
// repository, issues and homepage; without it the page has no pictures and the manifest no addresses. UNIFY_LS_VERSION is
// the project's version, which stands in its CMakeLists.txt.
//   node page.mjs FOLDER      the folder that is to be packaged, with its package.json and README.md
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PICTURE = /!\[([^\]]*)\]\((pictures\/[^)]+)\)/g;

/** The README for the page. */
export function readmeFor(text, home) {
  if (home) return text.replace(PICTURE, `![$1](${home}/raw/HEAD/editors/vscode/$2)`);
  return text.replace(PICTURE, "").replace(/\n{3,}/g, "\n\n");
}

/** The manifest for the package. */
export function manifestFor(source, home, version) {
  const manifest = version ? { ...source, version } : source;
  if (!home) return manifest;
  return {
    ...manifest,
    repository: { type: "git", url: `${home}.git`, directory: "editors/vscode" },
    bugs: { url: `${home}/issues` },
    homepage: `${home}#readme`,
  };
}

/** UNIFY_LS_HOME without a slash at its end; undefined when it is not set. */
export function homeFrom(environment) {
  const home = environment.UNIFY_LS_HOME?.replace(/\/+$/, "");
  if (!home) return undefined;
  if (!/^https:\/\/[^\s()]+$/.test(home)) throw new Error(`UNIFY_LS_HOME is no https address: ${home}`);
  return home;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const change = (name, edit) => {
    const path = join(process.argv[2], name);
    writeFileSync(path, edit(readFileSync(path, "utf8")));
  };
  const home = homeFrom(process.env);
  change("README.md", (text) => readmeFor(text, home));
  change("package.json", (text) => `${JSON.stringify(manifestFor(JSON.parse(text), home, process.env.UNIFY_LS_VERSION), null, 2)}\n`);
}
