// A person writes workflows from empty files: no finding flashes on the way, none is wrong, none is missing at the end.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checked, play, world } from "../scenario.mjs";
import { Text } from "../text.mjs";

/** Longer than any finding is held back. */
const THINKING_MS = 3500;

const CLEAN = `apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Typed by hand
on:
  workflow_dispatch:
    inputs:
      version:
        type: string
        required: true
      where:
        type: choice
        options:
          - staging
          - production
        default: staging
permissions:
  scm-token-own: read
jobs:
  build:
    outputs:
      tag: \${{ steps.name.outputs.tag }}
    steps:
      - name: Check out
        uses: cloudbees-io/checkout@v1
      - id: name
        uses: docker://alpine:3
        run: |
          make
          echo "1.4" > "$CLOUDBEES_OUTPUTS/tag"
  deploy:
    needs: build
    if: \${{ inputs.version != '' }}
    environment: \${{ inputs.where }}
    steps:
      - uses: docker://alpine:3
        run: ./deploy.sh \${{ needs.build.outputs.tag }}`;
const WRONG = `apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Typed in haste
on:
  workflow_dispatch:
    inputs:
      version:
        type: text
jobs:
  build:
    step:
      - uses: docker://alpine:3
        run: make
  deploy:
    needs: compile
    steps:
      - name: Deploy
        run: ./deploy.sh \${{ inputs.versoin }}
      - uses: cloudbees-io/checkout@v1
        run: make`;

await play(async ({ page, window, step }) => {
  const text = new Text(window);
  const path = (name) => join(world.folder, ".cloudbees/workflows", name);
  const begin = async (name) => {
    await text.open(path(name));
    await text.watchFindings();
  };

  for (const name of ["typed.yaml", "haste.yaml"]) writeFileSync(path(name), "");
  await window.extensionIsThere();
  await window.clearNotifications();

  await step("a workflow without mistakes: nothing is said on the way, and nothing at the end", async () => {
    await begin("typed.yaml");
    await window.palette("View: Focus Problems");
    await text.lines.first().click();
    const swallowed = await text.write(CLEAN.split("\n"));
    console.log(`      the return key was swallowed ${swallowed} times`);
    await page.waitForTimeout(THINKING_MS);
    await window.picture("typed");
    assert.deepEqual(await text.findingsShown(CLEAN.split("\n")), []);
    await text.savedAs(path("typed.yaml"), CLEAN);
  });

  await step("one with mistakes: at the end each has its finding, and nothing else was ever said", async () => {
    await begin("haste.yaml");
    await text.lines.first().click();
    await text.write(WRONG.split("\n"));
    await text.savedAs(path("haste.yaml"), WRONG);
    const wanted = checked(path("haste.yaml")).map(({ message }) => message).sort();
    assert.ok(wanted.length >= 5, wanted.join("\n"));
    const said = async () => (await text.problems()).sort();
    await window.until(async () => `${await said()}` === `${wanted}`, "The findings").catch(() => undefined);
    assert.deepEqual(await said(), wanted);
    await window.picture("haste");
    const tooMuch = (await text.findingsShown(WRONG.split("\n"))).filter(({ finding }) => !wanted.includes(finding));
    assert.deepEqual(tooMuch.filter(({ finding }) => finding !== "something is underlined"), []);
  });
});
