/** The server's program: where it is, and how it is handed a secret. */
import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** A keyring may have to be unlocked by hand. */
const STORING_TAKES_AT_MOST_MS = 60_000;
const TOOK_TOO_LONG = "It took longer than a minute and was stopped: is the keyring waiting for its password?";
const NOT_FOUND = "The server unify-ls was not found.";
const INSTALL = "Install it and put it on your PATH, or set unify.server.path to it.";
/** Where there is no server to install as yet: how to get at one that runs on Linux. */
const ELSEWHERE: Partial<Record<NodeJS.Platform, string>> = {
  win32:
    "There is none for Windows: open the folder in WSL (the command \"WSL: Reopen Folder in WSL\"), and install this " +
    "extension's package for Linux there.",
  darwin:
    "There is none for macOS to install: open the folder in a Linux container or over SSH, and install this " +
    "extension's package for Linux there. What a build on macOS still needs stands in the project's ARCHITECTURE.md.",
};
/** A line of the log begins with its level: "E[2026-…] text". */
export const LOG_LINE = /^([EWIDT])\[[^\]]*\] /;
const STDERR_KEPT = 64 * 1024;
const NAME = process.platform === "win32" ? "unify-ls.exe" : "unify-ls";

export type Command = { program: string; args: string[]; folder: string };

/** The setting's program, else the one inside the extension, else the one on the PATH. */
export function findProgram(set: string | undefined, extensionFolder: string): string {
  // A relative path would let the folder that is open choose the program.
  const onPath = (process.env.PATH ?? "").split(delimiter).filter(isAbsolute);
  const places = [join(extensionFolder, "server"), ...onPath].map((folder) => join(folder, NAME));
  const found = (set === undefined ? places : [set].filter(isAbsolute)).find(isProgram);
  if (found !== undefined) return found;
  if (set === undefined) throw new Error(notFound(process.platform));
  throw new Error(`unify.server.path is not the absolute path of a program: ${set}`);
}

export function notFound(system: NodeJS.Platform): string {
  return `${NOT_FOUND} ${ELSEWHERE[system] ?? INSTALL}`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Gives one line to the server's own command with `more` arguments. Answers with its last complaint, if any. */
export async function handOver(
  { program, args, folder }: Command, more: string[], line: string, left: AbortSignal,
): Promise<string | undefined> {
  const signal = AbortSignal.any([left, AbortSignal.timeout(STORING_TAKES_AT_MOST_MS)]);
  const child = spawn(program, [...args, ...more], { cwd: folder, windowsHide: true, signal });
  let said = "";
  child.stdout.resume();
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-STDERR_KEPT)));
  child.stdin.on("error", () => undefined); // it may have ended before it read; its exit code tells
  child.stdin.end(`${line}\n`);
  return new Promise((resolve) => {
    child.on("error", ({ message }) =>
      resolve(signal.aborted ? TOOK_TOO_LONG : `${NAME} could not be started: ${message}`));
    child.on("close", (code) => {
      const lines = said.trim().split("\n").filter((text) => !LOG_LINE.test(text));
      const complaint = lines.at(-1)?.replace(/^unify-ls: /, "") || `${NAME} ended with ${code}.`;
      resolve(code === 0 ? undefined : complaint);
    });
  });
}
