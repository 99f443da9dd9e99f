/** The tree of runs that were started from this machine, newest first. */
import type { Run } from "./protocol.ts";
import { outlookOf, type Outlook, type Runs } from "./runs.ts";
import { age } from "./text.ts";
import { Row, Tree, icon } from "./tree.ts";

const ICONS: Record<Outlook, [string, string]> = {
  running: ["sync~spin", "charts.blue"],
  good: ["pass-filled", "testing.iconPassed"],
  bad: ["error", "testing.iconFailed"],
  doubtful: ["warning", "list.warningForeground"],
  unknown: ["question", "list.warningForeground"],
};

export class RunsView extends Tree {
  constructor(private readonly runs: Runs) {
    super();
    runs.onChanged(this.redraw);
  }

  protected async roots(): Promise<Row[]> {
    return this.runs.all.map(runRow);
  }
}

function runRow(run: Run): Row {
  const { id, file, branch, requestedAt, runUrl, ended, error, reason } = run;
  const inputs = Object.entries(run.inputs).map(([name, value]) => `• ${name}: ${value ?? "(not kept)"}`);
  const problems = [error, reason].filter((words) => words !== undefined).map((words) => `! ${words}`);
  return new Row(file, {
    id,
    iconPath: icon(...ICONS[outlookOf(run)]),
    description: [run.status ?? run.outcome, branch, age(requestedAt)].join(" · "),
    tooltip: [`${file} on ${branch}`, `requested ${requestedAt}`, ...inputs, ...problems].join("\n"),
    contextValue: `run${ended ? "" : ".unfinished"}${runUrl ? ".open" : ""}`,
  }, { id });
}
