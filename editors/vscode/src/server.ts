/** The language server: starts it when it is needed, starts it again when it is lost, and compares versions with it. */
import { homedir } from "node:os";
import { createInterface } from "node:readline";
import { CancellationTokenSource, EventEmitter, Uri, window, workspace } from "vscode";
import type { Disposable, WorkspaceFolder } from "vscode";
import type { Client } from "./client.ts";
import { messageOf, showFailure } from "./failures.ts";
import { findProgram, type Command } from "./program.ts";
import { ServerProgress } from "./progress.ts";
import { PROTOCOL, type Run } from "./protocol.ts";
import { folderSettings, machineSetting, serverArguments, type Inspect } from "./settings.ts";

/** By place; the server says nothing of a file that is none of Unify. */
const OUR_FILES = ["**/.cloudbees/**/*.{yaml,yml}", "**/action.{yaml,yml}", "**/*.unify-run.yaml"];
const MOST_CRASHES = 4;
const CRASHES_COUNT_MS = 3 * 60_000;
const LOST_SENTENCE =
  "The server was lost before it answered, and is started again. What it did shows in the list of runs.";
const NEVER = new CancellationTokenSource().token;
const RESTART = { title: "Restart Server", command: "unify.server.restart" };

export class Server {
  readonly log = window.createOutputChannel("CloudBees Unify", { log: true });
  private readonly started = new EventEmitter<void>();
  private readonly runChanged = new EventEmitter<Run>();
  /** Fires whenever the server is up: at first, and after every restart. */
  readonly onStarted = this.started.event;
  readonly onRunChanged = this.runChanged.event;
  private client: Client | undefined;
  private crashes = 0;
  /** The last line that the server wrote to its log, once it has ended. */
  private lastWords = Promise.resolve("");

  constructor(private readonly extensionFolder: string) {}

  /** The command that runs, or would; throws a sentence when there is no program. */
  command(): Command {
    const inspect = inspectFor();
    const program = findProgram(machineSetting(inspect, "server.path"), this.extensionFolder);
    return { program, args: serverArguments(inspect), folder: localFolders()[0]?.uri.fsPath ?? homedir() };
  }

  /** Resolves when the server can be asked, which starts it when it is not running. */
  async ready(): Promise<Client> {
    // It is a file of its own in the package too, so that nobody waits for it when the extension is loaded.
    const library = await import("./client.js");
    const client = (this.client ??= this.create(library));
    try {
      await client.start();
      return client;
    } catch (error) {
      if (this.client === client) this.client = undefined;
      throw new Error(`The server unify-ls could not be started: ${(await this.lastWords) || messageOf(error)}`);
    }
  }

  async request<T>(method: string, params: unknown, cancelled = NEVER): Promise<T> {
    const client = await this.ready();
    const listening: Disposable[] = [];
    // A server that is stopped because it hangs will not answer any more.
    const stopped = new Promise<never>((_, reject) => listening.push(client.onDidChangeState(reject)));
    try {
      return await Promise.race([client.sendRequest<T>(method, params, cancelled), stopped]);
    } catch (error) {
      await new Promise(setImmediate); // requests fail a moment before it is known that the server was lost
      throw client.isRunning() ? error : new Error(LOST_SENTENCE);
    } finally {
      listening.forEach((listener) => listener.dispose());
    }
  }

  /** Runs a command for a view, for which nobody waits: nothing is asked, and no keyring opens its prompt. */
  execute<T>(command: string, argument: object = {}): Promise<T> {
    return this.request<T>("workspace/executeCommand", { command, arguments: [{ ...argument, background: true }] });
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.ready();
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose().catch(() => undefined);
  }

  private create({ Client, State, errorHandler }: typeof import("./client.ts")): Client {
    const { program, args, folder } = this.command();
    this.lastWords = Promise.resolve("");
    const progress = new ServerProgress((token) =>
      client.sendNotification("window/workDoneProgress/cancel", { token }));
    const client = new Client("unify", "CloudBees Unify", { command: program, args, options: { cwd: folder } }, {
      documentSelector: OUR_FILES.map((pattern) => ({ scheme: "file", language: "yaml", pattern })),
      outputChannel: this.log,
      errorHandler,
      stdioOptions: { stdout: () => undefined, stderr: (stream) => this.listen(stream) },
      middleware: {
        handleWorkDoneProgress: progress.handle,
        workspace: { configuration: ({ items }) => items.map(({ scopeUri }) => folderSettings(inspectFor(scopeUri))) },
      },
    });
    client.onNotification("unify/runChanged", ({ run }: { run: Run }) => this.runChanged.fire(run));
    client.onDidChangeState(({ oldState, newState }) => {
      if (newState === State.Running) {
        compareProtocols(client.initializeResult?.capabilities.experimental);
        this.started.fire();
      } else if (oldState === State.Running) {
        progress.endAll();
        if (this.client === client) void this.recover();
      }
    });
    return client;
  }

  /** A crash is mended by itself, a few times; then the person is told, with the way to try again. */
  private async recover(): Promise<void> {
    this.client = undefined;
    setTimeout(() => this.crashes--, CRASHES_COUNT_MS).unref();
    if (++this.crashes <= MOST_CRASHES) await this.ready().catch(showFailure);
    else await showFailure({ message: `The server keeps ending: ${await this.lastWords}`, data: { remedy: RESTART } });
  }

  /** Takes over the server's log. A line begins with its level: "E[2026-…] text". */
  private listen(stream: NodeJS.ReadableStream): void {
    let last = "";
    const lines = createInterface({ input: stream });
    lines.on("line", (line) => {
      last = line.replace(/^[EWIDT]\[[^\]]*\] /, "");
      const level = /^E\[/.test(line) ? "error" : /^W\[/.test(line) ? "warn" : "info";
      this.log[level](last);
    });
    this.lastWords = new Promise((resolve) => lines.on("close", () => resolve(last)));
  }
}

function compareProtocols(experimental: { unify?: { protocol?: number } } | undefined): void {
  const theirs = experimental?.unify?.protocol ?? 0;
  if (theirs === PROTOCOL) return;
  const upgrade = theirs < PROTOCOL ? "the server unify-ls" : "this extension";
  const difference = `The server speaks version ${theirs} of the protocol and this extension version ${PROTOCOL}`;
  void showFailure({ message: `${difference}: upgrade ${upgrade}.` });
}

/** Our settings as they are set for a folder, or for none. */
function inspectFor(folder?: string): Inspect {
  const settings = workspace.getConfiguration("unify", folder === undefined ? undefined : Uri.parse(folder));
  return (key) => settings.inspect(key);
}

/** The folders that are open, as far as they are on a disk. */
export function localFolders(): WorkspaceFolder[] {
  return workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === "file") ?? [];
}
