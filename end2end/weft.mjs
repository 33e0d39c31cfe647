// What every journey starts from: a server of its own, and pages on which nothing may go wrong
// unnoticed.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { test as base, expect } from "@playwright/test";

/** The weft that is tested. */
export const PROGRAM = process.env.WEFT_PROGRAM ?? resolve(import.meta.dirname, "../target/debug/weft");
const START_MS_MAX = 20_000;
const STOP_MS_MAX = 10_000;

/** A running `weft serve` with a data folder of its own. */
export class Server {
  #child;
  #said = [];

  /** Starts on the data folder, on a free port. */
  static async start(folder) {
    const server = new Server();
    server.folder = folder;
    await server.#run("127.0.0.1:0");
    return server;
  }

  /** Starts again after it has stopped, on the same port and data. */
  async restart() {
    await this.#run(new URL(this.url).host);
  }

  async #run(listen) {
    const environment = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !name.startsWith("WEFT_")),
    );
    this.#child = spawn(
      PROGRAM,
      ["serve", "--listen", listen, "--database", `sqlite:${join(this.folder, "weft.db")}`],
      { cwd: this.folder, env: environment, stdio: ["ignore", "ignore", "pipe"] },
    );
    this.url = await this.#address();
  }

  #address() {
    return new Promise((found, failed) => {
      const fail = (why) => failed(new Error(`weft ${why}:\n${this.log}`));
      const clock = setTimeout(() => fail("did not start in time"), START_MS_MAX);
      this.#child.once("error", (error) => fail(`cannot run (${error.message})`));
      this.#child.once("exit", (code) => fail(`ended with ${code}`));
      createInterface({ input: this.#child.stderr }).on("line", (line) => {
        this.#said.push(line);
        const url = /^Weft is at (\S+)$/.exec(line)?.[1];
        if (!url) return;
        clearTimeout(clock);
        found(url);
      });
    });
  }

  /** Everything the server has said so far. */
  get log() {
    return this.#said.join("\n");
  }

  /** Ends the process with a signal and waits until it is gone. */
  async stop(signal = "SIGTERM") {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((done) => this.#child.once("exit", done));
    const clock = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS_MAX);
    this.#child.kill(signal);
    await gone;
    clearTimeout(clock);
  }
}

/**
 * `folder`: a data folder that goes after the test. `server`: a server on it. Every page of every
 * context fails the test on a console error, a page error or a broken security policy; a test that
 * breaks things on purpose (no network) pushes a pattern for what it expects to `expectedErrors`.
 */
export const test = base.extend({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "weft-end2end-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  server: async ({ folder }, use, info) => {
    const server = await Server.start(folder);
    await use(server);
    await server.stop();
    if (info.status !== info.expectedStatus) {
      await info.attach("server log", { body: server.log, contentType: "text/plain" });
    }
  },
  expectedErrors: async ({}, use) => use([]),
  watch: async ({ expectedErrors }, use) => {
    const errors = [];
    const note = (text) => {
      if (!expectedErrors.some((pattern) => pattern.test(text))) errors.push(text);
    };
    await use((context) => {
      context.on("console", (message) => {
        if (message.type() === "error") note(`${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => note(String(error.error().stack ?? error.error())));
      return context;
    });
    expect(errors, "errors in the console").toEqual([]);
  },
  context: async ({ context, watch }, use) => use(watch(context)),
});

/** A page of another person: a browser context of their own, watched like the first. */
export async function person(browser, watch, options = {}) {
  const context = await watch(await browser.newContext(options));
  return context.newPage();
}

export { expect };
