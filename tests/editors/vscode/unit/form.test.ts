// The form loop against a small stateless server: two independent fields, then one that depends on them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dialogFor, fillForm, withoutMissing } from "../../../../editors/vscode/src/form.ts";
import type { Question, Reply } from "../../../../editors/vscode/src/form.ts";
import type { Call, Field } from "../../../../editors/vscode/src/protocol.ts";

const text = (id: string, more: Partial<Field> = {}): Field => ({ id, description: id, required: true, type: { kind: "string" }, ...more });

/** Asks for `size` and `name` (at least two letters), and once both are right for `sure`, a list. */
class Server {
  seen: Call[] = [];

  resolve = async (command: Call): Promise<Call> => {
    this.seen.push(structuredClone(command));
    const given = new Map(command.formAnswers?.map(({ id, value }) => [id, value]));
    const fields = [text("size", { type: { kind: "number" }, default: 2 }), text("name")];
    if (given.has("name") && String(given.get("name")).length < 2) fields[1]!.error = "Too short.";
    const complete = given.has("size") && given.has("name") && !fields[1]!.error;
    if (complete) fields.push(text("sure", { type: { kind: "enum", entries: [{ value: "yes", description: "Yes" }] } }));
    if (complete && given.get("sure") === "yes") return { command: command.command, arguments: [Object.fromEntries(given)] };
    const formAnswers = fields.filter(({ id }) => given.has(id) && id !== "sure").map(({ id }) => ({ id, value: given.get(id) }));
    return { command: command.command, formFields: fields, ...(formAnswers.length > 0 && { formAnswers }) };
  };
}

/** Answers in order, as a box does that stays open until the server takes an answer. */
function script(replies: (string | number | null | "back" | undefined)[]) {
  const asked: Question[] = [];
  const errors: string[] = [];
  const ask = async (question: Question): Promise<Reply> => {
    asked.push(question);
    for (;;) {
      assert.ok(replies.length > 0, `nobody answers ${question.field.id}`);
      const reply = replies.shift();
      if (reply === undefined || reply === "back") return reply;
      const verdict = await question.check(reply);
      if (!("error" in verdict)) return verdict;
      errors.push(verdict.error);
    }
  };
  return { ask, asked, errors, listEnum: async () => [] };
}

const ids = (asked: Question[]) => asked.map(({ field }) => field.id);

test("asks what is missing, in order, and returns the command with all it needs", async () => {
  const server = new Server();
  const person = script([3, "Ada", "yes"]);
  const filled = await fillForm({ command: "c", arguments: [{}] }, { ...person, ...server });
  assert.deepEqual(filled, { command: "c", arguments: [{ size: 3, name: "Ada", sure: "yes" }] });
  assert.deepEqual(ids(person.asked), ["size", "name", "sure"]);
  assert.deepEqual(person.asked.map(({ step, total, canGoBack }) => [step, total, canGoBack]), [[1, 2, false], [2, 2, true], [1, 1, true]],
    "questions that come up together are counted together");
  assert.equal(person.asked[0]!.start, 2, "a default is filled in");
});

test("each answer is shown to the server once", async () => {
  const server = new Server();
  await fillForm({ command: "c", arguments: [{}] }, { ...script([3, "Ada", "yes"]), ...server });
  assert.deepEqual(server.seen.map(({ formAnswers = [] }) => formAnswers.map(({ value }) => value)), [[], [3], [3, "Ada"], [3, "Ada", "yes"]]);
});

test("a wrong answer is said where it was given, and costs no other answer", async () => {
  const server = new Server();
  const person = script([3, "A", "Ada", "yes"]);
  const filled = await fillForm({ command: "c" }, { ...person, ...server });
  assert.deepEqual(person.errors, ["Too short."]);
  assert.equal(filled?.arguments?.[0]?.size, 3);
});

for (const [name, replies] of Object.entries({ first: [undefined], second: [3, undefined], last: [3, "Ada", undefined], back: [3, "back", undefined] }))
  test(`leaving at the ${name} question gives nothing`, async () => {
    const server = new Server();
    assert.equal(await fillForm({ command: "c" }, { ...script(replies), ...server }), undefined);
    assert.ok(server.seen.every(({ formAnswers }) => !formAnswers?.some(({ value }) => value === "yes")));
  });

test("the way back leads through every question, and each begins with what was answered", async () => {
  const person = script([3, "Ada", "back", "back", 3, "Ada", "yes"]);
  const filled = await fillForm({ command: "c" }, { ...person, ...new Server() });
  assert.deepEqual(ids(person.asked), ["size", "name", "sure", "name", "size", "name", "sure"]);
  assert.deepEqual(person.asked.map(({ start }) => start), [2, undefined, undefined, "Ada", 3, "Ada", undefined]);
  assert.deepEqual(person.asked.map(({ canGoBack }) => canGoBack), [false, true, true, true, false, true, true]);
  assert.deepEqual(filled?.arguments, [{ size: 3, name: "Ada", sure: "yes" }]);
});

test("after a changed answer no answer to a later question is sent", async () => {
  const server = new Server();
  const filled = await fillForm({ command: "c" }, { ...script([3, "Ada", "back", "back", 4, "Eve", "yes"]), ...server });
  const changed = server.seen.find(({ formAnswers }) => formAnswers?.[0]?.value === 4)!;
  assert.deepEqual(changed.formAnswers, [{ id: "size", value: 4 }]);
  assert.deepEqual(filled?.arguments, [{ size: 4, name: "Eve", sure: "yes" }]);
});

