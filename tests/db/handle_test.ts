import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError, setLocale } from "../../errors/mod.ts";
import { setReporter } from "../../internal/report.ts";
import { Database } from "../../db/mod.ts";
import type { Connection, Cursor, Loss, SqlDriver } from "../../db/engine/driver.ts";
import type { Failure } from "../../db/engine/failure.ts";
import { openHandle } from "../../db/engine/open_handle.ts";
import type { Statement } from "../../db/engine/statement.ts";
import { hasCode } from "./drivers.ts";

setLocale("en");

/** A driver that does as a test tells it: for faults that no server can be made to show. */
class FakeDriver implements SqlDriver {
  readonly dialect = "postgres";
  readonly place = "fake://server";
  readonly flags = [];
  readonly maxConnections: number;
  readonly isImmediate: boolean;
  readonly maxAhead = 1;
  readonly begin = "BEGIN";
  readonly lockPatienceMs: number;
  readonly maxStatements = 10;
  /** What was run, on which connection. */
  readonly log: string[] = [];
  /** What a statement does instead of succeeding, by its first words. */
  readonly faults = new Map<string, (connection: FakeConnection) => unknown>();
  readonly connections: FakeConnection[] = [];
  loss: Loss = "nothing";

  constructor({ maxConnections = 2, isImmediate = false, lockPatienceMs = 0 } = {}) {
    this.maxConnections = maxConnections;
    this.isImmediate = isImmediate;
    this.lockPatienceMs = lockPatienceMs;
  }

  encode = (value: unknown): unknown => value;

  open(): Promise<Connection> {
    const connection = new FakeConnection(this, this.connections.length + 1);
    this.connections.push(connection);
    return Promise.resolve(connection);
  }

  classify(error: unknown): Failure {
    return { code: (error as { fault?: Failure["code"] }).fault ?? "DB_STATEMENT_FAILED" };
  }
}

class FakeConnection implements Connection {
  isUsable = true;
  closed = 0;
  readonly #driver: FakeDriver;
  readonly #number: number;

  constructor(driver: FakeDriver, number: number) {
    this.#driver = driver;
    this.#number = number;
  }

  execute({ text }: Statement) {
    return this.#answer(text, { rowsAffected: 1, lastInsertId: undefined });
  }

  all({ text }: Statement) {
    return this.#answer(text, [{ text }]);
  }

  one({ text }: Statement) {
    return this.#answer(text, { text });
  }

  cursor({ text }: Statement): Cursor {
    const batches = [[{ n: 1 }, { n: 2 }], [{ n: 3 }], []];
    this.#driver.log.push(`${this.#number}: cursor ${text}`);
    return {
      isShared: false,
      next: () => this.#answer("next", batches.shift() ?? []) as { n: number }[],
      close: (hasTurn) => {
        this.#driver.log.push(`${this.#number}: close ${hasTurn}`);
        this.#driver.faults.get("close")?.(this);
      },
    };
  }

  command(sql: string) {
    this.#answer(sql, undefined);
  }

  lossAfter(): Loss {
    return this.#driver.loss;
  }

  close(): Promise<void> {
    this.isUsable = false;
    this.closed++;
    return Promise.resolve();
  }

  destroy(): void {
    this.isUsable = false;
    this.closed++;
  }

  #answer<T>(text: string, answer: T): T {
    this.#driver.log.push(`${this.#number}: ${text}`);
    for (const [words, fault] of this.#driver.faults) if (text.startsWith(words)) fault(this);
    return answer;
  }
}

/** Throws an error of a kind that the fake driver knows. */
function fails(fault: Failure["code"]): () => never {
  return () => {
    throw Object.assign(new Error(`fault ${fault}`), { fault });
  };
}

async function openFake(options: ConstructorParameters<typeof FakeDriver>[0] = {}, acquireTimeoutMs = 1_000) {
  const driver = new FakeDriver(options);
  const db = new Database(await openHandle(driver, acquireTimeoutMs, undefined));
  return { driver, db };
}

test("Database.transaction() runs BEGIN, the work, COMMIT on one connection", async () => {
  const { driver, db } = await openFake();
  await db.transaction(async (tx) => {
    await tx.execute("insert a");
    await tx.one("select b");
  });
  assert.deepEqual(driver.log, ["1: BEGIN", "1: insert a", "1: select b", "1: COMMIT"]);
});

