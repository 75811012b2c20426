import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { MemoryCache, setLocale, ValidationError } from "../../mod.ts";
import { runScript } from "./run_script.ts";
import { testStore } from "./store_conformance.ts";

setLocale("en");

testStore("MemoryCache", () => new MemoryCache());
testStore("MemoryCache with all bounds", () => new MemoryCache({ maxEntries: 5_000, maxBytes: 1e7, ttlMs: 60_000 }));

test("MemoryCache answers at once", () => {
  const cache = new MemoryCache<number>();
  cache.set("key", 1);
  assert.equal(cache.get("key"), 1);
  assert.equal(cache.size, 1);
});

test("MemoryCache keeps values as they are, whatever they are", () => {
  const cache = new MemoryCache();
  const values = [new Map([[1, 2]]), () => 1, Symbol("s"), 10n, new Date(), NaN, new Uint8Array(3)];
  for (const [index, value] of values.entries()) cache.set(`key ${index}`, value);
  for (const [index, value] of values.entries()) assert.ok(Object.is(cache.get(`key ${index}`), value));
});

test("MemoryCache makes room by removing what was not used for longest", () => {
  const cache = new MemoryCache<number>({ maxEntries: 3 });
  for (const [index, key] of ["a", "b", "c"].entries()) cache.set(key, index);
  cache.get("a");
  cache.has("b");
  cache.set("d", 3);
  assert.deepEqual(["a", "b", "c", "d"].map((key) => cache.has(key)), [true, false, true, true]);
  assert.equal(cache.size, 3);
});

test("MemoryCache keeps ten thousand values by default", () => {
  const cache = new MemoryCache<number>();
  for (let index = 0; index < 10_100; index++) cache.set(`key ${index}`, index);
  assert.equal(cache.size, 10_000);
  assert.equal(cache.get("key 99"), undefined);
  assert.equal(cache.get("key 100"), 100);
});

test("MemoryCache keeps no more than maxBytes, as sizeOf counts them", () => {
  const sizes: string[] = [];
  const cache = new MemoryCache<string>({
    maxBytes: 10,
    sizeOf: (value, key) => {
      sizes.push(key);
      return value.length;
    },
  });
  cache.set("a", "xxxx");
  cache.set("b", "xxxx");
  assert.deepEqual([cache.has("a"), cache.has("b")], [true, true]);
  cache.set("c", "xxx");
  assert.deepEqual([cache.has("a"), cache.has("b"), cache.has("c")], [false, true, true]);
  assert.deepEqual(sizes, ["a", "b", "c"]);
  cache.set("empty", "");
  assert.equal(cache.get("empty"), "");
});

test("MemoryCache does not keep a value that is larger than all its room, nor the one before it", () => {
  const cache = new MemoryCache<string>({ maxBytes: 10, sizeOf: (value) => value.length });
  cache.set("other", "xx");
  cache.set("key", "old");
  cache.set("key", "x".repeat(11));
  assert.equal(cache.get("key"), undefined);
  assert.equal(cache.get("other"), "xx");
});

test("MemoryCache estimates sizes where sizeOf is not given", () => {
  const cache = new MemoryCache({ maxBytes: 1_000 });
  cache.set("text", "x".repeat(490));
  assert.equal(cache.has("text"), true);
  cache.set("bytes", new Uint8Array(900));
  assert.deepEqual([cache.has("text"), cache.has("bytes")], [false, true]);
  cache.set("json", { text: "x".repeat(400) });
  assert.deepEqual([cache.has("bytes"), cache.has("json")], [false, true]);
  cache.set("function", () => 1);
  assert.equal(cache.has("function"), true);
  assert.throws(() => cache.set("bigint", { big: 1n }), (error) => {
    return error instanceof ValidationError && error.code === "ARGUMENT_NOT_CACHEABLE";
  });
});

