/** Draws the questions of forms as VS Code's dialogs, input boxes and quick picks. */
import {
  QuickInputButtons, QuickPickItemKind, window, type Disposable, type InputBox, type QuickPick, type QuickPickItem,
} from "vscode";
import { messageOf } from "./failures.ts";
import { dialogFor, type Question, type Reply } from "./form.ts";
import type { Entry } from "./protocol.ts";
import { inert, inOneLine, wrapped } from "./text.ts";

/** A picker's row, and its question above, hold about this many characters. */
const ROW_WIDTH = 74;
const TYPING_PAUSE_MS = 150;

/** Hands a secret to whoever keeps it; answers with what went wrong. */
export type SecretKeeper = (args: string[], secret: string, left: AbortSignal) => Promise<string | undefined>;

/** `title` is the command's own. */
export async function ask(title: string, question: Question, keepSecret: SecretKeeper): Promise<Reply> {
  const { field, subject } = question;
  const { kind } = field.type;
  const head = subject === undefined ? title : `${title.replace(/…$/, "")}: ${inert(subject)}`;
  if (dialogFor(field)) return askInDialog(question);
  if (kind === "enum" || kind === "lazyEnum") return askChoice(head, question);
  if (kind === "string" || kind === "number" || kind === "secret") return askText(head, question, keepSecret);
  throw new Error(`This extension cannot ask for a ${inert(kind)}: update it.`);
}

/** Texts in dialogs are plain: they draw no icons and no links. Escape cancels. */
async function askInDialog({ field, check }: Question): Promise<Reply> {
  for (let { error } = field; ;) {
    const dialog = dialogFor({ ...field, error })!;
    const show = /^warning:/m.test(dialog.detail) ? window.showWarningMessage : window.showInformationMessage;
    const labels = dialog.buttons.map(({ label }) => label);
    const chosen = await show(dialog.question, { modal: true, detail: dialog.detail }, ...labels);
    const button = dialog.buttons.find(({ label }) => label === chosen);
    if (!button) return undefined;
    const verdict = await attempt(() => check(button.value));
    if (!("error" in verdict)) return verdict;
    error = verdict.error;
  }
}

/** What is typed is checked by the server, whenever the typing pauses; a secret only when it is given. */
function askText(title: string, question: Question, keepSecret: SecretKeeper): Promise<Reply> {
  const { description, error, type: { kind, args = [] } } = question.field;
  const isSecret = kind === "secret";
  const { shown, hasPictures, valueOf } = inOneLine(isSecret ? undefined : question.start);
  const box = window.createInputBox();
  box.password = isSecret;
  box.prompt = inert(description).replace(/\n/g, " · ") + (hasPictures ? " · ␊ is a line break" : "");
  box.value = shown;
  box.valueSelection = [0, box.value.length];
  box.validationMessage = error && inert(error);
  return untilDone(title, box, question, (done, left) => {
    const check = async () => {
      const text = box.value;
      const verdict = await attempt(async () => {
        if (!isSecret) return question.check(valueOf(text));
        const complaint = await keepSecret(args, text, left);
        return complaint === undefined ? question.check(true) : { error: complaint };
      });
      if (box.value === text) box.validationMessage = "error" in verdict ? inert(verdict.error) : undefined;
      return verdict;
    };
    return [
      isSecret ? box.onDidChangeValue(() => (box.validationMessage = undefined)) : whenPaused(box, check),
      box.onDidAccept(async () => {
        if (isSecret && box.busy) return; // it is being stored
        const verdict = await whileBusy(box, check);
        if (!("error" in verdict)) return done(verdict);
        // What cannot be seen is pasted again.
        if (isSecret) box.valueSelection = [0, box.value.length];
      }),
    ];
  });
}

type Row = QuickPickItem & { entry?: Entry };

