import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type CacheStore, ValidationError } from "../../mod.ts";
import type { SkippableTest } from "../support/mod.ts";

/** Gives an empty store for one test, which closes it; undefined where the test was skipped. */
export type OpenStore = (t: SkippableTest) => Promise<CacheStore | undefined> | CacheStore | undefined;

/** Registers the tests that every store must pass. */
export function testStore(name: string, open: OpenStore): void {
  const check = (title: string, body: (store: CacheStore) => Promise<void>) =>
    test(`${name} ${title}`, async (t) => {
      const store = await open(t);
      if (store === undefined) return;
      try {
        await body(store);
      } finally {
        await store.close();
      }
    });

  check("gives undefined for a key that is not there", async (store) => {
    assert.equal(await store.get("nothing"), undefined);
    assert.equal(await store.has("nothing"), false);
    assert.equal(await store.delete("nothing"), false);
  });

  check("gives back what it was given, of every kind that JSON can hold", async (store) => {
    const values = {
      text: "مرحبا",
      empty: "",
      number: 1.5,
      zero: 0,
      negative: -7,
      yes: true,
      no: false,
      null: null,
      array: [1, "ب", null, [2]],
      object: { الاسم: "علي", nested: { deep: [{}] }, "a b": "" },
      "looks like JSON": '{"a":1}',
      "looks like a number": "5",
      emoji: "👩‍👩‍👧 \u0000 \r\n $-1",
    };
    for (const [key, value] of Object.entries(values)) await store.set(key, value);
    for (const [key, value] of Object.entries(values)) {
      assert.deepEqual(await store.get(key), value, key);
      assert.equal(await store.has(key), true, key);
    }
  });

  check("tells a stored null from what is not there", async (store) => {
    await store.set("null", null);
    assert.equal(await store.get("null"), null);
    assert.equal(await store.has("null"), true);
    assert.equal(await store.get("other"), undefined);
  });

  check("refuses undefined", async (store) => {
    await assert.rejects(async () => await store.set("key", undefined), (error) => {
      return error instanceof ValidationError && error.code === "ARGUMENT_UNDEFINED";
    });
    assert.equal(await store.has("key"), false);
  });

  check("takes keys of any characters, and keeps them apart", async (store) => {
    const keys = ["a", "A", "a:b", "a b", "مفتاح", "*", "?", "[a]", "\\", "a\nb", "$5\r\n", "👩‍👩‍👧", "x".repeat(5_000)];
    for (const key of keys) await store.set(key, `value of ${key}`);
    for (const key of keys) assert.equal(await store.get(key), `value of ${key}`);
    assert.equal(await store.delete("*"), true);
    assert.equal(await store.get("a"), "value of a");
  });

  check("refuses a key that is no text or empty", async (store) => {
    for (const key of ["", undefined, null, 7, {}]) {
      await assert.rejects(async () => await store.set(key as string, 1), ValidationError);
    }
  });

  check("puts a new value in the old one's place", async (store) => {
    await store.set("key", "old");
    await store.set("key", { new: true });
    assert.deepEqual(await store.get("key"), { new: true });
  });

  check("deletes one key, and tells whether it was there", async (store) => {
    await store.set("one", 1);
    await store.set("two", 2);
    assert.equal(await store.delete("one"), true);
    assert.equal(await store.delete("one"), false);
    assert.equal(await store.get("one"), undefined);
    assert.equal(await store.get("two"), 2);
  });

  check("forgets a value when its time is over", async (store) => {
    await store.set("short", 1, { ttlMs: 40 });
    await store.set("long", 2, { ttlMs: 60_000 });
    assert.equal(await store.get("long"), 2);
    await delay(80);
    assert.equal(await store.get("short"), undefined);
    assert.equal(await store.has("short"), false);
    assert.equal(await store.delete("short"), false);
    assert.equal(await store.get("long"), 2);
  });

  check("begins a new time with a new value", async (store) => {
    await store.set("key", 1, { ttlMs: 40 });
    await store.set("key", 2);
    await store.set("other", 1, { ttlMs: 40 });
    await store.set("other", 2, { ttlMs: Infinity });
    await delay(80);
    assert.equal(await store.get("key"), 2);
    assert.equal(await store.get("other"), 2);
  });

  check("takes a fraction of a millisecond as a whole one, and refuses what is no time", async (store) => {
    await store.set("key", 1, { ttlMs: 59_999.5 });
    assert.equal(await store.get("key"), 1);
    for (const ttlMs of [0, -1, NaN, "60", null]) {
      await assert.rejects(async () => await store.set("key", 2, { ttlMs: ttlMs as number }), (error) => {
        return error instanceof ValidationError && error.option === "ttlMs";
      });
    }
    assert.equal(await store.get("key"), 1);
  });

  check("removes every key of its own at once", async (store) => {
    for (let index = 0; index < 50; index++) await store.set(`key ${index}`, index);
    await store.clear();
    for (let index = 0; index < 50; index++) assert.equal(await store.has(`key ${index}`), false);
    await store.clear();
    await store.set("after", 1);
    assert.equal(await store.get("after"), 1);
  });

  check("answers many at once", async (store) => {
    const keys = Array.from({ length: 2_000 }, (_, index) => `key ${index}`);
    await Promise.all(keys.map((key, index) => store.set(key, { index })));
    const values = await Promise.all(keys.map((key) => store.get(key)));
    assert.deepEqual(values, keys.map((_, index) => ({ index })));
    const removed = await Promise.all(keys.map((key) => store.delete(key)));
    assert.ok(removed.every(Boolean));
  });

  check("may be closed more than once, and by its block's end", async (store) => {
    await store.set("key", 1);
    await store.close();
    await store.close();
    await store[Symbol.asyncDispose]();
  });
}
