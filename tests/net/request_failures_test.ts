import assert from "node:assert/strict";
import type { Socket } from "node:net";
import test from "node:test";
import { FailedAttempt, type NetworkError, setLocale } from "../../errors/mod.ts";
import { createTask, sleep } from "../../async/mod.ts";
import { type HttpError, request } from "../../net/mod.ts";
import { listen } from "../support/mod.ts";
import { answerWith, failureOf, serve, serveRaw, soon, unusedPort } from "./support.ts";

setLocale("en");

const OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

test("request() keeps the runtime's error as the cause", async () => {
  const error = await failureOf(request("GET", `http://127.0.0.1:${await unusedPort()}`, { retry: { attempts: 1 } }));
  assert.ok(error.cause instanceof Error);
});

test("request() tries a GET three times in all, and tells of each attempt", async () => {
  await using server = await serve(answerWith("busy", "text/plain", 503));
  const error = await failureOf<HttpError>(request("GET", server.url, { retry: { delayMs: 1 } }));
  assert.equal(server.seen.length, 3);
  assert.deepEqual(error.attempts.map(({ number, reason, status }) => [number, reason, status]), [
    [1, "status", 503],
    [2, "status", 503],
    [3, "status", 503],
  ]);
  assert.ok(error.attempts.every((it) => it instanceof FailedAttempt && it.durationMs >= 0));
});

test("request() succeeds when an attempt does", async () => {
  await using server = await serve((_request, response, n) => {
    if (n === 1) return void response.destroy();
    response.writeHead(n === 2 ? 503 : 200, { "content-type": "application/json" }).end("7");
  });
  assert.equal(await request("GET", server.url, { retry: { delayMs: 1 } }), 7);
});

test("request() repeats what a failure in the middle of a body cut short", async () => {
  await using server = await serveRaw((socket) => {
    if (server.connections === 1) socket.end(`${OK}Content-Length: 10\r\n\r\nhalf`);
    else socket.end(`${OK}Content-Length: 5\r\nConnection: close\r\n\r\nwhole`);
  });
  assert.equal(await request("GET", server.url, { retry: { delayMs: 1 } }), "whole");
});

test("request() repeats idempotent methods for the statuses that may pass, and no others", async () => {
  const repeated = [408, 425, 429, 500, 502, 503, 504];
  const final = [400, 401, 403, 404, 405, 409, 410, 422, 451, 501, 505];
  await using server = await serve(({ url }, response) => void response.writeHead(Number(url.slice(1))).end());
  for (const status of [...repeated, ...final]) {
    server.seen.length = 0;
    const error = await failureOf<HttpError>(
      request("GET", `${server.url}/${status}`, { retry: { attempts: 2, delayMs: 1 } }),
    );
    assert.equal(error.status, status);
    assert.equal(error.retryable, repeated.includes(status), String(status));
    assert.equal(server.seen.length, repeated.includes(status) ? 2 : 1, String(status));
  }
});

test("request() repeats GET, HEAD, OPTIONS, PUT and DELETE, but not POST or PATCH", async () => {
  await using server = await serve(answerWith("", "text/plain", 503));
  for (const [method, times] of Object.entries({ GET: 2, HEAD: 2, OPTIONS: 2, PUT: 2, DELETE: 2, POST: 1, PATCH: 1 })) {
    server.seen.length = 0;
    await failureOf(request(method, server.url, { retry: { attempts: 2, delayMs: 1 } }));
    assert.equal(server.seen.length, times, method);
  }
});

test("request() sends a POST once, even if the caller's policy would repeat everything", async () => {
  await using server = await serve(answerWith("", "text/plain", 503));
  const retry = { attempts: 5, delayMs: 1, isRetryable: () => true };
  await failureOf(request("POST", server.url, { body: { a: 1 }, retry }));
  await failureOf(request("PUT", server.url, { body: new Blob(["x"]).stream(), retry }));
  assert.deepEqual(server.seen.map((it) => it.method), ["POST", "PUT"]);
});

test("request() repeats a POST that has an Idempotency-Key, with the same key and body", async () => {
  await using server = await serve(({ headers }, response, n) => {
    response.writeHead(n < 3 ? 502 : 200, { "content-type": "text/plain" }).end(headers["idempotency-key"] as string);
  });
  const headers = { "Idempotency-Key": "k-1" };
  const answer = await request("POST", server.url, { body: { a: "ب" }, headers, retry: { delayMs: 1 } });
  assert.equal(answer, "k-1");
  assert.deepEqual(server.seen.map((it) => it.body), Array(3).fill('{"a":"ب"}'));
});

