import assert from "node:assert/strict";
import test from "node:test";
import {
  createTask,
  type Database,
  DatabaseError,
  gather,
  retry,
  setLocale,
  sleep,
  TimeoutError,
  type Transaction,
  waitFor,
} from "../../mod.ts";
import { drivers, hasCode, openDatabase, serverDrivers, someSeconds } from "./drivers.ts";

setLocale("en");

/** A statement that gives the numbers from 1 to `last`. */
const numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < :last) select i from n";

for (const driver of drivers) {
  const on = `on ${driver.name}`;

  test(`gather() runs statements at the same time, each with its own answer ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 3 });
    if (it === undefined) return;
    const { db } = it;
    const operations = Array.from({ length: 60 }, (_, n) => () => db.all<{ i: number }>(numbers, { last: n + 1 }));
    const answers = await gather(operations, { concurrency: 10 });
    assert.deepEqual(answers.map((rows) => rows.length), Array.from({ length: 60 }, (_, n) => n + 1));
  });

  test(`gather() of transactions keeps those that return and undoes those that throw ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 4 });
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer primary key)`);
    const results = await gather(
      Array.from({ length: 30 }, (_, n) => () =>
        db.transaction(async (tx) => {
          await tx.execute(`insert into ${table} values (:n)`, { n });
          await sleep(n % 3);
          if (n % 3 === 0) throw new Error(`not ${n}`);
          return n;
        })),
      { returnErrors: true },
    );
    const failed = results.filter((result) => result instanceof Error);
    assert.equal(failed.length, 10);
    const rows = await db.all<{ n: number }>(`select n from ${table} order by n`);
    assert.deepEqual(rows.map(({ n }) => n), Array.from({ length: 30 }, (_, n) => n).filter((n) => n % 3 !== 0));
  });

  test(`waitFor() stops a transaction that takes too long, and nothing of it is kept ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1 });
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const work = () =>
      db.transaction(async (tx) => {
        for (let n = 0;; n++) {
          await tx.execute(`insert into ${table} values (:n)`, { n });
          await sleep(1);
        }
      });
    await assert.rejects(waitFor(work, 60), TimeoutError);
    assert.deepEqual(await db.all(`select * from ${table}`), []);
  });

  test(`A task that is cancelled while it waits for a connection leaves the queue ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1 });
    if (it === undefined) return;
    const { db } = it;
    const release = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const holder = db.transaction(async () => {
      started.resolve();
      await release.promise;
    });
    await started.promise;
    const order: number[] = [];
    const waiting = [1, 2, 3].map((n) => createTask(() => db.one("select 1").then(() => order.push(n))));
    await sleep(5);
    waiting[1]!.cancel();
    await assert.rejects(waiting[1]!, hasCode("CANCELLED"));
    release.resolve();
    await Promise.all([holder, waiting[0], waiting[2]]);
    assert.deepEqual(order, [1, 3]);
  });

  test(`A task that was cancelled can still clean up with a task of its own ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (s varchar(20))`);
    const task = createTask(async () => {
      try {
        await sleep(60_000);
      } finally {
        // What is left of the task is cancelled with it: a call in it is refused.
        await assert.rejects(db.execute(`insert into ${table} values ('no')`), hasCode("CANCELLED"));
      }
    });
    await sleep(1);
    task.cancel();
    await assert.rejects(task, hasCode("CANCELLED"));
    assert.deepEqual(await db.all(`select * from ${table}`), []);
  });

  test(`await using closes a database in a task that is cancelled ${on}`, async (t) => {
    const url = driver.url(t);
    if (url === undefined) return;
    const { connect } = await import("../../mod.ts");
    let opened: Database | undefined;
    const task = createTask(async () => {
      await using db = await connect(url);
      opened = db;
      await sleep(60_000);
    });
    while (opened === undefined) await sleep(5);
    task.cancel();
    await assert.rejects(task, hasCode("CANCELLED"));
    await assert.rejects(opened.one("select 1"), hasCode("DB_CLOSED"));
  });

  test(`Database.rows() in a task ends with it, and gives its connection back ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 1, acquireTimeoutMs: 3_000 });
    if (it === undefined) return;
    const { db } = it;
    let seen = 0;
    const task = createTask(async () => {
      for await (const _ of db.rows(numbers, { last: 900 })) {
        seen++;
        if (seen === 300) await sleep(60_000);
      }
    });
    while (seen < 300) await sleep(5);
    task.cancel();
    await assert.rejects(task, hasCode("CANCELLED"));
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  });

  test(`retry() does a transaction again when its error says that this may help ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer unique)`);
    const attempts: number[] = [];
    const work = (attempt: number) =>
      db.transaction(async (tx) => {
        attempts.push(attempt);
        await tx.execute(`insert into ${table} values (1)`);
        // As a server does that finds a deadlock.
        if (attempt < 3) throw new DatabaseError({ code: "DB_DEADLOCK", params: { sql: "" }, retryable: true });
      });
    await retry(work, { delayMs: 1 });
    assert.deepEqual(attempts, [1, 2, 3]);
    assert.deepEqual(await db.all(`select n from ${table}`), [{ n: 1 }]);
    let tries = 0;
    await assert.rejects(
      retry(() => {
        tries++;
        return db.execute(`insert into ${table} values (1)`);
      }, { delayMs: 1 }),
      hasCode("DB_UNIQUE"),
    );
    assert.equal(tries, 1, "what can never succeed is not tried again");
  });

  test(`Transaction.transaction() goes as deep as it is asked to, and undoes from there ${on}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (depth integer)`);
    const deepest = 12;
    const goDown = async (tx: Transaction, depth: number): Promise<void> => {
      await tx.execute(`insert into ${table} values (:depth)`, { depth });
      if (depth === deepest) throw new Error("far enough");
      // The lower half is undone up to the middle, where the error is caught.
      const inner = tx.transaction((next) => goDown(next, depth + 1));
      await (depth === deepest / 2 ? inner.catch((error) => assert.match(error.message, /far enough/)) : inner);
    };
    await db.transaction((tx) => goDown(tx, 1));
    const rows = await db.all<{ depth: number }>(`select depth from ${table} order by depth`);
    assert.deepEqual(rows.map(({ depth }) => depth), [1, 2, 3, 4, 5, 6]);
  });

  test(`Database reads several long answers at once, in turns ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 4 });
    if (it === undefined) return;
    const { db } = it;
    const readers = [700, 800, 900].map((last) => db.rows<{ i: number }>(numbers, { last }));
    const sums = [0, 0, 0];
    for (let open = 3; open > 0;) {
      open = 3;
      for (const [index, reader] of readers.entries()) {
        const { done, value } = await reader.next();
        if (done) open--;
        else sums[index]! += value.i;
      }
    }
    assert.deepEqual(sums, [700, 800, 900].map((last) => last * (last + 1) / 2));
  });

  test(`Database calls of one task do not see the transaction of another ${on}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 2 });
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (n integer)`);
    const inside = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const writer = createTask(() =>
      db.transaction(async (tx) => {
        await tx.execute(`insert into ${table} values (1)`);
        inside.resolve();
        await release.promise;
        throw new Error("undone");
      })
    );
    await inside.promise;
    // It is not in the other's transaction, so that it may use the database; on SQLite it waits.
    const reader = createTask(() => db.all(`select * from ${table}`));
    await sleep(10);
    release.resolve();
    await assert.rejects(writer, /undone/);
    assert.deepEqual(await reader, []);
  });
}

for (const driver of serverDrivers) {
  test(`waitFor() stops a statement on the server on ${driver.name}`, async (t) => {
    await using it = await openDatabase(t, driver, { maxConnections: 2 });
    if (it === undefined) return;
    const { db } = it;
    const seconds = someSeconds();
    await assert.rejects(waitFor(() => db.all(driver.slow(seconds)), 100), TimeoutError);
    const end = performance.now() + 3_000;
    while ((await db.one<{ c: number }>(driver.running(seconds)))!.c > 0) {
      assert.ok(performance.now() < end, "it still runs");
      await sleep(10);
    }
  });
}
