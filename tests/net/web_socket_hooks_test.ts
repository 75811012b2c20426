import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import test from "node:test";
import { createTask, currentTask, sleep } from "../../async/mod.ts";
import { setLocale, type ValidationError, WebSocketError } from "../../errors/mod.ts";
import { runtime } from "../../internal/runtime.ts";
import {
  connectWebSocket,
  serveWebSocket,
  type WebSocketClose,
  type WebSocketDown,
  type WebSocketMessage,
  type WebSocketState,
} from "../../net/mod.ts";
import { startTcpProxy } from "../faults/tcp_proxy.ts";
import { listen, watchedSignal } from "../support/mod.ts";
import { selfSigned } from "./fixtures/self_signed.ts";
import { breakLine, closeOf, failureOf, serveSockets, soon, unusedPort } from "./support.ts";
import { downForAWhile, rawSocket, until } from "./web_socket_support.ts";

setLocale("en");

test("connectWebSocket() asks for the URL and the headers anew for each attempt", async () => {
  const seen: string[] = [];
  await using server = await serveSockets((socket, n, request: IncomingMessage) => {
    seen.push(`${request.url} ${request.headers["x-token"]}`);
    if (n < 3) setTimeout(() => breakLine(socket), 5);
    else socket.close(1000);
  });
  let urls = 0;
  let tokens = 0;
  const attempts: number[] = [];
  const connection = await connectWebSocket(async ({ attempt, signal }) => {
    assert.equal(signal.aborted, false);
    attempts.push(attempt);
    await sleep(1);
    return `${server.url}/${++urls}?token=sesame`;
  }, { headers: async () => await Promise.resolve({ "x-token": String(++tokens) }), firstReconnectDelayMs: 2 });
  assert.equal(connection.url, `${server.url}/1?token=[redacted]`);
  await soon(connection.closed, "the end");
  assert.deepEqual(seen, ["/1?token=sesame 1", "/2?token=sesame 2", "/3?token=sesame 3"]);
  assert.deepEqual(attempts, [1, 2, 3]);
});

test("connectWebSocket() takes a URL or headers that cannot be obtained for a failed attempt, and tries again", async () => {
  await using server = await serveSockets();
  for (const name of ["url", "headers"] as const) {
    let calls = 0;
    const give = <T>(value: T): Promise<T> => {
      if (++calls < 3) throw new RangeError(`cannot fetch https://auth.example/?token=sesame (${calls})`);
      return Promise.resolve(value);
    };
    const told: WebSocketError[] = [];
    await using connection = await connectWebSocket(name === "url" ? () => give(server.url) : server.url, {
      headers: name === "headers" ? () => give({ "x-a": "1" }) : {},
      firstReconnectDelayMs: 2,
      onRetry: (error) => told.push(error!),
    });
    assert.equal(connection.state, "open");
    assert.deepEqual(told.map((it) => it.code), ["NET_WEBSOCKET_PROVIDER", "NET_WEBSOCKET_PROVIDER"]);
    assert.equal((told[0]!.cause as Error).name, "RangeError");
    assert.equal(told[0]!.context["option"], name);
    assert.match(told[0]!.message, /as its URL or headers could not be obtained: cannot fetch https/);
    assert.doesNotMatch(told[0]!.message + JSON.stringify(told[0]), /sesame/);
  }
});

test("connectWebSocket() gives up when the URL cannot be obtained as often as it may fail, or is none", async () => {
  const error = await failureOf<WebSocketError>(connectWebSocket(() => Promise.reject(new Error("no")), {
    retries: 2,
    firstReconnectDelayMs: 1,
  }));
  assert.deepEqual([error.code, error.reason, error.attempts.length], ["NET_WEBSOCKET_PROVIDER", "aborted", 3]);
  const invalid = await failureOf<ValidationError>(connectWebSocket(() => "http://x/", { retries: 2 }));
  assert.deepEqual([invalid.code, invalid.option], ["ARGUMENT_NOT_URL", "url"]);
});

