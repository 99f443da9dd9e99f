/** The tree of runs that were started from this machine, newest first. */
import { ThemeColor, ThemeIcon, TreeItem } from "vscode";
import type { Run } from "./protocol.ts";
import { Row, Rows } from "./rows.ts";
import { outlookOf } from "./runs.ts";
import type { Outlook, Runs } from "./runs.ts";
import { age } from "./text.ts";

const ICONS: Record<Outlook, [string, string?]> = {
  running: ["sync~spin", "charts.blue"],
  good: ["pass-filled", "testing.iconPassed"],
  bad: ["error", "testing.iconFailed"],
  doubtful: ["warning", "list.warningForeground"],
  unknown: ["question", "list.warningForeground"],
};

export class RunsView extends Rows {
  private loaded = false;

  constructor(private readonly runs: Runs) {
    super();
    runs.onChanged(this.refresh);
  }

  /** Asks the server again. */
  reload = (): void => {
    this.loaded = false;
    this.refresh();
  };

  async roots(): Promise<Row[]> {
    if (!this.loaded) {
      this.loaded = true;
      await this.runs.load().catch(() => undefined);
    }
    return this.runs.all.map(runRow);
  }
}

function runRow(run: Run): Row {
  const item = new TreeItem(run.file);
  const [icon, color] = ICONS[outlookOf(run)];
  item.id = run.id;
  item.iconPath = new ThemeIcon(icon, color === undefined ? undefined : new ThemeColor(color));
  item.description = [run.status ?? run.outcome, run.branch, age(run.requestedAt)].join(" · ");
  item.contextValue = `run${run.ended ? "" : ".unfinished"}${run.runUrl ? ".open" : ""}`;
  const inputs = Object.entries(run.inputs).map(([name, value]) => `• ${name}: ${String(value)}`);
  item.tooltip = [`${run.file} on ${run.branch}`, `requested ${run.requestedAt}`, ...inputs, ...(run.error ? [`! ${run.error}`] : [])].join("\n");
  return new Row(item, { id: run.id });
}
