// A person at work in VS Code, from an empty keyring to a second run. One scenario, in order: each step needs the one before.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { Window, withPage } from "../window.mjs";

const world = JSON.parse(process.argv[2]);

const control = async (path, body) => {
  const answer = await fetch(`${world.control}/_simulator/${path}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
};
const triggers = () => control("triggers");

/** The servers of this world's editor: pid of every process whose program is the one inside the extension. */
function servers() {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid)).map(Number).filter((pid) => {
    try {
      const environ = readFileSync(`/proc/${pid}/environ`, "utf8");
      return readlinkSync(`/proc/${pid}/exe`).endsWith("/server/unify-ls") && environ.includes(`HOME=${world.home}`);
    } catch {
      return false;
    }
  });
}

const commandLine = (pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");

await withPage(world.extension, async (page) => {
  const window = new Window(page, world.output);
  const step = async (name, play) => {
    const began = Date.now();
    try {
      await play();
      console.log(`  ok  ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      await window.picture(`failed - ${name}`);
      console.log(`FAILED ${name}\n${error.stack}`);
      console.log("Notifications:", await page.locator(".notification-list-item").allInnerTexts());
      process.exit(1);
    }
  };

  await window.open(world.address, world.folder);
  await window.extensionIsThere();

  await step("without a token, the view says how to store one", async () => {
    await window.palette("Unify: Show Workflows");
    await page.getByRole("button", { name: "Store Token…" }).waitFor();
    await window.picture("welcome");
  });

  await step("a folder's settings choose neither server nor API", async () => {
    await window.until(() => servers().length === 1, "one server");
    const line = commandLine(servers()[0]);
    assert.equal(line[line.indexOf("--api-url") + 1], world.platform);
    assert.deepEqual(["--token-store", "--confirm", "--proxy"].filter((flag) => line.includes(flag)), []);
  });

  await step("a token goes from the password box into the keyring; a bad one is said so in the box", async () => {
    await page.getByRole("button", { name: "Store Token…" }).click();
    await window.question("For how long was the token generated?");
    await window.choose("30 days");
    await window.question("Personal access token for");
    assert.equal(await window.field.getAttribute("type"), "password");
    await window.answer("Bearer something");
    await window.says("Bearer");
    await window.picture("token");
    await window.answer(world.token);
    await window.notification("is kept in secret-service").waitFor();
  });

  await step("the workflows appear, manual ones first", async () => {
    await window.treeRow("Deploy").waitFor();
    const labels = await page.locator(".sidebar .monaco-list-row .label-name").allInnerTexts();
    assert.ok(labels.indexOf("Deploy") < labels.indexOf("Build") && labels.indexOf("Smoke test") < labels.indexOf("Build"), String(labels));
  });

  const start = () => window.palette("Unify: Run Workflow…");

  await step("Escape at each question starts nothing", async () => {
    await start();
    await window.rows.filter({ hasText: "deploy.yaml" }).first().waitFor();
    await window.leave();
    const questions = [
      ["environment", () => window.choose("staging")], ["version", () => window.answer("1.4.2")],
      ["replicas", () => window.answer("3")], ["dry-run", () => window.choose("false")], ["Run deploy.yaml", () => undefined],
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
    await window.answer("");
    await window.says("A value is needed.");
    await window.answer("1.4.2");
    await window.question("replicas");
    assert.equal(await window.field.inputValue(), "2");
    await window.field.fill("many");
    await window.says("This is not a number.");
    await window.picture("number");
    await window.press("Enter");
    await window.says("This is not a number.");
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
    await window.question("Run deploy.yaml on main of shop-api?");
  });

  await step("the confirmation shows every line before it asks", async () => {
    const shown = (await window.rows.allInnerTexts()).join("\n");
    for (const line of ["environment: production", "version: 1.4.3", "replicas: 3", "dry-run: false", "commit:", "branch: main"])
      assert.ok(shown.includes(line), `${line} in ${shown}`);
    await window.picture("confirmation");
    assert.equal((await triggers()).count, 0);
  });

  await step("the run starts once, with what was shown", async () => {
    await window.press("Enter");
    await control("requests?path=/v2/components/*/trigger&wait=1");
    const { count, requests } = await triggers();
    assert.equal(count, 1);
    assert.deepEqual(requests[0].body.inputs, { environment: "production", version: "1.4.3", replicas: "3", "dry-run": "false" });
  });

  await step("it is followed in a notification, the tree and the status bar", async () => {
    await window.notification("deploy.yaml on main").waitFor();
    await window.treeRow("deploy.yaml").waitFor();
    await page.locator(".statusbar-item", { hasText: "deploy.yaml" }).waitFor();
    await window.picture("progress");
  });

  await step("its end is told, with the way to open it", async () => {
    await window.notification("SUCCEEDED: deploy.yaml on main").waitFor({ timeout: 90_000 });
    await page.getByRole("button", { name: "Open Run" }).waitFor();
    await page.locator(".sidebar .monaco-list-row", { hasText: "SUCCEEDED" }).first().waitFor();
    await window.picture("end");
    await window.clearNotifications();
  });

  await step("it is run again from the tree, asked about, and started", async () => {
    await window.rowAction("SUCCEEDED", "Run Again");
    await window.question("Run deploy.yaml on main");
    await window.chooseNamed("Run: ");
    await control("requests?path=/v2/components/*/trigger&wait=2");
    assert.deepEqual((await triggers()).requests[1].body, (await triggers()).requests[0].body);
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
    await window.question("Run deploy.yaml on main of shop-api?");
    await window.leave();
    assert.equal((await triggers()).count, 2);
  });

  await step("the log has the trace, and the token is in no text of the window", async () => {
    await window.palette("Unify: Show Log");
    await page.locator(".panel, .part.panel").filter({ hasText: /command\/resolve/ }).first().waitFor();
    assert.ok(!(await page.locator("body").innerText()).includes(world.token));
    await window.picture("log");
  });

  await step("the server is restarted on request", async () => {
    const [old] = servers();
    await window.palette("Unify: Restart Server");
    await window.until(() => servers().length === 1 && servers()[0] !== old, "a new server");
  });
});
