// A folder that is not trusted: the extension works, and the folder's own settings do not count until it is.
import { play } from "../scenario.mjs";

await play(async ({ page, window, step }) => {
  await window.extensionIsThere();

  await step("before it is trusted, a folder's settings do not count", async () => {
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
    await window.palette("Unify: Show Workflows");
    await window.treeRow("Deploy").waitFor();
    await window.picture("restricted");
  });

  await step("once it is trusted, they do", async () => {
    await window.palette("Workspaces: Manage Workspace Trust");
    await page.locator(".workspace-trust-editor .monaco-button", { hasText: "Trust" }).first().click();
    await window.palette("Unify: Show Workflows");
    await window.treeRow("elsewhere").waitFor();
  });
});
