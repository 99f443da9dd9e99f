// Where git keeps its files: in the repository, above the folder, and elsewhere for worktrees and submodules.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gitFolders } from "../../../../editors/vscode/src/repositories.ts";

const top = realpathSync(mkdtempSync(join(tmpdir(), "unify-ls-repositories-")));
after(() => rmSync(top, { recursive: true }));
const folder = (...parts: string[]) => (mkdirSync(join(top, ...parts), { recursive: true }), join(top, ...parts));

test("a repository has its own, also for a folder inside it", () => {
  const git = folder("shop", ".git");
  assert.deepEqual(gitFolders(join(top, "shop")), [git]);
  assert.deepEqual(gitFolders(folder("shop", "a", "b")), [git]);
});

test("a worktree has its own part and the shared one", () => {
  const common = folder("main", ".git");
  const own = folder("main", ".git", "worktrees", "tree");
  writeFileSync(join(own, "commondir"), "../..\n");
  writeFileSync(join(folder("tree"), ".git"), `gitdir: ${own}\n`);
  assert.deepEqual(gitFolders(join(top, "tree")), [own, common]);
});

test("a submodule is found by a relative path", () => {
  const own = folder("outer", ".git", "modules", "inner");
  writeFileSync(join(folder("outer", "inner"), ".git"), "gitdir: ../.git/modules/inner\n");
  assert.deepEqual(gitFolders(join(top, "outer", "inner")), [own]);
});

test("nothing, where there is none or its file says nothing", () => {
  writeFileSync(join(folder("odd"), ".git"), "what\n");
  assert.deepEqual(gitFolders(join(top, "odd")), []);
  assert.deepEqual(gitFolders(folder("none")), []);
});
