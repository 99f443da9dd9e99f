// Which setting travels how: the boundary between what a person and what a folder may decide.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FOLDER_KEYS, MACHINE_KEYS, folderSettings, machineSetting, serverArguments } from "../../../../editors/vscode/src/settings.ts";

const manifest = JSON.parse(readFileSync(new URL("../../../../editors/vscode/package.json", import.meta.url), "utf8"));
interface Contributed { scope: string; type: string; default: unknown; enum?: string[]; enumDescriptions?: string[] }
const contributed: Record<string, Contributed> =
  Object.assign({}, ...manifest.contributes.configuration.map((group: { properties: object }) => group.properties));
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

test("every setting can be edited in the settings editor: one plain type, a default of it, each choice described", () => {
  for (const [key, { default: value, type, enum: choices, enumDescriptions }] of Object.entries(contributed)) {
    assert.ok(["string", "boolean", "integer", "array"].includes(type), key);
    const kind = Array.isArray(value) ? "array" : typeof value === "number" ? "integer" : typeof value;
    assert.equal(kind, type, key);
    if (choices === undefined) continue;
    assert.ok(choices.includes(value as string), key);
    if (key !== "unify.trace.server") assert.equal(enumDescriptions?.length, choices.length, key);
  }
});

test("a folder is told what was set for it, the nearest source first, and no default", () => {
  assert.deepEqual(folderSettings(() => undefined), {});
  const inspected: Record<string, object> = {
    branch: { defaultValue: "", globalValue: "main", workspaceValue: "next", workspaceFolderValue: "folder" },
    follow: { defaultValue: true, globalValue: false },
    remote: { defaultValue: "" },
    protectedBranches: { defaultValue: [], globalValue: ["main"], workspaceValue: ["release/*", "main"] },
    "diagnostics.ignore": { workspaceValue: ["cron"] },
    confirm: { globalValue: "never" },
  };
  assert.deepEqual(folderSettings((key) => inspected[key]),
    { branch: "folder", follow: false, protectedBranches: ["release/*", "main"], diagnostics: { ignore: ["cron"] } });
});

test("every setting travels one of the two ways, but for the client's own", () => {
  const keys = [...MACHINE_KEYS, ...FOLDER_KEYS, "notifications", "trace.server"].map((key) => `unify.${key}`);
  assert.deepEqual(Object.keys(contributed).sort(), keys.sort());
});

test("every command in a menu, a welcome text or a walkthrough is contributed, with a title and an icon", () => {
  const commands = new Map(manifest.contributes.commands.map((each: { command: string }) => [each.command, each]));
  const named = JSON.stringify([manifest.contributes.menus, manifest.contributes.viewsWelcome, manifest.contributes.walkthroughs])
    .matchAll(/\b(?:command:|"command":")(unify\.[\w.]+)/g);
  for (const [, command] of named) assert.ok(commands.has(command), command);
  for (const { command, title, icon, category } of manifest.contributes.commands)
    assert.ok(title && icon.startsWith("$(") && category === "Unify", command);
});
