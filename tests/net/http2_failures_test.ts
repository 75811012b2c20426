import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Socket } from "node:net";
import test from "node:test";
import type { NetworkError } from "../../errors/mod.ts";
import { runtime } from "../../internal/runtime.ts";
import { OriginSessions } from "../../net/internal/http2/origin_sessions.ts";
import { type Client, type ClientOptions, createClient } from "../../net/mod.ts";
import { type RawHttp2Connection, startRawHttp2 } from "../faults/raw_http2.ts";
import { skip } from "../support/mod.ts";
import { testAuthority } from "./fixtures/test_authority.ts";
import { failureOf, soon } from "./support.ts";

// RFC 9113, section 7.
const CODE = { NO_ERROR: 0, PROTOCOL: 1, INTERNAL: 2, REFUSED: 7, CANCEL: 8, CALM: 11, SECURITY: 12, OLD: 13 };

function http2Client(options: ClientOptions = {}): Client {
  return createClient({ http2: true, tls: { ca: testAuthority.ca }, retry: { attempts: 1 }, ...options });
}

type Fault = (stream: number, connection: RawHttp2Connection) => void;

/** What a server does to a request, and what the client makes of it: the reason, the phase and whether it may try again. */
const FAULTS: Record<string, [Fault, ...expected: unknown[]]> = {
  "never answers": [() => {}, "timeout", "headers", true],
  "falls silent in the body": [
    (stream, by) => {
      by.headers(stream);
      by.data(stream, "part");
    },
    "timeout",
    "idle",
    true,
  ],
  "gives up before the answer": [(stream, by) => by.reset(stream, CODE.INTERNAL), "reset", undefined, true],
  "gives up without a reason": [(stream, by) => by.reset(stream, CODE.NO_ERROR), "reset", undefined, true],
  "wants less": [(stream, by) => by.reset(stream, CODE.CALM), "reset", undefined, true],
  "wants more security": [(stream, by) => by.reset(stream, CODE.SECURITY), "tls", undefined, false],
  "finds the request wrong": [(stream, by) => by.reset(stream, CODE.PROTOCOL), "protocol", undefined, true],
  "gives up in the body": [
    (stream, by) => {
      by.headers(stream);
      by.data(stream, "part");
      by.reset(stream, CODE.INTERNAL);
    },
    "reset",
    undefined,
    true,
  ],
  "gives up in the body without a reason": [
    (stream, by) => {
      // Only an announced length tells that it is not whole: no runtime tells such an end from the body's own.
      by.headers(stream, { "content-length": "100" });
      by.data(stream, "part");
      by.reset(stream, CODE.NO_ERROR);
    },
    "reset",
    undefined,
    true,
  ],
  "closes before the answer": [(_stream, by) => by.destroy(), "reset", undefined, true],
  "closes in the body": [
    (stream, by) => {
      by.headers(stream);
      by.data(stream, "part");
      by.destroy();
    },
    "reset",
    undefined,
    true,
  ],
  "sends less than it announced": [
    (stream, by) => {
      by.headers(stream, { "content-length": "100" });
      by.data(stream, "part", true);
    },
    "reset",
    undefined,
    true,
  ],
  "sends more than it announced": [
    (stream, by) => {
      by.headers(stream, { "content-length": "2" });
      by.data(stream, "parts", true);
    },
    "reset",
    undefined,
    true,
  ],
  "sends what is no frame": [(_stream, by) => by.write(Buffer.alloc(64, "HTTP/1.1 400 ")), "protocol", undefined, true],
  "sends headers that are none": [
    (stream, by) => by.send(1, stream, Buffer.alloc(16, 0xff), 4),
    "protocol",
    undefined,
    true,
  ],
  "says that the connection is over, for a reason": [
    (stream, by) => by.goaway(stream, CODE.INTERNAL),
    "reset",
    undefined,
    true,
  ],
  "sends a body that is not compressed as it says": [
    (stream, by) => {
      by.headers(stream, { "content-encoding": "gzip" });
      by.data(stream, "not gzip at all", true);
    },
    "decode",
    undefined,
    false,
  ],
  "sends too much": [
    (stream, by) => {
      by.headers(stream);
      by.data(stream, "x".repeat(5_000), true);
    },
    "too-large",
    undefined,
    false,
  ],
};