test("connectWebSocket() does not wait longer for a URL than an attempt may take", async () => {
  let fired: unknown;
  const never = ({ signal }: { signal: AbortSignal }) => {
    signal.addEventListener("abort", () => fired = signal.reason);
    return new Promise<string>(() => {});
  };
  const error = await soon(
    failureOf<WebSocketError>(connectWebSocket(never, { openTimeoutMs: 40, retries: 0 })),
    "the failure",
  );
  assert.deepEqual([error.code, error.reason, fired], ["NET_WEBSOCKET_OPEN_TIMEOUT", "timeout", error]);
});

test("onOpen sets each connection up before what waits is sent, and reads the answers", async () => {
  const received: string[][] = [];
  await using server = await serveSockets((socket) => {
    const own: string[] = [];
    received.push(own);
    socket.on("message", (data: Buffer) => {
      const text = data.toString("utf8");
      own.push(text);
      if (text === "login") socket.send("welcome");
      if (text === "subscribe") { for (const price of ["1", "2"]) socket.send(price); }
    });
  });
  const infos: [number, number][] = [];
  const answers: unknown[] = [];
  await using connection = await connectWebSocket(server.url, {
    ...downForAWhile,
    async onOpen(own, { attempt, opens }) {
      infos.push([attempt, opens]);
      assert.equal(own.state, "open");
      await own.send("login");
      answers.push(await own.receive());
      await own.send("subscribe");
      await sleep(20);
    },
  });
  assert.deepEqual([await connection.receive(), await connection.receive()], ["1", "2"]);
  await connection.send("first");
  await until(() => received[0]!.length === 3);
  breakLine(await server.next());
  await until(() => connection.state === "reconnecting");
  const waiting = [connection.send("a"), connection.send("b")];
  assert.equal(connection.queued, 2);
  await soon(Promise.all(waiting), "sending");
  assert.deepEqual([await connection.receive(), await connection.receive()], ["1", "2"]);
  await until(() => received[1]?.length === 4);
  assert.deepEqual(received, [["login", "subscribe", "first"], ["login", "subscribe", "a", "b"]]);
  assert.deepEqual([infos, answers], [[[1, 1], [2, 2]], ["welcome", "welcome"]]);
});

test("onOpen that throws, or takes too long, counts as a failed attempt, and closes its connection", async () => {
  await using server = await serveSockets();
  const broken = new RangeError("broken");
  let calls = 0;
  const told: WebSocketError[] = [];
  await using connection = await connectWebSocket(server.url, {
    openTimeoutMs: 200,
    firstReconnectDelayMs: 2,
    onRetry: (error) => told.push(error!),
    onOpen: () => {
      calls++;
      if (calls === 1) throw broken;
      if (calls === 2) return new Promise(() => {});
      return;
    },
  });
  assert.equal(connection.state, "open");
  assert.deepEqual(told.map((it) => it.code), ["NET_WEBSOCKET_SET_UP", "NET_WEBSOCKET_OPEN_TIMEOUT"]);
  assert.equal(told[0]!.cause, broken);
  for (const _ of [1, 2]) await soon(closeOf(await server.next()), "closing the connection");
});

test("onOpen whose connection is lost meanwhile is told by its signal, and called for the next", async () => {
  await using server = await serveSockets((socket, n) => n === 1 && setTimeout(() => breakLine(socket), 20));
  let calls = 0;
  const reasons: unknown[] = [];
  await using connection = await connectWebSocket(server.url, {
    firstReconnectDelayMs: 2,
    async onOpen(own, { signal }) {
      if (++calls > 1) return;
      await own.receive({ signal }).catch(() => reasons.push(signal.reason));
    },
  });
  assert.deepEqual([connection.state, calls], ["open", 2]);
  await until(() => reasons.length === 1);
  assert.equal((reasons[0] as WebSocketError).code, "NET_WEBSOCKET_LOST");
});

test("the connection that onOpen had is the one that everybody has when it is done", async () => {
  await using server = await serveSockets((socket) => {
    socket.on("message", (data: Buffer) => socket.send(data.toString("utf8")));
  });
  let kept: Parameters<NonNullable<Parameters<typeof connectWebSocket>[1]>["onOpen"] & object>[0];
  await using _connection = await connectWebSocket(server.url, { onOpen: (own) => void (kept = own) });
  await kept!.send("late");
  assert.deepEqual([await kept!.receive(), kept!.state, kept!.queued, kept!.bufferedAmount], ["late", "open", 0, 0]);
  await kept!.close();
  assert.equal((await kept!.closed).code, 1000);
});

