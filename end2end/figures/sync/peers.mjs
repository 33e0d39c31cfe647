// What Weft is measured beside: servers of others, on the core that is measured.

import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { SERVER_CORE, load } from "./weft.mjs";

const FOLDER = resolve(import.meta.dirname, "../peers");
const SYNCS = 300;
/** Between two changes that are made durable: what the disk does in a burst is another matter. */
const SYNC_PAUSE_MS = 10;

/** Whether the others are installed. */
export const areThere = () => existsSync(join(FOLDER, "node_modules"));

/** Runs `act` with the address of a peer. */
async function withPeer(name, environment, act) {
  const folder = await mkdtemp(join(tmpdir(), `weft-figures-${name}-`));
  const words = ["-c", SERVER_CORE, process.execPath, join(FOLDER, `${name}.mjs`), "serve", folder];
  const child = spawn("taskset", words, { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "inherit"] });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /^port (\d+)$/.exec(line)?.[1];
      if (port) return await act(`127.0.0.1:${port}`, folder);
    }
    throw new Error(`${name} did not start`);
  } finally {
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await gone;
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sends changes through a peer and gives how long they took to come to everybody. */
export function beside(program, name, { receivers, rate, warm_up, count, environment = {} }) {
  return withPeer(name, environment, (address, folder) => {
    const script = join(folder, "script.json");
    execFileSync(process.execPath, [join(FOLDER, `${name}.mjs`), "script", String(warm_up + count), script]);
    return load(program, { what: "beside", address, path: "/", script, receivers, rate, warm_up, count });
  });
}

/** Milliseconds that half of all changes need to be made durable on this disk, alone. */
export async function oneSync() {
  const folder = await mkdtemp(join(tmpdir(), "weft-figures-disk-"));
  const file = openSync(join(folder, "log"), "a");
  const took = [];
  for (let turn = 0; turn < SYNCS; turn += 1) {
    const begin = performance.now();
    writeSync(file, "a change of two hundred characters or so ".repeat(5));
    fdatasyncSync(file);
    took.push(performance.now() - begin);
    await new Promise((later) => setTimeout(later, SYNC_PAUSE_MS));
  }
  closeSync(file);
  await rm(folder, { recursive: true });
  return took.sort((a, b) => a - b)[SYNCS / 2];
}
