import assert from "node:assert/strict";
import test from "node:test";
import { createTask, RateLimit, RetryBudget, withVirtualClock } from "../../async/mod.ts";
import { CancelledError, type NetworkError, setLocale, ValidationError } from "../../errors/mod.ts";
import { createClient, type HttpError, request, requestBatch } from "../../net/mod.ts";
import { type FaultyRequest, startFaultyHttp } from "../faults/faulty_http.ts";
import { answers, inTurn, OK, resets, sends } from "../faults/http_faults.ts";
import { failureOf, soon } from "./support.ts";

setLocale("en");

const ok = answers("ok");
const busy = answers("busy", [], "503 Service Unavailable");
const silent = () => {};
const once = { attempts: 1 };

test("request() with hedgeMs takes a second answer where the first is late, and closes the other connection", async () => {
  await using server = await startFaultyHttp(inTurn(silent, answers("second")));
  assert.equal(await soon(request("GET", server.url, { hedgeMs: 20 }), "the answer"), "second");
  assert.equal(server.requests.length, 2);
  while (server.open > 1) await new Promise((resolve) => setTimeout(resolve, 5));
});

test("request() with hedgeMs takes the first answer where it is the second that is late", async () => {
  const waiting: FaultyRequest[] = [];
  await using server = await startFaultyHttp((asked) => void waiting.push(asked));
  const answer = request("GET", server.url, { hedgeMs: 10 });
  await server.asked(2);
  answers("first")(waiting[0]!);
  assert.equal(await soon(answer, "the answer"), "first");
  assert.equal(server.requests.length, 2, "there are two of them and no more");
});

test("request() sends nothing beside an answer that is in time, nor what may change something", async () => {
  await using server = await startFaultyHttp(ok);
  for (const method of ["GET", "HEAD", "OPTIONS"]) await request(method, server.url, { hedgeMs: 60_000 });
  assert.equal(server.requests.length, 3);
  await using slow = await startFaultyHttp((asked) => void setTimeout(() => ok(asked), 60));
  for (const method of ["POST", "PUT", "DELETE"]) await request(method, slow.url, { hedgeMs: 1 });
  const body = new Blob(["a"]).stream();
  await request("OPTIONS", slow.url, { hedgeMs: 1, body });
  assert.equal(slow.requests.length, 4);
});

test("an answer that has begun in time is read to its end, however long that takes", async () => {
  const waiting: FaultyRequest[] = [];
  await using server = await startFaultyHttp((asked) => void waiting.push(asked));
  await withVirtualClock(async (clock) => {
    const raw = createClient({ hedgeMs: 1_000 }).get(server.url).raw();
    await server.asked(1);
    sends(`${OK}Content-Length: 2\r\n\r\no`)(waiting[0]!);
    const answer = await raw;
    await clock.advance(60_000);
    sends("k")(waiting[0]!);
    assert.equal(await answer.text(), "ok");
  }, { autoAdvance: false });
  assert.equal(server.requests.length, 1);
});