// Its fetch speaks HTTP/2 by itself; its `node:http2` ends the whole process at times (denoland/deno#36788).
const ON_DENO = "Deno's fetch, by which HTTP/2 goes there, does it in its own way";
// It takes what came for all of it, and waits for its time to be over.
const NOT_ON_DENO = ["gives up in the body without a reason", "says that the connection is over, for a reason"];

for (const [what, [fault, ...expected]] of Object.entries(FAULTS)) {
  test(`a client over HTTP/2 tells that the server ${what}`, async (t) => {
    if (runtime === "deno" && NOT_ON_DENO.includes(what)) return skip(t, ON_DENO);
    await using server = await startRawHttp2((stream, by, n) =>
      n === 1 ? fault(stream, by) : by.answer(stream, "well")
    );
    const isSlow = expected[0] === "timeout";
    const limits = isSlow ? { connectTimeoutMs: 300, readTimeoutMs: 300 } : {};
    const client = http2Client({ maxBytes: 4_096, ...limits });
    const error = await soon(failureOf<NetworkError>(client.get(server.url).text()), "the failure");
    assert.deepEqual([error.reason, error.phase, error.retryable], expected, error.message);
    // What comes after it is well.
    assert.equal(await http2Client().get(server.url).text(), "well");
    assert.equal(await client.get(server.url).text(), "well");
  });
}

test("a request over HTTP/2 that the server refuses is sent again, whatever its method", async () => {
  await using server = await startRawHttp2((stream, by, n) => {
    if (n === 1) by.reset(stream, CODE.REFUSED);
    else by.answer(stream, `try ${n}`);
  });
  assert.equal(await http2Client().post(server.url, { body: { a: 1 } }).text(), "try 2");
});

test("a request over HTTP/2 that the server refuses every time fails", async () => {
  let tries = 0;
  await using server = await startRawHttp2((stream, by) => {
    tries++;
    by.reset(stream, CODE.REFUSED);
  });
  const error = await failureOf<NetworkError>(http2Client().post(server.url, { body: "text" }));
  assert.deepEqual([error.reason, tries], ["reset", 3]);
});

test("a streamed body over HTTP/2 is not sent twice", async () => {
  let tries = 0;
  await using server = await startRawHttp2((stream, by) => {
    tries++;
    by.reset(stream, CODE.REFUSED);
  });
  const body = new Blob(["text"]).stream();
  const error = await failureOf<NetworkError>(http2Client().post(server.url, { body }));
  assert.deepEqual([error.reason, tries], ["reset", 1]);
});

test("a request that a server which goes away has not looked at is sent on another connection", async (t) => {
  if (runtime === "deno") return skip(t, ON_DENO);
  await using server = await startRawHttp2((stream, by) => {
    if (by !== server.connections[0]) return by.answer(stream, "second");
    if (stream === 1) return;
    // The first one is answered all the same.
    by.goaway(1);
    by.answer(1, "first");
  });
  const client = http2Client();
  const answers = [client.get(server.url).text(), client.post(server.url, { body: "text" }).text()];
  assert.deepEqual(await soon(Promise.all(answers), "the answers"), ["first", "second"]);
  assert.equal(await client.get(server.url).text(), "second");
  assert.equal(server.connections.length, 2);
  await soon(server.connections[0]!.closed, "the end of the first connection");
});

