// Measures what can be measured from outside and prints a Markdown table:
//
//   make release && node end2end/figures.mjs [--program FILE] [--data DIR] [--sets a,b]
//
// Gestures and frames need `npm ci --prefix end2end` and a Chromium. `--program` is the weft to measure (a release build), `--data` the folder with the data sets in the
// exchange format. What is missing is said to be, never left out in silence.

import { execFile, spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

const ROOT = resolve(import.meta.dirname, "..");
const POLL_MS = 20;
const IMPORT_MS_MAX = 10 * 60_000;
const START_MS_MAX = 60_000;
/** How long a server may settle before its memory is read: freed pages go back, caches fill. */
const SETTLE_MS = 3_000;
/** A gesture waits at most one frame for the next, which then takes at most one to be drawn. */
const FRAME_MS = 1_000 / 30;
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

const { values: options } = parseArgs({
  options: {
    program: { type: "string", default: join(ROOT, "target/release/weft") },
    data: { type: "string", default: resolve(ROOT, "../shared/data") },
    sets: { type: "string", default: "rust-lang,volvo-bpic13" },
  },
});
// Commands run in the folder of the data.
options.program = resolve(options.program);

const rows = [];
const note = (what, measured, target, isMet) => rows.push({ what, measured, target, isMet });
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const megabytes = (bytes) => `${Math.round(bytes / 1024 / 1024)} MB`;
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

/** Resident memory of a process and its peak, in bytes; nothing where the system does not say. */
function memory(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024;
    // A process that is ending has no memory any more.
    return { now: of("VmRSS") || 0, peak: of("VmHWM") || 0 };
  } catch {
    return undefined;
  }
}

function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("WEFT_")));
}

const database = (folder) => ["--database", `sqlite:${join(folder, "weft.db")}`];

/** Runs one weft command to its end: what it said, how long it took, how much memory it had at most. */
function run(folder, words, input = "") {
  return new Promise((done, failed) => {
    const begin = performance.now();
    let peak = 0;
    const settings = { cwd: folder, env: environment(), timeout: IMPORT_MS_MAX, maxBuffer: OUTPUT_BYTES_MAX };
    const child = execFile(options.program, [...words, ...database(folder), "--json"], settings, (error, out, log) => {
      clearInterval(watch);
      const ms = performance.now() - begin;
      if (error) failed(new Error(`weft ${words[0]}: ${error.message}\n${log}`));
      else done({ ms, peak, report: JSON.parse(out).report });
    });
    child.stdin.end(input);
    // The kernel keeps the peak itself; the last look before the end is close to it.
    const watch = setInterval(() => (peak = Math.max(peak, memory(child.pid)?.peak ?? 0)), POLL_MS);
  });
}

/** Starts a server and waits until its page is served. */
async function serve(folder) {
  const begin = performance.now();
  const child = spawn(options.program, ["serve", "--listen", "127.0.0.1:0", ...database(folder)], {
    cwd: folder,
    env: environment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const url = await new Promise((found, failed) => {
    const said = [];
    const clock = setTimeout(() => failed(new Error(`weft did not start:\n${said.join("\n")}`)), START_MS_MAX);
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`weft ended with ${code}:\n${said.join("\n")}`)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line);
      const at = /^Weft is at (\S+)$/.exec(line)?.[1];
      if (!at) return;
      clearTimeout(clock);
      found(at);
    });
  });
  const page = await fetch(new URL("/sign-in", url));
  await page.text();
  const ms = performance.now() - begin;
  const stop = () =>
    new Promise((gone) => {
      child.once("exit", gone);
      child.kill("SIGTERM");
    });
  return { url, pid: child.pid, ms, stop };
}

/** A file as it travels to a browser that takes brotli. */
function travels(url) {
  return new Promise((done, failed) => {
    const asked = get(url, { headers: { "accept-encoding": "br" } }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => done({ body: Buffer.concat(parts), coding: response.headers["content-encoding"] }));
    });
    asked.on("error", failed);
  });
}

/** What a first visit loads: the WASM, its glue and the style sheet, as this program sends them. Fonts are apart. */
async function firstLoad(url) {
  const page = (await travels(new URL("/sign-in", url))).body.toString();
  const named = [...new Set([...page.matchAll(/\/pkg\/[\w.-]+\.(?:wasm|js|css)/g)].map(([path]) => path))];
  if (named.length === 0) {
    note("first load, brotli", "the program has no web assets inside: run `make release`", "≤ 350 KB", false);
    return;
  }
  const files = await Promise.all(named.map(async (path) => ({ path, ...(await travels(new URL(path, url))) })));
  const all = files.reduce((sum, { body }) => sum + body.length, 0);
  const told = files.map(({ path, body, coding }) => {
    return `${path.split(".").at(-1)} ${kilobytes(body.length)}${coding === "br" ? "" : " not packed"}`;
  });
  note("first load, brotli", `${kilobytes(all)} (${told.join(", ")})`, "≤ 350 KB", all <= 350 * 1024);
}

/** Lines of a report that came in, and that did not, with a reason and without. */
function lines(report) {
  const sum = (field) => report.files.reduce((all, file) => all + (file[field] ?? 0), 0);
  const told = ["created", "changed", "unchanged", "used", "not_kept", "skipped"].reduce((all, field) => all + sum(field), 0);
  return { all: sum("rows"), skipped: sum("skipped"), lost: sum("rows") - told };
}