test("connectWebSocket() tells of each connection's end exactly once, and of each state", async () => {
  await using server = await serveSockets((socket, n) => {
    if (n === 1) setTimeout(() => breakLine(socket), 10);
    else if (n === 2) setTimeout(() => socket.close(1012, "restart"), 10);
    else setTimeout(() => socket.close(1000, "bye"), 10);
  });
  const closes: [number, string, boolean][] = [];
  const states: WebSocketState[] = [];
  const connection = await connectWebSocket(server.url, {
    firstReconnectDelayMs: 2,
    onClose: ({ code, reason, willRetry }: WebSocketClose) => closes.push([code, reason, willRetry]),
    onStateChange: (state) => states.push(state),
  });
  const close = await soon(connection.closed, "the end");
  assert.deepEqual(closes, [[1006, "", true], [1012, "restart", true], [1000, "bye", false]]);
  assert.deepEqual(states, ["open", "reconnecting", "open", "reconnecting", "open", "closed"]);
  assert.deepEqual([close.code, close.reason, close.willRetry], [1000, "bye", false]);
});

test("connectWebSocket() tells of the end once too when this side closes, cancels or fails", async () => {
  await using server = await serveSockets((socket) => void socket.send("x"));
  const endings: ((connection: { close(code?: number): Promise<void> }, controller: AbortController) => unknown)[] = [
    (connection) => connection.close(3001),
    (_, controller) => controller.abort("stop"),
  ];
  for (const [index, end] of endings.entries()) {
    const closes: WebSocketClose[] = [];
    const states: WebSocketState[] = [];
    const controller = new AbortController();
    const connection = await connectWebSocket(server.url, {
      signal: controller.signal,
      onClose: (close) => closes.push(close),
      onStateChange: (state) => states.push(state),
    });
    await end(connection, controller);
    await soon(connection.closed.catch(() => {}), "the end");
    assert.deepEqual(closes.map((it) => [it.code, it.willRetry]), [[[3001, 1006][index], false]]);
    assert.deepEqual(states, ["open", "closed"]);
  }
  const refused: WebSocketClose[] = [];
  const url = `ws://127.0.0.1:${await unusedPort()}`;
  await failureOf(connectWebSocket(url, { retries: 1, firstReconnectDelayMs: 1, onClose: (it) => refused.push(it) }));
  assert.deepEqual(refused, []);
});

test("what onClose, onRetry or onStateChange throws ends the connection", async () => {
  const broken = new RangeError("broken");
  const fail = () => {
    throw broken;
  };
  await using server = await serveSockets((socket) => void setTimeout(() => breakLine(socket), 20));
  for (const name of ["onClose", "onRetry", "onStateChange"] as const) {
    for (const hook of [fail, () => Promise.reject(broken)]) {
      const connected = connectWebSocket(server.url, { [name]: hook, firstReconnectDelayMs: 2, retries: 50 });
      const error = await soon(failureOf(connected.then((connection) => connection.closed)), name);
      assert.equal(error, broken, name);
    }
  }
});

test("shouldReconnect decides by code, reason and error, and may take its time", async () => {
  const cases: [number, (down: WebSocketDown) => boolean | Promise<boolean>, number][] = [
    [4401, ({ code }) => code !== 4401, 1],
    [4000, ({ code, isRetryable }) => code === 4000 || isRetryable, 2],
    [1011, async () => await Promise.resolve(false), 1],
    [1000, ({ error }) => error === undefined, 2],
  ];
  for (const [code, shouldReconnect, connections] of cases) {
    await using server = await serveSockets((socket, n) => socket.close(n === 1 ? code : 3999, "words"));
    const asked: [number, string, number, boolean][] = [];
    const connection = await connectWebSocket(server.url, {
      firstReconnectDelayMs: 1,
      retries: 1,
      shouldReconnect: (down) => {
        asked.push([down.code, down.reason, down.attempt, down.isRetryable]);
        return shouldReconnect(down);
      },
    });
    await soon(connection.closed.catch(() => {}), "the end");
    assert.equal(server.sockets.length, connections, String(code));
    assert.deepEqual(asked[0], [code, "words", 1, code === 1011]);
  }
});

