import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunningServer, ServerKind } from "./contract.ts";
import { startDaemon } from "./daemon.ts";
import { inServerDirectory, insteadOfRoot } from "./directory.ts";
import { freePort } from "./ports.ts";
import { findProgram } from "./programs.ts";
import { runProgram } from "./run_program.ts";

/** PostgreSQL, with a superuser `maktaba` who logs in by password. */
export const postgres: ServerKind = {
  name: "postgres",
  packages: ["postgresql"],
  missing: () => find("initdb") && find("postgres") && find("pg_isready") ? undefined : "PostgreSQL is not installed",
  start: () => inServerDirectory("postgres", user, start),
};

const user = insteadOfRoot("postgres");

async function start(directory: string): Promise<RunningServer> {
  const data = join(directory, "data");
  await initialize(directory, data);
  const port = await freePort();
  const { stop } = await startDaemon({
    command: [find("postgres")!, "-D", data, "-p", String(port), "-k", directory, "-h", "127.0.0.1", ...settings],
    directory,
    user,
    ready: () => runProgram([find("pg_isready")!, "-q", "-h", "127.0.0.1", "-p", String(port)]),
    // The server's "fast" shutdown: it does not wait for clients.
    stopSignal: "SIGINT",
  });
  const description = (await runProgram([find("postgres")!, "--version"])).trim();
  return { url: `postgres://maktaba:${password}@127.0.0.1:${port}/postgres`, description, stop };
}

const password = "kalima-sirr";

// Nothing here outlives the run, so nothing needs to reach the disk.
const settings = [
  ["fsync", "off"],
  ["synchronous_commit", "off"],
  ["full_page_writes", "off"],
  ["max_connections", "200"],
  ["timezone", "UTC"],
].flatMap(([name, value]) => ["-c", `${name}=${value}`]);

async function initialize(directory: string, data: string): Promise<void> {
  const passwordFile = join(directory, "password");
  await writeFile(passwordFile, password, { mode: 0o644 });
  const initdb = [find("initdb")!, "-D", data, "-U", "maktaba", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const options = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"];
  const command = [...(user === undefined ? [] : ["runuser", "-u", user, "--"]), ...initdb, ...options];
  await runProgram(command as [string, ...string[]], { cwd: directory });
}

/** Debian keeps the server's programs off PATH, in one directory for each version; the newest is used. */
function find(name: string): string | undefined {
  return findProgram(name, versions().map((version) => `/usr/lib/postgresql/${version}/bin`));
}

function versions(): string[] {
  try {
    return readdirSync("/usr/lib/postgresql").sort((a, b) => Number(b) - Number(a));
  } catch {
    return [];
  }
}
