/**
 * Which setting travels how. Machine settings say where a token goes and what is asked before a run; they come from the
 * person alone and become flags of the server's command. Folder settings are what the server asks the editor for.
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

/** Settings that only a person sets, never a folder; a change of one restarts the server. */
export const MACHINE_KEYS = ["server.path", ...Object.keys(FLAG_OF)];
const FOLDER_KEYS = ["organizationId", "componentId", "branch", "remote", "follow", "protectedBranches"];

/** What VS Code's `inspect` says of a setting, as far as we look: a folder's values are in other members. */
export type Inspect = (key: string) => { globalValue?: unknown } | undefined;

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

/** What the server is told of the merged section `unify`: folder settings, and only those that are set. */
export function folderSettings(section: Record<string, unknown> | null | undefined): Record<string, unknown> {
  const isSet = (key: string) => section?.[key] !== null && section?.[key] !== undefined;
  return Object.fromEntries(FOLDER_KEYS.filter(isSet).map((key) => [key, section![key]]));
}
