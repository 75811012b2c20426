import assert from "node:assert/strict";
import test from "node:test";
import { connect, DatabaseError, setLocale } from "../../mod.ts";
import { uniqueName } from "../support/mod.ts";
import { deadlock } from "./deadlock.ts";
import { hasCode, mysql, openDatabase } from "./drivers.ts";

setLocale("en");

test("Database on MySQL gives its types as documented, by both protocols", async (t) => {
  await using it = await openDatabase(t, mysql);
  if (it === undefined) return;
  const { db, table } = it;
  await db.execute(`create table ${table} (ok tinyint(1), tiny tinyint, u bigint unsigned, d decimal(20, 5), f float,
    day date, at datetime(6), zero datetime, t time, y year, e enum('أ', 'ب'), j json, bin varbinary(10), bits bit(8))`);
  await db.execute("set sql_mode = ''");
  const mode = (await db.one<{ m: string }>("select @@sql_mode as m"))!.m;
  await db.execute(
    `insert into ${table} values (1, 5, 18446744073709551615, 1.1, 1.1, '2024-05-06', '2024-05-06 07:08:09.123456',
      ${mode === "" ? "'0000-00-00'" : "null"}, '12:34:56', 2024, 'ب', '{"a":[1]}', x'00ff', b'101')`,
  );
  const expected = {
    ok: true,
    tiny: 5,
    u: 18_446_744_073_709_551_615n,
    d: "1.10000",
    f: 1.1,
    day: new Date("2024-05-06T00:00:00Z"),
    at: new Date("2024-05-06T07:08:09.123Z"),
    zero: mode === "" ? "0000-00-00 00:00:00" : null,
    t: "12:34:56",
    y: 2024,
    e: "ب",
    j: { a: [1] },
    bin: new Uint8Array([0, 255]),
    bits: new Uint8Array([5]),
  };
  assert.deepEqual(await db.one(`select * from ${table}`), expected);
  assert.deepEqual(await db.one(`select * from ${table} where tiny = :tiny`, { tiny: 5 }), expected);
  const streamed: unknown[] = [];
  for await (const row of db.rows(`select * from ${table}`)) streamed.push(row);
  assert.deepEqual(streamed, [expected]);
});

test("Database on MySQL binds integers as integers: in LIMIT, in arithmetic, unsigned", async (t) => {
  await using it = await openDatabase(t, mysql);
  if (it === undefined) return;
  const { db } = it;
  assert.deepEqual(await db.all("select 1 as n union select 2 union select 3 limit :n offset :o", { n: 1, o: 1 }), [
    { n: 2 },
  ]);
  assert.deepEqual(await db.one("select :a div :b as whole, :u as u", { a: 7, b: 2, u: 2n ** 64n - 1n }), {
    whole: 3,
    u: 18_446_744_073_709_551_615n,
  });
});

test("Database on MySQL counts time in UTC, whatever the server's zone is", async (t) => {
  await using it = await openDatabase(t, mysql);
  if (it === undefined) return;
  const { db } = it;
  assert.deepEqual(await db.one("select @@session.time_zone as zone"), { zone: "+00:00" });
  const { now } = (await db.one<{ now: Date }>("select now(3) as now"))!;
  assert.ok(Math.abs(now.getTime() - Date.now()) < 60_000);
  const at = new Date("2024-07-01T12:00:00.250Z");
  assert.deepEqual(await db.one("select cast(:at as datetime(3)) as at", { at }), { at });
});

test("Database on MySQL does not go on when the server has undone the transaction", async (t) => {
  await using it = await openDatabase(t, mysql);
  if (it === undefined) return;
  const { db, table } = it;
  const failures = await deadlock(db, table, (tx, sql, id) =>
    tx.execute(sql, { id }).catch(async (error) => {
      assert.ok(error instanceof DatabaseError && error.code === "DB_DEADLOCK" && error.retryable);
      assert.equal(error.sqlState, "40001");
      // Outside of a transaction this would be kept at once.
      await assert.rejects(tx.execute(`update ${table} set n = 100`), hasCode("DB_TRANSACTION_ABORTED"));
    }));
  assert.equal(failures.length, 1);
  assert.ok(hasCode("DB_TRANSACTION_ABORTED")(failures[0]));
  assert.deepEqual(await db.all(`select n from ${table}`), [{ n: 1 }, { n: 1 }]);
});

