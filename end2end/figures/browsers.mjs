// What is felt in the browser: from a gesture to its pixel, here and in a colleague's browser, and
// how evenly the map moves. Runs against a server that is up; every account has the same password.

import { chromium } from "@playwright/test";
import { find } from "../browser.mjs";
import { card, cardsIn, liesIn } from "../story/board.mjs";
import { joinDepartment, newDepartment, openBoard } from "../story/directory.mjs";
import { approach, ground, named } from "../story/map.mjs";
import { PASSWORD, ready, signIn } from "../story/people.mjs";

export { PASSWORD };

/** Card moves that are measured, after some that warm up. */
const MOVES = 60;
const WARM_UP_MOVES = 6;
/** Pointer steps of one pan, zoom or drag on the map. */
const STEPS = 120;
const WINDOW = { width: 1440, height: 900 };

/** The value below which 95 of 100 lie. */
export function p95(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)];
}

/** Runs something with a browser and closes it, whatever happens. */
export async function withBrowser(act) {
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({
    executablePath: find(),
    args: [...root, "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run"],
  });
  try {
    return await act(browser);
  } finally {
    await browser.close();
  }
}

async function enter(browser, url, email) {
  const page = await (await browser.newContext({ viewport: WINDOW, locale: "en-GB" })).newPage();
  await page.goto(url);
  await signIn(page, email);
  await ready(page);
  return page;
}

/**
 * Moves one card to and fro by the keyboard and times each move until its frame is drawn, in the
 * author's browser and in another's. Milliseconds; both browsers read the same clock.
 */
export async function gestures(browser, url, { author, other }) {
  const team = "Loom keepers";
  const [here, there] = [await enter(browser, url, author.email), await enter(browser, url, other.email)];
  await newDepartment(here, team);
  await joinDepartment(here, team, author.name, "Lead");
  await joinDepartment(here, team, other.name, "Agent");
  for (const page of [here, there]) await openBoard(page, team);
  const title = "A card that is carried to and fro";
  await addCard(here, title);
  await liesIn(there, title, "New");
  for (const page of [here, there]) await watchCard(page, title);
  const times = { here: [], there: [] };
  for (let move = 0; move < WARM_UP_MOVES + MOVES; move += 1) {
    const isOut = move % 2 === 0;
    await card(here, title).focus();
    await here.keyboard.press(isOut ? "Control+ArrowRight" : "Control+ArrowLeft");
    const both = [here, there].map((page) => page.evaluate((n) => window.moved(n), move));
    const [own, seen] = await Promise.all(both);
    if (move < WARM_UP_MOVES) continue;
    times.here.push(own.drawn - own.pressed);
    times.there.push(seen.drawn - own.pressed);
  }
  return times;
}

async function addCard(page, title) {
  await page.getByRole("button", { name: /^Add a request/ }).click();
  await page.getByRole("textbox", { name: "What is needed?" }).fill(title);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await liesIn(page, title, "New");
  if ((await cardsIn(page, "New")).filter((found) => found === title).length !== 1) throw new Error("one card, one title");
}

/** Notes when a key was pressed and when the frame was drawn in which the card lay elsewhere. */
function watchCard(page, title) {
  return page.evaluate((title) => {
    const now = () => performance.timeOrigin + performance.now();
    const link = [...document.querySelectorAll("a")].find((link) => link.textContent === title);
    const slot = link.closest("[data-card]");
    const pressed = [];
    const drawn = [];
    const waiting = new Map();
    const note = (event) => {
      if (event.ctrlKey && event.key.startsWith("Arrow")) pressed.push(performance.timeOrigin + event.timeStamp);
    };
    addEventListener("keydown", note, true);
    // A task of its own runs after the frame that an animation callback belongs to.
    const afterFrame = (act) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = act;
      port2.postMessage(0);
    };
    // What changes within a frame's callbacks is drawn with it, what changes elsewhere with the next.
    let isInFrame = false;
    const ask = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (act) =>
      ask((at) => {
        isInFrame = true;
        afterFrame(() => (isInFrame = false));
        act(at);
      });
    let before = slot.style.getPropertyValue("--c");
    new MutationObserver(() => {
      const column = slot.style.getPropertyValue("--c");
      if (column === before) return;
      before = column;
      const note = () => {
        drawn.push(now());
        waiting.get(drawn.length - 1)?.();
      };
      if (isInFrame) afterFrame(note);
      else ask(() => afterFrame(note));
    }).observe(slot, { attributes: true, attributeFilter: ["style"] });
    window.moved = (n) =>
      new Promise((done) => {
        const tell = () => done({ pressed: pressed[n], drawn: drawn[n] });
        if (drawn.length > n) tell();
        else waiting.set(n, tell);
      });
  }, title);
}

/** Gaps between frames while the map is panned, zoomed, and a department is carried: milliseconds. */
export async function mapFrames(browser, url, { author }) {
  const page = await enter(browser, url, author.email);
  await page.goto(`${url}/map?leaves=1`);
  await ready(page);
  const [from, to] = await named(page, 2);
  await approach(page, from, to);
  const { width, height } = WINDOW;
  const middle = { x: width / 2, y: height / 2 };
  const gaps = {};
  gaps.pan = await framesOf(page, async () => {
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down({ button: "middle" });
    await circle(page, middle, 200);
    await page.mouse.up({ button: "middle" });
  });
  gaps.zoom = await framesOf(page, async () => {
    await page.keyboard.down("Control");
    for (let step = 0; step < STEPS; step += 1) await page.mouse.wheel(0, step < STEPS / 2 ? 12 : -12);
    await page.keyboard.up("Control");
  });
  // Zooming in and out need not end where it began.
  await page.goto(`${url}/map?leaves=1`);
  await ready(page);
  await approach(page, from, to);
  const box = await inWindow(page);
  const held = { x: box.x + box.width / 3, y: box.y + box.height / 2 };
  gaps.drag = await framesOf(page, async () => {
    await page.mouse.move(held.x, held.y);
    await page.mouse.down();
    await circle(page, held, 120);
    await page.keyboard.press("Escape");
    await page.mouse.up();
  });
  return gaps;
}

/** Where the busiest department lies that is wholly in the window and can be taken hold of. */
async function inWindow(page) {
  const boxes = await ground(page)
    .getByRole("button")
    .evaluateAll((all) => all.map((button) => button.getBoundingClientRect().toJSON()));
  const { width, height } = WINDOW;
  const found = boxes.find((box) => box.left > 100 && box.top > 150 && box.right < width && box.bottom < height && box.width > 30);
  if (!found) throw new Error("no department is in the window");
  return found;
}

/** Goes round once and ends where it began. */
async function circle(page, { x, y }, radius) {
  for (let step = 1; step <= STEPS; step += 1) {
    const turn = (step / STEPS) * 2 * Math.PI;
    await page.mouse.move(x + radius * (Math.cos(turn) - 1), y + radius * Math.sin(turn));
  }
}

async function framesOf(page, act) {
  await page.evaluate(() => {
    window.frames_ = [];
    const note = (at) => {
      window.frames_?.push(at);
      if (window.frames_) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await act();
  const frames = await page.evaluate(() => {
    const frames = window.frames_;
    window.frames_ = undefined;
    return frames;
  });
  return frames.slice(1).map((at, index) => at - frames[index]);
}