test("shouldReconnect is asked about attempts that failed, and what it throws ends the connection", async () => {
  const url = `ws://127.0.0.1:${await unusedPort()}`;
  const asked: unknown[] = [];
  const shouldReconnect = ({ code, error, attempt }: WebSocketDown) => {
    asked.push([code, error!.code, attempt]);
    return attempt < 2;
  };
  const error = await failureOf<WebSocketError>(
    connectWebSocket(url, { shouldReconnect, retries: Infinity, firstReconnectDelayMs: 1 }),
  );
  assert.equal(error.code, "NET_WEBSOCKET_REFUSED");
  assert.deepEqual(asked, [[1006, "NET_WEBSOCKET_REFUSED", 1], [1006, "NET_WEBSOCKET_REFUSED", 2]]);
  const broken = new RangeError("broken");
  assert.equal(await failureOf(connectWebSocket(url, { shouldReconnect: () => Promise.reject(broken) })), broken);
});

test("connectWebSocket() tries for ever with retries Infinity, and its errors do not grow with that", async () => {
  const port = await unusedPort();
  let tries = 0;
  const controller = new AbortController();
  const told: WebSocketError[] = [];
  const error = await soon(
    failureOf(connectWebSocket(`ws://127.0.0.1:${port}`, {
      retries: Infinity,
      firstReconnectDelayMs: 0,
      reconnectDelayMs: 0,
      signal: controller.signal,
      onRetry: (it) => {
        told.push(it!);
        if (++tries === 60) controller.abort("enough");
      },
    })),
    "the end",
    20_000,
  );
  assert.equal(error, "enough");
  const { attempts } = told.at(-1)!;
  assert.deepEqual([attempts.length, attempts.at(-1)!.number], [20, 60]);
});

test("onMessage handles as many messages at a time as asked for, begun in order, and all before the end", async () => {
  await using server = await serveSockets((socket) => {
    for (let n = 0; n < 30; n++) socket.send(String(n));
    socket.close(1000);
  });
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  let done = 0;
  const connection = await connectWebSocket(server.url, {
    concurrency: 4,
    async onMessage(message) {
      begun.push(Number(message));
      most = Math.max(most, ++running);
      await sleep(2 + Number(message) % 3);
      running--;
      done++;
    },
  });
  await soon(connection.closed, "the end");
  assert.deepEqual([most, done, running], [4, 30, 0]);
  assert.deepEqual(begun, Array.from({ length: 30 }, (_, n) => n));
});

test("the first of several handlers that throws ends the connection, and no more are begun", async () => {
  await using server = await serveSockets((socket) => {
    for (let n = 0; n < 30; n++) socket.send(String(n));
  });
  const broken = new RangeError("broken");
  let begun = 0;
  const connection = await connectWebSocket(server.url, {
    concurrency: 3,
    async onMessage(message) {
      begun++;
      await sleep(1);
      if (message === "4") throw broken;
      await sleep(20);
    },
  });
  assert.equal(await soon(failureOf(connection.closed), "the failure"), broken);
  const soFar = begun;
  await sleep(30);
  assert.ok(begun === soFar && begun < 12, `${soFar} ${begun}`);
});

test("onMessage, onOpen and what they wait for belong to the task, and have the context, that opened the connection", async () => {
  // With a heartbeat it is another kind of socket on Deno.
  for (const heartbeatMs of [undefined, 60_000]) await inContext(heartbeatMs);
});

