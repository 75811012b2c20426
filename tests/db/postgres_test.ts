import assert from "node:assert/strict";
import test from "node:test";
import { connect, DatabaseError, setLocale } from "../../mod.ts";
import { requireServer, uniqueName } from "../support/mod.ts";
import { deadlock } from "./deadlock.ts";
import { hasCode, openDatabase, postgres } from "./drivers.ts";

setLocale("en");

test("Database on PostgreSQL reads and writes its arrays, nulls in them too", async (t) => {
  await using it = await openDatabase(t, postgres);
  if (it === undefined) return;
  const { db } = it;
  assert.deepEqual(
    await db.one(
      `select '{1,NULL,3}'::int[] as i, '{9007199254740993,1}'::bigint[] as b, '{"a b",NULL,"NULL"}'::text[] as t,
      '{{1,2},{3,4}}'::int[] as m, '{t,f,NULL}'::boolean[] as o, '{}'::text[] as e, '{2024-01-02}'::date[] as d,
      '[0:1]={5,6}'::int[] as l, '{1.10}'::numeric[] as n`,
    ),
    {
      i: [1, null, 3],
      b: [9_007_199_254_740_993n, 1],
      t: ["a b", null, "NULL"],
      m: [[1, 2], [3, 4]],
      o: [true, false, null],
      e: [],
      d: [new Date("2024-01-02T00:00:00Z")],
      l: [5, 6],
      n: ["1.10"],
    },
  );
  const ids = [1, 3, 5];
  const rows = await db.all("select n from generate_series(1, 6) as n where n = any(:ids) order by n", { ids });
  assert.deepEqual(rows, ids.map((n) => ({ n })));
  const words = ["أ", 'quo"te', "back\\slash", null, "NULL", "{,}", ""];
  assert.deepEqual(await db.one("select :words::text[] as words", { words }), { words });
  assert.deepEqual(await db.one("select :big::bigint[] as big", { big: [9_007_199_254_740_993n, 1n] }), {
    big: [9_007_199_254_740_993n, 1],
  });
  assert.deepEqual(await db.one("select :days::timestamptz[] as days", { days: [new Date(0)] }), {
    days: [new Date(0)],
  });
  assert.deepEqual(await db.all("select 1 as n where 5 = any(:none::int[])", { none: [] }), []);
});

test("Database on PostgreSQL reads arrays of types that users made", async (t) => {
  const url = requireServer(t, "postgres");
  if (url === undefined) return;
  const mood = uniqueName("mood");
  await using setup = await connect(url);
  await setup.execute(`create type ${mood} as enum ('سعيد', 'حزين')`);
  try {
    await using db = await connect(url);
    assert.deepEqual(await db.one(`select 'سعيد'::${mood} as one, '{سعيد,NULL}'::${mood}[] as many`), {
      one: "سعيد",
      many: ["سعيد", null],
    });
    assert.deepEqual(await db.one(`select :many::${mood}[] as many`, { many: ["حزين"] }), { many: ["حزين"] });
  } finally {
    await setup.execute(`drop type ${mood}`);
  }
});

test("Database on PostgreSQL gives its other types as documented", async (t) => {
  await using it = await openDatabase(t, postgres);
  if (it === undefined) return;
  const { db } = it;
  assert.deepEqual(
    await db.one(`select 1::smallint as s, 1.10::numeric as n, 'NaN'::numeric as nan, 1.5::real as r, 1.1::real as r2,
      'infinity'::timestamptz as inf, '12:34:56'::time as t, '1 day'::interval as i, '[1,2]'::json as j, null::int as none,
      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid as u, '2024-05-06 07:08:09.123456+03'::timestamptz as tz,
      '2024-05-06 07:08:09'::timestamp as ts, '2024-05-06'::date as d, '\\xff'::bytea as b, 'Infinity'::float8 as f`),
    {
      s: 1,
      n: "1.10",
      nan: "NaN",
      r: 1.5,
      r2: 1.1,
      inf: "infinity",
      t: "12:34:56",
      i: "1 day",
      j: [1, 2],
      none: null,
      u: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
      tz: new Date("2024-05-06T04:08:09.123Z"),
      ts: new Date("2024-05-06T07:08:09Z"),
      d: new Date("2024-05-06T00:00:00Z"),
      b: new Uint8Array([255]),
      f: Infinity,
    },
  );
});

