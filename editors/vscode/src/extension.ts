/** Composes the extension. It holds no knowledge of workflows: the server has that, and asks by forms. */
import { commands, window, workspace } from "vscode";
import type { ExtensionContext } from "vscode";
import { registerCommands } from "./commands.ts";
import type { Views } from "./commands.ts";
import { showFailure } from "./failures.ts";
import { Runs } from "./runs.ts";
import { RunsView } from "./runsView.ts";
import { Server } from "./server.ts";
import { MACHINE_KEYS } from "./settings.ts";
import { StatusBar } from "./statusBar.ts";
import { WorkflowsView } from "./workflowsView.ts";

const AGES_CHANGE_MS = 60_000;

let server: Server | undefined;

export function activate(context: ExtensionContext): void {
  const ours = (server = new Server(context));
  const runs = new Runs(ours);
  const statusBar = new StatusBar(runs);
  const workflows = new WorkflowsView(ours, statusBar.tokenKnown);
  const runsView = new RunsView(runs);
  const workflowsTree = window.createTreeView("unify.workflows", { treeDataProvider: workflows });
  const runsTree = window.createTreeView("unify.runs", { treeDataProvider: runsView });

  const views: Views = {
    tokenChanged: workflows.refresh,
    showWorkflows: () => (workflows.refresh(), commands.executeCommand("unify.workflows.focus", { preserveFocus: true })),
    showRuns: () => (workflows.refresh(), commands.executeCommand("unify.runs.focus", { preserveFocus: true })),
  };
  const reload = () => (workflows.refresh(), runsView.reload());
  const ticking = setInterval(() => runsTree.visible && runsView.refresh(), AGES_CHANGE_MS);

  registerCommands(context, ours, views);
  context.subscriptions.push(
    statusBar, workflowsTree, runsTree,
    { dispose: () => clearInterval(ticking) },
    commands.registerCommand("unify.refresh", reload),
    ours.onStarted(reload),
    workspace.onDidChangeWorkspaceFolders(reload),
    workspace.onDidSaveTextDocument(({ uri }) => uri.path.includes("/.cloudbees/") && workflows.refresh()),
    workspace.onDidChangeConfiguration((change) => {
      if (MACHINE_KEYS.some((key) => change.affectsConfiguration(`unify.${key}`))) void ours.restart().catch(showFailure);
      else if (change.affectsConfiguration("unify")) workflows.refresh();
    }),
  );
  // Runs that another window left unfinished are taken up by the server, so it starts now. What is wrong with it is
  // shown by the view, or by the first command.
  void ours.ready().catch((error: Error) => ours.log.error(error.message));
}

export async function deactivate(): Promise<void> {
  await server?.dispose();
}
