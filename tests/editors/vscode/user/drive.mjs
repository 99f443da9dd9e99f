// try
import { Window, withPage } from "../window.mjs";
const world = JSON.parse(process.argv[2]);
await withPage(world.extension, async (page) => {
  const w = new Window(page, world.output);
  await w.open(world.address, world.folder);
  await page.waitForTimeout(4000);
  await w.picture("try0");
  await w.press("F1"); await page.waitForTimeout(3000); await w.picture("try00"); await w.press("Escape");
  await w.palette("Unify: Show Workflows");
  await page.waitForTimeout(4000);
  await w.picture("try1");
});
