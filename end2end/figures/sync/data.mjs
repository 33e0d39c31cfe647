// An organisation in the exchange format, made from a seed: the same numbers give the same files.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const THINGS = ["printer", "laptop", "projector", "badge", "invoice", "contract", "mailbox", "dashboard", "server", "licence", "phone", "forecast", "shipment", "payslip", "backup", "form"];
const FAULTS = ["does not start", "is too slow", "shows last year", "was sent twice", "needs a second signature", "loses its settings", "is not found", "asks for a password", "has no owner", "must move", "is out of date", "fails every Monday"];
const PLACES = ["in the north wing", "on the third floor", "for the board meeting", "at the Lyon office", "after the update", "since Tuesday", "in the warehouse", "for new colleagues", "before the audit", "in the lab"];
const NAMES = ["Ada", "Bo", "Chen", "Dina", "Emre", "Fay", "Goro", "Hana", "Ilse", "Jomo", "Kim", "Lea", "Mei", "Noor", "Ola", "Pia"];
/** 2026-11-01, in the first second of which nothing was filed. */
const BEGIN = Date.UTC(2026, 10, 1);
const STATES = ["new", "accepted", "in_progress"];

/** Numbers below `n`, one after another, from a seed (mulberry32). */
export function dice(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
}

/** A request's title; no two numbers have the same one. */
function title(number, roll) {
  const of = (words) => words[roll(words.length)];
  return `${of(NAMES)}'s ${of(THINGS)} ${number + 1} ${of(FAULTS)} ${of(PLACES)}`;
}

export const team = (number) => `Team ${number + 101}`;
/** The department that asks for everything. */
export const CUSTOMER = "The others";

/** Writes departments and requests, held by the departments in turn, and gives the folder. */
export async function organisation(folder, { teams, requests, seed = 1 }) {
  const roll = dice(seed);
  const departments = ["id,name", `others,${CUSTOMER}`];
  for (let at = 0; at < teams; at += 1) departments.push(`t${at},${team(at)}`);
  const rows = ["id,title,kind,priority,from_department_id,to_department_id,created_at"];
  const events = ["request_id,at,to_department_id,state"];
  const states = ["state,category", ...STATES.map((state) => `${state},${state}`)];
  for (let at = 0; at < requests; at += 1) {
    const filed = new Date(BEGIN + at * 1_000 + roll(1_000)).toISOString();
    rows.push(`r${at},${title(at, roll)},incident,${["Low", "Medium", "High"][roll(3)]},others,t${at % teams},${filed}`);
    events.push(`r${at},${filed},t${at % teams},${STATES[roll(STATES.length)]}`);
  }
  const at = join(folder, "csv");
  await mkdir(at, { recursive: true });
  const files = { departments, requests: rows, request_events: events, states };
  await Promise.all(Object.entries(files).map(([name, lines]) => writeFile(join(at, `${name}.csv`), lines.join("\n"))));
  return at;
}
