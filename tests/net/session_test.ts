import assert from "node:assert/strict";
import test from "node:test";
import { CancelledError, setLocale, type ValidationError, type WebSocketError } from "../../errors/mod.ts";
import { createTask } from "../../async/mod.ts";
import {
  connectSession,
  type ConnectSessionOptions,
  connectWebSocket,
  serveSessions,
  type ServeSessionsOptions,
  type SessionHandler,
  type WebSocketMessage,
  type WebSocketSession,
} from "../../net/mod.ts";
import { decode, encode, type Header } from "../../net/internal/session/protocol.ts";
import { breakableServer, fast } from "./session_support.ts";
import { collectReports, failureOf, serveSockets, soon } from "./support.ts";
import { until } from "./web_socket_support.ts";

setLocale("en");

/** Serves sessions, and opens one. */
async function pair(
  handler: SessionHandler,
  { client, server: serverOptions }: { client?: ConnectSessionOptions; server?: ServeSessionsOptions } = {},
): Promise<{ session: WebSocketSession; server: Awaited<ReturnType<typeof serveSessions>> } & AsyncDisposable> {
  const server = await serveSessions(handler, serverOptions);
  const session = await connectSession(server.url, { ...fast, closeTimeoutMs: 200, ...client });
  return {
    session,
    server,
    async [Symbol.asyncDispose]() {
      await session.suspend();
      await server.close();
    },
  };
}

const untilClosed: SessionHandler = async (session) => void await session.closed.catch(() => {});

test("connectSession() carries text and bytes both ways as they are", async () => {
  await using both = await pair(async (session) => {
    for await (const message of session) await session.send(message);
  });
  const messages: WebSocketMessage[] = [
    "",
    "one\ntwo",
    "مرحبا 👋",
    "\ud800",
    new Uint8Array(),
    new Uint8Array([10, 0, 255]),
  ];
  const bytes = new Uint8Array([1, 2, 3]);
  for (const message of messages) await both.session.send(message);
  const sending = both.session.send(bytes);
  // What the caller does with its bytes afterwards is its own business.
  bytes.fill(9);
  await sending;
  await both.session.send(new Uint16Array([513]));
  for (const message of messages) {
    const received = await both.session.receive();
    // A lone surrogate cannot be written in UTF-8.
    assert.deepEqual(received, message === "\ud800" ? "\ufffd" : message);
  }
  assert.deepEqual(await both.session.receive(), new Uint8Array([1, 2, 3]));
  assert.deepEqual(await both.session.receive(), new Uint8Array([1, 2]));
});

test("WebSocketSession.send() waits while more is unacknowledged than may be, in order, and can be given up", async () => {
  const taken = Promise.withResolvers<void>();
  const received: unknown[] = [];
  await using both = await pair(async (session) => {
    await taken.promise;
    for await (const message of session) received.push(message);
  }, { client: { maxUnacknowledged: 2 } });
  const { session } = both;
  await session.send("1");
  await session.send("2");
  const kept: string[] = [];
  const third = session.send("3").then(() => kept.push("3"));
  const given = new AbortController();
  const fourth = session.send("4", { signal: given.signal });
  const fifth = session.send("5").then(() => kept.push("5"));
  given.abort(new RangeError("given up"));
  await assert.rejects(fourth, RangeError);
  const task = createTask(() => session.send("6"));
  await Promise.resolve();
  task.cancel();
  await assert.rejects(Promise.resolve(task), CancelledError);
  assert.deepEqual([kept, session.unacknowledged], [[], 2]);
  taken.resolve();
  await Promise.all([third, fifth]);
  await session.flush();
  assert.deepEqual([received, kept, session.unacknowledged], [["1", "2", "3", "5"], ["3", "5"], 0]);
});

