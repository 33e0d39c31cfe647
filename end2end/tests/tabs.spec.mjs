// Several tabs of one person in one browser: one has the socket and the storage, the others follow it.

import { expect, test } from "../weft.mjs";
import { go } from "../story/directory.mjs";
import { live, ready, setUp } from "../story/people.mjs";

const ADA = { organisation: "Rust", name: "Ada Lovelace", email: "ada@example.org" };
const OFFLINE = [/ERR_INTERNET_DISCONNECTED/];

test.setTimeout(120_000);

/** Another tab of the same browser, on the directory; it notes its sockets. */
async function open(context, server) {
  const page = await context.newPage();
  const sockets = noting(page);
  await page.goto(`${server.url}/directory`);
  await ready(page);
  return { page, sockets };
}

/** The sockets of a page that are open. */
function noting(page) {
  const all = [];
  page.on("websocket", (socket) => all.push(socket));
  return () => all.filter((socket) => !socket.isClosed()).length;
}

/** Makes a department, which may be the first. */
async function make(page, name) {
  await go(page, "Directory");
  await page.getByRole("button", { name: /^(New department|Draw the first department)$/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog).toBeHidden();
}

const shows = (page, name) => expect(page.getByRole("treeitem", { name: new RegExp(`^${name}`) })).toBeVisible();
const offline = (page) => page.getByRole("button", { name: /^You are offline/ });

/** The lock of whoever leads, which is also the channel's name. */
const channelOf = (page) =>
  page.evaluate(async () => {
    const { held } = await navigator.locks.query();
    return held.map((lock) => lock.name).find((name) => /^weft-[0-9a-f-]{36}$/.test(name));
  });

test("tabs share a socket, see each other's work at once, and go on when the leading one is closed", async ({
  page,
  context,
  server,
}) => {
  const sockets = noting(page);
  await setUp(page, server, ADA);
  await go(page, "Directory");
  await live(page);
  const second = await open(context, server);
  const third = await open(context, server);
  await live(second.page);
  expect([sockets(), second.sockets(), third.sockets()]).toEqual([1, 0, 0]);

  await make(page, "From the first");
  await shows(second.page, "From the first");
  await make(second.page, "From the second");
  await shows(page, "From the second");
  await shows(third.page, "From the second");
  await live(second.page);

  await second.page.evaluate(() => (window.isSamePage = true));
  await page.close();
  await expect.poll(() => second.sockets() + third.sockets()).toBe(1);
  await make(second.page, "After the first");
  await make(third.page, "And once more");
  for (const { page } of [second, third]) {
    await shows(page, "After the first");
    await shows(page, "And once more");
    await live(page);
  }
  expect(await second.page.evaluate(() => window.isSamePage)).toBe(true);
});

test("what is done offline in a following tab outlives the leading one and a reload", async ({
  page,
  context,
  server,
  expectedErrors,
}) => {
  await setUp(page, server, ADA);
  await live(page);
  const second = await open(context, server);
  await live(second.page);
  // The service worker is ready once it keeps the shell.
  await second.page.evaluate(() => navigator.serviceWorker.ready);
  // What the service worker does not keep yet is missing.
  expectedErrors.push(...OFFLINE, /ERR_FAILED/);
  await context.setOffline(true);
  await expect(offline(second.page)).toBeVisible();
  await make(second.page, "Made offline");
  await expect(offline(second.page)).toHaveAccessibleName(/1 change waits here/);
  await expect(offline(page)).toHaveAccessibleName(/1 change waits here/);
  await page.close();
  await make(second.page, "Made alone");
  await expect(offline(second.page)).toHaveAccessibleName(/2 changes wait here/);
  await second.page.reload();
  await ready(second.page);
  await shows(second.page, "Made offline");
  await shows(second.page, "Made alone");
  await context.setOffline(false);
  await live(second.page);
  await second.page.reload();
  await ready(second.page);
  await shows(second.page, "Made alone");
});

test("a browser that stores nothing says so, sends all the same, and asks before what waits is lost", async ({
  page,
  context,
  server,
  expectedErrors,
}) => {
  await context.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("refused", "SecurityError");
    };
    Object.defineProperty(window, "indexedDB", { get: refuse });
  });
  await setUp(page, server, ADA);
  const idle = page.getByRole("button", { name: /^This browser keeps nothing\. What you do/ });
  await expect(idle).toBeVisible();
  const second = await open(context, server);
  await make(second.page, "Kept by the server");
  await go(page, "Directory");
  await shows(page, "Kept by the server");
  await second.page.close();

  expectedErrors.push(...OFFLINE, /WebSocket connection/);
  await context.setOffline(true);
  await make(page, "Only in memory");
  await expect(page.getByRole("button", { name: /1 change waits, and is lost/ })).toBeVisible();
  const asked = page.waitForEvent("dialog");
  const closing = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await closing;
  await context.setOffline(false);
  await expect(idle).toBeVisible();
});

for (const lacking of ["locks", "BroadcastChannel"]) {
  test(`without ${lacking} every tab works alone, from memory`, async ({ page, context, server }) => {
    await context.addInitScript((lacking) => {
      if (lacking === "locks") Object.defineProperty(Navigator.prototype, lacking, { get: () => undefined });
      else delete window[lacking];
    }, lacking);
    const sockets = noting(page);
    await setUp(page, server, ADA);
    await go(page, "Directory");
    const second = await open(context, server);
    for (const tab of [page, second.page]) {
      await expect(tab.getByRole("button", { name: /^This browser keeps nothing/ })).toBeVisible();
    }
    await make(page, "From the first");
    await shows(second.page, "From the first");
    expect([sockets(), second.sockets()]).toEqual([1, 1]);
    await page.close();
    await make(second.page, "From the second");
    await second.page.reload();
    await ready(second.page);
    await shows(second.page, "From the second");
  });
}

test("signing out in one tab empties the other and the browser", async ({ page, context, server }) => {
  await setUp(page, server, ADA);
  await live(page);
  const second = await open(context, server);
  await live(second.page);
  await second.page.goto(`${server.url}/settings`);
  await ready(second.page);
  await second.page.getByRole("button", { name: "Sign out" }).click();
  for (const left of [page, second.page]) {
    await expect(left.getByRole("button", { name: "Sign in" })).toBeVisible();
  }
  const names = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(names).toEqual([]);
});

test("a tab of an older version stores what it has and steps aside", async ({ page, context, server }) => {
  await setUp(page, server, ADA);
  await go(page, "Directory");
  await live(page);
  await make(page, "Of the older version");
  await live(page);
  const name = await channelOf(page);
  const newer = await context.newPage();
  await newer.goto(`${server.url}/healthz`);
  await newer.evaluate((name) => {
    // The head of a message of version 3.1.1: see `Head` in app/sync/src/tabs.rs.
    const from = crypto.getRandomValues(new Uint8Array(16));
    new BroadcastChannel(name).postMessage(new Uint8Array([3, 1, 1, 16, ...from, 0]));
  }, name);
  await expect(page.getByRole("button", { name: /^Another tab runs a newer version/ })).toBeVisible();
  await expect.poll(() => channelOf(page)).toBeUndefined();
  await page.reload();
  await ready(page);
  await shows(page, "Of the older version");
  await live(page);
});