test("Transaction.transaction() sets savepoints with names of their own, and releases them", async () => {
  const { driver, db } = await openFake();
  await db.transaction(async (tx) => {
    await tx.transaction((inner) => inner.transaction((innermost) => innermost.execute("insert a")));
    await assert.rejects(tx.transaction(() => Promise.reject(new Error("no"))), /no/);
  });
  assert.deepEqual(driver.log.map((line) => line.slice(3)), [
    "BEGIN",
    "SAVEPOINT maktaba_1",
    "SAVEPOINT maktaba_2",
    "insert a",
    "RELEASE SAVEPOINT maktaba_2",
    "RELEASE SAVEPOINT maktaba_1",
    "SAVEPOINT maktaba_1",
    "ROLLBACK TO SAVEPOINT maktaba_1",
    "RELEASE SAVEPOINT maktaba_1",
    "COMMIT",
  ]);
});

test("Database.transaction() rolls back when the commit fails, and says why", async () => {
  const { driver, db } = await openFake();
  driver.faults.set("COMMIT", fails("DB_FOREIGN_KEY"));
  await assert.rejects(db.transaction((tx) => tx.execute("insert a")), hasCode("DB_FOREIGN_KEY"));
  assert.deepEqual(driver.log, ["1: BEGIN", "1: insert a", "1: COMMIT", "1: ROLLBACK"]);
  assert.equal(driver.connections[0]!.closed, 0);
});

test("Database.transaction() closes a connection that cannot be rolled back, and throws the first error", async () => {
  const { driver, db } = await openFake({ maxConnections: 1 });
  const reports: string[] = [];
  setReporter(({ level, module, message }) => reports.push(`${level} ${module} ${message}`));
  try {
    driver.faults.set("ROLLBACK", fails("DB_STATEMENT_FAILED"));
    await assert.rejects(db.transaction(() => Promise.reject(new Error("first"))), /first/);
  } finally {
    setReporter(undefined);
  }
  assert.ok(driver.connections[0]!.closed > 0);
  assert.equal(reports.length, 1);
  assert.match(reports[0]!, /^warning db .*rolled back/);
  // Nobody gets the connection that may still be in the transaction.
  await db.execute("insert b");
  assert.equal(driver.log.at(-1), "2: insert b");
});

test("Database.transaction() gives the connection back when BEGIN fails", async () => {
  const { driver, db } = await openFake({ maxConnections: 1 });
  driver.faults.set("BEGIN", fails("DB_READ_ONLY"));
  for (let round = 0; round < 3; round++) {
    await assert.rejects(db.transaction(() => assert.fail()), hasCode("DB_READ_ONLY"));
  }
  driver.faults.clear();
  await db.transaction((tx) => tx.execute("insert a"));
  assert.equal(driver.connections.length, 1);
});

test("Database.transaction() rolls nothing back on a connection that is gone", async () => {
  const { driver, db } = await openFake({ maxConnections: 1 });
  driver.faults.set("insert", (connection) => {
    connection.isUsable = false;
    fails("DB_CONNECTION_LOST")();
  });
  await assert.rejects(db.transaction((tx) => tx.execute("insert a")), hasCode("DB_CONNECTION_LOST"));
  assert.deepEqual(driver.log, ["1: BEGIN", "1: insert a"]);
  driver.faults.clear();
  await db.execute("insert b");
  assert.equal(driver.log.at(-1), "2: insert b");
});

test("Transaction refuses everything once the database has undone it, up to the outermost one", async () => {
  const { driver, db } = await openFake();
  driver.faults.set("insert bad", fails("DB_DEADLOCK"));
  driver.loss = "transaction";
  await assert.rejects(
    db.transaction(async (tx) => {
      await tx.transaction(async (inner) => {
        await assert.rejects(inner.execute("insert bad"), hasCode("DB_DEADLOCK"));
        await assert.rejects(inner.execute("insert more"), hasCode("DB_TRANSACTION_ABORTED"));
        await assert.rejects(inner.transaction(() => 1), hasCode("DB_TRANSACTION_ABORTED"));
        await assert.rejects(inner.rows("select 1").next(), hasCode("DB_TRANSACTION_ABORTED"));
      }).catch(() => {});
      await assert.rejects(tx.execute("insert more"), hasCode("DB_TRANSACTION_ABORTED"));
    }),
    (error) => {
      assert.ok(error instanceof DatabaseError && error.code === "DB_TRANSACTION_ABORTED");
      assert.ok(error.cause instanceof DatabaseError && error.cause.code === "DB_DEADLOCK");
      return true;
    },
  );
  assert.ok(!driver.log.some((line) => /more|COMMIT/.test(line)), driver.log.join("\n"));
});

