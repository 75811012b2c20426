import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { connect, createTask, DatabaseError, setLocale, sleep, ValidationError } from "../../mod.ts";
import { drivers, hasCode, openDatabase, serverDrivers, someSeconds } from "./drivers.ts";

setLocale("en");

for (const driver of drivers) {
  const on = `on ${driver.name}`;
  const { types } = driver;

  test(`Database.execute() says what it changed ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    assert.deepEqual(await db.execute(`create table ${table} (id integer primary key, name varchar(50))`), {
      rowsAffected: 0,
      lastInsertId: undefined,
    });
    const insert = `insert into ${table} (id, name) values (:id, :name)`;
    assert.equal((await db.execute(insert, { id: 1, name: "أ" })).rowsAffected, 1);
    assert.equal((await db.execute(insert, { id: 2, name: "ب" })).rowsAffected, 1);
    assert.equal((await db.execute(`update ${table} set name = :name`, { name: "ج" })).rowsAffected, 2);
    // Rows that an update leaves as they were count as well.
    assert.equal((await db.execute(`update ${table} set name = :name`, { name: "ج" })).rowsAffected, 2);
    assert.equal((await db.execute(`select * from ${table}`)).rowsAffected, 0);
    assert.equal((await db.execute(`delete from ${table} where id > :id`, { id: 5 })).rowsAffected, 0);
    assert.equal((await db.execute(`delete from ${table}`)).rowsAffected, 2);
    assert.deepEqual(await db.execute(`drop table ${table}`), { rowsAffected: 0, lastInsertId: undefined });
  });

  test(`Database.execute() gives the id of the inserted row ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id ${driver.serial}, n integer)`);
    const returning = driver.name === "postgres" ? " returning id" : "";
    const first = await db.execute(`insert into ${table} (n) values (1)${returning}`);
    const second = await db.execute(`insert into ${table} (n) values (:n)${returning}`, { n: 2 });
    assert.deepEqual([first.lastInsertId, second.lastInsertId], [1, 2]);
    assert.equal((await db.execute(`update ${table} set n = 3`)).lastInsertId, undefined);
  });

  test(`Database.execute() counts rows of a statement with RETURNING ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer primary key)`);
    const { rowsAffected } = await db.execute(`insert into ${table} values (1), (2), (3) returning id`);
    assert.equal(rowsAffected, 3);
    assert.deepEqual(await db.all(`insert into ${table} values (4), (5) returning id`), [{ id: 4 }, { id: 5 }]);
    assert.equal((await db.all(`select * from ${table}`)).length, 5);
  });

  test(`Database.all() and one() give plain rows ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer primary key, name varchar(50))`);
    assert.deepEqual(await db.all(`select * from ${table}`), []);
    assert.equal(await db.one(`select * from ${table}`), undefined);
    await db.execute(`insert into ${table} values (1, 'x'), (2, null)`);
    const rows = await db.all(`select id, name from ${table} order by id`);
    assert.deepEqual(rows, [{ id: 1, name: "x" }, { id: 2, name: null }]);
    assert.equal(Object.getPrototypeOf(rows), Array.prototype);
    assert.equal(Object.getPrototypeOf(rows[0]), Object.prototype);
    assert.deepEqual(await db.one(`select id from ${table} order by id desc`), { id: 2 });
    assert.deepEqual(await db.all(`update ${table} set name = 'y' where id = :id`, { id: 9 }), []);
  });

  test(`Database.all() binds values by name and in order ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (a integer, b varchar(20))`);
    await db.execute(`insert into ${table} values (:a, :b), (:c, :b)`, { a: 1, b: "x", c: 2 });
    assert.deepEqual(
      await db.all(`select a from ${table} where a = :n or b = :s and a > :n order by a`, { n: 1, s: "x" }),
      [
        { a: 1 },
        { a: 2 },
      ],
    );
    assert.deepEqual(await db.all(`select a from ${table} where b = ? and a = ?`, ["x", 2]), [{ a: 2 }]);
    assert.deepEqual(await db.all(`select a from ${table} where b = :نص and a = :عدد`, { نص: "x", عدد: 1 }), [{
      a: 1,
    }]);
    assert.deepEqual(await db.all(`select a from ${table} order by a limit :n`, { n: 1 }), [{ a: 1 }]);
  });

  test(`Database.all() never takes a value for SQL ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer, name varchar(200))`);
    const hostile = [
      `'; drop table ${table}; --`,
      `" or 1=1 --`,
      `' or '1'='1`,
      "\\",
      "\\'",
      "\\\\' or 1=1 #",
      "`; select 1",
      ":name ? $1 @x",
      "/* */",
      "$$ $tag$",
      "\u2019\u02bc' or 1=1",
      "{{}}%s${1}",
    ];
    for (const [id, name] of hostile.entries()) {
      await db.execute(`insert into ${table} values (:id, :name)`, { id, name });
      assert.deepEqual(await db.all(`select id, name from ${table} where name = :name`, { name }), [{ id, name }]);
      assert.deepEqual(await db.all(`select id from ${table} where name = ?`, [name]), [{ id }]);
    }
    assert.equal((await db.all(`select * from ${table}`)).length, hostile.length);
  });

  test(`Database.all() agrees with the server about what hides a placeholder ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db } = it;
    const common: readonly (readonly [string, unknown])[] = [
      ["select ':x' as s, :a as a", ":x"],
      ["select 'it''s :x' as s, :a as a", "it's :x"],
      ["select /* :x */ 'y' as s, :a as a", "y"],
      ["select 'y' as s -- :x '\n, :a as a", "y"],
      ["select '' as s, :a as a", ""],
      ["select '-- :x' as s, :a as a", "-- :x"],
      ["select '/* :x' as s, :a as a /* */", "/* :x"],
    ];
    const own: Readonly<Record<string, readonly (readonly [string, unknown])[]>> = {
      sqlite: [
        ["select '\\' as s, :a as a", "\\"],
        ['select "s:x" as s, :a as a from (select 1 as "s:x")', 1],
        ["select [s:x] as s, :a as a from (select 1 as [s:x])", 1],
        ["select `s:x` as s, :a as a from (select 1 as `s:x`)", 1],
      ],
      postgres: [
        ["select '\\' as s, :a as a", "\\"],
        ["select E'\\':x' as s, :a as a", "':x"],
        ["select E'a'\n'\\':x' as s, :a as a", "a':x"],
        ["select E'a' -- more\n '\\':x' as s, :a as a", "a':x"],
        ["select $$:x'$$ as s, :a as a", ":x'"],
        ["select $q$ $$:x $q$ as s, :a as a", " $$:x "],
        ["select /* /* :x */ ' */ 'y' as s, :a as a", "y"],
        ['select "s:x" as s, :a as a from (select 1 as "s:x") t', 1],
        ["select '1'::int as s, :a::text as a", 1],
        ["select (array[1,2,3])[2:3] as s, :a as a", [2, 3]],
        ["select (array[7,8,9])[:i::int] as s, :a as a", 9],
        ["select ('{\"k\":1}'::jsonb) ? 'k' as s, :a as a", true],
        ["select U&'\\0061:x' as s, :a as a", "a:x"],
      ],
      mysql: [
        ["select '\\':x' as s, :a as a", "':x"],
        ['select "\\":x" as s, :a as a', '":x'],
        ["select '\\\\' as s, :a as a", "\\"],
        ["select `s:x` as s, :a as a from (select 1 as `s:x`) t", 1],
        ["select 'y' as s # :x '\n, :a as a", "y"],
        ["select 5--1 as s, :a as a", 6],
        ["select @v:=4 as s, :a as a", 4],
      ],
    };
    for (const [sql, s] of [...common, ...own[driver.name]!]) {
      const params = sql.includes(":i::") ? { a: "قيمة", i: 3 } : { a: "قيمة" };
      assert.deepEqual(await db.one(sql, params), { s, a: "قيمة" }, sql);
    }
  });

  test(`Database keeps text as it is, in Arabic and beyond ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer, s text)`);
    const texts = [
      "السَّلَامُ عَلَيْكُمْ وَرَحْمَةُ اللَّهِ",
      "ـــ كشيدة ـــ",
      "١٢٣٤٥ ۱۲۳",
      "\u200f\u202bمخفي\u202c\u200e",
      "ﷺ ﷽ لا لآ لإ",
      "👩‍👩‍👧‍👦🏳️‍🌈 𠮷 𝔘𝔫𝔦",
      "e\u0301 vs é",
      "",
      " ",
      "line\r\nbreak\ttab",
      "x".repeat(60_000),
      "'\"\\`$:?%_",
    ];
    for (const [id, s] of texts.entries()) await db.execute(`insert into ${table} values (:id, :s)`, { id, s });
    const rows = await db.all<{ s: string }>(`select s from ${table} order by id`);
    assert.deepEqual(rows.map(({ s }) => s), texts);
    assert.deepEqual(await db.all(`select id from ${table} where s = :s`, { s: texts[0]! }), [{ id: 0 }]);
  });

  test(`Database takes Arabic names of tables and columns ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (الاسم varchar(50), العمر integer)`);
    await db.execute(`insert into ${table} (الاسم, العمر) values (:الاسم, :العمر)`, { الاسم: "سارة", العمر: 30 });
    assert.deepEqual(await db.all(`select الاسم, العمر from ${table}`), [{ الاسم: "سارة", العمر: 30 }]);
  });

  test(`Database keeps integers exactly: numbers where that is safe, else bigints ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer, n bigint)`);
    const integers: (number | bigint)[] = [
      0,
      -1,
      2_147_483_648,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
      9_007_199_254_740_992n,
      9_007_199_254_740_993n,
      -9_007_199_254_740_993n,
      9_223_372_036_854_775_807n,
      -9_223_372_036_854_775_808n,
    ];
    for (const [id, n] of integers.entries()) await db.execute(`insert into ${table} values (:id, :n)`, { id, n });
    // A bigint that a number can say comes back as that number.
    await db.execute(`insert into ${table} values (99, :n)`, { n: 42n });
    const rows = await db.all<{ n: unknown }>(`select n from ${table} order by id`);
    assert.deepEqual(rows.map(({ n }) => n), [...integers, 42]);
    for (const [id, n] of integers.entries()) {
      assert.deepEqual(await db.one(`select n from ${table} where id = :id`, { id }), { n });
      assert.deepEqual(await db.all(`select id from ${table} where n = :n`, { n }), [{ id }]);
    }
    const streamed: unknown[] = [];
    for await (const { n } of db.rows<{ n: unknown }>(`select n from ${table} order by id`)) streamed.push(n);
    assert.deepEqual(streamed, [...integers, 42]);
  });

  test(`Database keeps floating point to the last bit ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer, f double precision)`);
    const numbers = [0.1, -0.1, 1 / 3, Math.PI, 1e308, 5e-324, 1e21, 1.7976931348623157e308, 123456789.123];
    // MySQL flushes what is smaller than its smallest normal number to zero.
    const kept = driver.name === "mysql" ? numbers.filter((f) => Math.abs(f) > 2.3e-308) : numbers;
    for (const [id, f] of kept.entries()) await db.execute(`insert into ${table} values (:id, :f)`, { id, f });
    const rows = await db.all<{ f: number }>(`select f from ${table} order by id`);
    assert.deepEqual(rows.map(({ f }) => f), kept);
  });

  test(`Database gives decimals exactly, as text ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    // SQLite has no decimals: a column of text keeps them.
    const type = driver.name === "sqlite" ? "text" : "decimal(38, 10)";
    await db.execute(`create table ${table} (d ${type})`);
    const d = "1234567890123456789012345678.0123456789";
    await db.execute(`insert into ${table} values (:d)`, { d });
    assert.deepEqual(await db.all(`select d from ${table}`), [{ d }]);
  });

  test(`Database keeps booleans ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer, ok boolean)`);
    await db.execute(`insert into ${table} values (1, :yes), (2, :no), (3, :none)`, {
      yes: true,
      no: false,
      none: null,
    });
    assert.deepEqual(await db.all(`select ok from ${table} order by id`), [{ ok: true }, { ok: false }, { ok: null }]);
    assert.deepEqual(await db.all(`select id from ${table} where ok = :ok`, { ok: true }), [{ id: 1 }]);
  });

  test(`Database keeps bytes ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer, b ${types.bytes})`);
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    const values = [all, new Uint8Array(0), all.subarray(100, 104)];
    for (const [id, b] of values.entries()) await db.execute(`insert into ${table} values (:id, :b)`, { id, b });
    const rows = await db.all<{ b: Uint8Array }>(`select b from ${table} order by id`);
    assert.deepEqual(rows.map(({ b }) => b), values.map((bytes) => new Uint8Array(bytes)));
    assert.equal(Object.getPrototypeOf(rows[0]!.b), Uint8Array.prototype);
    assert.deepEqual(await db.all(`select id from ${table} where b = :b`, { b: all }), [{ id: 0 }]);
  });

  test(`Database keeps points in time, in UTC ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer, at ${types.time}, day date)`);
    const dates = ["2024-02-29T23:59:59.987Z", "2001-01-01T00:00:00.000Z", "1969-12-31T23:59:59.000Z"];
    for (const [id, iso] of dates.entries()) {
      await db.execute(`insert into ${table} values (:id, :at, :day)`, { id, at: new Date(iso), day: "2024-02-29" });
    }
    const rows = await db.all<{ at: Date; day: Date }>(`select at, day from ${table} order by id`);
    assert.deepEqual(rows.map(({ at }) => at.toISOString()), dates);
    assert.equal(rows[0]!.day.toISOString(), "2024-02-29T00:00:00.000Z");
    assert.deepEqual(await db.all(`select id from ${table} where at = :at`, { at: new Date(dates[0]!) }), [{ id: 0 }]);
  });

  test(`Database keeps objects and arrays as JSON ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer, j ${types.json}, s text)`);
    const values = [{ اسم: "علي", tags: ["أ", "ب"], deep: { n: 1.5, none: null } }, [1, "x", null, [true]], {}, []];
    for (const [id, j] of values.entries()) {
      await db.execute(`insert into ${table} values (:id, :j, :s)`, { id, j, s: j });
    }
    await db.execute(`insert into ${table} values (9, :j, null)`, { j: '{"already":"text"}' });
    const rows = await db.all<{ j: unknown; s: string | null }>(`select j, s from ${table} order by id`);
    assert.deepEqual(rows.map(({ j }) => j), [...values, { already: "text" }]);
    assert.deepEqual(rows.slice(0, 4).map(({ s }) => JSON.parse(s!)), values);
  });

  test(`Database refuses values that cannot be bound, before it sends anything ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    for (const v of [undefined, NaN, Infinity, 2n ** 64n, Symbol("x"), () => 1, new Date(NaN), new Map(), { n: 1n }]) {
      await assert.rejects(it.db.all("select :v as v", { v: v as never }), (error) => {
        return error instanceof ValidationError && /params/.test(error.message);
      });
    }
    await assert.rejects(it.db.all("select :a as a", { b: 1 }), ValidationError);
    await assert.rejects(it.db.execute("select :a as a"), ValidationError);
    await assert.rejects(it.db.execute(""), ValidationError);
    assert.throws(() => it.db.rows("select :a as a"), ValidationError);
  });

  test(`Database.rows() streams more rows than a batch, in order ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db } = it;
    const sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < :last) select i from n";
    for (const last of [1, 255, 256, 257, 900]) {
      let expected = 1;
      for await (const { i } of db.rows<{ i: number }>(sql, { last })) assert.equal(i, expected++);
      assert.equal(expected, last + 1);
    }
    for await (const _ of db.rows("select 1 as one where 1 = 0")) assert.fail();
  });

  test(`Database.rows() lets go of its connection when the loop is left ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1, acquireTimeoutMs: 3_000 });
    if (it === undefined) return;
    const { db } = it;
    const sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 900) select i from n";
    for (let round = 0; round < 3; round++) {
      for await (const { i } of db.rows<{ i: number }>(sql)) if (i === 300) break;
      await assert.rejects(async () => {
        for await (const { i } of db.rows<{ i: number }>(sql)) if (i === 300) throw new Error("left");
      }, /left/);
      assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
    }
  });

  test(`Database.rows() lets other statements run inside the loop ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (i integer)`);
    const sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 600) select i from n";
    for await (const { i } of db.rows<{ i: number }>(sql)) {
      if (i % 100 === 0) await db.execute(`insert into ${table} values (:i)`, { i });
      if (i === 300) await db.transaction((tx) => tx.execute(`insert into ${table} values (-1)`));
    }
    assert.equal((await db.all(`select * from ${table}`)).length, 7);
  });

  test(`Transaction.rows() lets other statements of the transaction run inside the loop ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { acquireTimeoutMs: 5_000 });
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (i integer)`);
    await db.transaction(async (tx) => {
      const sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 600) select i from n";
      for await (const { i } of tx.rows<{ i: number }>(sql)) {
        if (i % 100 === 0) await tx.execute(`insert into ${table} values (:i)`, { i });
        if (i === 450) break;
      }
      assert.equal((await tx.all(`select * from ${table}`)).length, 4);
    });
    assert.equal((await db.all(`select * from ${table}`)).length, 4);
  });

  test(`Database.rows() rejects with what the database says ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1, acquireTimeoutMs: 3_000 });
    if (it === undefined) return;
    for (let round = 0; round < 3; round++) {
      await assert.rejects(async () => {
        for await (const _ of it.db.rows(`select * from ${it.table}`)) assert.fail();
      }, hasCode("DB_TABLE_UNKNOWN"));
    }
    assert.deepEqual(await it.db.one("select 1 as one"), { one: 1 });
  });

  test(`Database.transaction() keeps what it did when it returns, and gives its result ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const result = await db.transaction(async (tx) => {
      await tx.execute(`insert into ${table} values (1)`);
      return await tx.one(`select n from ${table}`);
    });
    assert.deepEqual(result, { n: 1 });
    assert.deepEqual(await db.all(`select n from ${table}`), [{ n: 1 }]);
  });

  test(`Database.transaction() undoes what it did when it throws, and throws the same ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const reason = new Error("changed my mind");
    await assert.rejects(
      db.transaction(async (tx) => {
        await tx.execute(`insert into ${table} values (1)`);
        throw reason;
      }),
      (error) => error === reason,
    );
    await assert.rejects(
      db.transaction(async (tx) => {
        await tx.execute(`insert into ${table} values (1)`);
        await tx.execute("select nonsense from nowhere");
      }),
      hasCode("DB_TABLE_UNKNOWN"),
    );
    assert.deepEqual(await db.all(`select n from ${table}`), []);
    await assert.rejects(db.transaction("no function" as never), ValidationError);
  });

  test(`Database.transaction() is not seen by others before it is committed ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const count = async () => (await db.one<{ c: number }>(`select count(*) as c from ${table}`))?.c;
    const started = Promise.withResolvers<void>();
    let isOver = false;
    const seen = started.promise.then(async () => ({ count: await count(), isOver }));
    await db.transaction(async (tx) => {
      await tx.execute(`insert into ${table} values (1)`);
      started.resolve();
      // SQLite's one connection makes the reader wait; the servers let it read what was there before.
      await (driver.name === "sqlite" ? delay(30) : seen);
      isOver = true;
    });
    const isWaiting = driver.name === "sqlite";
    assert.deepEqual(await seen, { count: isWaiting ? 1 : 0, isOver: isWaiting });
  });

  test(`Database.transaction() runs many at a time without mixing them up ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 3 });
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer primary key, n integer)`);
    await db.execute(`insert into ${table} values (1, 0)`);
    await Promise.all(Array.from({ length: 20 }, (_, index) =>
      db.transaction(async (tx) => {
        await tx.execute(`update ${table} set n = n + 1 where id = 1`);
        await delay(1);
        if (index % 4 === 0) throw new Error("undone");
      }).catch((error) => assert.match(error.message, /undone/))));
    assert.deepEqual(await db.one(`select n from ${table}`), { n: 15 });
  });

  test(`Transaction.transaction() undoes its own part alone ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    await db.transaction(async (tx) => {
      await tx.execute(`insert into ${table} values (1)`);
      await assert.rejects(
        tx.transaction(async (inner) => {
          await inner.execute(`insert into ${table} values (2)`);
          await inner.transaction((innermost) => innermost.execute(`insert into ${table} values (3)`));
          await inner.execute("select nonsense from nowhere");
        }),
        hasCode("DB_TABLE_UNKNOWN"),
      );
      await tx.transaction((inner) => inner.execute(`insert into ${table} values (4)`));
      await tx.execute(`insert into ${table} values (5)`);
    });
    assert.deepEqual(await db.all(`select n from ${table} order by n`), [{ n: 1 }, { n: 4 }, { n: 5 }]);
  });

  test(`Transaction runs calls that are made at the same time one after the other ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    await db.transaction(async (tx) => {
      await Promise.all([
        ...[1, 2, 3].map((n) => tx.execute(`insert into ${table} values (:n)`, { n })),
        tx.transaction(async (inner) => {
          await inner.execute(`insert into ${table} values (4)`);
          await delay(5);
          throw new Error("undone");
        }).catch(() => {}),
        tx.execute(`insert into ${table} values (5)`),
        tx.transaction((inner) => inner.execute(`insert into ${table} values (6)`)),
      ]);
    });
    const rows = await db.all<{ n: number }>(`select n from ${table} order by n`);
    assert.deepEqual(rows.map(({ n }) => n), [1, 2, 3, 5, 6]);
  });

  test(`Database.transaction() waits for calls that nobody awaited ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    let left: Promise<unknown> | undefined;
    await db.transaction((tx) => {
      left = Promise.all([1, 2, 3].map((n) => tx.execute(`insert into ${table} values (:n)`, { n })));
    });
    await left;
    assert.equal((await db.all(`select * from ${table}`)).length, 3);
  });

  test(`Transaction refuses calls after its end ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const tx = await it.db.transaction((transaction) => transaction);
    await assert.rejects(tx.execute("select 1"), hasCode("DB_TRANSACTION_OVER"));
    await assert.rejects(tx.one("select 1"), hasCode("DB_TRANSACTION_OVER"));
    await assert.rejects(tx.transaction(() => 1), hasCode("DB_TRANSACTION_OVER"));
    await assert.rejects(tx.rows("select 1").next(), hasCode("DB_TRANSACTION_OVER"));
  });

  test(`Database refuses to be used inside its own transaction, instead of waiting for ever ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db } = it;
    await db.transaction(async (tx) => {
      await assert.rejects(db.execute("select 1"), hasCode("DB_TRANSACTION_OUTER"));
      await assert.rejects(db.all("select 1"), hasCode("DB_TRANSACTION_OUTER"));
      await assert.rejects(db.rows("select 1").next(), hasCode("DB_TRANSACTION_OUTER"));
      await assert.rejects(db.transaction(() => 1), hasCode("DB_TRANSACTION_OUTER"));
      await assert.rejects(db.close(), hasCode("DB_TRANSACTION_OUTER"));
      await Promise.resolve();
      await delay(1);
      await assert.rejects(db.one("select 1"), hasCode("DB_TRANSACTION_OUTER"));
      await tx.transaction(async (inner) => {
        await assert.rejects(db.one("select 1"), hasCode("DB_TRANSACTION_OUTER"));
        await assert.rejects(tx.one("select 1"), hasCode("DB_TRANSACTION_OUTER"));
        assert.deepEqual(await inner.one("select 1 as one"), { one: 1 });
      });
      assert.deepEqual(await tx.one("select 1 as one"), { one: 1 });
    });
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  });

  test(`Database may be used by work that a transaction started and that outlives it ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db } = it;
    const over = Promise.withResolvers<void>();
    let later: Promise<unknown> | undefined;
    await db.transaction(() => {
      later = over.promise.then(() => db.one("select 1 as one"));
    });
    over.resolve();
    assert.deepEqual(await later, { one: 1 });
  });

  test(`Database errors tell broken constraints apart, and name them ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table, other } = it;
    await db.execute(`create table ${other} (id integer primary key)`);
    await db.execute(`create table ${table} (
      id integer primary key, email varchar(50) not null, n integer, parent integer,
      unique (email), constraint positive_${table} check (n > 0), foreign key (parent) references ${other} (id))`);
    const insert = `insert into ${table} values (:id, :email, :n, :parent)`;
    await db.execute(insert, { id: 1, email: "secret@example.com", n: 1, parent: null });
    const expect = async (
      code: string,
      constraint: string | undefined,
      values: Record<string, string | number | null>,
    ) => {
      await assert.rejects(db.execute(insert, { id: 2, email: "b", n: 1, parent: null, ...values }), (error) => {
        assert.ok(error instanceof DatabaseError, String(error));
        assert.equal(error.code, code);
        assert.equal(error.constraint, constraint);
        assert.equal(error.retryable, false);
        assert.ok(error.cause instanceof Error);
        assert.equal(typeof error.sqlState, driver.name === "sqlite" ? "undefined" : "string");
        assert.doesNotMatch(error.message, /secret|777/);
        assert.match(error.message, /insert into/);
        return true;
      });
    };
    const name = (column: string, kind: "unique" | "foreign" | "null") => driver.constraint(table, column, kind);
    await expect("DB_UNIQUE", name("email", "unique"), { email: "secret@example.com" });
    await expect("DB_NOT_NULL", name("email", "null"), { email: null });
    await expect("DB_CHECK", `positive_${table}`, { n: -777 });
    const foreign = name("parent", "foreign");
    await expect("DB_FOREIGN_KEY", foreign === "?" ? undefined : foreign, { parent: 777 });
    assert.equal((await db.all(`select * from ${table}`)).length, 1);
  });

  test(`Database errors tell wrong SQL apart, and show it without its values ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const cases: readonly (readonly [string, string])[] = [
      ["selec 'secret', 4111111111111111", "DB_SYNTAX"],
      ["select * from nowhere_at_all where x = 'secret'", "DB_TABLE_UNKNOWN"],
      [`select nonsense from ${table} where 'secret' = 'secret'`, "DB_COLUMN_UNKNOWN"],
      [`create table ${table} (n integer)`, "DB_ALREADY_EXISTS"],
    ];
    for (const [sql, code] of cases) {
      await assert.rejects(db.all(sql), (error) => {
        assert.ok(error instanceof DatabaseError);
        assert.equal(error.code, code, sql);
        assert.doesNotMatch(error.message + JSON.stringify(error.context), /secret|41111111/);
        assert.ok(error.message.length < 400);
        return true;
      });
    }
    await assert.rejects(db.all(`selec ${"x, ".repeat(10_000)}`), (error) => (error as Error).message.length < 400);
    assert.deepEqual(await db.all(`select * from ${table}`), []);
  });

  test(`Database errors show no password ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const password = new RegExp(/:([^:@/]+)@/.exec(driver.url(t)!)?.[1] ?? "no password in this URL");
    await assert.rejects(it.db.all("selec"), (error) => {
      assert.doesNotMatch(String((error as Error).stack) + JSON.stringify(error), password);
      return true;
    });
  });

  test(`Database refuses more than one statement ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    await assert.rejects(db.execute(`insert into ${table} values (1); delete from ${table}`));
    await assert.rejects(db.execute(`insert into ${table} values (:n); delete from ${table}`, { n: 1 }));
    await db.execute(`insert into ${table} values (2);`);
    await db.execute(`insert into ${table} values (3); -- the end`);
    assert.equal((await db.all(`select * from ${table};`)).length, 2);
  });

  test(`Database.close() refuses new calls and may be called again ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db } = it;
    const running = db.one("select 1 as one");
    await Promise.all([db.close(), db.close()]);
    assert.deepEqual(await running, { one: 1 });
    await db.close();
    await assert.rejects(db.execute("select 1"), hasCode("DB_CLOSED"));
    await assert.rejects(db.transaction(() => 1), hasCode("DB_CLOSED"));
    await assert.rejects(db.rows("select 1").next(), hasCode("DB_CLOSED"));
    await assert.rejects(db.close({ drainTimeoutMs: -1 }), ValidationError);
  });

  test(`Database.close() waits for a transaction that is open ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db } = it;
    const started = Promise.withResolvers<void>();
    const transaction = db.transaction(async (tx) => {
      started.resolve();
      await delay(30);
      return await tx.one("select 1 as one");
    });
    await started.promise;
    await db.close();
    assert.deepEqual(await transaction, { one: 1 });
  });

  test(`Database.close() ends by force what does not end in time ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db } = it;
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const transaction = db.transaction(async (tx) => {
      await tx.one("select 1");
      started.resolve();
      await release.promise;
      await tx.one("select 1");
    });
    const waiting = transaction.catch((error) => error);
    await started.promise;
    const start = performance.now();
    await db.close({ drainTimeoutMs: 20 });
    assert.ok(performance.now() - start < 3_000);
    release.resolve();
    assert.ok(await waiting instanceof Error);
  });

  test(`Database calls reject with the reason of a signal that has fired ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db } = it;
    const reason = new Error("enough");
    const options = { signal: AbortSignal.abort(reason) };
    const isReason = (error: unknown) => error === reason;
    await assert.rejects(db.execute("select 1", {}, options), isReason);
    await assert.rejects(db.all("select 1", {}, options), isReason);
    await assert.rejects(db.one("select 1", {}, options), isReason);
    await assert.rejects(db.rows("select 1", {}, options).next(), isReason);
    await assert.rejects(db.transaction(() => assert.fail(), options), isReason);
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  });

  test(`Database.rows() stops between rows when its signal fires ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1, acquireTimeoutMs: 3_000 });
    if (it === undefined) return;
    const { db } = it;
    const controller = new AbortController();
    const reason = new Error("enough");
    const sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 900) select i from n";
    let seen = 0;
    await assert.rejects(async () => {
      for await (const { i } of db.rows<{ i: number }>(sql, {}, { signal: controller.signal })) {
        seen = i;
        if (i === 10) controller.abort(reason);
      }
    }, (error) => error === reason);
    assert.equal(seen, 10);
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  });

  test(`Database.transaction() is undone when its signal fires between statements ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const controller = new AbortController();
    const reason = new Error("enough");
    await assert.rejects(
      db.transaction(async (tx) => {
        await tx.execute(`insert into ${table} values (1)`);
        controller.abort(reason);
        // Even where the function goes on and returns.
        await assert.rejects(tx.execute(`insert into ${table} values (2)`), (error) => error === reason);
      }, { signal: controller.signal }),
      (error) => error === reason,
    );
    assert.deepEqual(await db.all(`select * from ${table}`), []);
  });

  test(`Database.transaction() is undone when the task that it runs in is cancelled ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const started = Promise.withResolvers<void>();
    const task = createTask(() =>
      db.transaction(async (tx) => {
        await tx.execute(`insert into ${table} values (1)`);
        started.resolve();
        await sleep(60_000);
      })
    );
    await started.promise;
    task.cancel();
    await assert.rejects(task, hasCode("CANCELLED"));
    assert.equal(task.cancelled, true);
    assert.deepEqual(await db.all(`select * from ${table}`), []);
  });

  test(`Database waits for a free connection only as long as it is told ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1, acquireTimeoutMs: 50 });
    if (it === undefined) return;
    const { db } = it;
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const transaction = db.transaction(async () => {
      started.resolve();
      await release.promise;
    });
    await started.promise;
    await assert.rejects(db.one("select 1"), (error) => {
      return error instanceof DatabaseError && error.code === "DB_POOL_TIMEOUT" && error.retryable;
    });
    release.resolve();
    await transaction;
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  });

  test(`Database runs many statements at a time, each with its own answer ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 4 });
    if (it === undefined) return;
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => it.db.one<{ s: string }>("select :s as s", { s: `answer ${n}` })),
    );
    assert.deepEqual(answers.map((row) => row?.s), Array.from({ length: 200 }, (_, n) => `answer ${n}`));
  });
}

// Statements of SQLite run within the call, so that nothing can come between.
for (const driver of serverDrivers) {
  const on = `on ${driver.name}`;

  test(`Database survives its connections, killed while idle, in a query, in a transaction, ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1 });
    if (it === undefined) return;
    const { db, url } = it;
    await using killer = await connect(url);
    const connectionId = async () => (await db.one<{ id: number }>(driver.connectionId))!.id;
    const kill = (id: number) => killer.execute(driver.kill(id));
    const isLost = (error: unknown) =>
      error instanceof DatabaseError && error.code === "DB_CONNECTION_LOST" && error.retryable;

    const first = await connectionId();
    await kill(first);
    // The news may be on its way still: at most one call meets it.
    const second = await connectionId().catch(connectionId);
    assert.notEqual(second, first);

    const seconds = someSeconds();
    const sleeping = assert.rejects(db.all(driver.slow(seconds)), isLost);
    while ((await killer.one<{ c: number }>(driver.running(seconds)))!.c === 0) await delay(5);
    await kill(second);
    await sleeping;
    const third = await connectionId();
    assert.notEqual(third, second);

    await assert.rejects(
      db.transaction(async (tx) => {
        await kill(third);
        await tx.execute("select 1");
      }),
      isLost,
    );
    assert.notEqual(await connectionId(), third);
  });

  test(`Database stops a statement on the server when its signal fires ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 2 });
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const seconds = someSeconds();
    const running = async () => (await db.one<{ c: number }>(driver.running(seconds)))!.c;
    for (const method of ["all", "one", "execute"] as const) {
      const controller = new AbortController();
      const reason = new Error(`enough of ${method}`);
      const start = performance.now();
      const call = db[method](driver.slow(seconds), {}, { signal: controller.signal });
      while (await running() === 0) await delay(5);
      controller.abort(reason);
      await assert.rejects(call as Promise<unknown>, (error) => error === reason);
      assert.ok(performance.now() - start < 3_000, "it was stopped late");
      assert.equal(await running(), 0);
    }
    // Nothing of it is left in the pool.
    const rows = await Promise.all(Array.from({ length: 8 }, (_, n) =>
      db.one(
        "select :n as n from " +
          "(select 1 as x) q where 1 = :one",
        { n: String(n), one: 1 },
      )));
    assert.deepEqual(rows.map((row) => row?.["n"]), Array.from({ length: 8 }, (_, n) => String(n)));
  });

  test(`Database never stops another statement than the one it was to stop ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1 });
    if (it === undefined) return;
    const { db } = it;
    for (let round = 0; round < 60; round++) {
      const controller = new AbortController();
      // Some are stopped in time, some are done by then, and for some it is close.
      const call = db.all(driver.slow(0.02), {}, { signal: controller.signal });
      setTimeout(() => controller.abort(new Error("enough")), round / 2);
      await call.catch((error) => assert.match(error.message, /enough/));
      for (let n = 0; n < 3; n++) assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
    }
  });

  test(`Database stops a statement whose signal fires in the moment in which it is sent ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1 });
    if (it === undefined) return;
    const { db } = it;
    const start = performance.now();
    for (let ticks = 0; ticks < 12; ticks++) {
      const controller = new AbortController();
      const call = db.all(driver.slow(30), {}, { signal: controller.signal });
      call.catch(() => {});
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
      controller.abort(new Error("enough"));
      await assert.rejects(call, /enough/);
      assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
    }
    assert.ok(performance.now() - start < 10_000, "statements were stopped by force");
  });

  test(`Database stops a statement on the server when its task is cancelled, in a transaction too ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1 });
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const start = performance.now();
    const alone = createTask(() => db.all(driver.slow(30)));
    setTimeout(() => alone.cancel(), 100);
    await assert.rejects(alone, hasCode("CANCELLED"));
    const inside = createTask(() =>
      db.transaction(async (tx) => {
        await tx.execute(`insert into ${table} values (1)`);
        await tx.all(driver.slow(30));
      })
    );
    setTimeout(() => inside.cancel(), 100);
    await assert.rejects(inside, hasCode("CANCELLED"));
    assert.ok(performance.now() - start < 6_000, "it was stopped late");
    assert.deepEqual(await db.all(`select * from ${table}`), []);
  });
}
