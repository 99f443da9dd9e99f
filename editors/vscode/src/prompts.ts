/** Draws the questions of forms as VS Code's input boxes and quick picks. */
import {
  QuickInputButtons, QuickPickItemKind, window, type Disposable, type InputBox, type QuickPick, type QuickPickItem,
} from "vscode";
import { messageOf } from "./failures.ts";
import type { Question, Reply } from "./form.ts";
import type { Entry } from "./protocol.ts";
import { inert, inOneLine, wrapped } from "./text.ts";

/** A picker's row holds about this many characters, and a small window's list about this many rows. */
const ROW_WIDTH = 74;
const ROWS_AT_ONCE = 9;
const TYPING_PAUSE_MS = 150;

/** Hands a secret to whoever keeps it; answers with what went wrong. */
export type SecretKeeper = (args: string[], secret: string, left: AbortSignal) => Promise<string | undefined>;

export async function ask(title: string, question: Question, keepSecret: SecretKeeper): Promise<Reply> {
  const { kind } = question.field.type;
  if (kind === "enum" || kind === "lazyEnum") return askChoice(title, question);
  if (kind === "string" || kind === "number" || kind === "secret") return askText(title, question, keepSecret);
  throw new Error(`This extension cannot ask for a ${inert(kind)}: update it.`);
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
        if (!("error" in verdict)) done(verdict);
      }),
    ];
  });
}

type Row = QuickPickItem & { entry?: Entry };

/** The first line is the question; the others stand above the choices. */
function askChoice(title: string, question: Question): Promise<Reply> {
  const { type, description, error, default: byDefault } = question.field;
  const [first = "", ...details] = description.split("\n").map(inert);
  const box = window.createQuickPick<Row>();
  const isMadeOnTheWay = type.kind === "lazyEnum";
  let entries = type.entries ?? [];
  let latest = 0;
  box.placeholder = first;

  const show = (complaint?: string) => {
    const lines = [...(complaint ? [`$(error) ${inert(complaint)}`] : []), ...details];
    const above = lines.flatMap((line) => wrapped(line, ROW_WIDTH)).map((label): Row => ({ label, alwaysShow: true }));
    if (above.length > 0) above.push({ label: "", kind: QuickPickItemKind.Separator });
    const choices = entries.map((entry): Row => ({
      label: inert(entry.description), entry, alwaysShow: isMadeOnTheWay,
      // The server marks what it preselects; what was chosen since then only this dialogue knows.
      ...(entry.value === question.start && question.start !== byDefault && { description: "(current)" }),
    }));
    box.items = [...above, ...choices];
    // A list that is there from the start preselects what the server says, which may be nothing.
    const preferred = choices.find(({ entry }) => entry?.value === question.start) ??
      (isMadeOnTheWay ? choices[0] : undefined);
    // Whoever chooses has seen every line: where they do not fit, the list begins with the first of them.
    const active = above.length > ROWS_AT_ONCE ? above[0] : preferred;
    box.activeItems = active ? [active] : [];
  };
  const search = async () => {
    const number = ++latest;
    const found = await attempt(() => question.list(box.value));
    if (number !== latest) return; // an older query must not replace a newer one
    if (Array.isArray(found)) entries = found;
    show("error" in found ? found.error : undefined);
  };
  const readOn = (from: Row) => {
    const choosable = box.items.findIndex(({ entry }) => entry);
    const next = box.items[Math.min(box.items.indexOf(from) + ROWS_AT_ONCE, choosable)];
    if (next) box.activeItems = [next];
  };

  show(error);
  if (isMadeOnTheWay) void whileBusy(box, search);
  return untilDone(title, box, question, (done) => [
    ...(isMadeOnTheWay ? [whenPaused(box, search)] : []),
    box.onDidAccept(async () => {
      const [row] = box.activeItems;
      if (!row?.entry) return row && readOn(row);
      const { value } = row.entry;
      const verdict = await whileBusy(box, () => attempt(() => question.check(value)));
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
  return box.onDidChangeValue(() => {
    clearTimeout(pause);
    pause = setTimeout(act, TYPING_PAUSE_MS);
  });
}

type Wiring = (done: (reply: Reply) => void, left: AbortSignal) => Disposable[];

/** Shows a box until it is answered, left by the back button, or hidden; hiding is leaving. */
function untilDone(title: string, box: Box, question: Question, wire: Wiring): Promise<Reply> {
  const left = new AbortController();
  Object.assign(box, { title, step: question.step, totalSteps: question.total, ignoreFocusOut: true });
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
