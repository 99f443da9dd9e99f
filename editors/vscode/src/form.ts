/**
 * Fills in the forms of any server that speaks `command/resolve`: asks what is missing, sends the answers, and goes on
 * until nothing is missing. It knows no command and draws nothing; a `Dialogue` does.
 */
import type { Entry, FailureData, Field, Resolvable } from "./protocol.ts";

/** A server that never stops asking is not followed for ever. */
const MOST_FORMS = 50;

export interface Question {
  field: Field;
  step: number;
  total: number;
  canGoBack: boolean;
  /** What to begin with: the answer given before, else the default. */
  start: unknown;
  /** What the server says to an answer: a sentence that says what is wrong, or nothing. Throws when it cannot say. */
  check(value: unknown): Promise<string | undefined>;
  /** The entries of a list that the server makes on the way. */
  list(query: string): Promise<Entry[]>;
}

/** Undefined: the person left, and nothing may be started. */
export type Reply = { value: unknown } | "back" | undefined;

export interface Dialogue {
  ask(question: Question): Promise<Reply>;
  resolve(command: Resolvable): Promise<Resolvable>;
  listEnum(source: string, config: unknown, query: string): Promise<Entry[]>;
}

/** The command with all that it needs; undefined when the person left. */
export async function fillForm(command: Resolvable, dialogue: Dialogue): Promise<Resolvable | undefined> {
  const resolve = remembering(dialogue.resolve);
  const typedBefore = new Map<string, unknown>();
  let form: Resolvable | undefined = await resolve(command);
  for (let round = 0; form?.formFields?.length; round++) {
    if (round === MOST_FORMS) throw new Error(`${command.command} still asks after ${MOST_FORMS} forms: report this.`);
    form = await fillOnce(form, { ...dialogue, resolve }, typedBefore);
  }
  return form;
}

/** The same command without what the server says is missing, to be resolved once more; undefined when nothing is. */
export function withoutMissing(command: Resolvable, failure: FailureData | undefined): Resolvable | undefined {
  if (failure?.kind !== "needsInput" || !failure.missing?.length) return undefined;
  const missing = new Set(failure.missing);
  const [first = {}, ...others] = command.arguments ?? [];
  return {
    command: command.command,
    arguments: [Object.fromEntries(Object.entries(first).filter(([id]) => !missing.has(id))), ...others],
    formAnswers: command.formAnswers?.filter(({ id }) => !missing.has(id)) ?? [],
  };
}

/** Asking the same again gives the same: the last check of a form is the answer to the whole form. */
function remembering(resolve: Dialogue["resolve"]): Dialogue["resolve"] {
  let last: { key: string; form: Resolvable } | undefined;
  return async (command) => {
    const key = JSON.stringify(command);
    if (last?.key !== key) last = { key, form: await resolve(command) };
    return last.form;
  };
}

/** Asks what one form lacks, with the way back through all that was asked before. */
async function fillOnce(
  form: Resolvable, { ask, resolve, listEnum }: Dialogue, typedBefore: Map<string, unknown>,
): Promise<Resolvable | undefined> {
  const fields = form.formFields ?? [];
  const answers = new Map(form.formAnswers?.map(({ id, value }) => [id, value]));
  const isOpen = (field: Field) => !answers.has(field.id) || field.error !== undefined;
  const send = () => resolve({
    command: form.command,
    arguments: form.arguments ?? [],
    formAnswers: fields.filter(({ id }) => answers.has(id)).map(({ id }) => ({ id, value: answers.get(id) })),
  });
  let position = fields.findIndex(isOpen);
  if (position < 0) throw new Error(`${form.command} asks for nothing and is not complete: report this.`);

  // Whoever went back walks forward again through every question.
  for (let wentBack = false; position < fields.length; ) {
    const field = fields[position]!;
    if (!wentBack && !isOpen(field)) {
      position++;
      continue;
    }
    const before = answers.get(field.id);
    const later = fields.slice(position + 1);
    const give = (value: unknown) => {
      answers.set(field.id, value);
      // What is asked later may depend on this: after a change it is asked anew, beginning with what was typed.
      if (before !== undefined && before !== value) later.forEach((each) => forget(each, answers, typedBefore));
    };
    const reply = await ask({
      field,
      step: position + 1,
      total: fields.length,
      canGoBack: position > 0,
      start: before ?? typedBefore.get(keyOf(field)) ?? field.default,
      check: async (value) => {
        if (!isTyped(field) && later.some(isOpen)) return undefined;
        give(value);
        return (await send()).formFields?.find(({ id }) => id === field.id)?.error;
      },
      list: (query) => listEnum(field.type.source ?? "", field.type.config, query),
    });
    if (reply === undefined) return undefined;
    wentBack ||= reply === "back";
    if (reply === "back") {
      position--;
      continue;
    }
    give(reply.value);
    delete field.error;
    position++;
    if (before !== undefined && before !== reply.value) break;
  }
  return send();
}

function forget(field: Field, answers: Map<string, unknown>, typedBefore: Map<string, unknown>): void {
  if (isTyped(field) && answers.has(field.id)) typedBefore.set(keyOf(field), answers.get(field.id));
  answers.delete(field.id);
}

function isTyped({ type }: Field): boolean {
  return type.kind === "string" || type.kind === "number";
}

/** The same question again, not merely one with the same name. */
function keyOf({ id, description, default: value }: Field): string {
  return JSON.stringify([id, description, value]);
}
