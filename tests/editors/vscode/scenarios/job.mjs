// A person at work, from an empty keyring to a second run.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, control, extensionLog, play, servers, triggered, triggers, world } from "../scenario.mjs";

await play(async ({ page, window, step }) => {
  await window.extensionIsThere();

  await step("without a token, the view says how to store one", async () => {
    await window.palette("Unify: Show Workflows");
    await page.getByRole("button", { name: "Store Token…" }).waitFor();
    await window.picture("welcome");
  });

  await step("the log is set to tell everything", async () => {
    await window.palette("Developer: Set Log Level...");
    await window.question("Set Log Level");
    await window.field.fill("CloudBees");
    await window.choose("CloudBees Unify");
    await window.choose("Trace");
  });

  await step("a folder's settings choose neither server nor API", async () => {
    await window.until(() => servers().length === 1, "one server");
    const line = commandLine(servers()[0]);
    assert.equal(line[line.indexOf("--api-url") + 1], world.platform);
    assert.equal(line[line.indexOf("--log-level") + 1], "debug");
    assert.deepEqual(["--token-store", "--confirm", "--proxy", "--ca-file"].filter((flag) => line.includes(flag)), []);
  });

  await step("a token goes from the password box into the keyring; a bad one is said so in the box", async () => {
    await page.getByRole("button", { name: "Store Token…" }).click();
    await window.question("For how long was the token generated?");
    await window.choose("30 days");
    await window.question("Personal access token for");
    assert.equal(await window.field.getAttribute("type"), "password");
    await window.answer("Bearer something");
    await window.says("Bearer");
    await window.answer("cb_api_not_this_one");
    await window.says("reject");
    await window.picture("token");
    await window.answer(world.token);
    await window.notification("Unify accepts the token for").waitFor();
  });

  await step("the workflows appear, manual ones first", async () => {
    await window.treeRow("Deploy").waitFor();
    const labels = await page.locator(".sidebar .monaco-list-row .label-name").allInnerTexts();
    assert.deepEqual(labels, ["Deploy", "Smoke test", "Build"]);
  });

  await step("a workflow's row opens its file, and says what it asks for", async () => {
    await window.treeRow("Deploy").click();
    await page.locator(".tab", { hasText: "deploy.yaml" }).waitFor();
    await window.treeRow("Smoke test").hover();
    await window.treeRow("Deploy").hover();
    const line = "environment (staging | production, default staging): Where to";
    await page.locator(".monaco-hover", { hasText: line }).waitFor();
    await page.locator(".editor-group-container").hover();
  });

  await step("the palette has every command, by its category", async () => {
    await window.clearNotifications();
    await window.press("F1");
    await window.field.fill(">Unify: ");
    await window.rows.filter({ hasText: "Unify: Choose Component…" }).first().waitFor();
    await window.picture("palette");
    await window.leave();
  });

  await step("a workflow that is changed is seen to differ from the remote branch", async () => {
    const path = join(world.folder, ".cloudbees/workflows/smoke.yaml");
    const before = readFileSync(path, "utf8");
    writeFileSync(path, before.replace("Smoke test", "Smoke and fire"));
    await window.treeRow("differs from the remote branch").waitFor();
    writeFileSync(path, before);
    await window.treeRow("differs from the remote branch").waitFor({ state: "detached" });
  });

  const start = () => window.palette("Unify: Run Workflow…");

  await step("Escape at each question starts nothing", async () => {
    await start();
    await window.rows.filter({ hasText: "deploy.yaml" }).first().waitFor();
    await window.leave();
    const questions = [
      ["environment", () => window.choose("staging")], ["version", () => window.answer("1.4.2")],
      ["replicas", () => window.answer("3")], ["dry-run", () => window.choose("false")],
    ];
    for (const [left] of questions) {
      await start();
      await window.choose("deploy.yaml");
      for (const [question, answer] of questions) {
        await window.question(question);
        if (question === left) break;
        await answer();
      }
      await window.leave();
    }
    await start();
    await window.choose("deploy.yaml");
    for (const [question, answer] of questions) {
      await window.question(question);
      await answer();
    }
    await window.leaveDialog("Run deploy.yaml on main of shop-api?");
    assert.equal((await triggers()).count, 0);
  });

  await step("every kind of input, a wrong answer corrected in its box, and the way back", async () => {
    await start();
    await window.rows.filter({ hasText: "deploy.yaml" }).first().waitFor();
    await window.picture("files");
    await window.choose("deploy.yaml");
    await window.question("environment");
    await window.picture("choice");
    await window.choose("production");
    await window.question("version");
    assert.equal(await window.title(), "Run Workflow: deploy.yaml on main (2/4)");
    await window.answer("");
    await window.says("version");
    await window.answer("1.4.2");
    await window.question("replicas");
    assert.equal(await window.field.inputValue(), "2");
    await window.field.fill("many");
    await window.complains();
    await window.picture("form");
    await window.press("Enter");
    await window.complains();
    await window.answer("3");
    await window.question("dry-run");
    await window.back();
    await window.question("replicas");
    assert.equal(await window.field.inputValue(), "3");
    await window.back();
    await window.question("version");
    assert.equal(await window.field.inputValue(), "1.4.2");
    await window.answer("1.4.3");
    await window.question("replicas");
    assert.equal(await window.field.inputValue(), "3");
    await window.press("Enter");
    await window.question("dry-run");
    await window.choose("false");
    await window.dialog("Run deploy.yaml on main of shop-api?").waitFor();
  });

  await step("the confirmation is a dialog with every line", async () => {
    const shown = await window.dialog("Run deploy.yaml").innerText();
    for (const line of ["environment: production", "version: 1.4.3", "replicas: 3", "dry-run: false", "commit:", "branch: main"])
      assert.ok(shown.includes(line), `${line} in ${shown}`);
    assert.deepEqual((await window.dialog("Run deploy.yaml").getByRole("button").allInnerTexts()).filter(Boolean).sort(),
      ["Cancel", "Change the inputs…", "Run"]);
    await window.picture("dialog");
    assert.equal((await triggers()).count, 0);
  });

  await step("its inputs can be changed from there", async () => {
    await window.decide("Run deploy.yaml", "Change the inputs…");
    await window.question("environment");
    await window.choose("production");
    for (const kept of ["1.4.3", "3"]) {
      await window.until(async () => (await window.field.inputValue()) === kept, kept);
      await window.press("Enter");
    }
    await window.question("dry-run");
    await window.choose("false");
    await window.dialog("Run deploy.yaml on main of shop-api?").waitFor();
  });

  await step("the run starts once, with what was shown", async () => {
    // It ends more than ten seconds later: until then the same run again would be asked about as a duplicate.
    const steps = [{ status: "PENDING" }, { status: "STARTED", afterReads: 1 }, { status: "SUCCEEDED", afterReads: 3 }];
    await control("world", { runs: { steps } });
    await window.press("Enter");
    await triggered(1);
    const { count, requests } = await triggers();
    assert.equal(count, 1);
    assert.deepEqual(requests[0].body.inputs, { environment: "production", version: "1.4.3", replicas: "3", "dry-run": "false" });
  });

  await step("its start is told, and the tree and the status bar show how it stands", async () => {
    await window.notification("Started deploy.yaml on main").waitFor();
    await window.runRow("running").waitFor();
    await page.locator(".statusbar-item", { hasText: "deploy.yaml: running" }).waitFor();
    await window.picture("progress");
  });

  await step("its end is told, with the ways to go on", async () => {
    await window.notification("deploy.yaml on main: succeeded").waitFor({ timeout: 90_000 });
    for (const button of ["Open Run", "Run Again"])
      await window.notification("deploy.yaml on main: succeeded").getByRole("button", { name: button }).waitFor();
    await window.runRow("succeeded in").waitFor();
    await window.picture("end");
    await window.clearNotifications();
  });

  await step("a row is read as what it shows", async () => {
    const label = await window.runRow("succeeded in").getAttribute("aria-label");
    assert.match(label, /^Deploy, succeeded in \d+ s, main, /);
  });

  await step("it is run again from the tree, asked about, and started", async () => {
    await control("world", { runs: { steps: [{ status: "PENDING" }, { status: "STARTED", afterReads: 1 }] } });
    await window.rowAction("succeeded in", "Run Again");
    await window.decide("Run deploy.yaml on main", "Run");
    await triggered(2);
    assert.deepEqual((await triggers()).requests[1].body, (await triggers()).requests[0].body);
  });

  await step("following is stopped, and the run goes on", async () => {
    await window.runRow("running").waitFor();
    await window.rowMenu("running", "Stop Following Run");
    await window.notification("No longer following").waitFor();
    await window.runRow("not followed").waitFor();
    assert.equal((await triggers()).started, 2);
    await window.clearNotifications();
  });

  await step("a click shows a run's details, to be read", async () => {
    await window.runRow("succeeded in").click();
    await page.locator(".tab", { hasText: "deploy.yaml on main" }).waitFor();
    const text = window.document();
    await text.getByRole("heading", { name: "deploy.yaml on main" }).waitFor();
    await text.getByRole("cell", { name: "1.4.3" }).waitFor();
    await window.picture("run");
    await window.closeEditor();
  });

  await step("a run as curl goes to the clipboard, without the token", async () => {
    await window.palette("Unify: Copy Run as curl");
    await window.choose("smoke.yaml");
    await window.notification("The curl command is in the clipboard").waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(text, /^curl .*\$UNIFY_TOKEN/s);
    await window.clearNotifications();
  });

  await step("a server lost in the middle of a form costs no answer", async () => {
    await start();
    await window.choose("deploy.yaml");
    await window.question("environment");
    await window.choose("staging");
    await window.question("version");
    const [old] = servers();
    process.kill(old, "SIGKILL");
    await window.answer("2.0.0");
    await window.question("replicas");
    assert.notEqual(servers()[0], old);
    await window.press("Enter");
    await window.question("dry-run");
    await window.choose("false");
    await window.leaveDialog("Run deploy.yaml on main of shop-api?");
    assert.equal((await triggers()).count, 2);
  });

  await step("the log has every message, and the token is in no text of the window", async () => {
    await window.palette("Unify: Show Log");
    await page.locator(".part.panel .view-lines").waitFor();
    const text = extensionLog();
    for (const said of ["Sending request 'command/resolve", "inputs.version", "unify/runChanged"])
      assert.ok(text.includes(said), `${said} in ${text.length} characters`);
    assert.ok(!(await page.locator("body").innerText()).includes(world.token));
    await window.palette("View: Toggle Panel Visibility");
  });

  await step("the server is restarted on request, and tells the end of a run that nobody followed", async () => {
    const [old] = servers();
    await control("runs/last", { status: "FAILED" });
    await window.palette("Unify: Restart Server");
    await window.until(() => servers().length === 1 && servers()[0] !== old, "a new server");
    await window.notification("deploy.yaml on main: failed").waitFor();
  });

  await step("a token that is about to end is in the status bar", async () => {
    await window.palette("Unify: Store Token…");
    await window.choose("Until a date");
    await window.question("The day it ends");
    await window.answer(new Date(Date.now() + 36 * 3600_000).toISOString().slice(0, 10));
    await window.question("Personal access token for");
    await window.answer(world.token);
    await page.locator(".statusbar-item", { hasText: /Unify token ends/ }).waitFor();
    await window.picture("token-ends");
  });

  await step("deleting the token asks, and the view says that there is none", async () => {
    await window.palette("Unify: Delete Token…");
    await window.leaveDialog("Delete the stored token?");
    await window.treeRow("Deploy").waitFor();
    await window.palette("Unify: Delete Token…");
    await window.decide("Delete the stored token?", "Delete Token");
    await page.getByRole("button", { name: "Get Started" }).waitFor();
  });
});
