import { MongoClient } from "mongodb";
import type { RunningServer, ServerKind } from "./contract.ts";
import { startDaemon } from "./daemon.ts";
import { serverDirectory } from "./directory.ts";
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

async function start(): Promise<RunningServer> {
  const port = await freePort();
  const directory = await serverDirectory("mongodb");
  const url = `mongodb://127.0.0.1:${port}/`;
  const { stop } = await startDaemon({
    command: await command(port, directory),
    directory,
    ready: () => ping(url),
    stopSignal: "SIGKILL",
  });
  return { url, description: await describe(url), stop };
}

async function command(port: number, directory: string): Promise<[string, ...string[]]> {
  const mongod = findProgram("mongod");
  if (mongod !== undefined) return [mongod, "--dbpath", directory, "--port", String(port), "--bind_ip", "127.0.0.1"];
  return [await buildFerretdb(), "-directory", directory, "-port", String(port)];
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