async function imports(folder, sets) {
  for (const set of sets) {
    const from = join(options.data, set);
    if (!existsSync(from)) {
      note(`import of ${set}`, `not measured: ${set} is not in the data folder`, "");
      continue;
    }
    const { ms, peak, report } = await run(folder, ["import", from, "--source", set]);
    const { all, skipped, lost } = lines(report);
    const isBig = set === "volvo-bpic13";
    const memoryTold = peak ? megabytes(peak) : "memory unknown";
    note(
      `import of ${set}`,
      `${seconds(ms)}, ${memoryTold} at most, ${all} lines, ${skipped} skipped with a reason, ${lost} lost`,
      isBig ? "≤ 20 s, ≤ 500 MB, 0 lost" : "0 lost",
      lost === 0 && (!isBig || (ms <= 20_000 && peak <= 500 * 1024 * 1024)),
    );
  }
}

async function servers(folder, sets) {
  // The first start pays for what the machine has not read yet.
  await (await serve(folder)).stop();
  const server = await serve(folder);
  note(`second start, ${sets.join(" and ")} loaded`, seconds(server.ms), "≤ 2 s", server.ms <= 2_000);
  await new Promise((later) => setTimeout(later, SETTLE_MS));
  const used = memory(server.pid);
  const told = used ? `${megabytes(used.now)} (${megabytes(used.peak)} at most)` : "unknown on this system";
  note(`server memory, ${sets.join(" and ")} loaded`, told, "≤ 250 MB", used && used.now <= 250 * 1024 * 1024);
  await firstLoad(server.url);
  await server.stop();
}

const ADA = { name: "Ada Lovelace", email: "ada@example.org", role: "steward" };
const BO = { name: "Bo Ek", email: "bo@example.org", role: "member" };

/** Serves a folder to browsers with accounts in it. */
async function withBrowsers(browsers, folder, act) {
  for (const { name, email, role } of [ADA, BO]) {
    await run(folder, ["user", "add", email, "--name", name, "--role", role], `${browsers.PASSWORD}\n`);
  }
  const server = await serve(folder);
  try {
    await browsers.withBrowser((browser) => act(browser, server.url));
  } catch (error) {
    note("in the browser", `not measured: ${error.message.split("\n")[0]}`, "", false);
    console.error(error);
  } finally {
    await server.stop();
  }
}

/** What is felt in browsers: gestures to pixels, and how evenly the map moves. */
async function felt(folder, sets) {
  const browsers = await import("./figures/browsers.mjs").catch((error) => error);
  if (browsers instanceof Error) {
    note("in the browser", "not measured: run `npm ci --prefix end2end` first", "");
    return;
  }
  const told = (values) => `p95 ${browsers.p95(values).toFixed(1)} ms, at most ${Math.max(...values).toFixed(1)} ms`;
  await withBrowsers(browsers, folder, async (browser, url) => {
    const { here, there } = await browsers.gestures(browser, url, { author: ADA, other: BO });
    const frames = browsers.p95(here) <= FRAME_MS;
    note(`gesture → pixel, author's browser (${here.length} card moves)`, told(here), "next frame (≤ 33 ms with its drawing)", frames);
    note(`gesture → pixel, other browser (${there.length} card moves)`, told(there), "p95 ≤ 50 ms", browsers.p95(there) <= 50);
  });
  if (!sets.includes("volvo-bpic13")) return;
  const alone = await mkdtemp(join(tmpdir(), "weft-figures-map-"));
  try {
    await run(alone, ["import", join(options.data, "volvo-bpic13")]);
    await withBrowsers(browsers, alone, async (browser, url) => {
      for (const [what, gaps] of Object.entries(await browsers.mapFrames(browser, url, { author: ADA }))) {
        const isMet = browsers.p95(gaps) <= 20 && Math.max(...gaps) <= 50;
        note(`frame gaps on volvo-bpic13's map: ${what}`, `${told(gaps)} (${gaps.length} frames)`, "p95 ≤ 20 ms, none over 50 ms", isMet);
      }
    });
  } finally {
    await rm(alone, { recursive: true, force: true });
  }
}

async function main() {
  if (!existsSync(options.program)) {
    note("everything", `no program at ${options.program}: run \`make release\``, "", false);
    return;
  }
  const size = statSync(options.program).size;
  note("the program, assets inside", megabytes(size), "");
  const folder = await mkdtemp(join(tmpdir(), "weft-figures-"));
  try {
    const sets = options.sets.split(",").filter(Boolean);
    await imports(folder, sets);
    const there = sets.filter((set) => existsSync(join(options.data, set)));
    await servers(folder, there.length ? there : ["nothing"]);
    await felt(folder, there);
    const kept = readdirSync(folder).filter((name) => name.startsWith("weft.db"));
    const bytes = kept.reduce((all, name) => all + statSync(join(folder, name)).size, 0);
    note("the database on disk", megabytes(bytes), "");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
console.log("| what | measured | to reach | |\n| --- | --- | --- | --- |");
for (const { what, measured, target, isMet } of rows) {
  const verdict = isMet === undefined ? "" : isMet ? "reached" : "**missed**";
  console.log(`| ${what} | ${measured} | ${target} | ${verdict} |`);
}
process.exitCode = rows.some(({ isMet }) => isMet === false) ? 1 : 0;
