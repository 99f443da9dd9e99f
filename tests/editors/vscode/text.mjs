// The text of a file in VS Code's editor, as a person reads and writes it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** How long a person takes for a key, and before the next line. */
const KEY_MS = 90;
const LINE_MS = 600;
/** What stands in a line that is being typed is judged after a pause of this long (PROTOCOL.md). */
const TYPING_PAUSE_MS = 300;

export const SQUIGGLES = ".squiggly-error, .squiggly-warning, .squiggly-info, .squiggly-hint";

export class Text {
  constructor(window) {
    this.window = window;
    this.page = window.page;
    this.lines = this.page.locator(".editor-instance .view-line");
    this.offers = this.page.locator(".suggest-widget.visible .monaco-list-row");
  }

  /** Opens a file by its whole path, which needs no search, with the keyboard in its text. */
  async open(path) {
    const name = path.split("/").at(-1);
    await this.window.palette("Go to File...");
    await this.window.field.fill(path);
    await this.window.input.locator(".monaco-list-row.focused", { hasText: name }).waitFor();
    await this.window.press("Enter");
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
    await this.page.locator(".editor-instance .view-lines").first().waitFor();
    await this.position();
  }

  /** Line and column, from 1, as the status bar has them, which comes a frame after the text. */
  async position() {
    await this.drawn();
    const said = await this.page.locator('[id="status.editor.selection"]').innerText();
    return said.match(/\d+/g).slice(0, 2).map(Number);
  }

  async at(line, column) {
    const isThere = async () => `${await this.position()}` === `${[line, column]}`;
    await this.window.until(isThere, `The cursor in line ${line}, column ${column}`);
  }

  async goTo(line, column) {
    await this.window.press("Control+G");
    await this.window.field.fill(`:${line}:${column}`);
    await this.window.press("Enter");
    await this.at(line, column);
  }

  /** Goes behind what the line begins with. VS Codes differ in what they take a column for where not all of it is ASCII. */
  async goBehind(line, beginning) {
    if (/^[ -~]*$/.test(beginning)) return this.goTo(line, beginning.length + 1);
    const characters = [...beginning];
    await this.goTo(line, 1);
    for (let count = characters.length; count > 0; count--) await this.window.press("ArrowRight");
    await this.at(line, characters.length + 1);
  }

  /** The line that holds this text. */
  line(text) {
    return this.lines.filter({ hasText: text }).first();
  }

  /** What the list of problems says, each once. */
  async problems() {
    const rows = await this.page.locator(".markers-panel .marker-message-details-container").allInnerTexts();
    return [...new Set(rows.map((row) => row.split("\n")[0].replace(/\s*unify-ls.*$/s, "").trim()))];
  }

  /** Saves, and waits until the file has this content. */
  async savedAs(path, content) {
    await this.window.press("Control+S");
    const isSaved = () => readFileSync(path, "utf8") === content;
    await this.window.until(isSaved, "The saved text").catch(() => assert.equal(readFileSync(path, "utf8"), content));
  }

  /** Applies what the light bulb's list offers by this title, with the keys alone. */
  async fix(title, picture) {
    const rows = this.page.locator(".action-widget .monaco-list-row");
    const row = rows.filter({ hasText: title }).first();
    const open = async () => {
      await this.window.press("Control+.");
      await row.waitFor({ timeout: 3000 });
    };
    // It may be asked for before the text has been looked at, so more than once.
    for (const end = Date.now() + 60_000; !(await open().then(() => true, () => false)); await this.window.press("Escape"))
      if (Date.now() > end) throw new Error(`The light bulb never had ${title}, but ${await rows.allInnerTexts()}`);
    if (picture) await this.window.picture(picture);
    await this.focus(row, rows);
    await this.window.press("Enter");
    await row.waitFor({ state: "detached" });
  }

  /** Moves a list's focus to the row with the keys. */
  async focus(row, rows) {
    const isFocused = async () => (await row.getAttribute("class")).includes("focused");
    for (let presses = 0; !(await isFocused()); presses++) {
      if (presses > 30) throw new Error(`${await row.innerText()} cannot be reached in ${await rows.allInnerTexts()}`);
      await this.window.press("ArrowDown");
    }
  }

  /** Takes what completion offers by this name, with the keys alone: the list is asked for where it has not come by itself. */
  async take(label, picture) {
    const row = this.offers.filter({ has: this.page.getByText(label, { exact: true }) }).first();
    const ask = async () => {
      if (!(await row.isVisible())) await this.window.press("Control+Space");
      return row.waitFor({ timeout: 5000 }).then(() => true, () => false);
    };
    // It may be asked for before the server is there, so more than once.
    for (const end = Date.now() + 120_000; !(await ask()); await this.window.press("Escape"))
      if (Date.now() > end) throw new Error(`${label} was never offered, but ${await this.offers.allInnerTexts()}`);
    if (picture) await this.window.picture(picture);
    await this.focus(row, this.offers);
    await this.window.press("Tab");
    await this.page.locator(".suggest-widget.visible").waitFor({ state: "hidden" });
  }

