// What goes wrong with the server, and what a person is told: it is missing, of another time, refuses its settings, or
// keeps ending. Each time the machine's settings change, the extension starts another one by itself.
import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, play, servers, setMachineSettings, world } from "../scenario.mjs";

/** A server that is only a script: it answers `initialize` with this protocol's number, then does as it is told. */
function fakeServer(name, protocol, then) {
  const path = join(world.home, name);
  const experimental = { unify: { protocol } };
  writeFileSync(path, `#!${process.execPath}
    process.stdin.once("data", (data) => {
      const { id } = JSON.parse(String(data).split("\\r\\n\\r\\n")[1]);
      const result = { capabilities: { experimental: ${JSON.stringify(experimental)} } };
      const body = JSON.stringify({ jsonrpc: "2.0", id, result });
      process.stdout.write("Content-Length: " + body.length + "\\r\\n\\r\\n" + body);
      process.stdin.resume();
      ${then}
    });
    process.stdin.on("end", () => process.exit());
  `);
  chmodSync(path, 0o755);
  return path;
}

const speaking = (protocol) => fakeServer(`speaks-${protocol}`, protocol, "");
const ending = fakeServer("keeps-ending", 1, `setTimeout(() => (console.error("E[now] Out of luck."), process.exit(7)), 300);`);

await play(async ({ page, window, step }) => {
  await window.extensionIsThere();

  await step("a server that is missing is explained in the view, with the way out", async () => {
    await window.palette("Unify: Show Workflows");
    await page.getByRole("button", { name: "Restart Server" }).click();
    await window.notification("unify.server.path is not the absolute path of a program: /nowhere/unify-ls").waitFor();
    await window.picture("no-server");
    await window.clearNotifications();
  });

  for (const [protocol, side] of [[2, "this extension"], [0, "the server unify-ls"]])
    await step(`a server that speaks protocol ${protocol}: upgrade ${side}`, async () => {
      setMachineSettings({ "unify.server.path": speaking(protocol) });
      await window.notification(`upgrade ${side}`).waitFor();
      await window.clearNotifications();
    });

  await step("settings that the server refuses are said with its own words", async () => {
    setMachineSettings({ "unify.server.path": null, "unify.apiUrl": "http://api.example" });
    await window.notification("could not be started").waitFor();
    const said = await window.notification("could not be started").innerText();
    assert.match(said, /https/, said);
    await window.clearNotifications();
  });

  await step("a server that keeps ending is started again a few times, then left", async () => {
    setMachineSettings({ "unify.server.path": ending, "unify.apiUrl": world.platform });
    await window.notification("The server keeps ending: Out of luck.").waitFor();
    await window.picture("keeps-ending");
  });

  await step("with the settings corrected, all is well without a reload", async () => {
    setMachineSettings({ "unify.server.path": null });
    await page.getByRole("button", { name: "Store Token…" }).waitFor();
    assert.equal(servers().length, 1);
  });

  await step("a changed machine setting restarts the server with its flag", async () => {
    setMachineSettings({ "unify.requestTimeoutSeconds": 7 });
    const hasFlag = (pid) => commandLine(pid).join(" ").includes("--request-timeout 7");
    await window.until(() => servers().length === 1 && servers().every(hasFlag), "a server with the flag");
  });
});
