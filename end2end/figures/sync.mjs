// Measures the sync and prints a Markdown table, peers in the same run:
//
//   make release && cargo build --release --locked -p weft --example load
//   npm ci --prefix end2end && npm ci --prefix end2end/figures/peers && npm rebuild --prefix end2end/figures/peers
//   node end2end/figures/sync.mjs [--program FILE] [--load FILE] [--only a,b]
//
// What is measured runs on the first core, its load on the second. Commits are durable. Every receiver must
// get every change exactly once and every command be done, else there is no figure but what was wrong.
// What is missing is said to be, never left out in silence. `--only` names the rows: see `ROWS`.

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { get } from "node:http";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { team } from "./sync/data.mjs";
import { areThere, beside, oneSync } from "./sync/peers.mjs";
import { startPostgres } from "./sync/postgres.mjs";
import { LOAD_CORE, SERVER_CORE, Weft, load } from "./sync/weft.mjs";

const ROOT = resolve(import.meta.dirname, "../..");
const MIB = 1024 * 1024;
/** A latency that is p50 within this of a relay's with one fdatasync. */
const OVER_RELAY_MS = 0.2;
/** Rates that fan-out is tried at, in changes a second, until it is too slow. */
const FAN_OUT_RATES = [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 10_000, 12_000];
const RELAY_RATES = [400, 600, 800, 1_000, 1_200, 1_500, 2_000, 2_500];
/** The longest p99 that counts as keeping up. */
const FAN_OUT_MS = 100;
const FAN_OUT_SECONDS = 6;

const { values: options } = parseArgs({
  options: {
    program: { type: "string", default: join(ROOT, "target/release/weft") },
    load: { type: "string", default: join(ROOT, "target/release/examples/load") },
    only: { type: "string" },
  },
});
const [program, loader] = [resolve(options.program), resolve(options.load)];

const table = [];
const note = (what, measured, target, isMet) => table.push({ what, measured, target, isMet });
const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const told = ({ p50, p99 }) => `p50 ${ms(p50)}, p99 ${ms(p99)}`;
const count = (value) => Math.round(value).toLocaleString("en");

/** Runs `act` with a weft of so many teams and requests, and the tokens of people who work in them in turn. */
async function withWeft({ teams = 1, requests, people, url, jobs = (at) => [at % teams] }, act) {
  const weft = await Weft.start(program, { teams, requests, url });
  try {
    const steward = await weft.person("Stella", "steward");
    const all = [];
    for (let at = 0; at < people; at += 1) all.push(await weft.person(`Person ${at}`));
    const work = all.flatMap((_, at) => jobs(at).map((job) => [`Person ${at}`, team(job)]));
    const ids = await weft.employ(steward.token, work);
    return await act({ weft, people: all, tokens: all.map(({ token }) => token), department: (at) => ids.get(team(at)) });
  } finally {
    await weft.stop();
  }
}

/** Changes at a pace: how long they take to come to so many receivers, who are ten people. */
function paced({ weft, tokens, department }, receivers, rest = {}) {
  const viewers = Array.from({ length: receivers }, (_, at) => tokens[1 + (at % 10)]);
  const boards = [{ department: department(0), senders: [tokens[0]], viewers }];
  return load(loader, { what: "moves", address: weft.address, boards, rate: 50, per_push: 1, window: 100, warm_up_seconds: 3, seconds: 20, ...rest });
}

const PACE = { rate: 50, warm_up: 150, count: 1_000 };

