// Accounts: the first one, further ones by invitation, signing in.

import { expect } from "@playwright/test";

/** Everybody's password. */
export const PASSWORD = "correct horse battery";

/** How long a busy machine may take to compile the WASM and to fetch the replica. */
const READY_MS_MAX = 30_000;

/** Waits until the browser's own screens have taken the server's place. */
export async function ready(page) {
  await expect(page.locator("#app-root")).toBeVisible({ timeout: READY_MS_MAX });
  await expect(page.locator("#server-root")).toHaveCount(0);
}

/** Everything done here is on the server. */
export async function live(page) {
  await expect(page.getByRole("button", { name: "Live, everything saved" })).toBeVisible();
}

/** Makes the first account by the link that a server with an empty database prints. */
export async function setUp(page, server, { organisation, name, email }) {
  await expect.poll(() => server.log).toMatch(/\/setup\/[0-9a-f]+/);
  await page.goto(server.url + /\/setup\/[0-9a-f]+/.exec(server.log)[0]);
  await ready(page);
  await page.getByRole("textbox", { name: "Organisation" }).fill(organisation);
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await enter(page, email, "Create and enter");
}

/** Opens an invitation and makes the account it is for. `name` where the link picks nobody. */
export async function accept(page, link, { name, email }) {
  await page.goto(link);
  await ready(page);
  if (name) await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await enter(page, email, "Create account and enter");
}

export async function signIn(page, email) {
  await enter(page, email, "Sign in");
}

async function enter(page, email, action) {
  await page.getByRole("textbox", { name: /e-mail/i }).fill(email);
  await page.getByRole("textbox", { name: "Password", exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: action }).click();
  // The front door opens where one wanted to go, so the address need not change.
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible({ timeout: READY_MS_MAX });
  await ready(page);
}
