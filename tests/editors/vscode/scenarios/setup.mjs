// The first minute, with what Unify puts into the clipboard: the documented token, which may only start runs, and the curl
// command that is shown beside it, of several lines and with a place where the token goes.
import assert from "node:assert/strict";
import { play, triggers, world } from "../scenario.mjs";

const CURL = `curl -X POST ${world.platform}/v2/components/22222222-0000-4000-8000-000000000001/trigger \\
  -H 'Authorization: Bearer <PAT>' \\
  -d '{"branchName": "main", "workflowFileName": "smoke.yaml"}'
`;

await play(async ({ page, window, step }) => {
  const paste = async (text) => {
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await window.field.focus();
    await window.press("Control+V");
    await window.press("Enter");
  };

  await window.extensionIsThere();

  await step("the view offers to get started", async () => {
    await window.palette("Unify: Show Workflows");
    await page.getByRole("button", { name: "Get Started" }).waitFor();
    await window.picture("setup-1-view");
  });

  await step("the page where tokens are generated is opened, and what to copy is said", async () => {
    await page.getByRole("button", { name: "Get Started" }).click();
    await window.dialog("Do you want").waitFor();
    await window.leaveDialog("Do you want");
    await window.notification("Copy it and the curl command").waitFor();
  });

  await step("the end of the token is asked once", async () => {
    await window.question("For how long was the token generated?");
    await window.picture("setup-2-end");
    await window.choose("7 days");
  });

  await step("the curl command is taken apart, and the token asked for", async () => {
    await window.question("Personal access token for");
    await paste(CURL);
    await window.says("token");
    await window.complains();
    await window.picture("setup-3-command");
  });

  await step("the token is stored; nothing is lost by its not reading", async () => {
    await paste(world.token);
    await window.notification("it may start runs, and cannot read").waitFor();
  });

  await step("the workflows are shown, and what starting one would send", async () => {
    await window.question("Workflow");
    await window.treeRow("Smoke test").waitFor();
    await window.picture("setup-4-workflows");
    await window.choose("smoke.yaml");
    await page.locator(".tab", { hasText: "request" }).waitFor();
    await window.document().getByText("/v2/components/22222222-0000-4000-8000-000000000001/trigger").waitFor();
    await window.picture("setup-5-preview");
    assert.equal((await triggers()).count, 0);
  });

  await step("the first run starts, and is said not to be followed", async () => {
    await window.rowAction("Smoke test", "Run Workflow");
    await window.dialog("Run smoke.yaml on main").waitFor();
    await window.picture("setup-6-confirmation");
    await window.decide("Run smoke.yaml on main", "Run");
    await window.notification("Started smoke.yaml on main").waitFor();
    await window.runRow("not followed").waitFor();
    assert.equal((await triggers()).started, 1);
  });

  await step("the doctor's report is a document, with what is wrong first", async () => {
    await window.clearNotifications();
    await window.palette("Unify: Run Doctor");
    await window.document().getByRole("heading", { name: "Doctor" }).waitFor();
    await window.picture("doctor");
  });
});
