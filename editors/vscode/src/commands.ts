/** The commands in the palette: what each sends to the server, and how its result is shown. */
import { Uri, commands, env, window, type CancellationToken, type ExtensionContext } from "vscode";
import { showDetails, showResult } from "./documents.ts";
import { dataOf, showFailure } from "./failures.ts";
import { fillForm, withoutMissing } from "./form.ts";
import { handOver } from "./program.ts";
import { patiently } from "./progress.ts";
import { ask } from "./prompts.ts";
import type { Call, Entry, RunDetails, Started, TokenStatus } from "./protocol.ts";
import type { Runs } from "./runs.ts";
import type { Server } from "./server.ts";
import { inert, tokenSentence } from "./text.ts";
import { Row } from "./tree.ts";

interface Definition {
  /** The server's command, where it has another name than ours. */
  command?: string;
  /** Arguments that make this command differ from the server's. */
  preset?: object;
  /** What is asked before, where that is no question of the server's. */
  sure?: { question: string; detail: string; button: string };
  /** Each takes the result of its own command. */
  show?: (result: never) => unknown;
}

const tell = (text: string) => void window.showInformationMessage(inert(text));
const refresh = () => commands.executeCommand("unify.refresh");
const reveal = (view: string) => (refresh(), commands.executeCommand(`${view}.focus`, { preserveFocus: true }));
const showToken = async (status: TokenStatus) => {
  await refresh();
  if (status.accepted !== false) return tell(tokenSentence(status));
  const renew = "Store a New Token";
  void window.showErrorMessage(inert(tokenSentence(status)), renew)
    .then((chosen) => chosen === renew && commands.executeCommand("unify.token.set"));
};

const showRun = (run: Started) => {
  if (run.text !== undefined) return showResult(`request of ${run.file}`, run.text);
  const notes = run.notes ?? [];
  const show = notes.length > 0 ? window.showWarningMessage : window.showInformationMessage;
  const sentence = [`Started ${run.file} on ${run.branch}.`, ...notes].join(" ");
  void show(inert(sentence), ...(run.id === undefined ? [] : ["Open Run"]))
    .then((chosen) => chosen !== undefined && commands.executeCommand("unify.run.open", { id: run.id }));
  return reveal("unify.runs");
};

const DEFINITIONS: Record<string, Definition> = {
  "unify.workflow.run": { show: showRun },
  "unify.workflow.preview": { command: "unify.workflow.run", preset: { dryRun: true }, show: showRun },
  "unify.workflow.runAgain": { show: showRun },
  "unify.workflow.runAgainEdited": { command: "unify.workflow.runAgain", preset: { edit: true }, show: showRun },
  "unify.workflow.curl": {
    show: async ({ text }: { text: string }) => {
      await env.clipboard.writeText(text);
      tell("The curl command is in the clipboard. It takes the token from $UNIFY_TOKEN.");
    },
  },
  "unify.run.compose": {}, // the server has it shown
  "unify.run.savePreset": {},
  "unify.run.follow": { show: ({ following }: { following: boolean }) => following || tell("This run has ended.") },
  "unify.run.unfollow": { show: () => tell("No longer following. The run goes on.") },
  "unify.run.open": {},
  "unify.run.openComponent": { command: "unify.run.open", preset: { component: true } },
  "unify.run.details": { show: (details: RunDetails) => showDetails(details) },
  "unify.component.select": {
    show: async ({ name, componentId }: { name?: string; componentId: string }) => {
      await refresh();
      tell(`The component here is ${name ?? componentId}.`);
    },
  },
  "unify.token.set": { show: showToken },
  "unify.token.status": { preset: { check: true }, show: showToken },
  "unify.token.delete": {
    sure: {
      question: "Delete the stored token?", button: "Delete Token",
      detail: "It is taken out of the store on this machine. In Unify it lives on until it is deleted there.",
    },
    show: refresh,
  },
  "unify.token.create": {},
  "unify.doctor": { show: ({ text }: { text: string }) => showResult("doctor", text) },
};

