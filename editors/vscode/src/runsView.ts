/** The tree of runs that were started from this machine, newest first. */
import type { Mood } from "./protocol.ts";
import type { KnownRun, Runs } from "./runs.ts";
import { localFolders } from "./server.ts";
import { age, duration, tellingInputs } from "./text.ts";
import { Row, Tree, icon } from "./tree.ts";

const ICONS: Record<Mood, [string, string]> = {
  going: ["sync~spin", "charts.blue"],
  good: ["pass-filled", "testing.iconPassed"],
  bad: ["error", "testing.iconFailed"],
  doubtful: ["question", "list.warningForeground"],
  neutral: ["circle-slash", "descriptionForeground"],
};

export class RunsView extends Tree {
  private drawn = "";

  /** `nameOf` gives a workflow's name, where its file is known. */
  constructor(private readonly runs: Runs, private readonly nameOf: (file: string) => string | undefined) {
    super();
    // A run that is followed is told of often. Rows that show nothing new stay, so that an open menu keeps its row.
    runs.onChanged(() => this.drawn === JSON.stringify(this.rows()) || this.redraw());
  }

  protected async roots(): Promise<Row[]> {
    const rows = this.rows();
    this.drawn = JSON.stringify(rows);
    return rows;
  }

  private rows(): Row[] {
    const all = this.runs.all;
    return all.map((run) => runRow(run, all, this.nameOf(run.file) ?? run.file));
  }
}

function runRow(run: KnownRun, all: KnownRun[], name: string): Row {
  const { id, file, branch, state, mood, requestedAt, runUrl, error, reason, folderName } = run;
  const inputs = Object.entries(run.inputs).map(([input, value]) => `• ${input}: ${value ?? "(not kept)"}`);
  const problems = [error, reason].filter((words) => words !== undefined).map((words) => `! ${words}`);
  const took = duration(run);
  const parts = [
    took === undefined ? state : `${state} in ${took}`, tellingInputs(run, all), branch,
    localFolders().length > 1 ? folderName : "", age(requestedAt),
  ];
  return new Row(name, {
    id,
    iconPath: icon(...ICONS[mood]),
    description: parts.filter((part) => part !== "").join(" · "),
    tooltip: [`${file} on ${branch}: ${state}`, `requested ${requestedAt}`, ...inputs, ...problems].join("\n"),
    contextValue: [
      "run", mood === "going" ? "going" : "still", ...(run.ended ? ["ended"] : []), runUrl ? "open" : "noPage",
    ].join("."),
    command: { command: "unify.run.details", title: "Show Run Details", arguments: [{ id }] },
  }, { id });
}
