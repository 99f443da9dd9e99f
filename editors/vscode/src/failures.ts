/** Shows what went wrong, with the way out that the server names. */
import { commands, extensions, window } from "vscode";
import { inert } from "./text.ts";
import type { FailureData } from "./protocol.ts";

const CANCELLED = -32800;
const LONGEST_BUTTON = 32;

/** The titles that commands have in the palette. */
export function titleOf(command: string): string {
  const ours = extensions.getExtension("unify-ls.workflows-for-cloudbees-unify")?.packageJSON.contributes.commands;
  return (ours as { command: string; title: string }[] | undefined)?.find((each) => each.command === command)?.title ?? command;
}

export function dataOf(error: unknown): FailureData | undefined {
  return (error as { data?: FailureData } | undefined)?.data;
}

/** Nothing is shown for what the person cancelled. */
export async function showFailure(error: unknown): Promise<void> {
  if ((error as { code?: number }).code === CANCELLED) return;
  const { remedy, kind } = dataOf(error) ?? {};
  const message = error instanceof Error ? error.message : String(error);
  const isButton = remedy && remedy.title.length <= LONGEST_BUTTON;
  const text = remedy && !isButton && !message.includes(remedy.title) ? `${message} ${remedy.title}` : message;
  await showError(text, remedy?.command, { button: isButton ? remedy.title : undefined, warn: kind === "outcomeUnknown" });
}

/** An error with a button that runs one of our commands, and the way to the log. */
export async function showError(text: string, command?: string, how: { button?: string | undefined; warn?: boolean } = {}) {
  const help = command?.startsWith("unify.") ? (how.button ?? titleOf(command)) : undefined;
  const show = how.warn ? window.showWarningMessage : window.showErrorMessage;
  const chosen = await show(inert(text), ...(help ? [inert(help)] : []), "Show Log");
  if (chosen === "Show Log") await commands.executeCommand("unify.log.show");
  else if (chosen !== undefined && command) await commands.executeCommand(command);
}
