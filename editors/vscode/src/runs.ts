/** The runs of this window, as the server last told them; and what is said when one ends. */
import { EventEmitter, commands, window, workspace } from "vscode";
import type { Run } from "./protocol.ts";
import type { Server } from "./server.ts";
import { inert } from "./text.ts";

/** An end that lies further back is no news: somebody was told, or slept on it. */
const NEWS_FOR_MS = 10 * 60_000;

export type Outlook = "running" | "good" | "bad" | "doubtful" | "unknown";

export class Runs {
  private readonly changed = new EventEmitter<void>();
  readonly onChanged = this.changed.event;
  private readonly known = new Map<string, Run>();
  private readonly told = new Set<string>();

  constructor(private readonly server: Server) {
    server.onNotification<{ run: Run }>("unify/runChanged", ({ run }) => this.take(run));
  }

  /** Newest first. */
  get all(): Run[] {
    return [...this.known.values()].sort((a, b) => Date.parse(b.requestedAt) - Date.parse(a.requestedAt));
  }

  get unfinished(): Run[] {
    return this.all.filter((run) => outlookOf(run) === "running");
  }

  /** Asks anew for the runs of every folder. */
  async load(): Promise<void> {
    const folders = workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === "file") ?? [];
    const lists = await Promise.allSettled(folders.map(({ uri }) => this.server.ask<{ runs: Run[] }>("workspace/executeCommand",
      { command: "unify.run.list", arguments: [{ folder: uri.toString() }] })));
    this.known.clear();
    for (const list of lists) if (list.status === "fulfilled") for (const run of list.value.runs) this.known.set(run.id, run);
    this.changed.fire();
  }

  private take(run: Run): void {
    const wasRunning = this.known.has(run.id) && !this.known.get(run.id)!.ended;
    this.known.set(run.id, run);
    this.changed.fire();
    const isNews = wasRunning || Date.now() - Date.parse(run.endedAt ?? "") < NEWS_FOR_MS;
    if (!run.ended || !isNews || this.told.has(run.id)) return;
    this.told.add(run.id);
    void this.tellEnd(run);
  }

  private async tellEnd(run: Run): Promise<void> {
    const outlook = outlookOf(run);
    const show = { good: window.showInformationMessage, bad: window.showErrorMessage }[outlook as string] ?? window.showWarningMessage;
    const buttons = [...(run.runUrl ? ["Open Run"] : []), ...(outlook === "good" ? [] : ["Run Again"])];
    const chosen = await show(inert(`${run.status ?? run.outcome}: ${run.file} on ${run.branch}`), ...buttons);
    if (chosen) await commands.executeCommand(chosen === "Open Run" ? "unify.run.open" : "unify.workflow.runAgain", { id: run.id });
  }
}

/** How a run stands, for icons and colours; the platform's own word is shown beside. */
export function outlookOf({ outcome, status = "", ended }: Run): Outlook {
  if (outcome === "refused") return "bad";
  if (outcome === "unknown" && !status) return "unknown";
  if (!ended) return "running";
  if (/^succ/i.test(status)) return "good";
  return /fail|error|timed/i.test(status) ? "bad" : "doubtful";
}
