/**
 * Fills in the forms of any server that speaks `command/resolve`: asks the first question that is open, shows the
 * answer to the server, and goes on until it asks nothing more. It knows no command; a `Dialogue` draws the questions.
 */
import type { Call, Entry, FailureData, Field } from "./protocol.ts";

/** An answer that the server takes, with the form as it is then. */
export type Answer = { value: unknown; form: Call };

export interface Question {
  field: Field;
  /** What it is asked about, such as "deploy.yaml on main", once that is settled. */
  subject: string | undefined;
  /** Its place among the questions that came up together: how many more come later nobody knows. */
  step: number;
  total: number;
  canGoBack: boolean;
  /** What to begin with: the answer given before, else the default. */
  start: unknown;
  /** Shows an answer to the server, which may say what is wrong with it. Throws when it cannot be asked. */
  check(value: unknown): Promise<Answer | { error: string }>;
  /** The entries of a list that the server makes on the way. */
  list(query: string): Promise<Entry[]>;
}

/** Undefined: the person left, and nothing may be started. */
export type Reply = Answer | "back" | undefined;

export interface Dialogue {
  ask(question: Question): Promise<Reply>;
  resolve(call: Call): Promise<Call>;
  listEnum(source: string, config: unknown, query: string): Promise<Entry[]>;
}

/** The call with all that it needs; undefined when the person left. */
export async function fillForm(call: Call, { ask, resolve, listEnum }: Dialogue): Promise<Call | undefined> {
  // The same question, asked again, begins with what was answered.
  const given = new Map<string, unknown>();
  // The server keeps nothing between two answers, so the way back is to ask from an earlier form again.
  const earlier: { form: Call; first: number }[] = [];
  let form = await resolve(call);
  let first = 0;
  let known = 0;
  while (form.formFields?.length) {
    const asked = form;
    const { formFields: fields = [], formAnswers: answers = [] } = asked;
    const answerTo = (field: Field) => answers.find(({ id }) => id === field.id);
    const position = fields.findIndex((each) => !answerTo(each) || each.error !== undefined);
    const field = fields[position];
    if (position >= known) first = position;
    known = fields.length;
    if (!field) throw new Error(`${call.command} asks for nothing and is not complete: report this.`);
    // Marks in the descriptions of entries change with what is preselected; the question stays the same.
    const { kind, source, entries } = field.type;
    const question = JSON.stringify([field.id, field.description, kind, source, entries?.map(({ value }) => value)]);
    const reply = await ask({
      field: answerTo(field) ? field : { ...field, error: undefined },
      subject: asked.subject,
      step: position - first + 1,
      total: fields.length - first,
      canGoBack: earlier.length > 0,
      start: given.has(question) ? given.get(question) : (answerTo(field)?.value ?? field.default),
      check: async (value) => {
        const next = await resolve(withAnswer(asked, field.id, value));
        const error = next.formFields?.find(({ id }) => id === field.id)?.error;
        return error === undefined ? { value, form: next } : { error };
      },
      list: (query) => listEnum(field.type.source ?? "", field.type.config, query),
    });
    if (reply === undefined) return undefined;
    if (reply === "back") {
      ({ form, first } = earlier.pop() ?? { form, first });
      known = form.formFields?.length ?? 0;
    } else {
      given.set(question, reply.value);
      earlier.push({ form, first });
      form = reply.form;
    }
  }
  return form;
}

/** The same call without what the server says is missing, to be resolved once more; undefined when nothing is. */
export function withoutMissing(call: Call, failure: FailureData | undefined): Call | undefined {
  const missing = failure?.kind === "needsInput" ? (failure.missing ?? []) : [];
  if (missing.length === 0) return undefined;
  const [first = {}, ...others] = call.arguments ?? [];
  const kept = Object.entries(first).filter(([id]) => !missing.includes(id));
  return {
    command: call.command,
    arguments: [Object.fromEntries(kept), ...others],
    formAnswers: (call.formAnswers ?? []).filter(({ id }) => !missing.includes(id)),
  };
}

const MOST_BUTTONS = 3;
const MOST_LINES = 20;

/** A question that is read at once and answered by a button. */
export interface Dialog {
  question: string;
  detail: string;
  buttons: { label: string; value: string }[];
}

/**
 * A text of several lines with few choices, the first of which is no "cancel", is a dialog, whose buttons do not repeat
 * what the text says. Everything else is a list, or a box. Leaving the dialog is its cancel.
 */
export function dialogFor({ description, error, type: { kind, entries = [] } }: Field): Dialog | undefined {
  const [question = "", ...lines] = description.split("\n");
  const fits = lines.length > 0 && lines.length < MOST_LINES && entries.length <= MOST_BUTTONS;
  if (kind !== "enum" || !fits || (entries[0]?.value ?? "cancel") === "cancel") return undefined;
  const chosen = entries.filter(({ value }) => value !== "cancel");
  return {
    question,
    detail: [...(error === undefined ? [] : [error, ""]), ...lines].join("\n"),
    buttons: chosen.map(({ value, description: label }) => ({ label: label.split(": ", 1)[0]!, value })),
  };
}

function withAnswer({ command, arguments: args = [], formAnswers = [] }: Call, id: string, value: unknown): Call {
  const others = formAnswers.filter((answer) => answer.id !== id);
  return { command, arguments: args, formAnswers: [...others, { id, value }] };
}
