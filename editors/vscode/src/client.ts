/** The language client as this extension wants it. It is large: `server.ts` alone loads it, once a server is needed. */
import { CloseAction, ErrorAction, LanguageClient } from "vscode-languageclient/node";
import type { DynamicFeature, ErrorHandler, InitializeParams, StaticFeature } from "vscode-languageclient/node";
import { INPUT_TYPES, PROTOCOL } from "./protocol.ts";

export { State } from "vscode-languageclient/node";

/** Starting again is up to us, with the settings as they are then. */
export const errorHandler: ErrorHandler = {
  error: () => ({ action: ErrorAction.Continue, handled: true }),
  closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
};

export class Client extends LanguageClient {
  /** Our commands are contributed, so that they exist before the server runs: they must not be registered again. */
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    const method = "registrationType" in feature ? feature.registrationType.method : undefined;
    if (method !== "workspace/executeCommand") super.registerFeature(feature);
  }

  protected override fillInitializeParams(params: InitializeParams): void {
    super.fillInitializeParams(params);
    params.capabilities.experimental = {
      unify: { protocol: PROTOCOL, runEvents: true, preselects: true },
      interactiveResolve: { inputTypes: INPUT_TYPES },
    };
  }

  /** To the log alone: what a person should know is shown by us, once. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}