test("Database on PostgreSQL takes text for values of other types, without changing them", async (t) => {
  await using it = await openDatabase(t, postgres);
  if (it === undefined) return;
  const { db } = it;
  await db.transaction(async (tx) => {
    await tx.execute(
      "create temporary table kinds (ok boolean, ts timestamp, tz timestamptz, j jsonb, n numeric, b bytea)",
    );
    const insert = "insert into kinds values (:ok, :ts, :tz, :j, :n, :b)";
    const values = {
      ts: "2024-05-06 07:08:09",
      tz: "2024-05-06 07:08:09+03",
      j: '{"a": "b"}',
      n: "1.10",
      b: "\\x00ff",
    };
    for (const ok of ["true", 1, true, "yes"]) await tx.execute(insert, { ...values, ok });
    for (const ok of ["false", 0, false, "off"]) await tx.execute(insert, { ...values, ok });
    const rows = await tx.all<{ ok: boolean }>("select * from kinds");
    assert.deepEqual(rows.map(({ ok }) => ok), [true, true, true, true, false, false, false, false]);
    assert.deepEqual(rows[0], {
      ok: true,
      ts: new Date("2024-05-06T07:08:09Z"),
      tz: new Date("2024-05-06T04:08:09Z"),
      j: { a: "b" },
      n: "1.10",
      b: new Uint8Array([0, 255]),
    });
  });
});

test("Database on PostgreSQL counts time in UTC, whatever the server's zone is", async (t) => {
  await using it = await openDatabase(t, postgres);
  if (it === undefined) return;
  const { db } = it;
  assert.deepEqual(await db.one("select current_setting('TimeZone') as zone"), { zone: "UTC" });
  const { now } = (await db.one<{ now: Date }>("select now()::timestamp as now"))!;
  assert.ok(Math.abs(now.getTime() - Date.now()) < 60_000);
  const at = new Date("2024-07-01T12:00:00Z");
  assert.deepEqual(await db.one("select :at::timestamp as plain, :at::timestamptz as zoned", { at }), {
    plain: at,
    zoned: at,
  });
});

test("Database on PostgreSQL leaves question marks to its operators, unless values come in order", async (t) => {
  await using it = await openDatabase(t, postgres);
  if (it === undefined) return;
  const { db } = it;
  assert.deepEqual(await db.one(`select '{"a":1}'::jsonb ? :key as has`, { key: "a" }), { has: true });
  assert.deepEqual(await db.one(`select '{"a":1}'::jsonb ?| array['b','a'] as has`), { has: true });
  assert.deepEqual(await db.one("select ?::int + ?::int as sum", [1, 2]), { sum: 3 });
});

test("Database on PostgreSQL does not take a commit for one that the server made a rollback", async (t) => {
  await using it = await openDatabase(t, postgres);
  if (it === undefined) return;
  const { db, table } = it;
  await db.execute(`create table ${table} (n integer)`);
  await assert.rejects(
    db.transaction(async (tx) => {
      await tx.execute(`insert into ${table} values (1)`);
      await tx.execute("select 1 / 0").catch(() => {});
    }),
    (error) => {
      assert.ok(error instanceof DatabaseError && error.code === "DB_TRANSACTION_ABORTED");
      assert.ok(error.cause instanceof DatabaseError && error.cause.code === "DB_VALUE");
      return true;
    },
  );
  assert.deepEqual(await db.all(`select * from ${table}`), []);
});

test("Database on PostgreSQL tells deadlocks, conflicts and locks apart, as worth another attempt", async (t) => {
  await using it = await openDatabase(t, postgres);
  if (it === undefined) return;
  const { db, table, url } = it;
  const [reason, ...others] = await deadlock(db, table);
  assert.deepEqual(others, []);
  assert.ok(reason instanceof DatabaseError && reason.code === "DB_DEADLOCK" && reason.retryable);
  assert.equal(reason.sqlState, "40P01");

  await assert.rejects(
    db.transaction(async (tx) => {
      await tx.execute("set transaction isolation level repeatable read");
      await tx.all(`select * from ${table}`);
      await using other = await connect(url);
      await other.execute(`update ${table} set n = 9`);
      await tx.execute(`update ${table} set n = 10`);
    }),
    (error) => error instanceof DatabaseError && error.code === "DB_SERIALIZATION" && error.retryable,
  );

  await db.transaction(async (tx) => {
    await tx.all(`select * from ${table} for update`);
    await using other = await connect(url);
    await assert.rejects(
      other.all(`select * from ${table} for update nowait`),
      (error) => error instanceof DatabaseError && error.code === "DB_LOCKED" && error.retryable,
    );
  });
});

test("Database on PostgreSQL tells a time limit of the server, and a stop by somebody else, apart", async (t) => {
  await using it = await openDatabase(t, postgres);
  if (it === undefined) return;
  const { db, url } = it;
  await assert.rejects(
    db.transaction(async (tx) => {
      await tx.execute("set local statement_timeout = 50");
      await tx.all("select pg_sleep(10)");
    }),
    hasCode("DB_TIMEOUT"),
  );
  const stopped = db.transaction(async (tx) => {
    const { pid } = (await tx.one<{ pid: number }>("select pg_backend_pid() as pid"))!;
    setTimeout(async () => {
      await using other = await connect(url);
      await other.execute("select pg_cancel_backend(:pid::int)", { pid });
    }, 100);
    await tx.all("select pg_sleep(10)");
  });
  await assert.rejects(stopped, hasCode("DB_STOPPED"));
});

