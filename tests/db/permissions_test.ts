import assert from "node:assert/strict";
import test from "node:test";
import { requireServer, runDeno, tempDir } from "../support/mod.ts";
import type { SkippableTest } from "../support/skip.ts";

/** What `connect` fails with on Deno with certain permissions; "connected" where it does not. */
async function outcome(t: SkippableTest, url: string, flags: readonly string[], locale = "en") {
  const printed = await runDeno(
    t,
    flags,
    `
    import { connect } from "#db/mod.ts";
    import { setLocale } from "#errors/mod.ts";
    setLocale(${JSON.stringify(locale)});
    const answer = await connect(${JSON.stringify(url)}, { connectTimeoutMs: 20_000 }).then(
      async (db) => { await db.close(); return { code: "connected", message: "" }; },
      ({ name, code, message }) => ({ name, code, message }),
    );
    console.log(JSON.stringify(answer));
    `,
  );
  return printed === undefined ? undefined : JSON.parse(printed) as { name?: string; code: string; message: string };
}

async function namesFlags(t: SkippableTest, url: string, needed: readonly string[]): Promise<void> {
  // Each one that is missing by itself, and all of them.
  const lacking = [[], ...needed.map((flag) => needed.filter((other) => other !== flag))];
  for (const flags of lacking) {
    const answer = await outcome(t, url, flags);
    if (answer === undefined) return;
    assert.deepEqual([answer.name, answer.code], ["DatabaseError", "DB_NOT_ALLOWED"], JSON.stringify(answer));
    assert.ok(answer.message.endsWith(` run it with ${needed.join(" ")}`), answer.message);
  }
  assert.equal((await outcome(t, url, needed))?.code, "connected");
}

test("connect() to PostgreSQL names the permissions that Deno was not given", async (t) => {
  const url = requireServer(t, "postgres");
  if (url !== undefined) await namesFlags(t, url, [`--allow-net=127.0.0.1:${new URL(url).port}`, "--allow-env"]);
});

test("connect() to MySQL names the permission that Deno was not given", async (t) => {
  const url = requireServer(t, "mysql");
  if (url !== undefined) await namesFlags(t, url, [`--allow-net=127.0.0.1:${new URL(url).port}`]);
});

test("connect() to MongoDB names the permissions that Deno was not given, and shows no password", async (t) => {
  const url = requireServer(t, "mongodb");
  if (url === undefined) return;
  await namesFlags(t, url, [`--allow-net=127.0.0.1:${new URL(url).port}`, "--allow-env"]);
  const answer = await outcome(t, "mongodb://ali:s3cret@one:1,two/app?appName=a@b", ["--allow-net"]);
  if (answer !== undefined) assert.ok(!answer.message.includes("s3cret"), answer.message);
});

test("connect() to SQLite names the permissions that Deno was not given, and needs none for memory", async (t) => {
  await using dir = await tempDir();
  const path = dir.join("data.db");
  await namesFlags(t, `sqlite:${path}`, [`--allow-read=${path}`, `--allow-write=${path}`]);
  const memory = await outcome(t, "sqlite::memory:", []);
  if (memory !== undefined) assert.equal(memory.code, "connected");
});

test("connect() names the permissions in Arabic too", async (t) => {
  const answer = await outcome(t, "mysql://127.0.0.1:1/app", [], "ar");
  if (answer === undefined) return;
  assert.equal(
    answer.message,
    "لا يمكن الاتصال بـ mysql://127.0.0.1:1/app لأن Deno لا يأذن بذلك للبرنامج: شغّله مع --allow-net=127.0.0.1:1",
  );
});
