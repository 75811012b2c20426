import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { requireServer, skip, tempDir, uniqueName } from "../support/mod.ts";
import { ask } from "./ports.ts";
import { redis } from "./redis.ts";
import { addToCopy, addToSystem } from "./ssh_account.ts";
import { sshd, startSshd } from "./sshd.ts";

test("postgres takes a login by password and runs a query", async (t) => {
  const url = requireServer(t, "postgres");
  if (url === undefined) return;
  const { default: postgres } = await import("postgres");
  const sql = postgres(url, { max: 1 });
  try {
    assert.deepEqual([...await sql`select ${"مرحبا"}::text as text`], [{ text: "مرحبا" }]);
  } finally {
    await sql.end({ timeout: 5 });
  }
});

test("postgres refuses a wrong password", async (t) => {
  const url = requireServer(t, "postgres");
  if (url === undefined || url !== withPassword(url, "kalima-sirr")) return;
  const { default: postgres } = await import("postgres");
  const sql = postgres(withPassword(url, "wrong"), { max: 1 });
  await assert.rejects(async () => await sql`select 1`, { code: "28P01" });
  await sql.end({ timeout: 5 });
});

test("mysql takes a login by password and runs a query", async (t) => {
  const url = requireServer(t, "mysql");
  if (url === undefined) return;
  const { createConnection } = await import("mysql2/promise");
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query("select ? as text", ["مرحبا"]);
    assert.deepEqual(rows, [{ text: "مرحبا" }]);
  } finally {
    await connection.end();
  }
});

test("redis keeps a value", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { Redis } = await import("ioredis");
  const client = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    const key = uniqueName("key");
    await client.set(key, "مرحبا", "EX", 60);
    assert.equal(await client.get(key), "مرحبا");
    await client.del(key);
  } finally {
    client.disconnect();
  }
});

test("mongodb keeps a document", async (t) => {
  const url = requireServer(t, "mongodb");
  if (url === undefined) return;
  const { MongoClient } = await import("mongodb");
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 5_000 });
  try {
    const database = client.db(uniqueName("db"));
    await database.collection("items").insertOne({ text: "مرحبا" });
    const found = await database.collection("items").findOne({ text: "مرحبا" });
    assert.equal(found?.["text"], "مرحبا");
    await database.dropDatabase();
  } finally {
    await client.close();
  }
});

test("sftp takes a login by password and shows the announced host key", async (t) => {
  const url = requireServer(t, "sftp");
  if (url === undefined) return;
  const { seen, listing } = await listHome(url, {});
  assert.ok(Array.isArray(listing));
  const announced = process.env["MAKTABA_TEST_SFTP_HOST_KEY"];
  if (announced !== undefined) assert.equal(seen, announced);
});

test("sftp takes a login by key", async (t) => {
  const url = requireServer(t, "sftp");
  const key = process.env["MAKTABA_TEST_SFTP_PRIVATE_KEY"];
  if (url === undefined || key === undefined) return;
  const { listing } = await listHome(withPassword(url, ""), { privateKey: await readFile(key, "utf8") });
  assert.ok(Array.isArray(listing));
});

for (const addAccount of [addToCopy, addToSystem]) {
  test(`startSshd() gives a login by password with ${addAccount.name}() and leaves no account behind`, async (t) => {
    const missing = sshd.missing();
    if (missing !== undefined) return skip(t, missing);
    let server;
    try {
      server = await startSshd(addAccount);
    } catch (error) {
      // Containers may forbid the one way, which is why there is the other.
      if (addAccount === addToCopy) return skip(t, `mount namespaces are not allowed: ${(error as Error).message}`);
      throw error;
    }
    try {
      const { listing, seen } = await listHome(server.url, {});
      assert.deepEqual(listing, []);
      assert.equal(seen, server.env?.["MAKTABA_TEST_SFTP_HOST_KEY"]);
    } finally {
      await server.stop();
    }
    assert.ok(!(await readFile("/etc/passwd", "utf8")).includes(`\n${new URL(server.url).username}:`));
  });
}

test("start() resolves when the server answers, and stop() ends it and removes its directory", async (t) => {
  const missing = redis.missing();
  if (missing !== undefined) return skip(t, missing);
  const server = await redis.start();
  const port = Number(new URL(server.url).port);
  assert.match(await ask(port, "PING\r\n"), /^\+PONG/);
  const directory = (await ask(port, "CONFIG GET dir\r\n")).split("\r\n").find((line) => line.startsWith("/"));
  assert.ok(directory !== undefined && existsSync(directory));
  await server.stop();
  await server.stop();
  await assert.rejects(ask(port, "PING\r\n"));
  assert.ok(!existsSync(directory));
});

test("a server does not outlive a process that is killed", async (t) => {
  const missing = redis.missing() ?? (process.platform === "linux" ? undefined : "only Linux kills with the parent");
  if (missing !== undefined) return skip(t, missing);
  const module = new URL("redis.ts", import.meta.url).href;
  await using temporary = await tempDir();
  const script = `const { redis } = await import(${JSON.stringify(module)});
    console.log((await redis.start()).url);
    setInterval(() => undefined, 1_000);`;
  const node = fileURLToPath(new URL("../../node_modules/node26/bin/node", import.meta.url));
  const child = spawn(node, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
    // Its directory stays behind, as nothing is left to remove it.
    env: { ...process.env, TMPDIR: temporary.path },
  });
  const url = await new Promise<string>((resolve) =>
    child.stdout.once("data", (data: Buffer) => resolve(data.toString()))
  );
  child.kill("SIGKILL");
  await untilRefused(Number(new URL(url.trim()).port));
});

async function untilRefused(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await ask(port, "PING\r\n").then(() => false, () => true)) return;
    await delay(25);
  }
  assert.fail(`port ${port} still answers`);
}

function withPassword(url: string, password: string): string {
  const changed = new URL(url);
  changed.password = password;
  return changed.href;
}

async function listHome(url: string, login: { privateKey?: string }): Promise<{ seen: string; listing: unknown }> {
  const { default: SftpClient } = await import("ssh2-sftp-client");
  const { hostname: host, port, username, password, pathname } = new URL(url);
  let seen = "";
  const hostVerifier = (key: Buffer) => {
    seen = `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
    return true;
  };
  const client = new SftpClient();
  try {
    await client.connect({ host, port: Number(port), username, ...(password && { password }), ...login, hostVerifier });
    return { seen, listing: await client.list(pathname) };
  } finally {
    await client.end();
  }
}
