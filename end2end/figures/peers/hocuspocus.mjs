// Yjs through Hocuspocus with its SQLite extension, as it comes: a document is stored two seconds after its
// last change, so what it spreads is not durable yet.

import { Server } from "@hocuspocus/server";
import { SQLite } from "@hocuspocus/extension-sqlite";
import { join } from "node:path";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";
import { THINGS, hex, main, text } from "./peer.mjs";

const NAME = "board";
const SYNC = 0;
const AUTH = 2;

async function serve(folder) {
  const extensions = [new SQLite({ database: join(folder, "hocuspocus.sqlite") })];
  const server = new Server({ port: 0, address: "127.0.0.1", quiet: true, stopOnSignals: false, extensions });
  await server.listen();
  return server.address.port;
}

/** A message as the provider writes it. */
function message(kind, write) {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, NAME);
  encoding.writeVarUint(encoder, kind);
  write(encoder);
  return hex(encoding.toUint8Array(encoder));
}

function record(count) {
  const doc = new Y.Doc();
  const things = doc.getMap("things");
  const changes = [];
  doc.on("update", (update) => changes.push(message(SYNC, (encoder) => sync.writeUpdate(encoder, update))));
  for (let number = 0; number < count; number += 1) things.set(`thing ${number % THINGS}`, text(number));
  const token = message(AUTH, (encoder) => {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, "");
  });
  const first = message(SYNC, (encoder) => sync.writeSyncStep1(encoder, new Y.Doc()));
  return { is_text: false, greeting: [token, first], welcome: "read-write", sign_of_life: "", changes };
}

await main({ serve, record });
