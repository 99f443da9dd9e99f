/** Texts as a person reads them. */
import type { Run, TokenStatus } from "./protocol.ts";

const ICON = /\$\([a-z0-9-]+(?:~[a-z]+)?\)/gi;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * A text of a repository or of the platform, for places that draw `$(name)` as an icon and run `[text](command:…)`:
 * pickers, messages, the status bar. Nothing is dropped, so that what is shown is what is sent.
 */
export function inert(text: string): string {
  return text
    .replace(CONTROL, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/\](?=\()/g, "] ")
    .replace(ICON, "\\$&");
}

const UNSEEN = /[\u0000-\u001f\u007f]/g;
const PICTURES = /[\u2400-\u241f\u2421]/g;
const pictureOf = (found: string) => String.fromCharCode(found === "\u007f" ? 0x2421 : 0x2400 + found.charCodeAt(0));
const unseenOf = (found: string) => String.fromCharCode(found === "\u2421" ? 0x7f : found.charCodeAt(0) - 0x2400);

/**
 * A value in a box of one line, which would lose its line breaks at the first key: control characters are shown by
 * their pictures. What is not touched comes back as it was, what is typed as typed, and nothing as null.
 */
export function inOneLine(start: unknown) {
  const text = String(start ?? "");
  const shown = text.replace(UNSEEN, pictureOf);
  const valueOf = (typed: string): unknown => {
    if (typed === shown) return start ?? null;
    return typed === "" ? null : shown === text ? typed : typed.replace(PICTURES, unseenOf);
  };
  return { shown, hasPictures: shown !== text, valueOf };
}

/** Lines of at most `width` characters; a line that goes on is indented. */
export function wrapped(line: string, width: number): string[] {
  const characters = [...line];
  const rows = [characters.splice(0, width).join("")];
  while (characters.length > 0) rows.push(`    ${characters.splice(0, width - 4).join("")}`);
  return rows;
}

/** "just now", "5 min ago", "3 h ago", "2 days ago". */
export function age(since: string, now = Date.now()): string {
  const minutes = Math.floor((now - Date.parse(since)) / 60_000);
  if (!Number.isFinite(minutes)) return "";
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / (24 * 60))} days ago`;
}

/** "42 s", "3 min 20 s", "2 h 5 min": from a run's start to its end; undefined while one of them is not known. */
export function duration({ startedAt, endedAt }: Run): string | undefined {
  const seconds = Math.round((Date.parse(endedAt ?? "") - Date.parse(startedAt ?? "")) / 1000);
  if (!(seconds >= 0)) return undefined;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`;
}

/** The inputs in which a run differs from others of the same file, "version=1.4.3"; without others, none. */
export function tellingInputs(run: Run, all: Run[]): string {
  const others = all.filter(({ file, id }) => file === run.file && id !== run.id);
  const differs = ([name, value]: [string, unknown]) => others.some(({ inputs }) => inputs[name] !== value);
  return Object.entries(run.inputs).filter(differs)
    .map(([name, value]) => `${name}=${value === null ? "(not kept)" : String(value)}`).join(", ");
}

/** "has ended", "ends today", "ends in 1 day"; on its last day a token may have ended already. */
export function tokenEnd({ expiresAt, daysLeft }: TokenStatus, now = Date.now()): string | undefined {
  if (daysLeft === undefined) return undefined;
  if (daysLeft < 0 || (expiresAt !== undefined && Date.parse(expiresAt) <= now)) return "has ended";
  return daysLeft === 0 ? "ends today" : `ends in ${daysLeft} ${daysLeft === 1 ? "day" : "days"}`;
}

/** What matters comes first: whether it can be used. */
export function tokenSentence(token: TokenStatus): string {
  const { origin, stored, store, accepted, acceptedReason, mayRead } = token;
  if (!stored) return `No token is stored for ${origin}.`;
  const end = tokenEnd(token);
  const limits = mayRead === false ? ": it may start runs, and cannot read" : "";
  const taken = `Unify accepts the token for ${origin}${limits}.`;
  const verdict = accepted === undefined ? (acceptedReason ?? `A token is stored for ${origin}.`)
    : accepted ? taken : `Unify rejects the token for ${origin}: store a new one.`;
  return [verdict, end && `It ${end}.`, `It is kept in ${store}.`].filter(Boolean).join(" ");
}
