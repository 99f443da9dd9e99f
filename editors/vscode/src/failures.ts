/** Shows what went wrong, with the way out that the server names. */
import { commands, window } from "vscode";
import type { FailureData } from "./protocol.ts";
import { inert } from "./text.ts";

const CANCELLED = -32800;
const LONGEST_BUTTON = 32;
const SHOW_LOG = "Show Log";

export function dataOf(error: unknown): FailureData | undefined {
  return (error as { data?: FailureData } | undefined)?.data;
}

export function messageOf(error: unknown): string {
  return (error as Error | undefined)?.message ?? String(error);
}

/** A message with a button for the remedy, if there is one, and the way to the log; nothing after a cancel. */
export async function showFailure(error: unknown): Promise<void> {
  if ((error as { code?: number }).code === CANCELLED) return;
  const { remedy, kind } = dataOf(error) ?? {};
  const isButton = remedy !== undefined && remedy.title.length <= LONGEST_BUTTON;
  const text = remedy && !isButton ? `${messageOf(error)} ${remedy.title}.` : messageOf(error);
  const show = kind === "outcomeUnknown" ? window.showWarningMessage : window.showErrorMessage;
  const chosen = await show(inert(text), ...(isButton ? [inert(remedy.title)] : []), SHOW_LOG);
  if (chosen === SHOW_LOG) await commands.executeCommand("unify.log.show");
  else if (chosen !== undefined && remedy?.command.startsWith("unify.")) await commands.executeCommand(remedy.command);
}
