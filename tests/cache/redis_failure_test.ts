import assert from "node:assert/strict";
import { createServer } from "node:net";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";
import {
  CancelledError,
  createTask,
  type ErrorCode,
  RedisCache,
  type RedisCacheOptions,
  RedisError,
  setLocale,
} from "../../mod.ts";
import { startTcpProxy, type TcpProxy } from "../faults/tcp_proxy.ts";
import { listen, requireServer } from "../support/mod.ts";
import type { SkippableTest } from "../support/mod.ts";
import { openCache, portOf, withPort } from "./redis_support.ts";
import { runScript } from "./run_script.ts";

setLocale("en");

/** Whether an error is a RedisError of a code that is worth another attempt. */
function isPassing(code: ErrorCode): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof RedisError, inspect(error));
    assert.equal(error.code, code, inspect(error));
    return error.retryable;
  };
}

/** Fails a wait that takes far longer than any limit set here. */
async function soon<T>(promise: Promise<T>, ms = 5_000): Promise<T> {
  const late = Symbol("late");
  const timer = new AbortController();
  const value = await Promise.race([promise, delay(ms, late, { signal: timer.signal })]).finally(() => timer.abort());
  assert.notEqual(value, late, `took longer than ${ms} ms`);
  return value as T;
}

interface Faulty extends AsyncDisposable {
  proxy: TcpProxy;
  cache: RedisCache;
}

/** A cache behind a proxy that misbehaves as told. */
async function openFaulty(
  t: SkippableTest,
  options: RedisCacheOptions = {},
  login: { username?: string; password?: string } = {},
): Promise<Faulty | undefined> {
  const url = requireServer(t, "redis");
  if (url === undefined) return undefined;
  const proxy = await startTcpProxy({ port: portOf(url) });
  const through = new URL(withPort(url, proxy.port));
  Object.assign(through, login);
  const { cache } = openCache(through.href, { connectTimeoutMs: 3_000, commandTimeoutMs: 3_000, ...options });
  return {
    proxy,
    cache,
    [Symbol.asyncDispose]: async () => {
      await soon(cache.close());
      await proxy[Symbol.asyncDispose]();
    },
  };
}

test("RedisCache fails at once where nobody listens, and says so", async () => {
  const cache = new RedisCache("redis://:pass-word@127.0.0.1:1");
  for (let round = 0; round < 3; round++) {
    await assert.rejects(soon(cache.get("key")), (error) => {
      assert.match((error as Error).message, /^Cannot connect to Redis at 127\.0\.0\.1:1: ECONNREFUSED$/);
      assert.ok((error as Error).cause instanceof Error);
      assert.ok(!inspect(error).includes("pass-word"));
      return isPassing("CACHE_CONNECT")(error);
    });
  }
  const all = await Promise.allSettled(Array.from({ length: 200 }, (_, index) => cache.set(`key ${index}`, 1)));
  for (const one of all) assert.ok(one.status === "rejected" && isPassing("CACHE_CONNECT")(one.reason));
  await cache.close();
});

test("RedisCache says that a host has no address", async () => {
  await using cache = new RedisCache("redis://nowhere.invalid", { connectTimeoutMs: 10_000 });
  await assert.rejects(soon(cache.get("key"), 15_000), (error) => {
    return error instanceof RedisError && /^CACHE_CONNECT/.test(error.code) && error.retryable;
  });
});

test("RedisCache writes nothing to the console where nobody listens, and lets the process end", async () => {
  const { code, stdout, stderr } = await runScript(`
    import { RedisCache, RedisError } from "#mod";
    const cache = new RedisCache("redis://127.0.0.1:1");
    try {
      await cache.get("key");
    } catch (error) {
      console.log(error instanceof RedisError, error.code);
    }
    await Promise.allSettled([cache.get("a"), cache.set("b", 1), cache.delete("c")]);
  `);
  assert.deepEqual([code, stdout.trim(), stderr], [0, "true CACHE_CONNECT", ""]);
});

test("RedisCache bounds a login that is not answered", async (t) => {
  await using faulty = await openFaulty(t, { connectTimeoutMs: 100 }, { password: "pw" });
  if (faulty === undefined) return;
  await faulty.proxy.admit("stall");
  await assert.rejects(soon(faulty.cache.get("key")), isPassing("CACHE_CONNECT_TIMEOUT"));
});

