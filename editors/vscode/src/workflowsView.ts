/** The tree of workflows: what can be started here, and how each differs from what the platform would run. */
import { ThemeIcon, Uri, commands, type WorkspaceFolder } from "vscode";
import { dataOf, messageOf, outcomeOf } from "./failures.ts";
import type { Input, TokenStatus, Workflow, WorkflowsList } from "./protocol.ts";
import { localFolders, type Server } from "./server.ts";
import { Row, Tree, icon } from "./tree.ts";

const STATES: Record<string, string> = {
  modified: "differs from the remote branch",
  onlyLocal: "not pushed",
  untracked: "not committed",
  onlyRemote: "only on the remote branch",
};

/** What the views say where there is nothing to list; package.json has the words. */
type State = "ready" | "noServer" | "noRepository" | "noToken" | "badToken" | "noWorkflows";

export class WorkflowsView extends Tree {
  private names = new Map<string, string>();

  constructor(
    private readonly server: Server, private readonly showToken: (token: TokenStatus) => void,
    private readonly looked: () => void,
  ) {
    super();
  }

  /** A workflow's name, by its file. */
  readonly nameOf = (file: string): string | undefined => this.names.get(bareName(file));

  protected async roots(): Promise<Row[]> {
    const found: Found = { startable: [], names: new Map() };
    const { state, rows = [] } = await this.look(found);
    this.names = found.names;
    this.looked();
    await commands.executeCommand("setContext", "unify.state", state);
    await commands.executeCommand("setContext", "unify.startable", found.startable);
    return rows;
  }

  private async look(found: Found): Promise<{ state: State; rows?: Row[] }> {
    const folders = localFolders();
    try {
      const token = await this.server.execute<TokenStatus>("unify.token.status");
      this.showToken(token);
      if (!token.stored) return { state: "noToken" };
      if (token.accepted === false) return { state: "badToken" };
    } catch (error) {
      this.server.log.warn(outcomeOf(error));
      return dataOf(error) ? { state: "ready", rows: [troubleRow(error)] } : { state: "noServer" };
    }
    const lists = await Promise.all(folders.map((folder) => this.rowsOf(folder, found)));
    if (lists.every((rows) => rows === undefined)) return { state: "noRepository" };
    if (lists.every((rows) => !rows?.length)) return { state: "noWorkflows" };
    const rows = lists.length === 1 ? lists[0]! : folders.map((folder, index) => folderRow(folder, lists[index]));
    return { state: "ready", rows };
  }

  /** Undefined where there is no repository. */
  private async rowsOf({ uri }: WorkspaceFolder, found: Found): Promise<Row[] | undefined> {
    const folder = uri.toString();
    try {
      const list = await this.server.execute<WorkflowsList>("unify.workflows.list", { folder, all: true });
      await commands.executeCommand("setContext", "unify.hasComponent", list.component !== undefined);
      for (const { file, name, manual, uri: own } of list.workflows) {
        found.names.set(file, name || file);
        if (manual && own) found.startable.push(Uri.parse(own).fsPath);
      }
      const manualFirst = [...list.workflows].sort((a, b) => Number(b.manual) - Number(a.manual));
      const notes = (list.notes ?? []).map((note) => troubleRow(new Error(note)));
      return [...notes, ...manualFirst.map((workflow) => workflowRow(folder, workflow, list))];
    } catch (error) {
      return dataOf(error)?.kind === "git" ? undefined : [troubleRow(error)];
    }
  }
}

/** What a look at all folders brings along: the files that can be started, for menus, and names by files. */
type Found = { startable: string[]; names: Map<string, string> };

const bareName = (file: string) => file.split("/").at(-1)!;

function workflowRow(folder: string, workflow: Workflow, { branch, commit }: WorkflowsList): Row {
  const { file, path, name, uri, manual, state, inputs, problems } = workflow;
  return new Row(name || file, {
    description: [
      file, ...(STATES[state] ? [STATES[state]] : []), ...(problems.length > 0 ? ["has problems"] : []),
      ...(manual ? [] : ["cannot be started by hand"]),
    ].join(" · "),
    iconPath: problems.length > 0 ? icon("warning", "list.warningForeground")
      : manual ? icon("play-circle", "charts.green") : icon("circle-outline"),
    contextValue: `workflow${manual ? ".manual" : ""}`,
    tooltip: [
      path, `branch ${branch}${commit ? ` at ${commit.slice(0, 10)}` : ""}`,
      ...inputs.map(inputLine), ...problems.map(({ message }) => `! ${message}`),
    ].join("\n"),
    ...(uri && { command: { command: "vscode.open", title: "Open File", arguments: [Uri.parse(uri)] } }),
  }, { folder, file: path });
}

function inputLine({ name, type, required, default: value, options, description }: Input): string {
  const kind = options?.length ? options.join(" | ") : type;
  const rest = value !== undefined ? `, default ${value}` : required ? ", required" : "";
  return `• ${name} (${kind}${rest})${description ? `: ${description}` : ""}`;
}

function folderRow({ name, uri }: WorkspaceFolder, rows: Row[] = []): Row {
  const children = rows.length > 0 ? rows : [new Row("No workflows here", { iconPath: icon("info") })];
  return new Row(name, { iconPath: ThemeIcon.Folder }, { folder: uri.toString() }, children);
}

/** A click shows all of it, with the way out. */
function troubleRow(error: unknown): Row {
  const message = messageOf(error);
  return new Row(message, {
    iconPath: icon("warning", "list.warningForeground"), tooltip: message,
    command: { command: "unify.failure.show", title: "Show What Helps", arguments: [error] },
    accessibilityInformation: { label: `Problem: ${message}` },
  });
}
