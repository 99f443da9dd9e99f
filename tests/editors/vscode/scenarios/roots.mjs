// Several folders in one window: they are told apart by their names, never by their paths.
import assert from "node:assert/strict";
import { extensionLog, play, triggered, world } from "../scenario.mjs";

await play(async ({ page, window, step }) => {
  await window.extensionIsThere();

  await step("the tree has a row for each folder", async () => {
    await window.palette("Unify: Show Workflows");
    await window.treeRow("shop-web").waitFor();
    await window.treeRow("shop-api").waitFor();
  });

  await step("workflows are offered with their folders' names", async () => {
    await window.palette("Unify: Run Workflow…");
    await window.rows.filter({ hasText: "smoke.yaml (Smoke test) in shop-web" }).first().waitFor();
    const shown = (await window.rows.allInnerTexts()).join("\n");
    assert.ok(!shown.includes("/"), shown);
    await window.picture("roots");
    await window.choose("smoke.yaml (Smoke test) in shop-api");
    await window.decide("Run smoke.yaml on main", "Run");
    await triggered(1);
  });

  await step("a run says its folder", async () => {
    await window.runRow("shop-api").waitFor();
  });

  await step("a choice of folders has their names", async () => {
    await window.palette("Unify: Choose Component…");
    await window.question("Folder");
    const shown = await window.rows.allInnerTexts();
    assert.deepEqual(shown.map((text) => text.trim()), ["shop-api", "shop-web"]);
    await window.leave();
  });

  await step("the log, at its usual level, has the program, its version, its address and each command", async () => {
    await window.palette("Unify: Open Run in Browser");
    await window.leaveDialog("Do you want");
    const said = [/unify-ls serve --stdio/, new RegExp(`unify-ls \\d[.\\d]* for ${world.platform}`), /unify\.workflow\.run: started/];
    await window.until(() => said.every((each) => each.test(extensionLog())), "the log");
  });

  await step("Run is in the title of a file that can be started, and of no other", async () => {
    await window.treeRow("Smoke test").click();
    await page.locator(".tab", { hasText: "smoke.yaml" }).waitFor();
    const button = page.locator('.editor-group-container .editor-actions [aria-label*="Run Workflow"]');
    await button.first().waitFor();
    await window.treeRow("Build").click();
    await page.locator(".tab", { hasText: "build.yaml" }).waitFor();
    await button.first().waitFor({ state: "detached" });
  });
});
