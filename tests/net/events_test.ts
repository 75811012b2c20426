import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import test from "node:test";
import { constants, createGzip } from "node:zlib";
import { createTask } from "../../async/mod.ts";
import { CancelledError, NetworkError, setLocale, ValidationError } from "../../errors/mod.ts";
import { HttpError, type ServerSentEvent, serverSentEvents, type ServerSentEventsOptions } from "../../net/mod.ts";
import { setReporter } from "../../internal/report.ts";
import { EventDecoder, type StreamState } from "../../net/internal/sse/event_decoder.ts";
import { watchedSignal } from "../support/mod.ts";
import { failureOf, serve, serveRaw, soon, unusedPort } from "./support.ts";

setLocale("en");

const TYPE = { "content-type": "text/event-stream" };
const ONCE: ServerSentEventsOptions = { retries: 0 };

function open(response: ServerResponse): ServerResponse {
  response.writeHead(200, TYPE).flushHeaders();
  return response;
}

async function all(events: AsyncIterable<ServerSentEvent>): Promise<ServerSentEvent[]> {
  const found: ServerSentEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

async function take(events: AsyncIterable<ServerSentEvent>, count: number): Promise<string[]> {
  const found: string[] = [];
  for await (const { data } of events) if (found.push(data) === count) break;
  return found;
}

// Of the HTML standard's examples (section 9.2.6) and of what its parser does with the rest; made by hand.
const STREAMS: readonly [name: string, text: string, events: readonly Partial<ServerSentEvent>[]][] = [
  ["two lines of data", "data: YHOO\ndata: +2\ndata: 10\n\n", [{ event: "message", data: "YHOO\n+2\n10" }]],
  [
    "ids and comments",
    ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
    [{ data: "first event", id: "1" }, { data: "second event", id: "" }, { data: " third event", id: "" }],
  ],
  ["empty data and an event that is not ended", "data\n\ndata\ndata\n\ndata:", [{ data: "" }, { data: "\n" }]],
  ["a colon with and without a space", "data:test\n\ndata: test\n\n", [{ data: "test" }, { data: "test" }]],
  ["carriage returns", "data: a\rdata: b\r\rdata: c\r\r", [{ data: "a\nb" }, { data: "c" }]],
  ["both together", "data: a\r\ndata: b\r\n\r\n", [{ data: "a\nb" }]],
  ["all ends of lines in one stream", "data:1\r\rdata:2\n\ndata:3\r\n\r\n", [{ data: "1" }, { data: "2" }, {
    data: "3",
  }]],
  ["a byte order mark", "\uFEFFdata: a\n\n", [{ data: "a" }]],
  ["a byte order mark that is none", "\uFEFF\uFEFFdata: a\n\ndata: b\n\n", [{ data: "b" }]],
  ["names of events", "event: add\ndata: 1\n\nevent:\ndata: 2\n\ndata: 3\n\n", [
    { event: "add", data: "1" },
    { event: "message", data: "2" },
    { event: "message", data: "3" },
  ]],
  ["an event without data", "event: ping\n\ndata: 1\n\n", [{ event: "message", data: "1" }]],
  ["fields that nobody knows", "Data: a\n data: b\ndatas: c\nfoo\ndata: d\n\n", [{ data: "d" }]],
  ["an id with a null", "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n", [{ id: "1" }, { id: "1" }]],
  ["an id that stays", "id: 1\ndata: a\n\ndata: b\n\n", [{ id: "1" }, { id: "1" }]],
  ["an id without data", "id: 9\n\ndata: a\n\n", [{ id: "9" }]],
  ["times to wait", "retry: 1500\ndata: a\n\nretry: 1x\ndata: b\n\nretry:2000\n\ndata: c\n\n", [
    { retry: 1_500 },
    { retry: 1_500 },
    { retry: 2_000 },
  ]],
  ["Arabic", "event: خبر\nid: ١\ndata: السلام عليكم 😀\n\n", [{ event: "خبر", id: "١", data: "السلام عليكم 😀" }]],
  ["a null in data", "data: a\0b\n\n", [{ data: "a\0b" }]],
  ["colons in data", "data: a: b:c\n\n", [{ data: "a: b:c" }]],
  ["nothing", "", []],
];

async function decode(pieces: readonly Uint8Array[]): Promise<ServerSentEvent[]> {
  const state: StreamState = { lastEventId: "", retryMs: undefined };
  const decoder = await EventDecoder.make(state, 1_000);
  return pieces.flatMap((piece) => decoder.push(piece));
}

test("serverSentEvents() reads what the HTML standard says, wherever it is cut", async () => {
  for (const [name, text, expected] of STREAMS) {
    const bytes = new TextEncoder().encode(text);
    const ways = [
      [bytes],
      [...bytes].map((byte) => Uint8Array.of(byte)),
      ...Array.from(bytes, (_, at) => [bytes.subarray(0, at), bytes.subarray(at)]),
    ];
    for (const pieces of ways) {
      const events = await decode(pieces);
      assert.equal(events.length, expected.length, name);
      for (const [at, event] of events.entries()) assert.deepEqual({ ...event, ...expected[at] }, event, name);
    }
  }
});

test("serverSentEvents() replaces what is not UTF-8", async () => {
  const [event] = await decode([Uint8Array.of(0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0x0a, 0x0a)]);
  assert.equal(event!.data, "\uFFFD");
});

test("serverSentEvents() asks as a browser does, and gives what comes", async () => {
  await using server = await serve((_request, response) => {
    open(response).end("event: add\nid: 7\nretry: 20\ndata: سلام\n\n: ping\n\ndata: 2\n\n");
  });
  const events = await all(
    serverSentEvents(`${server.url}/live`, { ...ONCE, query: { room: "غرفة" }, headers: { "x-a": "1" } }),
  );
  assert.deepEqual(events, [
    { event: "add", data: "سلام", id: "7", retry: 20 },
    { event: "message", data: "2", id: "7", retry: 20 },
  ]);
  const [{ method, url, headers }] = server.seen as [typeof server.seen[0]];
  assert.deepEqual([method, decodeURIComponent(url)], ["GET", "/live?room=غرفة"]);
  assert.deepEqual([headers.accept, headers["cache-control"], headers["x-a"]], ["text/event-stream", "no-store", "1"]);
  assert.equal(headers["last-event-id"], undefined);
});

test("serverSentEvents() gives each event when it comes, not when the answer ends", async () => {
  const responses: ServerResponse[] = [];
  await using server = await serve((_request, response) => void responses.push(open(response)));
  await using events = serverSentEvents(server.url);
  const first = events.next();
  while (responses.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  responses[0]!.write("data: 1\n\ndata: 2\n");
  assert.equal((await soon(first, "the first event")).value?.data, "1");
  const second = events.next();
  responses[0]!.write("\n");
  assert.equal((await soon(second, "the second event")).value?.data, "2");
});

test("serverSentEvents() sends a body, by POST, and ends with its answer", async () => {
  await using server = await serve(({ body }, response) => {
    const { messages } = JSON.parse(body);
    open(response);
    for (const word of messages[0].split(" ")) response.write(`data: ${JSON.stringify({ word })}\n\n`);
    response.end("data: [DONE]\n\n");
  });
  const events = await all(serverSentEvents(server.url, { body: { messages: ["كيف حالك"] } }));
  assert.deepEqual(events.map((it) => it.data), ['{"word":"كيف"}', '{"word":"حالك"}', "[DONE]"]);
  assert.deepEqual([server.seen.length, server.seen[0]!.method], [1, "POST"]);
});

test("serverSentEvents() does not send a POST again unless it is told to", async () => {
  await using server = await serve((_request, response, n) => {
    if (n % 2 === 1) return void response.writeHead(503).end();
    open(response).end("data: 1\n\n");
  });
  const failed = await failureOf<HttpError>(all(serverSentEvents(server.url, { body: {} })));
  assert.deepEqual([failed.status, failed.retryable, server.seen.length], [503, false, 1]);
  await all(serverSentEvents(server.url, { body: {} }));
  const events = await all(serverSentEvents(server.url, { body: {}, retries: 1, reconnectDelayMs: 1 }));
  assert.deepEqual([events.length, server.seen.length], [1, 4]);
  const headers = { "idempotency-key": "1" };
  assert.equal((await all(serverSentEvents(server.url, { body: {}, headers, reconnectDelayMs: 1 }))).length, 1);
});

test("serverSentEvents() connects again after the last event, until the server wants no more", async () => {
  await using server = await serve((_request, response, n) => {
    if (n === 4) return void response.writeHead(204).end();
    open(response).write(`${n === 1 ? "retry: 1\n" : ""}id: الخبر ${n}\ndata: ${n}\n\n`);
    if (n === 2) setTimeout(() => response.destroy(), 20);
    else response.end("data: never told");
  });
  const events = await soon(all(serverSentEvents(server.url, { reconnectDelayMs: 60_000 })), "the end", 20_000);
  assert.deepEqual(events.map((it) => it.data), ["1", "2", "3"]);
  const ids = server.seen.map(({ headers }) =>
    Buffer.from(String(headers["last-event-id"] ?? ""), "latin1").toString()
  );
  assert.deepEqual(ids, ["", "الخبر 1", "الخبر 2", "الخبر 3"]);
});

test("serverSentEvents() begins after the event that the caller names", async () => {
  await using server = await serve((_request, response) => void open(response).end("data: 6\n\n"));
  await all(serverSentEvents(server.url, { ...ONCE, lastEventId: "5" }));
  assert.equal(server.seen[0]!.headers["last-event-id"], "5");
});

test("serverSentEvents() ends with an answer that ends, if that is wanted", async () => {
  await using server = await serve((_request, response) => void open(response).end("data: 1\n\n"));
  assert.equal((await all(serverSentEvents(server.url, { reopenAtEnd: false }))).length, 1);
  assert.equal((await all(serverSentEvents(server.url, { retries: 0 }))).length, 1);
  assert.equal(server.seen.length, 2);
});

test("serverSentEvents() waits out what may pass, and tells of all attempts when it gives up", async () => {
  await using server = await serve((_request, response, n) => {
    if (n === 1) return void response.destroy();
    if (n === 2) return void response.writeHead(429, { "retry-after": "0" }).end();
    if (n === 3) return void open(response).end("data: 1\n\n");
    response.writeHead(503).end();
  });
  const options = { retries: 2, reconnectDelayMs: 1 };
  const events = serverSentEvents(server.url, options);
  assert.equal((await events.next()).value?.data, "1");
  const error = await failureOf<HttpError>(events.next());
  assert.ok(error instanceof HttpError);
  assert.deepEqual(error.attempts.map((it) => it.status), [503, 503, 503]);
  assert.equal(server.seen.length, 6);
  assert.deepEqual(await events.next(), { done: true, value: undefined });
});

test("serverSentEvents() does not wait longer than allowed for what Retry-After asks", async () => {
  await using server = await serve((_request, response) =>
    void response.writeHead(429, { "retry-after": "3600" }).end()
  );
  const error = await soon(failureOf<HttpError>(all(serverSentEvents(server.url))), "the failure");
  assert.deepEqual([error.status, error.retryAfterMs, server.seen.length], [429, 3_600_000, 1]);
});

test("serverSentEvents() fails at once for what will not pass", async () => {
  await using server = await serve(({ url }, response) => {
    if (url === "/404") return void response.writeHead(404, { "content-type": "text/plain" }).end("no such stream");
    if (url === "/html") return void response.writeHead(200, { "content-type": "text/html" }).end("<html>");
    response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end("{}");
  });
  const missing = await failureOf<HttpError>(all(serverSentEvents(`${server.url}/404`)));
  assert.deepEqual([missing.status, missing.body], [404, "no such stream"]);
  for (const path of ["html", "json"]) {
    const error = await failureOf<NetworkError>(all(serverSentEvents(`${server.url}/${path}`)));
    assert.deepEqual([error.code, error.reason, error.retryable], ["NET_EVENTS_TYPE", "decode", false]);
    assert.match(error.message, new RegExp(`its content type must be text/event-stream: .*${path}`));
  }
  assert.equal(server.seen.length, 3);
});

test("serverSentEvents() takes the media type in any case, with parameters", async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "Text/Event-Stream; charset=utf-8" }).end("data: 1\n\n");
  });
  assert.equal((await all(serverSentEvents(server.url, ONCE))).length, 1);
});