test("RedisCache bounds a command that is not answered, and begins anew with the next", async (t) => {
  await using faulty = await openFaulty(t, { commandTimeoutMs: 100 });
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  await cache.set("key", 1);
  proxy.set({ toClient: { isStalled: true } });
  const all = await soon(Promise.allSettled(Array.from({ length: 100 }, () => cache.get("key"))));
  for (const one of all) assert.ok(one.status === "rejected" && isPassing("CACHE_COMMAND_TIMEOUT")(one.reason));
  proxy.clear();
  assert.equal(await soon(cache.get("key")), 1);
});

test("RedisCache gives a slow command its whole time", async (t) => {
  await using faulty = await openFaulty(t, { commandTimeoutMs: 2_000 });
  if (faulty === undefined) return;
  faulty.proxy.set({ toClient: { latencyMs: 300 } });
  await faulty.cache.set("key", 1);
  assert.equal(await faulty.cache.get("key"), 1);
});

test("RedisCache does not let a command that expires fail those that are answered", async (t) => {
  await using faulty = await openFaulty(t, { commandTimeoutMs: 300 });
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  for (let round = 0; round < 10; round++) {
    await cache.set("key", round);
    await delay(50);
  }
  assert.equal(await cache.get("key"), 9);
  assert.equal(proxy.connections.length, 1);
});

test("RedisCache tells that the connection was lost under a command, and connects again", async (t) => {
  await using faulty = await openFaulty(t, { commandTimeoutMs: 5_000 });
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  await cache.set("key", 1);
  proxy.set({ toClient: { isStalled: true } });
  const pending = [cache.get("key"), cache.get("key"), cache.set("key", 2)];
  const settled = Promise.allSettled(pending);
  await delay(50);
  proxy.cut();
  for (const one of await soon(settled)) {
    assert.ok(one.status === "rejected" && isPassing("CACHE_CONNECTION_LOST")(one.reason));
  }
  proxy.clear();
  assert.ok([1, 2].includes(await soon(cache.get("key")) as number));
});

test("RedisCache connects again after the connection broke while nothing was asked", async (t) => {
  await using faulty = await openFaulty(t);
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  await cache.set("key", 1);
  for (let round = 0; round < 3; round++) {
    const { closed } = proxy.connections[0]!;
    if (round === 1) proxy.connections[0]!.halfClose("toClient");
    else proxy.cut();
    await soon(closed);
    await delay(20);
    assert.equal(await soon(cache.get("key")), 1);
  }
});

test("RedisCache fails while Redis is away and works when it is back", async (t) => {
  await using faulty = await openFaulty(t);
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  await cache.set("key", 1);
  await proxy.admit("refuse");
  proxy.cut();
  await delay(20);
  for (let round = 0; round < 3; round++) await assert.rejects(soon(cache.get("key")), isPassing("CACHE_CONNECT"));
  await proxy.admit("forward");
  assert.equal(await soon(cache.get("key")), 1);
});

test("RedisCache gives no command a wrong answer after a damaged one", async (t) => {
  await using faulty = await openFaulty(t);
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  proxy.set({ toClient: { corrupt: { offset: 0 } } });
  await assert.rejects(soon(cache.get("key")), RedisError);
  proxy.clear();
  await soon(cache.set("key", "right"));
  assert.equal(await soon(cache.get("key")), "right");
});

test("RedisCache fails where something else than Redis answers", async () => {
  await using server = await listen((_request, response) => response.end("hello"));
  const cache = new RedisCache(`redis://127.0.0.1:${server.port}`, { commandTimeoutMs: 1_000 });
  await assert.rejects(soon(cache.get("key")), RedisError);
  await soon(cache.close());
});

test("RedisCache says that a login is demanded", async () => {
  const refusing = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", () => socket.write("-NOAUTH Authentication required.\r\n"));
  });
  await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
  const cache = new RedisCache(`redis://127.0.0.1:${(refusing.address() as { port: number }).port}`);
  try {
    await assert.rejects(soon(cache.get("key")), (error) => {
      return error instanceof RedisError && error.code === "CACHE_LOGIN" && error.reply === "NOAUTH";
    });
  } finally {
    await soon(cache.close());
    await new Promise((resolve) => refusing.close(resolve));
  }
});

test("RedisCache makes one connection for commands that come together", async (t) => {
  await using faulty = await openFaulty(t);
  if (faulty === undefined) return;
  await Promise.all(Array.from({ length: 50 }, (_, index) => faulty.cache.set(`key ${index}`, index)));
  assert.equal(faulty.proxy.connections.length, 1);
  await faulty.cache.clear();
});

