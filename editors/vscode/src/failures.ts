/** Shows what went wrong, with the way out that the server names. */
import { commands, env, window } from "vscode";
import type { FailureData } from "./protocol.ts";
import { inert } from "./text.ts";

const CANCELLED = -32800;
const LONGEST_BUTTON = 32;
const SHOW_LOG = "Show Log";
const COPY = "Copy Command";
const FOR_A_TERMINAL = /^(git|unify-ls) /;

export function dataOf(error: unknown): FailureData | undefined {
  return (error as { data?: FailureData } | undefined)?.data;
}

export function messageOf(error: unknown): string {
  return (error as Error | undefined)?.message ?? String(error);
}

/** For the log: nothing of what was sent or answered but the sentence that a person reads. */
export function outcomeOf(error: unknown): string {
  const kind = dataOf(error)?.kind;
  return kind === undefined ? messageOf(error) : `${kind}: ${messageOf(error)}`;
}

/** A message with a button for the remedy, if there is one, and the way to the log; nothing after a cancel. */
export async function showFailure(error: unknown): Promise<void> {
  if ((error as { code?: number }).code === CANCELLED) return;
  const { remedy, kind } = dataOf(error) ?? {};
  const title = remedy?.title ?? "";
  // A command is copied as it is; advice that is too long for a button is read.
  const isForTerminal = FOR_A_TERMINAL.test(title);
  const button = isForTerminal ? COPY : title.length <= LONGEST_BUTTON ? inert(title) : "";
  const advice = title !== "" && button === "" ? ` ${title}` : "";
  const show = kind === "outcomeUnknown" ? window.showWarningMessage : window.showErrorMessage;
  const chosen = await show(inert(messageOf(error) + advice), ...(button === "" ? [] : [button]), SHOW_LOG);
  if (chosen === SHOW_LOG) await commands.executeCommand("unify.log.show");
  else if (chosen === COPY && isForTerminal) await env.clipboard.writeText(title);
  else if (chosen !== undefined && remedy?.command.startsWith("unify.")) await commands.executeCommand(remedy.command);
}
