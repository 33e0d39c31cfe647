// The story of two people and a third who watches, on an organisation of the test's own.

import { expect, person, test } from "../weft.mjs";
import { card, cardsIn, hold, liesIn, move, rate } from "../story/board.mjs";
import { go, inviteFromDirectory, inviteWithRole, joinDepartment, openBoard } from "../story/directory.mjs";
import { approach, between, department, drawHalfWay, dropOn, press } from "../story/map.mjs";
import { dropFolder, organisation } from "../story/organisation.mjs";
import { accept, live, ready, setUp, signIn } from "../story/people.mjs";

const ADA = { organisation: "Rust", name: "Ada Lovelace", email: "ada@example.org" };
const JAN = { name: "Jan David Nose", email: "jan@example.org" };
const LEA = { name: "Lea Ortega", email: "lea@example.org" };
const CUSTOMER = "Compiler team";
const PROVIDER = "Infrastructure team";
const NEED = "Try builds within the hour, or reviews stand still.";
const THANKS = "You stayed until the last target built.";
const REQUEST = "Runners for the new targets";
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test("the first account is made by the printed link, signs out and in again", async ({ page, server }) => {
  await setUp(page, server, ADA);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await page.context().clearCookies();
  await page.goto(`${server.url}/board`);
  await ready(page);
  await signIn(page, ADA.email);
});

