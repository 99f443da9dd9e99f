/** Composes the extension. It holds no knowledge of workflows: the server has that, and asks by forms. */
import { RelativePattern, Uri, commands, window, workspace, type Disposable, type ExtensionContext } from "vscode";
import { registerCommands } from "./commands.ts";
import { registerDocuments } from "./documents.ts";
import { showFailure } from "./failures.ts";
import { GIT_FILES, gitFolders } from "./repositories.ts";
import { Runs } from "./runs.ts";
import { RunsView } from "./runsView.ts";
import { Server, localFolders } from "./server.ts";
import { MACHINE_KEYS } from "./settings.ts";
import { StatusBar } from "./statusBar.ts";
import { WorkflowsView } from "./workflowsView.ts";

const AGES_CHANGE_MS = 60_000;
const WORKFLOW_FILES = "**/.cloudbees/workflows/*";
let server: Server | undefined;

export function activate(context: ExtensionContext): void {
  const own = (server = new Server(context.extensionPath));
  const runs = new Runs(own);
  const statusBar = new StatusBar(runs);
  const workflowsView = new WorkflowsView(own, statusBar.showToken, () => runsView.redraw());
  const runsView = new RunsView(runs, workflowsView.nameOf);
  const ticking = setInterval(runsView.redraw, AGES_CHANGE_MS);
  const refresh = async () => (workflowsView.redraw(), await runs.load());
  let watching = watch(workflowsView.redraw);

  registerCommands(context, own, runs);
  context.subscriptions.push(
    own, runs, statusBar, workflowsView, runsView, ...registerDocuments(own),
    { dispose: () => (clearInterval(ticking), watching.forEach((each) => each.dispose())) },
    window.registerTreeDataProvider("unify.workflows", workflowsView),
    window.registerTreeDataProvider("unify.runs", runsView),
    commands.registerCommand("unify.refresh", refresh),
    own.onStarted(refresh),
    own.onRunChanged(({ run }) => run.following === "lost" && workflowsView.redraw()),
    workspace.onDidChangeWorkspaceFolders(() => {
      watching.forEach((each) => each.dispose());
      watching = watch(workflowsView.redraw);
      return refresh();
    }),
    workspace.onDidChangeConfiguration((change) => {
      const isOfMachine = MACHINE_KEYS.some((key) => change.affectsConfiguration(`unify.${key}`));
      if (isOfMachine) void own.restart().catch(showFailure);
      else if (change.affectsConfiguration("unify")) workflowsView.redraw();
    }),
  );
  // The server takes up runs that another window left unfinished, so it is started now, but nobody waits for it. The
  // view says when it cannot be, and the log says why.
  setImmediate(() => own.ready().catch(() => undefined));
}

/** VS Code waits for it, so that the server can end in order. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

/** What a workflow's row depends on: its file, what is checked out, and what the remote is known to have. */
function watch(changed: () => void): Disposable[] {
  const folders = new Set(localFolders().flatMap(({ uri }) => gitFolders(uri.fsPath)));
  const ofGit = [...folders].map((folder) => new RelativePattern(Uri.file(folder), GIT_FILES));
  return [WORKFLOW_FILES, ...ofGit].flatMap((pattern) => {
    const watcher = workspace.createFileSystemWatcher(pattern);
    return [watcher, ...[watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete].map((on) => on(changed))];
  });
}
