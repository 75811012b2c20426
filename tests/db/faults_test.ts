import assert from "node:assert/strict";
import test from "node:test";
import { connect, createTask, type Database, DatabaseError, setLocale, sleep } from "../../mod.ts";
import { startTcpProxy, type TcpProxy } from "../faults/tcp_proxy.ts";
import { requireServer, uniqueName } from "../support/mod.ts";
import type { SkippableTest } from "../support/skip.ts";
import { hasCode, type ServerDriver, serverDrivers, someSeconds } from "./drivers.ts";

setLocale("en");

interface Proxied extends AsyncDisposable {
  proxy: TcpProxy;
  url: string;
  direct: string;
}

async function openProxy(t: SkippableTest, server: ServerDriver): Promise<Proxied | undefined> {
  const direct = server.url(t);
  if (direct === undefined) return undefined;
  const url = new URL(direct);
  const proxy = await startTcpProxy({ port: Number(url.port) });
  url.hostname = "127.0.0.1";
  url.port = String(proxy.port);
  return { proxy, url: url.href, direct, [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
}

function isLost(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === "DB_CONNECTION_LOST" && error.retryable;
}

function isUnreachable(error: unknown): boolean {
  return error instanceof DatabaseError &&
    ["DB_UNREACHABLE", "DB_CONNECT_TIMEOUT", "DB_CONNECT_FAILED"].includes(error.code);
}

/** How long something takes, in milliseconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

for (const server of serverDrivers) {
  const on = `on ${server.name}`;

  test(`Database says that a connection was lost in a statement, and goes on with another ${on}`, async (t) => {
    await using it = await openProxy(t, server);
    if (it === undefined) return;
    await using db = await connect(it.url, { maxConnections: 2 });
    for (let round = 0; round < 3; round++) {
      const lost = assert.rejects(db.all(server.slow(20)), isLost);
      await sleep(50);
      it.proxy.cut();
      await lost;
      assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
    }
  });

  test(`Database passes over connections that were cut while nobody used them ${on}`, async (t) => {
    await using it = await openProxy(t, server);
    if (it === undefined) return;
    await using db = await connect(it.url, { maxConnections: 3 });
    for (let round = 0; round < 3; round++) {
      await Promise.all([1, 2, 3].map(() => db.one("select 1 as one")));
      it.proxy.cut();
      await sleep(30);
      assert.deepEqual(await Promise.all([1, 2, 3].map(() => db.one("select 1 as one"))), [
        { one: 1 },
        { one: 1 },
        { one: 1 },
      ]);
    }
  });

  test(`Database.transaction() rejects when its connection is cut, and keeps nothing ${on}`, async (t) => {
    await using it = await openProxy(t, server);
    if (it === undefined) return;
    await using direct = await connect(it.direct);
    const table = uniqueName("t");
    await direct.execute(`create table ${table} (n integer)`);
    try {
      await using db = await connect(it.url, { maxConnections: 1 });
      await assert.rejects(
        db.transaction(async (tx) => {
          await tx.execute(`insert into ${table} values (1)`);
          it.proxy.cut();
          await sleep(20);
          await assert.rejects(tx.execute(`insert into ${table} values (2)`), isLost);
          // Whoever goes on all the same must not go on outside of the transaction.
          await assert.rejects(tx.execute(`insert into ${table} values (3)`), DatabaseError);
        }),
        DatabaseError,
      );
      assert.deepEqual(await direct.all(`select * from ${table}`), []);
      await db.transaction((tx) => tx.execute(`insert into ${table} values (4)`));
      assert.deepEqual(await direct.all(`select * from ${table}`), [{ n: 4 }]);
    } finally {
      await direct.execute(`drop table ${table}`);
    }
  });

  test(`Database rejects when an answer is cut in the middle, and goes on ${on}`, async (t) => {
    await using it = await openProxy(t, server);
    if (it === undefined) return;
    await using db = await connect(it.url, { maxConnections: 1 });
    const sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 900) " +
      "select i, repeat('x', 1000) as s from n";
    assert.equal((await db.all(sql)).length, 900);
    const [connection] = it.proxy.connections;
    connection!.set({ toClient: { cutAfterBytes: connection!.bytes("toClient") + 200_000 } });
    await assert.rejects(db.all(sql), isLost);
    assert.equal((await db.all(sql)).length, 900);
    it.proxy.connections[0]!.set({ toClient: { cutAfterBytes: it.proxy.connections[0]!.bytes("toClient") + 200_000 } });
    await assert.rejects(async () => {
      for await (const _ of db.rows(sql));
    }, isLost);
    assert.equal((await db.all(sql)).length, 900);
  });

  test(`Database reads answers that come slowly, byte after byte ${on}`, async (t) => {
    await using it = await openProxy(t, server);
    if (it === undefined) return;
    await using db = await connect(it.url, { maxConnections: 1 });
    it.proxy.set({ toClient: { bytesPerSecond: 2_000 } });
    const text = "نص طويل ".repeat(20);
    assert.deepEqual(await db.one("select :text as text from (select 1 as x) q", { text }), { text });
  });

  test(`connect() says that a server refuses, and reaches it when it is back ${on}`, async (t) => {
    await using it = await openProxy(t, server);
    if (it === undefined) return;
    const { proxy, url } = it;
    await using db = await connect(url, { maxConnections: 1, connectTimeoutMs: 2_000 });
    await proxy.admit("refuse");
    proxy.cut();
    await sleep(30);
    await assert.rejects(db.one("select 1"), isUnreachable);
    await assert.rejects(connect(url), isUnreachable);
    await proxy.admit("forward");
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  });

  test(`Database gives up on a connection that is never made, and on one that its signal gives up ${on}`, async (t) => {
    await using it = await openProxy(t, server);
    if (it === undefined) return;
    const { proxy, url } = it;
    await using db: Database = await connect(url, { maxConnections: 1, connectTimeoutMs: 300 });
    await proxy.admit("stall");
    proxy.cut();
    await sleep(30);
    const ms = await timed(() => assert.rejects(db.one("select 1"), isUnreachable));
    assert.ok(ms < 5_000, `it took ${ms} ms`);
    const task = createTask(() => db.one("select 1"));
    await sleep(50);
    task.cancel();
    await assert.rejects(task, hasCode("CANCELLED"));
  });

  test(`Database stops waiting for a server that has fallen silent when its signal fires ${on}`, async (t) => {
    await using it = await openProxy(t, server);
    if (it === undefined) return;
    const { proxy, url } = it;
    await using db = await connect(url, { maxConnections: 1, connectTimeoutMs: 1_000 });
    const controller = new AbortController();
    const reason = new Error("enough");
    // Neither the answer nor the request to stop comes through.
    proxy.set({ toClient: { isStalled: true }, toServer: { isStalled: true } });
    await proxy.admit("stall");
    const call = assert.rejects(db.all("select 1", {}, { signal: controller.signal }), (error) => error === reason);
    await sleep(50);
    const ms = await timed(async () => {
      controller.abort(reason);
      await call;
    });
    assert.ok(ms < 6_000, `it took ${ms} ms`);
    proxy.clear();
    await proxy.admit("forward");
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  });

  test(`Database.close() returns although the server has fallen silent ${on}`, async (t) => {
    await using it = await openProxy(t, server);
    if (it === undefined) return;
    const { proxy, url } = it;
    const db = await connect(url, { maxConnections: 2 });
    await Promise.all([db.one("select 1"), db.one("select 1")]);
    proxy.set({ toClient: { isStalled: true }, toServer: { isStalled: true } });
    const pending = db.one("select 1");
    const rejected = assert.rejects(pending, hasCode("DB_CLOSED"));
    const ms = await timed(() => db.close({ drainTimeoutMs: 100 }));
    await rejected;
    assert.ok(ms < 6_000, `it took ${ms} ms`);
  });

  test(`Database leaves no statement running on the server when its signal has fired ${on}`, async (t) => {
    await using it = await openProxy(t, server);
    if (it === undefined) return;
    await using watch = await connect(it.direct);
    const seconds = someSeconds();
    const running = async () => (await watch.one<{ c: number }>(server.running(seconds)))!.c;
    const db = await connect(it.direct, { maxConnections: 1 });
    const controller = new AbortController();
    const call = assert.rejects(db.all(server.slow(seconds), {}, { signal: controller.signal }));
    while (await running() === 0) await sleep(20);
    controller.abort();
    await call;
    await db.close();
    const end = performance.now() + 5_000;
    while (await running() > 0) {
      assert.ok(performance.now() < end, "it still runs");
      await sleep(20);
    }
  });

  test(`Database under many cuts answers right or says that the connection was lost ${on}`, async (t) => {
    await using it = await openProxy(t, server);
    if (it === undefined) return;
    const { proxy, url } = it;
    await using db = await connect(url, { maxConnections: 4, connectTimeoutMs: 2_000 });
    const cutting = setInterval(() => proxy.cut(), 15);
    let right = 0;
    try {
      await Promise.all(Array.from({ length: 8 }, async (_, worker) => {
        for (let n = 0; n < 25; n++) {
          const text = `${worker}-${n}`;
          try {
            const row = await db.one<{ text: string }>("select :text as text from (select 1 as x) q", { text });
            assert.equal(row?.text, text);
            right++;
          } catch (error) {
            assert.ok(isLost(error) || isUnreachable(error), String((error as Error).stack));
          }
        }
      }));
    } finally {
      clearInterval(cutting);
    }
    // The news of the last cut may be on its way still.
    await sleep(50);
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
    t.diagnostic?.(`${right} of 200 answers came through`);
  });
}

test("DocumentDatabase says that a connection was lost, and goes on with another", async (t) => {
  const direct = requireServer(t, "mongodb");
  if (direct === undefined) return;
  const url = new URL(direct);
  await using proxy = await startTcpProxy({ port: Number(url.port) });
  url.host = `127.0.0.1:${proxy.port}`;
  const collection = uniqueName("c");
  await using db = await connect(url.href as `mongodb://${string}`, { connectTimeoutMs: 2_000 });
  await db.insert(collection, [{ _id: 1 }, { _id: 2 }]);
  proxy.set({ toClient: { isStalled: true } });
  const lost = assert.rejects(db.find(collection), (error) => {
    return error instanceof DatabaseError && error.code === "DB_CONNECTION_LOST" && error.retryable;
  });
  await sleep(50);
  await proxy.admit("refuse");
  proxy.cut();
  await lost.catch(async () => {
    // The package tries a search once more by itself, and may then find that nothing answers.
    await assert.rejects(db.find(collection), (error) => error instanceof DatabaseError && error.retryable);
  });
  proxy.clear();
  await proxy.admit("forward");
  const end = performance.now() + 15_000;
  for (;;) {
    try {
      assert.equal((await db.find(collection)).length, 2);
      break;
    } catch (error) {
      assert.ok(performance.now() < end, String(error));
      await sleep(50);
    }
  }
});

test("DocumentDatabase stops waiting for a server that has fallen silent when its signal fires", async (t) => {
  const direct = requireServer(t, "mongodb");
  if (direct === undefined) return;
  const url = new URL(direct);
  await using proxy = await startTcpProxy({ port: Number(url.port) });
  url.host = `127.0.0.1:${proxy.port}`;
  const collection = uniqueName("c");
  const db = await connect(url.href as `mongodb://${string}`, { connectTimeoutMs: 1_000 });
  await db.insert(collection, { _id: 1 });
  proxy.set({ toClient: { isStalled: true } });
  const reason = new Error("enough");
  const controller = new AbortController();
  const call = assert.rejects(db.find(collection, {}, { signal: controller.signal }), (error) => error === reason);
  await sleep(50);
  const ms = await timed(async () => {
    controller.abort(reason);
    await call;
  });
  assert.ok(ms < 5_000, `it took ${ms} ms`);
  const closing = await timed(() => db.close({ drainTimeoutMs: 100 }));
  assert.ok(closing < 10_000, `closing took ${closing} ms`);
});
