import assert from "node:assert/strict";
import test from "node:test";
import { createTask, sleep } from "../../async/mod.ts";
import { type NetworkError, setLocale, ValidationError } from "../../errors/mod.ts";
import {
  type BatchItem,
  type BatchOutcome,
  type BatchProgress,
  HttpError,
  requestBatch,
  requestStream,
} from "../../net/mod.ts";
import { answerWith, failureOf, serve, serveRaw, soon } from "./support.ts";

setLocale("en");

test("requestBatch() gives the answers in the order of the requests, whichever comes first", async () => {
  await using server = await serve(async ({ url }, response) => {
    const n = Number(url.slice(1));
    await new Promise((resolve) => setTimeout(resolve, (20 - n) * 2));
    response.writeHead(200, { "content-type": "application/json" }).end(String(n));
  });
  const urls = Array.from({ length: 20 }, (_, n) => `${server.url}/${n}`);
  assert.deepEqual(await requestBatch<number>(urls), Array.from({ length: 20 }, (_, n) => n));
});

test("requestBatch() leaves errors in their places, and stops no other request for them", async () => {
  await using server = await serve(({ url }, response) => {
    if (url === "/404") return void response.writeHead(404).end();
    if (url === "/wrong") return void response.writeHead(200, { "content-type": "application/json" }).end("{");
    response.writeHead(200, { "content-type": "text/plain" }).end(url);
  });
  const results = await requestBatch([
    `${server.url}/a`,
    `${server.url}/404`,
    new URL(`${server.url}/b`),
    "not a url",
    { url: `${server.url}/c`, method: "G T" },
    `${server.url}/wrong`,
    { url: "http://nowhere.invalid/" },
    null as never,
    5 as never,
    `${server.url}/d`,
  ], { retry: { attempts: 1 } });
  assert.deepEqual(results.map((it) => it instanceof Error ? (it as NetworkError).code : it), [
    "/a",
    "NET_HTTP_STATUS",
    "/b",
    "ARGUMENT_NOT_URL",
    "ARGUMENT_NOT_METHOD",
    "NET_INVALID_JSON",
    "NET_DNS",
    "ARGUMENT_NOT_OBJECT",
    "ARGUMENT_NOT_OBJECT",
    "/d",
  ]);
  assert.ok(results[1] instanceof HttpError && results[3] instanceof ValidationError);
});

test("requestBatch() runs as many requests at a time as it may, and no more", async () => {
  for (const [concurrency, most] of [[1, 1], [3, 3], [undefined, 16], [1_000, 40]] as const) {
    const { promise: reached, resolve } = Promise.withResolvers<void>();
    let running = 0;
    let peak = 0;
    await using server = await serve(async (_request, response) => {
      peak = Math.max(peak, ++running);
      // As many as there may be have come: one more would come now.
      if (running === most) setTimeout(resolve, 20);
      await reached;
      running--;
      response.end();
    });
    await soon(
      requestBatch(Array.from({ length: 40 }, (_, n) => `${server.url}/${n}`), { concurrency }),
      "the batch",
      20_000,
    );
    assert.equal(peak, most);
  }
});

test("requestBatch() starts the next request as soon as one ends", async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await using server = await serve(async ({ url }, response) => {
    if (url === "/slow") await released;
    response.end();
    if (url === "/9") release();
  });
  const urls = [`${server.url}/slow`, ...Array.from({ length: 9 }, (_, n) => `${server.url}/${n + 1}`)];
  await soon(requestBatch(urls, { concurrency: 2 }), "the batch");
});

test("requestBatch() gives each request its own options before those of all", async () => {
  await using server = await serve(({ method, body, url, headers }, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify([method, url, body, headers["x-a"] ?? null, headers["x-b"] ?? null]));
  });
  const results = await requestBatch([
    { url: server.url },
    { url: `${server.url}/p`, method: "POST", body: { a: 1 }, headers: { "x-b": "2" } },
    { url: server.url, query: { q: 1 } },
  ], { headers: { "x-a": "1" } });
  assert.deepEqual(results, [
    ["GET", "/", "", "1", null],
    ["POST", "/p", '{"a":1}', null, "2"],
    ["GET", "/?q=1", "", "1", null],
  ]);
});

