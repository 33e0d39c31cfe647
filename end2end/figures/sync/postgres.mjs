// A PostgreSQL of one's own, with its data and its socket in a folder that goes with it. Commits are durable.
// It runs on the core of the load: the other one is the server's.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOAD_CORE } from "./weft.mjs";

/** Where distributions put a server's programs. */
const INSTALLED = "/usr/lib/postgresql";
/** The user that a server runs as where we are root, which it refuses to be. */
const USER = "postgres";
const SETTINGS = ["listen_addresses=''", "max_connections=50", "fsync=on", "synchronous_commit=on", "shared_buffers=256MB", "max_wal_size=4GB"];

/** Starts a cluster; nothing where none is installed. */
export function startPostgres() {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).filter((name) => existsSync(join(INSTALLED, name, "bin/initdb"))) : [];
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0];
  if (!newest) return undefined;
  const folder = join(tmpdir(), `weft-figures-pg-${process.pid}`);
  const run = (program, ...words) => {
    const own = process.getuid() === 0 ? ["runuser", "-u", USER, "--"] : [];
    const all = [...own, "taskset", "-c", LOAD_CORE, join(INSTALLED, newest, "bin", program), ...words];
    execFileSync(all[0], all.slice(1), { cwd: "/", stdio: ["ignore", "ignore", "inherit"] });
  };
  run("initdb", "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C");
  const words = [...SETTINGS, `unix_socket_directories='${folder}'`].map((setting) => `-c ${setting}`).join(" ");
  run("pg_ctl", "-D", folder, "-l", join(folder, "server.log"), "-o", words, "-w", "start");
  run("createdb", "-h", folder, "-U", "postgres", "weft");
  return {
    version: newest,
    url: `postgres://postgres@localhost/weft?host=${folder}`,
    stop: async () => {
      run("pg_ctl", "-D", folder, "-m", "immediate", "-w", "stop");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
