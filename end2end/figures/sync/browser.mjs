// What the sync costs in a browser: until the first screen of one's own replica is painted, cold and from the
// disk, and what a rebase takes of a frame.

import { openBoard } from "../../story/directory.mjs";
import { live, ready, signIn } from "../../story/people.mjs";
import { withBrowser } from "../browsers.mjs";
import { team } from "./data.mjs";
import { load } from "./weft.mjs";

const WINDOW = { width: 1440, height: 900 };
const TIMES = 7;
const SHOWN_MS_MAX = 60_000;
/** How long a browser may take to store a replica after it has shown it. */
const STORED_MS = 5_000;
/** Commands that wait while deltas come, and the cards they move. */
const WAITING = 1_000;
const CARDS = 4;
/** `Up::Push` begins with this byte in the compact form. */
const PUSH = 1;
const FRAME_US = 1_000_000 / 60;
/** What runs script, as a trace calls it. */
const SCRIPT = new Set(["FunctionCall", "EvaluateScript", "FireAnimationFrame", "TimerFire", "EventDispatch", "RunMicrotasks", "v8.run", "V8.GC_MC_BACKGROUND_MARKING", "MinorGC", "MajorGC"]);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Notes when the browser's own board, with a card on it, was painted: milliseconds from the navigation's start. */
function watchShown() {
  const isThere = () => !document.querySelector("#server-root") && document.querySelector("#app-root [data-card] a");
  const look = () => {
    if (!isThere()) return requestAnimationFrame(look);
    // A task of its own runs after the frame that this callback belongs to.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (window.shownAt = performance.now());
    port2.postMessage(0);
  };
  requestAnimationFrame(look);
}

async function shown(page, address) {
  await page.addInitScript(watchShown);
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => window.shownAt, undefined, { timeout: SHOWN_MS_MAX });
  return page.evaluate(() => window.shownAt);
}

const open = (browser, rest = {}) => browser.newContext({ viewport: WINDOW, locale: "en-GB", ...rest });

/** Signs in and opens the board; gives its page. */
async function atBoard(context, url, email) {
  const page = await context.newPage();
  await page.goto(url);
  await signIn(page, email);
  await openBoard(page, team(0));
  await ready(page);
  return page;
}

/** Milliseconds until the first screen, where the browser has nothing but its session. */
export const cold = (url, email) =>
  withBrowser(async (browser) => {
    const context = await open(browser);
    const page = await atBoard(context, url, email);
    const [storageState, address] = [await context.storageState(), page.url()];
    await context.close();
    const times = [];
    for (let turn = 0; turn < TIMES; turn += 1) {
      const fresh = await open(browser, { storageState });
      times.push(await shown(await fresh.newPage(), address));
      await fresh.close();
    }
    return { p50: median(times), most: Math.max(...times) };
  });

/** Milliseconds until the first screen, where the replica is in IndexedDB and the program in the cache. */
export const warm = (url, email) =>
  withBrowser(async (browser) => {
    const context = await open(browser);
    const page = await atBoard(context, url, email);
    await live(page);
    await page.waitForTimeout(STORED_MS);
    const address = page.url();
    await page.close();
    const times = [];
    for (let turn = 0; turn < TIMES; turn += 1) {
      const next = await context.newPage();
      times.push(await shown(next, address));
      await next.close();
    }
    return { p50: median(times), most: Math.max(...times) };
  });

/** Milliseconds of script in each frame, from a trace's main thread. */
function scriptOfFrames(trace) {
  const events = trace.traceEvents;
  const main = events.find(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const ours = events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const begins = ours.filter(({ name }) => name === "BeginMainThreadFrame" || name === "FireAnimationFrame").map(({ ts }) => ts);
  const runs = ours.filter(({ ph, name, dur }) => ph === "X" && dur && SCRIPT.has(name)).sort((a, b) => a.ts - b.ts);
  const frames = new Map();
  const [first, last] = [Math.min(...begins), Math.max(...begins)];
  let done = first;
  for (const { ts, dur } of runs) {
    // What is called within what runs already is not counted twice.
    const from = Math.max(ts, done);
    const to = Math.min(ts + dur, last);
    if (to <= from) continue;
    done = to;
    const frame = Math.floor((from - first) / FRAME_US);
    frames.set(frame, (frames.get(frame) ?? 0) + (to - from) / 1_000);
  }
  const count = Math.floor((last - first) / FRAME_US);
  return Array.from({ length: count }, (_, at) => frames.get(at) ?? 0);
}

/** Script a frame while commands wait and deltas come. `plan` is the load that makes them. */
export const rebase = (url, email, loader, plan) =>
  withBrowser(async (browser) => {
    const context = await open(browser);
    let [holds, isCut] = [false, false];
    const sockets = [];
    const page = await context.newPage();
    await page.routeWebSocket(/\/sync\/socket/, (socket) => {
      if (isCut) return socket.close();
      sockets.push(socket);
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        if (!(holds && typeof message !== "string" && message[0] === PUSH)) server.send(message);
      });
    });
    await page.goto(url);
    await signIn(page, email);
    await openBoard(page, team(0));
    await live(page);
    holds = true;
    const links = page.locator("#app-root [data-card] a");
    const cards = await links.evaluateAll((all, count) => all.slice(0, count).map((link) => link.id), CARDS);
    for (let at = 0; at < WAITING; at += 1) {
      if (at % (WAITING / CARDS) === 0) await page.locator(`#${cards[(at * CARDS) / WAITING]}`).focus();
      await page.keyboard.press(at % 2 === 0 ? "Control+ArrowRight" : "Control+ArrowLeft");
    }
    const loading = load(loader, plan);
    // It is waited for below; what goes wrong earlier is told there.
    loading.catch(() => {});
    await page.waitForTimeout(3_000);
    await browser.startTracing(page, { categories: ["devtools.timeline", "v8", "__metadata"] });
    await page.waitForTimeout(8_000);
    const trace = JSON.parse((await browser.stopTracing()).toString());
    await loading;
    // Without a connection the screen says how many wait: all of them do.
    isCut = true;
    await Promise.all(sockets.map((socket) => socket.close()));
    const said = await page.getByRole("button", { name: /changes? waits?/ }).evaluate((button) => button.ariaLabel ?? button.textContent);
    if (Number(said.replaceAll(/\D/g, "")) !== WAITING) throw new Error(`not ${WAITING} commands wait: ${said}`);
    return scriptOfFrames(trace);
  });