test("requestBatch() gives each request its own fallback", async () => {
  await using server = await serve(answerWith("", "text/plain", 500));
  const retry = { attempts: 1 };
  const results = await requestBatch([{ url: server.url, fallback: 1 }, { url: server.url }], { fallback: 2, retry });
  assert.deepEqual(results, [1, 2]);
});

test("requestBatch() retries each request by itself", async () => {
  const seen = new Map<string, number>();
  await using server = await serve(({ url }, response) => {
    const n = (seen.get(url) ?? 0) + 1;
    seen.set(url, n);
    response.writeHead(n < 3 ? 503 : 200, { "content-type": "text/plain" }).end(url);
  });
  const urls = ["/a", "/b", "/c"].map((path) => server.url + path);
  assert.deepEqual(await requestBatch(urls, { retry: { delayMs: 1 } }), ["/a", "/b", "/c"]);
});

test("requestBatch() takes requests from an iterable only as their turn comes", async () => {
  let taken = 0;
  let answered = 0;
  let ahead = 0;
  await using server = await serve((_request, response) => {
    response.end();
    answered++;
  });
  function* urls(): Generator<string> {
    for (let n = 0; n < 200; n++) {
      taken++;
      ahead = Math.max(ahead, taken - answered);
      yield `${server.url}/${n}`;
    }
  }
  const results = await requestBatch(urls(), { concurrency: 4 });
  assert.equal(results.length, 200);
  // One more than run is looked at, to see whether there is one.
  assert.ok(ahead <= 6, String(ahead));
});

test("requestBatch() takes requests from an async iterable, and functions that give them when their turn comes", async () => {
  await using server = await serve(({ url }, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end(url);
  });
  async function* items(): AsyncGenerator<BatchItem> {
    yield `${server.url}/a`;
    await sleep(5);
    yield () => `${server.url}/b`;
    yield async () => {
      await sleep(1);
      return { url: `${server.url}/c` };
    };
    yield () => Promise.reject(new RangeError("no token"));
    yield () => {
      throw "not an error";
    };
  }
  const results = await requestBatch(items());
  assert.deepEqual(results.slice(0, 3), ["/a", "/b", "/c"]);
  assert.ok(results[3] instanceof RangeError);
  assert.equal((results[4] as Error).message, "not an error");
});

test("requestBatch() gives nothing for nothing", async () => {
  assert.deepEqual(await requestBatch([]), []);
  assert.deepEqual(await requestBatch(new Set<string>()), []);
});

test("requestBatch() tells its progress after each request", async () => {
  await using server = await serve(({ url }, response) => void response.writeHead(url === "/bad" ? 404 : 200).end());
  const urls = ["/a", "/bad", "/c"].map((path) => server.url + path);
  const seen: BatchProgress[] = [];
  await requestBatch(urls, { concurrency: 1, onProgress: (it) => seen.push(it) });
  assert.deepEqual(seen, [
    { done: 1, failed: 0, total: 3 },
    { done: 2, failed: 1, total: 3 },
    { done: 3, failed: 1, total: 3 },
  ]);
  const unknown: BatchProgress[] = [];
  await requestBatch(new Set(urls), { onProgress: (it) => unknown.push(it) });
  assert.deepEqual(unknown.map((it) => it.total), [undefined, undefined, undefined]);
});

test("requestBatch() ends with what onProgress throws", async () => {
  await using server = await serve((_request, response) => void response.end());
  const broken = new RangeError("broken");
  const urls = Array.from({ length: 50 }, () => server.url);
  const error = await failureOf(requestBatch(urls, {
    concurrency: 2,
    onProgress({ done }) {
      if (done === 3) throw broken;
    },
  }));
  assert.equal(error, broken);
  assert.ok(server.seen.length < 10, String(server.seen.length));
});

test("requestBatch() ends with what the iterable throws, after the requests that run have been cancelled", async () => {
  const broken = new RangeError("broken");
  await using server = await serveRaw(() => {});
  function* urls(): Generator<string> {
    yield server.url;
    throw broken;
  }
  assert.equal(await soon(failureOf(requestBatch(urls())), "the failure"), broken);
});