test("request() does not repeat a stream, whatever the method", async () => {
  await using server = await serve(answerWith("", "text/plain", 503));
  const body = new Blob(["once"]).stream();
  const error = await failureOf<HttpError>(request("PUT", server.url, { body, retry: { delayMs: 1 } }));
  assert.deepEqual([error.status, error.retryable, server.seen.length], [503, false, 1]);
});

test("request() sends a POST once even over a connection that breaks after it was kept", async () => {
  // Deno's fetch repeats it by itself unless the body is one that it has to read.
  for (const body of ["text", { a: 1 }, new Uint8Array([1]), new URLSearchParams({ a: "1" }), undefined]) {
    let posts = 0;
    await using server = await serveRaw((socket, first) => {
      const answer = (bytes: Buffer) => {
        if (bytes.toString().startsWith("GET")) return void socket.write(`${OK}Content-Length: 2\r\n\r\nok`);
        // The rest of a request that came in two pieces is no request.
        if (bytes.toString().startsWith("POST")) posts++;
        socket.resetAndDestroy();
      };
      socket.on("data", answer);
      answer(first);
    });
    await request("GET", server.url);
    const error = await failureOf<NetworkError>(request("POST", server.url, { body }));
    assert.equal(error.reason, "reset");
    assert.equal(posts, 1);
  }
});

test("request() waits as long as Retry-After asks, in seconds or until a date", async () => {
  const values = [
    "0",
    "1",
    "Fri, 31 Dec 1999 23:59:59 GMT",
    "Friday, 31-Dec-99 23:59:58 GMT",
    "Fri Dec 31 23:59:58 1999",
  ];
  for (const value of values) {
    await using server = await serve((_request, response, n) => {
      const date = "Fri, 31 Dec 1999 23:59:58 GMT";
      const headers = { "retry-after": value, date, "content-type": "text/plain" };
      response.writeHead(n === 1 ? 429 : 200, headers).end("ok");
    });
    const waits: number[] = [];
    const retry = {
      delayMs: 20_000,
      jitter: false,
      onRetry: (_: unknown, __: number, delay: number) => waits.push(delay),
    };
    assert.equal(await soon(request("GET", server.url, { retry }), "Retry-After"), "ok");
    assert.deepEqual(waits, [value === "1" || value.startsWith("Fri, 31 Dec 1999 23:59:59") ? 1_000 : 0], value);
  }
});

test("request() fails at once when Retry-After asks for more than maxDelayMs, and tells how much", async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(503, { "retry-after": "3600" }).end();
  });
  const error = await soon(failureOf<HttpError>(request("GET", server.url)), "the failure");
  assert.deepEqual([error.retryAfterMs, server.seen.length], [3_600_000, 1]);
});

test("request() passes over a Retry-After that says nothing", async () => {
  for (const value of ["", "soon", "-1", "1.5", "1e3", "Tomorrow 10:00:00"]) {
    await using server = await serve((_request, response) =>
      void response.writeHead(503, { "retry-after": value }).end()
    );
    const error = await failureOf<HttpError>(request("GET", server.url, { retry: { attempts: 1 } }));
    assert.equal(error.retryAfterMs, undefined, value);
  }
});

test("request() obeys the caller's isRetryable and onRetry", async () => {
  await using server = await serve(answerWith("", "text/plain", 404));
  const seen: number[] = [];
  const isRetryable = (error: unknown) => (error as HttpError).status === 404;
  const onRetry = (_: unknown, attempt: number) => seen.push(attempt);
  await failureOf(request("GET", server.url, { retry: { attempts: 3, delayMs: 1, isRetryable, onRetry } }));
  assert.deepEqual([server.seen.length, seen], [3, [1, 2]]);
});

test("request() gives each attempt its own connect timeout, and all of them one total timeout", async () => {
  await using server = await serveRaw(() => {});
  const each = await failureOf<NetworkError>(
    request("GET", server.url, { connectTimeoutMs: 40, retry: { attempts: 3, delayMs: 1 } }),
  );
  assert.deepEqual(each.attempts.map((it) => it.phase), ["headers", "headers", "headers"]);
  assert.ok(each.attempts.every((it) => it.durationMs >= 35 && it.durationMs < 2_000));
  const all = await failureOf<NetworkError>(
    request("GET", server.url, { connectTimeoutMs: 60, totalTimeoutMs: 150, retry: { attempts: 100, delayMs: 1 } }),
  );
  assert.equal(all.phase, "total");
  assert.ok(all.attempts.length >= 1 && all.attempts.length < 5, String(all.attempts.length));
  assert.ok(all.attempts.slice(0, -1).every((it) => it.phase === "headers"));
});