async function inContext(heartbeatMs: number | undefined): Promise<void> {
  await using server = await serveSockets((socket, n) => {
    for (const text of ["a", "b", "c"]) socket.send(text);
    if (n === 1) setTimeout(() => breakLine(socket), 20);
  });
  const context = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  const task = createTask(() =>
    context.run("mine", async () => {
      const own = currentTask();
      const look = () => seen.push(currentTask() === own && context.getStore());
      await using connection = await connectWebSocket(server.url, {
        heartbeatMs,
        firstReconnectDelayMs: 2,
        onOpen: look,
        onMessage: async () => {
          look();
          await sleep(1);
          look();
        },
      });
      await connection.closed;
    })
  );
  await until(() => seen.length === 14);
  assert.deepEqual(new Set(seen), new Set(["mine"]));
  task.cancel();
  await failureOf(task);
}

test("the heartbeat finds a server that is gone without a word, and connects again", async () => {
  await using server = await serveSockets();
  await using proxy = await startTcpProxy({ port: server.port });
  const closes: number[] = [];
  const told: WebSocketError[] = [];
  await using connection = await connectWebSocket(`ws://127.0.0.1:${proxy.port}`, {
    heartbeatMs: 30,
    heartbeatTimeoutMs: 500,
    firstReconnectDelayMs: 2,
    onClose: ({ code }) => closes.push(code),
    onRetry: (error) => told.push(error!),
  });
  await until(() => connection.latencyMs !== undefined);
  assert.ok(connection.latencyMs! >= 0);
  proxy.set({ toClient: { isStalled: true } });
  await until(() => closes.length === 1);
  proxy.clear();
  assert.deepEqual([told[0]!.code, told[0]!.reason, told[0]!.phase, told[0]!.retryable], [
    "NET_WEBSOCKET_SILENT",
    "timeout",
    "idle",
    true,
  ]);
  assert.equal(closes[0], 1006);
  await until(() => connection.state === "open");
});

test("a heartbeat of messages is answered by the server, and its answers are nobody else's", async () => {
  let asked = 0;
  await using server = await serveSockets((socket, n) => {
    socket.on("message", (data: Buffer) => {
      const text = data.toString("utf8");
      if (!text.startsWith("ping")) return socket.send(text);
      asked++;
      // The first server stops answering at some time.
      if (n > 1 || asked < 4) socket.send(text.replace("ping", "pong"));
    });
  });
  const told: WebSocketError[] = [];
  let count = 0;
  await using connection = await connectWebSocket(server.url, {
    heartbeatMs: 20,
    heartbeatTimeoutMs: 400,
    heartbeat: {
      message: () => `ping ${++count}`,
      isReply: (message) => typeof message === "string" && message.startsWith("pong"),
    },
    firstReconnectDelayMs: 2,
    onRetry: (error) => told.push(error!),
  });
  await connection.send("hello");
  assert.equal(await connection.receive(), "hello");
  await until(() => connection.latencyMs !== undefined);
  await until(() => told.length === 1);
  assert.equal(told[0]!.code, "NET_WEBSOCKET_SILENT");
  await until(() => connection.state === "open");
  await connection.send("again");
  assert.equal(await connection.receive(), "again");
});

test("the heartbeat does not take for gone who sends other things, or is not read", async () => {
  await using server = await serveSockets((socket) => {
    const timer = setInterval(() => socket.send("x".repeat(1_000)), 5);
    socket.on("close", () => clearInterval(timer));
  });
  await using _talks = await connectWebSocket(server.url, {
    onMessage: () => {},
    heartbeatMs: 20,
    heartbeatTimeoutMs: 200,
    heartbeat: { message: "nobody answers this", isReply: () => false },
    retries: 0,
  });
  await using unread = await connectWebSocket(server.url, {
    heartbeatMs: 20,
    heartbeatTimeoutMs: 200,
    maxQueue: 10,
    retries: 0,
  });
  await sleep(900);
  assert.deepEqual([_talks.state, unread.state], ["open", "open"]);
});

