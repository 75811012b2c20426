import assert from "node:assert/strict";
import test from "node:test";
import { setLocale, type SqlParameters, type SqlValue, ValidationError } from "../../mod.ts";
import { drivers, hasCode, openDatabase } from "./drivers.ts";

setLocale("en");

for (const driver of drivers) {
  const on = `on ${driver.name}`;

  test(`Database takes statements as people write them: spaces, comments, capitals, semicolons ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`
      -- a table: with :colons and 'quotes in its comment
      CREATE TABLE ${table} (
        id INTEGER PRIMARY KEY, /* the key; ? */
        name VARCHAR(50)
      );
    `);
    assert.equal(
      (await db.execute(`  insert\n\tInto ${table}\r\n VALUES (:id,:name) ; `, { id: 1, name: "x" })).rowsAffected,
      1,
    );
    assert.equal((await db.execute(`/* why */ UPDATE ${table} SET name=:name`, { name: "y" })).rowsAffected, 1);
    assert.equal((await db.execute(`-- why\ndelete from ${table} where id=:id -- gone`, { id: 5 })).rowsAffected, 0);
    if (driver.name !== "sqlite") assert.deepEqual(await db.all(`(select name from ${table})`), [{ name: "y" }]);
    const sql = `with named as (select id, name from ${table} where id = :id) select name as n from named -- the end`;
    assert.deepEqual(await db.one(sql, { id: 1 }), { n: "y" });
    assert.deepEqual(await db.all("values (1), (2)").then((rows) => rows.length), 2);
  });

  test(`Database counts what a statement with WITH changes ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    // MariaDB takes WITH only before the rows that are inserted.
    const insert = driver.name === "mysql"
      ? `insert into ${table} with x as (select 1 as n union select 2) select n from x`
      : `with x as (select 1 as n union select 2) insert into ${table} select n from x`;
    assert.equal((await db.execute(insert)).rowsAffected, 2);
    assert.equal((await db.execute("with x as (select 1 as n) select * from x")).rowsAffected, 0);
    assert.equal((await db.all(`select * from ${table}`)).length, 2);
  });

  test(`Database takes any word as the name of a placeholder ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const names = [
      "select",
      "from",
      "NULL",
      "_",
      "a1",
      "constructor",
      "hasOwnProperty",
      "length",
      "ع",
      "اسم_المستخدم_2",
      "日本",
    ];
    for (const name of names) {
      const row: unknown = await it.db.one(`select :${name} as v from (select 1 as x) q where 'k' = :k`, {
        [name]: name,
        k: "k",
      });
      assert.deepEqual(row, { v: name }, name);
    }
    const bare = Object.assign(Object.create(null), { a: "without a prototype" }) as Record<string, SqlValue>;
    assert.deepEqual(await it.db.one("select :a as v from (select 1 as x) q", bare), { v: "without a prototype" });
    const frozen = Object.freeze({ a: "frozen" });
    assert.deepEqual(await it.db.one("select :a as v from (select 1 as x) q", frozen), { v: "frozen" });
  });

  test(`Database does not change what it is given ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(
      `create table ${table} (a integer, b ${driver.types.bytes}, j ${driver.types.json}, at ${driver.types.time})`,
    );
    const params = {
      a: 5,
      b: new Uint8Array([1, 2]),
      j: { list: [1, { x: "y" }] },
      at: new Date("2024-01-01T00:00:00Z"),
    };
    const copy = structuredClone(params);
    await db.execute(`insert into ${table} values (:a, :b, :j, :at)`, params);
    assert.deepEqual(params, copy);
    const list: SqlValue[] = [6, new Uint8Array([3]), [1, 2], null];
    const listCopy = structuredClone(list);
    await db.execute(`insert into ${table} values (?, ?, ?, ?)`, list);
    assert.deepEqual(list, listCopy);
  });

  test(`Database gives NULL back as null, from columns of every kind ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    const { time, bytes, json } = driver.types;
    await db.execute(
      `create table ${table} (i integer, b bigint, f double precision, d decimal(10, 2), s text, o boolean,
      y ${bytes}, at ${time}, day date, j ${json})`,
    );
    const nothing = { i: null, b: null, f: null, d: null, s: null, o: null, y: null, at: null, day: null, j: null };
    await db.execute(`insert into ${table} values (:i, :b, :f, :d, :s, :o, :y, :at, :day, :j)`, nothing);
    assert.deepEqual(await db.one(`select * from ${table}`), nothing);
    assert.deepEqual(await db.all(`select * from ${table} where i is null and s is null`), [nothing]);
    const [streamed] = await Array.fromAsync(db.rows(`select * from ${table}`));
    assert.deepEqual(streamed, nothing);
  });

  test(`Database.rows() gives what a statement that changes rows returns ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const returned: unknown[] = [];
    for await (const { n } of db.rows(`insert into ${table} values (1), (2), (3) returning n`)) returned.push(n);
    assert.deepEqual(returned, [1, 2, 3]);
    await db.transaction(async (tx) => {
      for await (const _ of tx.rows(`delete from ${table} where n > :n returning n`, { n: 1 }));
    });
    assert.deepEqual(await db.all(`select n from ${table}`), [{ n: 1 }]);
    for await (const _ of db.rows(`update ${table} set n = 5`)) assert.fail("it returns nothing");
    assert.deepEqual(await db.all(`select n from ${table}`), [{ n: 5 }]);
  });

  test(`Database runs more different statements than it keeps ready ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 2 });
    if (it === undefined) return;
    const { db } = it;
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 700; n++) {
        const row = await db.one(`select ${n} as n, :v as v from (select 1 as x) q`, { v: `قيمة ${n}` });
        assert.deepEqual(row, { n, v: `قيمة ${n}` });
      }
    }
  });

  test(`Database sees a table that is made, changed and dropped while its statements are kept ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1 });
    if (it === undefined) return;
    const { db, table } = it;
    const read = () => db.all(`select * from ${table}`);
    await assert.rejects(read(), hasCode("DB_TABLE_UNKNOWN"));
    await db.execute(`create table ${table} (a integer)`);
    await db.execute(`insert into ${table} values (1)`);
    assert.deepEqual(await read(), [{ a: 1 }]);
    await db.execute(`alter table ${table} add column b varchar(10) default 'new'`);
    assert.deepEqual(await read(), [{ a: 1, b: "new" }]);
    assert.deepEqual(await db.all(`select * from ${table} where a = :a`, { a: 1 }), [{ a: 1, b: "new" }]);
    await db.execute(`drop table ${table}`);
    await assert.rejects(read(), hasCode("DB_TABLE_UNKNOWN"));
    await db.execute(`create table ${table} (c varchar(10))`);
    assert.deepEqual(await read(), []);
  });

  test(`Database refuses transactions by hand, which would outlive their call ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    for (const sql of ["begin", "BEGIN IMMEDIATE", "start transaction", "commit", "rollback", "savepoint x"]) {
      await assert.rejects(it.db.execute(sql), (error) => {
        return error instanceof ValidationError && error.code === "ARGUMENT_SQL_TRANSACTION";
      });
    }
    await it.db.transaction(async (tx) => {
      await assert.rejects(tx.execute("commit"), ValidationError);
    });
  });

  test(`Database.execute() of a value that is wrong leaves the transaction as it was ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const wrong: readonly SqlParameters[] = [{}, { m: 1 }, { n: undefined as never }, [], [1, 2], {
      n: new Map() as never,
    }];
    await db.transaction(async (tx) => {
      await tx.execute(`insert into ${table} values (1)`);
      for (const params of wrong) {
        await assert.rejects(tx.execute(`insert into ${table} values (:n)`, params), ValidationError);
      }
      await tx.execute(`insert into ${table} values (2)`);
    });
    assert.equal((await db.all(`select * from ${table}`)).length, 2);
  });
}
