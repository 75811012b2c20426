import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { connect, type Database, DatabaseError, setLocale, ValidationError } from "../../mod.ts";
import { tempDir, uniqueName } from "../support/mod.ts";
import { hasCode } from "./drivers.ts";

setLocale("en");

test("connect() makes a file of SQLite, and finds it again", async () => {
  await using dir = await tempDir();
  const path = dir.join("بيانات المكتبة.db");
  for (const url of [`sqlite:${path}`, `sqlite:///${path}`, `sqlite+aiosqlite:///${path}`]) {
    await using db = await connect(url);
    await db.execute("create table if not exists t (n integer)");
    await db.execute("insert into t values (1)");
  }
  await using db = await connect(`sqlite:${path}`);
  assert.equal((await db.all("select * from t")).length, 3);
});

test("connect() takes three slashes for a relative path, and for an absolute one where only that can be meant", async () => {
  await using dir = await tempDir();
  const name = `${uniqueName("relative")}.db`;
  const before = process.cwd();
  process.chdir(dir.path);
  try {
    await using db = await connect(`sqlite:///${name}`);
    await db.execute("create table t (n integer)");
  } finally {
    process.chdir(before);
  }
  // The path from the root, without its slash.
  await using absolute = await connect(`sqlite:///${dir.join(name).slice(1)}`);
  assert.deepEqual(await absolute.all("select * from t"), []);
});

test("connect() switches on what a file of SQLite should have", async () => {
  await using dir = await tempDir();
  await using db = await connect(`sqlite:${dir.join("x.db")}`);
  assert.deepEqual(await db.one("pragma journal_mode"), { journal_mode: "wal" });
  assert.deepEqual(await db.one("pragma foreign_keys"), { foreign_keys: 1 });
  await using memory = await connect("sqlite::memory:");
  assert.deepEqual(await memory.one("pragma foreign_keys"), { foreign_keys: 1 });
});

test("connect() says that a file of SQLite cannot be opened, or is none", async () => {
  await using dir = await tempDir();
  await assert.rejects(connect(`sqlite:${dir.join("no", "such", "folder", "x.db")}`), (error) => {
    assert.ok(error instanceof DatabaseError);
    assert.equal(error.code, "DB_FILE_UNAVAILABLE");
    assert.match(error.message, /folder/);
    return true;
  });
  const path = dir.join("text.db");
  await writeFile(path, "this is not a database, but a text that is long enough to be read as one".repeat(20));
  await assert.rejects(connect(`sqlite:${path}`), hasCode("DB_FILE_INVALID"));
});

test("connect() gives each caller a database of its own in memory", async () => {
  await using one = await connect("sqlite::memory:");
  await using two = await connect("sqlite::memory:");
  await one.execute("create table t (n integer)");
  await assert.rejects(two.all("select * from t"), hasCode("DB_TABLE_UNKNOWN"));
});

test("Database on SQLite stores integers as integers and floats as floats", async () => {
  await using db = await connect("sqlite::memory:");
  const types = await db.one(
    "select typeof(:i) as i, typeof(:f) as f, typeof(:b) as b, typeof(:t) as t, typeof(:n) as n",
    {
      i: 5,
      f: 5.5,
      b: true,
      t: new Date(0),
      n: null,
    },
  );
  assert.deepEqual(types, { i: "integer", f: "real", b: "integer", t: "text", n: "null" });
  await db.execute("create table t (s text, any)");
  await db.execute("insert into t values (:n, :n)", { n: 5 });
  assert.deepEqual(await db.one("select s, any, 7 / :two as whole from t", { two: 2 }), { s: "5", any: 5, whole: 3 });
});

test("Database on SQLite reads columns by what they are declared as", async () => {
  await using db = await connect("sqlite::memory:");
  await db.execute("create table t (ok BOOLEAN, day Date, at datetime, stamp TIMESTAMP, j JSON, plain text)");
  await db.execute(
    "insert into t values (1, '2024-05-06', current_timestamp, '2024-05-06 07:08:09', '[1]', '2024-05-06')",
  );
  const row = (await db.one<Record<string, unknown>>("select * from t"))!;
  assert.equal(row["ok"], true);
  assert.deepEqual(row["day"], new Date("2024-05-06T00:00:00Z"));
  assert.ok(row["at"] instanceof Date && Math.abs(row["at"].getTime() - Date.now()) < 60_000);
  assert.deepEqual(row["stamp"], new Date("2024-05-06T07:08:09Z"));
  assert.deepEqual(row["j"], [1]);
  assert.equal(row["plain"], "2024-05-06");
  await db.execute("delete from t");
  // What does not fit the declaration comes as it is.
  await db.execute("insert into t values (2, 'some day', 1700000000, 1.5, 'no json', null)");
  assert.deepEqual(await db.one("select * from t"), {
    ok: 2,
    day: "some day",
    at: 1_700_000_000,
    stamp: 1.5,
    j: "no json",
    plain: null,
  });
});

