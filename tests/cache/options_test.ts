import assert from "node:assert/strict";
import test from "node:test";
import { MemoryCache, RedisCache } from "@maktaba/std/cache";
import { setLocale } from "@maktaba/std/errors";
import { testOptions } from "../support/mod.ts";

setLocale("en");

// Where nothing listens: a call that got as far as the network would fail with another error.
const url = "redis://127.0.0.1:1";

testOptions({
  "new MemoryCache()": (options) => new MemoryCache(options),
  "MemoryCache.set()": (options) => new MemoryCache().set("key", 1, options),
  "MemoryCache.getOrSet()": (options) => new MemoryCache().getOrSet("key", () => 1, options),
  "new RedisCache()": (options) => new RedisCache(url, options),
  "RedisCache.get()": (options) => new RedisCache(url).get("key", options),
  "RedisCache.set()": (options) => new RedisCache(url).set("key", 1, options),
  "RedisCache.delete()": (options) => new RedisCache(url).delete("key", options),
  "RedisCache.has()": (options) => new RedisCache(url).has("key", options),
  "RedisCache.getOrSet()": (options) => new RedisCache(url).getOrSet("key", () => 1, options),
  "RedisCache.clear()": (options) => new RedisCache(url, { prefix: "p:" }).clear(options),
});

test("MemoryCache.getOrSet() makes nothing where the options are wrong", async () => {
  let isCalled = false;
  const make = () => {
    isCalled = true;
    return 1;
  };
  await assert.rejects(new MemoryCache().getOrSet("key", make, { ttl: 1 } as never), { code: "ARGUMENT_UNKNOWN" });
  assert.equal(isCalled, false);
});
