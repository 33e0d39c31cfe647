// A weft of one's own, on the core that is measured, with an organisation in it and people who work there.

import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import WebSocket from "ws";
import { organisation } from "./data.mjs";

/** What is measured runs on this core, its load on the other one. */
export const SERVER_CORE = "0";
export const LOAD_CORE = "1";
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
/** Room for a load that comes from a few people's sockets. */
const LIMITS = { WEFT_CONNECTIONS: "20000", WEFT_CONNECTIONS_PER_PERSON: "20000", WEFT_MESSAGES_PER_SECOND: "100000" };
/** As in `../../story/people.mjs`, which signs in. */
const PASSWORD = "correct horse battery";
const run = promisify(execFile);

/** A UUID of version 7. */
export function newId() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** A weft with an organisation, on SQLite or on the database at `url`. */
export class Weft {
  #program;
  #child;
  #database;

  static async start(program, { teams, requests, url }) {
    const weft = new Weft();
    weft.#program = program;
    weft.folder = await mkdtemp(join(tmpdir(), "weft-figures-"));
    weft.#database = url ?? `sqlite:${join(weft.folder, "weft.db")}`;
    const csv = await organisation(weft.folder, { teams, requests });
    const { report } = await weft.command(["import", csv, "--source", "figures"]);
    const skipped = report.files.reduce((all, { skipped }) => all + skipped, 0);
    if (skipped > 0) throw new Error(`${skipped} lines of the organisation were skipped`);
    await weft.serve();
    return weft;
  }

  /** Runs one command to its end. */
  async command(words, input = "") {
    const started = run(this.#program, ["--database", this.#database, "--json", ...words], {
      cwd: this.folder,
      env: { PATH: process.env.PATH },
      maxBuffer: OUTPUT_BYTES_MAX,
    });
    // One that needs no input may be through before it could be given any.
    started.child.stdin.on("error", () => {});
    started.child.stdin.end(input);
    return JSON.parse((await started).stdout);
  }

  async serve() {
    const words = ["-c", SERVER_CORE, this.#program, "--database", this.#database, "serve", "--listen", "127.0.0.1:0"];
    const env = { PATH: process.env.PATH, WEFT_LOG: "warn", ...LIMITS };
    this.#child = spawn("taskset", words, { cwd: this.folder, env, stdio: ["ignore", "ignore", "pipe"] });
    const lines = createInterface({ input: this.#child.stderr });
    this.url = await new Promise((found, failed) => {
      this.#child.once("exit", (code) => failed(new Error(`weft ended with ${code}`)));
      lines.on("line", (line) => {
        const at = /^Weft is at (\S+?)\/?$/.exec(line)?.[1];
        if (at) found(at);
        else if (!line.includes("one has an account")) console.error(line);
      });
    });
    this.address = new URL(this.url).host;
  }

  get pid() {
    return this.#child.pid;
  }

  /** Its resident memory in bytes. */
  get memory() {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.pid}/status`, "utf8"))[1]) * 1024;
  }

  /** Makes an account and gives its token. */
  async person(name, role = "member") {
    const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.org`;
    await this.command(["user", "add", email, "--name", name, "--role", role], `${PASSWORD}\n`);
    const { token } = await this.command(["token", "create", email, "--name", "figures", "--scope", "write"]);
    return { email, token };
  }

  /** What the person of a token may see. */
  async bootstrap(token) {
    const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
    const answer = await fetch(`${this.url}/sync/bootstrap`, { headers });
    if (!answer.ok) throw new Error(`bootstrap: ${answer.status}`);
    return answer.json();
  }

  /** Makes people agents of departments. They must be there; a steward's token does it. */
  async employ(steward, jobs) {
    const start = await this.bootstrap(steward);
    const of = (kind) => new Map(start.rows.flatMap((row) => (row[kind] ? [[row[kind].name.default ?? row[kind].name, row[kind].id]] : [])));
    const [people, departments] = [of("Person"), of("Department")];
    const commands = jobs.map(([person, department]) => {
      const parties = { person: people.get(person), department: departments.get(department) };
      return { SetMembership: { id: newId(), ...parties, role: "Agent", title: "" } };
    });
    await this.#push(steward, start, commands);
    return departments;
  }

  #push(token, { schema, cursor, rights }, commands) {
    return new Promise((done, failed) => {
      const headers = { authorization: `Bearer ${token}` };
      const socket = new WebSocket(`${this.url.replace("http", "ws")}/sync/socket`, ["weft.v1.json"], { headers });
      const send = (message) => socket.send(JSON.stringify(message));
      let open = commands.length;
      socket.on("error", failed);
      socket.on("open", () => send({ Hello: { protocol: 1, schema, client: newId(), cursor, rights, open: [] } }));
      socket.on("message", (text) => {
        const { Welcome, Delta, Bye } = JSON.parse(text);
        if (Welcome?.start === "Resume") {
          for (let at = 0; at < commands.length; at += 1) send({ Push: { first: at + 1, commands: [{ id: newId(), command: commands[at] }] } });
        } else if (Welcome || Bye) failed(new Error(`not welcomed: ${text}`));
        for (const { refusal } of Delta?.acks ?? []) {
          if (refusal) failed(new Error(`refused: ${JSON.stringify(refusal)}`));
          open -= 1;
        }
        if (open > 0) return;
        socket.close();
        done();
      });
    });
  }

  async stop() {
    const gone = new Promise((done) => this.#child.once("exit", done));
    this.#child.kill("SIGKILL");
    await gone;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Runs the load with a plan on its own core and gives what it found. */
export async function load(program, plan) {
  const started = run("taskset", ["-c", LOAD_CORE, program], { maxBuffer: OUTPUT_BYTES_MAX });
  started.child.stdin.end(JSON.stringify(plan));
  return JSON.parse((await started).stdout);
}
