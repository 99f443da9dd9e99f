// Workflows that are written from empty files with completion and Tab: only what their author has to invent is typed, and
// there is no finding on the way or at the end.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checked, play, world } from "../scenario.mjs";
import { Text } from "../text.mjs";

const FROM_SKELETONS = `apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Ship it
on:
  workflow_dispatch:
    inputs:
      environment:
        type: choice
        options:
          - test
          - production
jobs:
  deploy:
    environment: \${{ inputs.environment }}
    steps:
      - name: Deploy
        uses: docker://alpine:3.20
        run: |
          ./ship.sh
  verify:
    steps:
      - name: Ask the new one
        uses: docker://alpine:3
        run: |
          ./ask.sh
    needs: deploy`;
const BY_KEYS = `apiVersion: automation.cloudbees.io/v1alpha1
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
        run: ./deploy.sh \${{ inputs.environment}}`; // VS Code closes the braces

await play(async ({ window, step }) => {
  const text = new Text(window);
  const path = (name) => join(world.folder, ".cloudbees/workflows", name);

  for (const name of ["skeletons.yaml", "keys.yaml"]) writeFileSync(path(name), "");
  await window.extensionIsThere();
  await window.clearNotifications();

  const begin = async (name) => {
    await text.open(path(name));
    await text.watchFindings();
  };
  /** Of each place that a skeleton leaves open: what the author writes there, or nothing where it may stay. */
  const fill = async (names) => {
    for (const name of names) {
      if (name) await text.invent(name);
      await window.press("Tab");
    }
  };
  const end = async (name, content) => {
    await window.picture(`completion-${name}-end`);
    await text.savedAs(path(`${name}.yaml`), content);
    assert.deepEqual(checked(path(`${name}.yaml`)), []);
    assert.deepEqual(await text.findingsShown(), []);
  };

  await step("one of whole parts, each with the places that are its author's", async () => {
    await begin("skeletons.yaml");
    await text.take("workflow: deploy by hand", "completion");
    await fill(["Ship it", "test", ""]);
    await text.invent("./ship.sh");
    await text.begin(3);
    await text.take("job with steps", "completion-job");
    await fill(["verify", "Ask the new one"]);
    await text.invent("./ask.sh");
    await text.begin(5);
    await text.take("needs");
    await text.take("deploy", "completion-needs");
    await end("skeletons", FROM_SKELETONS);
  });

  await step("one key after the other", async () => {
    await begin("keys.yaml");
    await text.take("apiVersion");
    await text.begin(1);
    await text.take("kind");
    await window.press("Tab"); // its first value
    await text.begin(1);
    await text.take("name");
    await text.invent("Tabbed");
    await text.begin(1);
    await text.take("on");
    await text.take("workflow_dispatch", "completion-trigger");
    await text.take("inputs");
    await text.take("input: choice", "completion-input");
    await fill(["", "", ""]);
    await text.begin(1);
    await text.take("jobs");
    await text.take("job with steps");
    await fill(["", ""]);
    await text.invent("make");
    await text.begin(3);
    await text.invent("deploy:");
    await text.begin(5);
    await text.take("needs");
    await text.take("build");
    await text.begin(5);
    await text.take("steps");
    await text.take("uses");
    await text.take("docker://alpine:3", "completion-uses");
    await text.begin(9);
    await text.take("run");
    await text.invent("./deploy.sh ${{ ");
    await text.take("inputs", "completion-expression");
    await text.invent(".");
    await text.take("environment", "completion-property");
    await end("keys", BY_KEYS);
  });
});
