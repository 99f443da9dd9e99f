/** Composes the extension. It holds no knowledge of workflows: the server has that, and asks by forms. */
import { commands, window, workspace, type ExtensionContext } from "vscode";
import { registerCommands } from "./commands.ts";
import { registerDocuments } from "./documents.ts";
import { showFailure } from "./failures.ts";
import { Runs } from "./runs.ts";
import { RunsView } from "./runsView.ts";
import { Server } from "./server.ts";
import { MACHINE_KEYS } from "./settings.ts";
import { StatusBar } from "./statusBar.ts";
import { WorkflowsView } from "./workflowsView.ts";

const AGES_CHANGE_MS = 60_000;
/** What a workflow's row depends on: the file itself, what is checked out, and what the remote has. */
const WATCHED = "**/{.cloudbees/workflows/*,.git/HEAD,.git/refs/**}";

export function activate(context: ExtensionContext): void {
  const server = new Server(context.extensionPath);
  const runs = new Runs(server);
  const statusBar = new StatusBar(runs);
  const workflowsView = new WorkflowsView(server, statusBar.showToken);
  const runsView = new RunsView(runs);
  const ticking = setInterval(runsView.redraw, AGES_CHANGE_MS);
  const watcher = workspace.createFileSystemWatcher(WATCHED);
  const refresh = async () => (workflowsView.redraw(), await runs.load());

  registerCommands(context, server);
  context.subscriptions.push(
    server.log, statusBar, watcher, registerDocuments(),
    { dispose: () => (clearInterval(ticking), server.stop()) },
    window.registerTreeDataProvider("unify.workflows", workflowsView),
    window.registerTreeDataProvider("unify.runs", runsView),
    commands.registerCommand("unify.refresh", refresh),
    server.onStarted(refresh),
    ...[watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete].map((on) => on(workflowsView.redraw)),
    workspace.onDidChangeWorkspaceFolders(refresh),
    workspace.onDidChangeConfiguration((change) => {
      const isOfMachine = MACHINE_KEYS.some((key) => change.affectsConfiguration(`unify.${key}`));
      if (isOfMachine) void server.restart().catch(showFailure);
      else if (change.affectsConfiguration("unify")) workflowsView.redraw();
    }),
  );
  // The server takes up runs that another window left unfinished, so it is started now, but nobody waits for it. The
  // view says when it cannot be.
  setImmediate(() => server.ready().catch(({ message }: Error) => server.log.error(message)));
}