  /** A new line that begins at this column, from 1, wherever the editor begins it. */
  async begin(column) {
    await this.breakLine((await this.position())[0] + 1);
    for (let [, at] = await this.position(); at < column; at++) await this.window.press("Space");
    while ((await this.position())[1] > column) await this.window.press("Backspace");
  }

  /** Types what completion cannot know, at a person's speed. */
  async invent(name) {
    await this.page.keyboard.type(name, { delay: KEY_MS });
  }

  /** Types lines at a person's speed, in a text whose editor indents by itself. A list that swallows the return key for a
   *  word that was written to its end gets another one, as a person does who looks. Answers how often. */
  async write(lines) {
    let swallowed = 0;
    const [first] = await this.position();
    for (const [number, line] of lines.entries()) {
      const [, column] = await this.position();
      const wanted = line.search(/\S/);
      for (let indent = column - 1; indent < wanted; indent++) await this.page.keyboard.type(" ", { delay: KEY_MS });
      for (let indent = column - 1; indent > wanted; indent -= 2) await this.window.press("Backspace");
      await this.page.keyboard.type(line.trim(), { delay: KEY_MS });
      if (number === lines.length - 1) break;
      await this.page.waitForTimeout(LINE_MS);
      swallowed += await this.breakLine(first + number + 1);
    }
    return swallowed;
  }

  /** Answers how often a list swallowed the return key, which it does without a change of the text. */
  async breakLine(next) {
    const isThere = async () => (await this.position())[0] === next;
    for (let swallowed = 0; swallowed < 3; swallowed++) {
      const list = this.page.locator(".suggest-widget.visible");
      const wasOpen = await list.isVisible();
      await this.window.press("Enter");
      const isSwallowed = async () => wasOpen && !(await list.isVisible());
      await this.window.until(async () => (await isThere()) || (await isSwallowed()), "The next line");
      if (await isThere()) return swallowed;
    }
    throw new Error(`The return key leads to line ${await this.position()}, not to ${next}`);
  }

  /** Waits until what has happened is drawn. */
  drawn() {
    return this.page.evaluate(async () => {
      for (let frames = 0; frames < 4; frames++) await new Promise((resolve) => requestAnimationFrame(resolve));
    });
  }

  /** Notes every finding that is shown from now on, however short: in the text and in the list of problems. With each the
   *  last line of the text at that time, and the longest pause between the keys since that line was begun. */
  async watchFindings() {
    await this.page.evaluate((squiggles) => {
      globalThis.shown = new Map();
      let lastKey = performance.now();
      let longest = 0;
      const onKey = ({ key }) => {
        const now = performance.now();
        longest = key === "Enter" ? 0 : Math.max(longest, now - lastKey);
        lastKey = now;
      };
      const note = (finding) => {
        if (globalThis.shown.has(finding)) return;
        const lines = [...document.querySelectorAll(".editor-instance .view-line")];
        const last = lines.sort((a, b) => parseInt(a.style.top) - parseInt(b.style.top)).at(-1)?.innerText ?? "";
        const line = last.replaceAll("\u00a0", " ").trim();
        globalThis.shown.set(finding, { finding, line, pause: Math.max(longest, performance.now() - lastKey) });
      };
      const look = () => {
        if (document.querySelector(squiggles)) note("something is underlined");
        for (const each of document.querySelectorAll(".markers-panel .marker-message-details-container"))
          note(each.innerText.split("\n")[0]);
      };
      globalThis.stopWatching?.();
      const watching = new MutationObserver(look);
      watching.observe(document.body, { childList: true, subtree: true, characterData: true });
      addEventListener("keydown", onKey, true);
      globalThis.stopWatching = () => (watching.disconnect(), removeEventListener("keydown", onKey, true));
    }, SQUIGGLES);
  }

  /** Where these lines were typed, without what is rightly said: a machine that pauses in the middle of a line is a person who
   *  does, and gets to hear of it. */
  async findingsShown(lines = []) {
    const shown = await this.page.evaluate(() => [...globalThis.shown.values()]);
    const isWhole = (line) => lines.length === 0 || lines.some((each) => each.trim() === line);
    return shown.filter(({ line, pause }) => isWhole(line) || pause < TYPING_PAUSE_MS);
  }
}