test("requestBatch() cancels all requests when its signal fires, and lets go of the iterable", async () => {
  let isClosed = false;
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  await using server = await serveRaw(() => void (++asked === 4 && resolve()));
  function* urls(): Generator<string> {
    try {
      for (let n = 0;; n++) yield `${server.url}/${n}`;
    } finally {
      isClosed = true;
    }
  }
  const controller = new AbortController();
  const failed = failureOf(requestBatch(urls(), { concurrency: 4, signal: controller.signal, fallback: 1 }));
  await reached;
  const reason = new Error("enough");
  controller.abort(reason);
  assert.equal(await soon(failed, "the rejection"), reason);
  assert.ok(isClosed);
  await soon(server.closed, "closing the connections");
  assert.equal(asked, 4);
});

test("requestBatch() is cancelled with the task that it is in", async () => {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  await using server = await serveRaw(() => resolve());
  const task = createTask(() => requestBatch([server.url, server.url]));
  await reached;
  task.cancel();
  assert.equal((await soon(failureOf<NetworkError>(task), "the rejection")).code, "CANCELLED");
  await soon(server.closed, "closing the connections");
});

test("requestBatch() does not wait for an async iterable that hangs when its signal fires", async () => {
  const controller = new AbortController();
  const endless = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
  const failed = failureOf(requestBatch(endless, { signal: controller.signal }));
  setTimeout(() => controller.abort("stop"), 10);
  assert.equal(await soon(failed, "the rejection"), "stop");
});

test("requestBatch() takes a signal of one request for that request alone", async () => {
  await using server = await serve(({ url }, response) => void (url === "/ok" && response.end()));
  const results = await requestBatch([
    { url: `${server.url}/never`, signal: AbortSignal.abort(new RangeError("mine")) },
    `${server.url}/ok`,
  ]);
  assert.ok(results[0] instanceof RangeError);
  assert.equal(results[1], undefined);
});

test("requestBatch() refuses a wrong option at once", async () => {
  await using server = await serve((_request, response) => void response.end());
  const wrong: [unknown, unknown, string][] = [
    [5, {}, "requests"],
    [null, {}, "requests"],
    ["http://127.0.0.1/", {}, "requests"],
    [{}, {}, "requests"],
    [[server.url], null, "options"],
    [[server.url], { concurrency: 0 }, "concurrency"],
    [[server.url], { concurrency: 1.5 }, "concurrency"],
    [[server.url], { onProgress: "x" }, "onProgress"],
    [[server.url], { connectTimeoutMs: -1 }, "connectTimeoutMs"],
    [[server.url], { retry: { attempts: 0 } }, "attempts"],
    [[server.url], { headers: { "a b": "c" } }, "headers"],
  ];
  for (const [requests, options, option] of wrong) {
    const error = await failureOf<ValidationError>(requestBatch(requests as never, options as never));
    assert.deepEqual([error.name, error.option], ["ValidationError", option]);
  }
  assert.equal(server.seen.length, 0);
});

test("requestBatch() makes thousands of requests", async () => {
  await using server = await serve(({ url }, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(`{"id":${url.slice(1)}}`);
  });
  const urls = Array.from({ length: 2_000 }, (_, n) => `${server.url}/${n}`);
  const results = await requestBatch<{ id: number }>(urls, { concurrency: 50 });
  assert.ok(results.every((it, n) => !(it instanceof Error) && it.id === n));
});

test("requestBatch() makes equal requests that change nothing once, and gives each its own answer", async () => {
  await using server = await serve(({ url }, response) => {
    response.writeHead(url === "/404" ? 404 : 200, { "content-type": "application/json" }).end(JSON.stringify({ url }));
  });
  const { url } = server;
  const results = await requestBatch<{ url: string }>([
    `${url}/a`,
    new URL(`${url}/a`),
    { url: `${url}/a` },
    { url: `${url}/a`, method: "get" },
    () => `${url}/a`,
    // These are requests of their own.
    { url: `${url}/a`, headers: { "x-a": "1" } },
    { url: `${url}/a`, method: "HEAD" },
    { url: `${url}/a`, method: "POST" },
    { url: `${url}/a`, method: "POST" },
    `${url}/404`,
    `${url}/404`,
  ]);
  assert.deepEqual(server.seen.map((it) => it.method).sort(), ["GET", "GET", "GET", "HEAD", "POST", "POST"]);
  assert.deepEqual(results.slice(0, 5), Array.from({ length: 5 }, () => ({ url: "/a" })));
  (results[0] as { url: string }).url = "changed";
  assert.deepEqual(results[1], { url: "/a" });
  assert.ok(results[9] instanceof HttpError && results[10] instanceof HttpError);

  await requestBatch([`${url}/b`, `${url}/b`, `${url}/b`], { deduplicate: false });
  assert.equal(server.seen.filter((it) => it.url === "/b").length, 3);
});

