// The least there can be: what one says is written to a file, made durable, and sent to all others.
// WITHOUT_DISK=1 leaves the file out.

import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { main, text } from "./peer.mjs";

function serve(folder) {
  const file = process.env.WITHOUT_DISK ? undefined : openSync(join(folder, "relay.log"), "a");
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  server.on("connection", (socket) => {
    socket.on("message", (message, isBinary) => {
      if (file !== undefined) {
        writeSync(file, message);
        fdatasyncSync(file);
      }
      for (const other of server.clients) if (other !== socket) other.send(message, { binary: isBinary });
    });
  });
  server.on("close", () => file !== undefined && closeSync(file));
  return new Promise((ready) => server.on("listening", () => ready(server.address().port)));
}

const record = (count) => ({
  is_text: true,
  greeting: [],
  welcome: "",
  sign_of_life: "",
  changes: Array.from({ length: count }, (_, number) => text(number)),
});

await main({ serve, record });
