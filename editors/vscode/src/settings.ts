/**
 * Machine settings say where a token goes and what is asked before a run: they come from the person alone, never from a
 * folder, and become flags of the server's command. The server asks for the others. Only what somebody set is passed
 * on: the defaults are for people to see, and the server has them too.
 */

const FLAG_OF = {
  apiUrl: "--api-url",
  uiUrl: "--ui-url",
  tokenStore: "--token-store",
  caFile: "--ca-file",
  proxy: "--proxy",
  requestTimeoutSeconds: "--request-timeout",
  confirm: "--confirm",
  "server.logLevel": "--log-level",
};

/** A change of one of these restarts the server. */
export const MACHINE_KEYS = ["server.path", ...Object.keys(FLAG_OF)];

export const FOLDER_KEYS = [
  "organizationId", "componentId", "branch", "remote", "follow", "protectedBranches", "diagnostics.ignore",
];

/** What VS Code's `inspect` says of a setting, as far as we look. */
export interface Inspected {
  globalValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
}
export type Inspect = (key: string) => Inspected | undefined;

/** The value that the person set for this machine; undefined when there is none. */
export function machineSetting(inspect: Inspect, key: string): string | undefined {
  const value = inspect(key)?.globalValue;
  return (typeof value === "string" && value !== "") || typeof value === "number" ? String(value) : undefined;
}

/** The arguments that start the server, to which a verb can be added. */
export function serverArguments(inspect: Inspect): string[] {
  const flags = Object.entries(FLAG_OF).flatMap(([key, flag]) => {
    const value = machineSetting(inspect, key);
    return value === undefined ? [] : [flag, value];
  });
  return ["serve", "--stdio", ...flags];
}

/** What was set for a folder, the nearest source first. The lists of all sources add up. */
export function folderSettings(inspect: Inspect): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const key of FOLDER_KEYS) {
    const { workspaceFolderValue, workspaceValue, globalValue } = inspect(key) ?? {};
    const set = [workspaceFolderValue, workspaceValue, globalValue].filter((value) => value !== undefined);
    if (set.length === 0) continue;
    const value = set.every(Array.isArray) ? [...new Set(set.flat())] : set[0];
    const [group, name] = key.split(".");
    settings[group!] = name === undefined ? value : { [name]: value };
  }
  return settings;
}
