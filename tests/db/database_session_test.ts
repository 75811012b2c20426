import assert from "node:assert/strict";
import test from "node:test";
import { createTask, DatabaseError, DatabaseSession, setLocale, sleep, ValidationError } from "../../mod.ts";
import { requireServer, tempDir, uniqueName } from "../support/mod.ts";
import type { SkippableTest } from "../support/skip.ts";
import { drivers, hasCode, openDatabase, type TestDatabase, type TestDriver } from "./drivers.ts";

setLocale("en");

/** A database in which a session can see the same tables. */
async function open(t: SkippableTest, driver: TestDriver): Promise<(TestDatabase & { url: string }) | undefined> {
  if (driver.name !== "sqlite") {
    const it = await openDatabase(t, driver);
    return it && { ...it, url: driver.url(t)!, [Symbol.asyncDispose]: it[Symbol.asyncDispose] };
  }
  const dir = await tempDir();
  const url = `sqlite:${dir.join("x.db")}`;
  const it = (await openDatabase(t, { ...driver, url: () => url }))!;
  return {
    ...it,
    url,
    async [Symbol.asyncDispose]() {
      await it[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}

for (const driver of drivers) {
  const on = `on ${driver.name}`;

  test(`DatabaseSession keeps everything at the end of its block, and nothing before ${on}`, async (t) => {
    await using it = await open(t, driver);
    if (it === undefined) return;
    const { db, table, url } = it;
    await db.execute(`create table ${table} (n integer)`);
    {
      await using session = new DatabaseSession(url);
      assert.equal(session.kind, "sql");
      assert.equal((await session.execute(`insert into ${table} values (:n)`, { n: 1 })).rowsAffected, 1);
      await session.execute(`insert into ${table} values (2)`);
      assert.deepEqual(await session.all(`select n from ${table} order by n`), [{ n: 1 }, { n: 2 }]);
      assert.deepEqual(await session.one(`select n from ${table} where n = :n`, { n: 2 }), { n: 2 });
      assert.deepEqual(await db.all(`select * from ${table}`), []);
    }
    assert.equal((await db.all(`select * from ${table}`)).length, 2);
  });

  test(`DatabaseSession undoes everything when a call on it failed, caught or not ${on}`, async (t) => {
    await using it = await open(t, driver);
    if (it === undefined) return;
    const { db, table, url } = it;
    await db.execute(`create table ${table} (n integer)`);
    await assert.rejects(async () => {
      await using session = new DatabaseSession(url);
      await session.execute(`insert into ${table} values (1)`);
      await session.execute("insert into nowhere_at_all values (1)");
    }, hasCode("DB_TABLE_UNKNOWN"));
    {
      await using session = new DatabaseSession(url);
      await session.execute(`insert into ${table} values (2)`);
      await assert.rejects(session.all("select :a as a"), ValidationError);
    }
    assert.deepEqual(await db.all(`select * from ${table}`), []);
  });

  test(`DatabaseSession undoes everything when its task is cancelled ${on}`, async (t) => {
    await using it = await open(t, driver);
    if (it === undefined) return;
    const { db, table, url } = it;
    await db.execute(`create table ${table} (n integer)`);
    const inserted = Promise.withResolvers<void>();
    const task = createTask(async () => {
      await using session = new DatabaseSession(url);
      await session.execute(`insert into ${table} values (1)`);
      inserted.resolve();
      await sleep(60_000);
    });
    await inserted.promise;
    task.cancel();
    await assert.rejects(task, hasCode("CANCELLED"));
    assert.deepEqual(await db.all(`select * from ${table}`), []);
  });

  test(`DatabaseSession.commit() and rollback() end a unit, and the next call begins another ${on}`, async (t) => {
    await using it = await open(t, driver);
    if (it === undefined) return;
    const { db, table, url } = it;
    await db.execute(`create table ${table} (n integer)`);
    await using session = new DatabaseSession(url);
    await session.rollback();
    await session.commit();
    await session.execute(`insert into ${table} values (1)`);
    await session.commit();
    assert.deepEqual(await db.all(`select n from ${table}`), [{ n: 1 }]);
    await session.execute(`insert into ${table} values (2)`);
    await session.rollback();
    await session.execute(`insert into ${table} values (3)`);
    await assert.rejects(session.execute("select nonsense"));
    await session.rollback();
    // What failed before the rollback is of no account after it.
    await session.execute(`insert into ${table} values (4)`);
    await session.close();
    assert.deepEqual(await db.all(`select n from ${table} order by n`), [{ n: 1 }, { n: 4 }]);
  });

  test(`DatabaseSession.transaction() is exact: kept when it returns, undone when it throws ${on}`, async (t) => {
    await using it = await open(t, driver);
    if (it === undefined) return;
    const { db, table, url } = it;
    await db.execute(`create table ${table} (n integer)`);
    await using session = new DatabaseSession(url);
    assert.equal(
      await session.transaction(async (tx) => {
        await tx.execute(`insert into ${table} values (1)`);
        return "done";
      }),
      "done",
    );
    assert.deepEqual(await db.all(`select n from ${table}`), [{ n: 1 }]);
    await assert.rejects(
      session.transaction(async (tx) => {
        await tx.execute(`insert into ${table} values (2)`);
        throw new Error("changed my mind");
      }),
      /changed my mind/,
    );
    // After other calls it is a part of what they do.
    await session.execute(`insert into ${table} values (3)`);
    await session.transaction((tx) => tx.execute(`insert into ${table} values (4)`));
    await session.transaction(async (tx) => {
      await tx.execute(`insert into ${table} values (5)`);
      throw new Error("not this part");
    }).catch(() => {});
    assert.deepEqual(await db.all(`select n from ${table}`), [{ n: 1 }]);
    await session.close();
    assert.deepEqual(await db.all(`select n from ${table} order by n`), [{ n: 1 }, { n: 3 }, { n: 4 }]);
  });

  test(`DatabaseSession runs calls that are made at the same time in one unit ${on}`, async (t) => {
    await using it = await open(t, driver);
    if (it === undefined) return;
    const { db, table, url } = it;
    await db.execute(`create table ${table} (n integer)`);
    {
      await using session = new DatabaseSession(url);
      await Promise.all([1, 2, 3].map((n) => session.execute(`insert into ${table} values (:n)`, { n })));
      assert.deepEqual(await db.all(`select * from ${table}`), []);
    }
    assert.equal((await db.all(`select * from ${table}`)).length, 3);
  });
}

test("DatabaseSession opens nothing before its first call, and closes what it did not open", async () => {
  await using _ = new DatabaseSession("postgres://127.0.0.1:1/nothing");
  const session = new DatabaseSession("mysql://127.0.0.1:1/nothing");
  await session.close();
  await session.close();
  await assert.rejects(session.execute("select 1"), hasCode("DB_CLOSED"));
});

test("DatabaseSession tries again to connect after it could not", async () => {
  await using dir = await tempDir();
  await using session = new DatabaseSession(`sqlite:${dir.join("folder", "x.db")}`);
  await assert.rejects(session.all("select 1 as one"), hasCode("DB_FILE_UNAVAILABLE"));
  const { mkdir } = await import("node:fs/promises");
  await mkdir(dir.join("folder"));
  assert.deepEqual(await session.all("select 1 as one"), [{ one: 1 }]);
});

test("DatabaseSession refuses URLs that are wrong, and a kind that is not the URL's, at once", () => {
  assert.throws(() => new DatabaseSession("oracle://h/d"), ValidationError);
  assert.throws(() => new DatabaseSession(""), ValidationError);
  assert.throws(() => new DatabaseSession("postgres://h/d?nonsense=1"), ValidationError);
  assert.throws(() => new DatabaseSession("sqlite::memory:", "nosql"), ValidationError);
  assert.throws(() => new DatabaseSession("mongodb://h/d", "sql"), ValidationError);
  assert.throws(() => new DatabaseSession("sqlite::memory:", "graph" as never), ValidationError);
  assert.equal(new DatabaseSession("sqlite::memory:", "sql").kind, "sql");
  assert.equal(new DatabaseSession("mongodb://h/d", "nosql").kind, "nosql");
});

test("DatabaseSession says which calls are for the other kind of database", async () => {
  await using sql = new DatabaseSession("sqlite::memory:");
  await using nosql = new DatabaseSession("mongodb://127.0.0.1:1/d");
  const isOther = (error: unknown) => error instanceof DatabaseError && error.code === "DB_KIND";
  await assert.rejects(sql.insert("c", {}), isOther);
  await assert.rejects(sql.find("c"), isOther);
  await assert.rejects(nosql.execute("select 1"), isOther);
  await assert.rejects(nosql.all("select 1"), isOther);
  await assert.rejects(nosql.one("select 1"), isOther);
  await assert.rejects(nosql.transaction(() => 1), isOther);
});

test("DatabaseSession works with documents", async (t) => {
  const url = requireServer(t, "mongodb");
  if (url === undefined) return;
  const collection = uniqueName("c");
  await using session = new DatabaseSession(url);
  assert.equal(session.kind, "nosql");
  const id = await session.insert(collection, { n: 1 });
  assert.equal((await session.insert(collection, [{ n: 2 }, { n: 3 }])).length, 2);
  assert.deepEqual(await session.find(collection, { n: 1 }), [{ _id: id, n: 1 }]);
  assert.equal((await session.find(collection, {}, { limit: 2 })).length, 2);
  await session.commit();
  await session.rollback();
});