test("serverSentEvents() tells why it cannot connect", async () => {
  const port = await unusedPort();
  const error = await failureOf<NetworkError>(
    all(serverSentEvents(`http://127.0.0.1:${port}`, { retries: 2, reconnectDelayMs: 1 })),
  );
  assert.deepEqual([error.reason, error.attempts.length], ["refused", 3]);
});

test("serverSentEvents() tells that a connection was lost in the middle of an event", async () => {
  await using server = await serveRaw((socket) => {
    socket.write(
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n8\r\ndata: 1\n\r\n",
    );
    setTimeout(() => socket.destroy(), 20);
  });
  const error = await failureOf<NetworkError>(all(serverSentEvents(server.url, ONCE)));
  assert.ok(error instanceof NetworkError);
  assert.deepEqual([error.reason, error.retryable], ["reset", true]);
});

test("serverSentEvents() takes silence for a loss", async () => {
  await using server = await serve((_request, response, n) => {
    if (n === 2) return void response.writeHead(204).end();
    open(response).write("data: 1\n\n");
  });
  const events = await all(serverSentEvents(server.url, { idleTimeoutMs: 1_000, reconnectDelayMs: 1 }));
  assert.deepEqual([events.length, server.seen.length], [1, 2]);
  await using silent = await serve((_request, response) => void open(response));
  const error = await failureOf<NetworkError>(all(serverSentEvents(silent.url, { idleTimeoutMs: 50, retries: 0 })));
  assert.equal(error.reason, "timeout");
});

