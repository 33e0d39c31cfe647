// A day's work of two people without a mouse: sign in, declare a dependency, ask for something, work on
// it, rate it.

import { resolve } from "node:path";
import { expect, person, test } from "../weft.mjs";
import { card, liesIn } from "../story/board.mjs";
import { joinDepartment } from "../story/directory.mjs";
import { enter, find, step, tabTo, type } from "../story/keyboard.mjs";
import { weft } from "../story/organisation.mjs";
import { PASSWORD, ready, signIn } from "../story/people.mjs";

const ADA = { name: "Ada Lovelace", email: "ada@example.org" };
const GRACE = { name: "Grace Hopper", email: "grace@example.org" };
const CUSTOMER = "Compiler team";
const PROVIDER = "Infrastructure team";
const NEED = "Try builds within the hour, or reviews stand still.";
const REQUEST = "Runners for the new targets";
/** It takes well under a minute where nothing else runs. */
const DAY_MS_MAX = 300_000;
const SMALL = resolve(import.meta.dirname, "../data/small");

test("a day's work by keyboard alone", async ({ page: ada, server, folder, browser, watch }) => {
  test.setTimeout(DAY_MS_MAX);
  const grace = await person(browser, watch);
  await test.step("an organisation, and somebody in either of two departments", async () => {
    weft(folder, ["import", SMALL]);
    for (const { name, email } of [ADA, GRACE]) {
      weft(folder, ["user", "add", email, "--name", name, "--role", "steward"], `${PASSWORD}\n`);
    }
    const before = await browser.newPage();
    await before.goto(`${server.url}/directory`);
    await ready(before);
    await signIn(before, ADA.email);
    await joinDepartment(before, CUSTOMER, ADA.name);
    await joinDepartment(before, PROVIDER, GRACE.name, "Agent");
    await before.close();
  });

  await test.step("sign in", async () => {
    for (const [page, { email }] of [[ada, ADA], [grace, GRACE]]) {
      await page.goto(`${server.url}/map`);
      await ready(page);
      await type(page, page.getByRole("textbox", { name: /e-mail/i }), email);
      await type(page, page.getByRole("textbox", { name: "Password", exact: true }), PASSWORD);
      await page.keyboard.press("Enter");
      await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
      await ready(page);
    }
  });

  await test.step("declare a dependency on the map, and agree to it in the list", async () => {
    await ada.keyboard.press("d");
    const dialog = ada.getByRole("dialog", { name: "What is needed, and from whom?" });
    await expect(dialog.getByRole("combobox", { name: "Who needs it" })).toHaveValue(CUSTOMER);
    await find(ada, dialog.getByRole("combobox", { name: "Who is needed" }), PROVIDER);
    await type(ada, dialog.getByRole("textbox", { name: "What is needed, and why" }), NEED);
    await tabTo(ada, dialog.getByRole("radio", { name: /^Slowing/ }));
    await step(ada, "ArrowUp", dialog.getByRole("radio", { name: /^Blocking/ }));
    await enter(ada, dialog.getByRole("button", { name: "Declare" }));
    await expect(dialog).toBeHidden();
    const panel = ada.getByRole("complementary", { name: "Dependency" });
    await expect(panel.getByText(NEED)).toBeVisible();

    await grace.keyboard.press("l");
    const row = grace.getByRole("group", { name: `${CUSTOMER} needs ${PROVIDER}` });
    await enter(grace, row.getByRole("button", { name: "Agree" }));
    await expect(panel.getByText("Agreed", { exact: true })).toBeVisible();
    await ada.keyboard.press("Escape");
    await expect(panel).toBeHidden();
  });

  await test.step("ask for something, from anywhere", async () => {
    await ada.keyboard.press("g");
    await ada.keyboard.press("p");
    await expect(ada).toHaveURL(/\/pulse/);
    await ada.keyboard.press("c");
    const dialog = ada.getByRole("dialog", { name: "New request" });
    await find(ada, dialog.getByRole("combobox", { name: "Who is asked" }), PROVIDER);
    await type(ada, dialog.getByRole("textbox", { name: "What do you need?" }), REQUEST);
    await ada.keyboard.press("Control+Enter");
    await expect(dialog).toBeHidden();
  });

  await test.step("work on it", async () => {
    await grace.keyboard.press("g");
    await grace.keyboard.press("b");
    await expect(grace.getByRole("heading", { level: 1, name: PROVIDER })).toBeVisible();
    await liesIn(grace, REQUEST, "New");
    await grace.keyboard.press("j");
    await step(grace, "j", card(grace, REQUEST));
    await grace.keyboard.press("Control+ArrowRight");
    await liesIn(grace, REQUEST, "Accepted");
    await grace.keyboard.press("m");
    const dialog = grace.getByRole("dialog", { name: /^Move/ });
    await expect(dialog).toBeVisible();
    await grace.keyboard.type("Resolved");
    await expect(dialog.getByRole("option")).toHaveCount(1);
    await grace.keyboard.press("Enter");
    await liesIn(grace, REQUEST, "Resolved");
  });

  await test.step("open it beside the board, and go back to where one was", async () => {
    await step(grace, "j", card(grace, REQUEST));
    await grace.keyboard.press("Enter");
    const panel = grace.getByRole("complementary", { name: "Request" });
    await expect(panel.getByRole("heading", { name: REQUEST })).toBeVisible();
    await grace.keyboard.press("Tab");
    await expect(panel.getByRole("button", { name: "Close panel" })).toBeFocused();
    await grace.keyboard.press("Shift+Tab");
    await expect(card(grace, REQUEST)).toBeFocused();
    await grace.keyboard.press("Tab");
    await grace.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    await expect(card(grace, REQUEST)).toBeFocused();
  });

  await test.step("find it in the palette, and rate it", async () => {
    await ada.keyboard.press("Control+k");
    await ada.keyboard.type(REQUEST);
    // The one that Enter takes.
    await expect(ada.getByRole("dialog").getByRole("option", { selected: true })).toHaveAccessibleName(new RegExp(REQUEST));
    await ada.keyboard.press("Enter");
    const request = ada.getByRole("main");
    await expect(request.getByRole("heading", { level: 2, name: REQUEST })).toBeVisible();
    for (const [name, score] of Object.entries({ Quality: 5, Attitude: 4, Efficiency: 4, Result: 5 })) {
      const group = request.getByRole("radiogroup", { name });
      await tabTo(ada, group.getByRole("radio").first());
      await ada.keyboard.press(String(score));
      await expect(group.getByRole("radio", { name: new RegExp(`^${score}:`) })).toBeChecked();
    }
    await enter(ada, request.getByRole("button", { name: "Rate", exact: true }));
    await expect(request.getByText("The requester's side")).toBeVisible();
  });

  await test.step("the palette reaches what is not on this screen", async () => {
    for (const [words, found] of [
      ["theme", "Dark"],
      ["declare", "Declare dependency"],
      ["thanks", "Give thanks"],
      ["ada", ADA.name],
      ["infra", `Ask ${PROVIDER} for something`],
      ["sign out", "Sign out"],
    ]) {
      await ada.keyboard.press("Control+k");
      await expect(ada.getByRole("dialog").getByRole("combobox")).toBeFocused();
      await ada.keyboard.type(words);
      await expect(ada.getByRole("dialog").getByRole("option", { name: found }).first()).toBeVisible();
      await ada.keyboard.press("Escape");
      await expect(ada.getByRole("dialog")).toBeHidden();
    }
  });
});