test("Database.close() on PostgreSQL returns after a backend died in a query", async (t) => {
  const url = requireServer(t, "postgres");
  if (url === undefined) return;
  const db = await connect(url);
  await using killer = await connect(url);
  const { pid } = (await db.one<{ pid: number }>("select pg_backend_pid() as pid"))!;
  const sleeping = assert.rejects(db.all("select pg_sleep(30)"), hasCode("DB_CONNECTION_LOST"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await killer.execute("select pg_terminate_backend(:pid::int)", { pid });
  const start = performance.now();
  await db.close();
  await sleeping;
  assert.ok(performance.now() - start < 5_000);
});

test("Database on PostgreSQL works without prepared statements, as poolers may need", async (t) => {
  await using it = await openDatabase(t, postgres, { prepare: false, maxConnections: 1 });
  if (it === undefined) return;
  const { db } = it;
  for (let n = 0; n < 3; n++) assert.deepEqual(await db.one("select :n::int as n", { n }), { n });
  assert.deepEqual(await db.all("select name from pg_prepared_statements"), []);
});

test("Database on PostgreSQL keeps a bounded number of prepared statements", async (t) => {
  await using it = await openDatabase(t, postgres, { maxConnections: 1 });
  if (it === undefined) return;
  const { db } = it;
  for (let n = 0; n < 600; n++) await db.one(`select ${n} as n`);
  const { count } = (await db.one<{ count: number }>("select count(*) from pg_prepared_statements"))!;
  assert.ok(count > 0 && count <= 500, `there are ${count}`);
});

test("Database.rows() on PostgreSQL asks the server for a batch at a time, and closes what it opened", async (t) => {
  await using it = await openDatabase(t, postgres, { maxConnections: 1 });
  if (it === undefined) return;
  const { db, table } = it;
  const cursors = (tx: { one: typeof db.one }) =>
    tx.one<{ count: number }>("select count(*) from pg_cursors where name like 'maktaba%'");
  await db.transaction(async (tx) => {
    // Without a cursor this would fill the memory.
    for await (const { n } of tx.rows<{ n: number }>("select generate_series(1, :last) as n", { last: 1e9 })) {
      if (n === 1) assert.equal((await cursors(tx))?.count, 1);
      if (n === 1_000) break;
    }
    assert.equal((await cursors(tx))?.count, 0);
  });
  for await (const { n } of db.rows<{ n: number }>("select generate_series(1, 1000000000) as n")) {
    if (n === 1_000) break;
  }
  assert.equal((await cursors(db))?.count, 0);
  await db.execute(`create table ${table} (n integer)`);
  const returned: unknown[] = [];
  for await (const row of db.rows(`insert into ${table} select generate_series(1, 300) returning n`)) {
    returned.push(row);
  }
  assert.equal(returned.length, 300);
});

test("Database on PostgreSQL refuses what does not fit, without showing it", async (t) => {
  await using it = await openDatabase(t, postgres);
  if (it === undefined) return;
  const { db } = it;
  await assert.rejects(db.one("select :n::int as n", { n: "secret-value" }), (error) => {
    assert.ok(error instanceof DatabaseError && error.code === "DB_VALUE");
    assert.doesNotMatch(error.message, /secret-value/);
    return true;
  });
  await assert.rejects(db.one("select :n::smallint as n", { n: 70_000 }), hasCode("DB_VALUE"));
  await assert.rejects(db.one("select :s::text as s", { s: "nul \0" }), hasCode("DB_VALUE"));
});

test("Database on PostgreSQL refuses to copy from or to the program, and goes on", async (t) => {
  await using it = await openDatabase(t, postgres, { maxConnections: 1 });
  if (it === undefined) return;
  const { db, table } = it;
  await db.execute(`create table ${table} (n integer)`);
  await assert.rejects(db.execute(`copy ${table} from stdin`), hasCode("DB_COPY"));
  await assert.rejects(db.all(`copy ${table} to stdout`), hasCode("DB_COPY"));
  assert.deepEqual(await db.all(`select * from ${table}`), []);
});

test("connect() names the application to PostgreSQL", async (t) => {
  const url = requireServer(t, "postgres");
  if (url === undefined) return;
  const nameOf = async (address: string) => {
    await using db = await connect(address);
    return (await db.one<{ name: string }>("select current_setting('application_name') as name"))?.name;
  };
  assert.equal(await nameOf(url), "maktaba");
  assert.equal(await nameOf(`${url}?application_name=quickstart`), "quickstart");
});

test("connect() refuses a connection without encryption where it is told to encrypt", async (t) => {
  const url = requireServer(t, "postgres");
  if (url === undefined) return;
  // The test server has no certificate.
  for (const [address, tls] of [[`${url}?sslmode=require`, undefined], [url, true]] as const) {
    await assert.rejects(connect(address, { tls, connectTimeoutMs: 2_000 }), (error) => {
      return error instanceof DatabaseError && /^DB_(CONNECT|UNREACHABLE)/.test(error.code);
    });
  }
});
