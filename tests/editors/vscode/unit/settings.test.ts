// Which setting travels how: the boundary between what a person and what a folder may decide.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { MACHINE_KEYS, machineSetting, serverArguments } from "../../../../editors/vscode/src/settings.ts";

const manifest = JSON.parse(readFileSync(new URL("../../../../editors/vscode/package.json", import.meta.url), "utf8"));
const contributed: Record<string, { scope: string; type: string[]; default: unknown }> = manifest.contributes.configuration.properties;
const restricted: string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;

/** As VS Code's inspect answers when the person set `global` and a folder tries `folder`. */
const inspect = (global: Record<string, unknown>, folder: Record<string, unknown> = {}) => (key: string) =>
  ({ globalValue: global[key], workspaceValue: folder[key], workspaceFolderValue: folder[key] });

test("what the person set becomes flags", () => {
  const set = { apiUrl: "https://api.example", requestTimeoutSeconds: 5, confirm: "never", tokenStore: "" };
  assert.deepEqual(serverArguments(inspect(set)),
    ["serve", "--stdio", "--api-url", "https://api.example", "--request-timeout", "5", "--confirm", "never"]);
});

test("a fresh profile sets nothing", () => {
  assert.deepEqual(serverArguments(inspect({})), ["serve", "--stdio"]);
  assert.deepEqual(serverArguments(() => ({ globalValue: null })), ["serve", "--stdio"]);
});

test("a folder sets no machine setting", () => {
  const hostile = Object.fromEntries(MACHINE_KEYS.map((key) => [key, "/tmp/evil"]));
  assert.deepEqual(serverArguments(inspect({}, hostile)), ["serve", "--stdio"]);
  for (const key of MACHINE_KEYS) assert.equal(machineSetting(inspect({}, hostile), key), undefined);
});

test("every machine setting is contributed as one, and restricted until the folder is trusted", () => {
  for (const key of MACHINE_KEYS) {
    assert.equal(contributed[`unify.${key}`]?.scope, "machine", key);
    assert.ok(restricted.includes(`unify.${key}`), key);
  }
});

test("settings that the server reads have no default, and allow none", () => {
  for (const [key, { default: value, type }] of Object.entries(contributed)) {
    if (key === "unify.trace.server") continue;
    assert.equal(value, null, key);
    assert.ok(type.includes("null"), key);
  }
});

test("every command in a menu, a welcome text or a walkthrough is contributed, with a title and an icon", () => {
  const commands = new Map(manifest.contributes.commands.map((each: { command: string }) => [each.command, each]));
  const named = JSON.stringify([manifest.contributes.menus, manifest.contributes.viewsWelcome, manifest.contributes.walkthroughs])
    .matchAll(/\b(?:command:|"command":")(unify\.[\w.]+)/g);
  for (const [, command] of named) assert.ok(commands.has(command), command);
  for (const { command, title, icon, category } of manifest.contributes.commands)
    assert.ok(title && icon.startsWith("$(") && category === "Unify", command);
});
