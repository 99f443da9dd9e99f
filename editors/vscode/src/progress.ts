/** What a person sees while something takes its time: notifications, all with a way to cancel. */
import { CancellationTokenSource, ProgressLocation, window, workspace } from "vscode";
import type { CancellationToken, Progress } from "vscode";
import type { Middleware, ProgressToken, WorkDoneProgressBegin } from "vscode-languageclient";
import { inert } from "./text.ts";

const PATIENCE_MS = 1000;
const location = ProgressLocation.Notification;

/** Shows a notification with *Cancel* once the work takes longer than a moment. */
export async function patiently<T>(title: string, work: (token: CancellationToken) => Promise<T>): Promise<T> {
  const source = new CancellationTokenSource();
  const working = work(source.token);
  const timer = setTimeout(() => {
    void window.withProgress({ location, title: `${title}…`, cancellable: true }, (_, token) => {
      token.onCancellationRequested(() => source.cancel());
      return Promise.allSettled([working]);
    });
  }, PATIENCE_MS);
  return working.finally(() => (clearTimeout(timer), source.dispose()));
}

/** The status bar and the tree show a run under way; a notification for all that time is for those who set it. */
const wantsNotifications = () => workspace.getConfiguration("unify").get("notifications") === "whileRunning";

/** The server's own progress; by itself the language client shows it in the status bar, without *Cancel*. */
export class ServerProgress {
  private readonly shown = new Map<ProgressToken, { progress?: Progress<{ message: string }>; end: () => void }>();

  constructor(private readonly cancel: (token: ProgressToken) => void) {}

  readonly handle: NonNullable<Middleware["handleWorkDoneProgress"]> = (token, step, next) => {
    if (step.kind === "begin" && wantsNotifications()) this.begin(token, step);
    else if (step.kind === "report") this.shown.get(token)?.progress?.report({ message: inert(step.message ?? "") });
    else if (step.kind === "end") {
      this.shown.get(token)?.end();
      this.shown.delete(token);
      next(token, step);
    }
  };

  /** The server is gone, and with it whoever would have ended them. */
  endAll(): void {
    for (const { end } of this.shown.values()) end();
    this.shown.clear();
  }

  private begin(token: ProgressToken, { title, message, cancellable = false }: WorkDoneProgressBegin): void {
    const over = new Promise<void>((end) => this.shown.set(token, { end }));
    void window.withProgress({ location, title: inert(title), cancellable }, (progress, cancelled) => {
      Object.assign(this.shown.get(token) ?? {}, { progress });
      if (message) progress.report({ message: inert(message) });
      cancelled.onCancellationRequested(() => this.cancel(token));
      return over;
    });
  }
}
