import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { RetryBudget } from "../../async/mod.ts";
import { type NetworkError, setLocale, ValidationError } from "../../errors/mod.ts";
import { createClient, download, request, requestBatch, requestStream } from "../../net/mod.ts";
import { startFaultyHttp } from "../faults/faulty_http.ts";
import { answers, inTurn } from "../faults/http_faults.ts";
import { tempDir } from "../support/mod.ts";
import { failureOf } from "./support.ts";

setLocale("en");

const ok = answers("ok");
const busy = answers("", [], "503 Service Unavailable");
const HOUR = 3_600_000;
const quick = { attempts: 3, delayMs: 0 };

function urls({ url }: { url: string }, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${url}/${n}`);
}

function stops(results: readonly unknown[]): (string | undefined)[] {
  return results.map((it) => (it as NetworkError).attempts.at(-1)!.stoppedBy);
}

test("requestBatch() tries no more often again than its budget allows, and tells so", async () => {
  await using server = await startFaultyHttp(busy);
  const budget = { ratio: 0.2, minPerSecond: 0, windowMs: HOUR };
  const results = await requestBatch(urls(server, 60), { concurrency: 1, retry: { ...quick, budget } });
  assert.equal(server.requests.length, 72);
  const errors = results as NetworkError[];
  assert.deepEqual(errors.slice(0, 6).map((it) => it.attempts.length), [1, 1, 1, 1, 2, 1]);
  assert.deepEqual(new Set(stops(errors)), new Set(["budget"]));
  assert.deepEqual(errors.map((it) => [it.code, it.retryable])[0], ["NET_HTTP_STATUS", true]);
  assert.match(JSON.stringify(errors[0]), /"stoppedBy":"budget"/);
});

test("a batch and a client have a budget, unless they are to have none; a request by itself has none", async () => {
  await using server = await startFaultyHttp(busy);
  const asked = async (act: () => Promise<unknown>) => {
    const before = server.requests.length;
    await act();
    return server.requests.length - before;
  };
  const batch = await asked(() => requestBatch(urls(server, 400), { concurrency: 100, retry: quick }));
  // A hundred in ten seconds, and eighty for four hundred.
  assert.ok(batch > 500 && batch < 1_000, `${batch}`);
  const client = createClient({ retry: quick });
  const byClient = await asked(() => requestBatch(urls(server, 400), { concurrency: 100, client }));
  assert.ok(byClient > 500 && byClient < 1_000, `${byClient}`);
  const none = { ...quick, budget: false } as const;
  assert.equal(await asked(() => requestBatch(urls(server, 200), { retry: none })), 600);
  const careless = createClient({ retry: none });
  assert.equal(await asked(() => requestBatch(urls(server, 200), { client: careless })), 600);
  const alone = () => Promise.all(urls(server, 200).map((url) => failureOf(request("GET", url, { retry: quick }))));
  assert.equal(await asked(alone), 600);
});

test("a budget in options is kept for each origin, and for all that pass the same", async () => {
  await using one = await startFaultyHttp(busy);
  await using other = await startFaultyHttp(busy);
  const retry = () => ({ ...quick, budget: { ratio: 0, minPerSecond: 1, windowMs: 2_000_000 } });
  const budget = { ratio: 0, minPerSecond: 3 / (HOUR / 1_000), windowMs: HOUR };
  await failureOf(request("GET", one.url, { retry: { ...quick, budget } }));
  const error = await failureOf<NetworkError>(request("GET", one.url, { retry: { ...quick, budget } }));
  assert.deepEqual([error.attempts.length, error.attempts.at(-1)?.stoppedBy], [2, "budget"]);
  await failureOf(request("GET", one.url, { retry: retry() }));
  await failureOf(request("GET", other.url, { retry: { ...quick, budget } }));
  const client = createClient({ retry: { ...quick, budget } });
  await failureOf(client.get(one.url).text());
  const late = await failureOf<NetworkError>(client.extend({}).get(one.url).text());
  assert.equal(late.attempts.length, 2);
  assert.deepEqual([one.requests.length, other.requests.length], [3 + 2 + 3 + 3 + 2, 3]);
});

test("a RetryBudget counts everything that it is passed for", async () => {
  await using server = await startFaultyHttp(busy);
  const budget = new RetryBudget({ ratio: 0, minPerSecond: 0.3 });
  const retry = { ...quick, budget };
  assert.equal((await failureOf<NetworkError>(request("GET", server.url, { retry }))).attempts.length, 3);
  const [result] = await requestBatch([server.url], { retry });
  assert.equal((result as NetworkError).attempts.length, 2);
  const [outcome] = await Array.fromAsync(requestStream([server.url], { retry }));
  assert.equal((outcome!.error as NetworkError).attempts.length, 1);
  assert.equal(budget.balance, 0);
});

test("a request of a batch that has a policy of its own stays within the budget of all", async () => {
  await using server = await startFaultyHttp(busy);
  const budget = new RetryBudget({ ratio: 0, minPerSecond: 0 });
  const own = { url: server.url, retry: { attempts: 5, delayMs: 0 } };
  for (const client of [undefined, createClient()]) {
    assert.deepEqual(stops(await requestBatch([own], { client, retry: { budget } })), ["budget"]);
    const free = { ...own, retry: { ...own.retry, budget: false } } as const;
    assert.deepEqual(stops(await requestBatch([free], { client, retry: { budget } })), [undefined]);
    const [wrong] = await requestBatch([{ url: server.url, retry: 5 as never }], { client });
    assert.ok(wrong instanceof ValidationError);
  }
  assert.equal(server.requests.length, 2 * (1 + 5));
});

test("a budget is spent by attempts alone, and filled by requests of every method", async () => {
  await using server = await startFaultyHttp(inTurn(
    answers("", ["Retry-After: 60"], "503 Service Unavailable"),
    answers("", [], "404 Not Found"),
    busy,
    ok,
    ok,
  ));
  const budget = new RetryBudget({ ratio: 1, minPerSecond: 0 });
  const retry = { delayMs: 0, maxDelayMs: 1_000, budget };
  await failureOf(request("GET", server.url, { retry }));
  await failureOf(request("GET", server.url, { retry }));
  await failureOf(request("POST", server.url, { retry }));
  assert.equal(await request("GET", server.url, { retry }), "ok");
  assert.equal(budget.balance, 4);
});

test("download() stays within its budget", async () => {
  await using server = await startFaultyHttp(busy);
  await using dir = await tempDir();
  const budget = new RetryBudget({ ratio: 0, minPerSecond: 0.1 });
  const options = { retry: { attempts: 5, delayMs: 0, budget } };
  const error = await failureOf<NetworkError>(download(server.url, join(dir.path, "a"), options));
  assert.deepEqual([error.attempts.length, ...stops([error])], [2, "budget"]);
});

test("a budget that is none is refused before anything is sent", async () => {
  await using server = await startFaultyHttp(ok);
  for (const budget of [5, null, true, { ratio: -1 }, { ratios: 1 }]) {
    const retry = { budget } as Record<string, unknown>;
    assert.ok(await failureOf(request("GET", server.url, { retry })) instanceof ValidationError, String(budget));
    assert.ok(await failureOf(createClient({ retry }).get(server.url).text()) instanceof ValidationError);
  }
  const misspelt = await failureOf(requestBatch([server.url], { retry: { budget: { ratios: 1 } as never } }));
  assert.match(misspelt.message, /ratios.*ratio/);
  assert.equal(server.requests.length, 0);
});
