// A season of believable work between Rust's teams, for the pictures: added to a copy of the real data set.

import { appendFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Who needs whom beyond what the source knows: customer, provider, how often it was seen. */
const NEEDS = [
  ["compiler", "infra", 9],
  ["release", "infra", 7],
  ["bootstrap", "infra", 4],
  ["crates-io", "infra", 6],
  ["docs-rs", "infra", 3],
  ["cargo", "crates-io", 5],
  ["rustdoc", "docs-rs", 4],
  ["compiler", "types", 8],
  ["compiler", "release", 3],
  ["types", "lang", 6],
  ["libs", "compiler", 5],
  ["libs-api", "libs", 4],
  ["clippy", "compiler", 4],
  ["miri", "opsem", 3],
  ["rust-analyzer", "compiler", 5],
  ["spec", "lang", 7],
  ["rustfmt", "lang", 2],
];

/** Requests: customer, provider, title, kind, priority, filed days ago, assignee, then states and after how many hours. */
const REQUESTS = [
  ["compiler", "infra", "Runners for the new tier 2 targets", "service", "high", 6, "kobzol", ["Accepted", 5], ["WIP", 30]],
  ["compiler", "infra", "Try builds stand in line for three hours", "problem", "high", 3, "marcoieni", ["Accepted", 2], ["WIP", 6]],
  ["release", "infra", "Sign the point release on Thursday", "service", "high", 2, "jdno", ["Accepted", 3]],
  ["crates-io", "infra", "Move the index behind the new CDN", "service", "medium", 12, "jdno", ["Accepted", 20], ["WIP", 70]],
  ["bootstrap", "infra", "Cache LLVM builds between merges", "suggestion", "medium", 5, ""],
  ["docs-rs", "infra", "A second build server before the survey", "service", "medium", 9, "marcoieni", ["Accepted", 8], ["Orphaned", 60]],
  ["compiler", "infra", "Who may restart the perf collector?", "question", "low", 1, ""],
  ["release", "infra", "Keep artifacts of beta for 90 days", "service", "low", 4, "", ["Accepted", 30]],
  ["cargo", "infra", "Windows runners lose their disk", "problem", "medium", 2, "kobzol", ["Accepted", 4], ["WIP", 9]],
  ["compiler", "infra", "Dashboard of merge queue times", "service", "medium", 14, "ubiratansoares", ["WIP", 30], ["Basically complete", 180]],
  ["bootstrap", "infra", "Access to the ARM machines", "service", "medium", 16, "kobzol", ["Accepted", 4], ["Basically complete", 40]],
  ["crates-io", "infra", "Rotate the signing keys", "service", "high", 20, "jdno", ["WIP", 12], ["Basically complete", 52]],
  ["release", "infra", "Mirror the release notes", "service", "low", 21, "jdno", ["Basically complete", 90]],
  ["compiler", "types", "Decide on the coherence change", "question", "high", 18, "", ["WIP", 40]],
  ["compiler", "types", "Review the new solver's cycle handling", "service", "high", 15, "", ["Not accepted", 200]],
  ["compiler", "types", "Crater run for the trait system", "service", "medium", 11, "", ["Not accepted", 100]],
  ["compiler", "types", "Mentor for the opaque types work", "service", "medium", 9, "", ["Removed", 120]],
  ["types", "lang", "FCP for never type fallback", "question", "high", 23, "", ["WIP", 20], ["Basically complete", 300]],
  ["types", "lang", "Rule for hidden lifetimes", "question", "medium", 10, ""],
  ["spec", "lang", "Wording of place expressions", "service", "medium", 12, "", ["WIP", 30], ["Basically complete", 160]],
  ["spec", "lang", "Read the chapter on patterns", "service", "medium", 8, "", ["Basically complete", 70]],
  ["spec", "lang", "Agree on the glossary", "service", "low", 6, ""],
  ["libs", "compiler", "Stabilise inline const in patterns", "service", "high", 14, "", ["WIP", 24], ["Basically complete", 120]],
  ["clippy", "compiler", "Keep the lint API stable for a release", "service", "medium", 13, "", ["Not accepted", 80]],
  ["clippy", "compiler", "Sync the subtree before Friday", "service", "high", 10, "", ["Basically complete", 30]],
  ["rust-analyzer", "compiler", "Share the parser's recovery tables", "suggestion", "medium", 9, "", ["Not accepted", 60]],
  ["rust-analyzer", "compiler", "Proc macro server leaks handles", "problem", "high", 7, "", ["WIP", 8]],
  ["rust-analyzer", "compiler", "Expose type layout queries", "service", "medium", 5, "", ["Not accepted", 40]],
  ["cargo", "crates-io", "Publish several crates at once", "service", "high", 17, "", ["WIP", 30], ["Basically complete", 210]],
  ["cargo", "crates-io", "Show yanked versions in the index", "service", "medium", 11, "", ["Basically complete", 90]],
  ["rustdoc", "docs-rs", "Build with the new JSON format", "service", "medium", 9, "", ["WIP", 20], ["Basically complete", 100]],
  ["miri", "opsem", "Is this read through a raw pointer allowed?", "question", "medium", 6, "", ["Basically complete", 26]],
  ["libs-api", "libs", "Benchmarks for the new sort", "service", "medium", 8, "", ["Basically complete", 66]],
];

const cell = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = (...cells) => `${cells.map((text) => cell(String(text))).join(",")}\n`;

/** Copies the real set and adds the season, counted back from today. Returns the folder. */
export async function season(real, to) {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(real)) {
    // Asks of years ago that were never closed would fill the board that is shown.
    const lines = (await readFile(join(real, name), "utf8")).split("\n").filter((line) => !/^[^,]+@infra,/.test(line));
    await writeFile(join(to, name), lines.join("\n"));
  }
  const at = (days, hours = 0) => new Date(Date.now() - days * DAY_MS + hours * HOUR_MS).toISOString();
  const add = (file, lines) => appendFile(join(to, file), lines.join(""));
  const ids = REQUESTS.map((_, index) => `season/${index + 1}`);
  await add("dependencies.csv", NEEDS.map(([from, by, count]) => line(from, by, count, at(200), at(2))));
  await add(
    "requests.csv",
    REQUESTS.map(([from, by, title, kind, priority, days], index) => line(ids[index], title, kind, priority, from, by, at(days), "")),
  );
  const events = REQUESTS.flatMap(([from, by, , , , days, assignee, ...states], index) => [
    line(ids[index], at(days), "", from, by, "Proposed"),
    ...states
      .filter(([, hours]) => hours < days * 24)
      .map(([state, hours]) => line(ids[index], at(days, hours), assignee, from, by, state)),
  ]);
  await add("request_events.csv", events);
  const handled = REQUESTS.map(([, , , , , , assignee], index) => [ids[index], assignee]).filter(([, who]) => who);
  await add("request_people.csv", handled.map(([id, who]) => line(id, who, "assignee")));
  return to;
}
