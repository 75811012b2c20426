import assert from "node:assert/strict";
import test from "node:test";
import { CircuitBreaker, CircuitOpenError, createTask } from "../../async/mod.ts";
import { type NetworkError, setLocale, ValidationError } from "../../errors/mod.ts";
import { createClient, type HttpError, request, type RequestOptions } from "../../net/mod.ts";
import { answers, inTurn, OK, resets, sends } from "../faults/http_faults.ts";
import { type FaultyRequest, startFaultyHttp } from "../faults/faulty_http.ts";
import { answerWith, failureOf, serve, soon } from "./support.ts";

setLocale("en");

const busy = answers("", [], "503 Service Unavailable");
const ok = answers("ok");

test("request() sends one idempotency key with all attempts of a POST, if it is to", async () => {
  await using server = await serve((_request, response, n) => void response.writeHead(n % 3 === 0 ? 200 : 503).end());
  const retry = { idempotencyKey: true, delayMs: 1 };
  for (const method of ["POST", "PATCH"]) await request(method, server.url, { body: { a: 1 }, retry });
  const keys = server.seen.map(({ headers }) => headers["idempotency-key"] as string);
  assert.equal(keys.length, 6);
  assert.match(keys[0]!, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  assert.deepEqual([new Set(keys.slice(0, 3)).size, new Set(keys.slice(3)).size, new Set(keys).size], [1, 1, 2]);
});

test("request() sends no idempotency key where there is one, or where the method needs none", async () => {
  await using server = await serve(answerWith("1"));
  const retry = { idempotencyKey: true };
  await request("POST", server.url, { headers: { "Idempotency-Key": "mine" }, retry });
  for (const method of ["GET", "PUT", "DELETE"]) await request(method, server.url, { retry });
  await request("POST", server.url, { retry: { idempotencyKey: false } });
  assert.deepEqual(server.seen.map(({ headers }) => headers["idempotency-key"]), ["mine", ...Array(4).fill(undefined)]);
});

test("request() does not repeat a stream for having an idempotency key", async () => {
  await using server = await serve(answerWith("", "text/plain", 503));
  const body = new Blob(["once"]).stream();
  const error = await failureOf<HttpError>(request("POST", server.url, { body, retry: { idempotencyKey: true } }));
  assert.deepEqual([error.status, error.retryable, server.seen.length], [503, false, 1]);
});

test("request() gives each attempt its own time, and tells of each", async () => {
  await using server = await startFaultyHttp(sends(`${OK}Content-Length: 1000000\r\n\r\nx`));
  const error = await failureOf<NetworkError>(
    request("GET", server.url, { timeoutMs: 80, retry: { attempts: 3, delayMs: 1 } }),
  );
  assert.deepEqual([error.code, error.phase, error.retryable], ["NET_ATTEMPT_TIMEOUT", "attempt", true]);
  assert.match(error.message, /took longer than 80 ms$/);
  assert.deepEqual(error.attempts.map((it) => it.phase), ["attempt", "attempt", "attempt"]);
  await soon(server.allClosed(), "closing the connections");
});

test("request() succeeds at an attempt that is in time", async () => {
  await using server = await startFaultyHttp(inTurn(() => {}, ok));
  assert.equal(await request("GET", server.url, { timeoutMs: 1_000, retry: { delayMs: 1 } }), "ok");
});

test("request() is refused at once while a circuit is open, and no request is sent", async () => {
  await using server = await startFaultyHttp(busy);
  const circuitBreaker = { failures: 2, resetMs: 60_000 };
  // The second attempt opens it; the third is refused, which says less than what opened it.
  const error = await failureOf<HttpError>(request("GET", server.url, { circuitBreaker, retry: { delayMs: 1 } }));
  assert.deepEqual([error.status, error.attempts.length, server.requests.length], [503, 2, 2]);
  const refused = await soon(
    failureOf<CircuitOpenError>(request("GET", server.url, { circuitBreaker })),
    "the refusal",
  );
  assert.ok(refused instanceof CircuitOpenError);
  assert.ok(refused.retryAfterMs > 0 && refused.retryAfterMs <= 60_000);
  assert.equal(await request("GET", server.url, { circuitBreaker, fallback: "before" }), "before");
  assert.equal(server.requests.length, 2);
  await using other = await startFaultyHttp(ok);
  assert.equal(await request("GET", other.url, { circuitBreaker }), "ok", "another origin");
});

test("request() tries again when a circuit has been open for long enough", async () => {
  await using server = await startFaultyHttp(inTurn(resets(""), ok));
  const circuitBreaker = { failures: 1, resetMs: 30 };
  await failureOf(request("GET", server.url, { circuitBreaker, retry: { attempts: 1 } }));
  const isRetryable = (error: unknown) => error instanceof CircuitOpenError;
  assert.equal(await request("GET", server.url, { circuitBreaker, retry: { isRetryable } }), "ok");
});

test("request() counts for a circuit what tells that a server is not well, and nothing else", async () => {
  const well = [404, 401, 501].map((status) => answers("", [], `${status} No`));
  await using server = await startFaultyHttp(
    inTurn(busy, ...well, answers("{", ["Content-Type: application/json"]), busy),
  );
  const options = { circuitBreaker: { failures: 2, resetMs: 60_001 }, retry: { attempts: 1 } };
  for (let times = 0; times < 6; times++) await failureOf(request("GET", server.url, options));
  assert.equal(server.requests.length, 6, "a server that answers is well, and what it answers ends the row");
  await failureOf(request("GET", server.url, options));
  assert.ok(await failureOf(request("GET", server.url, options)) instanceof CircuitOpenError);
  assert.equal(server.requests.length, 7);
});

test("request() lets a caller's circuit breaker decide for all origins that it is passed for", async () => {
  await using one = await startFaultyHttp(answers("", [], "404 No"));
  await using other = await startFaultyHttp(ok);
  const circuitBreaker = new CircuitBreaker({ failures: 1 });
  await failureOf(request("GET", one.url, { circuitBreaker }));
  assert.ok(await failureOf(request("GET", other.url, { circuitBreaker })) instanceof CircuitOpenError);
  assert.equal(other.requests.length, 0);
});

test("request() counts no cancellation for a circuit", async () => {
  await using server = await startFaultyHttp(inTurn(() => {}, () => {}, ok));
  const options = { circuitBreaker: { failures: 1, resetMs: 60_002 } };
  const controller = new AbortController();
  const aborted = failureOf(request("GET", server.url, { ...options, signal: controller.signal }));
  await server.asked(1);
  controller.abort("enough");
  assert.equal(await aborted, "enough");
  const task = createTask(() => request("GET", server.url, options));
  await server.asked(2);
  task.cancel("enough");
  await failureOf(task);
  assert.equal(await request("GET", server.url, options), "ok");
});

/** A server that answers only when told to. */
async function slowServer() {
  const waiting: FaultyRequest[] = [];
  const server = await startFaultyHttp((asked) => void waiting.push(asked));
  return { server, waiting, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

test("request() makes no more attempts at a time with an origin than it may, in the order in which they came", async () => {
  await using slow = await slowServer();
  const { server, waiting } = slow;
  const paths: string[] = [];
  const running = Array.from({ length: 7 }, (_, n) => request("GET", `${server.url}/${n}`, { maxPerOrigin: 3 }));
  for (let n = 0; n < 7; n++) {
    await server.asked(Math.min(7, n + 3));
    assert.equal(server.requests.length, Math.min(7, n + 3));
    const next = waiting.shift()!;
    paths.push(next.path);
    ok(next);
    await running[Number(next.path.slice(1))];
  }
  assert.deepEqual(paths.toSorted(), ["/0", "/1", "/2", "/3", "/4", "/5", "/6"]);
  assert.deepEqual((await Promise.all(running)).length, 7);
});

test("request() lets another origin be asked meanwhile, and whoever has no limit", async () => {
  await using slow = await slowServer();
  await using other = await startFaultyHttp(ok);
  const first = request("GET", slow.server.url, { maxPerOrigin: 1 });
  await slow.server.asked(1);
  assert.equal(await request("GET", other.url, { maxPerOrigin: 1 }), "ok");
  const unlimited = request("GET", slow.server.url);
  await slow.server.asked(2);
  for (const asked of slow.waiting) ok(asked);
  assert.deepEqual(await Promise.all([first, unlimited]), ["ok", "ok"]);
});

test("request() ends its wait for a turn when its signal fires or its total time is over, and leaves the line", async () => {
  await using slow = await slowServer();
  const { server, waiting } = slow;
  const options = { maxPerOrigin: 1 };
  const first = request("GET", server.url, options);
  await server.asked(1);
  const controller = new AbortController();
  const aborted = failureOf(request("GET", server.url, { ...options, signal: controller.signal }));
  const late = failureOf<NetworkError>(request("GET", server.url, { ...options, totalTimeoutMs: 30 }));
  const task = createTask(() => request("GET", server.url, options));
  controller.abort("enough");
  assert.equal(await soon(aborted, "the rejection"), "enough");
  assert.equal((await soon(late, "the rejection")).phase, "total");
  task.cancel("enough");
  await soon(failureOf(task), "the cancellation");
  const last = request("GET", server.url, options);
  ok(waiting[0]!);
  assert.equal(await first, "ok");
  await server.asked(2);
  ok(waiting[1]!);
  assert.equal(await last, "ok");
});

test("a client asks no more than 100 times at a time of an origin, unless it is told to", async () => {
  await using slow = await slowServer();
  const { server, waiting } = slow;
  const client = createClient({ baseUrl: server.url });
  const some = Array.from({ length: 101 }, () => client.get("/").text());
  await server.asked(100);
  const others = [
    ...Array.from({ length: 2 }, () => client.get("/", { maxPerOrigin: Infinity }).text()),
    createClient({ baseUrl: server.url }).get("/").text(),
  ];
  await server.asked(103);
  assert.equal(server.requests.length, 103);
  for (const asked of waiting.splice(0)) ok(asked);
  await server.asked(104);
  ok(waiting[0]!);
  assert.equal((await Promise.all([...some, ...others])).length, 104);
});

test("request() gives its turn back when it fails", async () => {
  await using server = await startFaultyHttp(inTurn(resets(""), busy, () => {}, ok));
  const options = { maxPerOrigin: 1, retry: { attempts: 1 }, timeoutMs: 500 };
  for (let times = 0; times < 3; times++) await failureOf(request("GET", server.url, options));
  assert.equal(await soon(request("GET", server.url, options), "the answer"), "ok");
});

test("request() refuses options that there are not, also within others, before anything is sent", async () => {
  await using server = await serve(answerWith("1"));
  const store = new Map<string, unknown>();
  const wrong: Record<string, unknown>[] = [
    { timeout: 1_000 },
    { Retry: {} },
    { retry: { attempt: 3 } },
    { retry: { signal: AbortSignal.abort() } },
    { retry: [] },
    { retry: { idempotencyKey: "yes" } },
    { retry: { isRetryable: true } },
    { retry: { onRetry: 1 } },
    { cache: { store, ttl: 5 } },
    { circuitBreaker: { failure: 1 } },
    { circuitBreaker: { failures: 0 } },
    { circuitBreaker: 5 },
    { maxPerOrigin: 0 },
    { maxPerOrigin: 1.5 },
    { timeoutMs: 0 },
    { timeoutMs: "1" },
  ];
  for (const options of wrong) {
    const error = await failureOf(request("GET", server.url, options as RequestOptions));
    assert.ok(error instanceof ValidationError, JSON.stringify(options));
  }
  const misspelt = await failureOf(request("GET", server.url, { timeout: 1 } as RequestOptions));
  assert.match(misspelt.message, /timeout/);
  assert.match(misspelt.message, /timeoutMs/);
  assert.equal(server.seen.length, 0);
});