test("serverSentEvents() hears comments as signs of life, and takes its own time", async () => {
  await using server = await serve(async (_request, response) => {
    open(response);
    for (let n = 0; n < 7; n++) {
      response.write(": still here\n");
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    response.end("\ndata: 1\n\ndata: 2\n\n");
  });
  const events = serverSentEvents(server.url, { ...ONCE, idleTimeoutMs: 2_000 });
  assert.equal((await events.next()).value?.data, "1");
  // Time that the reader takes is not the server's.
  await new Promise((resolve) => setTimeout(resolve, 2_200));
  assert.equal((await events.next()).value?.data, "2");
  assert.equal((await events.next()).done, true);
});

test("serverSentEvents() takes no more from the network than is read", async () => {
  let written = 0;
  const { promise: stalled, resolve } = Promise.withResolvers<void>();
  await using server = await serve(async (_request, response) => {
    open(response);
    const event = `data: ${"x".repeat(65_000)}\n\n`;
    while (!response.destroyed && written < 200_000_000) {
      written += event.length;
      if (response.write(event)) continue;
      const drained = new Promise<void>((done) => response.once("drain", done).once("close", done));
      const isLate = await Promise.race([drained, new Promise((done) => setTimeout(done, 500, "late"))]);
      if (isLate === "late") resolve();
      await drained;
    }
  });
  await using events = serverSentEvents(server.url);
  await events.next();
  await soon(stalled, "the stall", 30_000);
  assert.ok(written < 100_000_000, `${written} bytes were taken`);
});

test("serverSentEvents() refuses an event that is too long, whatever it is made of", async () => {
  const endless = ["data: 1\n\ndata: ", "data: 1\n\n" + "data: 123456789\n".repeat(20)];
  for (const beginning of endless) {
    await using server = await serve((_request, response) => {
      open(response).write(beginning);
      if (beginning.endsWith(" ")) { for (let n = 0; n < 20; n++) response.write("x".repeat(10)); }
    });
    const events = serverSentEvents(server.url, { maxEventLength: 100 });
    assert.equal((await events.next()).value?.data, "1");
    const error = await soon(failureOf<NetworkError>(events.next()), "the failure");
    assert.deepEqual([error.code, error.reason, server.seen.length], ["NET_EVENT_TOO_LONG", "too-large", 1]);
  }
});

test("serverSentEvents() closes its connection when the loop is left", async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  await using server = await serve((_request, response) => {
    open(response).write("data: 1\n\n");
    response.on("close", () => resolve());
  });
  assert.deepEqual(await take(serverSentEvents(server.url), 1), ["1"]);
  await soon(closed, "the close");
});

