/** Results that are more than a sentence, as documents that cannot be edited and need not be saved. */
import { Uri, window, workspace, type Disposable } from "vscode";

const SCHEME = "unify";

/** The text travels in the document's own address, so that nothing has to be kept. */
export function registerDocuments(): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, { provideTextDocumentContent: ({ query }) => query });
}

/** The name's ending says in which language it is shown. */
export async function showResult(name: string, content: unknown): Promise<void> {
  const query = typeof content === "string" ? content : JSON.stringify(content, null, 2);
  await window.showTextDocument(Uri.from({ scheme: SCHEME, path: `/${name}`, query }));
}
