// Runs in each state, as the trees, the details and a screen reader have them; what can be done with each; and the faces in
// a dark, a light and a high contrast theme, as pictures for the README.
import assert from "node:assert/strict";
import { control, play, world } from "../scenario.mjs";

const THEMES = [["light", "Light Modern", "vs"], ["contrast", "Dark High Contrast", "hc-black"]];

await play(async ({ page, window, step }) => {
  await window.extensionIsThere();

  const confirmation = async (name) => {
    await window.rowAction("Deploy", "Run Workflow");
    await window.question("environment");
    await window.choose("production");
    await window.question("version");
    await window.answer("1.5.0");
    await window.question("replicas");
    await window.press("Enter");
    await window.question("dry-run");
    await window.choose("false");
    await window.dialog("Run deploy.yaml on main").waitFor();
    await window.picture(name);
    await window.leaveDialog("Run deploy.yaml on main");
  };

  await step("the side bar is as wide as its rows", async () => {
    const edge = await page.locator(".part.sidebar").boundingBox();
    await page.mouse.move(edge.x + edge.width, 300);
    await page.mouse.down();
    await page.mouse.move(edge.x + edge.width + 110, 300, { steps: 5 });
    await page.mouse.up();
  });

  await step("each state is a word and an icon, the newest run first", async () => {
    await window.palette("Unify: Show Runs");
    const states = ["waiting for approval", "unknown", "not started", "failed", "succeeded"]; // newest first
    for (const state of states) await window.runRow(state).waitFor();
    const rows = page.locator('.pane:has(.pane-header[aria-label^="Runs"]) .monaco-list-row');
    const labels = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label")));
    await window.until(async () => (await labels()).every((label) => label.startsWith("Deploy, ")), "the names");
    for (const [index, state] of states.entries()) assert.match((await labels())[index], new RegExp(`^Deploy, ${state}`));
    assert.ok((await labels()).some((label) => /^Deploy, failed in \d+ s, version=1\.4\.1, main, /.test(label)));
  });

  await step("one that is under way can stop being followed", async () => {
    await window.rowMenu("waiting for approval", "Stop Following Run");
    await window.runRow("not followed").waitFor();
    await window.clearNotifications();
    await control("runs/last", { status: "STARTED" });
    await window.rowMenu("not followed", "Follow Run");
    await window.runRow("running").waitFor();
  });

  await step("an unknown one leads to its component, as near as its address is known", async () => {
    await window.rowMenu("unknown", "Open Component in Unify");
    await window.leaveDialog("Do you want");
    await window.notification("Look for the component shop-api").waitFor();
    await window.clearNotifications();
  });

  await step("the tree with each state", async () => {
    await window.runRow("failed").hover();
    await page.locator(".editor-group-container").first().hover();
    await window.picture("tree");
  });

  await step("above the trigger of a workflow stands how its last run stands, with the ways on", async () => {
    await window.treeRow("Deploy").click();
    const lens = (words) => page.locator(".codelens-decoration", { hasText: words }).first();
    for (const words of ["Run…", "Run again", "running"]) await lens(words).waitFor();
    await window.picture("lenses");
    await page.locator(".codelens-decoration a", { hasText: "Run…" }).first().click();
    await window.question("environment");
    await window.leave();
    await window.closeEditor();
  });

  await step("details are a document that can be read, with the reason first", async () => {
    await window.runRow("failed").click();
    const text = window.document();
    await text.getByText("step 3 exited with 1").first().waitFor();
    await text.getByText("app-1.4.1.tgz").first().waitFor();
    await window.picture("details");
  });

  await step("the confirmation", () => confirmation("confirmation"));

  const colorBy = async (theme, kind) => {
    await page.locator(".sidebar .title-label").click();
    await window.press("Control+K");
    await window.press("Control+T");
    await window.rows.first().waitFor();
    await window.field.fill(theme);
    await window.choose(theme);
    await page.locator(`.monaco-workbench.${kind}`).waitFor();
    await window.closed();
  };

  for (const [name, theme, kind] of THEMES)
    await step(`the same in ${theme}`, async () => {
      await colorBy(theme, kind);
      await window.picture(`details-${name}`);
      await confirmation(`confirmation-${name}`);
    });

  await step("the settings editor has every setting as a control", async () => {
    await colorBy("Dark Modern", "vs-dark");
    await window.palette("View: Close All Editors");
    await window.palette("Preferences: Open Settings (UI)");
    await page.locator(".settings-editor .suggest-input-container").click();
    await window.type("@ext:unify-ls.workflows-for-cloudbees-unify");
    await page.locator(".settings-tree-container", { hasText: "Protected Branches" }).waitFor();
    assert.equal(await page.getByText("Edit in settings.json").count(), 0);
    await window.press("End"); // so that the search is not shown as selected
    await window.picture("settings");
    await window.palette("View: Close All Editors");
  });

  await step("the extension's own page", async () => {
    await window.palette("View: Show Extensions");
    await page.locator(".extensions-viewlet .monaco-list-row", { hasText: "Workflows for CloudBees Unify" }).first().click();
    await page.locator(".extension-editor", { hasText: "Workflows for CloudBees Unify" }).waitFor();
    const readme = window.document();
    await readme.getByRole("heading", { name: "Data and privacy" }).waitFor();
    assert.equal(await readme.locator("img").evaluateAll((all) => all.filter((image) => !image.naturalWidth).length), 0);
    await window.picture("page");
    await window.palette("View: Close All Editors");
  });

  await step("a run that has ended leaves the list, and stays away", async () => {
    await window.palette("Unify: Show Runs");
    await window.rowMenu("failed", "Remove From List");
    await window.runRow("failed").waitFor({ state: "detached" });
    await window.palette("Unify: Refresh");
    await window.runRow("succeeded").waitFor();
    assert.equal(await window.runRow("failed").count(), 0);
  });

  await step("a token that is rejected from now on is said so in the tree", async () => {
    await control("world", { tokens: [{ name: "mine", value: world.token, rights: "expired" }] });
    await window.palette("Unify: Show Token Status");
    await window.notification("Unify rejects the token").waitFor();
    await page.getByText("Unify rejected the stored token").first().waitFor();
    await window.picture("rejected");
  });
});
