// What every peer's file has in common: it serves, or writes down what a client of it would send.
//
//   node FILE serve FOLDER          serves on a free port, which it prints, and keeps its data in FOLDER
//   node FILE script COUNT OUTPUT   writes COUNT changes as `server/examples/load/beside.rs` reads them

import { writeFileSync } from "node:fs";

/** Characters of a change, as of a request's row. */
const CHARACTERS = 200;
/** Things that are changed in turn. */
export const THINGS = 200;

/** The text of a change, with the mark that it is known by. */
export const text = (number) => `#${String(number).padStart(7, "0")}#`.padEnd(CHARACTERS, "the printer on the third floor ");

export const hex = (bytes) => Buffer.from(bytes).toString("hex");

/** Does what the command line says. `record` gives a script without its length. */
export async function main({ serve, record }) {
  const [what, first, output] = process.argv.slice(2);
  if (what === "serve") {
    const port = await serve(first);
    console.log(`port ${port}`);
  } else if (what === "script") {
    writeFileSync(output, JSON.stringify(await record(Number(first))));
  } else {
    throw new Error("say serve or script");
  }
}
