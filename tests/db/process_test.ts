import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { runtime } from "../../internal/runtime.ts";
import { requireServer, tempDir } from "../support/mod.ts";

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program on the same runtime, in a process of its own that must end by itself. */
async function run(program: string, env: Record<string, string> = {}, limitMs = 30_000): Promise<Ended> {
  await using dir = await tempDir();
  const root = new URL("../../", import.meta.url);
  const path = dir.join("program.ts");
  await writeFile(path, `import { connect, DatabaseSession } from "${new URL("db/mod.ts", root).href}";\n${program}`);
  const config = fileURLToPath(new URL("deno.json", root));
  const args = runtime === "deno" ? ["run", "-A", "--no-check", "--config", config, path] : [path];
  const child = spawn(process.execPath, args, {
    cwd: fileURLToPath(root),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended: Ended = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => ended.stdout += chunk);
  child.stderr.on("data", (chunk) => ended.stderr += chunk);
  const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
  ended.code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  clearTimeout(timer);
  return ended;
}

function assertEnded(ended: Ended, stdout: string): void {
  assert.deepEqual({ code: ended.code, stdout: ended.stdout.trim() }, { code: 0, stdout }, ended.stderr);
}

const use = `
  const db = await connect(process.env["TEST_URL"]);
  console.log((await db.one("select 1 as one")).one);
`;

test("A program ends by itself after it has closed its database, on every kind", async (t) => {
  const urls = ["sqlite::memory:", requireServer(t, "postgres"), requireServer(t, "mysql")];
  for (const url of urls) {
    if (url === undefined) return;
    assertEnded(await run(`import process from "node:process";${use} await db.close();`, { TEST_URL: url }), "1");
  }
});

test("A program ends by itself after it has closed its documents", async (t) => {
  const url = requireServer(t, "mongodb");
  if (url === undefined) return;
  const program = `import process from "node:process";
    const db = await connect(process.env["TEST_URL"]);
    console.log((await db.find("nothing_here")).length);
    await db.close();`;
  assertEnded(await run(program, { TEST_URL: url }), "0");
});

test("A program ends by itself although it never closes SQLite", async () => {
  assertEnded(await run(`import process from "node:process";${use}`, { TEST_URL: "sqlite::memory:" }), "1");
});

test("A program ends by itself after it could not connect", async () => {
  const program = `
    for (const url of ["postgres://127.0.0.1:1/d", "mysql://127.0.0.1:1/d", "mongodb://127.0.0.1:1/d"]) {
      await connect(url).catch((error) => console.log(error.code));
    }`;
  assertEnded(await run(program), "DB_UNREACHABLE\nDB_UNREACHABLE\nDB_UNREACHABLE");
});

test("A program ends by itself after a statement was stopped in the middle", async (t) => {
  const url = requireServer(t, "postgres");
  if (url === undefined) return;
  const program = `import process from "node:process";
    await using db = await connect(process.env["TEST_URL"]);
    await db.all("select pg_sleep(30)", {}, { signal: AbortSignal.timeout(200) }).catch((error) => {
      console.log(error.name);
    });`;
  assertEnded(await run(program, { TEST_URL: url }), "TimeoutError");
});

test("A session that is cut off by the end of its program keeps nothing", async () => {
  await using dir = await tempDir();
  const url = `sqlite:${dir.join("x.db")}`;
  const program = `import process from "node:process";
    const db = await connect(process.env["TEST_URL"]);
    await db.execute("create table t (n integer)");
    const session = new DatabaseSession(process.env["TEST_URL"]);
    await session.execute("insert into t values (1)");
    process.exit(0);`;
  assertEnded(await run(program, { TEST_URL: url }), "");
  const count = `import process from "node:process";
    await using db = await connect(process.env["TEST_URL"]);
    console.log((await db.one("select count(*) as n from t")).n);`;
  assertEnded(await run(count, { TEST_URL: url }), "0");
});

test("Two programs write to one file of SQLite at the same time, and nothing is lost", async () => {
  await using dir = await tempDir();
  const url = `sqlite:${dir.join("x.db")}`;
  const program = `import process from "node:process";
    await using db = await connect(process.env["TEST_URL"], { busyTimeoutMs: 20000 });
    await db.execute("create table if not exists t (n integer)");
    for (let round = 0; round < 50; round++) {
      await db.transaction(async (tx) => {
        const { n } = await tx.one("select count(*) as n from t");
        await tx.execute("insert into t values (:n)", { n });
      });
    }`;
  const ended = await Promise.all([run(program, { TEST_URL: url }), run(program, { TEST_URL: url })]);
  for (const one of ended) assertEnded(one, "");
  const check = `import process from "node:process";
    await using db = await connect(process.env["TEST_URL"]);
    const row = await db.one("select count(*) as n, count(distinct n) as d, max(n) as m from t");
    console.log(row.n, row.d, row.m);`;
  assertEnded(await run(check, { TEST_URL: url }), "100 100 99");
});
