import assert from "node:assert/strict";
import test from "node:test";
import { connect, createTask, DatabaseError, DocumentDatabase, setLocale, sleep, ValidationError } from "../../mod.ts";
import { requireServer, uniqueName } from "../support/mod.ts";
import type { SkippableTest } from "../support/skip.ts";
import { hasCode } from "./drivers.ts";

setLocale("en");

interface TestDocuments extends AsyncDisposable {
  db: DocumentDatabase;
  collection: string;
}

/** Opens a database of the test's own, which is dropped at its end. */
async function openDocuments(t: SkippableTest): Promise<TestDocuments | undefined> {
  const url = requireServer(t, "mongodb");
  if (url === undefined) return undefined;
  const { MongoClient } = await import("mongodb");
  const name = uniqueName("db");
  const address = new URL(url);
  address.pathname = `/${name}`;
  const db = await connect(address.href as `mongodb://${string}`);
  return {
    db,
    collection: "books",
    async [Symbol.asyncDispose]() {
      await db.close();
      const client = new MongoClient(url);
      await client.db(name).dropDatabase();
      await client.close();
    },
  };
}

test("DocumentDatabase.insert() gives the id of one document, and the ids of several", async (t) => {
  await using it = await openDocuments(t);
  if (it === undefined) return;
  const { db, collection } = it;
  assert.ok(db instanceof DocumentDatabase);
  const document = { title: "كليلة ودمنة" };
  const id = await db.insert(collection, document);
  assert.deepEqual(document, { title: "كليلة ودمنة" }, "what is passed in is not changed");
  assert.deepEqual(await db.find(collection), [{ _id: id, title: "كليلة ودمنة" }]);
  assert.deepEqual(await db.findOne(collection, { _id: id }), { _id: id, title: "كليلة ودمنة" });
  const ids = await db.insert(collection, [{ _id: "a" }, { _id: 7 }, { n: 1 }]);
  assert.deepEqual(ids.slice(0, 2), ["a", 7]);
  assert.equal(ids.length, 3);
  assert.deepEqual(await db.insert(collection, []), []);
  assert.equal((await db.find(collection)).length, 4);
});

test("DocumentDatabase.find() takes a filter, an order and a limit", async (t) => {
  await using it = await openDocuments(t);
  if (it === undefined) return;
  const { db, collection } = it;
  await db.insert(collection, [1, 5, 3, 2, 4].map((n) => ({ _id: n, parity: n % 2 === 0 ? "زوجي" : "فردي" })));
  const ids = async (...[filter, options]: [Record<string, unknown>, Parameters<typeof db.find>[2]?]) =>
    (await db.find<{ _id: number }>(collection, filter, options)).map(({ _id }) => _id);
  assert.deepEqual(await ids({ _id: { $gt: 3 } }, { sort: { _id: 1 } }), [4, 5]);
  assert.deepEqual(await ids({ parity: "زوجي" }, { sort: { _id: -1 } }), [4, 2]);
  assert.deepEqual(await ids({}, { sort: { _id: -1 }, limit: 2 }), [5, 4]);
  assert.deepEqual(await ids({ _id: 99 }), []);
  assert.deepEqual(await db.findOne(collection, {}, { sort: { _id: 1 } }), { _id: 1, parity: "فردي" });
  assert.equal(await db.findOne(collection, { _id: 99 }), undefined);
});

test("DocumentDatabase keeps values as they are: integers of 64 bits, dates, bytes, Arabic, depth", async (t) => {
  await using it = await openDocuments(t);
  if (it === undefined) return;
  const { db, collection } = it;
  const document = {
    _id: 1,
    اسم: "السَّلَامُ",
    small: 42,
    float: 0.1,
    large: Number.MAX_SAFE_INTEGER,
    big: 9_007_199_254_740_993n,
    low: -(2n ** 63n),
    at: new Date("2024-05-06T07:08:09.123Z"),
    bytes: new Uint8Array([0, 255, 128]),
    none: null,
    yes: true,
    deep: { list: [1, "x", { n: 9_007_199_254_740_995n, b: new Uint8Array([1]) }], empty: {} },
  };
  await db.insert(collection, { ...document, missing: undefined });
  assert.deepEqual(await db.findOne(collection), document);
  await db.insert(collection, { _id: 2, n: 5n });
  assert.deepEqual(await db.findOne(collection, { _id: 2 }), { _id: 2, n: 5 });
});