async function latency() {
  const { seen } = await withWeft({ requests: 2_000, people: 11 }, (org) => paced(org, 10));
  const what = "change → receivers' sockets, durable, 10 receivers, 50 changes/s";
  note(what, told(seen), "p50 ≤ 1.2 ms, p99 ≤ 4 ms", seen.p50 <= 1.2 && seen.p99 <= 4);
  const disk = await oneSync();
  note("– one fdatasync of this disk, alone", `p50 ${ms(disk)}`, "");
  if (!areThere()) return note("– beside others", "not measured: `npm ci --prefix end2end/figures/peers` first", "");
  const relay = (await beside(loader, "relay", { receivers: 10, ...PACE })).seen;
  note("– raw `ws` with one fdatasync a change", told(relay), `Weft's p50 at most ${OVER_RELAY_MS} ms above`, seen.p50 <= relay.p50 + OVER_RELAY_MS);
  const peers = [
    ["hocuspocus", "Hocuspocus with its SQLite extension (stores 2 s later)"],
    ["tldraw", "tldraw's room with its SQLite storage"],
  ];
  for (const [name, what] of peers) {
    const peer = (await beside(loader, name, { receivers: 10, ...PACE })).seen;
    note(`– ${what}`, told(peer), "Weft ahead", seen.p50 < peer.p50 && seen.p99 < peer.p99);
  }
}

async function receivers() {
  await withWeft({ requests: 2_000, people: 11 }, async (org) => {
    for (const [many, most] of [[500, 10], [1_000, 20]]) {
      const { seen } = await paced(org, many);
      note(`the same, ${count(many)} receivers`, told(seen), `p99 ≤ ${most} ms`, seen.p99 <= most);
      if (!areThere()) continue;
      const relay = (await beside(loader, "relay", { receivers: many, ...PACE })).seen;
      note("– raw `ws` with one fdatasync a change", told(relay), "");
    }
  });
}

/** The highest rate that is kept up with, and why not the next one. */
async function highest(rates, measure) {
  let best;
  for (const rate of rates) {
    const found = await measure(rate).catch((error) => ({ wrong: whatWent(error) }));
    const why = found.wrong ?? (found.seen.p99 > FAN_OUT_MS ? told(found.seen) : undefined);
    if (why) return { best, why: `at ${count(rate)} changes/s: ${why}` };
    best = found;
  }
  return { best, why: "no higher rate was tried" };
}

/** What went wrong, in one line that a table takes. */
const whatWent = (error) => error.message.trim().split("\n").at(-1).replaceAll("|", "/").slice(0, 200);

async function fanOut() {
  const what = "fan-out on one core, 100 receivers, p99 ≤ 100 ms";
  await withWeft({ requests: 20_000, people: 11 }, async ({ weft, tokens, department }) => {
    const viewers = Array.from({ length: 100 }, (_, at) => tokens[1 + (at % 10)]);
    const boards = [{ department: department(0), senders: tokens.slice(0, 10), viewers }];
    const rest = { what: "moves", address: weft.address, boards, per_push: 20, window: 100, warm_up_seconds: 2, seconds: FAN_OUT_SECONDS };
    const { best, why } = await highest(FAN_OUT_RATES, (rate) => load(loader, { ...rest, rate }));
    if (!best) return note(what, `not kept up with; ${why}`, "≥ 500,000 row deliveries/s", false);
    const rows = best.deliveries_per_second;
    note(what, `${count(rows)} row deliveries/s, ${told(best.seen)} (${why})`, "≥ 500,000 row deliveries/s", rows >= 500_000);
  });
  if (!areThere()) return;
  const settings = { receivers: 100, environment: { WITHOUT_DISK: "1" } };
  const { best, why } = await highest(RELAY_RATES, (rate) => beside(loader, "relay", { ...settings, rate, warm_up: rate, count: rate * FAN_OUT_SECONDS }));
  note("– raw `ws`, nothing stored", best ? `${count(best.deliveries_per_second)} deliveries/s, ${told(best.seen)} (${why})` : `not kept up with; ${why}`, "");
}

