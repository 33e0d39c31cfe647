// tldraw's room with its SQLite storage on better-sqlite3: a change is a transaction. It has a write-ahead
// log, which is faster than what SQLite does by default, and is durable when it is committed, as ours.

import { NodeSqliteWrapper, SQLiteSyncStorage, TLSocketRoom, getTlsyncProtocolVersion } from "@tldraw/sync-core";
import { PageRecordType, createTLSchema } from "@tldraw/tlschema";
import Database from "better-sqlite3";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { THINGS, main, text } from "./peer.mjs";

const schema = createTLSchema();

function serve(folder) {
  const database = new Database(join(folder, "tldraw.sqlite"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  const sql = new NodeSqliteWrapper(database);
  const room = new TLSocketRoom({ schema, storage: new SQLiteSyncStorage({ sql }) });
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  server.on("connection", (socket) => room.handleSocketConnect({ sessionId: randomUUID(), socket }));
  return new Promise((ready) => server.on("listening", () => ready(server.address().port)));
}

function record(count) {
  const changes = Array.from({ length: count }, (_, number) => {
    const page = PageRecordType.create({ id: PageRecordType.createId(`p${number % THINGS}`), name: text(number), index: "a1" });
    return JSON.stringify({ type: "push", clientClock: number, diff: { [page.id]: ["put", page] } });
  });
  const connect = {
    type: "connect",
    connectRequestId: "figures",
    lastServerClock: -1,
    protocolVersion: getTlsyncProtocolVersion(),
    schema: schema.serialize(),
  };
  return {
    is_text: true,
    greeting: [JSON.stringify(connect)],
    welcome: '"type":"connect"',
    sign_of_life: '{"type":"ping"}',
    changes,
  };
}

await main({ serve, record });