test("a question left empty is left empty when it comes again", async () => {
  const resolve = async ({ formAnswers = [] }: Call): Promise<Call> => formAnswers.length === 2
    ? { command: "c" } : { command: "c", formFields: [text("a", { default: "x" }), text("b")], formAnswers };
  const person = script([null, "back", null, "y"]);
  await fillForm({ command: "c" }, { ...person, resolve });
  assert.deepEqual(person.asked.map(({ start }) => start), ["x", undefined, null, undefined]);
});

test("marks on entries that come and go make no other question of it", async () => {
  const list = (description: string) => text("a", { type: { kind: "enum", entries: [{ value: "x", description }] } });
  const resolve = async ({ formAnswers = [] }: Call): Promise<Call> => formAnswers.length === 2
    ? { command: "c" } : { command: "c", formFields: [list(formAnswers.length ? "x" : "x (default)"), text("b")], formAnswers };
  const person = script(["x", "back", "x", "y"]);
  await fillForm({ command: "c" }, { ...person, resolve });
  assert.deepEqual(person.asked.map(({ start }) => start), [undefined, undefined, "x", undefined]);
});

test("what a server says of a question that nobody answered yet is not shown", async () => {
  const resolve = async ({ formAnswers }: Call): Promise<Call> =>
    formAnswers ? { command: "c" } : { command: "c", formFields: [text("a", { error: "It is missing." })] };
  const person = script(["x"]);
  await fillForm({ command: "c" }, { ...person, resolve });
  assert.equal(person.asked[0]!.field.error, undefined);
});

test("a form without fields needs no questions", async () => {
  const filled = await fillForm({ command: "c", arguments: [{ a: 1 }] }, { ...script([]), resolve: async (command) => command });
  assert.deepEqual(filled, { command: "c", arguments: [{ a: 1 }] });
});

test("a server that asks for nothing is said to be wrong", async () => {
  const resolve = async () => ({ command: "c", formFields: [text("a")], formAnswers: [{ id: "a", value: 1 }] });
  await assert.rejects(fillForm({ command: "c" }, { ...script([]), resolve }), /asks for nothing/);
});

test("lists made on the way come from the server, with the field's source and config", async () => {
  const calls: unknown[] = [];
  const field = text("branch", { type: { kind: "lazyEnum", source: "branches", config: { folder: "f" } } });
  const resolve = async (command: Call): Promise<Call> =>
    command.formAnswers?.length ? { command: "c" } : { command: "c", formFields: [field] };
  await fillForm({ command: "c" }, {
    resolve, listEnum: async (...call) => (calls.push(call), []),
    ask: async (question) => (await question.list("ma"), question.check("main") as Promise<Reply>),
  });
  assert.deepEqual(calls, [["branches", { folder: "f" }, "ma"]]);
});

test("what is missing at the end is taken out and asked once more; other failures are not", () => {
  const call = { command: "c", arguments: [{ file: "a", confirmed: "old" }], formAnswers: [{ id: "file", value: "a" }, { id: "confirmed", value: "old" }] };
  assert.deepEqual(withoutMissing(call, { kind: "needsInput", missing: ["confirmed"] }), {
    command: "c", arguments: [{ file: "a" }], formAnswers: [{ id: "file", value: "a" }],
  });
  for (const failure of [undefined, {}, { kind: "needsInput" }, { kind: "needsInput", missing: [] }, { kind: "network", missing: ["a"] }])
    assert.equal(withoutMissing(call, failure), undefined);
});

test("a question says what it is about, once the server does", async () => {
  const about = "deploy.yaml on main";
  const resolve = async ({ formAnswers = [] }: Call): Promise<Call> => formAnswers.length === 2
    ? { command: "c" } : { command: "c", formFields: [text("a"), text("b")], formAnswers, ...(formAnswers.length > 0 && { subject: about }) };
  const person = script(["x", "y"]);
  await fillForm({ command: "c" }, { ...person, resolve });
  assert.deepEqual(person.asked.map(({ subject }) => subject), [undefined, about]);
});

test("counting goes back with the questions", async () => {
  const person = script([3, "Ada", "back", "back", 3, "Ada", "yes"]);
  await fillForm({ command: "c" }, { ...person, ...new Server() });
  assert.deepEqual(person.asked.map(({ step, total }) => `${step}/${total}`), ["1/2", "2/2", "1/1", "2/2", "1/2", "2/2", "1/1"]);
});

const confirmation = (values: string[], lines: number): Field => text("confirmed", {
  description: ["Run it?", ...Array.from({ length: lines - 1 }, (_, line) => `line ${line}`)].join("\n"),
  type: { kind: "enum", entries: values.map((value) => ({ value, description: `${value}: all of it again` })) },
});

test("a text of two to twenty lines with at most three choices, the first no cancel, is a dialog", () => {
  const fits: [string[], number, boolean][] = [
    [["run", "change", "cancel"], 2, true], [["run", "change", "cancel"], 20, true], [["run"], 5, true],
    [["run", "change", "cancel"], 1, false], [["run", "change", "cancel"], 21, false], [["a", "b", "c", "d"], 5, false],
    [["cancel", "run", "change"], 5, false], [[], 5, false],
  ];
  for (const [values, lines, expected] of fits)
    assert.equal(dialogFor(confirmation(values, lines)) !== undefined, expected, `${values} ${lines}`);
  assert.equal(dialogFor(text("a", { description: "a\nb" })), undefined, "only lists");
});

test("a dialog has every line and a short button for each choice but cancel", () => {
  const field = confirmation(["run", "change", "cancel"], 3);
  assert.deepEqual(dialogFor(field), {
    question: "Run it?", detail: "line 0\nline 1",
    buttons: [{ label: "run", value: "run" }, { label: "change", value: "change" }],
  });
  assert.equal(dialogFor({ ...field, error: "Too old." })!.detail, "Too old.\n\nline 0\nline 1");
});