test("Database on SQLite sees columns that come, go or move while it holds the statement", async () => {
  await using dir = await tempDir();
  const url = `sqlite:${dir.join("x.db")}`;
  await using db = await connect(url);
  await using other = await connect(url);
  await db.execute("create table t (a integer, b boolean)");
  await db.execute("insert into t values (1, 1)");
  const read = () => db.all("select * from t");
  assert.deepEqual(await read(), [{ a: 1, b: true }]);
  await other.execute("alter table t add column c text default 'new'");
  assert.deepEqual(await read(), [{ a: 1, b: true, c: "new" }]);
  await other.execute("drop table t");
  await other.execute("create table t (b boolean, a integer, c text)");
  await other.execute("insert into t values (1, 1, 'moved')");
  assert.deepEqual(await read(), [{ b: true, a: 1, c: "moved" }]);
  await db.execute("alter table t rename column c to d");
  assert.deepEqual(await db.one("select * from t"), { b: true, a: 1, d: "moved" });
});

test("Database on SQLite refuses what follows the first statement", async () => {
  await using db = await connect("sqlite::memory:");
  await db.execute("create table t (n integer)");
  const many = (error: unknown) => error instanceof ValidationError && error.code === "ARGUMENT_SQL_MANY";
  await assert.rejects(db.execute("insert into t values (1); drop table t"), many);
  await assert.rejects(db.execute("insert into t values (1);; select 1"), many);
  await assert.rejects(db.all("select 1; /* x */ select ';'"), many);
  // A trigger has statements inside.
  await db.execute("create trigger x after insert on t begin update t set n = 5; delete from t where n = 6; end;");
  await db.execute("insert into t values (1); /* nothing */ -- more ;");
  assert.deepEqual(await db.all("select n from t"), [{ n: 5 }]);
});

test("Database on SQLite refuses its own placeholders, which would be NULL in silence", async () => {
  await using db = await connect("sqlite::memory:");
  for (const sql of ["select $a", "select @a", "select ?5", "select :a, ?"]) {
    await assert.rejects(db.all(sql), ValidationError);
  }
  await assert.rejects(db.all("select ?"), ValidationError);
  await assert.rejects(db.all("select :1"), ValidationError);
  assert.deepEqual(await db.all("select :1 as n", { 1: "one" }), [{ n: "one" }]);
});

test("Database on SQLite reads one statement several times at once", async () => {
  await using db = await connect("sqlite::memory:");
  const sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 600) select i from n";
  const sums = await Promise.all([1, 2, 3].map(async () => {
    let sum = 0;
    for await (const { i } of db.rows<{ i: number }>(sql)) {
      sum += i;
      if (i % 200 === 0) sum += (await db.all(sql)).length - 600;
    }
    return sum;
  }));
  assert.deepEqual(sums, [180_300, 180_300, 180_300]);
});