test("WebSocketSession.send() is bounded in bytes, and by what the other side takes", async () => {
  const taken = Promise.withResolvers<void>();
  await using both = await pair(async (session) => {
    await taken.promise;
    for await (const _ of session);
  }, { server: { maxUnacknowledgedBytes: 10 } });
  await both.session.send("12345678901234567890");
  const second = both.session.send("2");
  assert.equal(await Promise.race([second.then(() => "kept"), both.session.unacknowledged]), 1);
  taken.resolve();
  await second;
});

test("WebSocketSession hands out one message at a time, which is acknowledged when the next is asked for", async () => {
  const go = Promise.withResolvers<void>();
  await using both = await pair(async (session) => {
    for await (const message of session) {
      await session.send(`${message} ${session.received}`);
      if (message === "2") await go.promise;
    }
  });
  const { session } = both;
  for (const message of ["1", "2", "3"]) await session.send(message);
  assert.deepEqual([await session.receive(), await session.receive()], ["1 1", "2 2"]);
  await until(() => session.unacknowledged === 2);
  go.resolve();
  assert.equal(await session.receive(), "3 3");
  await session.flush();
});

test("connectSession() hands messages to onMessage one after the other, and fails with what it throws", async () => {
  let running = 0;
  const seen: unknown[] = [];
  const failure = new RangeError("no");
  await using both = await pair(async (session) => {
    for (const message of ["1", "2", "3"]) await session.send(message);
    await untilClosed(session, undefined as never);
  }, {
    client: {
      async onMessage(message, session) {
        assert.equal(++running, 1);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running--;
        seen.push(message, session.received);
        if (message === "3") throw failure;
      },
    },
  });
  assert.equal(await soon(failureOf(both.session.closed), "the end"), failure);
  assert.deepEqual(seen, ["1", 1, "2", 2, "3", 3]);
  assert.equal(await failureOf(both.session.send("x")), failure);
});

test("WebSocketSession.request() is answered by onRequest of either side, many at a time and in the order of the messages", async () => {
  const events: unknown[] = [];
  await using both = await pair(async (session) => {
    for await (const message of session) {
      events.push(message);
      if (message === "ask") events.push(await session.request("back"));
    }
  }, {
    server: {
      async onRequest(message) {
        events.push(`begin ${message}`);
        if (message === "slow") await new Promise((resolve) => setTimeout(resolve, 30));
        if (message === "bytes") return new Uint8Array([7]);
        return message === "nothing" ? undefined : `${message}!`;
      },
    },
    client: { onRequest: (message) => `${message}?` },
  });
  const { session } = both;
  await session.send("before");
  const slow = session.request("slow");
  await session.send("between");
  const fast = await session.request("fast");
  assert.deepEqual([fast, await slow], ["fast!", "slow!"]);
  assert.deepEqual(await session.request("bytes"), new Uint8Array([7]));
  assert.equal(await session.request("nothing"), "");
  await session.send("ask");
  await session.flush();
  await until(() => events.includes("back?"));
  assert.deepEqual(events.slice(0, 4), ["before", "begin slow", "between", "begin fast"]);
});

test("WebSocketSession.request() fails when the answer takes too long, there is none, or it is given up", async () => {
  using collected = collectReports();
  const errors: unknown[] = [];
  await using both = await pair(untilClosed, {
    server: {
      onRequest: async (message) => {
        if (message === "throw") throw new RangeError("secret");
        if (message === "wrong") return 5;
        return await new Promise((resolve) => setTimeout(resolve, 50));
      },
      onError: (error, { url }) => errors.push((error as Error).name, url.pathname),
    },
  });
  const { session } = both;
  const late = await failureOf<WebSocketError>(session.request("slow", { timeoutMs: 5 }));
  assert.deepEqual([late.code, late.reason, late.phase], ["NET_WEBSOCKET_REQUEST_TIMEOUT", "timeout", "total"]);
  const failed = await failureOf<WebSocketError>(session.request("throw"));
  assert.equal(failed.code, "NET_WEBSOCKET_REQUEST_FAILED");
  assert.doesNotMatch(JSON.stringify(failed), /secret/);
  assert.equal((await failureOf<WebSocketError>(session.request("wrong"))).code, "NET_WEBSOCKET_REQUEST_FAILED");
  assert.deepEqual(errors, ["RangeError", "/", "ValidationError", "/"]);
  assert.ok(collected.reports.length > 0);
  await assert.rejects(session.request("slow", { signal: AbortSignal.abort(new RangeError("no")) }), RangeError);
  const task = createTask(() => session.request("slow"));
  await Promise.resolve();
  task.cancel();
  await assert.rejects(Promise.resolve(task), CancelledError);
  // Answers that nobody waits for any more do no harm.
  assert.equal(await session.request("slow"), "");
});

