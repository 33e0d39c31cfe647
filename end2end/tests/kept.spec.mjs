// What a browser keeps of somebody's work: lists show what is asked for now, drafts are their author's
// alone, and unsent work outlives the replica it was made on.

import { expect, test } from "../weft.mjs";
import { go, joinDepartment, openBoard } from "../story/directory.mjs";
import { live, ready, setUp } from "../story/people.mjs";

const ADA = { organisation: "Rust", name: "Ada Lovelace", email: "ada@example.org" };
const TEAM = "Printing";
const DAY_MS = 86_400_000;

test.setTimeout(120_000);

async function first(page) {
  await go(page, "Directory");
  await page.getByRole("button", { name: "Draw the first department" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(TEAM);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog).toBeHidden();
  await joinDepartment(page, TEAM, ADA.name, "Lead");
}

async function add(page, ...titles) {
  await page.getByRole("button", { name: /^Add a request/ }).click();
  for (const title of titles) {
    await page.getByRole("textbox", { name: "What is needed?" }).fill(title);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main").getByRole("link", { name: title, exact: true })).toBeVisible();
  }
  await page.keyboard.press("Escape");
}

test("a list shows the rows of what is asked for now", async ({ page, server }) => {
  await setUp(page, server, ADA);
  await first(page);
  await openBoard(page, TEAM);
  await add(page, "Paper for the printer", "Toner for the printer", "A faster network");
  await live(page);

  const rows = page.getByRole("main").getByRole("listitem");
  await page.goto(`${server.url}/search?q=printer`);
  await ready(page);
  await expect(rows).toHaveCount(2);
  const words = page.getByRole("searchbox", { name: "Search requests" });
  await words.fill("network");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("A faster network");
  await words.fill("toner");
  await expect(rows).toContainText("Toner for the printer");

  await rows.getByRole("link", { name: "Toner for the printer" }).click();
  const panel = page.getByRole("complementary", { name: "Request" });
  await live(page);
  await panel.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("option", { name: ADA.name }).click();
  await live(page);
  await go(page, "Mine");
  await expect(rows).toHaveCount(3);
  await page.getByRole("tab", { name: "Working on" }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("Toner for the printer");
});

test("what is typed and not sent is its author's alone, and gone once it is sent", async ({ page, server }) => {
  await setUp(page, server, ADA);
  await first(page);
  await openBoard(page, TEAM);
  const drafts = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("weft.draft")));
  const dialog = page.getByRole("dialog", { name: "New request" });
  const title = dialog.getByRole("textbox", { name: "What do you need?" });
  const open = async () => {
    await page.keyboard.press("c");
    await expect(dialog).toBeVisible();
  };

  await open();
  await title.fill("Half a thought");
  await page.keyboard.press("Escape");
  await page.reload();
  await ready(page);
  await open();
  await expect(title).toHaveValue("Half a thought");
  await dialog.getByRole("combobox", { name: "Kind" }).selectOption("Complaint");
  await dialog.getByRole("checkbox", { name: /^Confidential/ }).check();
  await expect(dialog.getByText("Not kept: it is confidential")).toBeVisible();
  await expect.poll(drafts).toEqual([]);
  await dialog.getByRole("checkbox", { name: /^Confidential/ }).uncheck();
  await expect.poll(drafts).toHaveLength(1);
  await dialog.getByRole("button", { name: /^File request/ }).click();
  await expect(dialog).toBeHidden();
  expect(await drafts()).toEqual([]);
  // Where nobody in particular is asked yet.
  await go(page, "Mine");
  await open();
  await expect(title).toHaveValue("");
  await title.fill("Another thought");
  await page.keyboard.press("Escape");
  await expect.poll(drafts).toHaveLength(1);
  await live(page);

  await page.goto(`${server.url}/settings`);
  await ready(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  expect(await drafts()).toEqual([]);
});

test("unsent work outlives more days away than the replica does", async ({ page, context, server, expectedErrors }) => {
  await setUp(page, server, ADA);
  await first(page);
  await live(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /WebSocket connection/);
  await context.setOffline(true);
  await openBoard(page, TEAM);
  await add(page, "Made on the way");
  await expect(page.getByRole("button", { name: /1 change waits here/ })).toBeVisible();
  const url = page.url();
  await page.close();

  await context.setOffline(false);
  const later = await context.newPage();
  await later.clock.setSystemTime(Date.now() + 15 * DAY_MS);
  await later.goto(url);
  await ready(later);
  await live(later);
  await expect(later.getByRole("main").getByRole("link", { name: "Made on the way" })).toBeVisible();
});