test("compression is offered when asked for, works, and stops at the limit on what comes out", async () => {
  const bomb = Buffer.alloc(30_000_000);
  const extensions: string[] = [];
  await using server = await serveSockets((socket) => {
    extensions.push(socket.extensions);
    socket.on(
      "message",
      (data: Buffer) => socket.send(data.toString("utf8") === "bomb" ? bomb : data.toString("utf8")),
    );
  }, { perMessageDeflate: true });
  await using plain = await connectWebSocket(server.url);
  await using packed = await connectWebSocket(server.url, { compression: true, maxMessageBytes: 100_000, retries: 0 });
  const text = "مرحبا ".repeat(1_000);
  for (const connection of [plain, packed]) {
    await connection.send(text);
    assert.equal(await soon(connection.receive(), "the echo"), text);
  }
  assert.deepEqual(extensions, ["", "permessage-deflate"]);
  await packed.send("bomb");
  const error = await soon(failureOf<WebSocketError>(packed.receive()), "the failure");
  assert.deepEqual([error.code, error.reason, error.retryable], ["NET_WEBSOCKET_TOO_LARGE", "too-large", false]);
});

test("tls names authorities to trust beside those of the runtime", async () => {
  await using server = await serveWebSocket((connection) => connection.send("secret"), { tls: selfSigned });
  const untrusted = await failureOf<WebSocketError>(connectWebSocket(server.url));
  assert.deepEqual([untrusted.code, untrusted.attempts.length], ["NET_WEBSOCKET_TLS", 1]);
  for (const ca of [selfSigned.cert, [selfSigned.cert]]) {
    await using connection = await connectWebSocket(server.url, { tls: { ca } });
    assert.equal(await soon(connection.receive(), "the message"), "secret");
  }
});

test("send() tells how much waits, here and in the runtime", async () => {
  await using server = await serveSockets((socket) => void rawSocket(socket).pause());
  await using proxy = await startTcpProxy({ port: server.port });
  await using connection = await connectWebSocket(`ws://127.0.0.1:${proxy.port}`, { closeTimeoutMs: 50 });
  assert.deepEqual([connection.queued, connection.bufferedAmount], [0, 0]);
  proxy.set({ toServer: { isStalled: true } });
  const sent = Array.from({ length: 40 }, () => connection.send(new Uint8Array(1_000_000)));
  for (const it of sent) it.catch(() => {});
  await until(() => connection.queued > 10 && connection.bufferedAmount > 100_000);
});

test("receive() gives messages in turn, ends its wait by a signal, and tells of the end", async () => {
  await using server = await serveSockets();
  const connection = await connectWebSocket(server.url);
  const socket = await server.next();
  const controller = new AbortController();
  const waiting = [
    connection.receive(),
    failureOf(connection.receive({ signal: controller.signal })),
    connection.receive(),
  ];
  controller.abort("stop");
  assert.equal(await waiting[1], "stop");
  for (const text of ["a", "b", "c"]) socket.send(text);
  assert.deepEqual([await waiting[0], await waiting[2], await connection.receive()], ["a", "b", "c"]);
  const task = createTask(() => connection.receive());
  task.cancel();
  assert.equal((await failureOf<WebSocketError>(task)).code, "CANCELLED");
  socket.close(1000);
  assert.equal(await connection.receive(), undefined);
  assert.equal((await failureOf<ValidationError>(connection.receive({ singal: 1 } as never))).code, "ARGUMENT_UNKNOWN");
});

test("closeTimeoutMs is how long a server may take to answer that the connection is closed", async () => {
  await using server = await serveSockets((socket) => void rawSocket(socket).pause());
  const connection = await connectWebSocket(server.url, { closeTimeoutMs: 50 });
  const start = performance.now();
  await soon(connection.close(), "closing");
  assert.ok(performance.now() - start < 4_000);
  rawSocket(await server.next()).resume();
});

test("connectWebSocket() refuses to wait for a handshake that dribbles, and one that is dropped", async () => {
  const http = createServer();
  http.on("upgrade", (request, socket) => {
    socket.on("error", () => {});
    if (request.url === "/dropped") return void (socket as import("node:net").Socket).resetAndDestroy();
    const timer = setInterval(() => socket.write("H"), 10);
    socket.on("close", () => clearInterval(timer));
  });
  await using listening = await listen(http);
  const url = listening.url.replace("http", "ws");
  const dropped = await soon(failureOf<WebSocketError>(connectWebSocket(`${url}/dropped`, { retries: 0 })), "dropped");
  assert.ok(dropped instanceof WebSocketError && dropped.retryable, String(dropped));
  assert.ok(["reset", "protocol"].includes(dropped.reason), dropped.reason);
  const slow = connectWebSocket(`${url}/slow`, { openTimeoutMs: 100, retries: 0 });
  const error = await soon(failureOf<WebSocketError>(slow), "slow");
  // Some runtimes see at once that this is no answer.
  assert.ok(["timeout", "protocol"].includes(error.reason), error.reason);
});

