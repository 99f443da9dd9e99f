/** One item: the runs under way, else a token that is about to end. */
import { StatusBarAlignment, ThemeColor, window } from "vscode";
import type { Disposable } from "vscode";
import type { TokenStatus } from "./protocol.ts";
import type { Runs } from "./runs.ts";
import { inert } from "./text.ts";

/** Days before a token's end from which it is shown. */
const SOON = 2;

export class StatusBar implements Disposable {
  private readonly item = window.createStatusBarItem("unify.status", StatusBarAlignment.Left);
  private token: TokenStatus | undefined;

  constructor(private readonly runs: Runs) {
    this.item.name = "CloudBees Unify";
    runs.onChanged(() => this.draw());
  }

  tokenKnown = (token: TokenStatus): void => {
    this.token = token;
    this.draw();
  };

  dispose(): void {
    this.item.dispose();
  }

  private draw(): void {
    const running = this.runs.unfinished;
    const [newest] = running;
    const daysLeft = this.token?.stored ? this.token.daysLeft : undefined;
    if (newest) {
      const text = running.length > 1 ? `${running.length} runs` : `${newest.file}: ${newest.status ?? newest.outcome}`;
      this.say(`$(sync~spin) ${inert(text)}`, "unify.run.list", running.map((run) => `${run.file} on ${run.branch}`).join("\n"));
    } else if (daysLeft !== undefined && daysLeft <= SOON) {
      const when = daysLeft < 0 ? "has ended" : daysLeft === 0 ? "ends today" : `ends in ${daysLeft} day${daysLeft > 1 ? "s" : ""}`;
      this.say(`$(key) Unify token ${when}`, "unify.token.set", `${this.token!.origin}: store a new one`, "statusBarItem.warningBackground");
    } else this.item.hide();
  }

  private say(text: string, command: string, tooltip: string, background?: string): void {
    Object.assign(this.item, { text, command, tooltip, backgroundColor: background && new ThemeColor(background) });
    this.item.show();
  }
}
