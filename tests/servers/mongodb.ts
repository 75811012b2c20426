import { MongoClient } from "mongodb";
import { basename } from "node:path";
import type { RunningServer, ServerKind } from "./contract.ts";
import { startDaemon } from "./daemon.ts";
import { inServerDirectory } from "./directory.ts";
import { buildFerretdb } from "./ferretdb/build.ts";
import { freePort } from "./ports.ts";
import { findProgram } from "./programs.ts";

/** MongoDB where a mongod is on PATH, else FerretDB, which speaks its protocol over SQLite and is built with Go. */
export const mongodb: ServerKind = {
  name: "mongodb",
  packages: [],
  missing: () =>
    findProgram("mongod") || findProgram("go") ? undefined : "neither mongod nor Go, to build FerretDB, is installed",
  start,
};

async function start(signal?: AbortSignal): Promise<RunningServer> {
  const program = findProgram("mongod") ?? await buildFerretdb(signal);
  return await inServerDirectory("mongodb", undefined, async (directory) => {
    const port = await freePort();
    const url = `mongodb://127.0.0.1:${port}/`;
    const { stop } = await startDaemon({
      command: basename(program) === "mongod"
        ? [program, "--dbpath", directory, "--port", String(port), "--bind_ip", "127.0.0.1"]
        : [program, "-directory", directory, "-port", String(port)],
      directory,
      ready: () => ping(url),
      stopSignal: "SIGKILL",
    });
    return { url, description: await describe(url), stop };
  });
}

async function ping(url: string): Promise<void> {
  await withClient(url, (client) => client.db("admin").command({ ping: 1 }));
}

async function describe(url: string): Promise<string> {
  const info = await withClient(url, (client) => client.db("admin").command({ buildInfo: 1 }));
  return `${"ferretdbVersion" in info ? "FerretDB as " : ""}MongoDB ${info["version"]}`;
}

async function withClient<Result>(url: string, use: (client: MongoClient) => Promise<Result>): Promise<Result> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 1_000 });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