test("requestBatch() without returnErrors rejects with the first error, and cancels the others", async () => {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  await using server = await serve(async ({ url }, response) => {
    if (url === "/never") return void resolve();
    await reached;
    response.writeHead(404).end();
  });
  const failed = failureOf<HttpError>(
    requestBatch([`${server.url}/never`, `${server.url}/404`], { returnErrors: false }),
  );
  assert.equal((await soon(failed, "the rejection")).status, 404);
  const fine: string[] = await requestBatch<string>([], { returnErrors: false });
  assert.deepEqual(fine, []);
});

test("requestStream() gives each outcome as soon as it is there, and where asked in order", async () => {
  const outcomes: BatchOutcome<string>[] = [];
  const { promise: othersCame, resolve } = Promise.withResolvers<void>();
  await using server = await serve(async ({ url }, response) => {
    if (url === "/0") await othersCame;
    response.writeHead(url === "/1" ? 404 : 200, { "content-type": "text/plain" }).end(url);
  });
  const urls = Array.from({ length: 6 }, (_, n) => `${server.url}/${n}`);
  for await (const outcome of requestStream<string>(urls, { concurrency: 3 })) {
    if (outcomes.push(outcome) === 5) resolve();
  }
  assert.equal(outcomes.at(-1)?.index, 0);
  const inOrder = outcomes.toSorted((a, b) => a.index - b.index);
  assert.deepEqual(inOrder.map((it) => it.value), ["/0", undefined, "/2", "/3", "/4", "/5"]);
  assert.deepEqual(inOrder.map((it) => it.request), urls);
  assert.ok(inOrder[1]?.error instanceof HttpError);
  const ordered = await Array.fromAsync(requestStream(urls, { concurrency: 3, ordered: true }));
  assert.deepEqual(ordered.map((it) => it.index), [0, 1, 2, 3, 4, 5]);
});

test("requestStream() takes requests only as outcomes are taken, and cancels those under way when it is left", async () => {
  let taken = 0;
  await using server = await serve(({ url }, response) => {
    if (url !== "/3") response.end();
  });
  function* urls(): Generator<string> {
    while (true) yield `${server.url}/${taken++}`;
  }
  let outcomes = 0;
  for await (const { error } of requestStream(urls(), { concurrency: 4 })) {
    assert.equal(error, undefined);
    await sleep(10);
    assert.ok(taken <= outcomes + 10, `${taken} were taken for ${outcomes} outcomes`);
    if (++outcomes === 12) break;
  }
  const before = taken;
  await sleep(20);
  assert.equal(taken, before);
});

test("requestStream() refuses wrong options, and ends with its signal and its task", async () => {
  const first = (options: object, urls: unknown = []) => requestStream(urls as string[], options).next();
  await assert.rejects(first({ concurrency: 0 }), ValidationError);
  await assert.rejects(first({ parallel: 2 }), ValidationError);
  await assert.rejects(first({}, 5), ValidationError);
  await using server = await serveRaw(() => {});
  const controller = new AbortController();
  const failed = failureOf(Array.fromAsync(requestStream([server.url], { signal: controller.signal })));
  setTimeout(() => controller.abort("stop"), 10);
  assert.equal(await soon(failed, "the rejection"), "stop");
  const task = createTask(() => Array.fromAsync(requestStream([server.url])));
  task.cancel();
  assert.equal((await soon(failureOf<NetworkError>(task), "the rejection")).code, "CANCELLED");
});

test("requestStream() that is cancelled ends though its iterable does not, and so does the request under way", async () => {
  const closed = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  await using server = await serve((_request, response) => {
    response.on("close", () => closed.resolve());
    asked.resolve();
  });
  const never = new Promise<never>(() => {});
  async function* urls() {
    yield server.url;
    yield await never;
  }
  const task = createTask(async () => {
    for await (const _ of requestStream(urls()));
  });
  await asked.promise;
  task.cancel();
  await assert.rejects(task, { name: "CancelledError" });
  await closed.promise;
});
