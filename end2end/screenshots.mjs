// Makes the pictures of the README: `node end2end/screenshots.mjs`, after `make test` or `make release`
// has built a weft (WEFT_PROGRAM names another) and with ../shared/data/rust-lang.

import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect } from "@playwright/test";
import { find } from "./browser.mjs";
import { card, liesIn, rate } from "./story/board.mjs";
import { joinDepartment, openBoard } from "./story/directory.mjs";
import { real } from "./story/organisation.mjs";
import { live, PASSWORD, ready, signIn } from "./story/people.mjs";
import { season } from "./story/season.mjs";
import { PROGRAM, Server } from "./weft.mjs";

const SHOTS = join(import.meta.dirname, "shots");
const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const ADA = { name: "Ada Lovelace", email: "ada@example.org", role: "steward" };
const BO = { name: "Bo Ek", email: "bo@example.org", role: "steward" };

/** Teams that Ada belongs to, so that she can rate what was done for them. */
const TEAMS = [
  "Compiler team",
  "Bootstrap team",
  "Release team",
  "Types team",
  "Specification team",
  "Cargo team",
];
/** The team that she joins once she has rated it. */
const LATER = "crates.io team";
/** Whose board, what, and the scores: quality, attitude, efficiency, result. */
const RATED = [
  ["Infrastructure team", "Dashboard of merge queue times", [5, 5, 4, 5]],
  ["Infrastructure team", "Access to the ARM machines", [5, 5, 5, 5]],
  ["Infrastructure team", "Rotate the signing keys", [4, 5, 4, 4]],
  ["Infrastructure team", "Mirror the release notes", [5, 4, 4, 5]],
  ["Language team", "FCP for never type fallback", [3, 4, 2, 3]],
  ["Language team", "Wording of place expressions", [4, 5, 4, 5]],
  ["Language team", "Read the chapter on patterns", [5, 5, 4, 4]],
  ["crates.io team", "Publish several crates at once", [4, 4, 2, 3]],
  ["crates.io team", "Show yanked versions in the index", [4, 4, 2, 3]],
];

/** What Ada declares by hand: customer, provider, why, how badly. Bo agrees to what his team is asked for. */
const DECLARED = [
  ["Compiler team", "Infrastructure team", "Try builds within the hour, or reviews stand still.", "Blocking"],
  ["Release team", "Infrastructure team", "Signed artifacts on release day.", "Blocking"],
  ["crates.io team", "Infrastructure team", "The index stays up while we publish.", "Slowing"],
  ["Cargo team", "crates.io team", "New index fields, documented before they ship.", "Slowing"],
  ["Types team", "Language team", "A decision within two meetings.", "Blocking"],
  ["Specification team", "Language team", "Somebody who reads each chapter.", "Slowing"],
];

function prepare(folder, from) {
  const database = ["--database", `sqlite:${join(folder, "weft.db")}`];
  const run = (words, input) => {
    execFileSync(PROGRAM, [...words, ...database], { cwd: folder, input, stdio: ["pipe", "ignore", "inherit"] });
  };
  run(["import", from, "--source", "rust-lang"]);
  for (const { name, email, role } of [ADA, BO]) {
    run(["user", "add", email, "--name", name, "--role", role], `${PASSWORD}\n`);
  }
}

async function enter(browser, url, { email }, options) {
  const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${url}/sign-in`);
  await ready(page);
  await signIn(page, email);
  return page;
}

async function shoot(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: "disabled" });
  console.log(`end2end/shots/${name}.png`);
}

/** Declares what one's teams need, and agrees to it where one may. */
async function declare(ada, bo) {
  for (const [customer, provider, why, severity] of DECLARED) {
    await ada.getByRole("main").getByRole("button", { name: "Declare dependency" }).first().click();
    const dialog = ada.getByRole("dialog", { name: "What is needed, and from whom?" });
    for (const [field, name] of [["Who needs it", customer], ["Who is needed", provider]]) {
      await dialog.getByRole("combobox", { name: field }).fill(name);
      await dialog.getByRole("option", { name }).first().click();
    }
    await dialog.getByRole("textbox", { name: "What is needed, and why" }).fill(why);
    await dialog.getByRole("radio", { name: new RegExp(`^${severity}`) }).check();
    await dialog.getByRole("button", { name: "Declare" }).click();
    await expect(dialog).toBeHidden();
    if (provider !== "Infrastructure team") continue;
    await live(ada);
    await bo.goto(ada.url());
    await ready(bo);
    await bo.getByRole("complementary").getByRole("button", { name: "Agree" }).click();
    await live(bo);
  }
}

/** Rates what was done for one's teams. */
async function work(ada) {
  for (const team of TEAMS) await joinDepartment(ada, team, ADA.name);
  // Nobody rates a team of their own: what crates.io did comes first, then what was done for it.
  await rateAll(ada, RATED.filter(([team]) => team === LATER));
  await joinDepartment(ada, LATER, ADA.name);
  await rateAll(ada, RATED.filter(([team]) => team !== LATER));
  await live(ada);
}

async function rateAll(ada, rated) {
  for (const [team, title, scores] of rated) {
    const shown = await ada.getByRole("heading", { level: 1 }).innerText();
    if (shown !== team) await openBoard(ada, team);
    await liesIn(ada, title, "Resolved");
    await card(ada, title).click();
    const [Quality, Attitude, Efficiency, Result] = scores;
    const panel = ada.getByRole("complementary");
    await panel.getByRole("heading", { name: title }).waitFor();
    await rate(panel, { Quality, Attitude, Efficiency, Result });
    await panel.getByRole("button", { name: "Rate", exact: true }).waitFor({ state: "hidden" });
  }
}

async function shots(browser, url) {
  const ada = await enter(browser, url, ADA, DESK);
  const bo = await enter(browser, url, BO, DESK);
  await joinDepartment(bo, "Infrastructure team", BO.name, "Lead");
  await work(ada);
  await ada.goto(`${url}/map`);
  await ready(ada);
  await declare(ada, bo);

  await ada.goto(`${url}/map`);
  await ready(ada);
  // Before it is laid out it says 100 %.
  await expect(ada.getByRole("group", { name: "Zoom" })).toContainText(/[6-9]\d/);
  await shoot(ada, "map");

  await openBoard(bo, "Infrastructure team");
  await bo.reload();
  await ready(bo);
  await liesIn(bo, "Runners for the new tier 2 targets", "In progress");
  await live(bo);
  await shoot(bo, "board");

  await ada.goto(`${url}/pulse?view=loom`);
  await ready(ada);
  await live(ada);
  await shoot(ada, "pulse");

  const phone = await enter(browser, url, ADA, PHONE);
  await phone.goto(`${url}/pulse`);
  await ready(phone);
  await expect(phone.locator(".lrow, [role=row], main li").first()).toBeVisible();
  await shoot(phone, "pulse-phone");
}

const set = real();
if (!set) throw new Error("The pictures need ../shared/data/rust-lang");
const folder = await mkdtemp(join(tmpdir(), "weft-shots-"));
const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: find(), args: [...root, "--disable-dev-shm-usage"] });
try {
  prepare(folder, await season(set, join(folder, "rust-lang")));
  const server = await Server.start(folder);
  try {
    await shots(browser, server.url);
  } finally {
    await server.stop();
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