test("a status that is tried again is taken only when nothing better can come", async () => {
  const waiting: FaultyRequest[] = [];
  await using server = await startFaultyHttp((asked) => void waiting.push(asked));
  const options = { hedgeMs: 10, retry: once };
  for (const by of [ok, answers("none", [], "404 No")]) {
    waiting.length = 0;
    const outcome = request("GET", server.url, options).catch((error: HttpError) => error.body);
    while (waiting.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    busy(waiting[1]!);
    setTimeout(() => by(waiting[0]!), 20);
    assert.equal(await soon(outcome, "the answer"), by === ok ? "ok" : "none");
  }
  waiting.length = 0;
  const failed = failureOf<HttpError>(request("GET", server.url, options));
  while (waiting.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  for (const asked of waiting) busy(asked);
  const { status, attempts } = await soon(failed, "the failure");
  assert.deepEqual([status, attempts.length], [503, 1]);
});

test("a connection that is lost leaves the other request its time, and both make one attempt", async () => {
  await using server = await startFaultyHttp(inTurn(silent, resets("")));
  const options = { hedgeMs: 10, connectTimeoutMs: 300, retry: once };
  const error = await soon(failureOf<NetworkError>(request("GET", server.url, options)), "the failure");
  assert.deepEqual([error.reason, error.phase, error.attempts.length], ["timeout", "headers", 1]);
  await using early = await startFaultyHttp(inTurn(busy, ok));
  assert.equal(await request("GET", early.url, { hedgeMs: 60_000, retry: { delayMs: 1 } }), "ok");
  assert.equal(early.requests.length, 2, "what fails before its time is tried again as ever");
});

test("a request that is sent beside another takes its turn, and counts for the budget", async () => {
  const slow = (asked: FaultyRequest) => void setTimeout(() => ok(asked), 80);
  await using server = await startFaultyHttp(inTurn(slow, slow, slow, silent, ok));
  const rate = new RateLimit({ count: 1, periodMs: 3_600_000 });
  assert.equal(await request("GET", server.url, { hedgeMs: 1, rate }), "ok");
  assert.equal(server.requests.length, 1);
  const budget = new RetryBudget({ ratio: 0, minPerSecond: 0 });
  assert.equal(await request("GET", server.url, { hedgeMs: 1, retry: { budget } }), "ok");
  assert.equal(server.requests.length, 2);
  const room = { maxPerOrigin: 1, circuitBreaker: { failures: 1, resetMs: 60_003 } };
  assert.equal(await request("GET", server.url, { hedgeMs: 1, ...room }), "ok");
  assert.equal(server.requests.length, 3);
  const two = new RetryBudget({ ratio: 0, minPerSecond: 0.1 });
  assert.equal(await request("GET", server.url, { hedgeMs: 1, retry: { budget: two } }), "ok");
  assert.deepEqual([server.requests.length, two.balance], [5, 0]);
});

test("both requests end with their signal, their task and their total time", async () => {
  await using server = await startFaultyHttp(silent);
  const controller = new AbortController();
  const options = { hedgeMs: 5, retry: once };
  const aborted = failureOf(request("GET", server.url, { ...options, signal: controller.signal }));
  const task = createTask(() => request("GET", server.url, options));
  await server.asked(4);
  controller.abort("enough");
  task.cancel();
  assert.equal(await soon(aborted, "the rejection"), "enough");
  assert.ok(await soon(failureOf(task), "the cancellation") instanceof CancelledError);
  const late = await failureOf<NetworkError>(request("GET", server.url, { ...options, totalTimeoutMs: 60 }));
  assert.equal(late.phase, "total");
  await soon(server.allClosed(), "closing the connections");
});

test("a client and a batch send a late request a second time, each with its hooks, and read one answer", async () => {
  await using server = await startFaultyHttp(inTurn(silent, ok));
  const called: (string | number)[] = [];
  const client = createClient({
    hedgeMs: 20,
    auth: { bearer: () => "token" },
    hooks: {
      beforeRequest: [({ attempt }) => void called.push(attempt)],
      afterResponse: [({ status }) => void called.push(status)],
    },
  });
  const text = await soon(new Response(client.get(server.url).stream()).text(), "the answer");
  assert.deepEqual([text, called], ["ok", [1, 1, 200]]);
  assert.ok(server.requests.every(({ head }) => /authorization: Bearer token/i.test(head)));
  await using other = await startFaultyHttp(inTurn(silent, ok));
  assert.deepEqual(await soon(requestBatch([other.url], { hedgeMs: 20 }), "the batch"), ["ok"]);
});

test("an answer that breaks off in its body fails, and is tried again", async () => {
  await using server = await startFaultyHttp(inTurn(silent, resets(`${OK}Content-Length: 5\r\n\r\nx`), ok));
  assert.equal(await soon(request("GET", server.url, { hedgeMs: 20, retry: { delayMs: 1 } }), "the answer"), "ok");
  await using stalled = await startFaultyHttp(inTurn(silent, sends(`${OK}Content-Length: 5\r\n\r\nx`)));
  const options = { hedgeMs: 20, readTimeoutMs: 100, retry: once };
  assert.equal((await failureOf<NetworkError>(request("GET", stalled.url, options))).phase, "idle");
});

test("hedgeMs is refused where it is no time", async () => {
  for (const hedgeMs of [0, -1, "5", NaN]) {
    const options = { hedgeMs } as Record<string, unknown>;
    assert.ok(await failureOf(request("GET", "http://127.0.0.1:1/", options)) instanceof ValidationError);
    assert.ok(await failureOf(requestBatch(["http://127.0.0.1:1/"], options)) instanceof ValidationError);
  }
});
