import assert from "node:assert/strict";
import test from "node:test";
import { createTask, RateLimit, type VirtualClock, withVirtualClock } from "../../async/mod.ts";
import { CancelledError, type NetworkError, setLocale, ValidationError } from "../../errors/mod.ts";
import { createClient, type HttpError, request, requestBatch, requestStream } from "../../net/mod.ts";
import { startFaultyHttp } from "../faults/faulty_http.ts";
import { answers, inTurn } from "../faults/http_faults.ts";
import { failureOf, soon } from "./support.ts";

setLocale("en");

const ok = answers("ok");
const busy = answers("", [], "503 Service Unavailable");
const HOUR = 3_600_000;

function pausing(seconds: number, status: string = "429 Too Many Requests") {
  return answers("", [`Retry-After: ${seconds}`], status);
}

function urls({ url }: { url: string }, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${url}/${n}`);
}

/** Waits until so many wait on the clock. */
async function waiting(clock: VirtualClock, timers: number): Promise<void> {
  while (clock.timers < timers) await new Promise((resolve) => setImmediate(resolve));
}

/** A block whose time only moves when it says so. */
function still(block: (clock: VirtualClock) => Promise<void>): Promise<void> {
  return withVirtualClock(block, { autoAdvance: false });
}

test("requestBatch() begins no more requests in a time than its rate says, in order", async () => {
  await using server = await startFaultyHttp(ok);
  await still(async (clock) => {
    const batch = requestBatch(urls(server, 8), { rate: { count: 3, periodMs: 3_000 } });
    await server.asked(3);
    for (let n = 4; n <= 8; n++) {
      await waiting(clock, 1);
      assert.equal(server.requests.length, n - 1);
      await clock.advance(1_000);
      await server.asked(n);
    }
    assert.deepEqual(await batch, Array(8).fill("ok"));
    assert.equal(clock.elapsedMs, 5_000);
  });
  assert.deepEqual(server.requests.map(({ path }) => path).slice(3), ["/3", "/4", "/5", "/6", "/7"]);
});

test("requestStream() has a rate of its own in each call, and counts further attempts", async () => {
  await using server = await startFaultyHttp(inTurn(busy, busy, ok));
  const options = { rate: { count: 2, periodMs: 2 * HOUR }, concurrency: 1, retry: { delayMs: 0 } };
  await still(async (clock) => {
    const first = Array.fromAsync(requestStream([server.url], options));
    for (const attempt of [1, 2]) {
      await server.asked(attempt);
      await waiting(clock, 1);
      await clock.advance(1);
    }
    await waiting(clock, 1);
    assert.equal(server.requests.length, 2, "the third attempt waits for its turn");
    assert.deepEqual(await Array.fromAsync(requestStream(urls(server, 2), options), ({ value }) => value), [
      "ok",
      "ok",
    ]);
    await clock.advance(HOUR);
    assert.deepEqual((await first).map(({ value }) => value), ["ok"]);
  });
});

test("a RateLimit counts everything that it is passed for", async () => {
  await using one = await startFaultyHttp(ok);
  await using other = await startFaultyHttp(ok);
  const rate = new RateLimit({ count: 3, periodMs: HOUR });
  const client = createClient({ rate });
  assert.deepEqual(await requestBatch([one.url, other.url], { rate }), ["ok", "ok"]);
  assert.equal(await client.get(one.url).text(), "ok");
  assert.equal(rate.tryPass(), false);
  const signal = AbortSignal.abort("enough");
  assert.equal(await failureOf(request("GET", one.url, { rate, signal })), "enough");
  assert.equal(one.requests.length + other.requests.length, 3);
});

test("a client's rate is that of all clients that come of it, and of no other", async () => {
  await using server = await startFaultyHttp(ok);
  await still(async (clock) => {
    const options = { baseUrl: server.url, rate: { count: 2, periodMs: HOUR } };
    const client = createClient(options);
    await client.get("/a");
    await client.extend({ headers: { "x-a": "1" } }).get("/b");
    const third = client.get("/c").text();
    await waiting(clock, 1);
    assert.equal(await createClient(options).get("/other"), "ok");
    assert.deepEqual(server.requests.map(({ path }) => path), ["/a", "/b", "/other"]);
    await clock.advance(HOUR / 2);
    assert.equal(await third, "ok");
  });
});

test("request() shares a rate with all that pass the same options", async () => {
  await using server = await startFaultyHttp(ok);
  await still(async (clock) => {
    await request("GET", server.url, { rate: { count: 1, periodMs: 5_001 } });
    const same = request("GET", server.url, { rate: { count: 1, periodMs: 5_001 } });
    await waiting(clock, 1);
    assert.equal(await request("GET", server.url, { rate: { count: 1, periodMs: 5_002 } }), "ok");
    assert.equal(server.requests.length, 2);
    await clock.advance(5_001);
    assert.equal(await same, "ok");
  });
});

test("requestBatch() keeps a rate for each origin", async () => {
  await using one = await startFaultyHttp(ok);
  await using other = await startFaultyHttp(ok);
  await still(async (clock) => {
    const ratePerOrigin = { count: 1, periodMs: 1_003 };
    const batch = requestBatch([...urls(one, 2), ...urls(other, 2)], { ratePerOrigin });
    await Promise.all([one.asked(1), other.asked(1)]);
    await waiting(clock, 2);
    assert.deepEqual([one.requests.length, other.requests.length], [1, 1]);
    await clock.advance(1_003);
    assert.deepEqual(await batch, Array(4).fill("ok"));
  });
});

test("the wait for a turn counts in the total time, and ends with its signal and its task", async () => {
  await using server = await startFaultyHttp(ok);
  const rate = new RateLimit({ count: 1, periodMs: HOUR });
  assert.equal(await request("GET", server.url, { rate }), "ok");
  const controller = new AbortController();
  const aborted = failureOf(request("GET", server.url, { rate, signal: controller.signal }));
  const late = failureOf<NetworkError>(request("GET", server.url, { rate, totalTimeoutMs: 30 }));
  const task = createTask(() => requestBatch([server.url], { rate }));
  controller.abort("enough");
  assert.equal(await soon(aborted, "the rejection"), "enough");
  assert.deepEqual([(await soon(late, "the rejection")).phase, (await late).reason], ["total", "timeout"]);
  task.cancel();
  assert.ok(await soon(failureOf(task), "the cancellation") instanceof CancelledError);
  assert.equal(server.requests.length, 1);
});

test("a request that a hook makes again takes its turn", async () => {
  await using server = await startFaultyHttp(inTurn(answers("", [], "401 No"), ok));
  await still(async (clock) => {
    const client = createClient({
      rate: { count: 1, periodMs: 1_000 },
      hooks: { afterResponse: [async ({ status }, { again }) => status === 401 ? await again() : undefined] },
    });
    const answer = client.get(server.url).text();
    await waiting(clock, 1);
    assert.equal(server.requests.length, 1);
    await clock.advance(1_000);
    assert.equal(await answer, "ok");
  });
});

test("requestBatch() leaves an origin alone for as long as it asks for, and no other", async () => {
  await using other = await startFaultyHttp(ok);
  for (const status of ["429 Too Many Requests", "503 Service Unavailable"]) {
    await using server = await startFaultyHttp(inTurn(pausing(5, status), ok));
    await still(async (clock) => {
      const options = { concurrency: 1, retry: { attempts: 1 } };
      const batch = requestBatch(urls(server, 3), options);
      await waiting(clock, 1);
      assert.equal(server.requests.length, 1);
      assert.equal((await requestBatch([other.url], options))[0], "ok");
      await clock.advance(5_000);
      const [first, ...rest] = await batch;
      assert.deepEqual([(first as HttpError).retryAfterMs, ...rest], [5_000, "ok", "ok"]);
    });
  }
});

test("requestBatch() waits no longer than maxDelayMs, and not at all where it is not to", async () => {
  for (
    const [seconds, options] of [
      [31, {}],
      [5, { retry: { attempts: 1, maxDelayMs: 4_999 } }],
      [5, { shareRetryAfter: false }],
      [5, { client: createClient({ shareRetryAfter: false }) }],
      [0, {}],
    ] as const
  ) {
    await using server = await startFaultyHttp(inTurn(pausing(seconds), ok));
    const retry = { attempts: 1 };
    const results = await soon(requestBatch(urls(server, 3), { concurrency: 1, retry, ...options }), "the batch");
    assert.deepEqual(results.slice(1), ["ok", "ok"], JSON.stringify(options));
  }
});

test("a client shares what an origin asks for if it is to, whatever its answers are to it", async () => {
  await using server = await startFaultyHttp(inTurn(pausing(7), ok, pausing(7), ok));
  const options = { baseUrl: server.url, throwOnStatus: false };
  const client = createClient(options);
  assert.equal(await client.get("/"), undefined);
  assert.equal(await client.get("/"), "ok");
  await still(async (clock) => {
    const sharing = createClient({ ...options, shareRetryAfter: true });
    assert.equal(await sharing.get("/"), undefined);
    const second = sharing.get("/").text();
    await waiting(clock, 1);
    assert.equal(server.requests.length, 3);
    await clock.advance(7_000);
    assert.equal(await second, "ok");
  });
});

test("a rate that is none is refused before anything is sent", async () => {
  await using server = await startFaultyHttp(ok);
  for (
    const options of [
      { rate: 5 },
      { rate: { count: 0 } },
      { rate: { count: 1, period: 5 } },
      { ratePerOrigin: null },
      { ratePerOrigin: new RateLimit({ count: 1 }) },
      { shareRetryAfter: 1 },
    ] as Record<string, unknown>[]
  ) {
    assert.ok(await failureOf(requestBatch([server.url], options)) instanceof ValidationError);
    assert.ok(await failureOf(requestStream([server.url], options).next()) instanceof ValidationError);
    assert.ok(await failureOf(request("GET", server.url, options)) instanceof ValidationError);
    const byClient = async () => await createClient(options).get(server.url);
    assert.ok(await failureOf(byClient()) instanceof ValidationError);
  }
  assert.equal(server.requests.length, 0);
});