test("Database.rows() on SQLite tells of an error that comes after many rows", async () => {
  await using db = await connect("sqlite::memory:");
  const sql = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)
    select case when i = 700 then abs(-9223372036854775807 - 1) else i end as v from n`;
  await assert.rejects(async () => {
    for await (const _ of db.rows(sql));
  }, hasCode("DB_VALUE"));
  await assert.rejects(db.all(sql), hasCode("DB_VALUE"));
});

test("Database on SQLite lets one transaction after the other write, from several connections", async () => {
  await using dir = await tempDir();
  const url = `sqlite:${dir.join("x.db")}`;
  await using one = await connect(url);
  await using two = await connect(url);
  await one.execute("create table t (n integer)");
  await one.execute("insert into t values (0)");
  // Each reads, waits, and writes what it read plus one: a lost update would show.
  const add = (db: Database) =>
    db.transaction(async (tx) => {
      const { n } = (await tx.one<{ n: number }>("select n from t"))!;
      await delay(1);
      await tx.execute("update t set n = :n", { n: n + 1 });
    });
  await Promise.all(Array.from({ length: 20 }, (_, index) => add(index % 2 === 0 ? one : two)));
  assert.deepEqual(await one.one("select n from t"), { n: 20 });
});

test("Database on SQLite waits for a lock without stopping the program, for as long as it is told", async () => {
  await using dir = await tempDir();
  const url = `sqlite:${dir.join("x.db")}`;
  await using one = await connect(url);
  await using two = await connect(url, { busyTimeoutMs: 100 });
  await one.execute("create table t (n integer)");
  await one.transaction(async (tx) => {
    await tx.execute("insert into t values (1)");
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await assert.rejects(two.execute("insert into t values (2)"), (error) => {
      return error instanceof DatabaseError && error.code === "DB_LOCKED" && error.retryable;
    });
    await assert.rejects(two.transaction(() => assert.fail()), hasCode("DB_LOCKED"));
    clearInterval(timer);
    assert.ok(ticks > 3, `the program ran ${ticks} times meanwhile`);
    // Readers need not wait.
    assert.deepEqual(await two.all("select * from t"), []);
  });
  await two.execute("insert into t values (2)");
  assert.equal((await one.all("select * from t")).length, 2);
});

test("Database on SQLite stops waiting for a lock when its signal fires", async () => {
  await using dir = await tempDir();
  const url = `sqlite:${dir.join("x.db")}`;
  await using one = await connect(url);
  await using two = await connect(url, { busyTimeoutMs: 60_000 });
  await one.execute("create table t (n integer)");
  const controller = new AbortController();
  await one.transaction(async () => {
    setTimeout(() => controller.abort(new Error("enough")), 20);
    await assert.rejects(two.execute("insert into t values (1)", {}, { signal: controller.signal }), /enough/);
  });
  await two.execute("insert into t values (1)");
});

test("Database on SQLite says when SQLite itself has undone the transaction", async () => {
  await using db = await connect("sqlite::memory:");
  await db.execute("create table t (n integer unique)");
  await assert.rejects(
    db.transaction(async (tx) => {
      await tx.execute("insert into t values (1)");
      await assert.rejects(tx.execute("insert or rollback into t values (1)"), hasCode("DB_UNIQUE"));
      // Without a transaction this would be kept at once.
      await assert.rejects(tx.execute("insert into t values (2)"), hasCode("DB_TRANSACTION_ABORTED"));
    }),
    (error) => {
      assert.ok(error instanceof DatabaseError && error.code === "DB_TRANSACTION_ABORTED");
      assert.ok(error.cause instanceof DatabaseError && error.cause.code === "DB_UNIQUE");
      return true;
    },
  );
  await assert.rejects(
    db.transaction((tx) =>
      tx.transaction((inner) => inner.execute("insert into t values (1), (3)"))
        .then(() => tx.transaction((inner) => inner.execute("insert or rollback into t values (3)")))
        .catch(() => undefined)
    ),
    hasCode("DB_TRANSACTION_ABORTED"),
  );
  assert.deepEqual(await db.all("select * from t"), []);
  assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
});

test("Database on SQLite checks foreign keys that are deferred to the commit", async () => {
  await using db = await connect("sqlite::memory:");
  await db.execute("create table a (id integer primary key)");
  await db.execute("create table b (a integer references a (id) deferrable initially deferred)");
  await assert.rejects(db.transaction((tx) => tx.execute("insert into b values (1)")), hasCode("DB_FOREIGN_KEY"));
  assert.deepEqual(await db.all("select * from b"), []);
  await db.transaction(async (tx) => {
    await tx.execute("insert into b values (1)");
    await tx.execute("insert into a values (1)");
  });
  assert.equal((await db.all("select * from b")).length, 1);
});

test("Database on SQLite gives the last id of statements that insert, and of no others", async () => {
  await using db = await connect("sqlite::memory:");
  await db.execute("create table t (id integer primary key, n integer unique)");
  assert.equal((await db.execute("insert into t (n) values (1), (2)")).lastInsertId, 2);
  assert.equal((await db.execute("update t set n = 5 where n = 1")).lastInsertId, undefined);
  assert.equal((await db.execute("insert or ignore into t (n) values (2)")).lastInsertId, undefined);
  assert.equal((await db.execute("with x as (select 7 as n) insert into t (n) select n from x")).lastInsertId, 3);
  await db.execute("insert into t values (9223372036854775806, 8)");
  assert.equal((await db.execute("insert into t (n) values (9)")).lastInsertId, 9_223_372_036_854_775_807n);
  assert.deepEqual(await db.execute("create table u (n integer)"), { rowsAffected: 0, lastInsertId: undefined });
});

test("Database on SQLite writes a hundred thousand rows in one transaction", async () => {
  await using dir = await tempDir();
  await using db = await connect(`sqlite:${dir.join("x.db")}`);
  await db.execute("create table t (id integer primary key, name text, price real)");
  await db.transaction(async (tx) => {
    for (let id = 1; id <= 100_000; id++) {
      await tx.execute("insert into t values (:id, :name, :price)", { id, name: `اسم ${id}`, price: id / 3 });
    }
  });
  assert.deepEqual(await db.one("select count(*) as n, max(id) as last, min(name) as first from t"), {
    n: 100_000,
    last: 100_000,
    first: "اسم 1",
  });
  let seen = 0;
  for await (const { id } of db.rows<{ id: number }>("select id from t order by id")) if (id === seen + 1) seen++;
  assert.equal(seen, 100_000);
});

test("Database on SQLite leaves no lock and no file of the journal behind", async () => {
  await using dir = await tempDir();
  const url = `sqlite:${dir.join("x.db")}`;
  const db = await connect(url);
  await db.execute("create table t (n integer)");
  const rows = db.rows("with recursive n(i) as (select 1 union all select i + 1 from n) select i from n");
  await rows.next();
  await db.close();
  await assert.rejects(async () => {
    for await (const _ of rows);
  }, hasCode("DB_CLOSED"));
  await using again = await connect(url, { busyTimeoutMs: 0 });
  await again.execute("drop table t");
});

test("integers come exactly from SQLite, whichever call reads them and whatever was read before", async () => {
  await using db = await connect("sqlite::memory:");
  await db.execute("create table t (id integer primary key, n integer)");
  const numbers = [0, 1, -1, 2 ** 53 - 1, -(2 ** 53 - 1), 2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)];
  for (const [index, n] of numbers.entries()) await db.execute("insert into t values (?, ?)", [index, n]);
  const one = async (id: number) => (await db.one<{ n: unknown }>("select n from t where id = :id", { id }))?.n;
  // Back and forth between what a number holds and what it does not.
  for (const id of [0, 7, 1, 8, 2, 5, 3, 6, 4]) assert.equal(await one(id), numbers[id]);
  for (const sql of ["select n from t order by id", "with x as (select * from t) select n from x order by id"]) {
    for (let time = 0; time < 2; time++) {
      assert.deepEqual((await db.all<{ n: unknown }>(sql)).map(({ n }) => n), numbers);
      const streamed = await Array.fromAsync(db.rows<{ n: unknown }>(sql));
      assert.deepEqual(streamed.map(({ n }) => n), numbers);
    }
  }
  assert.deepEqual(await db.one("select 1 as a, 9007199254740993 as b"), { a: 1, b: 9007199254740993n });
});

test("execute() gives large ids of SQLite exactly, and changes nothing twice", async () => {
  await using db = await connect("sqlite::memory:");
  await db.execute("create table t (id integer primary key, n integer)");
  for (const id of [7, 2 ** 53 - 1, 2n ** 53n + 1n, 5, 2n ** 62n + 1n]) {
    assert.deepEqual(await db.execute("insert into t values (:id, 0)", { id }), { rowsAffected: 1, lastInsertId: id });
  }
  assert.deepEqual(await db.execute("update t set n = n + 1 where id > 7"), {
    rowsAffected: 3,
    lastInsertId: undefined,
  });
  const returned = await db.all("update t set n = n + 1 returning id, n");
  assert.equal(returned.length, 5);
  const counts = await db.all<{ n: number }>("select n from t order by id");
  assert.deepEqual(counts.map(({ n }) => n), [1, 1, 2, 2, 2]);
});

test("booleans of SQLite are booleans beside integers of any size", async () => {
  await using db = await connect("sqlite::memory:");
  await db.execute("create table t (id integer, isOpen boolean)");
  await db.execute("insert into t values (1, true), (2, false), (3, null), (4, 2)");
  const expected = [true, false, null, 2];
  const read = async () => (await db.all<{ isOpen: unknown }>("select * from t")).map(({ isOpen }) => isOpen);
  assert.deepEqual(await read(), expected);
  await db.execute("insert into t values (9007199254740993, true)");
  assert.deepEqual(await read(), [...expected, true]);
});
