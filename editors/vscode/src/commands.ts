/** The commands in the palette: what each sends to the server, and how its result is shown. */
import { Uri, commands, env, languages, window, workspace } from "vscode";
import type { CancellationToken, ExtensionContext } from "vscode";
import { dataOf, showFailure, titleOf } from "./failures.ts";
import { fillForm, withoutMissing } from "./form.ts";
import { handOver } from "./program.ts";
import { ask } from "./prompts.ts";
import type { Entry, Resolvable, TokenStatus } from "./protocol.ts";
import { Row } from "./rows.ts";
import type { Server } from "./server.ts";
import { inert } from "./text.ts";
import { patiently } from "./waiting.ts";

interface Definition {
  /** The server's command, where it has another name than ours. */
  command?: string;
  /** Arguments that make this command differ from the server's. */
  preset?: Record<string, unknown>;
  show?: (result: any) => unknown;
}

/** What the views show of themselves when asked, instead of a result. */
export interface Views {
  tokenChanged(): void;
  showWorkflows(): unknown;
  showRuns(): unknown;
}

function definitions(views: Views): Record<string, Definition> {
  const started = (run: any) => run.outcome === "dryRun" ? showDocument("request.json", run) : views.showRuns();
  const tell = (text: string) => void window.showInformationMessage(inert(text));
  return {
    "unify.workflow.run": { show: started },
    "unify.workflow.preview": { command: "unify.workflow.run", preset: { dryRun: true }, show: started },
    "unify.workflow.runAgain": { show: started },
    "unify.workflow.runAgainEdited": { command: "unify.workflow.runAgain", preset: { edit: true }, show: started },
    "unify.workflow.curl": { show: async ({ text }) => (await env.clipboard.writeText(text), tell("The curl command is in the clipboard. It takes the token from $UNIFY_TOKEN.")) },
    "unify.workflows.list": { show: views.showWorkflows },
    "unify.run.list": { show: views.showRuns },
    "unify.run.follow": { show: ({ following }) => following || tell("This run has ended.") },
    "unify.run.unfollow": { show: () => tell("No longer following. The run goes on.") },
    "unify.run.open": {},
    "unify.run.details": { show: (details) => showDocument("run.json", details) },
    "unify.component.select": { show: (chosen) => (views.showWorkflows(), tell(`The component here is ${chosen.name ?? chosen.componentId}.`)) },
    "unify.token.set": { show: (status) => (views.tokenChanged(), tell(sentenceOf(status))) },
    "unify.token.status": { preset: { check: true }, show: (status) => (views.tokenChanged(), tell(sentenceOf(status))) },
    "unify.token.delete": { show: views.tokenChanged },
    "unify.token.create": {},
    "unify.doctor": { show: ({ checks }) => showDocument("doctor.txt", checks.map(checkLine).join("\n")) },
  };
}

/** Registers every command once, before the server runs; its start is awaited when one is used. */
export function registerCommands(context: ExtensionContext, server: Server, views: Views): void {
  const documents = new Map<string, string>();
  for (const [id, definition] of Object.entries(definitions(views)))
    context.subscriptions.push(commands.registerCommand(id, (argument?: unknown) => run(server, id, definition, argument)));
  context.subscriptions.push(
    commands.registerCommand("unify.server.restart", () => server.restart().catch(showFailure)),
    commands.registerCommand("unify.log.show", () => server.log.show()),
    workspace.registerTextDocumentContentProvider("unify", { provideTextDocumentContent: (uri) => documents.get(uri.path) ?? "" }),
  );
  showDocument.documents = documents;
}

async function run(server: Server, id: string, { command = id, preset, show }: Definition, argument: unknown): Promise<unknown> {
  const title = titleOf(id);
  try {
    let call: Resolvable | undefined = { command, arguments: [{ ...plain(argument), ...preset }] };
    call = await fill(server, title, call);
    if (!call) return { outcome: "cancelled" };
    const result = await execute(server, title, call);
    if ((result as { outcome?: string } | null)?.outcome !== "cancelled") await show?.(result);
    return result;
  } catch (error) {
    await showFailure(error);
    return undefined;
  }
}

/** What no longer fits at the end, such as a confirmation that has grown old, is asked once more. */
async function execute(server: Server, title: string, call: Resolvable): Promise<unknown> {
  const send = ({ command, arguments: args, formAnswers }: Resolvable) => patiently(title, (token) =>
    server.request("workspace/executeCommand", { command, arguments: args, ...(formAnswers && { formAnswers }) }, token));
  try {
    return await send(call);
  } catch (error) {
    const rest = withoutMissing(call, dataOf(error));
    if (!rest) throw error;
    const again = await fill(server, title, rest);
    return again ? send(again) : { outcome: "cancelled" };
  }
}

function fill(server: Server, title: string, call: Resolvable): Promise<Resolvable | undefined> {
  const resolve = (command: Resolvable, token?: CancellationToken) => server.ask<Resolvable>("command/resolve", command, token);
  let first = true;
  return fillForm(call, {
    resolve: async (command) => {
      if (!first) return resolve(command);
      first = false;
      return patiently(title, (token) => resolve(command, token));
    },
    listEnum: (source, config, query) => server.ask<Entry[]>("interactive/listEnum", { source, config, query }),
    ask: (question) => ask(title, question, (args, secret, left) => handOver(server.command(), args, secret, left)),
  });
}

/** Menus pass a Uri or a row of a tree; the server is sent plain objects only. */
export function plain(argument: unknown): Record<string, unknown> {
  if (argument instanceof Uri) return { file: argument.toString() };
  if (argument instanceof Row) return { ...argument.target };
  const isPlain = typeof argument === "object" && argument !== null && Object.getPrototypeOf(argument) === Object.prototype;
  return isPlain ? (JSON.parse(JSON.stringify(argument)) as Record<string, unknown>) : {};
}

function sentenceOf({ origin, stored, store, accepted, daysLeft }: TokenStatus): string {
  if (!stored) return `No token is stored for ${origin}.`;
  const word = accepted === undefined ? "" : accepted ? " Unify accepts it." : " Unify rejects it: store a new one.";
  const end = daysLeft === undefined ? "" : daysLeft < 0 ? " It has ended." : ` It ends in ${daysLeft} days.`;
  return `The token for ${origin} is kept in ${store}.${word}${end}`;
}

function checkLine({ state, name, detail, remedy }: Record<string, string>): string {
  const mark = { ok: "✓", warn: "!", fail: "✗" }[state ?? ""] ?? "?";
  return `${mark} ${name}: ${detail}${remedy ? `\n    → ${remedy}` : ""}`;
}

/** A result that is more than a sentence, as a document that cannot be edited or saved. */
async function showDocument(name: string, content: unknown): Promise<void> {
  const uri = Uri.from({ scheme: "unify", path: `/${Date.now()}/${name}` });
  showDocument.documents.set(uri.path, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(name.endsWith(".json") ? await languages.setTextDocumentLanguage(document, "json") : document);
}
showDocument.documents = new Map<string, string>();
