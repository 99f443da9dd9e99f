/** Draws the questions of forms as VS Code's input boxes and quick picks. */
import { QuickInputButtons, QuickPickItemKind, window } from "vscode";
import type { Disposable, InputBox, QuickPick, QuickPickItem } from "vscode";
import type { Question, Reply } from "./form.ts";
import type { Entry, Field } from "./protocol.ts";
import { inert, wrapped } from "./text.ts";

/** A picker's row holds about this many characters, and a small window's list about this many rows of text. */
const ROW_WIDTH = 74;
const ROWS_AT_ONCE = 9;
const TYPING_PAUSE_MS = 150;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Hands a secret to whoever keeps it; answers with what went wrong. */
export type SecretKeeper = (args: string[], secret: string, left: AbortSignal) => Promise<string | undefined>;

export async function ask(title: string, question: Question, keepSecret: SecretKeeper): Promise<Reply> {
  const { kind, entries = [], args = [] } = question.field.type;
  switch (kind) {
    case "string":
    case "number":
      return askText(title, question, async (value) => question.check(value));
    case "secret":
      return askText(title, question, async (secret, left) =>
        (await keepSecret(args, String(secret), left)) ?? (left.aborted ? undefined : question.check(true)));
    case "enum":
      return askChoice(title, question, entries);
    case "lazyEnum":
      return askChoice(title, question, question.list);
    default:
      throw new Error(`This extension cannot ask for a ${inert(kind)}: update it.`);
  }
}

type Settle = (value: unknown, left: AbortSignal) => Promise<string | undefined>;

function askText(title: string, question: Question, settle: Settle): Promise<Reply> {
  const { field } = question;
  const secret = field.type.kind === "secret";
  const box = window.createInputBox();
  box.password = secret;
  box.prompt = inert(field.description).replace(/\n/g, " · ");
  box.value = secret ? "" : String(question.start ?? "");
  box.valueSelection = [0, box.value.length];
  box.validationMessage = field.error && inert(field.error);
  return untilDone(title, box, question, (done, left) => [
    box.onDidChangeValue((text) => (box.validationMessage = complaint(field, text))),
    box.onDidAccept(async () => {
      if (box.busy) return;
      const value = valueOf(field, box.value);
      const isMissing = value === null && (field.required || secret);
      box.validationMessage = complaint(field, box.value) ?? (isMissing ? "A value is needed." : undefined);
      if (box.validationMessage) return;
      const error = await whileBusy(box, () => settle(value, left));
      if (error === undefined) return done({ value: secret || value });
      if (secret) box.value = "";
      box.validationMessage = inert(error);
    }),
  ]);
}

function complaint({ type }: Field, text: string): string | undefined {
  const isWrong = type.kind === "number" && text.trim() !== "" && !NUMBER.test(text.trim());
  return isWrong ? "This is not a number." : undefined;
}

/** Null when left empty; a number as such where nothing of it gets lost, else as it was typed. */
function valueOf({ type }: Field, text: string): unknown {
  if (type.kind !== "number") return text === "" ? null : text;
  const digits = text.trim();
  if (digits === "") return null;
  return String(Number(digits)) === digits ? Number(digits) : digits;
}

type Choices = Entry[] | ((query: string) => Promise<Entry[]>);
type Row = QuickPickItem & { entry?: Entry };

/** The first line is the question; the others stand above the choices, so many at a time, all before the choice. */
async function askChoice(title: string, question: Question, choices: Choices): Promise<Reply> {
  const [first = "", ...lines] = question.field.description.split("\n");
  const details = lines.flatMap((line) => wrapped(inert(line), ROW_WIDTH));
  const pages = Math.max(1, Math.ceil(details.length / ROWS_AT_ONCE));
  for (let page = 0; ; ) {
    const isLast = page === pages - 1;
    const here = isLast ? choices : [{ value: "", description: `Read on (${page + 1} of ${pages})` }];
    const asked = { ...question, canGoBack: question.canGoBack || page > 0 };
    if (!isLast) asked.check = async () => undefined;
    const rows = details.slice(page * ROWS_AT_ONCE, (page + 1) * ROWS_AT_ONCE);
    const reply = await pick(title, asked, inert(first), rows, here);
    if (reply === "back" && page > 0) page--;
    else if (reply === undefined || reply === "back" || isLast) return reply;
    else page++;
  }
}

function pick(title: string, question: Question, text: string, details: string[], choices: Choices): Promise<Reply> {
  const box = window.createQuickPick<Row>();
  const isStatic = Array.isArray(choices);
  let entries = isStatic ? choices : [];
  let latest = 0;
  box.placeholder = text;

  function show(error?: string): void {
    const choosable = entries.map((entry): Row => ({ label: inert(entry.description), entry, alwaysShow: !isStatic }));
    const said = [...(error ? [`$(error) ${inert(error)}`] : []), ...details];
    const above = said.map((label): Row => ({ label, alwaysShow: true }));
    const line = above.length > 0 ? [{ label: "", kind: QuickPickItemKind.Separator }] : [];
    box.items = [...above, ...line, ...choosable];
    const first = choosable.find(({ entry }) => entry?.value === question.start) ?? choosable[0];
    box.activeItems = first ? [first] : [];
  }

  /** An answer to an older query must not replace that to a newer one. */
  async function search(query: string): Promise<void> {
    if (isStatic) return;
    const number = ++latest;
    const error = await whileBusy(box, async () => {
      const found = await choices(query);
      if (number === latest) entries = found;
    });
    if (number === latest) show(error);
  }

  show(question.field.error);
  void search("");
  return untilDone(title, box, question, (done) => {
    let pause: NodeJS.Timeout | undefined;
    return [
      { dispose: () => clearTimeout(pause) },
      box.onDidChangeValue((query) => {
        clearTimeout(pause);
        pause = setTimeout(() => void search(query), TYPING_PAUSE_MS);
      }),
      box.onDidAccept(async () => {
        const entry = box.activeItems[0]?.entry;
        if (box.busy || !entry) return;
        const error = await whileBusy(box, () => question.check(entry.value));
        if (error === undefined) done({ value: entry.value });
        else show(error);
      }),
    ];
  });
}

type Box = InputBox | QuickPick<Row>;

/** What goes wrong on the way is shown where it was asked, so that Enter tries again and no answer is lost. */
async function whileBusy(box: Box, work: () => Promise<string | undefined | void>): Promise<string | undefined> {
  box.busy = true;
  try {
    return (await work()) ?? undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    box.busy = false;
  }
}

type Wiring = (done: (reply: Reply) => void, left: AbortSignal) => Disposable[];

/** Shows a box until it is answered, left by the back button, or hidden; hiding is leaving. */
function untilDone(title: string, box: Box, question: Question, wire: Wiring): Promise<Reply> {
  const left = new AbortController();
  box.title = title;
  box.step = question.step;
  box.totalSteps = question.total;
  box.ignoreFocusOut = true;
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