test("WebSocketSession.request() fails where the other side has no onRequest, and when the session ends", async () => {
  const requested = Promise.withResolvers<void>();
  await using none = await pair(untilClosed);
  assert.equal((await failureOf<WebSocketError>(none.session.request("x"))).code, "NET_WEBSOCKET_REQUEST_FAILED");
  await using both = await pair(untilClosed, {
    server: { onRequest: () => (requested.resolve(), new Promise(() => {})) },
  });
  const asked = failureOf<WebSocketError>(both.session.request("x"));
  await requested.promise;
  await both.session.close();
  assert.equal((await asked).code, "NET_WEBSOCKET_SESSION_CLOSED");
});

test("WebSocketSession.request() in the middle of handling a message is answered though the window is full", async () => {
  const answers: unknown[] = [];
  await using both = await pair(async (session) => {
    for await (const _ of session) for (let n = 0; n < 9; n++) answers.push(await session.request(String(n)));
  }, { client: { maxUnacknowledged: 2, onRequest: (message) => message }, server: { maxUnacknowledged: 2 } });
  await Promise.all([1, 2, 3].map((n) => both.session.send(String(n))));
  await both.session.flush();
  await until(() => answers.length === 27);
});

test("WebSocketSession.close() gives what was sent its time, and fails where it was not acknowledged", async () => {
  const received: unknown[] = [];
  await using good = await pair(async (session) => {
    for await (const message of session) received.push(message);
  });
  for (const message of ["1", "2", "3"]) void good.session.send(message);
  await good.session.close(4001, "enough");
  assert.deepEqual(received, ["1", "2", "3"]);
  const { code, reason } = await good.session.closed;
  assert.deepEqual([code, reason, good.session.state], [4001, "enough", "closed"]);
  assert.equal((await failureOf<WebSocketError>(good.session.send("4"))).code, "NET_WEBSOCKET_SESSION_CLOSED");
  await good.session.close();
  await until(() => good.server.sessions.size === 0);

  await using bad = await pair(untilClosed);
  await bad.session.send("1");
  const failure = await failureOf<WebSocketError>(bad.session.close());
  assert.deepEqual([failure.code, failure.context["count"]], ["NET_WEBSOCKET_UNACKNOWLEDGED", 1]);
  assert.equal(await failureOf(bad.session.closed), failure);
});

test("WebSocketSession.close() refuses codes that are the protocol's, and reasons that are too long", async () => {
  await using both = await pair(untilClosed);
  for (const code of [1001, 2999, 4400, 4499, 5000, 1.5, "1000" as never]) {
    assert.equal((await failureOf<ValidationError>(both.session.close(code))).code, "ARGUMENT_NOT_SESSION_CODE");
  }
  await assert.rejects(both.session.close(1000, "x".repeat(124)), { code: "ARGUMENT_CLOSE_REASON_TOO_LONG" });
  await assert.rejects(both.session.close(1000, 5 as never), { code: "ARGUMENT_NOT_TEXT" });
  await assert.rejects(both.session.send(5 as never), { code: "ARGUMENT_NOT_BYTES" });
  await assert.rejects(both.session.send("", { sginal: 1 } as never), { code: "ARGUMENT_UNKNOWN" });
  await assert.rejects(both.session.request("", { timeoutMs: -1 }), { code: "ARGUMENT_NOT_IN_RANGE" });
});

