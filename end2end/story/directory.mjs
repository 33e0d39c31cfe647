// Ways through the screens that more than one journey takes.

import { expect } from "@playwright/test";

/** Goes to a screen as one does, by the rail. */
export async function go(page, screen) {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: screen, exact: true }).click();
}

/** Chooses one of a row of choices, as a pointer does: by what is written on it. */
export async function choose(page, group, name) {
  await page.getByRole("radiogroup", { name: group }).getByText(name, { exact: true }).click();
}

/** Opens a department's board from another one's. */
export async function openBoard(page, name) {
  await go(page, "Board");
  await page.getByRole("button", { name: "Another board" }).click();
  await page.getByRole("combobox", { name: "Find a department" }).fill(name);
  await page.getByRole("option", { name: new RegExp(`^${name}`) }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Makes a department at the top of the tree. */
export async function newDepartment(page, name) {
  await go(page, "Directory");
  await page.getByRole("button", { name: "New department" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog).toBeHidden();
}

/** Puts somebody into a department, as a steward. */
export async function joinDepartment(page, name, who, role = "Member") {
  await go(page, "Directory");
  await page.getByRole("searchbox", { name: /^Find by name/ }).fill(name);
  await page.getByRole("treeitem", { name: new RegExp(`^${name}`) }).first().click();
  const panel = page.getByRole("complementary", { name: "Department" });
  await panel.getByRole("button", { name: "Add", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Person" }).fill(who);
  await dialog.getByRole("option", { name: new RegExp(who) }).click();
  await dialog.getByRole("combobox", { name: "Role" }).selectOption(role);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Makes a link for one of the directory. */
export async function inviteFromDirectory(page, name) {
  await go(page, "Directory");
  await choose(page, "Lists", "People");
  await page.getByRole("searchbox", { name: /^Find by name/ }).fill(name);
  await page.getByRole("gridcell", { name }).first().click();
  await page.getByRole("button", { name: "Make an invitation link" }).click();
  return page.getByRole("textbox", { name: "Invitation link" }).inputValue();
}

/** Makes a link for somebody new, who gets a role; `who` makes it. */
export async function inviteWithRole(page, who, role) {
  await page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: who }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await choose(page, "Settings", "People & access");
  await page.getByRole("checkbox", { name: new RegExp(`^${role}`) }).check();
  await page.getByRole("button", { name: "Make the link" }).click();
  return page.getByRole("textbox", { name: "Invitation link" }).inputValue();
}
