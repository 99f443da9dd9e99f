/** One item: the runs under way, else a token that is about to end. */
import { StatusBarAlignment, ThemeColor, window, type Disposable, type StatusBarItem } from "vscode";
import type { Run, TokenStatus } from "./protocol.ts";
import type { Runs } from "./runs.ts";
import { inert, tokenEnd } from "./text.ts";

/** Days before a token's end from which it is shown. */
const SOON = 2;

export class StatusBar implements Disposable {
  private readonly item = window.createStatusBarItem("unify.status", StatusBarAlignment.Left);
  private readonly listening: Disposable;
  private token: TokenStatus | undefined;

  constructor(private readonly runs: Runs) {
    this.item.name = "CloudBees Unify";
    this.listening = runs.onChanged(() => this.draw());
  }

  readonly showToken = (token: TokenStatus): void => (this.token = token, this.draw());

  dispose(): void {
    this.listening.dispose();
    this.item.dispose();
  }

  private draw(): void {
    const look = lookOfRuns(this.runs.all.filter(({ mood }) => mood === "going")) ?? lookOfToken(this.token);
    if (!look) return this.item.hide();
    const label = look.text?.replace(/\$\([^)]*\) /, "");
    Object.assign(this.item, { backgroundColor: undefined, accessibilityInformation: { label }, ...look });
    this.item.show();
  }
}

function lookOfRuns(going: Run[]): Partial<StatusBarItem> | undefined {
  const [newest] = going;
  if (!newest) return undefined;
  const text = going.length > 1 ? `${going.length} runs` : `${newest.file}: ${newest.state}`;
  const tooltip = going.map(({ file, branch, state }) => `${file} on ${branch}: ${state}`).join("\n");
  return { text: `$(sync~spin) ${inert(text)}`, tooltip, command: "unify.run.list" };
}

function lookOfToken(token: TokenStatus | undefined): Partial<StatusBarItem> | undefined {
  if (!token?.stored || token.daysLeft === undefined || token.daysLeft > SOON) return undefined;
  return {
    text: `$(key) Unify token ${tokenEnd(token)}`,
    tooltip: `${token.origin}: store a new one`,
    command: "unify.token.set",
    backgroundColor: new ThemeColor("statusBarItem.warningBackground"),
  };
}