test("serverSentEvents() ends at once when it is closed, its signal fires or its task is cancelled", async () => {
  const ways: [
    string,
    (events: AsyncDisposable & { close(): Promise<void> }, controller: AbortController) => unknown,
  ][] = [
    ["close", (events) => events.close()],
    ["dispose", (events) => events[Symbol.asyncDispose]()],
    ["signal", (_events, controller) => controller.abort("stop")],
  ];
  for (const [name, end] of ways) {
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    await using server = await serve((_request, response) => {
      open(response).write(": hello\n");
      response.on("close", () => resolve());
      reach();
    });
    const controller = new AbortController();
    const events = serverSentEvents(server.url, { signal: controller.signal });
    const next = events.next();
    const outcome = next.then(({ done }) => done, (error) => error);
    await reached;
    await end(events, controller);
    assert.equal(await soon(outcome, name), name === "signal" ? "stop" : true);
    await soon(closed, `the close after ${name}`);
    assert.equal((await events.next()).done, true);
  }
});

test("serverSentEvents() ends with the task that waits", async () => {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  await using server = await serve((_request, response) => {
    open(response);
    response.on("close", () => resolve());
    reach();
  });
  const task = createTask(() => all(serverSentEvents(server.url)));
  await reached;
  task.cancel();
  assert.ok(await soon(failureOf(task), "the cancellation") instanceof CancelledError);
  await soon(closed, "the close");
});

