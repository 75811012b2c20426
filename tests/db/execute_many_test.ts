import assert from "node:assert/strict";
import test from "node:test";
import { createTask } from "@maktaba/std/async";
import { connect, type Database, DatabaseSession, type SqlParameters } from "@maktaba/std/db";
import { اتصال, قاعدة_بيانات_متقدمة } from "@maktaba/std/db/ar";
import { CancelledError, DatabaseError, setLocale, ValidationError } from "@maktaba/std/errors";
import { uniqueName } from "../support/mod.ts";
import type { SkippableTest } from "../support/skip.ts";
import { drivers, hasCode, type TestDriver } from "./drivers.ts";

setLocale("en");

interface TestTable extends AsyncDisposable {
  db: Database;
  insert: string;
  /** The numbers that are in the table. */
  numbers(): Promise<number[]>;
}

/** A table of the test's own, of numbers that must differ and their names. */
async function openTable(t: SkippableTest, driver: TestDriver): Promise<TestTable | undefined> {
  const url = driver.url(t);
  if (url === undefined) return undefined;
  const db = await connect(url);
  const table = uniqueName("many").replaceAll(/\W/g, "_");
  await db.execute(`create table ${table} (n integer primary key, name varchar(20))`);
  return {
    db,
    insert: `insert into ${table} (n, name) values (:n, :name)`,
    numbers: async () => (await db.all<{ n: number }>(`select n from ${table} order by n`)).map(({ n }) => n),
    async [Symbol.asyncDispose]() {
      await db.execute(`drop table ${table}`);
      await db.close();
    },
  };
}

const rowsTo = (last: number): { n: number; name: string }[] =>
  Array.from({ length: last }, (_, index) => ({ n: index + 1, name: `اسم ${index + 1}` }));

async function* asTheyCome<T>(rows: Iterable<T>): AsyncGenerator<T> {
  for (const row of rows) {
    await Promise.resolve();
    yield row;
  }
}

for (const driver of drivers) {
  test(`executeMany() of ${driver.name} runs a statement for each set of values, from whatever gives them`, async (t) => {
    await using it = await openTable(t, driver);
    if (it === undefined) return;
    const rows = rowsTo(350);
    const positional = it.insert.replaceAll(/:\w+/g, "?");
    assert.deepEqual(await it.db.executeMany(it.insert, rows.slice(0, 250)), { rowsAffected: 250 });
    assert.deepEqual(await it.db.executeMany(it.insert, new Set(rows.slice(250, 260))), { rowsAffected: 10 });
    assert.deepEqual(await it.db.executeMany(it.insert, asTheyCome(rows.slice(260, 300))), { rowsAffected: 40 });
    const arrays = rows.slice(300).map(({ n, name }): SqlParameters => [n, name]);
    assert.deepEqual(await it.db.executeMany(positional, arrays), { rowsAffected: 50 });
    assert.deepEqual(await it.db.executeMany(it.insert, []), { rowsAffected: 0 });
    assert.deepEqual(await it.numbers(), rows.map(({ n }) => n));
  });

  test(`executeMany() of ${driver.name} keeps nothing where one fails, and the database can be used further`, async (t) => {
    await using it = await openTable(t, driver);
    if (it === undefined) return;
    const rows = rowsTo(130);
    await assert.rejects(it.db.executeMany(it.insert, [...rows, rows[0]!, ...rows]), hasCode("DB_UNIQUE"));
    await assert.rejects(it.db.executeMany(it.insert, [...rows, { n: 200 } as never]), hasCode("ARGUMENT_SQL_MISSING"));
    await assert.rejects(
      it.db.executeMany(it.insert, asTheyCome([...rows, { n: 200, name: "x", other: 1 }])),
      hasCode("ARGUMENT_SQL_UNKNOWN"),
    );
    const broken = function* () {
      yield* rows;
      throw new RangeError("no more");
    };
    await assert.rejects(it.db.executeMany(it.insert, broken()), RangeError);
    assert.deepEqual(await it.numbers(), []);
    await it.db.executeMany(it.insert, rows);
    assert.equal((await it.numbers()).length, 130);
  });

  test(`executeMany() in a transaction of ${driver.name} is undone by itself where it fails, and with the whole`, async (t) => {
    await using it = await openTable(t, driver);
    if (it === undefined) return;
    await it.db.transaction(async (tx) => {
      await tx.execute(it.insert, { n: 1, name: "x" });
      await assert.rejects(tx.executeMany(it.insert, [...rowsTo(5)].reverse()), hasCode("DB_UNIQUE"));
      await tx.executeMany(it.insert, rowsTo(5).slice(1, 3));
    });
    assert.deepEqual(await it.numbers(), [1, 2, 3]);
    await assert.rejects(
      it.db.transaction(async (tx) => {
        await tx.executeMany(it.insert, rowsTo(9).slice(3));
        throw new RangeError("changed my mind");
      }),
      RangeError,
    );
    assert.deepEqual(await it.numbers(), [1, 2, 3]);
  });

  test(`executeMany() of ${driver.name} stops with its signal and with its task, and keeps nothing`, async (t) => {
    await using it = await openTable(t, driver);
    if (it === undefined) return;
    const controller = new AbortController();
    const reason = new Error("enough");
    const rows = async function* (stop: () => void) {
      yield* rowsTo(150);
      stop();
      yield* rowsTo(400).slice(150);
    };
    const { signal } = controller;
    await assert.rejects(it.db.executeMany(it.insert, rows(() => controller.abort(reason)), { signal }), reason);
    const { promise: isStarted, resolve } = Promise.withResolvers<void>();
    const task = createTask(() =>
      it.db.executeMany(
        it.insert,
        rows(() => {
          resolve();
          void task.cancel();
        }),
      )
    );
    await isStarted;
    await assert.rejects(async () => await task, CancelledError);
    assert.deepEqual(await it.numbers(), []);
    await assert.rejects(it.db.executeMany(it.insert, rowsTo(3), { signal }), reason);
  });

  test(`executeMany() of ${driver.name} refuses what cannot be iterated over, and a use of the database by it`, async (t) => {
    await using it = await openTable(t, driver);
    if (it === undefined) return;
    for (const rows of [undefined, null, 5, "text", { n: 1 }]) {
      await assert.rejects(it.db.executeMany(it.insert, rows as never), (error) => {
        return error instanceof ValidationError && error.option === "rows";
      });
    }
    const { db, insert } = it;
    const own = async function* () {
      yield* rowsTo(2);
      yield { n: (await db.all("select 1 as one")).length + 5, name: "x" };
    };
    await assert.rejects(db.executeMany(insert, own()), (error) => {
      return error instanceof DatabaseError && error.code === "DB_TRANSACTION_OUTER";
    });
    assert.deepEqual(await it.numbers(), []);
  });
}

