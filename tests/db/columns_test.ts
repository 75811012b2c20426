import assert from "node:assert/strict";
import test from "node:test";
import { connect, type SqlRow } from "@maktaba/std/db";
import { setLocale } from "@maktaba/std/errors";
import { drivers } from "./drivers.ts";

setLocale("en");

const NAMES = [
  "a",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "__defineGetter__",
  "__lookupSetter__",
  "valueOf",
  "then",
  "z",
];

/** A row as plain data in which every property is the row's own. */
function entriesOf(row: SqlRow | undefined): [string, unknown][] {
  assert.equal(Object.getPrototypeOf(row), Object.prototype);
  return Object.entries(row!);
}

for (const driver of drivers) {
  test(`a column of ${driver.name} has its name, whatever objects mean by it`, async (t) => {
    const url = driver.url(t);
    if (url === undefined) return;
    await using db = await connect(url);
    const quote = driver.name === "mysql" ? "`" : '"';
    const columns = NAMES.map((name, index) => `${index} as ${quote}${name}${quote}`).join(", ");
    const expected = NAMES.map((name, index) => [name, index]);
    // The second time from a statement that was prepared.
    for (let time = 0; time < 2; time++) {
      const sql = `select ${columns}`;
      assert.deepEqual((await db.all(sql)).map(entriesOf), [expected]);
      assert.deepEqual(entriesOf(await db.one(sql)), expected);
      assert.deepEqual((await Array.fromAsync(db.rows(sql))).map(entriesOf), [expected]);
      await db.transaction(async (tx) => {
        assert.deepEqual((await Array.fromAsync(tx.rows(sql))).map(entriesOf), [expected]);
      });
    }
    assert.deepEqual(await db.all("select 1 as n"), [{ n: 1 }], "other statements are as they were");
  });

  test(`a column __proto__ of ${driver.name} that holds an object does not change what the row is`, async (t) => {
    const url = driver.url(t);
    if (url === undefined) return;
    await using db = await connect(url);
    const quote = driver.name === "mysql" ? "`" : '"';
    const value = driver.name === "postgres" ? `'{"isAdmin":true}'::jsonb` : `'{"isAdmin":true}'`;
    const row = await db.one(`select ${value} as ${quote}__proto__${quote}`);
    assert.equal(row?.["isAdmin"], undefined);
    assert.deepEqual(Object.keys(row ?? {}), ["__proto__"]);
  });

  test(`a placeholder of ${driver.name} takes no value that an object has by itself`, async (t) => {
    const url = driver.url(t);
    if (url === undefined) return;
    await using db = await connect(url);
    for (const name of ["__proto__", "constructor", "toString"]) {
      await assert.rejects(db.all(`select :${name} as x`, {}), { code: "ARGUMENT_SQL_MISSING" }, name);
      await assert.rejects(db.all(`select :${name} as x`, { x: 1 }), { code: "ARGUMENT_SQL_MISSING" }, name);
    }
    const params = JSON.parse('{ "__proto__": "own" }');
    assert.deepEqual(await db.all("select cast(:__proto__ as char(3)) as x", params), [{ x: "own" }]);
  });
}
