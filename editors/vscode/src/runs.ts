/** The runs of this window, as the server last told them; and what is said when one ends. */
import { EventEmitter, Uri, commands, window, workspace, type Disposable } from "vscode";
import type { Run } from "./protocol.ts";
import { localFolders, type RunChange, type Server } from "./server.ts";
import { inert } from "./text.ts";

/** A run with the name of the folder that it was started from. */
export type KnownRun = Run & { folderName: string };

export class Runs implements Disposable {
  private readonly changed = new EventEmitter<void>();
  readonly onChanged = this.changed.event;
  private readonly known = new Map<string, KnownRun>();
  private readonly listening: Disposable;

  constructor(private readonly server: Server) {
    this.listening = server.onRunChanged(({ folder, run }) => this.take([{ folder, run }]));
  }

  /** Newest first; those of one second as the server lists them. */
  get all(): KnownRun[] {
    return [...this.known.values()].reverse().sort((a, b) => Date.parse(b.requestedAt) - Date.parse(a.requestedAt));
  }

  /** Asks again for the runs of every folder. */
  async load(): Promise<void> {
    const lists = await Promise.allSettled(localFolders().map(async ({ uri }) => {
      const folder = uri.toString();
      const { runs } = await this.server.execute<{ runs: Run[] }>("unify.run.list", { folder });
      return runs.map((run) => ({ folder, run })).reverse();
    }));
    const runs = lists.flatMap((list) => (list.status === "fulfilled" ? list.value : []));
    const before = new Map(this.known);
    for (const { run } of runs) this.known.delete(run.id);
    this.take(runs, before);
  }

  /** It has left the list. */
  drop(id: string): void {
    this.known.delete(id);
    this.changed.fire();
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }

  /** An end is news for whoever saw the run under way; a run that was refused is told by the command that failed. */
  private take(changes: RunChange[], known = this.known): void {
    for (const { folder, run } of changes) {
      const before = known.get(run.id);
      const folderName = before?.folderName ?? nameOf(folder);
      this.known.set(run.id, { ...run, folderName });
      if (before?.ended === false && run.ended && run.outcome !== "refused") void tellEnd(run);
    }
    this.changed.fire();
  }
}

function nameOf(folder: string): string {
  const uri = Uri.parse(folder);
  return workspace.getWorkspaceFolder(uri)?.name ?? uri.path.split("/").at(-1) ?? "";
}

/** Messages are told apart for the eye and the ear: by icon, and by the state's own word. */
async function tellEnd({ id, file, branch, state, mood, reason }: Run): Promise<void> {
  const show = mood === "good" ? window.showInformationMessage
    : mood === "bad" ? window.showErrorMessage : window.showWarningMessage;
  const sentence = `${file} on ${branch}: ${state}${reason ? `: ${reason}` : ""}`;
  const chosen = await show(inert(sentence), "Open Run", "Run Again");
  if (chosen === undefined) return;
  await commands.executeCommand(chosen === "Open Run" ? "unify.run.open" : "unify.workflow.runAgain", { id });
}