test("two people work side by side, a third watches", async ({ page: ada, server, browser, watch, expectedErrors }) => {
  test.setTimeout(120_000);
  const { folder, told, units } = organisation();
  console.log(`The story is told on ${told}: ${units} departments.`);

  await test.step("set up, and import by dropping a folder", async () => {
    await setUp(ada, server, ADA);
    await ada.getByRole("link", { name: "Import" }).click();
    await dropFolder(ada, ada.getByText("Drop a folder or a zip here"), folder);
    const files = ada.getByRole("region", { name: "Files" });
    await expect(files.getByRole("row", { name: /^departments\.csv/ })).toContainText(String(units));
    const shown = await noticing(ada, "[role=progressbar]");
    await ada.getByRole("button", { name: /^Bring in/ }).click();
    await expect(ada.getByText("Everything is in.")).toBeVisible({ timeout: 30_000 });
    expect(await shown(), "a progress bar").toBe(true);
    await ada.getByRole("link", { name: "See the map" }).click();
    // What is retired counts only while it is shown.
    const retired = ada.getByRole("button", { name: "Retired too" });
    await retired.click();
    await expect(ada.getByText(new RegExp(`of ${units} departments`))).toBeVisible();
    await retired.click();
    await expect(ada.getByRole("button", { name: /^\d+ without a dependency$/ })).toBeVisible();
    await expect(department(ada, "Infrastructure team")).toBeVisible();
  });

  const [jan, lea] = await test.step("invite a colleague of the imported and one from leadership", async () => {
    await joinDepartment(ada, "Compiler team", ADA.name);
    const toJan = await inviteFromDirectory(ada, JAN.name);
    const toLea = await inviteWithRole(ada, ADA.name, "Leadership");
    const jan = await person(browser, watch);
    await accept(jan, toJan, { email: JAN.email });
    const lea = await person(browser, watch, PHONE);
    await accept(lea, toLea, LEA);
    return [jan, lea];
  });

  await test.step("draw a dependency, seen while it is drawn, and agree to it", async () => {
    await jan.goto(`${server.url}/map`);
    await ready(jan);
    await go(ada, "Map");
    for (const page of [ada, jan]) await approach(page, CUSTOMER, PROVIDER);
    const before = await between(jan, CUSTOMER, PROVIDER);
    await drawHalfWay(ada, CUSTOMER, PROVIDER);
    await expect.poll(() => between(jan, CUSTOMER, PROVIDER)).not.toEqual(before);
    await dropOn(ada, PROVIDER);

    const dialog = ada.getByRole("dialog", { name: "What is needed, and from whom?" });
    await expect(dialog.getByRole("combobox", { name: "Who needs it" })).toHaveValue(CUSTOMER);
    await expect(dialog.getByRole("combobox", { name: "Who is needed" })).toHaveValue(PROVIDER);
    await dialog.getByRole("textbox", { name: "What is needed, and why" }).fill(NEED);
    await dialog.getByRole("radio", { name: /^Blocking/ }).check();
    await dialog.getByRole("button", { name: "Declare" }).click();
    await expect(dialog).toBeHidden();

    await press(jan, PROVIDER);
    const panel = jan.getByRole("complementary");
    await panel.getByRole("button", { name: CUSTOMER }).click();
    await expect(panel.getByText(NEED)).toBeVisible();
    await panel.getByRole("button", { name: "Agree" }).click();
    await expect(ada.getByRole("complementary", { name: "Dependency" }).getByText("Agreed", { exact: true })).toBeVisible();
  });

  await test.step("file a request, which lands on the other board at once", async () => {
    await jan.getByRole("complementary").getByRole("button", { name: PROVIDER }).click();
    await jan.getByRole("complementary").getByRole("link", { name: "Open board" }).click();
    await expect(jan.getByRole("heading", { level: 1, name: PROVIDER })).toBeVisible();
    await ada.getByRole("complementary").getByRole("link", { name: "Ask for something" }).click();
    const dialog = ada.getByRole("dialog", { name: "New request" });
    await dialog.getByRole("textbox", { name: "What do you need?" }).fill(REQUEST);
    await dialog.getByRole("button", { name: /^File request/ }).click();
    await expect(dialog).toBeHidden();
    await liesIn(jan, REQUEST, "New");
    await expect(jan.getByRole("button", { name: "Live, everything saved" })).toBeVisible();
  });

  await test.step("drag it through the columns, watched on the way", async () => {
    await openBoard(ada, PROVIDER);
    await liesIn(ada, REQUEST, "New");
    await hold(jan, REQUEST, "In progress");
    await expect(ada.getByText(`${JAN.name} is moving this`)).toBeVisible();
    await liesIn(ada, REQUEST, "New");
    await jan.mouse.up();
    await liesIn(ada, REQUEST, "In progress");
    await expect(ada.getByText(`${JAN.name} is moving this`)).toBeHidden();
    await move(jan, REQUEST, "Resolved");
    await liesIn(ada, REQUEST, "Resolved");
  });

  await test.step("rate it and send thanks, which pulse and feed show at once", async () => {
    await go(lea, "Pulse");
    const thread = (health) => lea.getByRole("link", { name: `${CUSTOMER} needs ${PROVIDER}: ${health}` });
    await expect(thread("Good")).toBeVisible();
    await go(jan, "Feedback");

    await card(ada, REQUEST).click();
    const panel = ada.getByRole("complementary");
    await rate(panel, { Quality: 3, Attitude: 4, Efficiency: 2, Result: 2 });
    await expect(thread("Strained")).toBeVisible();

    await panel.getByRole("button", { name: "Send thanks" }).click();
    const dialog = ada.getByRole("dialog", { name: "Send thanks" });
    await dialog.getByRole("textbox", { name: "Your words" }).fill(THANKS);
    await dialog.getByRole("button", { name: "Send thanks" }).click();
    await expect(jan.getByRole("feed").getByText(THANKS)).toBeVisible();
  });

  await test.step("move two cards without a network, over a reload", async () => {
    await openBoard(jan, PROVIDER);
    const moved = (await cardsIn(jan, "New")).slice(0, 2);
    const offline = jan.getByRole("button", { name: /^You are offline/ });
    await expecting(expectedErrors, [/ERR_INTERNET_DISCONNECTED/], async () => {
      await jan.context().setOffline(true);
      await expect(offline).toBeVisible();
      await jan.reload();
      await ready(jan);
      await expect(offline).toBeVisible();
      for (const title of moved) await move(jan, title, "Waiting");
      await expect(offline).toHaveAccessibleName(/2 changes wait here/);
      for (const title of moved) await liesIn(ada, title, "New");
      await jan.context().setOffline(false);
      for (const title of moved) await liesIn(ada, title, "Waiting");
      await live(jan);
    });
  });

  await test.step("kill the server while a card is carried, and start it again", async () => {
    const before = await cardsIn(ada, "Waiting");
    for (const page of [ada, jan, lea]) await page.evaluate(() => (window.isSamePage = true));
    await hold(jan, REQUEST, "Accepted");
    await expect(ada.getByText(`${JAN.name} is moving this`)).toBeVisible();
    await expecting(expectedErrors, [/ERR_CONNECTION_(REFUSED|RESET)/, /WebSocket connection/], async () => {
      await server.stop("SIGKILL");
      await jan.mouse.up();
      await liesIn(jan, REQUEST, "Accepted");
      await expect(jan.getByRole("button", { name: /1 change waits here/ })).toBeVisible();
      await server.restart();
      for (const page of [ada, jan]) await live(page);
    });
    for (const page of [ada, jan]) {
      await liesIn(page, REQUEST, "Accepted");
      expect(await cardsIn(page, "Waiting")).toEqual(before);
    }
    for (const page of [ada, jan, lea]) expect(await page.evaluate(() => window.isSamePage)).toBe(true);
  });
});

/** Notices whether something shows, however briefly. */
async function noticing(page, selector) {
  await page.evaluate((selector) => {
    window.isNoticed = false;
    const look = () => (window.isNoticed ||= document.querySelector(selector) !== null);
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  }, selector);
  return () => page.evaluate(() => window.isNoticed);
}

/** Does something during which the console may say what the patterns allow. */
async function expecting(expectedErrors, patterns, act) {
  expectedErrors.push(...patterns);
  await act();
  expectedErrors.splice(0);
}