test("executeMany() lets the rest of the program run while SQLite works", async () => {
  await using db = await connect("sqlite::memory:");
  await db.execute("create table t (n integer)");
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const rows = function* () {
    // As many as it takes, however fast the machine is.
    for (let n = 0; ticks < 3; n++) yield { n };
  };
  try {
    const { rowsAffected } = await db.executeMany("insert into t values (:n)", rows());
    assert.deepEqual(await db.all("select count(*) as n from t"), [{ n: rowsAffected }]);
  } finally {
    clearInterval(timer);
  }
});

test("DatabaseSession.executeMany() is a part of its unit of work", async () => {
  await using session = new DatabaseSession("sqlite::memory:");
  await session.execute("create table t (n integer)");
  await session.commit();
  assert.deepEqual(await session.executeMany("insert into t values (:n)", [{ n: 1 }, { n: 2 }]), { rowsAffected: 2 });
  await session.rollback();
  assert.deepEqual(await session.all("select * from t"), []);
});

test("تنفيذ_عدة is executeMany() by its Arabic names, on the database, the transaction and the unit of work", async () => {
  await using قاعدة = await اتصال("sqlite::memory:");
  await قاعدة.تنفيذ("create table مدن (اسم text unique)");
  const جملة = "insert into مدن values (:اسم)";
  assert.deepEqual(await قاعدة.تنفيذ_عدة(جملة, [{ اسم: "مكة" }, { اسم: "القدس" }]), { صفوف_متأثرة: 2 });
  await قاعدة.معاملة(async (معاملة) => {
    assert.deepEqual(await معاملة.تنفيذ_عدة(جملة, asTheyCome([{ اسم: "دمشق" }])), { صفوف_متأثرة: 1 });
  });
  assert.equal((await قاعدة.جلب_الكل("select * from مدن")).length, 3);
  await using وحدة = new قاعدة_بيانات_متقدمة("sqlite::memory:");
  await وحدة.تنفيذ("create table ت (ع integer)");
  assert.deepEqual(await وحدة.تنفيذ_عدة("insert into ت values (?)", [[1], [2]]), { صفوف_متأثرة: 2 });
  setLocale("ar");
  try {
    await assert.rejects(قاعدة.تنفيذ_عدة(جملة, "نص" as never), /استخدام «صفوف» إذ يجب أن يكون مصفوفة/);
    await assert.rejects(قاعدة.تنفيذ_عدة(جملة, [], { signal: undefined } as never), /الخيار signal/);
  } finally {
    setLocale("en");
  }
});