test("connectWebSocket() refuses wrong hooks and options", async () => {
  const url = "ws://127.0.0.1:1/";
  const wrong: [Record<string, unknown>, string, string][] = [
    [{ onOpen: 1 }, "ARGUMENT_NOT_FUNCTION", "onOpen"],
    [{ onClose: 1 }, "ARGUMENT_NOT_FUNCTION", "onClose"],
    [{ onRetry: 1 }, "ARGUMENT_NOT_FUNCTION", "onRetry"],
    [{ onStateChange: 1 }, "ARGUMENT_NOT_FUNCTION", "onStateChange"],
    [{ shouldReconnect: 1 }, "ARGUMENT_NOT_FUNCTION", "shouldReconnect"],
    [{ concurrency: 0 }, "ARGUMENT_NOT_INTEGER", "concurrency"],
    [{ firstReconnectDelayMs: -1 }, "ARGUMENT_NOT_IN_RANGE", "firstReconnectDelayMs"],
    [{ closeTimeoutMs: 0 }, "ARGUMENT_NOT_IN_RANGE", "closeTimeoutMs"],
    [{ heartbeatMs: -1 }, "ARGUMENT_NOT_IN_RANGE", "heartbeatMs"],
    [{ heartbeatTimeoutMs: 0 }, "ARGUMENT_NOT_IN_RANGE", "heartbeatTimeoutMs"],
    [{ heartbeat: { message: "x" } }, "ARGUMENT_NOT_FUNCTION", "heartbeat.isReply"],
    [{ heartbeat: { massage: "x" } }, "ARGUMENT_UNKNOWN", "massage"],
    [{ tls: { ca: 5 } }, "ARGUMENT_NOT_TEXT", "tls.ca"],
    [{ tls: { cert: "x" } }, "ARGUMENT_NOT_TEXT", "tls.key"],
    [{ tls: { rejectUnauthorized: false } }, "ARGUMENT_UNKNOWN", "rejectUnauthorized"],
    [{ compression: "yes" }, "ARGUMENT_NOT_ONE_OF", "compression"],
    [{ reconnectDelay: 5 }, "ARGUMENT_UNKNOWN", "reconnectDelay"],
  ];
  for (const [options, code, option] of wrong) {
    const error = await failureOf<ValidationError>(connectWebSocket(url, options));
    assert.deepEqual([error.name, error.code, error.option], ["ValidationError", code, option]);
  }
});

test("no timer or listener is left behind by many connections that come and go", async () => {
  await using server = await serveSockets((socket, n) => {
    socket.on("message", (data: Buffer) => socket.send(data.toString("utf8")));
    if (n % 3 === 0) setTimeout(() => breakLine(socket), 5);
  });
  const { signal, listeners } = watchedSignal();
  const timers = new Set<unknown>();
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  globalThis.setTimeout = ((act: () => void, ms: number) => {
    const timer = set(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
    return timer;
  }) as never;
  globalThis.clearTimeout = ((timer: never) => {
    timers.delete(timer);
    clear(timer);
  }) as never;
  try {
    for (let time = 0; time < 10; time++) {
      await using connection = await connectWebSocket(server.url, {
        signal,
        heartbeatMs: runtime === "deno" && time % 2 === 0 ? 0 : 1_000,
        firstReconnectDelayMs: 1,
        onOpen: (own) => own.send("x"),
      });
      const message: WebSocketMessage | undefined = await soon(connection.receive(), "the echo");
      assert.equal(message, "x");
    }
    // Those of the server that breaks lines, and of the runtimes themselves, end soon.
    await until(() => timers.size === 0);
  } finally {
    globalThis.setTimeout = set;
    globalThis.clearTimeout = clear;
  }
  assert.equal(listeners(), 0);
});
