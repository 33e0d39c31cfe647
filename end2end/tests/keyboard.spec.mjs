// A day's work without a mouse: sign in, declare a dependency, ask for something, work on it, rate it.

import { resolve } from "node:path";
import { expect, test } from "../weft.mjs";
import { card, liesIn } from "../story/board.mjs";
import { joinDepartment } from "../story/directory.mjs";
import { enter, find, step, tabTo, type } from "../story/keyboard.mjs";
import { PASSWORD, ready, signIn } from "../story/people.mjs";
import { weft } from "../story/organisation.mjs";

const EMAIL = "ada@example.org";
const NAME = "Ada Lovelace";
const CUSTOMER = "Compiler team";
const PROVIDER = "Infrastructure team";
const NEED = "Try builds within the hour, or reviews stand still.";
const REQUEST = "Runners for the new targets";
/** It takes well under a minute where nothing else runs. */
const DAY_MS_MAX = 300_000;
const SMALL = resolve(import.meta.dirname, "../data/small");

test("a day's work by keyboard alone", async ({ page, server, folder, browser }) => {
  test.setTimeout(DAY_MS_MAX);
  await test.step("an organisation, and somebody who belongs to two of its departments", async () => {
    weft(folder, ["import", SMALL]);
    weft(folder, ["user", "add", EMAIL, "--name", NAME, "--role", "steward"], `${PASSWORD}\n`);
    const before = await browser.newPage();
    await before.goto(`${server.url}/directory`);
    await ready(before);
    await signIn(before, EMAIL);
    await joinDepartment(before, CUSTOMER, NAME);
    await joinDepartment(before, PROVIDER, NAME, "Agent");
    await before.close();
  });

  await test.step("sign in", async () => {
    await page.goto(`${server.url}/map`);
    await ready(page);
    await type(page, page.getByRole("textbox", { name: /e-mail/i }), EMAIL);
    await type(page, page.getByRole("textbox", { name: "Password", exact: true }), PASSWORD);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
    await ready(page);
  });

  await test.step("declare a dependency and agree to it", async () => {
    await page.keyboard.press("d");
    const dialog = page.getByRole("dialog", { name: "What is needed, and from whom?" });
    await find(page, dialog.getByRole("combobox", { name: "Who needs it" }), CUSTOMER);
    await find(page, dialog.getByRole("combobox", { name: "Who is needed" }), PROVIDER);
    await type(page, dialog.getByRole("textbox", { name: "What is needed, and why" }), NEED);
    await tabTo(page, dialog.getByRole("radio", { name: /^Slowing/ }));
    await step(page, "ArrowUp", dialog.getByRole("radio", { name: /^Blocking/ }));
    await enter(page, dialog.getByRole("button", { name: "Declare" }));
    await expect(dialog).toBeHidden();
    const panel = page.getByRole("complementary", { name: "Dependency" });
    await expect(panel.getByText(NEED)).toBeVisible();
    await enter(page, panel.getByRole("button", { name: "Agree" }));
    await expect(panel.getByText("Agreed", { exact: true })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
  });

  await test.step("ask for something, from anywhere", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("p");
    await expect(page).toHaveURL(/\/pulse/);
    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog", { name: "New request" });
    await expect(dialog.getByRole("combobox", { name: "Ask as" })).toHaveValue(/./);
    await find(page, dialog.getByRole("combobox", { name: "Who is asked" }), PROVIDER);
    await type(page, dialog.getByRole("textbox", { name: "What do you need?" }), REQUEST);
    await page.keyboard.press("Control+Enter");
    await expect(dialog).toBeHidden();
  });

  await test.step("work on it", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("b");
    await expect(page.getByRole("heading", { level: 1, name: PROVIDER })).toBeVisible();
    await liesIn(page, REQUEST, "New");
    await page.keyboard.press("j");
    await step(page, "j", card(page, REQUEST));
    await page.keyboard.press("Control+ArrowRight");
    await liesIn(page, REQUEST, "Accepted");
    await page.keyboard.press("m");
    const dialog = page.getByRole("dialog", { name: /^Move/ });
    await expect(dialog).toBeVisible();
    await page.keyboard.type("Resolved");
    await expect(dialog.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await liesIn(page, REQUEST, "Resolved");
  });

  await test.step("rate it, and go back to where one was", async () => {
    await step(page, "j", card(page, REQUEST));
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary", { name: "Request" });
    await expect(panel.getByRole("heading", { name: REQUEST })).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(panel.getByRole("button", { name: "Close panel" })).toBeFocused();
    for (const [name, score] of Object.entries({ Quality: 5, Attitude: 4, Efficiency: 4, Result: 5 })) {
      const group = panel.getByRole("radiogroup", { name });
      await tabTo(page, group.getByRole("radio").first());
      await page.keyboard.press(String(score));
      await expect(group.getByRole("radio", { name: new RegExp(`^${score}:`) })).toBeChecked();
    }
    await enter(page, panel.getByRole("button", { name: "Rate", exact: true }));
    await expect(panel.getByText("The requester's side")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    await expect(card(page, REQUEST)).toBeFocused();
  });

  await test.step("the palette reaches what is not on this screen", async () => {
    for (const [words, found] of [
      ["theme", "Dark"],
      ["declare", "Declare dependency"],
      ["thanks", "Give thanks"],
      ["ada", NAME],
      ["infra", `Ask ${PROVIDER} for something`],
      ["sign out", "Sign out"],
    ]) {
      await page.keyboard.press("Control+k");
      await page.keyboard.type(words);
      await expect(page.getByRole("dialog").getByRole("option", { name: found }).first()).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
    }
  });
});