test("a server over HTTP/2 that wants HTTP/1.1 is asked so, then and later", async () => {
  let asked = 0;
  await using server = await startRawHttp2((stream, by) => {
    asked++;
    by.reset(stream, CODE.OLD);
  });
  const client = http2Client();
  assert.equal(await client.post(server.url, { body: "text" }).text(), "old");
  assert.equal(await client.get(server.url).text(), "old");
  // Deno's fetch asks each time what the server speaks.
  assert.equal(asked, runtime === "deno" ? 2 : 1);
});

test("a client over HTTP/2 waits for its turn where the server takes few requests at a time", async (t) => {
  if (runtime === "deno") return skip(t, ON_DENO);
  const streams: number[] = [];
  let mostOpen = 0, open = 0;
  await using server = await startRawHttp2((stream, by) => {
    mostOpen = Math.max(mostOpen, ++open);
    streams.push(stream);
    setTimeout(() => {
      open--;
      by.answer(stream, String(stream));
    }, 5);
  }, 2);
  const client = http2Client();
  const answers = await Promise.all(Array.from({ length: 12 }, () => client.get(server.url).text()));
  assert.deepEqual(answers.map(Number).sort((a, b) => a - b), Array.from({ length: 12 }, (_, n) => n * 2 + 1));
  assert.deepEqual([mostOpen, server.connections.length], [2, 1]);
});

test("a request that waits for its turn over HTTP/2 can be given up, and costs nobody a turn", async () => {
  const { promise: first, resolve: onFirst } = Promise.withResolvers<() => void>();
  await using server = await startRawHttp2((stream, by) => {
    if (stream === 1) onFirst(() => by.answer(1, "first"));
    else by.answer(stream, "later");
  }, 1);
  const client = http2Client();
  const running = client.get(server.url).text();
  const answer = await first;
  const controller = new AbortController();
  const waiting = failureOf(client.get(server.url, { signal: controller.signal }).text());
  const behind = client.get(server.url).text();
  const reason = new Error("enough");
  controller.abort(reason);
  assert.equal(await waiting, reason);
  answer();
  assert.deepEqual(await soon(Promise.all([running, behind]), "the answers"), ["first", "later"]);
});

test("a request over HTTP/2 that is given up ends its stream, and leaves the others alone", async () => {
  const seen: { stream: number; by: RawHttp2Connection }[] = [];
  let onSeen = (): void => {};
  await using server = await startRawHttp2((stream, by) => {
    seen.push({ stream, by });
    onSeen();
  });
  const next = () => new Promise<void>((resolve) => onSeen = resolve);
  const client = http2Client();
  const other = (async () => await client.get(server.url).text())();
  await next();
  const reason = new Error("enough");

  const controller = new AbortController();
  const begun = next();
  const waiting = failureOf(client.get(server.url, { signal: controller.signal }).text());
  await begun;
  controller.abort(reason);
  assert.equal(await waiting, reason);
  assert.equal(await soon(seen[1]!.by.resetBy(seen[1]!.stream), "the end of the stream"), CODE.CANCEL);

  const asked = next();
  const answer = client.get(server.url).raw();
  await asked;
  seen[2]!.by.headers(seen[2]!.stream);
  seen[2]!.by.data(seen[2]!.stream, "part");
  await (await answer).close();
  assert.equal(await soon(seen[2]!.by.resetBy(seen[2]!.stream), "the end of the body"), CODE.CANCEL);

  seen[0]!.by.answer(seen[0]!.stream, "untouched");
  assert.equal(await other, "untouched");
  assert.equal(server.connections.length, 1);
});

test("an upload over HTTP/2 whose source fails ends its stream", async (t) => {
  if (runtime === "deno") return skip(t, ON_DENO);
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  await using server = await startRawHttp2(() => resolve());
  const fault = new Error("no more");
  let n = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (n++ === 3) {
        await begun;
        throw fault;
      }
      controller.enqueue(new Uint8Array(1_000));
    },
  });
  const error = await failureOf<NetworkError>(http2Client().post(server.url, { body }));
  assert.deepEqual([error.reason, error.cause], ["aborted", fault]);
  assert.equal(await soon(server.connections[0]!.resetBy(1), "the end of the stream"), CODE.CANCEL);
});