test("serverSentEvents() stops its wait for another attempt", async () => {
  const port = await unusedPort();
  const events = serverSentEvents(`http://127.0.0.1:${port}`, { reconnectDelayMs: 60_000 });
  const next = events.next();
  setTimeout(() => events.close(), 100);
  assert.equal((await soon(next, "the end")).done, true);
});

test("serverSentEvents() sends nothing before it is read", async () => {
  await using server = await serve((_request, response) => void open(response).end());
  await serverSentEvents(server.url).close();
  assert.equal((await serverSentEvents(server.url).return()).done, true);
  assert.equal(server.seen.length, 0);
});

test("serverSentEvents() refuses wrong arguments when it is read", async () => {
  const url = "http://127.0.0.1:1";
  const wrong: [AsyncIterable<ServerSentEvent>, string, string][] = [
    [serverSentEvents("nowhere"), "ARGUMENT_NOT_URL", "url"],
    [serverSentEvents(url, null as never), "ARGUMENT_NOT_OBJECT", "options"],
    [serverSentEvents(url, { retry: 1 } as never), "ARGUMENT_UNKNOWN", "retry"],
    [serverSentEvents(url, { retries: -1 }), "ARGUMENT_NOT_INTEGER", "retries"],
    [serverSentEvents(url, { retries: "3" as never }), "ARGUMENT_NOT_INTEGER", "retries"],
    [serverSentEvents(url, { reconnectDelayMs: -1 }), "ARGUMENT_NOT_IN_RANGE", "reconnectDelayMs"],
    [serverSentEvents(url, { maxReconnectDelayMs: NaN }), "ARGUMENT_NOT_IN_RANGE", "maxReconnectDelayMs"],
    [serverSentEvents(url, { idleTimeoutMs: 0 }), "ARGUMENT_NOT_IN_RANGE", "idleTimeoutMs"],
    [serverSentEvents(url, { connectTimeoutMs: 0 }), "ARGUMENT_NOT_IN_RANGE", "connectTimeoutMs"],
    [serverSentEvents(url, { maxEventLength: 0 }), "ARGUMENT_NOT_INTEGER", "maxEventLength"],
    [serverSentEvents(url, { reopenAtEnd: 1 as never }), "ARGUMENT_NOT_ONE_OF", "reopenAtEnd"],
    [serverSentEvents(url, { lastEventId: "a\nb" }), "ARGUMENT_NOT_TEXT", "lastEventId"],
    [serverSentEvents(url, { lastEventId: 5 as never }), "ARGUMENT_NOT_TEXT", "lastEventId"],
    [serverSentEvents(url, { method: "GET", body: "x" }), "ARGUMENT_BODY_NOT_ALLOWED", "body"],
    [serverSentEvents(url, { signal: 1 as never }), "ARGUMENT_NOT_SIGNAL", "signal"],
  ];
  for (const [events, code, option] of wrong) {
    const error = await failureOf<ValidationError>(all(events));
    assert.ok(error instanceof ValidationError, code);
    assert.deepEqual([error.code, error.option], [code, option]);
  }
});

test("serverSentEvents() gives compressed events when they come", async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(200, { ...TYPE, "content-encoding": "gzip" });
    const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
    gzip.pipe(response);
    gzip.write("data: مضغوط\n\n");
  });
  await using events = serverSentEvents(server.url);
  assert.equal((await soon(events.next(), "the event")).value?.data, "مضغوط");
});

