// Work that the server did not accept: its author learns why, and it stays until they let it go.

import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../weft.mjs";
import { go } from "../story/directory.mjs";
import { live, ready, setUp, signIn } from "../story/people.mjs";

const ADA = { organisation: "Rust", name: "Ada Lovelace", email: "ada@example.org" };
const OFFLINE = [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /WebSocket connection/];

test.setTimeout(120_000);

const tray = (page) => page.getByRole("dialog", { name: /not accepted|Live, everything saved|You are offline/ });
const mark = (page, name) => page.getByRole("button", { name });

async function make(page, name) {
  await go(page, "Directory");
  await page.getByRole("button", { name: "Draw the first department" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog).toBeHidden();
}

/** Opens the department's form and gives it another name and purpose. */
async function describe(page, name, purpose) {
  await go(page, "Directory");
  await page.getByRole("treeitem", { name: /^Compiler/ }).click();
  const panel = page.getByRole("complementary", { name: "Department" });
  await panel.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Edit department" });
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await dialog.getByRole("textbox", { name: /^Purpose/ }).fill(purpose);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
}

test("what was refused says why, outlives a reload, and can be copied and done all the same", async ({
  page,
  browser,
  server,
  expectedErrors,
}) => {
  await setUp(page, server, ADA);
  await make(page, "Compiler");
  await live(page);

  // The same person on a train, in another browser.
  const context = await browser.newContext({ locale: "en-GB" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const train = await context.newPage();
  await train.goto(`${server.url}/sign-in`);
  await ready(train);
  await signIn(train, ADA.email);
  await go(train, "Directory");
  await live(train);
  await train.evaluate(() => navigator.serviceWorker.ready);
  expectedErrors.push(...OFFLINE);
  await context.setOffline(true);
  await describe(train, "Compilers on rails", "Turns Rust into programs, on a train.");

  await mark(train, /^You are offline\. 2 changes wait here/).click();
  await expect(train.getByRole("heading", { name: "Waits to be sent" })).toBeVisible();
  await expect(tray(train).getByRole("listitem").first()).toHaveText(/Department changed\s*Compilers on rails/);
  const saving = train.waitForEvent("download");
  await train.getByRole("button", { name: "Save a copy as a file" }).click();
  const saved = JSON.parse(await readFile(await (await saving).path(), "utf8"));
  expect(JSON.stringify(saved)).toContain("on a train");
  await train.keyboard.press("Escape");

  await describe(page, "Compiler team", "Turns Rust into programs.");
  await live(page);
  await context.setOffline(false);
  await expect(mark(train, /^2 changes were not accepted/)).toBeVisible();
  await train.reload();
  await ready(train);
  await mark(train, /^2 changes were not accepted/).click();
  const entries = tray(train).getByRole("listitem");
  await expect(entries.first()).toContainText("Compilers on rails");
  await entries.first().getByRole("button", { name: "Drop" }).click();
  await expect(entries).toHaveCount(1);
  const entry = entries.filter({ hasText: "on a train" });
  await expect(entry).toContainText("The department was not changed.");
  await expect(entry).toContainText("Turns Rust into programs, on a train.");
  await expect(entry.getByRole("link", { name: "Compiler team" })).toBeVisible();

  const found = await new AxeBuilder({ page: train }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  expect(found.violations).toEqual([]);

  await entry.getByRole("button", { name: "Copy" }).click();
  await expect(entry.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await train.evaluate(() => navigator.clipboard.readText())).toContain("on a train");
  await entry.getByRole("button", { name: "Write over it" }).click();
  await expect(entry).toHaveCount(0);
  await expect(page.getByText("Turns Rust into programs, on a train.")).toBeVisible();
  await train.keyboard.press("Escape");
  await live(train);
  await train.reload();
  await ready(train);
  await live(train);
  await context.close();
});
