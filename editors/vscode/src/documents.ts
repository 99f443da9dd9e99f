/** Results that are more than a sentence, in the server's Markdown: they cannot be edited and need not be saved. */
import { EventEmitter, Uri, commands, workspace, type Disposable } from "vscode";
import { messageOf } from "./failures.ts";
import type { Run, RunDetails } from "./protocol.ts";
import type { Server } from "./server.ts";

const SCHEME = "unify";
const RUNS = "/runs/";
/** What was asked for a moment ago need not be asked again to be drawn. */
const fresh = new Map<string, string>();

/** The details of a run are asked for whenever they are drawn, and drawn again when the run changes. */
export function registerDocuments(server: Server): Disposable[] {
  const changed = new EventEmitter<Uri>();
  const provideTextDocumentContent = async ({ path, query }: Uri) => {
    if (!path.startsWith(RUNS)) return query;
    const known = fresh.get(query);
    fresh.delete(query);
    if (known !== undefined) return known;
    const details = server.execute<RunDetails>("unify.run.details", { id: query });
    return details.then(({ text }) => text, (error: unknown) => messageOf(error));
  };
  return [
    changed,
    workspace.registerTextDocumentContentProvider(SCHEME, { provideTextDocumentContent, onDidChange: changed.event }),
    server.onRunChanged(({ run }) => changed.fire(detailsOf(run))),
  ];
}

/** The Markdown travels in the document's own address, and is kept nowhere. */
export async function showResult(name: string, text: string): Promise<void> {
  await preview(Uri.from({ scheme: SCHEME, path: `/${name}.md`, query: text }));
}

export async function showDetails({ run, text }: RunDetails): Promise<void> {
  fresh.set(run.id, text);
  await preview(detailsOf(run));
}

const preview = (uri: Uri) => commands.executeCommand("markdown.showPreview", uri);

function detailsOf({ id, file, branch }: Run): Uri {
  return Uri.from({ scheme: SCHEME, path: `${RUNS}${id}/${file} on ${branch.replaceAll("/", "-")}.md`, query: id });
}
