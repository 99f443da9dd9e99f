// A run as a document: written for a workflow, completed and checked, shown as a request, and started by its lens.
import assert from "node:assert/strict";
import { play, triggered, triggers } from "../scenario.mjs";
import { SQUIGGLES, Text } from "../text.mjs";

await play(async ({ page, window, step }) => {
  const text = new Text(window);
  const lens = (words) => page.locator(".codelens-decoration a", { hasText: words }).first();
  await window.extensionIsThere();

  await step("a run is written as a document, with its inputs and what is missing", async () => {
    await window.palette("Unify: Write Run as Document");
    await window.choose("deploy.yaml");
    await text.line("workflow: deploy.yaml").waitFor();
    await page.locator(SQUIGGLES).first().waitFor();
    await window.picture("run-document");
  });

  await step("what an input may be is offered, and what it must not be is said", async () => {
    await text.goBehind(6, "  environment: staging");
    await window.press("Control+Shift+ArrowLeft");
    await text.take("production", "run-document-offers");
    await text.goBehind(7, "  version:");
    await window.type(" 007");
    await page.locator(SQUIGGLES).first().waitFor({ state: "detached" });
  });

  await step("its request is shown and sends nothing; its lens asks, and starts it with the inputs as they stand", async () => {
    await lens("Show the request").click();
    await window.document().getByText("production").first().waitFor();
    await window.picture("run-document-request");
    await window.closeEditor();
    assert.equal((await triggers()).count, 0);
    await lens("Run…").click();
    await window.picture("run-document-confirmation");
    await window.decide("Run deploy.yaml", "Run");
    await triggered(1);
    const [{ body }] = (await triggers()).requests;
    assert.deepEqual([body.inputs.environment, body.inputs.version], ["production", "007"]);
  });
});
