// Hands and eyes on the map's canvas. Where things are drawn is known from the buttons that mirror them.

import { expect } from "@playwright/test";

/** What one wheel step does: about a tenth nearer. */
const WHEEL_STEP = -25;
const STEPS_MAX = 60;
/** From here on departments can be drawn from, in percent; from farther away there are only groups. */
const READABLE_PERCENT = 40;

/** The canvas. */
export const ground = (page) => page.getByRole("application", { name: /^Dependency map/ });

/** The button over a department, exactly where it is drawn. */
export const department = (page, name) => ground(page).getByRole("button", { name, exact: true }).first();

/** The names of some departments that are drawn, the busiest first. */
export async function named(page, count) {
  const buttons = ground(page).getByRole("button");
  await expect.poll(() => buttons.count()).toBeGreaterThanOrEqual(count);
  const names = await buttons.evaluateAll((all) => all.map((button) => button.getAttribute("aria-label")));
  return [...new Set(names)].slice(0, count);
}

/** Where a department is on the page: its box and its middle. */
async function spot(page, name) {
  let box;
  // A button that is being made anew has no box for a moment.
  await expect.poll(async () => (box = await department(page, name).boundingBox())).not.toBeNull();
  return { ...box, midX: box.x + box.width / 2, midY: box.y + box.height / 2 };
}

/** Looks nearer, between two departments, until one can draw from them. */
export async function approach(page, from, to) {
  const zoom = page.getByRole("group", { name: "Zoom" });
  const percent = async () => Number.parseInt(await zoom.innerText(), 10);
  // Before the map is laid out its buttons lie nowhere in particular.
  await expect.poll(async () => (await spot(page, from)).width).toBeGreaterThan(1);
  await page.keyboard.down("Control");
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const before = await percent();
    if (before >= READABLE_PERCENT) break;
    const [a, b] = [await spot(page, from), await spot(page, to)];
    await page.mouse.move((a.midX + b.midX) / 2, (a.midY + b.midY) / 2);
    await page.mouse.wheel(0, WHEEL_STEP);
    await expect.poll(percent).not.toBe(before);
  }
  await page.keyboard.up("Control");
}

/** What is drawn half way between two departments, as a picture. */
export async function between(page, from, to) {
  const [a, b] = [await spot(page, from), await spot(page, to)];
  const clip = { x: (a.midX + b.midX) / 2 - 20, y: (a.midY + b.midY) / 2 - 20, width: 40, height: 40 };
  return (await page.screenshot({ clip })).toString("base64");
}

/** Takes a department by its right rim and stops half way to another, the button held down. */
export async function drawHalfWay(page, from, to) {
  const [a, b] = [await spot(page, from), await spot(page, to)];
  await page.mouse.move(a.x + a.width - 2, a.midY);
  await page.mouse.down();
  await page.mouse.move((a.midX + b.midX) / 2, (a.midY + b.midY) / 2, { steps: 8 });
}

/** Goes on to a department and lets go there. */
export async function dropOn(page, to) {
  const { midX, midY } = await spot(page, to);
  await page.mouse.move(midX, midY, { steps: 8 });
  await page.mouse.up();
}

/** Presses a department where it is drawn. */
export async function press(page, name) {
  const { midX, midY } = await spot(page, name);
  await page.mouse.click(midX, midY);
}
