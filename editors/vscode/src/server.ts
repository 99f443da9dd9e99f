/** The language server: starts it when it is needed, starts it again when it is lost, and compares versions with it. */
import { homedir } from "node:os";
import { createInterface } from "node:readline";
import { CancellationTokenSource, EventEmitter, Uri, window, workspace } from "vscode";
import type { Disposable, WorkspaceFolder } from "vscode";
import type { Client } from "./client.ts";
import { messageOf, outcomeOf, showFailure } from "./failures.ts";
import { LOG_LINE, findProgram, type Command } from "./program.ts";
import { ServerProgress } from "./progress.ts";
import { PROTOCOL, type Call, type Run } from "./protocol.ts";
import { folderSettings, machineSetting, serverArguments, type Inspect } from "./settings.ts";

/** By place; the server says nothing of a file that is none of Unify. */
const OUR_FILES = ["**/.cloudbees/**/*.{yaml,yml}", "**/action.{yaml,yml}", "**/*.unify-run.yaml"];
const MOST_CRASHES = 4;
const CRASHES_COUNT_MS = 3 * 60_000;
const LOST_SENTENCE =
  "The server was lost before it answered, and is started again. What it did shows in the list of runs.";
const NEVER = new CancellationTokenSource().token;
const RESTART = { title: "Restart Server", command: "unify.server.restart" };

/** The folder is that of the run, as an address. */
export type RunChange = { folder: string; run: Run };

export class Server implements Disposable {
  readonly log = window.createOutputChannel("CloudBees Unify", { log: true });
  private readonly started = new EventEmitter<void>();
  private readonly runChanged = new EventEmitter<RunChange>();
  /** Fires whenever the server is up: at first, and after every restart. */
  readonly onStarted = this.started.event;
  readonly onRunChanged = this.runChanged.event;
  private client: Client | undefined;
  private crashes = 0;
  private readonly counting = new Set<NodeJS.Timeout>();
  /** One restart after the other; `next` has not begun, and is good for all who ask until then. */
  private turn: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
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
      const sentence = `The server unify-ls could not be started: ${(await this.lastWords) || messageOf(error)}`;
      this.log.error(sentence);
      throw new Error(sentence);
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

  /** Asks what changes nothing: once more, where the server was lost before it answered. */
  ask<T>(method: string, params: unknown, cancelled = NEVER): Promise<T> {
    return this.request<T>(method, params, cancelled).catch((error: unknown) => {
      if (messageOf(error) !== LOST_SENTENCE) throw error;
      return this.request<T>(method, params, cancelled);
    });
  }

  /** Runs a complete command, and notes in the log how it ended. */
  async run<T>(call: Call, cancelled = NEVER): Promise<T> {
    const began = Date.now();
    const note = (outcome: string) => `${call.command}: ${outcome} (${Date.now() - began} ms)`;
    const isOfPerson = call.arguments?.[0]?.background !== true;
    try {
      const result = await this.request<T>("workspace/executeCommand", call, cancelled);
      this.log[isOfPerson ? "info" : "debug"](note((result as { outcome?: string } | null)?.outcome ?? "done"));
      return result;
    } catch (error) {
      this.log[isOfPerson ? "error" : "warn"](note(outcomeOf(error)));
      throw error;
    }
  }

  /** Runs a command for a view, for which nobody waits: nothing is asked, and no keyring opens its prompt. */
  execute<T>(command: string, argument: object = {}): Promise<T> {
    return this.run<T>({ command, arguments: [{ ...argument, background: true }] });
  }

  restart(): Promise<void> {
    this.next ??= this.turn.then(async () => {
      this.next = undefined;
      await this.stop();
      await this.ready();
    });
    this.turn = this.next.catch(() => undefined);
    return this.next;
  }

  dispose(): void {
    this.counting.forEach(clearTimeout);
    [this.started, this.runChanged, this.log].forEach((each) => each.dispose());
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose().catch(() => undefined);
  }

  private create({ Client, State, errorHandler }: typeof import("./client.ts")): Client {
    const { program, args, folder } = this.command();
    this.lastWords = Promise.resolve("");
    this.log.info([program, ...args].join(" "));
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
    client.onNotification("unify/runChanged", (change: RunChange) => this.runChanged.fire(change));
    client.onDidChangeState(({ oldState, newState }) => {
      if (newState === State.Running) {
        const { serverInfo, capabilities } = client.initializeResult ?? {};
        const experimental = capabilities?.experimental as Experimental | undefined;
        const origin = experimental?.unify?.origin ?? "an unknown address";
        this.log.info(`unify-ls ${serverInfo?.version ?? "of an unknown version"} for ${origin}`);
        compareProtocols(experimental);
        this.started.fire();
      } else if (oldState === State.Running) {
        progress.endAll();
        if (this.client === client) void this.recover();
      }
    });
    return client;
  }

  /** The server is started again after a crash, a few times; then the person is told, with the way to try again. */
  private async recover(): Promise<void> {
    this.client = undefined;
    void this.lastWords.then((words) => this.log.error(`The server ended: ${words || "without a word"}`));
    const timer = setTimeout(() => (this.counting.delete(timer), this.crashes--), CRASHES_COUNT_MS);
    this.counting.add(timer);
    if (++this.crashes <= MOST_CRASHES) await this.ready().catch(showFailure);
    else await showFailure({ message: `The server keeps ending: ${await this.lastWords}`, data: { remedy: RESTART } });
  }

  /** Takes over the server's log. */
  private listen(stream: NodeJS.ReadableStream): void {
    let last = "";
    const lines = createInterface({ input: stream });
    lines.on("line", (line) => {
      last = line.replace(LOG_LINE, "");
      const level = LOG_LINE.exec(line)?.[1];
      this.log[level === "E" ? "error" : level === "W" ? "warn" : "info"](last);
    });
    this.lastWords = new Promise((resolve) => lines.on("close", () => resolve(last)));
  }
}

type Experimental = { unify?: { protocol?: number; origin?: string } };

function compareProtocols(experimental: Experimental | undefined): void {
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
