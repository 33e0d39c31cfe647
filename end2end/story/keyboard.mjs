// Hands that only have a keyboard: everything is reached with Tab and chosen with keys.

import { expect } from "@playwright/test";

/** Stops on the way to a control, at most. */
const STOPS_MAX = 80;

const has = (place) => place.evaluate((element) => element === document.activeElement);

/** Goes on with Tab until the control has the focus. */
export async function tabTo(page, place) {
  await expect(place).toBeVisible();
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if (await has(place)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${place}`);
}

/** Goes to a control and presses it. */
export async function enter(page, place) {
  await tabTo(page, place);
  await page.keyboard.press("Enter");
}

/** Goes to a field and types into it. */
export async function type(page, place, text) {
  await tabTo(page, place);
  await page.keyboard.type(text);
}

/** Finds something in a field that offers what matches, and takes the first. */
export async function find(page, place, words, name = words) {
  await type(page, place, words);
  await expect(page.getByRole("listbox").getByRole("option", { name }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(place).toHaveValue(new RegExp(name));
}

/** Presses a key until the control has the focus. */
export async function step(page, key, place) {
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if (await has(place)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${place}`);
}
