// The story of two people and a third who watches, on an organisation of the test's own.

import { expect, person, test } from "../weft.mjs";

const PASSWORD = "correct horse battery";

/** Waits until the browser's own screens have taken the server's place. */
async function ready(page) {
  await expect(page.locator("#app-root")).toBeVisible();
  await expect(page.locator("#server-root")).toHaveCount(0);
}

/** The one-time link that a server with an empty database prints. */
function setupPath(server) {
  return /\/setup\/[0-9a-f]+/.exec(server.log)[0];
}

async function setUp(page, server) {
  await expect.poll(() => server.log).toMatch(/\/setup\/[0-9a-f]+/);
  await page.goto(server.url + setupPath(server));
  await ready(page);
  await page.getByLabel("Organisation", { exact: false }).first().fill("Weavers");
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel(/e-mail/i).fill("ada@example.org");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/(map)?$/);
  await ready(page);
}

test("the first account is made by the printed link, signs out and in again", async ({ page, server }) => {
  await setUp(page, server);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await page.context().clearCookies();
  await page.goto(`${server.url}/board`);
  await ready(page);
  await page.getByLabel(/e-mail/i).fill("ada@example.org");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/board/);
  await ready(page);
});