/** The choices come first, so that the keys meet them first; what there is to read stands below. */
function askChoice(title: string, question: Question): Promise<Reply> {
  const { type, description, error, default: byDefault } = question.field;
  const [first = "", ...details] = description.split("\n").map(inert);
  const box = window.createQuickPick<Row>();
  const isMadeOnTheWay = type.kind === "lazyEnum";
  const toRead = first.length > ROW_WIDTH ? [first, ...details] : details;
  let entries = type.entries ?? [];
  let latest = 0;
  box.placeholder = first;

  const show = (complaint?: string) => {
    const choices = entries.map((entry): Row => ({
      label: inert(entry.description), entry, alwaysShow: isMadeOnTheWay,
      // The server marks what it preselects; what was chosen since then only this dialogue knows.
      ...(entry.value === question.start && question.start !== byDefault && { description: "(current)" }),
    }));
    const rows = toRead.flatMap((line) => wrapped(line, ROW_WIDTH)).map((label): Row => ({ label, alwaysShow: true }));
    if (rows.length > 0) rows.unshift({ label: "Details", kind: QuickPickItemKind.Separator });
    const wrong: Row[] = complaint ? [{ label: `$(error) ${inert(complaint)}`, alwaysShow: true }] : [];
    box.items = [...wrong, ...choices, ...rows];
    // A list that is there from the start preselects what the server says, which may be nothing.
    const preferred = choices.find(({ entry }) => entry?.value === question.start) ??
      (isMadeOnTheWay || rows.length > 0 ? choices[0] : undefined);
    box.activeItems = preferred ? [preferred] : [];
  };
  const search = async () => {
    const number = ++latest;
    const found = await attempt(() => question.list(box.value));
    if (number !== latest) return; // an older query must not replace a newer one
    if (Array.isArray(found)) entries = found;
    show("error" in found ? found.error : undefined);
  };

  show(error);
  if (isMadeOnTheWay) void whileBusy(box, search);
  return untilDone(title, box, question, (done) => [
    ...(isMadeOnTheWay ? [whenPaused(box, search)] : []),
    box.onDidAccept(async () => {
      const chosen = box.activeItems[0]?.entry;
      if (!chosen) return; // a line to read
      const verdict = await whileBusy(box, () => attempt(() => question.check(chosen.value)));
      if ("error" in verdict) show(verdict.error);
      else done(verdict);
    }),
  ]);
}

/** What goes wrong on the way is shown where it was asked, so that Enter tries again and no answer is lost. */
function attempt<T>(work: () => Promise<T>): Promise<T | { error: string }> {
  return work().catch((error: unknown) => ({ error: messageOf(error) }));
}

type Box = InputBox | QuickPick<Row>;

async function whileBusy<T>(box: Box, work: () => Promise<T>): Promise<T> {
  box.busy = true;
  return work().finally(() => (box.busy = false));
}

function whenPaused(box: Box, act: () => unknown): Disposable {
  let pause: NodeJS.Timeout | undefined;
  const listening = box.onDidChangeValue(() => {
    clearTimeout(pause);
    pause = setTimeout(act, TYPING_PAUSE_MS);
  });
  return { dispose: () => (clearTimeout(pause), listening.dispose()) };
}

type Wiring = (done: (reply: Reply) => void, left: AbortSignal) => Disposable[];

/** Shows a box until it is answered, left by the back button, or hidden; hiding is leaving. */
function untilDone(title: string, box: Box, question: Question, wire: Wiring): Promise<Reply> {
  const left = new AbortController();
  const { step, total } = question;
  Object.assign(box, { title, ignoreFocusOut: true, ...(total > 1 && { step, totalSteps: total }) });
  box.buttons = question.canGoBack ? [QuickInputButtons.Back] : [];
  return new Promise<Reply>((resolve) => {
    const listeners = [
      ...wire(resolve, left.signal),
      box.onDidTriggerButton(() => resolve("back")),
      box.onDidHide(() => resolve(undefined)),
    ];
    left.signal.addEventListener("abort", () => listeners.forEach((listener) => listener.dispose()));
    box.show();
  }).finally(() => {
    left.abort();
    box.dispose();
  });
}
