// The extension's own page shows nothing broken, whether the project has a public address or not.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
// @ts-expect-error a script without types
import { homeFrom, manifestFor, readmeFor } from "../../../../editors/vscode/page.mjs";

const extension = new URL("../../../../editors/vscode/", import.meta.url);
const readme = readFileSync(new URL("README.md", extension), "utf8");
const addresses = (text: string) => [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, address]) => address!);

test("every picture of the README is there", () => {
  const pictures = addresses(readme).filter((address) => address.startsWith("pictures/"));
  assert.ok(pictures.length > 0);
  for (const picture of pictures) assert.ok(existsSync(new URL(picture, extension)), picture);
});

test("without a public address the page has no picture, no relative link, and the manifest no address", () => {
  const page = readmeFor(readme, homeFrom({}));
  assert.doesNotMatch(page, /!\[/);
  for (const address of addresses(page)) assert.match(address, /^(https:|#)/);
  assert.deepEqual(manifestFor({ name: "x" }, undefined), { name: "x" });
});

test("the version is the project's", () => {
  assert.deepEqual(manifestFor({ name: "x", version: "0.0.0" }, undefined, "1.2.3"), { name: "x", version: "1.2.3" });
});

test("with one, pictures and addresses lead there", () => {
  const home = homeFrom({ UNIFY_LS_HOME: "https://forge.example/team/unify-ls/" });
  const page = readmeFor(readme, home);
  assert.match(page, /!\[[^\]]+\]\(https:\/\/forge\.example\/team\/unify-ls\/raw\/HEAD\/editors\/vscode\/pictures\/form\.png\)/);
  for (const address of addresses(page)) assert.match(address, /^(https:|#)/);
  const { repository, bugs, homepage } = manifestFor({ name: "x" }, home);
  assert.equal(repository.url, "https://forge.example/team/unify-ls.git");
  assert.equal(bugs.url, "https://forge.example/team/unify-ls/issues");
  assert.equal(homepage, "https://forge.example/team/unify-ls#readme");
});

test("an address that is no https address is refused", () => {
  assert.throws(() => homeFrom({ UNIFY_LS_HOME: "http://forge.example" }), /no https address/);
});