test("request() ends the wait between two attempts when the total time is over", async () => {
  await using server = await serve(answerWith("", "text/plain", 503));
  const start = performance.now();
  const retry = { delayMs: 20_000, jitter: false, maxDelayMs: 20_000 };
  const error = await failureOf<NetworkError>(request("GET", server.url, { totalTimeoutMs: 80, retry }));
  assert.deepEqual([error.code, error.phase], ["NET_TOTAL_TIMEOUT", "total"]);
  assert.deepEqual(error.attempts.map((it) => it.status), [503]);
  assert.ok(performance.now() - start < 5_000);
});

test("request() reads a slow answer to its end as long as it never pauses too long", async () => {
  await using server = await serve(async (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    for (let piece = 0; piece < 8; piece++) {
      response.write("x");
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    response.end();
  });
  assert.equal(await request("GET", server.url, { readTimeoutMs: 250 }), "xxxxxxxx");
});

test("request() lets a stream take its time as long as it goes on", async () => {
  await using server = await serve(({ body }, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end(body);
  });
  let pieces = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      if (++pieces > 8) controller.close();
      else controller.enqueue(new TextEncoder().encode("y"));
    },
  });
  assert.equal(await request("POST", server.url, { body, connectTimeoutMs: 250 }), "yyyyyyyy");
});

test("request() fails when a stream that it sends falls silent, and closes it", async () => {
  await using server = await serve(answerWith("1"));
  let cancelled: unknown = "not";
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array([1])),
    cancel: (reason) => void (cancelled = reason),
  });
  const error = await soon(failureOf<NetworkError>(request("POST", server.url, { body, connectTimeoutMs: 80 })), "it");
  assert.deepEqual([error.reason, error.phase], ["timeout", "headers"]);
  assert.notEqual(cancelled, "not");
});

test("request() gives the failure of a stream that it sends as the cause", async () => {
  await using server = await serve(answerWith("1"));
  const broken = new RangeError("the disk is gone");
  let pulls = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (++pulls < 3) controller.enqueue(new Uint8Array(10));
      else controller.error(broken);
    },
  });
  const error = await failureOf<NetworkError>(request("POST", server.url, { body }));
  assert.deepEqual([error.code, error.reason, error.retryable], ["NET_ABORTED", "aborted", false]);
  assert.equal(error.cause, broken);
  assert.match(error.message, /the disk is gone/);
});

test("request() lets go of a stream when nobody accepts the connection", async () => {
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(10)),
    cancel: () => void (isCancelled = true),
  });
  const error = await failureOf<NetworkError>(request("POST", `http://127.0.0.1:${await unusedPort()}`, { body }));
  assert.equal(error.reason, "refused");
  assert.ok(isCancelled);
});

test("request() reads the answer of a server that refuses a stream before its end", async () => {
  const server = await listen((_incoming, response) => {
    response.writeHead(413, { connection: "close", "content-type": "text/plain" }).end("too large");
  });
  await using _ = server;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      controller.enqueue(new Uint8Array(1_024));
    },
  });
  const error = await soon(failureOf<HttpError>(request("POST", server.url, { body })), "the answer");
  assert.equal(error.status ?? error.reason, 413);
});

test("request() goes on sending while the server answers already", async () => {
  await using server = await listen(async (incoming, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    response.write("begun ");
    let bytes = 0;
    for await (const chunk of incoming) bytes += chunk.length;
    response.end(String(bytes));
  });
  let pieces = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (++pieces > 20) controller.close();
      else controller.enqueue(new Uint8Array(1_000));
    },
  });
  assert.equal(await soon(request("POST", server.url, { body }), "the answer"), "begun 20000");
});

test("request() does not start with a signal that has fired", async () => {
  await using server = await serve(answerWith("1"));
  const reason = new Error("too late");
  const error = await failureOf(request("GET", server.url, { signal: AbortSignal.abort(reason) }));
  assert.equal(error, reason);
  assert.equal(server.seen.length, 0);
});