test("serveSessions() ends a session whose handler is done, and one whose handler throws, for good", async () => {
  using _ = collectReports();
  const errors: unknown[] = [];
  const failure = new RangeError("broken");
  await using server = await serveSessions(async (session, { url }) => {
    await session.send("last");
    if (url.pathname === "/throw") throw failure;
  }, { onError: (error) => errors.push(error) });
  const done = await connectSession(server.url, fast);
  assert.deepEqual(await Array.fromAsync(done), ["last"]);
  assert.equal((await done.closed).code, 1000);
  const thrown = await connectSession(`${server.url}/throw`, { ...fast, retries: 3 });
  const error = await soon(failureOf<WebSocketError>(thrown.closed), "the end");
  assert.deepEqual([error.code, error.closeCode, errors], ["NET_WEBSOCKET_REJECTED", 4500, [failure]]);
});

/** A client that stays away until it is let back. */
function gated(): { options: ConnectSessionOptions; away(): void; back(): void } {
  let gate: PromiseWithResolvers<void> | undefined;
  return {
    options: {
      ...fast,
      async shouldReconnect({ isRetryable }) {
        await gate?.promise;
        return isRetryable;
      },
    },
    away: () => gate = Promise.withResolvers(),
    back: () => gate?.resolve(),
  };
}

test("serveSessions() keeps a session for resumeMs, tells its handler of the end, and the client that it is lost", async () => {
  const ended = Promise.withResolvers<WebSocketError>();
  const signals: AbortSignal[] = [];
  await using under = await breakableServer();
  await using server = await serveSessions(async (session, { signal }) => {
    signals.push(signal);
    try {
      for await (const message of session) await session.send(`got ${message}`);
    } catch (error) {
      ended.resolve(error as WebSocketError);
      throw error;
    }
  }, { server: under.http, resumeMs: 1 });
  const client = gated();
  const session = await connectSession(server.url, client.options);
  await session.send("1");
  await session.flush();
  const [served] = server.sessions;
  assert.equal(served!.token, session.token);
  client.away();
  under.breakAll();
  const error = await soon(ended.promise, "the end");
  assert.deepEqual([error.code, error.context["count"]], ["NET_WEBSOCKET_SESSION_EXPIRED", 1]);
  assert.deepEqual([served!.state, server.sessions.size], ["closed", 0]);
  await until(() => signals[0]!.aborted);
  await session.send("2");
  client.back();
  const lost = await soon(failureOf<WebSocketError>(session.closed), "the loss");
  assert.deepEqual([lost.code, lost.closeCode, lost.context["count"]], ["NET_WEBSOCKET_SESSION_LOST", 4404, 1]);
  assert.equal(signals.length, 1);
});

test("connectSession() goes on with a session that the server has lost where shouldContinue says so", async () => {
  await using under = await breakableServer();
  const received: unknown[][] = [];
  await using server = await serveSessions(async (session) => {
    const own: unknown[] = [];
    received.push(own);
    await session.send("hello");
    for await (const message of session) own.push(message);
  }, { server: under.http, resumeMs: 0 });
  const client = gated();
  const losses: number[] = [];
  await using session = await connectSession(server.url, {
    ...client.options,
    shouldContinue: ({ unacknowledged }) => losses.push(unacknowledged) > 0,
  });
  assert.equal(await session.receive(), "hello");
  await session.send("1");
  await session.flush();
  client.away();
  under.breakAll();
  await until(() => server.sessions.size === 0);
  await session.send("2");
  await session.send("3");
  client.back();
  assert.equal(await session.receive(), "hello");
  await session.flush();
  assert.deepEqual([received, losses, session.received], [[["1"], ["2", "3"]], [2], 2]);
});

