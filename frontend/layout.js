// Lays out the map beside the page, so that the page goes on answering. An order brings the compiled
// module (this is the page's own program, which does not start where there is no window), its number
// and what to lay out; the answer carries the number, and nothing else where it could not be done.
import start, { lay_out } from "./weft.js";

let ready;

self.onmessage = async ({ data: [module, number, order] }) => {
  try {
    await (ready ??= start({ module_or_path: module }));
    self.postMessage([number, await lay_out(order)]);
  } catch {
    self.postMessage([number]);
  }
};
