// What VS Code shows in the text of a workflow, and what a person does with it: findings and their fixes, hovers, ways
// between names and files, lenses, hints, colors and symbols.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { play, world } from "../scenario.mjs";
import { SQUIGGLES, Text } from "../text.mjs";

const HEADER = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\n";
const MISTAKES = `${HEADER}name: Broken
on:
  workflow_dispatch:
    inputs:
      environment:
        type: choise
        options: [staging, production]
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
const CORRECTED = MISTAKES.replace("choise", "choice").replace("step:", "steps:").replace("bild", "build")
  .replace("enviroment", "environment");
const SHARED = `${HEADER}name: Shared
on:
  workflow_call:
    inputs:
      version:
        type: string
        description: What is rolled out
        required: true
jobs:
  roll-out:
    steps:
      - uses: docker://alpine:3
        run: ./roll-out.sh \${{ inputs.version }}
`;
const RELEASE = `${HEADER}name: Release
on:
  schedule:
    - cron: "30 4 * * 1-5"
  workflow_dispatch:
jobs:
  build:
    timeout-minutes: 150
    outputs:
      tag: \${{ steps.name.outputs.tag }}
    steps:
      - name: Check out
        uses: cloudbees-io/checkout@v1
      - id: name
        uses: docker://alpine:3
        run: echo "$\{VERSION}" > "$CLOUDBEES_OUTPUTS/tag"
        env:
          VERSION: \${{ cloudbees.scm.sha }}
  publish:
    needs: build
    uses: ./.cloudbees/workflows/shared.yaml
    with:
      version: \${{ needs.build.outputs.tag }}
`;

await play(async ({ page, window, step }) => {
  const text = new Text(window);
  const path = (name) => join(world.folder, ".cloudbees/workflows", name);
  const problem = (words) => page.locator(".markers-panel .monaco-list-row", { hasText: words }).first();
  const hover = page.locator(".monaco-hover:visible").first();
  const lens = (words) => page.locator(".codelens-decoration", { hasText: words }).first();

  for (const [name, content] of Object.entries({ "broken.yaml": MISTAKES, "shared.yaml": SHARED, "release.yaml": RELEASE }))
    writeFileSync(path(name), content);
  await window.extensionIsThere();
  await window.clearNotifications();

  await step("the mistakes of a file are underlined, and listed as problems", async () => {
    await text.open(path("broken.yaml"));
    await page.locator(SQUIGGLES).first().waitFor();
    await window.palette("View: Focus Problems"); // an older palette calls it by its view's name
    for (const words of ["choise", '"step"', "bild", "enviroment"]) await problem(words).waitFor();
    await window.picture("findings");
  });

  await step("a fix is applied by the light bulb", async () => {
    await problem("bild").dblclick();
    await text.at(16, 16);
    await text.fix("Write `build`", "fix");
    await text.line("needs: build").waitFor();
    await problem("bild").waitFor({ state: "detached" });
  });

  await step("all that is certain is fixed at once", async () => {
    await window.palette("Fix All");
    await problem("enviroment").waitFor({ state: "detached" });
    await problem("choise").waitFor({ state: "detached" });
    await window.picture("fixed");
    await text.savedAs(path("broken.yaml"), CORRECTED);
  });

  await step("a hover says what a key, an action and a schedule are", async () => {
    await window.palette("View: Toggle Panel Visibility");
    await text.open(path("release.yaml"));
    for (const [line, column, words] of [[10, 5, "minutes"], [15, 20, "checkout"], [6, 15, "Monday"], [25, 41, "tag"]]) {
      await text.goTo(line, column);
      await window.palette("Show or Focus Hover");
      await hover.filter({ hasText: words }).waitFor();
      await window.picture(`hover-${line}`);
      await window.press("Escape");
    }
  });

  await step("a schedule and a long wait are put into words beside them", async () => {
    await text.goTo(1, 1);
    await text.line("30 4 * * 1-5").filter({ hasText: "at 04:30" }).waitFor();
    await text.line("timeout-minutes: 150").filter({ hasText: "2 h 30 min" }).waitFor();
  });

  await step("the words of an expression have colors of their own", async () => {
    const colors = () => text.line("VERSION: ${{").locator("span span").evaluateAll((all) => all.map((span) =>
      `${span.innerText.trim()} ${getComputedStyle(span).color}`));
    const colorOf = async (word) => (await colors()).find((each) => each.startsWith(`${word} `))?.split(" ").slice(1).join(" ");
    await window.until(async () => (await colorOf("sha")) !== undefined, "The words of the expression");
    assert.notEqual(await colorOf("sha"), await colorOf("${{"));
  });

  await step("lenses start a workflow, and count who calls one", async () => {
    await lens("Run…").waitFor();
    await window.picture("release");
    await text.open(path("shared.yaml"));
    await lens("1 caller in this repository").waitFor();
    await window.picture("callers");
    await window.closeEditor();
  });

  await step("a definition is found, in the file and beyond it", async () => {
    await text.open(path("release.yaml"));
    await text.goTo(22, 12);
    await window.press("F12");
    await text.at(9, 3);
    await text.goTo(23, 30);
    await window.press("F12");
    await page.locator(".tab.active", { hasText: "shared.yaml" }).waitFor();
    await window.closeEditor();
  });

  await step("a name is changed wherever it is used, in other files too", async () => {
    await text.open(path("shared.yaml"));
    await text.goTo(7, 8);
    await window.press("F2");
    await page.locator(".rename-box:visible input").fill("release");
    await window.picture("rename");
    await window.press("Enter");
    await text.line("inputs.release").waitFor();
    await text.open(path("release.yaml"));
    await text.line("release: ${{ needs").waitFor();
    await window.palette("File: Save All");
  });

  await step("the outline and the symbols of the workspace lead to jobs, steps and inputs", async () => {
    await window.palette("Go to Symbol in Editor...");
    for (const name of ["build", "publish", "Check out"]) await window.rows.filter({ hasText: name }).first().waitFor();
    await window.picture("outline");
    await window.leave();
    await window.palette("Go to Symbol in Workspace...");
    await window.field.fill("#roll");
    await window.rows.filter({ hasText: "roll-out" }).first().waitFor();
    await window.picture("symbols");
    await window.press("Enter");
    await page.locator(".tab.active", { hasText: "shared.yaml" }).waitFor();
  });
});