test("serveSessions() answers over a new connection what was asked over one that broke", async () => {
  await using under = await breakableServer();
  let begun = 0;
  const go = Promise.withResolvers<void>();
  await using server = await serveSessions(untilClosed, {
    server: under.http,
    async onRequest(message) {
      begun++;
      await go.promise;
      return `${message}!`;
    },
  });
  const closes: boolean[] = [];
  await using session = await connectSession(server.url, {
    ...fast,
    onClose: ({ willRetry }) => closes.push(willRetry),
  });
  const asked = session.request("a");
  await until(() => begun === 1);
  under.breakAll();
  await until(() => under.connections === 2 && session.state === "open");
  go.resolve();
  assert.equal(await soon(asked, "the answer"), "a!");
  assert.deepEqual([begun, closes], [1, [true]]);
});

test("serveSessions() holds sessions without a connection to bounds in number and bytes, the oldest ending first", async () => {
  await using under = await breakableServer();
  await using server = await serveSessions(async (session) => {
    for await (const message of session) await session.send(message);
  }, { server: under.http, maxDetached: 2, maxDetachedBytes: 1_000 });
  const client = gated();
  const sessions: WebSocketSession[] = [];
  for (let n = 0; n < 3; n++) sessions.push(await connectSession(server.url, client.options));
  client.away();
  under.breakAll();
  await until(() => server.sessions.size === 2);
  // What a handler sends to a client that is away counts.
  const [first, second] = server.sessions;
  await first!.send("x".repeat(600));
  await second!.send("y".repeat(600));
  await until(() => server.sessions.size === 1);
  client.back();
  const ends = await Promise.allSettled(sessions.map((it) => it.receive()));
  assert.equal(ends.filter(({ status }) => status === "fulfilled").length, 1);
  for (const it of sessions) await it.suspend();
});

test("serveSessions() lets a client take its session over from a connection that is gone without a word", async () => {
  await using server = await serveSessions(async (session) => {
    for await (const message of session) await session.send(`got ${message}`);
  });
  await using old = await connectWebSocket(server.url);
  const hello = { type: "hello", version: 1, token: "a-token-of-the-tests", messages: 10, bytes: 1_000 } as const;
  await old.send(encode({ ...hello, resume: false, first: 1, received: 0, handled: 0 }));
  assert.equal(decode((await old.receive())!).header.type, "welcome");
  await old.send(encode({ type: "message", number: 1 }, "1"));
  await using young = await connectWebSocket(server.url);
  await young.send(encode({ ...hello, resume: true, first: 1, received: 0, handled: 0 }));
  const error = await soon(failureOf<WebSocketError>(old.closed), "the end");
  assert.equal(error.closeCode, 4409);
  const headers: Header[] = [];
  while (!headers.some(({ type }) => type === "message")) headers.push(decode((await young.receive())!).header);
  assert.equal(server.sessions.size, 1);
});