test("DocumentDatabase.documents() streams more than a batch, and ends when the loop is left", async (t) => {
  await using it = await openDocuments(t);
  if (it === undefined) return;
  const { db, collection } = it;
  await db.insert(collection, Array.from({ length: 1_000 }, (_, _id) => ({ _id })));
  let expected = 0;
  for await (const { _id } of db.documents<{ _id: number }>(collection, {}, { sort: { _id: 1 } })) {
    assert.equal(_id, expected++);
  }
  assert.equal(expected, 1_000);
  for await (const { _id } of db.documents<{ _id: number }>(collection)) if (_id === 500) break;
  assert.equal((await db.find(collection)).length, 1_000);
});

test("DocumentDatabase names the index that a document breaks, without its value", async (t) => {
  await using it = await openDocuments(t);
  if (it === undefined) return;
  const { db, collection } = it;
  await db.insert(collection, { _id: "secret-value" });
  await assert.rejects(db.insert(collection, { _id: "secret-value" }), (error) => {
    assert.ok(error instanceof DatabaseError, String(error));
    assert.equal(error.code, "DB_DOCUMENTS_UNIQUE");
    // MongoDB names the index; FerretDB does not.
    assert.ok([undefined, "_id_"].includes(error.constraint), String(error.constraint));
    assert.match(error.message, /books/);
    assert.doesNotMatch(error.message, /secret-value/);
    return true;
  });
  await assert.rejects(db.insert(collection, [{ _id: 1 }, { _id: "secret-value" }, { _id: 2 }]), DatabaseError);
  assert.deepEqual((await db.find(collection, {}, { sort: { _id: 1 } })).map(({ _id }) => _id), [1, "secret-value"]);
});

test("DocumentDatabase says what the server refused", async (t) => {
  await using it = await openDocuments(t);
  if (it === undefined) return;
  await it.db.insert(it.collection, { _id: 1 });
  await assert.rejects(it.db.find(it.collection, { $nonsense: "secret-value" }), (error) => {
    assert.ok(error instanceof DatabaseError && error.code === "DB_DOCUMENTS_FAILED");
    assert.match(error.message, /find.*books.*BadValue/);
    return true;
  });
  assert.deepEqual(await it.db.find(it.collection), [{ _id: 1 }]);
});

test("DocumentDatabase refuses wrong arguments before it sends anything", async (t) => {
  await using it = await openDocuments(t);
  if (it === undefined) return;
  const { db } = it;
  const wrong: readonly (() => Promise<unknown>)[] = [
    () => db.insert("", {}),
    () => db.insert("x", null as never),
    () => db.insert("x", [{}, "text" as never]),
    () => db.find("", {}),
    () => db.find("x", null as never),
    () => db.find("x", {}, { limit: 0 }),
    () => db.find("x", {}, { limit: 1.5 }),
    () => db.find("x", {}, { maxTimeMs: -1 }),
    () => db.find("x", {}, { sort: "name" as never }),
    () => db.close({ drainTimeoutMs: -1 }),
  ];
  for (const call of wrong) await assert.rejects(call, ValidationError, String(call));
});

test("DocumentDatabase rejects with the reason of a signal, and with the cancellation of its task", async (t) => {
  await using it = await openDocuments(t);
  if (it === undefined) return;
  const { db, collection } = it;
  await db.insert(collection, Array.from({ length: 500 }, (_, _id) => ({ _id })));
  const reason = new Error("enough");
  const fired = { signal: AbortSignal.abort(reason) };
  await assert.rejects(db.insert(collection, { _id: -1 }, fired), (error) => error === reason);
  await assert.rejects(db.find(collection, {}, fired), (error) => error === reason);
  const controller = new AbortController();
  let seen = 0;
  await assert.rejects(async () => {
    for await (const _ of db.documents(collection, {}, { signal: controller.signal })) {
      if (++seen === 10) controller.abort(reason);
    }
  }, (error) => error === reason);
  assert.equal(seen, 10);
  const task = createTask(async () => {
    for await (const _ of db.documents(collection)) await sleep(60_000);
  });
  await sleep(50);
  task.cancel();
  await assert.rejects(task, hasCode("CANCELLED"));
  assert.equal((await db.find(collection)).length, 500);
});

test("DocumentDatabase.close() waits for what is under way, refuses new calls, and may be called again", async (t) => {
  await using it = await openDocuments(t);
  if (it === undefined) return;
  const { db, collection } = it;
  const inserting = db.insert(collection, { _id: 1 });
  await Promise.all([db.close(), db.close()]);
  assert.equal(await inserting, 1);
  await assert.rejects(db.insert(collection, {}), hasCode("DB_CLOSED"));
  await assert.rejects(db.find(collection), hasCode("DB_CLOSED"));
  await db.close();
});
