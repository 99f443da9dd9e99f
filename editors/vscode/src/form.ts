/**
 * Fills in the forms of any server that speaks `command/resolve`: asks what is missing, sends the answers, and goes on
 * until nothing is missing. It knows no command and draws nothing; `Dialogue` does.
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
  const walk = new Walk(remembering(dialogue.resolve), dialogue);
  let form: Resolvable | undefined = await walk.resolve(command);
  for (let round = 1; form?.formFields?.length; round++) {
    if (round > MOST_FORMS) throw new Error(`${command.command} still asks after ${MOST_FORMS} forms: please report this.`);
    form = await walk.fillOnce(form, round);
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

class Walk {
  /** The round in which a field first came: what came later may depend on its answer. */
  private readonly cameIn = new Map<string, number>();
  /** Answers that were dropped because an earlier one changed; they are offered again, not sent. */
  private readonly dropped = new Map<string, unknown>();
  readonly resolve: Dialogue["resolve"];
  private readonly dialogue: Dialogue;

  constructor(resolve: Dialogue["resolve"], dialogue: Dialogue) {
    this.resolve = resolve;
    this.dialogue = dialogue;
  }

  /** Asks what one form lacks, with the way back through all that was asked before. */
  async fillOnce(form: Resolvable, round: number): Promise<Resolvable | undefined> {
    let fields = form.formFields ?? [];
    const answers = new Map(form.formAnswers?.map(({ id, value }) => [id, value]));
    this.noteArrivals(fields, answers, round);
    const isOpen = (field: Field) => !answers.has(field.id) || field.error !== undefined;
    let position = fields.findIndex(isOpen);
    if (position < 0) throw new Error(`${form.command} asks for nothing and is not complete: please report this.`);

    // Whoever went back walks forward again through every question.
    for (let wentBack = false; position < fields.length; ) {
      const field = fields[position]!;
      if (!wentBack && !isOpen(field)) {
        position++;
        continue;
      }
      const given = (value: unknown) => this.given(form, fields, position, answers, value);
      const isLast = fields.slice(position + 1).every((later) => !isOpen(later));
      const reply = await this.dialogue.ask({
        field,
        step: position + 1,
        total: fields.length,
        canGoBack: position > 0,
        start: answers.get(field.id) ?? this.offered(field) ?? field.default,
        check: async (value) => {
          const typed = field.type.kind === "string" || field.type.kind === "number";
          return typed || isLast ? this.errorOf(field, await this.resolve(given(value))) : undefined;
        },
        list: (query) => this.dialogue.listEnum(field.type.source ?? "", field.type.config, query),
      });
      if (reply === undefined) return undefined;
      if (reply === "back") {
        wentBack = true;
        position--;
        continue;
      }
      if (answers.get(field.id) !== reply.value) fields = this.dropLater(fields, position, answers);
      answers.set(field.id, reply.value);
      delete field.error;
      position++;
    }
    return this.resolve(this.given(form, fields, fields.length, answers, undefined));
  }

  /** The form with the answers up to `position`, the one there being `value`, and later ones if that is no change. */
  private given(form: Resolvable, fields: Field[], position: number, answers: Map<string, unknown>, value: unknown) {
    const changes = position < fields.length && answers.get(fields[position]!.id) !== value;
    const formAnswers = fields
      .slice(0, changes ? position + 1 : fields.length)
      .filter(({ id }, index) => index === position || answers.has(id))
      .map(({ id }, index) => ({ id, value: index === position ? value : answers.get(id) }));
    return { command: form.command, arguments: form.arguments ?? [], formAnswers };
  }

  private errorOf(field: Field, answered: Resolvable): string | undefined {
    return answered.formFields?.find(({ id }) => id === field.id)?.error;
  }

  private offered(field: Field): unknown {
    const typed = field.type.kind === "string" || field.type.kind === "number";
    return typed ? this.dropped.get(field.id) : undefined;
  }

  private noteArrivals(fields: Field[], answers: Map<string, unknown>, round: number): void {
    const ids = new Set(fields.map(({ id }) => id));
    for (const id of this.cameIn.keys()) if (!ids.has(id)) this.cameIn.delete(id);
    for (const { id } of fields) if (!this.cameIn.has(id) || !answers.has(id)) this.cameIn.set(id, round);
  }

  /** After a change: later answers go, and so do the fields that came only after this one was answered. */
  private dropLater(fields: Field[], position: number, answers: Map<string, unknown>): Field[] {
    const round = this.cameIn.get(fields[position]!.id)!;
    for (const { id } of fields.slice(position + 1)) {
      if (this.cameIn.get(id)! > round) this.dropped.delete(id);
      else if (answers.has(id)) this.dropped.set(id, answers.get(id));
      answers.delete(id);
    }
    return fields.filter(({ id }, index) => index <= position || this.cameIn.get(id)! <= round);
  }
}
