// Makes the pictures of the README: `node end2end/screenshots.mjs`, after `make test` or `make release`
// has built a weft (WEFT_PROGRAM names another) and with ../shared/data/rust-lang.

import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { find } from "./browser.mjs";
import { card, liesIn, move, rate } from "./story/board.mjs";
import { joinDepartment, openBoard } from "./story/directory.mjs";
import { approach, department, ground } from "./story/map.mjs";
import { real } from "./story/organisation.mjs";
import { live, PASSWORD, ready, signIn } from "./story/people.mjs";
import { season } from "./story/season.mjs";
import { PROGRAM, Server } from "./weft.mjs";

const SHOTS = join(import.meta.dirname, "shots");
const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const ADA = { name: "Ada Lovelace", email: "ada@example.org", role: "steward" };
const BO = { name: "Bo Ek", email: "bo@example.org", role: "steward" };

/** What Ada's team asked for, what it thought of it, and the thanks it sent. */
const RATED = [
  ["Dashboard of merge queue times", { Quality: 5, Attitude: 5, Efficiency: 4, Result: 5 }, "We see at a glance where merges wait."],
];

function prepare(folder, from) {
  const database = ["--database", `sqlite:${join(folder, "weft.db")}`];
  const run = (words, input) => execFileSync(PROGRAM, [...words, ...database], { cwd: folder, input, stdio: ["pipe", "ignore", "inherit"] });
  run(["import", from, "--source", "rust-lang"]);
  for (const { name, email, role } of [ADA, BO]) run(["user", "add", email, "--name", name, "--role", role], `${PASSWORD}\n`);
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

async function work(ada, bo) {
  await joinDepartment(ada, "Compiler team", ADA.name);
  await joinDepartment(ada, "Infrastructure team", BO.name, "Lead");
}

async function shots(browser, url) {
  const ada = await enter(browser, url, ADA, DESK);
  const bo = await enter(browser, url, BO, DESK);
  await work(ada, bo);
  await openBoard(bo, "Infrastructure team");
  await liesIn(bo, "Runners for the new tier 2 targets", "In progress");
  await live(bo);
  await shoot(bo, "board");

  await ada.goto(`${url}/map`);
  await ready(ada);
  await approach(ada, "Compiler team", "Infrastructure team");
  await shoot(ada, "map");

  await ada.goto(`${url}/pulse`);
  await ready(ada);
  await live(ada);
  await shoot(ada, "pulse");

  const phone = await enter(browser, url, ADA, PHONE);
  await phone.goto(`${url}/pulse`);
  await ready(phone);
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
