import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import { RedisCache, RedisError, request, setLocale, ValidationError } from "../../mod.ts";
import { listen, requireServer, uniqueName } from "../support/mod.ts";
import { openCache, withRaw } from "./redis_support.ts";
import { runScript } from "./run_script.ts";
import { testStore } from "./store_conformance.ts";

setLocale("en");

testStore("RedisCache", (t) => {
  const url = requireServer(t, "redis");
  return url === undefined ? undefined : openCache(url).cache;
});

test("RedisCache writes values as JSON under its prefix, and text as it is where asked", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { cache, prefix } = openCache(url);
  await using _ = cache;
  await cache.set("object", { الاسم: "علي" });
  await cache.set("json text", "مرحبا");
  await cache.set("text", "مرحبا", { format: "text" });
  await withRaw(url, async (redis) => {
    assert.equal(await redis.get(`${prefix}object`), '{"الاسم":"علي"}');
    assert.equal(await redis.get(`${prefix}json text`), '"مرحبا"');
    assert.equal(await redis.get(`${prefix}text`), "مرحبا");
  });
  assert.equal(await cache.get("object", { format: "text" }), '{"الاسم":"علي"}');
  assert.equal(await cache.get("text", { format: "text" }), "مرحبا");
  assert.equal(await cache.get("nothing", { format: "text" }), undefined);
});

test("RedisCache reads what others wrote, with another type where asked", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { cache, prefix } = openCache(url);
  await using _ = cache;
  await withRaw(url, (redis) => redis.mset(`${prefix}five`, "5", `${prefix}list`, "[1, 2]"));
  assert.equal(await cache.get<number>("five"), 5);
  assert.deepEqual(await cache.get<number[]>("list"), [1, 2]);
});

test("RedisCache.get() tells that a value is not JSON, without showing it", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { cache } = openCache(url);
  await using _ = cache;
  await cache.set("key", "secret text", { format: "text" });
  await assert.rejects(cache.get("key"), (error) => {
    return error instanceof RedisError && error.code === "CACHE_NOT_JSON" && !inspect(error).includes("secret");
  });
});

test("RedisCache.set() gives Redis the time in milliseconds", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { cache, prefix } = openCache(url, { ttlMs: 50_000 });
  await using _ = cache;
  await cache.set("default", 1);
  await cache.set("own", 1, { ttlMs: 90_000.5 });
  await cache.set("for ever", 1, { ttlMs: Infinity });
  const left = await withRaw(url, (redis) => {
    return Promise.all(["default", "own", "for ever"].map((key) => redis.pttl(prefix + key)));
  });
  assert.ok(left[0]! > 40_000 && left[0]! <= 50_000, String(left[0]));
  assert.ok(left[1]! > 80_000 && left[1]! <= 90_001, String(left[1]));
  assert.equal(left[2], -1);
});

test("RedisCache.set() refuses what JSON cannot hold, and text that is none, before it asks Redis", async () => {
  const cache = new RedisCache("redis://127.0.0.1:1");
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  for (const value of [1n, { deep: [1n] }, circular, () => 1, Symbol("s")]) {
    await assert.rejects(cache.set("key", value), (error) => {
      return error instanceof ValidationError && error.code === "ARGUMENT_NOT_CACHEABLE";
    });
  }
  for (const value of [undefined, null, 5, {}]) {
    await assert.rejects(cache.set("key", value, { format: "text" }), ValidationError);
  }
  await assert.rejects(cache.set("key", 1, { format: "yaml" as "json" }), ValidationError);
  await assert.rejects(cache.get("key", { format: "yaml" as "json" }), ValidationError);
  for (const key of ["", undefined]) {
    await assert.rejects(cache.get(key as string), ValidationError);
    await assert.rejects(cache.has(key as string), ValidationError);
    await assert.rejects(cache.delete(key as string), ValidationError);
  }
  await cache.close();
});

test("RedisCache.clear() removes its own keys only, whatever its prefix holds, and all of them", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const name = uniqueName("cache");
  const prefix = `${name}:*?[a-z]^\\ متجر:`;
  await using cache = new RedisCache(url, { prefix });
  const others = [`${name}:x`, `${name}:*?a^\\ متجر:x`, `${name}:*?[a-z]^\\ متجر`];
  await withRaw(url, (redis) => redis.mset(others.flatMap((key) => [key, "1"])));
  await Promise.all(Array.from({ length: 3_500 }, (_, index) => cache.set(`key ${index}`, index)));
  await cache.clear();
  await withRaw(url, async (redis) => {
    assert.deepEqual((await redis.keys(`${name}*`)).sort(), others.sort());
    await redis.del(others);
  });
});

