/** The language client: starts the server, keeps it alive, and compares versions with it. */
import { homedir } from "node:os";
import { EventEmitter, LogLevel, window, workspace } from "vscode";
import type { CancellationToken, Disposable, ExtensionContext, LogOutputChannel } from "vscode";
import { CloseAction, ErrorAction, LanguageClient, State } from "vscode-languageclient/node";
import type { DynamicFeature, LanguageClientOptions, StaticFeature } from "vscode-languageclient/node";
import { showError } from "./failures.ts";
import { findProgram, startServer } from "./program.ts";
import type { ServerCommand } from "./program.ts";
import { INPUT_TYPES, PROTOCOL } from "./protocol.ts";
import { folderSettings, machineSetting, serverArguments } from "./settings.ts";
import { cancellableProgress } from "./waiting.ts";

const MOST_CRASHES = 4;
const CRASHES_COUNT_MS = 3 * 60_000;
const BAD_ARGUMENTS = 2;
const HOW_TO_GET_IT = "Install unify-ls and put it on your PATH, or set `unify.server.path` to it.";

/** Our commands are contributed, so that they exist before the server runs: the client must not register them too. */
class Client extends LanguageClient {
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    const method = "registrationType" in feature ? feature.registrationType.method : undefined;
    if (method !== "workspace/executeCommand") super.registerFeature(feature);
  }
}

export class Server implements Disposable {
  readonly log: LogOutputChannel = window.createOutputChannel("CloudBees Unify", { log: true });
  private readonly client: Client;
  private readonly started = new EventEmitter<void>();
  /** Fires whenever the server is up: at first, and after every restart. */
  readonly onStarted = this.started.event;
  private readonly progress = cancellableProgress((method, params) => this.client.sendNotification(method, params));
  private readonly crashes: number[] = [];
  private lastWords = "";
  private exitCode: number | null = null;

