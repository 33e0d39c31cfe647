// Measures what connections cost the server:
//
//   node end2end/figures/sockets.mjs idle [--count 10000] [--program FILE]
//   node end2end/figures/sockets.mjs presence [--count 50] [--seconds 10] [--program FILE]
//
// `idle`: resident memory of so many sockets that are signed in, greeted and do nothing, above the same
// server without them. `presence`: one core's share while so many people move their pointers on the map
// 30 times a second, and how many frames each of them gets. `--program` is the weft to measure, a release
// build unless said otherwise. Needs `npm ci --prefix end2end`; each side needs a file a socket.

import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { randomUUID } from "node:crypto";
import WebSocket from "ws";

const ROOT = resolve(import.meta.dirname, "../..");
/** Sockets that are opened at once: more would only wait in the system's queue. */
const AT_ONCE = 100;
/** How long a server may settle before its memory is read. */
const SETTLE_MS = 3_000;
const MOVES_PER_SECOND = 30;
/** The system counts processor time in these. */
const CLOCK_TICKS_PER_SECOND = 100;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    program: { type: "string", default: join(ROOT, "target/release/weft") },
    count: { type: "string" },
    seconds: { type: "string", default: "10" },
  },
});
const program = resolve(options.program);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function weft(folder, args, input) {
  const database = ["--database", `sqlite:${join(folder, "weft.db")}`, "--json"];
  return JSON.parse(execFileSync(program, [...database, ...args], { cwd: folder, input }));
}

/** An account's token. */
function person(folder, number) {
  const email = `p${number}@example.org`;
  weft(folder, ["user", "add", email, "--name", `Person ${number}`, "--role", "member"], "a long password\n");
  return weft(folder, ["token", "create", email, "--name", "figures", "--scope", "write"]).token;
}

async function serve(folder, count) {
  const most = String(count + 100);
  // Where all sockets are one person's, their answers to pings alone would empty that person's bucket.
  const limits = { WEFT_CONNECTIONS: most, WEFT_CONNECTIONS_PER_PERSON: most, WEFT_MESSAGES_PER_SECOND: "100000" };
  const args = ["--database", `sqlite:${join(folder, "weft.db")}`, "serve", "--listen", "127.0.0.1:0"];
  const env = { PATH: process.env.PATH, ...limits, WEFT_LOG: "warn" };
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface({ input: child.stderr })) {
    const url = /^Weft is at (\S+)$/.exec(line)?.[1];
    if (url) return { child, url };
  }
  throw new Error("weft did not start");
}

const resident = (pid) => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;

/** Seconds of processor time that a process has used. */
function used(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
}

/** What is measured is measured: from now on a socket may be closed. */
let isOver = false;

/** A socket that has greeted and was welcomed. */
async function connect(url, token) {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/sync/bootstrap`, { headers: { ...headers, accept: "application/json" } });
  const { schema, cursor, rights } = await answer.json();
  return () =>
    new Promise((done, failed) => {
      const options = { headers, perMessageDeflate: false };
      const socket = new WebSocket(`${url.replace("http", "ws")}/sync/socket`, ["weft.v1.json"], options);
      const hello = { protocol: 1, schema, client: randomUUID(), cursor, rights, open: [] };
      socket.on("open", () => socket.send(JSON.stringify({ Hello: hello })));
      socket.on("error", failed);
      socket.once("message", (text) => {
        if (!JSON.parse(text).Welcome) return failed(new Error(`not welcomed: ${text}`));
        socket.on("close", (code) => {
          if (!isOver) throw new Error(`a socket that is measured was closed: ${code}`);
        });
        done(socket);
      });
    });
}

async function idle(folder, count) {
  const token = person(folder, 0);
  const { child, url } = await serve(folder, count);
  const open = await connect(url, token);
  const first = await open();
  first.removeAllListeners("close");
  first.terminate();
  await pause(SETTLE_MS);
  const before = resident(child.pid);
  for (let opened = 0; opened < count; opened += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - opened) }, open));
  }
  await pause(SETTLE_MS);
  const more = resident(child.pid) - before;
  console.log(`${count} idle sockets: ${(more / 1024 / 1024).toFixed(1)} MiB above ${(before / 1024 / 1024).toFixed(1)} MiB, ${(more / count).toFixed(0)} bytes each`);
  return child;
}

async function presence(folder, count) {
  const tokens = Array.from({ length: count }, (_, number) => person(folder, number));
  const { child, url } = await serve(folder, count);
  const sockets = await Promise.all(tokens.map(async (token) => (await connect(url, token))()));
  let frames = 0;
  for (const socket of sockets) socket.on("message", (text) => (frames += text.includes("Presence") ? 1 : 0));
  let step = 0;
  const move = () => {
    step += 1;
    sockets.forEach((socket, at) => {
      const pointer = [(step * 7 + at * 31) % 4_000, (step * 5 + at * 17) % 3_000];
      socket.send(JSON.stringify({ Presence: { place: "Map", pointer, gesture: null } }));
    });
  };
  const timer = setInterval(move, 1_000 / MOVES_PER_SECOND);
  await pause(SETTLE_MS);
  const [at, spent, moved] = [performance.now(), used(child.pid), step];
  frames = 0;
  await pause(Number(options.seconds) * 1_000);
  const seconds = (performance.now() - at) / 1_000;
  const share = ((used(child.pid) - spent) / seconds) * 100;
  const each = frames / count / seconds;
  console.log(`${count} people, ${((step - moved) / seconds).toFixed(1)} moves a second each: ${each.toFixed(1)} frames a second to each, ${share.toFixed(1)} % of a core`);
  clearInterval(timer);
  return child;
}

const measures = { idle: [idle, "10000"], presence: [presence, "50"] };
const [measure, usual] = measures[positionals[0]] ?? [];
if (!measure) throw new Error("say idle or presence");
const folder = await mkdtemp(join(tmpdir(), "weft-figures-"));
const child = await measure(folder, Number(options.count ?? usual));
isOver = true;
child.kill("SIGKILL");
await new Promise((gone) => child.once("exit", gone));
await rm(folder, { recursive: true, force: true });
process.exit(0);
