/** The server's program: where it is, how it is started, and how it is handed a secret. */
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** A keyring may have to be unlocked by hand. */
const STORING_TAKES_AT_MOST_MS = 60_000;
const TOOK_TOO_LONG = "It took longer than a minute and was stopped: is the keyring waiting for its password?";
const STDERR_KEPT = 64 * 1024;
const NAME = process.platform === "win32" ? "unify-ls.exe" : "unify-ls";

export interface ServerCommand {
  program: string;
  args: string[];
  folder: string;
}

/** The setting's program, else the one inside the extension, else the one on the PATH. */
export function findProgram(set: string | undefined, extensionFolder: string): string | undefined {
  if (set !== undefined) return isAbsolute(set) && isProgram(set) ? set : undefined;
  // Relative entries would let the folder that is open choose the program.
  const onPath = (process.env.PATH ?? "").split(delimiter).filter(isAbsolute);
  return [join(extensionFolder, "server"), ...onPath].map((folder) => join(folder, NAME)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

export function startServer({ program, args, folder }: ServerCommand): ChildProcessWithoutNullStreams {
  return spawn(program, args, { cwd: folder, stdio: "pipe", windowsHide: true });
}

/** Gives one line to the server's own command with `more` arguments. Answers with the last line it complained with. */
export function handOver(
  { program, args, folder }: ServerCommand, more: string[], line: string, left: AbortSignal,
): Promise<string | undefined> {
  const signal = AbortSignal.any([left, AbortSignal.timeout(STORING_TAKES_AT_MOST_MS)]);
  const child = spawn(program, [...args, ...more], { cwd: folder, stdio: ["pipe", "ignore", "pipe"], windowsHide: true, signal });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-STDERR_KEPT)));
  child.stdin.on("error", () => undefined); // it may have ended before it read; its exit code tells
  child.stdin.end(`${line}\n`);
  return new Promise((resolve) => {
    child.on("error", ({ message }) => resolve(signal.aborted ? TOOK_TOO_LONG : `${NAME} could not be started: ${message}`));
    child.on("close", (code) => resolve(code === 0 ? undefined : said.trim().split("\n").at(-1)?.replace(/^unify-ls: /, "") || `${NAME} ended with ${code}.`));
  });
}
