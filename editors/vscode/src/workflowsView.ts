/** The tree of workflows: what can be started here, and how each differs from what the platform would run. */
import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, commands, workspace } from "vscode";
import type { WorkspaceFolder } from "vscode";
import { dataOf } from "./failures.ts";
import type { Input, TokenStatus, Workflow, WorkflowsList } from "./protocol.ts";
import { Row, Rows, notice } from "./rows.ts";
import type { Server } from "./server.ts";

const STATES: Record<string, string> = {
  modified: "differs from the remote branch",
  onlyLocal: "not pushed",
  untracked: "not committed",
  onlyRemote: "only on the remote branch",
};

export class WorkflowsView extends Rows {
  constructor(private readonly server: Server, private readonly tokenKnown: (status: TokenStatus) => void) {
    super();
  }

  async roots(): Promise<Row[]> {
    const folders = workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === "file") ?? [];
    try {
      await this.server.ready();
    } catch (error) {
      return this.empty("noServer", error);
    }
    if (folders.length === 0) return this.empty("noRepository");
    try {
      const token = await this.server.ask<TokenStatus>("workspace/executeCommand", { command: "unify.token.status", arguments: [] });
      this.tokenKnown(token);
      if (!token.stored) return this.empty("noToken");
    } catch (error) {
      return [trouble(error)];
    }
    const lists = await Promise.all(folders.map((folder) => this.rowsOf(folder)));
    if (lists.every((rows) => rows === undefined)) return this.empty("noRepository");
    if (lists.every((rows) => !rows?.length)) return this.empty("noWorkflows");
    await commands.executeCommand("setContext", "unify.state", "ready");
    return folders.length === 1 ? lists[0]! : folders.map((folder, index) => folderRow(folder, lists[index] ?? []));
  }

  /** Undefined where there is no repository. */
  private async rowsOf({ uri }: WorkspaceFolder): Promise<Row[] | undefined> {
    const folder = uri.toString();
    try {
      const call = { command: "unify.workflows.list", arguments: [{ folder, all: true }] };
      const list = await this.server.ask<WorkflowsList>("workspace/executeCommand", call);
      await commands.executeCommand("setContext", "unify.hasComponent", list.component !== undefined);
      const rows = [...list.workflows].sort((a, b) => Number(b.manual) - Number(a.manual)).map((each) => workflowRow(folder, each, list));
      if (rows.length > 0 && !list.component) rows.unshift(componentRow());
      return rows;
    } catch (error) {
      return dataOf(error)?.kind === "git" ? undefined : [trouble(error)];
    }
  }

  /** Nothing to show: the view's welcome text for this state says what helps. */
  private async empty(state: string, error?: unknown): Promise<Row[]> {
    if (error) this.server.log.error(error instanceof Error ? error.message : String(error));
    await commands.executeCommand("setContext", "unify.state", state);
    return [];
  }
}

function workflowRow(folder: string, workflow: Workflow, list: WorkflowsList): Row {
  const item = new TreeItem(workflow.name || workflow.file);
  const differs = STATES[workflow.state];
  item.description = differs ? `${workflow.file} · ${differs}` : workflow.file;
  item.iconPath = workflow.manual ? new ThemeIcon("play-circle", new ThemeColor("charts.green")) : new ThemeIcon("circle-outline");
  item.contextValue = `workflow${workflow.manual ? ".manual" : ""}${workflow.uri ? ".local" : ""}`;
  item.tooltip = [
    workflow.path, `branch ${list.branch}${list.commit ? ` at ${list.commit.slice(0, 10)}` : ""}`,
    workflow.manual ? undefined : "cannot be started by hand",
    ...workflow.inputs.map(inputLine), ...workflow.problems.map(({ message }) => `! ${message}`),
  ].filter((line) => line !== undefined).join("\n");
  if (workflow.uri) item.command = { command: "vscode.open", title: "Open File", arguments: [Uri.parse(workflow.uri)] };
  return new Row(item, { folder, file: workflow.path });
}

function inputLine({ name, type, required, default: value, options, description }: Input): string {
  const marks = [required && value === undefined ? "required" : undefined, value === undefined ? undefined : `default ${value}`];
  const kind = [options?.length ? options.join(" | ") : type, ...marks].filter(Boolean).join(", ");
  return `• ${name} (${kind})${description ? `: ${description}` : ""}`;
}

function componentRow(): Row {
  const row = notice("Component not known yet", new ThemeIcon("question"), "unify.component.select",
    "It is found by the repository's address at the first run. Choose it here if that does not fit.");
  row.item.description = "found at the first run, or choose it";
  return row;
}

function folderRow({ name, uri }: WorkspaceFolder, rows: Row[]): Row {
  const item = new TreeItem(name, TreeItemCollapsibleState.Expanded);
  item.iconPath = ThemeIcon.Folder;
  return new Row(item, { folder: uri.toString() }, rows.length > 0 ? rows : [notice("No workflows here", new ThemeIcon("info"))]);
}

function trouble(error: unknown): Row {
  const { message } = error as Error;
  return notice(message, new ThemeIcon("warning", new ThemeColor("list.warningForeground")), dataOf(error)?.remedy?.command ?? "unify.doctor", message);
}