test("MemoryCache is bounded in number only by maxBytes where that alone is given", () => {
  const cache = new MemoryCache<number>({ maxBytes: 20_000, sizeOf: () => 1 });
  for (let index = 0; index < 15_000; index++) cache.set(`key ${index}`, index);
  assert.equal(cache.size, 15_000);
  const both = new MemoryCache<number>({ maxBytes: 20_000, maxEntries: 2, sizeOf: () => 1 });
  for (let index = 0; index < 5; index++) both.set(`key ${index}`, index);
  assert.equal(both.size, 2);
});

test("MemoryCache keeps values for its ttlMs unless set() is told otherwise", async () => {
  const cache = new MemoryCache<number>({ ttlMs: 40 });
  cache.set("short", 1);
  cache.set("long", 2, { ttlMs: 60_000 });
  cache.set("for ever", 3, { ttlMs: Infinity });
  await delay(80);
  assert.deepEqual(["short", "long", "for ever"].map((key) => cache.get(key)), [undefined, 2, 3]);
});

test("MemoryCache.get() does not lengthen a value's time", async () => {
  const cache = new MemoryCache<number>({ ttlMs: 60 });
  cache.set("key", 1);
  for (let round = 0; round < 6; round++) {
    cache.get("key");
    await delay(20);
  }
  assert.equal(cache.get("key"), undefined);
});

test("MemoryCache.getOrSet() makes a value once, and again when its time is over", async () => {
  const cache = new MemoryCache<number>();
  let count = 0;
  const make = () => Promise.resolve(++count);
  assert.equal(await cache.getOrSet("key", make, { ttlMs: 40 }), 1);
  assert.equal(await cache.getOrSet("key", make), 1);
  await delay(80);
  assert.equal(await cache.getOrSet("key", make), 2);
});

test("MemoryCache.getOrSet() keeps null, does not keep undefined or a failure, and takes plain values", async () => {
  const cache = new MemoryCache<unknown>();
  assert.equal(await cache.getOrSet("null", () => null), null);
  assert.equal(await cache.getOrSet("null", () => 5), null);
  assert.equal(await cache.getOrSet("undefined", () => undefined), undefined);
  assert.equal(cache.has("undefined"), false);
  await assert.rejects(cache.getOrSet("failure", () => Promise.reject(new Error("no"))), /no/);
  assert.equal(cache.has("failure"), false);
  await assert.rejects(cache.getOrSet("key", 5 as never), ValidationError);
});

test("new MemoryCache() refuses bounds that are none", () => {
  const wrong = [
    { maxEntries: 0 },
    { maxEntries: -1 },
    { maxEntries: 1.5 },
    { maxEntries: Infinity },
    { maxEntries: "10" },
    { maxBytes: 0 },
    { maxBytes: NaN },
    { ttlMs: 0 },
    { ttlMs: "1" },
    { sizeOf: 5 },
  ];
  for (const options of wrong) {
    assert.throws(() => new MemoryCache(options as never), ValidationError, JSON.stringify(options));
  }
});

test("MemoryCache.set() refuses a size that is none, and keeps nothing then", () => {
  for (const size of [-1, NaN, 1.5, "5", undefined]) {
    const cache = new MemoryCache<number>({ maxBytes: 10, sizeOf: () => size as number });
    assert.throws(() => cache.set("key", 1), (error) => error instanceof ValidationError && error.option === "sizeOf");
    assert.equal(cache.size, 0);
  }
});

test("MemoryCache leaves no timer that keeps the process alive", async () => {
  const { code, stdout, stderr, ms } = await runScript(`
    import { MemoryCache } from "#mod";
    const cache = new MemoryCache({ ttlMs: 60_000 });
    cache.set("key", 1);
    cache.get("key");
    console.log("done");
  `);
  assert.deepEqual([code, stdout.trim(), stderr], [0, "done", ""]);
  assert.ok(ms < 20_000, `${ms} ms`);
});