test("serverSentEvents() follows redirects, and drops credentials on the way to another origin", async () => {
  await using other = await serve((_request, response) => void open(response).end("data: 1\n\n"));
  await using server = await serve(({ url }, response) => {
    response.writeHead(307, { location: url === "/here" ? "/there" : `${other.url}/live` }).end();
  });
  const headers = { authorization: "Bearer secret" };
  assert.equal((await all(serverSentEvents(`${server.url}/here`, { ...ONCE, headers }))).length, 1);
  assert.deepEqual(server.seen.map((it) => it.headers.authorization), ["Bearer secret", "Bearer secret"]);
  assert.equal(other.seen[0]!.headers.authorization, undefined);
});

test("serverSentEvents() gives several that wait their events in order, and all of them the end", async () => {
  await using server = await serve((_request, response) => {
    open(response).write("data: 1\n\n");
    setTimeout(() => response.end("data: 2\n\ndata: 3\n\n"), 20);
  });
  const events = serverSentEvents(server.url, ONCE);
  const asked = await Promise.all(Array.from({ length: 5 }, () => events.next()));
  assert.deepEqual(asked.map(({ value }) => value?.data), ["1", "2", "3", undefined, undefined]);
});

test("serverSentEvents() keeps secrets out of errors", async () => {
  const port = await unusedPort();
  const url = `http://user:hunter2@127.0.0.1:${port}/?token=hunter3`;
  const error = await failureOf(all(serverSentEvents(url, { ...ONCE, headers: { authorization: "hunter4" } })));
  assert.ok(!/hunter/.test(JSON.stringify(error) + error.message + error.stack), error.message);
});

test("serverSentEvents() waits longer and longer, as long as allowed, from what the server asks", async () => {
  const waits: number[] = [];
  setReporter(({ properties }) => void waits.push((properties as { delayMs: number }).delayMs));
  await using server = await serve((_request, response, n) => {
    if (n === 1) return void open(response).end("retry: 4\ndata: 1\n\n");
    response.writeHead(503).end();
  });
  try {
    const events = serverSentEvents(server.url, { retries: 5, reconnectDelayMs: 60_000, maxReconnectDelayMs: 16 });
    await failureOf(all(events));
  } finally {
    setReporter(undefined);
  }
  const bounds = [4, 4, 8, 16, 16, 16];
  assert.equal(waits.length, bounds.length);
  for (const [at, bound] of bounds.entries()) assert.ok(waits[at]! >= bound / 2 && waits[at]! <= bound, String(waits));
});

test("serverSentEvents() asks for headers anew with each connection, and survives what fails for a while", async () => {
  await using server = await serve((_request, response, n) => {
    if (n === 3) return void response.writeHead(204).end();
    open(response).end("data: 1\n\n");
  });
  let calls = 0;
  const headers = () => {
    calls++;
    if (calls === 2) throw new Error("no token today");
    return Promise.resolve({ authorization: `Bearer ${calls}` });
  };
  await all(serverSentEvents(server.url, { headers, retries: Infinity, reconnectDelayMs: 1 }));
  assert.deepEqual(server.seen.map((it) => it.headers.authorization), ["Bearer 1", "Bearer 3", "Bearer 4"]);
  assert.equal(server.seen[0]!.headers.accept, "text/event-stream");
  const error = await failureOf<NetworkError>(all(serverSentEvents(server.url, {
    headers: () => Promise.reject(new Error("never")),
    retries: 1,
    reconnectDelayMs: 1,
  })));
  assert.deepEqual([error.code, error.attempts.length, (error.cause as Error).message], ["NET_HEADERS", 2, "never"]);
  const waiting = serverSentEvents(server.url, { headers: () => new Promise(() => {}) });
  const next = waiting.next();
  await waiting.close();
  assert.equal((await soon(next, "the end")).done, true);
});

test("serverSentEvents() leaves nothing behind on a signal that lives on", async () => {
  await using server = await serve(({ url }, response) => {
    if (url === "/bad") return void response.writeHead(404).end();
    open(response).write("data: 1\n\n");
  });
  const { signal, listeners } = watchedSignal();
  const options = { signal, retries: 1, reconnectDelayMs: 1 };
  for (let n = 0; n < 5; n++) {
    await take(serverSentEvents(server.url, options), 1);
    await failureOf(all(serverSentEvents(`${server.url}/bad`, options)));
    await failureOf(all(serverSentEvents(server.url, { ...options, maxEventLength: 0 })));
  }
  assert.equal(listeners(), 0);
});
