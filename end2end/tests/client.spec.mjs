// The example of a client in another language does what it says, against the program itself.

import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import WebSocket from "ws";
import { PROGRAM, expect, test } from "../weft.mjs";

const EXAMPLE = resolve(import.meta.dirname, "../examples/client.mjs");
const EMAIL = "mei@example.org";

function weft(folder, ...args) {
  const database = `sqlite:${join(folder, "weft.db")}`;
  const input = "a password for tests\n";
  return JSON.parse(execFileSync(PROGRAM, ["--database", database, "--json", ...args], { cwd: folder, input }));
}

/** Makes the token's person a member of a department, as the directory's page does. */
async function memberOf(url, token, name) {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/sync/bootstrap`, { headers: { ...headers, accept: "application/json" } });
  const { cursor, rights, person, rows } = await answer.json();
  const department = rows.find((row) => row.Department?.name.default === name).Department.id;
  const [id, client] = [randomUUID(), randomUUID()];
  const command = { SetMembership: { id, person, department, role: "Member", title: "" } };
  const socket = new WebSocket(`${url.replace("http", "ws")}/sync/socket`, ["weft.v1.json"], { headers });
  socket.on("open", () => {
    socket.send(JSON.stringify({ Hello: { protocol: 1, schema: 2, client, cursor, rights, open: [] } }));
    socket.send(JSON.stringify({ Push: { first: 1, commands: [{ id: randomUUID(), command }] } }));
  });
  await new Promise((done) => {
    socket.on("message", (text) => JSON.parse(text).Delta?.acks.some((ack) => ack.refusal === null) && done());
  });
  socket.close();
}

/** Runs the example, and waits for a line that it says. */
class Example {
  said = [];
  #heard = [];

  constructor(url, token, ...args) {
    this.child = spawn(process.execPath, [EXAMPLE, url, ...args], { env: { ...process.env, WEFT_TOKEN: token } });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        this.said.push(line);
        for (const heard of this.#heard) heard();
      });
    }
  }

  async says(pattern) {
    while (!this.said.some((line) => pattern.test(line))) {
      await new Promise((heard) => this.#heard.push(heard));
    }
  }
}

test("a program in another language follows and files a request", async ({ folder, server }) => {
  const source = await mkdtemp(join(folder, "source-"));
  await writeFile(join(source, "departments.csv"), "id,name\nc,Compiler\ni,Infrastructure\n");
  weft(folder, "import", source);
  weft(folder, "user", "add", EMAIL, "--name", "Mei Lin", "--role", "steward");
  const { token, id } = weft(folder, "token", "create", EMAIL, "--name", "example", "--scope", "write");
  await memberOf(server.url, token, "Compiler");

  const refused = new Example(server.url, token, "Compiler", "Nowhere", "x".repeat(300));
  const example = new Example(server.url, token, "Compiler", "Infrastructure", "Runners for the new targets");
  try {
    await refused.says(/^refused: /);
    await example.says(/^\d+ rows at \d+$/);
    await example.says(/^\d+: Request Runners for the new targets$/);
    await example.says(/^done$/);
    await server.stop();
    await server.restart();
    weft(folder, "user", "add", "ben@example.org", "--name", "Ben", "--role", "member");
    await example.says(/^\d+: Person Ben$/);
    weft(folder, "token", "revoke", EMAIL, id);
    await example.says(/^the server said SignedOut$/);
    expect(example.said.filter((line) => line === "done")).toHaveLength(1);
  } finally {
    refused.child.kill();
    example.child.kill();
  }
});