test("an upload over HTTP/2 that is given up ends its stream and closes its source", async (t) => {
  if (runtime === "deno") return skip(t, ON_DENO);
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  await using server = await startRawHttp2(() => resolve());
  const { promise: isCancelled, resolve: onCancel } = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(16_384)),
    cancel: () => onCancel(),
  });
  const controller = new AbortController();
  const failed = failureOf(http2Client().post(server.url, { body, signal: controller.signal }));
  await begun;
  const reason = new Error("enough");
  controller.abort(reason);
  assert.equal(await failed, reason);
  await soon(isCancelled, "the close of the source");
  assert.equal(await soon(server.connections[0]!.resetBy(1), "the end of the stream"), CODE.CANCEL);
});

test("a client over HTTP/2 that gives up while it connects closes the connection, unless others wait for it", async (t) => {
  if (runtime === "deno") return skip(t, ON_DENO);
  const { promise: accepted, resolve: onAccept } = Promise.withResolvers<Socket>();
  const silent = createServer((socket) => {
    socket.on("error", () => {});
    onAccept(socket);
  });
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const client = http2Client();
  const [one, two] = [new AbortController(), new AbortController()];
  const first = failureOf(client.get(url, { signal: one.signal }).text());
  const second = failureOf(client.get(url, { signal: two.signal }).text());
  const socket = await accepted;
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.resume();
  one.abort(new Error("one"));
  assert.equal((await first).message, "one");
  assert.equal(socket.destroyed, false);
  two.abort(new Error("two"));
  assert.equal((await second).message, "two");
  await soon(closed, "the close");
  await new Promise<void>((resolve) => silent.close(() => resolve()));
});

test("a connection by HTTP/2 on which a request got no answer in time is used for no other", async (t) => {
  if (runtime === "deno") return skip(t, ON_DENO);
  await using server = await startRawHttp2((stream, by) => {
    if (by !== server.connections[0]) by.answer(stream, "alive");
  });
  const client = http2Client({ connectTimeoutMs: 300, retry: { attempts: 2, delayMs: 1 } });
  assert.equal(await client.get(server.url).text(), "alive");
  assert.equal(server.connections.length, 2);
  await soon(server.connections[0]!.closed, "the close of the dead one");
});

test("a connection by HTTP/2 that nobody uses is closed after a while", async (t) => {
  if (runtime === "deno") return skip(t, ON_DENO);
  await using server = await startRawHttp2((stream, by) => by.answer(stream, "well"));
  const { createSecureContext } = await import("node:tls");
  const context = { secureContext: createSecureContext({ ca: testAuthority.ca }) };
  const sessions = new OriginSessions({ context, idleMs: 30 });
  const url = new URL(server.url);
  const how = { method: "GET", proxy: undefined };
  const session = await sessions.enter(url, how, undefined);
  const answer = await session!.send({ method: "GET", url, headers: {}, body: undefined }, undefined);
  assert.equal(new TextDecoder().decode(await answer.arrayBuffer()), "well");
  assert.equal(await sessions.enter(url, how, undefined), session);
  await soon(server.connections[0]!.closed, "the close");
  const other = await sessions.enter(url, how, undefined);
  assert.notEqual(other, session);
  await (await other!.send({ method: "GET", url, headers: {}, body: undefined }, undefined)).arrayBuffer();
  await soon(server.connections[1]!.closed, "the close of the second");
});

test("a client over HTTP/2 trusts nobody without a reason", async () => {
  await using server = await startRawHttp2((stream, by) => by.answer(stream, "well"));
  const error = await failureOf<NetworkError>(createClient({ http2: true, retry: { attempts: 1 } }).get(server.url));
  assert.deepEqual([error.reason, error.retryable, server.connections.length], ["tls", false, 0]);
});
