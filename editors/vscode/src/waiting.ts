/** What a person sees while something takes its time. */
import { CancellationTokenSource, ProgressLocation, window } from "vscode";
import type { CancellationToken, Progress } from "vscode";
import type { ProgressToken, WorkDoneProgressBegin, WorkDoneProgressEnd, WorkDoneProgressReport } from "vscode-languageclient";
import { inert } from "./text.ts";

const PATIENCE_MS = 1000;

/** Shows a notification with *Cancel* once the work takes longer than a moment. */
export async function patiently<T>(title: string, work: (token: CancellationToken) => Promise<T>): Promise<T> {
  const source = new CancellationTokenSource();
  const working = work(source.token);
  const timer = setTimeout(() => {
    void window.withProgress({ location: ProgressLocation.Notification, title: `${title}…`, cancellable: true }, (_, token) => {
      token.onCancellationRequested(() => source.cancel());
      return working.then(() => undefined, () => undefined);
    });
  }, PATIENCE_MS);
  return working.finally(() => clearTimeout(timer));
}

type Step = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;
type Notify = (method: string, params: object) => Promise<void>;

/** The server's progress as notifications with *Cancel*; by itself the client shows it in the status bar, without. */
export function cancellableProgress(notify: Notify) {
  const shown = new Map<ProgressToken, { report: Progress<{ message: string }>["report"]; end: () => void }>();
  return { handle, endAll };

  function handle(token: ProgressToken, step: Step, next: (token: ProgressToken, step: Step) => void): void {
    if (step.kind === "begin") begin(token, step);
    else if (step.kind === "report") shown.get(token)?.report({ message: inert(step.message ?? "") });
    else {
      shown.get(token)?.end();
      shown.delete(token);
      next(token, step);
    }
  }

  /** The server is gone, and with it whoever would have ended them. */
  function endAll(): void {
    for (const { end } of shown.values()) end();
    shown.clear();
  }

  function begin(token: ProgressToken, { title, cancellable, message }: WorkDoneProgressBegin): void {
    const options = { location: ProgressLocation.Notification, title: inert(title), cancellable: cancellable ?? false };
    void window.withProgress(options, (progress, cancel) => new Promise<void>((end) => {
      shown.set(token, { report: (value) => progress.report(value), end });
      if (message) progress.report({ message: inert(message) });
      cancel.onCancellationRequested(() => notify("window/workDoneProgress/cancel", { token }));
    }));
  }
}
