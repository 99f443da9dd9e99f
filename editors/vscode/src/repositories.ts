/** Where git keeps what the rows of workflows depend on: what is checked out, and what the remote is known to have. */
import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Below each folder that `gitFolders` gives. Packing moves branches from `refs` into one file. */
export const GIT_FILES = "{HEAD,packed-refs,refs/**}";

/**
 * The `.git` of the repository that a folder lies in; of a worktree or submodule, its own part and the shared one.
 * Empty where there is none.
 */
export function gitFolders(folder: string): string[] {
  for (let place = folder; ; place = dirname(place)) {
    const git = join(place, ".git");
    const stat = statSync(git, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return [git];
    if (stat?.isFile()) return linkedFolders(place, git);
    if (dirname(place) === place) return [];
  }
}

function linkedFolders(place: string, file: string): string[] {
  const own = /^gitdir: (.*)$/m.exec(readFileSync(file, "utf8"))?.[1];
  if (own === undefined) return [];
  const folder = resolve(place, own);
  try {
    return [folder, resolve(folder, readFileSync(join(folder, "commondir"), "utf8").trim())];
  } catch {
    return [folder]; // a submodule shares nothing
  }
}