  constructor(private readonly context: ExtensionContext) {
    this.client = new Client("unify", "CloudBees Unify", () => this.spawn(), this.options());
    this.client.registerFeature({
      fillClientCapabilities: (capabilities) => {
        capabilities.experimental = {
          ...capabilities.experimental as object,
          unify: { protocol: PROTOCOL, runEvents: true },
          interactiveResolve: { inputTypes: INPUT_TYPES },
        };
      },
      initialize: () => undefined,
      getState: () => ({ kind: "static" }),
      clear: () => undefined,
    });
    this.client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.compareProtocols();
      if (newState === State.Running) this.started.fire();
      else this.progress.endAll();
    });
  }

  /** The command that runs, or would; throws a sentence when there is no program. */
  command(): ServerCommand {
    const inspect = (key: string) => workspace.getConfiguration("unify").inspect(key);
    const set = machineSetting(inspect, "server.path");
    const program = findProgram(set, this.context.extensionPath);
    if (program === undefined && set !== undefined)
      throw new Error(`unify.server.path names no program (${set}): correct it, with an absolute path.`);
    if (program === undefined) throw new Error(`The server unify-ls was not found. ${HOW_TO_GET_IT}`);
    const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath ?? homedir();
    return { program, args: serverArguments(inspect), folder };
  }

  /** Resolves when the server can be asked. */
  async ready(): Promise<void> {
    this.command();
    await this.client.start();
  }

  async restart(): Promise<void> {
    this.crashes.length = 0;
    if (this.client.state !== State.Stopped) await this.client.stop().catch(() => undefined);
    await this.ready();
  }

  async request<T>(method: string, params: unknown, token?: CancellationToken): Promise<T> {
    await this.ready();
    return token ? this.client.sendRequest<T>(method, params, token) : this.client.sendRequest<T>(method, params);
  }

  /** For questions that change nothing: when the server was lost over them, they are asked once more. */
  async ask<T>(method: string, params: unknown, token?: CancellationToken): Promise<T> {
    try {
      return await this.request<T>(method, params, token);
    } catch (error) {
      if (!isLost(error)) throw error;
      return this.request<T>(method, params, token);
    }
  }

  onNotification<T>(method: string, handler: (params: T) => void): void {
    this.client.onNotification(method, handler);
  }

  async dispose(): Promise<void> {
    await this.client.dispose().catch(() => undefined);
    this.log.dispose();
  }

  private async spawn() {
    const child = startServer(this.command());
    child.stderr.setEncoding("utf8").on("data", (text: string) => (this.lastWords = text.trim().split("\n").at(-1) ?? ""));
    child.on("exit", (code) => (this.exitCode = code));
    await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    return child;
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: [{ scheme: "file", language: "yaml", pattern: "**/.cloudbees/workflows/*.{yaml,yml}" }],
      outputChannel: this.log,
      traceOutputChannel: this.tracing(),
      initializationFailedHandler: () => false,
      errorHandler: { error: () => ({ action: ErrorAction.Continue, handled: true }), closed: () => this.closed() },
      stdioOptions: { stdout: () => undefined, stderr: (stream) => this.logLines(stream) },
      middleware: {
        handleWorkDoneProgress: this.progress.handle,
        workspace: {
          configuration: async (params, token, next) => {
            const values = await next(params, token);
            return Array.isArray(values)
              ? values.map((value, index) => (params.items[index]?.section === "unify" ? folderSettings(value) : value))
              : values;
          },
        },
      },
    };
  }

  /** A crash is mended by itself, a few times; then the person is told, with the way to try again. */
  private async closed() {
    const now = Date.now();
    this.crashes.push(now);
    const recent = this.crashes.filter((time) => now - time < CRASHES_COUNT_MS).length;
    if (this.exitCode !== BAD_ARGUMENTS && recent <= MOST_CRASHES)
      return { action: CloseAction.Restart, handled: true, message: "The server ended unexpectedly and is started again." };
    const message = this.exitCode === BAD_ARGUMENTS
      ? `The server refuses its settings: ${this.lastWords}`
      : `The server ended ${recent} times within three minutes. Its last words: ${this.lastWords}`;
    void showError(message, "unify.server.restart");
    return { action: CloseAction.DoNotRestart, handled: true, message };
  }

  private compareProtocols(): void {
    const theirs = (this.client.initializeResult?.capabilities.experimental as { unify?: { protocol?: number } })?.unify?.protocol;
    if (theirs === PROTOCOL) return;
    const upgrade = (theirs ?? 0) < PROTOCOL ? "the server unify-ls" : "this extension";
    void showError(
      `The server speaks version ${theirs ?? "unknown"} of the protocol and this extension version ${PROTOCOL}: ` +
      `upgrade ${upgrade}.`);
  }

  /** Levels as the server gives them: "E[2026-…] text". */
  private logLines(stream: NodeJS.ReadableStream): void {
    let rest = "";
    stream.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const [, level, said = line] = /^([EWIDT])\[[^\]]*\] (.*)$/.exec(line) ?? [];
        if (level === "E") this.log.error(said);
        else if (level === "W") this.log.warn(said);
        else this.log.info(said);
      }
    });
  }

  /** The setting alone switches the trace on; the client would want the channel's level to be changed as well. */
  private tracing(): LogOutputChannel {
    const changed = new EventEmitter<LogLevel>();
    const level = () => {
      const trace = workspace.getConfiguration("unify").get<string>("trace.server", "off");
      return trace === "messages" || trace === "verbose" ? LogLevel.Trace : LogLevel.Info;
    };
    this.context.subscriptions.push(changed, workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("unify.trace.server")) changed.fire(level());
    }));
    return Object.create(this.log, {
      logLevel: { get: level },
      onDidChangeLogLevel: { value: changed.event },
      trace: { value: (message: string) => this.log.info(message) },
    }) as LogOutputChannel;
  }
}

/** The connection broke while an answer was awaited: the server's process is gone. */
export function isLost(error: unknown): boolean {
  const code = (error as { code?: unknown })?.code;
  return typeof code === "number" && ((code >= -32099 && code <= -32096) || (code >= 1 && code <= 3));
}
