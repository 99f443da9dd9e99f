// Measures how long the extension keeps VS Code waiting: the time to load its code and to call `activate`, which VS Code
// counts itself and shows among its running extensions. The server's start lies beside that count: `activate` begins it and
// returns, and only afterwards is the language client loaded and the program run. So each round ends when the server is
// there too. scripts/bench plays this and reads what it leaves in activation.json.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { play, servers, world } from "../scenario.mjs";

const ROUNDS = 7;
/** The list begins with the slowest and draws only what is seen of it. */
const ROOM_FOR_ALL = { width: 1280, height: 4000 };

await play(async ({ page, window, step }) => {
  await page.setViewportSize(ROOM_FOR_ALL);
  const measure = async (earlier) => {
    await window.extensionIsThere();
    await window.palette("Unify: Show Workflows"); // this host may lack the search that finds the workflows' folder
    await window.palette("Developer: Show Running Extensions");
    const extensions = page.locator(".runtime-extensions-editor .monaco-list-row");
    const row = extensions.filter({ hasText: "Workflows for CloudBees Unify" });
    const said = await row.getByText(/Activation: \d+ms/).innerText();
    await window.until(() => servers().some((pid) => !earlier.includes(pid)), "The server");
    return Number(/(\d+)ms/.exec(said)[1]);
  };

  await step("the extension is activated again and again", async () => {
    const rounds = [await measure([])];
    while (rounds.length < ROUNDS) {
      const earlier = servers(); // the host of a window that is gone may keep its own for a while
      await window.reload();
      rounds.push(await measure(earlier));
    }
    console.log(`      ${rounds.join(", ")} ms`);
    writeFileSync(join(world.output, "activation.json"), JSON.stringify(rounds));
  });
});
