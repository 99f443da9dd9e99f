// Runs inside the real extension host: what the extension contributes and answers. `run` throws when a test fails.
import assert from "node:assert/strict";
import { ConfigurationTarget, Range, Uri, commands, extensions, languages, window, workspace, type Diagnostic } from "vscode";

const extension = extensions.getExtension("unify-ls.workflows-for-cloudbees-unify")!;
const { contributes } = extension.packageJSON;
const settings = Object.assign({}, ...contributes.configuration.map((group: { properties: object }) => group.properties));
/** The suite's own deadline ends a wait for a tab that never comes. */
const tabNamed = (name: RegExp) => new Promise<void>((resolve) => {
  const isShown = () => window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => name.test(label)));
  const look = () => isShown() && (watching.dispose(), resolve());
  const watching = window.tabGroups.onDidChangeTabs(look);
  look();
});
const findings = (file: Uri, codes: string[]) => new Promise<void>((resolve) => {
  const codeOf = ({ code }: Diagnostic) => typeof code === "object" ? code.value : code;
  const look = () => `${languages.getDiagnostics(file).map(codeOf)}` === `${codes}` && (watching.dispose(), resolve());
  const watching = languages.onDidChangeDiagnostics(look);
  look();
});
const call = (command: string, argument?: unknown) => commands.executeCommand<any>(command, argument);

const WORKFLOW = `apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Asked
on: push
jobs:
  build:
    outputs:
      name: \${{ steps.name.outputs.tag }}
    steps:
      - id: name
        uses: docker://alpine:3
        run: make name
  publish:
    needs: build
    steps:
      - uses: cloudbees-io/checkout@v1
`;

const tests: [string, () => Promise<void>][] = [
  ["registers every contributed command, once", async () => {
    await extension.activate();
    const known = await commands.getCommands(true);
    for (const { command } of contributes.commands) assert.equal(known.filter((each) => each === command).length, 1, command);
  }],
  ["contributes every command of the server", async () => {
    const names = ["token.set", "token.status", "token.delete", "token.create", "component.select", "workflows.list",
      "workflow.run", "workflow.runAgain", "workflow.curl", "run.list", "run.follow", "run.unfollow", "run.open",
      "run.details", "run.forget", "doctor"];
    const contributed = contributes.commands.map(({ command }: { command: string }) => command);
    assert.deepEqual(names.filter((name) => !contributed.includes(`unify.${name}`)), []);
  }],
  ["a fresh profile sets nothing, so that nothing is passed on: VS Code's defaults are no person's choice", async () => {
    for (const key of Object.keys(settings)) {
      const { globalValue, workspaceValue, workspaceFolderValue } = workspace.getConfiguration().inspect<any>(key)!;
      const own = ["unify.server.path", "unify.server.logLevel", "unify.apiUrl", "unify.uiUrl", "unify.trace.server"]; // the test's
      if (!own.includes(key)) assert.deepEqual([globalValue, workspaceValue, workspaceFolderValue], [undefined, undefined, undefined], key);
    }
  }],
  ["a folder's settings change no machine setting", async () => {
    const machine = Object.entries<any>(settings).filter(([, { scope }]) => scope === "machine");
    assert.ok(machine.length >= 9);
    for (const [key] of machine) assert.equal(workspace.getConfiguration().inspect(key)?.workspaceValue, undefined, key);
  }],
  ["commands answer with the server's results", async () => {
    const status = await call("unify.token.status");
    assert.equal(status.stored, false);
    const { checks } = await call("unify.doctor");
    assert.ok(checks.some(({ state }: { state: string }) => state === "ok"));
    await tabNamed(/doctor/);
  }],
  ["a command that fails answers nothing, and does not wait for its message to be read", async () => {
    assert.equal(await call("unify.run.open", { id: "none" }), undefined);
  }],
  ["a menu whose row was drawn again meanwhile, for which VS Code passes nothing, starts nothing else", async () => {
    assert.deepEqual(await commands.executeCommand("unify.workflow.runAgain", undefined, undefined), { outcome: "cancelled" });
  }],
  ["what is not a plain object is not passed on; an address is passed on as a file", async () => {
    class Strange { check = "no boolean"; }
    assert.equal((await call("unify.token.status", new Strange())).stored, false);
    const file = Uri.joinPath(workspace.workspaceFolders![0]!.uri, ".cloudbees/workflows/none.yaml");
    assert.equal(await call("unify.workflow.curl", file), undefined);
  }],
  ["in the text of a workflow the server answers for uses of a name, folds, links and rewrites", async () => {
    const file = Uri.joinPath(workspace.workspaceFolders![0]!.uri, ".cloudbees/workflows/asked.yaml");
    await workspace.fs.writeFile(file, new TextEncoder().encode(WORKFLOW));
    const text = await workspace.openTextDocument(file);
    const inside = (words: string, word: string) => text.positionAt(WORKFLOW.indexOf(words) + words.indexOf(word) + 1);
    const ask = (what: string, ...more: unknown[]) => commands.executeCommand<any[]>(`vscode.execute${what}`, file, ...more);
    const lines = (places: { range: Range }[]) => places.map(({ range }) => range.start.line).sort((a, b) => a - b);
    const step = inside("id: name", "name");
    assert.deepEqual(lines(await ask("ReferenceProvider", step)), [7, 9]);
    assert.deepEqual(lines(await ask("DocumentHighlights", step)), [7, 9]);
    const folds = (await ask("FoldingRangeProvider")).map(({ start, end }) => [start, end]);
    assert.deepEqual(folds.filter(([start]) => start === 4 || start === 5), [[4, 15], [5, 11]]);
    const links = (await ask("LinkProvider")).map(({ target }) => String(target));
    assert.deepEqual(links, ["https://github.com/cloudbees-io/checkout/tree/v1"]);
    const needs = inside("needs: build", "build");
    const rewrites = (await ask("CodeActionProvider", new Range(needs, needs), "refactor")).map(({ title }) => title);
    assert.deepEqual(rewrites, ["Write `needs` as a list"]);
  }],
  ["a finding that the settings silence goes at once", async () => {
    const file = Uri.joinPath(workspace.workspaceFolders![0]!.uri, ".cloudbees/workflows/twice.yaml");
    await workspace.fs.writeFile(file, new TextEncoder().encode(`${WORKFLOW}name: Twice\n`));
    await window.showTextDocument(await workspace.openTextDocument(file)); // VS Code asks for what is seen
    await findings(file, ["yaml-duplicate-key"]);
    const settings = workspace.getConfiguration("unify", file);
    await settings.update("diagnostics.ignore", ["yaml-duplicate-key"], ConfigurationTarget.Workspace);
    await findings(file, []);
    await settings.update("diagnostics.ignore", undefined, ConfigurationTarget.Workspace);
    await findings(file, ["yaml-duplicate-key"]);
  }],
];

export async function run(): Promise<void> {
  let failed = 0;
  for (const [name, test] of tests) {
    try {
      await test();
      console.error(`ok  ${name}`);
    } catch (error) {
      failed++;
      console.error(`FAILED ${name}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  if (failed > 0) throw new Error(`${failed} failed`);
}
