// A client of Weft in another language than Weft's own: it signs in by an access token, takes what the
// token's person may see, files a request, and prints what happens from then on.
// How it works is in app/sync/PROTOCOL.md.
//
//   weft token create mei@example.org --name example --scope write
//   WEFT_TOKEN=weft_pat_… node client.mjs http://127.0.0.1:3000 "Compiler" "Infrastructure" "Please look at this"

import { randomBytes } from "node:crypto";
import WebSocket from "ws";

const PROTOCOL = 1;
const SCHEMA = 2;
const WAIT_MS_MIN = 250;
const WAIT_MS_MAX = 8_000;
/** Why to come back for nothing. */
const FINAL = ["SignedOut", "ReadOnly", "ClientTooOld", "ServerTooOld", "BadMessage"];

const [base, customer, provider, title] = process.argv.slice(2);
const headers = { authorization: `Bearer ${process.env.WEFT_TOKEN}` };
const client = newId();
/** Kind and id → row. */
const rows = new Map();
/** Commands that are not answered: number → envelope. */
const outbox = new Map();
let cursor = null;
let rights = "0";
let number = 0;
let tries = 0;

/** A UUID of version 7: milliseconds, then chance. */
function newId() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function put(row) {
  const [kind, value] = Object.entries(row)[0];
  rows.set(`${kind} ${value.id}`, value);
  return `${kind} ${value.title ?? value.name?.default ?? value.name ?? value.id}`;
}

async function bootstrap() {
  const answer = await fetch(`${base}/sync/bootstrap`, { headers: { ...headers, accept: "application/json" } });
  if (!answer.ok) throw new Error(`bootstrap: ${answer.status}`);
  const start = await answer.json();
  rows.clear();
  start.rows.forEach(put);
  ({ cursor, rights } = start);
  console.log(`${start.rows.length} rows at ${cursor.seq}`);
}

function connect() {
  const socket = new WebSocket(`${base.replace(/^http/, "ws")}/sync/socket`, ["weft.v1.json"], { headers });
  const send = (message) => socket.send(JSON.stringify(message));
  const greet = () => send({ Hello: { protocol: PROTOCOL, schema: SCHEMA, client, cursor, rights, open: [] } });
  let ending = null;
  socket.on("open", greet);
  socket.on("message", async (text) => {
    const [[kind, said]] = Object.entries(JSON.parse(text));
    if (kind === "Bye") ending = said;
    if (kind === "Welcome" && said.start === "Reset") await bootstrap().then(greet);
    if (kind === "Welcome" && said.start === "Resume") {
      tries = 0;
      if (number === 0) file();
      outbox.forEach((envelope, first) => send({ Push: { first, commands: [envelope] } }));
    }
    if (kind === "Delta") take(said);
  });
  socket.on("error", (error) => console.error(error.message));
  socket.on("close", () => {
    if (FINAL.includes(ending)) return console.log(`the server said ${ending}`);
    const wait = Math.min(WAIT_MS_MIN * 2 ** tries++, WAIT_MS_MAX);
    setTimeout(connect, wait / 2 + (Math.random() * wait) / 2);
  });
}

function take({ to, changes, acks }) {
  cursor.seq = to;
  for (const { Put: row, Remove: key } of changes) {
    if (row) console.log(`${to}: ${put(row)}`);
    if (key) rows.delete(`${key.kind} ${key.id}`);
  }
  for (const { number: answered, refusal } of acks) {
    if (outbox.delete(answered)) console.log(refusal ? `refused: ${JSON.stringify(refusal)}` : "done");
  }
}

function file() {
  const named = (name) => [...rows].find(([key, row]) => key.startsWith("Department ") && row.name.default === name)?.[1].id;
  const request = { id: newId(), title, body: "", kind: "Service", impact: "Medium", urgency: "Medium" };
  const parties = { customer: named(customer), provider: named(provider), service: null };
  const command = { FileRequest: { ...request, ...parties, sight: "Departments", labels: [] } };
  outbox.set(++number, { id: newId(), command });
}

await bootstrap();
connect();
