/** The runs of this window, as the server last told them; and what is said when one ends. */
import { EventEmitter, commands, window } from "vscode";
import type { Run } from "./protocol.ts";
import { localFolders, type Server } from "./server.ts";
import { inert } from "./text.ts";

export type Outlook = "running" | "good" | "bad" | "doubtful" | "unknown";

export class Runs {
  private readonly changed = new EventEmitter<void>();
  readonly onChanged = this.changed.event;
  private readonly known = new Map<string, Run>();

  constructor(private readonly server: Server) {
    server.onRunChanged((run) => this.take([run]));
  }

  /** Newest first. */
  get all(): Run[] {
    return [...this.known.values()].sort((a, b) => Date.parse(b.requestedAt) - Date.parse(a.requestedAt));
  }

  /** Asks anew for the runs of every folder. */
  async load(): Promise<void> {
    const lists = await Promise.allSettled(localFolders().map(({ uri }) =>
      this.server.execute<{ runs: Run[] }>("unify.run.list", { folder: uri.toString() })));
    this.take(lists.flatMap((list) => (list.status === "fulfilled" ? list.value.runs : [])));
  }

  /** An end is news for whoever saw the run under way; a run that was refused is told by the command that failed. */
  private take(runs: Run[]): void {
    for (const run of runs) {
      const wasUnderWay = this.known.get(run.id)?.ended === false;
      this.known.set(run.id, run);
      if (wasUnderWay && run.ended && run.outcome !== "refused") void tellEnd(run);
    }
    this.changed.fire();
  }
}

async function tellEnd(run: Run): Promise<void> {
  const outlook = outlookOf(run);
  const show = outlook === "good" ? window.showInformationMessage
    : outlook === "bad" ? window.showErrorMessage : window.showWarningMessage;
  const buttons = [...(run.runUrl ? ["Open Run"] : []), ...(outlook === "good" ? [] : ["Run Again"])];
  const reason = run.reason ? `: ${run.reason}` : "";
  const sentence = `${run.status ?? run.outcome}: ${run.file} on ${run.branch}${reason}`;
  const chosen = await show(inert(sentence), ...buttons);
  if (chosen === undefined) return;
  await commands.executeCommand(chosen === "Open Run" ? "unify.run.open" : "unify.workflow.runAgain", { id: run.id });
}

/** How a run stands, for icons and colours; the platform's own word is shown beside. */
export function outlookOf({ outcome, status = "", ended }: Run): Outlook {
  if (outcome === "refused") return "bad";
  if (outcome === "unknown" && !status) return "unknown";
  if (!ended) return "running";
  if (/^succ/i.test(status)) return "good";
  return /fail|error|timed/i.test(status) ? "bad" : "doubtful";
}
