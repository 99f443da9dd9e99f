import assert from "node:assert/strict";
import { test } from "node:test";
import { age, checkLine, inert, inOneLine, tokenEnd, tokenSentence, wrapped } from "../../../../editors/vscode/src/text.ts";

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

test("a token's status, as a sentence", () => {
  const token = { origin: "https://api.example", stored: true, store: "secret-service" };
  const kept = "The token for https://api.example is kept in secret-service.";
  assert.equal(tokenSentence({ ...token, stored: false }), "No token is stored for https://api.example.");
  assert.equal(tokenSentence(token), kept);
  assert.equal(tokenSentence({ ...token, accepted: true, daysLeft: 6 }), `${kept} Unify accepts it. It ends in 6 days.`);
  assert.equal(tokenSentence({ ...token, accepted: true, mayRead: false }), `${kept} Unify accepts it for starting runs; it cannot read.`);
  assert.equal(tokenSentence({ ...token, acceptedReason: "It may not read." }), `${kept} It may not read.`);
  assert.equal(tokenSentence({ ...token, accepted: false, daysLeft: -1 }), `${kept} Unify rejects it: store a new one. It has ended.`);
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

test("a check of the doctor, as a line", () => {
  assert.equal(checkLine({ state: "ok", name: "git", detail: "2.39" }), "✓ git: 2.39");
  assert.equal(checkLine({ state: "fail", name: "api", detail: "No answer.", remedy: "Check the proxy" }), "✗ api: No answer.\n    → Check the proxy");
});