async function moves() {
  const setting = { teams: 64, requests: 100_000, people: 64 };
  const measure = async ({ weft, tokens, department }) => {
    // A hundred viewers: each of the sixty-four looks on, and some of them twice.
    const boards = tokens.map((token, at) => ({ department: department(at), senders: [token], viewers: at < 36 ? [token, token] : [token] }));
    return load(loader, { what: "moves", address: weft.address, boards, rate: null, per_push: 50, window: 100, warm_up_seconds: 4, seconds: 20 });
  };
  const what = "`MoveRequest` through the socket, durable and acknowledged, 64 clients each in a department of its own, 100,000 requests, 100 viewers";
  const say = (found) => `${count(found.acknowledged_per_second)}/s, acknowledged after ${told(found.done)}`;
  const sqlite = await withWeft(setting, measure);
  note(`${what}: SQLite`, say(sqlite), "≥ 20,000/s", sqlite.acknowledged_per_second >= 20_000);
  const postgres = startPostgres();
  if (!postgres) return note("– PostgreSQL", "not measured: none is installed", "≥ 5,000/s");
  try {
    const found = await withWeft({ ...setting, url: postgres.url }, measure);
    note(`– PostgreSQL ${postgres.version}, on the load's core`, say(found), "≥ 5,000/s", found.acknowledged_per_second >= 5_000);
  } finally {
    await postgres.stop();
  }
}

