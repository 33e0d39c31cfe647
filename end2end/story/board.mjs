// Hands and eyes on a board.

import { expect } from "@playwright/test";

/** How far below a column's head a card is held, in pixels: over its cards, not over its head. */
const BELOW_HEAD_PX = 70;

/** The link on a card: its title, and the way to open it. */
export const card = (page, title) => page.getByRole("main").getByRole("link", { name: title, exact: true });

/** The titles of a column's cards from the top, as a screen reader is told them. */
export function cardsIn(page, column) {
  return page.getByRole("list", { name: column, exact: true }).evaluate((list) => {
    const slots = (list.getAttribute("aria-owns") ?? "").split(" ").filter(Boolean);
    return slots.map((slot) => document.getElementById(slot)?.querySelector("a")?.textContent);
  });
}

/** Waits until a card lies in a column. */
export const liesIn = (page, title, column) => expect.poll(() => cardsIn(page, column)).toContain(title);

/** Where something lies once it lies still: cards slide into a gap that another one left. */
async function resting(locator) {
  let box = await locator.boundingBox();
  await expect
    .poll(async () => {
      const before = box;
      box = await locator.boundingBox();
      return box !== null && before !== null && box.x === before.x && box.y === before.y;
    })
    .toBe(true);
  return box;
}

/** Takes a card with the mouse and holds it over a column, the button held down. */
export async function hold(page, title, column) {
  const from = await resting(card(page, title));
  await page.mouse.move(from.x + 10, from.y + from.height / 2);
  await page.mouse.down();
  const head = await page.getByRole("heading", { level: 2, name: column, exact: true }).boundingBox();
  await page.mouse.move(head.x + 60, head.y + head.height + BELOW_HEAD_PX, { steps: 8 });
}

/** Moves a card to a column with the mouse. */
export async function move(page, title, column) {
  await hold(page, title, column);
  await page.mouse.up();
  await liesIn(page, title, column);
}

/** Gives a resolved request its four scores, in the order of the form. */
export async function rate(panel, scores) {
  for (const [name, score] of Object.entries(scores)) {
    const group = panel.getByRole("radiogroup", { name });
    await group.getByRole("radio", { name: new RegExp(`^${score}:`) }).check({ force: true });
  }
  await panel.getByRole("button", { name: "Rate", exact: true }).click();
}