test("RedisCache.get() does not begin when its signal has fired, and gives up when it fires", async (t) => {
  await using faulty = await openFaulty(t, { commandTimeoutMs: 5_000 });
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  const reason = new Error("enough");
  await assert.rejects(cache.get("key", { signal: AbortSignal.abort(reason) }), reason);
  assert.equal(proxy.connections.length, 0);

  await cache.set("key", 1);
  proxy.set({ toClient: { isStalled: true } });
  const controller = new AbortController();
  const { signal } = controller;
  const given = [cache.get("key", { signal }), cache.delete("key", { signal }), cache.clear({ signal })];
  const settled = Promise.allSettled(given);
  const other = cache.get("other");
  await delay(30);
  controller.abort(reason);
  for (const one of await soon(settled)) assert.ok(one.status === "rejected" && one.reason === reason);
  proxy.clear();
  assert.equal(await soon(other), undefined);
});

test("RedisCache gives up connecting for whom a signal fires, and goes on for others", async (t) => {
  await using faulty = await openFaulty(t, { connectTimeoutMs: 5_000, commandTimeoutMs: 5_000 });
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  await proxy.admit("stall");
  const controller = new AbortController();
  const impatient = assert.rejects(cache.get("key", { signal: controller.signal }), { name: "AbortError" });
  const patient = cache.get("key");
  await delay(30);
  controller.abort();
  await soon(impatient);
  await proxy.admit("forward");
  assert.equal(await soon(patient), undefined);
});

test("RedisCache is cancelled with the task that it is used in, but not for others", async (t) => {
  await using faulty = await openFaulty(t, { commandTimeoutMs: 5_000 });
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  proxy.set({ toClient: { isStalled: true } });
  const task = createTask(() => cache.get("key"));
  const other = createTask(() => cache.get("key"));
  await delay(30);
  task.cancel("changed my mind");
  await assert.rejects(soon(task), CancelledError);
  assert.equal(task.cancelled, true);
  proxy.clear();
  assert.equal(await soon(other), undefined);
  // The connection was made in the cancelled task.
  assert.equal(await soon(cache.get("key")), undefined);
});

test("RedisCache does not begin in a task that has been cancelled", async (t) => {
  await using faulty = await openFaulty(t);
  if (faulty === undefined) return;
  const task = createTask(async () => {
    await delay(20);
    await faulty.cache.set("key", 1);
  });
  task.cancel();
  await assert.rejects(soon(task), CancelledError);
  assert.equal(await faulty.cache.get("key"), undefined);
});

test("RedisCache.close() waits for commands under way, and refuses those that come later", async (t) => {
  await using faulty = await openFaulty(t, { commandTimeoutMs: 5_000 });
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  await cache.set("key", 1);
  proxy.set({ toClient: { latencyMs: 100 } });
  const last = cache.get("key");
  const closed = cache.close();
  await assert.rejects(cache.get("key"), (error) => (error as RedisError).code === "CACHE_CLOSED");
  assert.equal(await last, 1);
  await soon(closed);
  await assert.rejects(cache.set("key", 2), (error) => {
    return error instanceof RedisError && error.code === "CACHE_CLOSED" && !error.retryable;
  });
  await soon(cache.close());
  await Promise.all(proxy.connections.map((connection) => soon(connection.closed)));
});

test("RedisCache.close() returns where Redis does not answer, within the time of a command", async (t) => {
  await using faulty = await openFaulty(t, { commandTimeoutMs: 300 });
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  await cache.set("key", 1);
  proxy.set({ toClient: { isStalled: true }, toServer: { isStalled: true } });
  const last = assert.rejects(cache.get("key"), isPassing("CACHE_COMMAND_TIMEOUT"));
  await soon(Promise.all([cache.close(), last, cache.close(), cache[Symbol.asyncDispose]()]));
});

test("RedisCache.close() ends an attempt to connect, and those who wait for it", async (t) => {
  await using faulty = await openFaulty(t, { connectTimeoutMs: 60_000 }, { password: "pw" });
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  await proxy.admit("stall");
  const waiting = assert.rejects(cache.get("key"), (error) => (error as RedisError).code === "CACHE_CLOSED");
  await delay(30);
  await soon(cache.close());
  await soon(waiting);
});

test("RedisCache.close() works inside a task that has been cancelled", async (t) => {
  await using faulty = await openFaulty(t);
  if (faulty === undefined) return;
  const { cache, proxy } = faulty;
  const task = createTask(async (signal) => {
    await using own = cache;
    await own.set("key", 1);
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  await delay(50);
  task.cancel();
  await assert.rejects(soon(task), CancelledError);
  await Promise.all(proxy.connections.map((connection) => soon(connection.closed)));
});