/** Where a request may be when it is cancelled. */
const stages: [string, (socket: Socket) => void][] = [
  ["before the headers", () => {}],
  ["in the middle of the headers", (socket) => socket.write("HTTP/1.1 200 OK\r\n")],
  ["before the body", (socket) => socket.write(`${OK}Content-Length: 100\r\n\r\n`)],
  ["in the middle of the body", (socket) => socket.write(`${OK}Content-Length: 100\r\n\r\nhello`)],
  ["in the middle of the body of a failure", (socket) => socket.write("HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\nx")],
];

for (const [stage, act] of stages) {
  test(`request() ends ${stage} when its signal fires, and the server sees it`, async () => {
    for (const method of ["GET", "POST"]) {
      const { promise: reached, resolve } = Promise.withResolvers<void>();
      await using server = await serveRaw((socket) => {
        act(socket);
        setTimeout(resolve, 30);
      });
      const controller = new AbortController();
      const reason = new Error("changed my mind");
      const failed = failureOf(request(method, server.url, { signal: controller.signal }));
      await reached;
      controller.abort(reason);
      assert.equal(await soon(failed, "the rejection"), reason);
      await soon(server.closed, "closing the connection");
      assert.equal(server.connections, 1);
    }
  });

  test(`request() ends ${stage} with the task that it is in, and the server sees it`, async () => {
    const { promise: reached, resolve } = Promise.withResolvers<void>();
    await using server = await serveRaw((socket) => {
      act(socket);
      setTimeout(resolve, 30);
    });
    const task = createTask(() => request("GET", server.url));
    await reached;
    task.cancel("enough");
    const error = await soon(failureOf<Error & { code: string }>(task), "the rejection");
    assert.equal(error.code, "CANCELLED");
    assert.ok(task.cancelled);
    await soon(server.closed, "closing the connection");
  });
}

test("request() ends the wait between two attempts when its signal fires", async () => {
  await using server = await serve(answerWith("", "text/plain", 503));
  const controller = new AbortController();
  const retry = { delayMs: 20_000, jitter: false, onRetry: () => void setTimeout(() => controller.abort("stop"), 10) };
  const error = await soon(
    failureOf(request("GET", server.url, { signal: controller.signal, retry })),
    "the rejection",
  );
  assert.equal(error, "stop");
  assert.equal(server.seen.length, 1);
});

test("request() ends in the middle of what it sends when its signal fires, and closes the stream", async () => {
  await using server = await serveRaw(() => {});
  const { promise: cancelled, resolve } = Promise.withResolvers<unknown>();
  const controller = new AbortController();
  let pieces = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      if (++pieces === 5) controller.abort("stop");
      await sleep(1);
      stream.enqueue(new Uint8Array(100));
    },
    cancel: resolve,
  });
  const error = await soon(
    failureOf(request("POST", server.url, { body, signal: controller.signal })),
    "the rejection",
  );
  assert.equal(error, "stop");
  await soon(cancelled, "closing the stream");
  await soon(server.closed, "closing the connection");
});

test("request() leaves no connection open after a failed status whose body never ends", async () => {
  await using server = await serveRaw((socket) => {
    socket.write("HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n");
    const timer = setInterval(() => socket.write(`4000\r\n${"x".repeat(0x4000)}\r\n`), 1);
    socket.on("close", () => clearInterval(timer));
  });
  const error = await soon(failureOf<HttpError>(request("GET", server.url)), "the failure");
  assert.equal(error.status, 404);
  assert.equal(error.body.length, 8_192);
  await soon(server.closed, "closing the connection");
});

test("request() tells the status even if the body that explains it breaks or stalls", async () => {
  for (const end of [true, false]) {
    await using server = await serveRaw((socket) => {
      const text = "HTTP/1.1 410 Gone\r\nContent-Length: 100\r\n\r\nbecause";
      if (end) socket.end(text);
      else socket.write(text);
    });
    const error = await soon(failureOf<HttpError>(request("GET", server.url, { readTimeoutMs: 60 })), "the failure");
    assert.equal(error.status, 410);
    // Bun keeps back what came before the connection broke.
    assert.ok(["because", ""].includes(error.body));
  }
});

test("request() allows a large body in memory more time to be sent", async () => {
  // The server reads nothing for longer than the connect timeout; the body adds more than that.
  await using server = await serveRaw((socket, bytes) => {
    let size = bytes.length;
    socket.pause();
    setTimeout(() => socket.resume(), 150);
    socket.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > 400_000) socket.end(`${OK}Content-Length: 2\r\n\r\nok`);
    });
  });
  assert.equal(await request("POST", server.url, { body: "x".repeat(400_000), connectTimeoutMs: 50 }), "ok");
});
