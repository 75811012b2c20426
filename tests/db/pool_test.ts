import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { databaseError } from "../../db/engine/failure.ts";
import { Pool, type PoolOptions } from "../../db/engine/pool.ts";
import type { Connection } from "../../db/engine/driver.ts";

/** A connection that does nothing but count; the pool knows no more of one. */
class Fake {
  isUsable = true;
  closed = 0;
  destroyed = 0;
  close(): Promise<void> {
    this.isUsable = false;
    this.closed++;
    return Promise.resolve();
  }
  destroy(): void {
    this.isUsable = false;
    this.destroyed++;
  }
}

function makePool(options: Partial<PoolOptions> = {}): { pool: Pool; made: Fake[] } {
  const made: Fake[] = [];
  const pool = new Pool({
    max: 2,
    acquireTimeoutMs: 5_000,
    open: () => {
      const connection = new Fake();
      made.push(connection);
      return Promise.resolve(connection as unknown as Connection);
    },
    refuse: (failure, ms) => databaseError(failure, { place: "test", ms }),
    closedCode: "DB_CLOSED",
    ...options,
  });
  return { pool, made };
}

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => (error as { code?: unknown }).code === code;
}

test("Pool.acquire() opens connections up to its bound, then hands over those that come back, in order", async () => {
  const { pool, made } = makePool();
  const first = await pool.acquire(undefined);
  await pool.acquire(undefined);
  const order: number[] = [];
  const waiting = [1, 2, 3].map(async (n) => {
    const connection = await pool.acquire(undefined);
    order.push(n);
    await delay(1);
    pool.release(connection);
  });
  await delay(5);
  assert.deepEqual(order, []);
  pool.release(first);
  await Promise.all(waiting);
  assert.deepEqual(order, [1, 2, 3]);
  assert.equal(made.length, 2);
});

test("Pool.acquire() replaces a connection that died, idle or lent", async () => {
  const { pool, made } = makePool({ max: 1 });
  pool.release(await pool.acquire(undefined));
  made[0]!.isUsable = false;
  const second = await pool.acquire(undefined);
  assert.equal(made.length, 2);
  made[1]!.isUsable = false;
  const third = pool.acquire(undefined);
  pool.release(second);
  await third;
  assert.equal(made.length, 3);
  assert.ok(made[0]!.destroyed > 0 && made[1]!.destroyed > 0);
});

test("Pool.acquire() gives the place of one that could not be opened to the next", async () => {
  let attempts = 0;
  const { pool } = makePool({
    max: 1,
    async open() {
      await delay(5);
      if (++attempts === 1) throw new Error("refused");
      return new Fake() as unknown as Connection;
    },
  });
  const [first, second] = await Promise.allSettled([pool.acquire(undefined), pool.acquire(undefined)]);
  assert.equal(first.status, "rejected");
  assert.equal(second.status, "fulfilled");
});

test("Pool.acquire() gives up after its time, and leaves nothing behind", async () => {
  const { pool } = makePool({ max: 1, acquireTimeoutMs: 20 });
  const held = await pool.acquire(undefined);
  await assert.rejects(pool.acquire(undefined), hasCode("DB_POOL_TIMEOUT"));
  pool.release(held);
  assert.equal(pool.take(), held);
});

test("Pool.acquire() gives up when its signal fires, with its reason", async () => {
  const { pool } = makePool({ max: 1 });
  const held = await pool.acquire(undefined);
  const controller = new AbortController();
  const waiting = pool.acquire(controller.signal);
  controller.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
  pool.release(held);
  assert.equal(pool.take(), held);
});

test("Pool never has more connections than its bound, however they come and go", async () => {
  const state = { open: 0, most: 0 };
  const { pool } = makePool({
    max: 3,
    async open() {
      state.most = Math.max(state.most, ++state.open);
      await delay(Math.random() * 2);
      if (Math.random() < 0.2) {
        state.open--;
        throw new Error("refused");
      }
      const connection = new Fake();
      connection.destroy = function (): void {
        if (this.isUsable || this.destroyed === 0) state.open--;
        this.isUsable = false;
        this.destroyed++;
      };
      return connection as unknown as Connection;
    },
  });
  await Promise.allSettled(Array.from({ length: 300 }, async () => {
    const connection = await pool.acquire(undefined);
    await delay(Math.random() * 2);
    if (Math.random() < 0.2) (connection as unknown as Fake).destroy();
    pool.release(connection);
  }));
  assert.ok(state.most <= 3, `there were ${state.most}`);
  assert.equal(await pool.drain(1_000), true);
});

test("Pool.close() waits for those that were there before, and refuses others", async () => {
  const { pool, made } = makePool({ max: 1 });
  const held = await pool.acquire(undefined);
  const waiting = pool.acquire(undefined);
  const closing = pool.close(5_000);
  await assert.rejects(pool.acquire(undefined), hasCode("DB_CLOSED"));
  assert.throws(() => pool.take(), hasCode("DB_CLOSED"));
  pool.release(held);
  pool.release(await waiting);
  await closing;
  assert.equal(made[0]!.closed, 1);
  assert.equal(pool.isForced, false);
});

test("Pool.close() closes by force what is not given back in time", async () => {
  const { pool, made } = makePool({ max: 1 });
  await pool.acquire(undefined);
  const waiting = assert.rejects(pool.acquire(undefined), hasCode("DB_CLOSED"));
  await pool.close(10);
  await waiting;
  assert.ok(made[0]!.destroyed > 0);
  assert.equal(pool.isForced, true);
});

test("Pool.close() closes by force what is opened too late", async () => {
  const opening = Promise.withResolvers<Connection>();
  const { pool } = makePool({ max: 1, open: () => opening.promise });
  const acquired = assert.rejects(pool.acquire(undefined), hasCode("DB_CLOSED"));
  await pool.close(10);
  const late = new Fake();
  opening.resolve(late as unknown as Connection);
  await acquired;
  assert.equal(late.destroyed, 1);
});