test("serveSessions() ends a connection that does not keep to the protocol", async () => {
  using _ = collectReports();
  await using server = await serveSessions(untilClosed, { maxUnacknowledged: 2, maxUnacknowledgedBytes: 10 });
  const hello = { type: "hello", version: 1, resume: false, first: 1, received: 0, handled: 0 } as const;
  const greeting = () => encode({ ...hello, token: crypto.randomUUID(), messages: 10, bytes: 1_000 });
  const frames = {
    "no JSON": ["hello"],
    "no object": ["5"],
    "nothing": [""],
    "null": ["null"],
    "an unknown type": ['{"type":"toString"}'],
    "another first frame": ['{"type":"ack","number":1}'],
    "a short token": [encode({ ...hello, token: "short", messages: 10, bytes: 1_000 })],
    "a first number of 0": [
      encode({ ...hello, first: 0, token: crypto.randomUUID(), messages: 10, bytes: 1_000 }),
    ],
    "more handled than received": [
      encode({ ...hello, handled: 1, token: crypto.randomUUID(), messages: 10, bytes: 1_000 }),
    ],
    "another version": [encode({ ...hello, version: 2, token: crypto.randomUUID(), messages: 10, bytes: 1_000 })],
    "a path as token": [encode({ ...hello, token: "../../../../etc/passwd", messages: 10, bytes: 1_000 })],
    "a long header": [`{"type":"hello"${" ".repeat(2_000)}}`],
    "no number": [greeting(), '{"type":"message"}\nx'],
    "a negative number": [greeting(), '{"type":"message","number":-1}\nx'],
    "the number 0": [greeting(), '{"type":"message","number":0}\nx'],
    "a gap": [greeting(), encode({ type: "message", number: 2 }, "x")],
    "an acknowledgement of nothing": [greeting(), encode({ type: "ack", number: 1 })],
    "a second greeting": [greeting(), greeting()],
    "more than the window": [greeting(), ...[1, 2, 3].map((number) => encode({ type: "message", number }, "x"))],
    "more bytes than the window": [
      greeting(),
      ...[1, 2].map((number) => encode({ type: "message", number }, "x".repeat(20))),
    ],
  } satisfies Record<string, WebSocketMessage[]>;
  for (const [name, given] of Object.entries(frames)) {
    await using connection = await connectWebSocket(server.url, { retries: 0 });
    for (const frame of given) await connection.send(frame);
    const error = await soon(failureOf<WebSocketError>(connection.closed), name);
    assert.equal(error.closeCode, 4400, name);
  }
  await until(() => server.sessions.size === 0);
  await using connection = await connectWebSocket(server.url, { retries: 0 });
  await connection.send(encode({ ...hello, resume: true, token: crypto.randomUUID(), messages: 10, bytes: 1_000 }));
  assert.equal((await soon(failureOf<WebSocketError>(connection.closed), "the end")).closeCode, 4404);
});

test("connectSession() fails for good with a server that speaks something else, and with one whose numbers do not fit", async () => {
  const welcome = { type: "welcome", version: 1, first: 1, received: 0, handled: 0, messages: 1, bytes: 1 } as const;
  const answers: [WebSocketMessage, string][] = [
    ["welcome to the chat", "NET_WEBSOCKET_SESSION_PROTOCOL"],
    [encode({ type: "ack", number: 0 }), "NET_WEBSOCKET_SESSION_PROTOCOL"],
    [encode({ ...welcome, first: 2 }), "NET_WEBSOCKET_SESSION_LOST"],
    [encode({ ...welcome, received: 1 }), "NET_WEBSOCKET_SESSION_LOST"],
  ];
  for (const [answer, code] of answers) {
    let connections = 0;
    await using server = await serveSockets((socket) => {
      connections++;
      socket.send(answer);
    });
    assert.equal((await failureOf<WebSocketError>(connectSession(server.url, fast))).code, code);
    assert.equal(connections, 1);
  }
  await using wrong = await serveSockets((socket) => {
    socket.send(encode(welcome));
    socket.send(encode({ type: "message", number: 7 }, "x"));
  });
  const session = await connectSession(wrong.url, fast);
  const error = await soon(failureOf<WebSocketError>(session.closed), "the end");
  assert.equal(error.code, "NET_WEBSOCKET_SESSION_PROTOCOL");
});

test("connectSession() ends with its task and its signal, and its session can be resumed", async () => {
  await using server = await serveSessions(untilClosed);
  let session: WebSocketSession | undefined;
  const task = createTask(async () => {
    session = await connectSession(server.url, fast);
    await session.receive();
  });
  await until(() => session !== undefined);
  task.cancel();
  await assert.rejects(Promise.resolve(task), CancelledError);
  await assert.rejects(session!.closed, CancelledError);
  const controller = new AbortController();
  const other = await connectSession(server.url, { ...fast, signal: controller.signal });
  const reason = new RangeError("over");
  controller.abort(reason);
  assert.equal(await failureOf(other.closed), reason);
  assert.equal(await failureOf(other.receive()), reason);
  assert.equal(server.sessions.size, 2);
});

