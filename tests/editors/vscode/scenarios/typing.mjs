// A person writes workflows from empty files: no finding flashes on the way, none is wrong, none is missing at the end; and
// one that is written by completion alone.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { play, world } from "../scenario.mjs";
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
    needs: bild
    steps:
      - name: Deploy
        run: ./deploy.sh \${{ inputs.versoin }}
      - uses: cloudbees-io/checkout@v1
        run: make`;
const TABBED = `apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Tabbed
on:
  workflow_dispatch:
    inputs:
      environment:
        type: choice
        options:
          - staging
          - production
jobs:
  build:
    steps:
      - name: Build
        uses: docker://alpine:3
        run: |
          make
  deploy:
    needs: build
    steps:
      - uses: docker://alpine:3
        run: ./deploy.sh \${{ inputs.environment }}`;

await play(async ({ page, window, step }) => {
  const text = new Text(window);
  const path = (name) => join(world.folder, ".cloudbees/workflows", name);
  const begin = async (name) => {
    await text.open(path(name));
    await text.watchFindings();
  };
  /** What the terminal says of a file, with which the editor has to agree. */
  const checked = (name) => {
    try {
      return JSON.parse(execFileSync(world.server, ["check", "--json", path(name)], { cwd: world.folder }));
    } catch (error) {
      return JSON.parse(error.stdout);
    }
  };

  for (const name of ["typed.yaml", "haste.yaml", "tab.yaml"]) writeFileSync(path(name), "");
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
    assert.deepEqual(await text.findingsShown(), []);
    await text.savedAs(path("typed.yaml"), CLEAN);
  });

  await step("one with mistakes: at the end each has its finding, and nothing else was ever said", async () => {
    await begin("haste.yaml");
    await text.lines.first().click();
    await text.write(WRONG.split("\n"));
    await page.waitForTimeout(THINKING_MS);
    await window.picture("haste");
    await text.savedAs(path("haste.yaml"), WRONG);
    const wanted = checked("haste.yaml").files[0].diagnostics.map(({ message }) => message).sort();
    assert.ok(wanted.length >= 5, wanted.join("\n"));
    assert.deepEqual((await text.problems()).sort(), wanted);
    const others = (await text.findingsShown()).filter(([said]) => !wanted.includes(said));
    assert.deepEqual(others.filter(([said]) => said !== "something is underlined"), []);
  });

  await step("one that is written by completion, with Tab: only names and a script are typed", async () => {
    await window.palette("View: Toggle Panel Visibility");
    await begin("tab.yaml");
    await text.take("apiVersion", "completion");
    await text.begin(1);
    await text.take("kind");
    await window.press("Tab"); // its first value
    await text.begin(1);
    await text.take("name");
    await window.type("Tabbed");
    await text.begin(1);
    await text.take("on");
    await text.take("workflow_dispatch", "tab-trigger");
    await text.take("inputs");
    await text.take("input: choice", "tab-input");
    for (const stop of ["environment", "staging", "production"]) {
      await text.line(stop).waitFor();
      await window.press("Tab");
    }
    await text.begin(1);
    await text.take("jobs");
    await text.take("job with steps", "tab-job");
    await window.press("Tab");
    await window.press("Tab");
    await window.type("make");
    await text.begin(3);
    await window.type("deploy:");
    await text.begin(5);
    await text.take("needs");
    await text.take("build", "tab-needs");
    await text.begin(5);
    await text.take("steps");
    await text.take("uses");
    await text.take("docker://alpine:3", "tab-uses");
    await text.begin(9);
    await text.take("run");
    await window.type("./deploy.sh ${{ ");
    await text.take("inputs", "tab-expression");
    await window.type(".");
    await text.take("environment", "tab-property");
    await page.waitForTimeout(THINKING_MS);
    await window.picture("tab-end");
    await text.savedAs(path("tab.yaml"), TABBED);
    assert.deepEqual(checked("tab.yaml").files.flatMap(({ diagnostics }) => diagnostics), []);
    assert.deepEqual(await text.findingsShown(), []);
  });
});
