// The organisation of the story: the real Rust project, or a small one of our own in the same format.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PROGRAM } from "../weft.mjs";

const ROOT = resolve(import.meta.dirname, "../..");
/** Beside the repository, or beside a folder above it, as in a worktree. */
const REAL = ["..", "../.."].map((up) => resolve(ROOT, up, "shared/data/rust-lang"));
const SMALL = resolve(import.meta.dirname, "../data/small");

/** The real set, where it is there. */
export const real = () => REAL.find((folder) => existsSync(join(folder, "departments.csv")));

/** The folder to import, how many departments it has, and what it is called in the output. */
export function organisation() {
  const folder = real() ?? SMALL;
  const told = real() ? "rust-lang" : "the small set in end2end/data (../shared/data/rust-lang is not there)";
  return { folder, told, units: lines(folder, "departments.csv") };
}

function lines(folder, file) {
  return readFileSync(join(folder, file), "utf8").trimEnd().split("\n").length - 1;
}

/** Drags a folder from outside the browser onto a place of the page and lets go. */
export async function dropFolder(page, place, folder) {
  const { x, y, width, height } = await place.boundingBox();
  const browser = await page.context().newCDPSession(page);
  const drag = {
    x: x + width / 2,
    y: y + height / 2,
    data: { items: [], files: [folder], dragOperationsMask: 1 },
  };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await browser.send("Input.dispatchDragEvent", { type, ...drag });
  }
  await browser.detach();
}

/** Runs `weft` on a data folder; `input` is what it is told. */
export function weft(folder, args, input = "") {
  const database = ["--database", `sqlite:${join(folder, "weft.db")}`];
  return execFileSync(PROGRAM, [...args, ...database], { input, cwd: folder, encoding: "utf8" });
}
