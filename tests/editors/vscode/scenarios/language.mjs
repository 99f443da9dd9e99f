// What VS Code shows in the text of a workflow: findings where they are, a fix by hand, and nothing that flashes while a
// person types a workflow from an empty file.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { play, world } from "../scenario.mjs";

const MISTAKES = `apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Broken
on:
  workflow_dispatch:
    inputs:
      environment:
        type: choise
jobs:
  build:
    step:
      - uses: docker://alpine:3
        run: make
  deploy:
    needs: bild
    steps:
      - uses: docker://alpine:3
        run: ./deploy.sh \${{ inputs.enviroment }}
`;
const TYPED = [
  "apiVersion: automation.cloudbees.io/v1alpha1", "kind: workflow", "name: Typed by hand", "on:", "  push:", "    branches:",
  "      - main", "  workflow_dispatch:", "    inputs:", "      version:", "        type: string", "        required: true",
  "jobs:", "  build:", "    steps:", "      - name: Build", "        uses: docker://alpine:3", "        run: make",
  "  deploy:", "    needs: build", "    if: ${{ inputs.version != '' }}", "    steps:", "      - uses: docker://alpine:3",
  "        run: ./deploy.sh ${{ inputs.version }}",
];
const KEY_MS = 90;
const SQUIGGLES = ".squiggly-error, .squiggly-warning, .squiggly-info";

await play(async ({ page, window, step }) => {
  const path = (name) => join(world.folder, ".cloudbees/workflows", name);
  const open = async (name) => {
    await window.palette("Quick Fix...");
    await window.field.fill(name);
    await window.rows.filter({ hasText: name }).first().click();
    await page.locator(".tab", { hasText: name }).waitFor();
    await page.locator(".editor-instance .view-lines").first().waitFor();
  };

  writeFileSync(path("broken.yaml"), MISTAKES);
  writeFileSync(path("typed.yaml"), "");
  await window.extensionIsThere();

  await step("the mistakes of a file are underlined, and listed as problems", async () => {
    await open("broken.yaml");
    await page.locator(SQUIGGLES).first().waitFor();
    await window.palette("View: Focus Problems"); // an older palette calls it by its view's name
    await page.locator(".markers-panel .monaco-list-row", { hasText: "choise" }).first().waitFor();
    await window.picture("findings");
  });

  await step("a fix is applied by hand", async () => {
    await page.locator(".markers-panel .monaco-list-row", { hasText: "bild" }).first().dblclick();
    await window.palette("Quick Fix...");
    await page.locator(".action-widget .monaco-list-row").first().waitFor();
    await window.picture("fix");
    await window.press("Enter");
    await page.locator(".view-line", { hasText: "needs: build" }).waitFor();
    await page.locator(".markers-panel .monaco-list-row", { hasText: "bild" }).waitFor({ state: "detached" });
    await window.palette("File: Revert File");
  });

  await step("a workflow typed from an empty file, at a person's speed: no finding flashes", async () => {
    await window.palette("View: Close All Editors");
    await open("typed.yaml");
    await page.locator(".editor-instance .view-lines").first().click();
    await page.evaluate((squiggles) => {
      globalThis.flashes = [];
      const look = () => {
        const lines = [...document.querySelectorAll(".view-line")].map((line) => line.innerText);
        for (const each of document.querySelectorAll(squiggles))
          globalThis.flashes.push(`${each.className.replace("cdr ", "")} at ${each.style.left} of ${each.parentElement.style.top}; last line: ${lines.at(-1)}`);
      };
      new MutationObserver(look).observe(document.querySelector(".editor-instance"), { childList: true, subtree: true });
    }, SQUIGGLES);
    let indent = 0;
    for (const line of TYPED) {
      const wanted = line.search(/\S/);
      for (; indent < wanted; indent += 2) await page.keyboard.type("  ", { delay: KEY_MS });
      for (; indent > wanted; indent -= 2) await window.press("Backspace");
      await page.keyboard.type(line.trim(), { delay: KEY_MS });
      await window.press("Escape"); // whatever list is open
      if (line === TYPED.at(-1)) break;
      await window.press("Enter");
      indent = await page.evaluate(() => {
        const lines = [...document.querySelectorAll(".view-line")].sort((a, b) => parseInt(a.style.top) - parseInt(b.style.top));
        return lines.at(-1).innerText.replace(/\u00a0/g, " ").search(/$/);
      });
    }
    await window.picture("typed");
    const flashes = [...new Set(await page.evaluate(() => globalThis.flashes))];
    const lines = await page.locator(".view-line").allInnerTexts();
    console.log(lines.join("\n"));
    assert.deepEqual(flashes, []);
  });
});
