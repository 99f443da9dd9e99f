// What the scenarios share: the world they play in, the platform's simulator, the servers that run, and named steps.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, readlinkSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Window, withPage } from "./window.mjs";

const OPENED_AT_MOST = 3;
const HOST_PATIENCE_MS = 90_000;

export const world = JSON.parse(process.argv[2]);

/** Asks or tells the simulator something. */
export async function control(path, body) {
  const options = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${world.control}/_simulator/${path}`, options);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

export const triggers = () => control("triggers");

/** Answers when the platform was asked that often to start a run. */
export const triggered = (count) => control(`requests?path=/v2/components/*/trigger&wait=${count}`);

/** The servers of this world's editor: the ids of their processes. */
export function servers() {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid)).map(Number).filter((pid) => {
    try {
      const isServer = readlinkSync(`/proc/${pid}/exe`).endsWith("/unify-ls");
      return isServer && readFileSync(`/proc/${pid}/environ`, "utf8").includes(`HOME=${world.home}\0`);
    } catch {
      return false; // it has ended meanwhile
    }
  });
}

/** What VS Code's logs of this name hold so far. */
function logged(name) {
  const logs = readdirSync(world.logs, { recursive: true }).filter((path) => path.endsWith(name));
  return logs.map((path) => readFileSync(join(world.logs, path), "utf8")).join("");
}

export const extensionLog = () => logged("CloudBees Unify.log");

/** Empty when it has ended meanwhile. */
export function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/** The findings that the terminal has for a file, with which the editor has to agree. */
export function checked(path) {
  const check = () => {
    try {
      return execFileSync(world.server, ["check", "--json", path], { cwd: world.folder });
    } catch (error) {
      return error.stdout; // it ends with 1 where there are findings
    }
  };
  return JSON.parse(check()).files.flatMap(({ diagnostics }) => diagnostics);
}

/** Changes the machine's settings as a person does who edits the file. */
export function setMachineSettings(changes) {
  const settings = JSON.parse(readFileSync(world.machineSettings, "utf8"));
  // At one stroke, so that VS Code never reads half of it.
  writeFileSync(`${world.machineSettings}.new`, JSON.stringify({ ...settings, ...changes }));
  renameSync(`${world.machineSettings}.new`, world.machineSettings);
}

/** VS Code gives up an extension host that takes longer than a minute to come up, as on a busy machine, and says nothing. */
async function openWithExtensions(window) {
  const isUp = async () => logged("remoteexthost.log").includes("_doActivateExtension");
  await window.open(world.address, world.workspace ?? world.folder);
  for (let opened = 1; opened < OPENED_AT_MOST; opened++) {
    if (await window.until(isUp, "The extension host", HOST_PATIENCE_MS).then(() => true, () => false)) return;
    await window.page.reload();
    await window.ready();
  }
}

/** Opens VS Code in the world's folder and plays the steps, in order: each needs the one before. */
export function play(scenario) {
  return withPage(world.extension, async (page) => {
    const window = new Window(page, world.output);
    const step = async (name, act) => {
      const began = Date.now();
      try {
        await act();
        console.log(`  ok  ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      } catch (error) {
        await window.picture(`failed - ${name.replaceAll("/", " ")}`);
        console.log(`FAILED ${name}\n${error.stack}`);
        console.log("Notifications:", await page.locator(".notification-list-item").allInnerTexts());
        console.log(`The log's end:\n${extensionLog().slice(-3000)}`);
        process.exit(1);
      }
    };
    await openWithExtensions(window);
    await scenario({ page, window, step });
  });
}
