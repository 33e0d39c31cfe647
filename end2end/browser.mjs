// Finds a Chromium to test with, and gets one where there is none:
//   WEFT_CHROMIUM, else a Chromium of the system, else Debian's package (as root), else Playwright's.
// As a program it makes sure that there is one and prints its path.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of a Chromium that is there, or nothing. */
export function find() {
  const named = process.env.WEFT_CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`WEFT_CHROMIUM names ${named}, which does not exist`);
    return named;
  }
  return [...SYSTEM, chromium.executablePath()].find((path) => existsSync(path));
}

function install() {
  const said = { stdio: ["ignore", "inherit", "inherit"] };
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    try {
      execFileSync("apt-get", ["update"], said);
      execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"], said);
      return;
    } catch {
      console.error("Debian's Chromium could not be installed; trying Playwright's");
    }
  }
  execFileSync("npx", ["playwright", "install", "chromium"], said);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!find()) install();
  const path = find();
  if (!path) {
    console.error("No Chromium. Install one, or set WEFT_CHROMIUM to its path.");
    process.exit(1);
  }
  console.log(path);
}
