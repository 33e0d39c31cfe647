// The story of two people and a third who watches, on an organisation of the test's own.

import { expect, person, test } from "../weft.mjs";
import { approach, between, department, drawHalfWay, dropOn, press } from "../story/map.mjs";
import { dropFolder, organisation } from "../story/organisation.mjs";
import { accept, ready, setUp, signIn } from "../story/people.mjs";

const ADA = { organisation: "Rust", name: "Ada Lovelace", email: "ada@example.org" };
const JAN = { name: "Jan David Nose", email: "jan@example.org" };
const LEA = { name: "Lea Ortega", email: "lea@example.org" };
const CUSTOMER = "Compiler team";
const PROVIDER = "Infrastructure team";
const NEED = "Try builds within the hour, or reviews stand still.";
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
  test.setTimeout(90_000);
  const { folder, told, units } = organisation();
  console.log(`The story is told on ${told}: ${units} departments.`);

  await test.step("set up, and import by dropping a folder", async () => {
    await setUp(ada, server, ADA);
    await ada.getByRole("link", { name: "Directory" }).click();
    await ada.getByRole("link", { name: "Import" }).click();
    await dropFolder(ada, ada.getByText("Drop a folder or a zip here"), folder);
    const files = ada.getByRole("region", { name: "Files" });
    await expect(files.getByRole("row", { name: /^departments\.csv/ })).toContainText(String(units));
    await ada.getByRole("button", { name: /^Bring in/ }).click();
    await expect(ada.getByRole("progressbar")).toBeVisible();
    await expect(ada.getByText("Everything is in.")).toBeVisible({ timeout: 30_000 });
    await ada.getByRole("link", { name: "See the map" }).click();
    await expect(ada.getByText(new RegExp(`of ${units} departments`))).toBeVisible();
    await expect(ada.getByRole("button", { name: /^\d+ without a dependency$/ })).toBeVisible();
    await expect(department(ada, "Infrastructure team")).toBeVisible();
  });

  const [jan, lea] = await test.step("invite a colleague of the imported and one from leadership", async () => {
    await joinDepartment(ada, "Compiler team", ADA.name);
    const toJan = await inviteFromDirectory(ada, JAN.name);
    const toLea = await inviteToLeadership(ada);
    const jan = await person(browser, watch);
    await accept(jan, toJan, { email: JAN.email });
    const lea = await person(browser, watch, PHONE);
    await accept(lea, toLea, LEA);
    return [jan, lea];
  });

  await test.step("draw a dependency, seen while it is drawn, and agree to it", async () => {
    await jan.goto(`${server.url}/map`);
    await ready(jan);
    await ada.getByRole("link", { name: "Map", exact: true }).click();
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
    await expect(jan.getByRole("link", { name: REQUEST })).toBeVisible();
  });
});

async function joinDepartment(page, name, who) {
  await page.getByRole("link", { name: "Directory" }).click();
  await page.getByRole("searchbox", { name: /^Find by name/ }).fill(name);
  await page.getByRole("treeitem", { name: new RegExp(`^${name}`) }).click();
  const panel = page.getByRole("complementary", { name: "Department" });
  await panel.getByRole("button", { name: "Add", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Person" }).fill(who);
  await dialog.getByRole("option", { name: new RegExp(who) }).click();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Chooses one of a row of choices, as a pointer does: by what is written on it. */
async function choose(page, group, name) {
  await page.getByRole("radiogroup", { name: group }).getByText(name, { exact: true }).click();
}

async function inviteFromDirectory(page, name) {
  await choose(page, "Lists", "People");
  await page.getByRole("searchbox", { name: /^Find by name/ }).fill(name);
  await page.getByRole("gridcell", { name }).first().click();
  await page.getByRole("button", { name: "Make an invitation link" }).click();
  return page.getByRole("textbox", { name: "Invitation link" }).inputValue();
}

async function inviteToLeadership(page) {
  await page.getByRole("button", { name: ADA.name }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await choose(page, "Settings", "People & access");
  await page.getByRole("checkbox", { name: /^Leadership/ }).check();
  await page.getByRole("button", { name: "Make the link" }).click();
  return page.getByRole("textbox", { name: "Invitation link" }).inputValue();
}
