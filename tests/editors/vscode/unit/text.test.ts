import assert from "node:assert/strict";
import { test } from "node:test";
import { age, duration, inert, inOneLine, tellingInputs, tokenEnd, tokenSentence, wrapped } from "../../../../editors/vscode/src/text.ts";

const unchanged = ["plain", "a [b] (c)", "$HOME", "$(not an icon)", "naïve – 日本", "one\ntwo"];
const made: [string, string][] = [
  ["[Click](command:evil)", "[Click] (command:evil)"],
  ["[a](b](c)", "[a] (b] (c)"],
  ["$(check) done", "\\$(check) done"],
  ["$(sync~spin)", "\\$(sync~spin)"],
  ["a\u202eb", "a\\u202eb"],
  ["a\u0007b\tc", "a\\u0007b\\u0009c"],
  ["zero\u200bwidth", "zero\\u200bwidth"],
];

for (const text of unchanged) test(`left as it is: ${JSON.stringify(text)}`, () => assert.equal(inert(text), text));
for (const [from, to] of made) test(`made inert: ${JSON.stringify(from)}`, () => assert.equal(inert(from), to));

test("a value of several lines that is not touched comes back as it was", () => {
  for (const start of ["one\ntwo\n", "a\r\nb", "a\tb", "␊\n", "plain", 7, 1.5, 1e30]) {
    const { shown, valueOf } = inOneLine(start);
    assert.ok(!/[\r\n]/.test(shown), shown);
    assert.equal(valueOf(shown), start);
  }
  assert.equal(inOneLine("one\ntwo").shown, "one␊two");
  assert.ok(inOneLine("one\ntwo").hasPictures);
  assert.ok(!inOneLine("plain").hasPictures);
});

test("a value of several lines keeps those that are left of it", () => {
  const { valueOf } = inOneLine("one\ntwo\n");
  assert.equal(valueOf("one␊two"), "one\ntwo");
  assert.equal(valueOf("one␊2␊"), "one\n2\n");
  assert.equal(valueOf(""), null);
});

test("what is typed stays as typed", () => {
  for (const typed of ["1.20", "007", "1e3", "12345678901234567890123", " a ", "a␊b"]) {
    assert.equal(inOneLine(undefined).valueOf(typed), typed);
    assert.equal(inOneLine(2).valueOf(typed), typed);
  }
  assert.equal(inOneLine(undefined).valueOf(""), null);
  assert.equal(inOneLine(2).valueOf("2"), 2, "the default, untouched");
});

test("long lines are wrapped and nothing is lost", () => {
  const line = "x".repeat(30);
  assert.deepEqual(wrapped(line, 12), ["x".repeat(12), `    ${"x".repeat(8)}`, `    ${"x".repeat(8)}`, "    xx"]);
  assert.deepEqual(wrapped("short", 12), ["short"]);
  assert.deepEqual(wrapped("", 12), [""]);
});

test("ages", () => {
  const now = Date.parse("2027-01-31T12:00:00Z");
  for (const [since, said] of [["2027-01-31T11:59:40Z", "just now"], ["2027-01-31T11:55:00Z", "5 min ago"], ["2027-01-31T09:00:00Z", "3 h ago"], ["2027-01-21T09:00:00Z", "10 days ago"], ["never", ""]] as const)
    assert.equal(age(since, now), said);
});

const runOf = (more: object) => ({
  id: "1", file: "deploy.yaml", branch: "main", inputs: {}, requestedAt: "", outcome: "started", ended: true, state: "", mood: "good" as const, ...more,
});

test("durations", () => {
  const took = (endedAt?: string) => duration(runOf({ startedAt: "2027-01-31T12:00:00Z", ...(endedAt && { endedAt }) }));
  assert.equal(took("2027-01-31T12:00:42Z"), "42 s");
  assert.equal(took("2027-01-31T12:03:20Z"), "3 min 20 s");
  assert.equal(took("2027-01-31T14:05:59Z"), "2 h 5 min");
  assert.equal(took(), undefined);
  assert.equal(took("2027-01-31T11:59:00Z"), undefined);
  assert.equal(duration(runOf({})), undefined);
});

test("only inputs in which runs of a file differ tell them apart", () => {
  const one = runOf({ inputs: { version: "1", env: "staging" } });
  const two = runOf({ id: "2", inputs: { version: "2", env: "staging" } });
  const secret = runOf({ id: "3", inputs: { version: null, env: "staging" } });
  const other = runOf({ id: "4", file: "build.yaml", inputs: { version: "9" } });
  assert.equal(tellingInputs(one, [one, other]), "");
  assert.equal(tellingInputs(one, [one, two, other]), "version=1");
  assert.equal(tellingInputs(secret, [one, secret]), "version=(not kept)");
});

test("a token's status begins with whether it can be used", () => {
  const token = { origin: "https://api.example", stored: true, store: "secret-service" };
  const kept = "It is kept in secret-service.";
  assert.equal(tokenSentence({ ...token, stored: false }), "No token is stored for https://api.example.");
  assert.equal(tokenSentence(token), `A token is stored for https://api.example. ${kept}`);
  assert.equal(tokenSentence({ ...token, accepted: true, daysLeft: 6 }), `Unify accepts the token for https://api.example. It ends in 6 days. ${kept}`);
  assert.equal(tokenSentence({ ...token, accepted: true, mayRead: false }), `Unify accepts the token for https://api.example: it may start runs, and cannot read. ${kept}`);
  assert.equal(tokenSentence({ ...token, acceptedReason: "No answer." }), `No answer. ${kept}`);
  assert.equal(tokenSentence({ ...token, accepted: false, daysLeft: -1 }), `Unify rejects the token for https://api.example: store a new one. It has ended. ${kept}`);
});

test("a token's end", () => {
  const token = { origin: "https://api.example", stored: true, store: "file" };
  const now = Date.parse("2027-01-31T12:00:00Z");
  assert.equal(tokenEnd(token, now), undefined);
  assert.equal(tokenEnd({ ...token, expiresAt: "2027-02-02T00:00:00Z", daysLeft: 2 }, now), "ends in 2 days");
  assert.equal(tokenEnd({ ...token, expiresAt: "2027-02-01T00:00:00Z", daysLeft: 1 }, now), "ends in 1 day");
  assert.equal(tokenEnd({ ...token, expiresAt: "2027-01-31T23:00:00Z", daysLeft: 0 }, now), "ends today");
  assert.equal(tokenEnd({ ...token, expiresAt: "2027-01-31T12:00:00Z", daysLeft: 0 }, now), "has ended");
  assert.equal(tokenEnd({ ...token, expiresAt: "2027-01-30T12:00:00Z", daysLeft: -1 }, now), "has ended");
});
