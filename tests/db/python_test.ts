import assert from "node:assert/strict";
import test from "node:test";
import { connect } from "../../mod.ts";
import { python, requirePython, requireServer, tempDir, uniqueName } from "../support/mod.ts";

/** What is exchanged: each as JavaScript has it, and as it travels to Python in JSON. */
const texts = ["مرحبا", "السَّلَامُ عَلَيْكُمْ", "👩‍👩‍👧 𠮷", 'it\'s "quoted" \\ `x`', ""];

test("Python's sqlite3 reads what Database wrote, with the types that it would have written", async (t) => {
  if (!requirePython(t, "sqlite3")) return;
  await using dir = await tempDir();
  const path = dir.join("من جافاسكربت.db");
  {
    await using db = await connect(`sqlite:${path}`);
    await db.execute(
      "create table t (id integer primary key, s text, n integer, f real, ok boolean, b blob, at timestamp, j json, x)",
    );
    for (const [id, s] of texts.entries()) {
      await db.execute("insert into t values (:id, :s, :n, :f, :ok, :b, :at, :j, :x)", {
        id,
        s,
        n: 9_007_199_254_740_993n,
        f: 0.1,
        ok: true,
        b: new Uint8Array([0, 255]),
        at: new Date("2024-05-06T07:08:09.123Z"),
        j: { اسم: s },
        x: 5,
      });
    }
  }
  const script = `
import sqlite3, datetime, json as j
rows = sqlite3.connect(data).execute("select *, typeof(n), typeof(f), typeof(ok), typeof(b), typeof(at), typeof(x) from t").fetchall()
result = [[r[1], str(r[2]), r[3], r[4], list(r[5]), r[6], j.loads(r[7]), r[8]] + list(r[9:]) for r in rows]
datetime.datetime.fromisoformat(rows[0][6].replace("Z", "+00:00"))
`;
  const rows = await python<unknown[][]>(script, path);
  const types = ["integer", "real", "integer", "blob", "text", "integer"];
  const expected = texts.map((s) => {
    return [s, "9007199254740993", 0.1, 1, [0, 255], "2024-05-06T07:08:09.123Z", { اسم: s }, 5, ...types];
  });
  assert.deepEqual(rows, expected);
});

test("Database reads what Python's sqlite3 wrote", async (t) => {
  if (!requirePython(t, "sqlite3")) return;
  await using dir = await tempDir();
  const path = dir.join("من بايثون.db");
  const script = `
import sqlite3, datetime
c = sqlite3.connect(data["path"])
c.execute("create table t (id integer primary key, s text, n integer, f real, ok boolean, b blob, at timestamp, day date, none text)")
for i, s in enumerate(data["texts"]):
    c.execute("insert into t values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      (i, s, 9007199254740993, 0.1, True, b"\\x00\\xff", "2024-05-06 07:08:09.123456", "2024-05-06", None))
c.commit()
result = True
`;
  await python(script, { path, texts });
  await using db = await connect(`sqlite:${path}`);
  const expected = texts.map((s, id) => ({
    id,
    s,
    n: 9_007_199_254_740_993n,
    f: 0.1,
    ok: true,
    b: new Uint8Array([0, 255]),
    at: new Date("2024-05-06T07:08:09.123Z"),
    day: new Date("2024-05-06T00:00:00Z"),
    none: null,
  }));
  assert.deepEqual(await db.all("select * from t order by id"), expected);
});

test("Database waits while Python's sqlite3 holds the lock of a file", async (t) => {
  if (!requirePython(t, "sqlite3")) return;
  await using dir = await tempDir();
  const path = dir.join("x.db");
  await using db = await connect(`sqlite:${path}`, { busyTimeoutMs: 20_000 });
  await db.execute("create table t (who text)");
  const script = `
import sqlite3, time
c = sqlite3.connect(data, isolation_level=None)
c.execute("begin immediate")
c.execute("insert into t values ('python')")
open(data + ".locked", "w").close()
time.sleep(0.5)
c.execute("commit")
result = True
`;
  const { existsSync } = await import("node:fs");
  const holding = python(script, path);
  while (!existsSync(`${path}.locked`)) await new Promise((resolve) => setTimeout(resolve, 10));
  await db.execute("insert into t values ('javascript')");
  await holding;
  assert.deepEqual(await db.all("select who from t order by rowid"), [{ who: "python" }, { who: "javascript" }]);
});

test("Python's asyncpg and Database read each other's values", async (t) => {
  const url = requireServer(t, "postgres");
  if (url === undefined || !requirePython(t, "asyncpg")) return;
  const table = uniqueName("t");
  await using db = await connect(url);
  await db.execute(
    `create table ${table} (id integer, s text, n bigint, d numeric, b bytea, at timestamptz, plain timestamp,
    j jsonb, list integer[])`,
  );
  try {
    const at = new Date("2024-05-06T07:08:09.123Z");
    await db.execute(`insert into ${table} values (1, :s, :n, :d, :b, :at, :at, :j, :list)`, {
      s: texts.join("|"),
      n: 9_007_199_254_740_993n,
      d: "1.10",
      b: new Uint8Array([0, 255]),
      at,
      j: { اسم: ["علي"] },
      list: [1, 2],
    });
    const script = `
import asyncio, asyncpg, json as j, datetime
async def main():
    c = await asyncpg.connect(data["url"])
    r = await c.fetchrow("select * from " + data["table"])
    utc = datetime.timezone.utc
    await c.execute("insert into " + data["table"] + " values (2, $1, $2, $3, $4, $5, $6, $7, $8)", r["s"], r["n"], r["d"],
      r["b"], r["at"], r["plain"], r["j"], r["list"])
    await c.close()
    return [r["s"], str(r["n"]), str(r["d"]), list(r["b"]), r["at"].astimezone(utc).isoformat(), r["plain"].isoformat(),
      j.loads(r["j"]), r["list"]]
result = asyncio.run(main())
`;
    assert.deepEqual(await python(script, { url, table }), [
      texts.join("|"),
      "9007199254740993",
      "1.10",
      [0, 255],
      "2024-05-06T07:08:09.123000+00:00",
      "2024-05-06T07:08:09.123000",
      { اسم: ["علي"] },
      [1, 2],
    ]);
    const rows = await db.all(`select s, n, d, b, at, plain, j, list from ${table} order by id`);
    assert.deepEqual(rows[1], rows[0]);
    assert.deepEqual(rows[1], {
      s: texts.join("|"),
      n: 9_007_199_254_740_993n,
      d: "1.10",
      b: new Uint8Array([0, 255]),
      at,
      plain: at,
      j: { اسم: ["علي"] },
      list: [1, 2],
    });
  } finally {
    await db.execute(`drop table ${table}`);
  }
});
