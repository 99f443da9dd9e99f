// The server's own command with a verb added: one line on its stdin, its last complaint as the answer.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { findProgram, handOver, notFound } from "../../../../editors/vscode/src/program.ts";

const folder = mkdtempSync(join(tmpdir(), "unify-ls-program-"));
after(() => rmSync(folder, { recursive: true }));

function script(name: string, body: string): string {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, name), 0o755);
  return join(folder, name);
}

const stays = new AbortController().signal;

test("the line goes to stdin, which is closed, and to nowhere else", async () => {
  const program = script("keeps", `echo "$@" > ${folder}/args; cat > ${folder}/line; env > ${folder}/env`);
  assert.equal(await handOver({ program, args: ["serve", "--stdio"], folder }, ["token", "set"], "s3cret", stays), undefined);
  assert.equal(readFileSync(join(folder, "line"), "utf8"), "s3cret\n");
  assert.equal(readFileSync(join(folder, "args"), "utf8"), "serve --stdio token set\n");
  assert.ok(!readFileSync(join(folder, "env"), "utf8").includes("s3cret"));
});

test("the last line of stderr says what went wrong", async () => {
  const program = script("refuses", "cat >/dev/null; echo first >&2; echo 'The keyring is locked.' >&2; exit 1");
  assert.equal(await handOver({ program, args: [], folder }, [], "x", stays), "The keyring is locked.");
});

test("lines of the log are no complaint", async () => {
  const body = "cat >/dev/null; echo 'unify-ls: It was refused.' >&2; echo 'D[2026-11-28T19:03:41Z] the longest turn' >&2; exit 1";
  assert.equal(await handOver({ program: script("logs", body), args: [], folder }, [], "x", stays), "It was refused.");
});

test("a program that ends without reading or a word is survived", async () => {
  const program = script("silent", "exit 3");
  assert.match((await handOver({ program, args: [], folder }, [], "x".repeat(1 << 20), stays))!, /ended with 3/);
});

test("a program that is not there is said to be so", async () => {
  assert.match((await handOver({ program: join(folder, "none"), args: [], folder }, [], "x", stays))!, /could not be started/);
});

test("leaving ends the program", async () => {
  const program = script("hangs", "exec sleep 600");
  const left = new AbortController();
  const result = handOver({ program, args: [], folder }, [], "x", left.signal);
  left.abort();
  assert.ok(await result);
});

test("where there is no server to install, it is said how to get at one", () => {
  assert.match(notFound("linux"), /put it on your PATH/);
  assert.match(notFound("win32"), /in WSL/);
  assert.match(notFound("darwin"), /over SSH.*ARCHITECTURE\.md/);
});

test("the setting wins, then the program inside, then the PATH; never a relative path", () => {
  const inside = script("extension/server/unify-ls", "");
  const onPath = script("bin/unify-ls", "");
  const other = script("other", "");
  const path = process.env.PATH;
  try {
    process.env.PATH = `bin:.:${join(folder, "bin")}`;
    assert.equal(findProgram(other, join(folder, "extension")), other);
    assert.equal(findProgram(undefined, join(folder, "extension")), inside);
    assert.equal(findProgram(undefined, join(folder, "nothing")), onPath);
    process.chdir(folder);
    process.env.PATH = "bin";
    assert.throws(() => findProgram(undefined, join(folder, "nothing")), /was not found/);
    assert.throws(() => findProgram("other", join(folder, "extension")), /no absolute path of a program: other/);
    assert.throws(() => findProgram(join(folder, "none"), join(folder, "extension")), /no absolute path of a program/);
  } finally {
    process.env.PATH = path;
  }
});