test("RedisCache.clear() refuses to empty a database of others", async () => {
  const cache = new RedisCache("redis://127.0.0.1:1");
  await assert.rejects(cache.clear(), (error) => {
    return error instanceof ValidationError && error.code === "ARGUMENT_NO_PREFIX" && error.option === "prefix";
  });
  await cache.close();
});

test("RedisCache.getOrSet() makes a value once and keeps it in Redis", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { cache, prefix } = openCache(url);
  await using _ = cache;
  let count = 0;
  const make = () => Promise.resolve({ count: ++count });
  assert.deepEqual(await cache.getOrSet("key", make, { ttlMs: 60_000 }), { count: 1 });
  assert.deepEqual(await cache.getOrSet("key", make), { count: 1 });
  assert.ok(await withRaw(url, (redis) => redis.pttl(`${prefix}key`)) > 0);
  assert.equal(await cache.getOrSet("null", () => null), null);
  assert.equal(await cache.getOrSet("null", () => 5), null);
  await assert.rejects(cache.getOrSet("failure", () => Promise.reject(new Error("no"))), /no/);
  assert.equal(await cache.has("failure"), false);
});

test("RedisCache uses the database that its URL names", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { cache, prefix } = openCache(`${url.replace(/\/$/, "")}/3`);
  await using _ = cache;
  await cache.set("key", 1);
  await withRaw(url, async (redis) => {
    assert.equal(await redis.exists(`${prefix}key`), 0);
    await redis.select(3);
    assert.equal(await redis.exists(`${prefix}key`), 1);
    await redis.del(`${prefix}key`);
  });
});

test("RedisCache fails where the database is not there, rather than using another one", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { cache } = openCache(`${url.replace(/\/$/, "")}/999`);
  await using _ = cache;
  await assert.rejects(cache.set("key", 1), (error) => {
    assert.ok(error instanceof RedisError);
    return error.code === "CACHE_COMMAND" && error.command === "SELECT" && /out of range/.test(error.message);
  });
});

test("RedisCache finds a server by the name localhost", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { cache } = openCache(url.replace("127.0.0.1", "localhost"));
  await using _ = cache;
  await cache.set("key", 1);
  assert.equal(await cache.get("key"), 1);
});

test("RedisCache logs in as a user of its URL, whatever the password holds", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const user = uniqueName("user");
  const password = "p@ss:/?#[]% كلمة";
  await withRaw(url, async (redis) => {
    await redis.call("ACL", "SETUSER", user, "on", `>${password}`, "~*", "+@all");
    try {
      const own = new URL(url);
      own.username = user;
      own.password = encodeURIComponent(password);
      const { cache } = openCache(own.href);
      await cache.set("key", 1);
      assert.equal(await cache.get("key"), 1);
      await cache.clear();
      await cache.close();
    } finally {
      await redis.call("ACL", "DELUSER", user);
    }
  });
});

test("RedisCache logs in as a user without a password", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const user = uniqueName("user");
  await withRaw(url, async (redis) => {
    await redis.call("ACL", "SETUSER", user, "on", "nopass", "~allowed:*", "+get");
    try {
      const own = new URL(url);
      own.username = user;
      await using cache = new RedisCache(own.href);
      assert.equal(await cache.get("allowed:key"), undefined);
      await assert.rejects(cache.get("other"), (error) => (error as RedisError).reply === "NOPERM");
    } finally {
      await redis.call("ACL", "DELUSER", user);
    }
  });
});

test("RedisCache says that a password is wrong, without showing it", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const own = new URL(url);
  own.username = "nobody";
  own.password = "wrong-password";
  const { cache } = openCache(own.href);
  await using _ = cache;
  for (let round = 0; round < 2; round++) {
    await assert.rejects(cache.get("key"), (error) => {
      assert.ok(error instanceof RedisError, inspect(error));
      assert.deepEqual([error.code, error.reply, error.retryable], ["CACHE_LOGIN", "WRONGPASS", false]);
      return !(inspect(error, { depth: 10 }) + JSON.stringify(error)).includes("wrong-password");
    });
  }
});

