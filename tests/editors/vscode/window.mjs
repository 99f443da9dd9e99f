// VS Code's window in a headless Chromium, as a person sees and uses it. Everything waits for what shall be seen.
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const PATIENCE_MS = Number(process.env.UNIFY_TEST_TIMEOUT ?? 180) * 1000;
const PALETTE_PATIENCE_MS = 10_000;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

/** Runs `use` with a browser's page and closes the browser, whatever happens. */
export async function withPage(extension, use) {
  const { chromium } = createRequire(join(extension, "package.json"))("playwright-core");
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", headless: true, args: FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, permissions: ["clipboard-read", "clipboard-write"] });
    page.setDefaultTimeout(PATIENCE_MS);
    return await use(page);
  } finally {
    await browser.close();
  }
}

export class Window {
  constructor(page, pictures) {
    this.page = page;
    this.pictures = pictures;
    this.input = page.locator(".quick-input-widget:visible");
    this.field = this.input.locator(".quick-input-box input");
    this.rows = this.input.locator(".quick-input-list .monaco-list-row");
    mkdirSync(pictures, { recursive: true });
  }

  async open(address, folder, more = "") {
    const what = folder.endsWith(".code-workspace") ? "workspace" : "folder";
    await this.page.goto(`${address}/?${what}=${encodeURIComponent(folder)}${more}`);
    await this.ready();
  }

  async reload() {
    await this.page.reload();
    await this.ready();
    await this.extensionIsThere();
  }

  async ready() {
    await this.page.locator(".monaco-workbench .activitybar").waitFor();
    await this.page.locator(".statusbar-item").first().waitFor();
  }

  picture(name) {
    return this.page.screenshot({ path: join(this.pictures, `${name}.png`), animations: "disabled" });
  }

  press(key) {
    return this.page.keyboard.press(key);
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  /** Runs a command from the palette, by its whole title. An open palette learns of no new commands, so it is opened again. */
  async palette(title) {
    const row = this.rows.filter({ hasText: title }).first();
    const timeout = PALETTE_PATIENCE_MS;
    const find = async () => {
      await this.press("F1"); // is lost while the workbench is busy with itself
      await this.field.fill(`>${title}`, { timeout });
      await row.waitFor({ timeout });
    };
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await this.leave())
      if (await find().then(() => true, () => false)) return this.press("Enter");
    throw new Error(`The palette never had ${title}`);
  }

  /** Waits until a question with this text is asked, wherever VS Code draws it. */
  async question(text) {
    const inMessage = this.input.filter({ hasText: text });
    const inPlaceholder = this.input.locator(`input[placeholder*="${text}"]`);
    await inMessage.or(inPlaceholder).first().waitFor();
  }

  /** The extension's icon is in the activity bar. */
  async extensionIsThere() {
    await this.page.locator('.activitybar [aria-label*="CloudBees Unify"]').first().waitFor();
  }

  /** Waits until the open box shows this complaint. */
  async says(text) {
    await this.input.filter({ hasText: text }).waitFor();
  }

  /** Waits until the open box has a complaint, whatever it says. */
  async complains() {
    await this.input.locator(".quick-input-box .monaco-inputbox.error").waitFor();
  }

  /** The modal dialog with this text. */
  dialog(text) {
    return this.page.locator(".monaco-dialog-box").filter({ hasText: text });
  }

  async decide(text, button) {
    await this.dialog(text).getByRole("button", { name: button, exact: true }).click();
    await this.dialog(text).waitFor({ state: "detached" });
  }

  async leaveDialog(text) {
    await this.dialog(text).waitFor();
    await this.press("Escape");
    await this.dialog(text).waitFor({ state: "detached" });
  }

  /** Chooses from the menu of a tree's row, opened by the keyboard. */
  async rowMenu(row, entry) {
    const item = this.page.locator(".monaco-menu .action-label", { hasText: entry }).first();
    const open = async () => {
      await this.treeRow(row).click({ button: "right" }); // is lost on a row that is just drawn again
      await item.hover({ timeout: PALETTE_PATIENCE_MS });
      await this.press("Enter"); // a menu that has just opened takes no click
      await item.waitFor({ state: "detached", timeout: PALETTE_PATIENCE_MS });
    };
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await this.press("Escape"))
      if (await open().then(() => true, () => false)) return;
    throw new Error(`The menu of ${row} never had ${entry}`);
  }

  async leave() {
    await this.press("Escape");
    await this.closed();
  }

  /** Moves to a row with the keys, as a person without a mouse does, and chooses it. */
  async chooseNamed(text) {
    await this.field.fill(text);
    await this.press("Enter");
  }

  /** A button that a tree's row shows while the mouse is over it. */
  async rowAction(row, action) {
    await this.treeRow(row).hover();
    await this.treeRow(row).locator(`.action-label[aria-label*="${action}"]`).first().click();
  }

  async clearNotifications() {
    await this.palette("Notifications: Clear All Notifications");
  }

  /** Waits for something outside the window. */
  async until(holds, what, patience = PATIENCE_MS) {
    for (const end = Date.now() + patience; !(await holds()); await this.page.waitForTimeout(100))
      if (Date.now() > end) throw new Error(`${what} did not come in time`);
  }

  /** Waits until the open question is a list with a row of this text, and chooses it. */
  async choose(text) {
    await this.rows.filter({ hasText: text }).first().click();
  }

  async answer(text) {
    await this.field.fill(text);
    await this.press("Enter");
  }

  async closed() {
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  notification(text) {
    return this.page.locator(".notification-list-item").filter({ hasText: text }).first();
  }

  /** Closes the editor that is shown. */
  async closeEditor() {
    const tabs = this.page.locator(".tab");
    const before = await tabs.count();
    await this.page.locator('.tab.active .action-label[aria-label^="Close"]').click();
    await this.until(async () => (await tabs.count()) < before, "The end of the tab");
    await this.page.locator(".statusbar-item").first().hover();
  }

  /** What a preview of Markdown shows. */
  document() {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  }

  /** A row of the tree of runs. */
  runRow(text) {
    return this.page.locator('.pane:has(.pane-header[aria-label^="Runs"]) .monaco-list-row').filter({ hasText: text }).first();
  }

  treeRow(text) {
    return this.page.locator(".sidebar .monaco-list-row").filter({ hasText: text }).first();
  }

  /** The title "Run Workflow… (2/5)". */
  async title() {
    return (await this.input.locator(".quick-input-title").innerText()).trim();
  }

  async back() {
    await this.input.locator(".codicon-quick-input-back").click();
  }
}