test("Database on MySQL tells locks and time limits of the server apart", async (t) => {
  await using it = await openDatabase(t, mysql);
  if (it === undefined) return;
  const { db, table, url } = it;
  await db.execute(`create table ${table} (n integer primary key)`);
  await db.execute(`insert into ${table} values (1)`);
  await db.transaction(async (tx) => {
    await tx.execute(`update ${table} set n = 2`);
    await using other = await connect(url);
    await other.transaction(async (second) => {
      await second.execute("set innodb_lock_wait_timeout = 1");
      await assert.rejects(
        second.execute(`update ${table} set n = 3`),
        (error) => error instanceof DatabaseError && error.code === "DB_LOCKED" && error.retryable,
      );
    });
  });
  const version = (await db.one<{ v: string }>("select version() as v"))!.v;
  if (!version.includes("MariaDB")) return;
  await assert.rejects(
    db.all(
      "set statement max_statement_time = 0.1 for select count(*) from information_schema.columns a " +
        "join information_schema.columns b join information_schema.columns c",
    ),
    hasCode("DB_TIMEOUT"),
  );
});

test("Database on MySQL leaves no value of a duplicate in its error, be it like a name", async (t) => {
  await using it = await openDatabase(t, mysql);
  if (it === undefined) return;
  const { db, table } = it;
  await db.execute(`create table ${table} (s varchar(100), constraint the_key unique (s))`);
  const s = "secret' for key 'secret";
  await db.execute(`insert into ${table} values (:s)`, { s });
  await assert.rejects(db.execute(`insert into ${table} values (:s)`, { s }), (error) => {
    assert.ok(error instanceof DatabaseError && error.code === "DB_UNIQUE");
    assert.equal(error.constraint, "the_key");
    assert.doesNotMatch(error.message + JSON.stringify(error.context), /secret/);
    return true;
  });
});

test("Database on MySQL sends no file of this machine to a server that asks for it, and goes on", async (t) => {
  await using it = await openDatabase(t, mysql, { maxConnections: 1 });
  if (it === undefined) return;
  const { db, table } = it;
  await db.execute(`create table ${table} (s text)`);
  await assert.rejects(db.execute(`load data local infile '/etc/hostname' into table ${table}`), DatabaseError);
  assert.deepEqual(await db.all(`select * from ${table}`), []);
});

test("Database on MySQL gives the first rows of a procedure", async (t) => {
  await using it = await openDatabase(t, mysql);
  if (it === undefined) return;
  const { db } = it;
  const name = uniqueName("p");
  await db.execute(`create procedure ${name}(n integer) begin select n as a; select n + 1 as b; end`);
  try {
    assert.deepEqual(await db.all(`call ${name}(:n)`, { n: 1 }), [{ a: 1 }]);
    assert.deepEqual(await db.all(`call ${name}(5)`), [{ a: 5 }]);
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  } finally {
    await db.execute(`drop procedure ${name}`);
  }
});

test("Database.rows() on MySQL does not wait for rows that nobody wants", async (t) => {
  await using it = await openDatabase(t, mysql, { maxConnections: 1 });
  if (it === undefined) return;
  const { db } = it;
  const start = performance.now();
  // A thousand million rows, of which a thousand are looked at.
  const digits = "(select 0 d union all select 1 union all select 2 union all select 3 union all select 4 " +
    "union all select 5 union all select 6 union all select 7 union all select 8 union all select 9)";
  const from = Array.from({ length: 9 }, (_, index) => `${digits} t${index}`).join(", ");
  let seen = 0;
  for await (const _ of db.rows(`select 1 as one from ${from}`)) if (++seen === 1_000) break;
  assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  assert.ok(performance.now() - start < 20_000);
});