test("RedisCache says what Redis refused, without showing keys or values", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { cache, prefix } = openCache(url);
  await using _ = cache;
  await withRaw(url, (redis) => redis.lpush(`${prefix}secret-key`, "secret-value"));
  await assert.rejects(cache.get("secret-key"), (error) => {
    assert.ok(error instanceof RedisError, inspect(error));
    assert.deepEqual([error.code, error.command, error.reply], ["CACHE_COMMAND", "GET", "WRONGTYPE"]);
    assert.match(error.message, /^Cannot do GET as Redis at .* refused it: WRONGTYPE/);
    return !(inspect(error, { depth: 10 }) + JSON.stringify(error)).includes("secret");
  });
  await cache.delete("secret-key");
});

test("RedisCache says that a user may not do something", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const user = uniqueName("user");
  await withRaw(url, async (redis) => {
    await redis.call("ACL", "SETUSER", user, "on", ">pw", "~allowed:*", "+get");
    try {
      const own = new URL(url);
      own.username = user;
      own.password = "pw";
      await using cache = new RedisCache(own.href);
      assert.equal(await cache.get("allowed:key"), undefined);
      await assert.rejects(cache.set("allowed:key", "secret-value"), (error) => {
        return error instanceof RedisError && error.reply === "NOPERM" && !inspect(error).includes("secret-value");
      });
    } finally {
      await redis.call("ACL", "DELUSER", user);
    }
  });
});

test("RedisCache keeps the answers of request()", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  let asked = 0;
  await using server = await listen((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ "مرة": ++asked }));
  });
  const { cache } = openCache(url);
  await using _ = cache;
  const options = { cache: { store: cache, ttlMs: 60_000 } };
  assert.deepEqual(await request("GET", server.url, options), { "مرة": 1 });
  assert.deepEqual(await request("GET", server.url, options), { "مرة": 1 });
  await cache.clear();
  assert.deepEqual(await request("GET", server.url, options), { "مرة": 2 });
  await cache.clear();
});

test("RedisCache keeps values of several megabytes", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { cache } = openCache(url);
  await using _ = cache;
  const text = "قيمة طويلة ".repeat(300_000);
  await cache.set("large", { text });
  assert.equal((await cache.get<{ text: string }>("large"))!.text, text);
  await cache.clear();
});

test("RedisCache lets the process end when it is closed, and writes nothing to the console", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { code, stdout, stderr, ms } = await runScript(`
    import { RedisCache } from "#mod";
    await using cache = new RedisCache(${JSON.stringify(url)}, { prefix: ${JSON.stringify(uniqueName("cache"))} });
    await cache.set("key", 1, { ttlMs: 1_000 });
    console.log(await cache.get("key"));
  `);
  assert.deepEqual([code, stdout.trim(), stderr], [0, "1", ""]);
  assert.ok(ms < 20_000, `${ms} ms`);
});

test("new RedisCache() opens nothing, and lets the process end", async () => {
  const { code, stdout, stderr } = await runScript(`
    import { RedisCache } from "#mod";
    new RedisCache();
    console.log("done");
  `);
  assert.deepEqual([code, stdout.trim(), stderr], [0, "done", ""]);
});

test("new RedisCache() refuses a URL that is none, without showing it", () => {
  const wrong = [
    "",
    "localhost:6379",
    "http://:hidden-secret@localhost",
    "redis://:hidden-secret@local host",
    "redis://:hidden-secret@localhost:port",
    "redis://:hidden-secret@localhost/abc",
    "redis://:hidden-secret@localhost/1/2",
    "redis://:hidden-secret@localhost/-1",
    "redis://:hidden-secret%@localhost",
    "redis://:hidden-secret@localhost?db=1",
    "redis:hidden-secret",
    7,
    null,
  ];
  for (const url of wrong) {
    assert.throws(() => new RedisCache(url as string), (error) => {
      assert.ok(error instanceof ValidationError, String(url));
      return error.code === "ARGUMENT_NOT_REDIS_URL" && !inspect(error).includes("hidden-secret");
    }, String(url));
  }
});

test("new RedisCache() refuses options out of range", () => {
  const wrong = [
    { prefix: 7 },
    { ttlMs: 0 },
    { connectTimeoutMs: 0 },
    { connectTimeoutMs: Infinity },
    { commandTimeoutMs: -1 },
    { commandTimeoutMs: "5" },
    { ca: "" },
  ];
  for (const options of wrong) {
    assert.throws(() => new RedisCache(undefined, options as never), ValidationError, JSON.stringify(options));
  }
});