/** Runs `sockets.mjs` with the server on its core. */
async function sockets(words) {
  const folder = await mkdtemp(join(tmpdir(), "weft-figures-pinned-"));
  const pinned = join(folder, "weft");
  writeFileSync(pinned, `#!/bin/sh\nexec taskset -c ${SERVER_CORE} '${program}' "$@"\n`);
  chmodSync(pinned, 0o755);
  const script = join(import.meta.dirname, "sockets.mjs");
  const all = ["-c", LOAD_CORE, process.execPath, script, ...words, "--program", pinned];
  const said = execFileSync("taskset", all, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  await rm(folder, { recursive: true });
  return said.trim();
}

async function idle() {
  const said = await sockets(["idle", "--count", "10000"]);
  const mib = Number(/: ([\d.]+) MiB above/.exec(said)[1]);
  note("idle authenticated sockets, resident memory above an empty server", said, "10,000 in ≤ 80 MB", mib * MIB <= 80_000_000);
}

async function presence() {
  const said = await sockets(["presence", "--count", "50"]);
  const [, each, share] = /: ([\d.]+) frames a second to each, ([\d.]+) % of a core/.exec(said);
  note("presence: 50 clients at 30 Hz in one place", said, "one frame per receiver per tick, ≤ 20 % of one core", Number(each) <= 31 && Number(share) <= 20);
}

async function resume() {
  await withWeft({ requests: 10_000, people: 2 }, async ({ weft, tokens: [mover, reader], department }) => {
    const plan = { what: "resume", address: weft.address, department: department(0), mover, reader, repeats: 15 };
    const say = (found) => `${ms(found.shown)} until it is shown (${ms(found.came)} until it came), at most ${ms(found.most)}; ${count(found.rows)} rows${found.is_reset ? ", fetched anew" : ""}, ${(found.bytes / MIB).toFixed(2)} MiB`;
    const all = await load(loader, { ...plan, rows: 10_000, times: 1 });
    note("resume after missing changes to 10,000 different visible rows", say(all), "≤ 150 ms", all.shown <= 150);
    const some = await load(loader, { ...plan, rows: 1_000, times: 10 });
    note("resume after 10,000 changes to 1,000 rows", say(some), "each row once, ≤ 15 ms", some.rows === 1_000 && some.shown <= 15);
  });
}

/** Bytes of a replica's standing part as it travels to a browser. */
function travels(weft, token) {
  return new Promise((done, failed) => {
    const headers = { authorization: `Bearer ${token}`, "accept-encoding": "br" };
    const asked = get(`${weft.url}/sync/bootstrap`, { headers }, (response) => {
      let bytes = 0;
      response.on("data", (part) => (bytes += part.length));
      response.on("end", () => done({ bytes, coding: response.headers["content-encoding"] }));
    });
    asked.on("error", failed);
  });
}

async function bootstrap() {
  const jobs = () => Array.from({ length: 10 }, (_, job) => job);
  await withWeft({ teams: 10, requests: 50_000, people: 1, jobs }, async ({ weft, tokens: [token] }) => {
    const { rows } = await weft.bootstrap(token);
    const titles = new Set(rows.flatMap((row) => (row.Request ? [row.Request.title] : [])));
    const { bytes, coding } = await travels(weft, token);
    const measured = `${(bytes / MIB).toFixed(2)} MiB, ${coding ?? "not packed"}, ${count(titles.size)} titles`;
    note("cold bootstrap of 50,000 requests with distinct titles, on the wire", measured, "≤ 3 MB", titles.size === 50_000 && bytes <= 3 * MIB);
  });
}

/** Runs `act` with the browser's figures and a weft in it, where there is a browser. */
async function withScreens(what, setting, act) {
  const screens = await import("./sync/browser.mjs").catch((error) => error);
  if (screens instanceof Error) return note(what, "not measured: run `npm ci --prefix end2end` first", "");
  await withWeft(setting, (org) => act(screens, org));
}

async function cold() {
  const what = "– the same in Chromium, WASM start included, until the first screen";
  const jobs = () => Array.from({ length: 10 }, (_, job) => job);
  await withScreens(what, { teams: 10, requests: 50_000, people: 1, jobs }, async ({ cold }, { weft, people: [{ email }] }) => {
    const { p50, most } = await cold(weft.url, email);
    note(what, `p50 ${ms(p50)}, at most ${ms(most)}`, "≤ 1 s", p50 <= 1_000);
  });
}

async function warm() {
  const what = "warm start, 10,000 rows in IndexedDB, from the navigation's start until painted";
  const jobs = () => [0, 1];
  await withScreens(what, { teams: 2, requests: 10_000, people: 1, jobs }, async ({ warm }, { weft, people: [{ email }] }) => {
    const { p50, most } = await warm(weft.url, email);
    note(what, `p50 ${ms(p50)}, at most ${ms(most)}`, "≤ 300 ms", p50 <= 300);
  });
}

async function rebase() {
  const what = "rebase of 1,000 waiting commands while 100 deltas/s arrive";
  await withScreens(what, { requests: 2_000, people: 2 }, async ({ rebase }, { weft, people: [{ email }], tokens: [, other], department }) => {
    const boards = [{ department: department(0), senders: [other], viewers: [] }];
    const plan = { what: "moves", address: weft.address, boards, rate: 100, per_push: 1, window: 100, warm_up_seconds: 1, seconds: 12 };
    const frames = await rebase(weft.url, email, loader, plan);
    const sorted = frames.toSorted((a, b) => a - b);
    const [p99, most] = [sorted[Math.floor(sorted.length * 0.99)], sorted.at(-1)];
    note(what, `p99 ${ms(p99)}, at most ${ms(most)} of script in ${count(sorted.length)} frames`, "≤ 8 ms of script a frame", most <= 8);
  });
}

const ROWS = { latency, receivers, fanOut, moves, idle, presence, resume, bootstrap, cold, warm, rebase };

async function main() {
  for (const [what, file] of [["program", program], ["load", loader]]) {
    if (!existsSync(file)) throw new Error(`no ${what} at ${file}: see the head of this script`);
  }
  const chosen = options.only?.split(",") ?? Object.keys(ROWS);
  for (const name of chosen) {
    const before = loadavg()[0];
    console.error(`${name}: the machine's load is ${before.toFixed(1)}`);
    await ROWS[name]().catch((error) => note(name, `not measured: ${whatWent(error)}`, "", false));
  }
}

await main();
const model = /^model name\s*:\s*(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1];
console.log(`${cpus().length} cores of ${model}, load ${loadavg().map((load) => load.toFixed(1)).join(", ")}\n`);
console.log("| what | measured | to reach | |\n| --- | --- | --- | --- |");
for (const { what, measured, target, isMet } of table) {
  const verdict = isMet === undefined ? "" : isMet ? "reached" : "**missed**";
  console.log(`| ${what} | ${measured} | ${target} | ${verdict} |`);
}
process.exitCode = table.some(({ isMet }) => isMet === false) ? 1 : 0;