/** Registers every command once, before the server runs; its start is awaited when one is used. */
export function registerCommands(context: ExtensionContext, server: Server, runs: Runs): void {
  context.subscriptions.push(
    commands.registerCommand("unify.workflows.list", () => reveal("unify.workflows")),
    commands.registerCommand("unify.run.list", () => reveal("unify.runs")),
    commands.registerCommand("unify.server.restart", () => server.restart().catch(showFailure)),
    commands.registerCommand("unify.log.show", () => server.log.show()),
    commands.registerCommand("unify.failure.show", showFailure),
  );
  const definitions: typeof DEFINITIONS = {
    ...DEFINITIONS, "unify.run.forget": { show: ({ id }: { id: string }) => runs.drop(id) },
  };
  for (const [id, { command = id, preset, sure, show }] of Object.entries(definitions)) {
    const title = titleOf(context, id);
    context.subscriptions.push(commands.registerCommand(id, async (...[argument, ...more]: unknown[]) => {
      // A menu passes nothing for a row that was drawn again meanwhile, and none other is meant.
      if (more.length > 0 && argument === undefined) return CANCELLED;
      try {
        if (sure && !(await isSure(sure))) return CANCELLED;
        const result = await run(server, title, { command, arguments: [{ ...plain(argument), ...preset }] });
        if (result?.outcome !== "cancelled") await show?.(result as never);
        return result;
      } catch (error) {
        if (/token/i.test(dataOf(error)?.kind ?? "")) void refresh(); // the view says so too
        void showFailure(error); // it waits until the message has been read
        return undefined;
      }
    }));
  }
  context.subscriptions.push(commands.registerCommand("unify.setup", () => setUp(server)));
}

async function isSure({ question, detail, button }: NonNullable<Definition["sure"]>): Promise<boolean> {
  return (await window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

/** The first minute. Escape leaves a step and not the rest, and all of it can be done again. */
async function setUp(server: Server): Promise<void> {
  await commands.executeCommand("unify.token.create");
  await commands.executeCommand("unify.token.set");
  const listed = await server.execute<{ component?: object }>("unify.workflows.list").catch(() => undefined);
  if (listed && !listed.component) await commands.executeCommand("unify.component.select");
  await reveal("unify.workflows");
  // What has a default is not asked for: this is a look at what would be sent.
  if (listed) await commands.executeCommand("unify.workflow.preview", { inputs: {} });
}

type Result = { outcome?: string } | undefined;
const CANCELLED = { outcome: "cancelled" };

/** What no longer fits at the end, such as a confirmation that has grown old, is asked once more. */
async function run(server: Server, title: string, call: Call): Promise<Result> {
  const send = (complete: Call) => patiently(title, (token) => server.run<Result>(complete, token));
  const filled = await fill(server, title, call);
  if (!filled) return CANCELLED;
  try {
    return await send(filled);
  } catch (error) {
    const rest = withoutMissing(filled, dataOf(error));
    if (!rest) throw error;
    const again = await fill(server, title, rest);
    return again ? send(again) : CANCELLED;
  }
}

async function fill(server: Server, title: string, call: Call): Promise<Call | undefined> {
  const resolve = (form: Call, token?: CancellationToken) => server.ask<Call>("command/resolve", form, token);
  const first = await patiently(title, (token) => resolve(call, token));
  return fillForm(first, {
    resolve,
    listEnum: (source, config, query) => server.ask<Entry[]>("interactive/listEnum", { source, config, query }),
    ask: (question) => ask(title, question, (args, secret, left) => handOver(server.command(), args, secret, left)),
  });
}

/** Menus pass a Uri, alone or with a line, or a row of a tree; the server is sent plain objects only. */
function plain(argument: unknown): object {
  const file = (argument as { uri?: unknown } | undefined)?.uri ?? argument;
  if (file instanceof Uri) return { file: file.toString() };
  if (argument instanceof Row) return argument.target;
  const isPlain = argument instanceof Object && Object.getPrototypeOf(argument) === Object.prototype;
  return isPlain ? (JSON.parse(JSON.stringify(argument)) as object) : {};
}

/** As in the palette. */
function titleOf({ extension }: ExtensionContext, id: string): string {
  const { contributes } = extension.packageJSON as { contributes: { commands: { command: string; title: string }[] } };
  return contributes.commands.find(({ command }) => command === id)?.title ?? id;
}
