/**
 * Machine settings say where a token goes and what is asked before a run: they come from the person alone, never from a
 * folder, and become flags of the server's command. The server asks for the others itself.
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

/** What VS Code's `inspect` says of a setting, as far as we look: what a folder sets is in other members. */
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