test("Transaction goes on after a part of it was undone to its savepoint", async () => {
  const { driver, db } = await openFake();
  driver.faults.set("insert bad", fails("DB_UNIQUE"));
  driver.loss = "savepoint";
  await db.transaction(async (tx) => {
    await assert.rejects(tx.transaction((inner) => inner.execute("insert bad").catch(() => {})));
    await tx.execute("insert good");
  });
  assert.deepEqual(driver.log.slice(-2), ["1: insert good", "1: COMMIT"]);
});

test("Database does a statement again while it is locked, for as long as the driver is patient", async () => {
  for (const isImmediate of [true, false]) {
    const { driver, db } = await openFake({ isImmediate, maxConnections: 1, lockPatienceMs: 5_000 });
    let attempts = 0;
    driver.faults.set("insert", () => {
      if (++attempts < 5) fails("DB_LOCKED")();
    });
    await db.execute("insert a");
    assert.equal(attempts, 5);
    const impatient = await openFake({ isImmediate, maxConnections: 1, lockPatienceMs: 20 });
    impatient.driver.faults.set("insert", fails("DB_LOCKED"));
    await assert.rejects(impatient.db.execute("insert a"), hasCode("DB_LOCKED"));
  }
});

test("Database does nothing again but what met a lock", async () => {
  const { driver, db } = await openFake({ isImmediate: true, maxConnections: 1, lockPatienceMs: 5_000 });
  driver.faults.set("insert", fails("DB_UNIQUE"));
  await assert.rejects(db.execute("insert a"), hasCode("DB_UNIQUE"));
  assert.equal(driver.log.length, 1);
});

test("Database.rows() closes its cursor once, at the end, at a break and at an error", async () => {
  const { driver, db } = await openFake({ maxConnections: 1 });
  const closes = () => driver.log.filter((line) => line.includes("close")).length;
  const seen: unknown[] = [];
  for await (const row of db.rows("select a")) seen.push(row["n"]);
  assert.deepEqual(seen, [1, 2, 3]);
  assert.equal(closes(), 1);
  for await (const _ of db.rows("select a")) break;
  assert.equal(closes(), 2);
  driver.faults.set("next", fails("DB_CONNECTION_LOST"));
  await assert.rejects(db.rows("select a").next(), hasCode("DB_CONNECTION_LOST"));
  assert.equal(closes(), 3);
  driver.faults.clear();
  await db.execute("insert a");
});

test("Database.rows() does not lose the error of the rows to one of closing them", async () => {
  const { driver, db } = await openFake({ maxConnections: 1 });
  driver.faults.set("close", fails("DB_STATEMENT_FAILED"));
  driver.faults.set("next", fails("DB_DEADLOCK"));
  await assert.rejects(db.rows("select a").next(), hasCode("DB_DEADLOCK"));
  driver.faults.delete("next");
  let count = 0;
  for await (const _ of db.rows("select a")) count++;
  assert.equal(count, 3);
});

test("Database.rows() asks for nothing before the first row is asked for", async () => {
  const { driver, db } = await openFake();
  const rows = db.rows("select a");
  await delay(5);
  assert.deepEqual(driver.log, []);
  await rows.return();
  assert.deepEqual(driver.log, []);
});

test("Database.close() waits for waiting callers too, and closes every connection once", async () => {
  const { driver, db } = await openFake({ maxConnections: 1 });
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const transaction = db.transaction(async () => {
    started.resolve();
    await release.promise;
  });
  await started.promise;
  const waiting = db.execute("insert late");
  const closing = db.close();
  await assert.rejects(db.execute("insert refused"), hasCode("DB_CLOSED"));
  release.resolve();
  await Promise.all([transaction, waiting, closing]);
  assert.ok(driver.log.includes("1: insert late"));
  assert.ok(!driver.log.includes("1: insert refused"));
  assert.equal(driver.connections[0]!.closed, 1);
});

test("Database keeps a bounded number of statements ready, and runs those that it forgot again", async () => {
  const { driver, db } = await openFake();
  for (let n = 0; n < 100; n++) await db.execute(`insert ${n}`);
  await db.execute("insert 0");
  assert.equal(driver.log.length, 101);
});