test("WebSocketSession goes on sending when the task that sent is cancelled", async () => {
  const received: unknown[] = [];
  await using both = await pair(async (session) => {
    for await (const message of session) received.push(message);
  });
  let isSending = false;
  const task = createTask(async () => {
    const sending = Array.from({ length: 100 }, (_, n) => both.session.send(String(n)));
    isSending = true;
    await Promise.all(sending);
    await both.session.receive();
  });
  await until(() => isSending);
  task.cancel();
  await both.session.flush();
  assert.equal(received.length, 100);
  await both.session.send("more");
  await both.session.flush();
  assert.equal(received.length, 101);
});

test("connectSession() and serveSessions() refuse wrong arguments", async () => {
  const store = { load() {}, append() {}, acknowledge() {}, receive() {}, clear() {} };
  const clients: [unknown, string][] = [
    [{ onOpen: () => {} }, "ARGUMENT_UNKNOWN"],
    [{ onMessage: 5 }, "ARGUMENT_NOT_FUNCTION"],
    [{ shouldContinue: 5 }, "ARGUMENT_NOT_FUNCTION"],
    [{ token: "short" }, "ARGUMENT_NOT_TOKEN"],
    [{ token: "a token with spaces in it" }, "ARGUMENT_NOT_TOKEN"],
    [{ store }, "ARGUMENT_STORE_WITHOUT_TOKEN"],
    [{ store: { ...store, clear: 5 }, token: "a-token-of-the-tests" }, "ARGUMENT_NOT_FUNCTION"],
    [{ maxUnacknowledged: 0 }, "ARGUMENT_NOT_INTEGER"],
    [{ maxUnacknowledgedBytes: 0.5 }, "ARGUMENT_NOT_INTEGER"],
    [{ maxMessageBytes: "1" }, "ARGUMENT_NOT_INTEGER"],
    [{ retries: -1 }, "ARGUMENT_NOT_INTEGER"],
  ];
  for (const [options, code] of clients) {
    await assert.rejects(connectSession("ws://127.0.0.1:1", options as ConnectSessionOptions), { code });
  }
  const servers: [unknown, string][] = [
    [{ protocols: [] }, "ARGUMENT_UNKNOWN"],
    [{ store }, "ARGUMENT_NOT_FUNCTION"],
    [{ resumeMs: -1 }, "ARGUMENT_NOT_IN_RANGE"],
    [{ maxDetached: -1 }, "ARGUMENT_NOT_INTEGER"],
    [{ maxDetachedBytes: 0.5 }, "ARGUMENT_NOT_INTEGER"],
    [{ maxMessageBytes: 0 }, "ARGUMENT_NOT_INTEGER"],
    [{ port: -1 }, "ARGUMENT_NOT_INTEGER"],
  ];
  for (const [options, code] of servers) {
    await assert.rejects(serveSessions(() => {}, options as ServeSessionsOptions), { code });
  }
  await assert.rejects(serveSessions(5 as never), { code: "ARGUMENT_NOT_FUNCTION" });
});

test("serveSessions() tells a client that was away how its session ended, and not that it is lost", async () => {
  using _ = collectReports();
  await using under = await breakableServer();
  const go: PromiseWithResolvers<void>[] = [];
  const served: WebSocketSession[] = [];
  await using server = await serveSessions(async (session, { url }) => {
    served.push(session);
    await session.receive();
    go.push(Promise.withResolvers());
    await go.at(-1)!.promise;
    if (url.pathname === "/throw") throw new RangeError("broken");
  }, { server: under.http, onError: () => {} });
  for (const path of ["/", "/throw"]) {
    const client = gated();
    const session = await connectSession(`${server.url}${path}`, client.options);
    await session.send("1");
    await session.flush();
    client.away();
    under.breakAll();
    await until(() => session.state === "reconnecting" && served.at(-1)!.state === "reconnecting");
    go.at(-1)!.resolve();
    await until(() => server.sessions.size === 0);
    client.back();
    if (path === "/") assert.equal((await soon(session.closed, "the end")).code, 1000);
    else await assert.rejects(soon(session.closed, "the end"), { code: "NET_WEBSOCKET_REJECTED", closeCode: 4500 });
  }
});
