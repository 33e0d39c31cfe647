// Hands and eyes on the map's canvas. Where things are drawn is known from the buttons that mirror them.

import { expect } from "@playwright/test";

/** What one wheel step does: about a tenth nearer. */
const WHEEL_STEP = -25;
const STEPS_MAX = 60;
/** From this width on a department is drawn with its name and can be drawn from, in pixels. */
const READABLE_PX = 90;

/** The canvas. */
export const ground = (page) => page.getByRole("application", { name: /^Dependency map/ });

/** The button over a department, exactly where it is drawn. */
export const department = (page, name) => ground(page).getByRole("button", { name, exact: true });

/** Where a department is on the page: its box and its middle. */
async function spot(page, name) {
  const box = await department(page, name).boundingBox();
  return { ...box, midX: box.x + box.width / 2, midY: box.y + box.height / 2 };
}

/** Looks nearer, between two departments, until both can be read. */
export async function approach(page, from, to) {
  await expect(department(page, from)).toBeVisible();
  await page.keyboard.down("Control");
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const [a, b] = [await spot(page, from), await spot(page, to)];
    if (a.width >= READABLE_PX) break;
    await page.mouse.move((a.midX + b.midX) / 2, (a.midY + b.midY) / 2);
    await page.mouse.wheel(0, WHEEL_STEP);
    await expect.poll(async () => (await spot(page, from)).width).not.toBe(a.width);
  }
  await page.keyboard.up("Control");
}
