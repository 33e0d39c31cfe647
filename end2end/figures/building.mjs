// Measures what somebody who builds Weft waits for, in a fresh clone of what is committed:
//
//   node end2end/figures/building.mjs [--port 3999]
//
// `make run` until its first page is served, once from nothing and once again; a rule edited until its
// tests have run; a component edited until the browser's half is rebuilt in the development profile.
// Crates that cargo has downloaded already are not downloaded again. Takes as long as a cold build,
// twice: run it on a machine that does nothing else.

import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const ROOT = resolve(import.meta.dirname, "../..");
const POLL_MS = 50;
const RULE = "app/domain/src/text.rs";
const COMPONENT = "app/src/request/head.rs";
/** A rule more, which nobody calls: the compiler sees new code, and nothing behaves otherwise. */
const ruled = (text, number) => `${text}\n/// Edit ${number}.\npub(crate) const fn edit_${number}() -> u32 {\n    ${number}\n}\n`;
/** What a request's head draws says one attribute more. */
const drawn = (text, number) => text.replace('<header class="req-head"', `<header class="req-head" data-edit${number}=""`);
const BROWSER = ["build", "--locked", "-p", "weft-frontend", "--target", "wasm32-unknown-unknown", "--profile", "wasm-dev"];

const { values: options } = parseArgs({ options: { port: { type: "string", default: "3999" } } });
const url = `http://127.0.0.1:${options.port}/sign-in`;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const rows = [];

function note(what, ms, limitMs) {
  const told = (ms) => (ms >= 120_000 ? `${(ms / 60_000).toFixed(1)} min` : `${(ms / 1000).toFixed(1)} s`);
  rows.push(`| ${what} | ${told(ms)} | ≤ ${told(limitMs)} | ${ms <= limitMs ? "reached" : "**missed**"} |`);
}

const cargo = (folder, ...words) => execFileSync("cargo", words, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });

/** How long a command takes, in milliseconds. */
function timed(act) {
  const begin = performance.now();
  act();
  return performance.now() - begin;
}

/** `make run` until a page is served; then it is ended. In milliseconds. */
async function served(folder) {
  const begin = performance.now();
  // A group of its own: make, cargo and weft end together.
  const child = spawn("make", ["run", `LISTEN=127.0.0.1:${options.port}`], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  const ended = new Promise((done) => child.once("exit", done));
  let isOver = false;
  void ended.then(() => (isOver = true));
  try {
    for (;;) {
      if (isOver) throw new Error("make run ended before it served a page");
      const page = await fetch(url).catch(() => undefined);
      if (page?.ok) return performance.now() - begin;
      await pause(POLL_MS);
    }
  } finally {
    if (!isOver) process.kill(-child.pid, "SIGTERM");
    await ended;
  }
}

/** The middle one of three edits of a file, each followed by a command. In milliseconds. */
function edited(folder, file, edit, act) {
  const path = join(folder, file);
  const times = [1, 2, 3].map((number) => {
    writeFileSync(path, edit(readFileSync(path, "utf8"), number));
    return timed(act);
  });
  return times.sort((a, b) => a - b)[1];
}

const folder = await mkdtemp(join(tmpdir(), "weft-building-"));
try {
  execFileSync("git", ["clone", "--quiet", ROOT, folder]);
  note("a fresh clone → first page of `make run`", await served(folder), 15 * 60_000);
  note("`make run` again → first page", await served(folder), 3_000);
  const rules = () => cargo(folder, "test", "--locked", "-p", "weft-domain", "--quiet");
  rules();
  note("a rule edited → its tests have run", edited(folder, RULE, ruled, rules), 10_000);
  const browser = () => cargo(folder, ...BROWSER);
  browser();
  note("a component edited → WASM rebuilt", edited(folder, COMPONENT, drawn, browser), 25_000);
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log("| what | measured | to reach | |\n| --- | --- | --- | --- |");
console.log(rows.join("\n"));
process.exitCode = rows.some((row) => row.includes("missed")) ? 1 : 0;
