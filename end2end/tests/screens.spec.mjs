// Every screen as it stands, without a journey: no accessibility faults in light and dark, wide and
// on a phone; no sideways scrolling; no error in the console.

import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { weft } from "../story/organisation.mjs";
import { expect, test } from "../weft.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What a colour scheme can break. */
const OF_COLOUR = ["color-contrast", "link-in-text-block"];
const WIDE = { width: 1440, height: 900 };
const TABLET = { width: 768, height: 1024 };
const PHONE = { width: 390, height: 844 };
/** Each takes well under a minute where nothing else runs. */
const SCREENS_MS_MAX = 300_000;
const EMAIL = "ada@example.org";
const PASSWORD = "correct horse battery";

// The real set lies beside the repository or a folder above it; the small one is ours.
const above = [];
for (let at = resolve(import.meta.dirname, "../.."); at !== dirname(at); at = dirname(at)) above.push(at);
const SET = [...above.map((at) => join(at, "shared/data/rust-lang")), resolve(import.meta.dirname, "../data/small")].find(
  (folder) => existsSync(folder),
);

async function settled(page) {
  await expect(page.locator("#server-root")).toHaveCount(0);
  // Loading (but for its sample in the gallery), and what slides in or out.
  await expect(page.locator(".bares:not(.gal *), .bare-board .bare")).toHaveCount(0);
  await page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

async function faults(page, rules) {
  const axe = new AxeBuilder({ page });
  const found = await (rules === TAGS ? axe.withTags(TAGS) : axe.withRules(rules)).analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map((node) => node.html.slice(0, 160)).join("\n  ")}`);
}

/** Looks at what the page shows now, at every size and in both schemes. */
async function look(page, name) {
  await test.step(name, async () => {
    // All rules once a width, in one scheme each; the other scheme can only break colours.
    await lookAt(page, name, WIDE, "light", TAGS);
    await lookAt(page, name, WIDE, "dark", OF_COLOUR);
    await lookAt(page, name, PHONE, "dark", TAGS);
    await lookAt(page, name, PHONE, "light", OF_COLOUR);
    await lookAt(page, name, TABLET, "light", []);
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: "light" });
  });
}

/** The same for what shares nearly everything with a screen that is looked at in full. */
async function glance(page, name) {
  await test.step(name, async () => {
    await lookAt(page, name, WIDE, "light", TAGS);
    await lookAt(page, name, PHONE, "dark", TAGS);
    await page.setViewportSize(WIDE);
  });
}

async function lookAt(page, name, size, colorScheme, rules) {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme });
  await settled(page);
  const where = `${name} at ${size.width}, ${colorScheme}`;
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect.soft(over, `${where}: wider than the window`).toBeLessThanOrEqual(0);
  if (rules.length > 0) expect.soft(await faults(page, rules), where).toEqual([]);
}

/** Follows a link within the page, as a press on one would. */
async function go(page, path) {
  const before = new URL(page.url());
  await page.evaluate((href) => {
    const link = document.body.appendChild(document.createElement("a"));
    link.href = href;
    link.click();
    link.remove();
  }, path);
  // A screen may put its own view into the address at once, so the way there is told by the path.
  const isThere = (url) => url.pathname + url.search === path;
  const to = new URL(path, before);
  await page.waitForURL((url) => isThere(url) || (url.href !== before.href && url.pathname === to.pathname));
  await expect(page.locator("main h1")).not.toBeEmpty();
}

async function signIn(page, url) {
  await page.goto(`${url}/sign-in`);
  await settled(page);
  await page.locator("input[type=email]").fill(EMAIL);
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((at) => at.pathname === "/map");
  await settled(page);
}

/** Fills an organisation and signs its steward in. */
async function withData(page, server, folder) {
  weft(folder, ["import", SET]);
  weft(folder, ["user", "add", EMAIL, "--name", "Ada Lovelace", "--role", "steward"], `${PASSWORD}\n`);
  await signIn(page, server.url);
}

/** A request that is open, found by search: its id, its number, and the board it stands on. */
async function anyRequest(page, server) {
  await go(page, "/search?q=is%3Aopen");
  const first = page.locator(".rrow a.t").first();
  await expect(first).toBeVisible();
  const request = new URL(await first.getAttribute("href"), server.url).searchParams.get("request");
  const number = await page.locator(".rrow .no").first().textContent();
  return { request, number, board: `/board/${number.split("-")[0]}` };
}

test("every screen of an organisation with data", async ({ page, server, folder }) => {
  test.setTimeout(SCREENS_MS_MAX);
  await withData(page, server, folder);
  const { request, number, board } = await anyRequest(page, server);
  await look(page, "search");

  const screens = [
    ["/map?view=list", "map as a list"],
    ["/map?view=list&sort=severity&grouped=1", "map as a list, grouped"],
    ["/board", "which board"],
    [board, "board"],
    [`${board}?request=${request}`, "board with a request"],
    [`/request/${number}`, "request"],
    ["/inbox", "inbox"],
    ["/mine", "mine"],
    ["/feedback", "feedback"],
    ["/pulse", "pulse"],
    ["/pulse?pair=all", "the rows behind a figure of everybody"],
    ["/pulse?view=loom", "loom"],
    ["/directory", "departments"],
    ["/directory?tab=people", "people"],
    ["/directory?tab=services", "services"],
    ["/directory?tab=exchange", "import and export"],
    ["/settings", "settings"],
    ["/settings?tab=organisation", "organisation"],
    ["/settings?tab=access", "people and access"],
    ["/nowhere", "nothing here"],
  ];
  for (const [path, name] of screens) {
    await go(page, path);
    await look(page, name);
  }

  // Axe finds no fault in what is not there.
  for (const size of [WIDE, TABLET, PHONE]) {
    await page.setViewportSize(size);
    await go(page, "/map?view=list");
    await expect(page.getByRole("group", { name: / needs / }).first()).toBeVisible();
  }

  await page.setViewportSize(WIDE);
  await go(page, "/directory");
  await page.getByRole("treeitem").first().click();
  await look(page, "a department");
  await go(page, "/directory?tab=people");
  await page.locator(".people-grid[role=row]").first().click();
  await look(page, "a person");

  await go(page, "/mine");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("a");
  await look(page, "palette");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await look(page, "keys");
  await page.keyboard.press("Escape");
  await page.locator("header.bar .btn.primary").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("dialog").locator("footer .btn.primary").click();
  await look(page, "new request with faults");
});

test("the map, the gallery, and who is signed in", async ({ page, context, server, folder }) => {
  test.setTimeout(SCREENS_MS_MAX);
  await withData(page, server, folder);
  const ground = page.getByRole("application", { name: /^Dependency map/ });
  // Once it is laid out its buttons have a place.
  await expect.poll(async () => (await ground.getByRole("button").first().boundingBox())?.width ?? 0).toBeGreaterThan(1);
  await look(page, "map");
  await ground.getByRole("button").first().focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary");
  await expect(panel.getByRole("link", { name: "Ask for something" })).toBeVisible();
  await look(page, "map with a department");
  await panel.locator(".maplines button").first().click();
  await expect(page.getByRole("complementary", { name: "Dependency" })).toBeVisible();
  await look(page, "map with a dependency");
  await page.getByRole("button", { name: /^Findings/ }).click();
  await look(page, "findings");

  await go(page, "/gallery");
  await expect(page.getByRole("heading", { level: 2, name: "Connection" })).toBeVisible();
  await look(page, "gallery");

  // A session of its own each: what one has to be a line is not what several have to be a list.
  for (let session = 0; session < 3; session += 1) {
    const other = await context.browser().newPage();
    await signIn(other, server.url);
    await other.close();
  }
  await go(page, "/settings");
  const sessions = page.locator(".setting-lines > li");
  await expect(sessions).toHaveCount(4);
  const rows = await sessions.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().toJSON()));
  for (const [at, row] of rows.slice(1).entries()) {
    expect(row.top, "a session lies below the one before").toBeGreaterThanOrEqual(rows[at].bottom);
  }
  const out = await page.getByRole("button", { name: "Sign out" }).boundingBox();
  expect(out.y, "the way out lies below the sessions").toBeGreaterThanOrEqual(rows.at(-1).bottom);
  await look(page, "settings with several sessions");
});

test("every screen in Chinese", async ({ browser, watch, server, folder }) => {
  test.setTimeout(SCREENS_MS_MAX);
  const context = await watch(await browser.newContext({ locale: "zh-CN", viewport: WIDE }));
  const page = await context.newPage();
  await withData(page, server, folder);
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  const { request, number, board } = await anyRequest(page, server);
  for (const path of [
    "/map",
    "/map?view=list&grouped=1",
    board,
    `${board}?request=${request}`,
    `/request/${number}`,
    "/inbox",
    "/mine",
    "/feedback",
    "/pulse",
    "/pulse?pair=all",
    "/pulse?view=loom",
    "/directory",
    "/directory?tab=people",
    "/directory?tab=services",
    "/directory?tab=exchange",
    "/settings",
    "/settings?tab=access",
  ]) {
    await go(page, path);
    await glance(page, `zh-Hans: ${path}`);
  }
  await context.close();
});

test("the front door and an empty organisation", async ({ page, context, server }) => {
  test.setTimeout(SCREENS_MS_MAX);
  const link = () => /https?:\/\/\S+\/setup\/\S+/.exec(server.log)?.[0];
  await expect.poll(link, "the server says where to begin").toBeTruthy();
  await page.goto(link());
  await look(page, "set-up");
  await page.locator("input[autocomplete=organization]").fill("Ateliers Réunis");
  await page.locator("input[autocomplete=name]").fill("Ada Lovelace");
  await page.locator("input[type=email]").fill(EMAIL);
  await page.locator("input[type=password]").first().fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((at) => !at.pathname.startsWith("/setup"));
  for (const path of ["/map", "/board", "/inbox", "/mine", "/feedback", "/pulse", "/pulse?view=loom", "/directory", "/settings?tab=organisation"]) {
    await go(page, path);
    await glance(page, `empty: ${path}`);
  }
  await go(page, "/settings?tab=access");
  await page.locator(".setting-form button[type=submit]").click();
  const invitation = await page.locator("[aria-live] input[readonly]").inputValue();
  const guest = await context.browser().newContext();
  const door = await guest.newPage();
  for (const [url, name] of [[`${server.url}/sign-in`, "sign-in"], [`${server.url}/forgot`, "forgotten"], [invitation, "invitation"]]) {
    await door.goto(url);
    await look(door, name);
  }
  await guest.close();
});
