import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import test from "node:test";
import { createTask, sleep } from "../../async/mod.ts";
import { setLocale, type ValidationError, WebSocketError } from "../../errors/mod.ts";
import { runtime } from "../../internal/runtime.ts";
import {
  connectWebSocket,
  type ConnectWebSocketOptions,
  serveWebSocket,
  type WebSocketConnection,
  type WebSocketMessage,
} from "../../net/mod.ts";
import { startTcpProxy } from "../faults/tcp_proxy.ts";
import { watchedSignal } from "../support/mod.ts";
import { breakLine, closeOf, collectReports, failureOf, serveRaw, serveSockets, soon } from "./support.ts";
import { downForAWhile, rawSocket, until } from "./web_socket_support.ts";

setLocale("en");

/** Reads so many messages. */
async function read(connection: WebSocketConnection, count: number): Promise<WebSocketMessage[]> {
  const messages: WebSocketMessage[] = [];
  for await (const message of connection) {
    messages.push(message);
    if (messages.length === count) break;
  }
  return messages;
}

/** Reads to the end. */
async function readAll(connection: WebSocketConnection): Promise<WebSocketMessage[]> {
  return await Array.fromAsync(connection);
}

test("connectWebSocket() sends and receives text as strings and binary as bytes", async () => {
  await using server = await serveSockets((socket) => {
    socket.on("message", (data: Buffer, isBinary: boolean) => socket.send(isBinary ? data : data.toString("utf8")));
  });
  await using connection = await connectWebSocket(server.url);
  const bytes = new Uint8Array([0, 1, 2, 254, 255]);
  const view = new Uint8Array([9, 7, 8, 9]).subarray(1, 3);
  for (const message of ["مرحبا 😀", "", bytes, bytes.buffer, view, new DataView(view.slice().buffer)]) {
    await connection.send(message);
  }
  const [text, empty, ...binary] = await soon(read(connection, 6), "the echo");
  assert.deepEqual([text, empty], ["مرحبا 😀", ""]);
  assert.ok(binary.every((it) => it instanceof Uint8Array));
  assert.deepEqual(binary.map((it) => [...it as Uint8Array]), [[...bytes], [...bytes], [7, 8], [7, 8]]);
});

test("connectWebSocket() sends headers, subprotocols and the URL's credentials with the handshake", async () => {
  let seen: IncomingMessage | undefined;
  await using server = await serveSockets((_socket, _n, request) => void (seen = request), {
    handleProtocols: () => "second",
  });
  await using connection = await connectWebSocket(`ws://علي:s%3Aecret@127.0.0.1:${server.port}/path?a=1#part`, {
    headers: { "X-One": "1", "x-none": undefined },
    protocols: ["first", "second"],
  });
  assert.deepEqual([seen!.headers["x-one"], seen!.headers["x-none"], seen!.url], ["1", undefined, "/path?a=1"]);
  assert.equal(Buffer.from(seen!.headers.authorization!.slice(6), "base64").toString("utf8"), "علي:s:ecret");
  assert.match(seen!.headers["sec-websocket-protocol"]!, /^first, ?second$/);
  assert.equal(connection.protocol, "second");
});

test("connectWebSocket() shows no secret of the URL", async () => {
  await using server = await serveSockets();
  const connection = await connectWebSocket(`ws://ali:sesame@127.0.0.1:${server.port}/?token=sesame`);
  assert.equal(connection.url, `ws://127.0.0.1:${server.port}/?token=[redacted]`);
  await connection.close();
  const error = await failureOf<WebSocketError>(connection.send("late"));
  assert.doesNotMatch(error.message + JSON.stringify(error), /sesame/);
});

test("connectWebSocket() ends the loop when the server closes normally, and tells how", async () => {
  for (const [code, reason, expected] of [[1000, "وداعا", 1000], [undefined, undefined, 1005]] as const) {
    await using server = await serveSockets((socket) => {
      socket.send("one");
      socket.send("two");
      socket.close(code, reason);
    });
    const connection = await connectWebSocket(server.url);
    assert.deepEqual(await soon(readAll(connection), "the end"), ["one", "two"]);
    const close = await connection.closed;
    assert.deepEqual([close.code, close.reason], [expected, reason ?? ""]);
    assert.equal(connection.state, "closed");
    assert.equal(server.sockets.length, 1);
  }
});

test("connectWebSocket() hands messages to onMessage one at a time and in order, and waits for each", async () => {
  await using server = await serveSockets((socket) => {
    for (let n = 0; n < 20; n++) socket.send(String(n));
    socket.close(1000);
  });
  const seen: string[] = [];
  let running = 0;
  const connection = await connectWebSocket(server.url, {
    async onMessage(message) {
      assert.equal(++running, 1);
      await sleep(Number(message) % 3);
      seen.push(message as string);
      running--;
    },
  });
  await soon(connection.closed, "the end");
  assert.deepEqual(seen, Array.from({ length: 20 }, (_, n) => String(n)));
});

test("connectWebSocket() gives onMessage the connection, to answer by and to close", async () => {
  await using server = await serveSockets((socket) => {
    socket.send("question");
    socket.on("message", (data: Buffer) => socket.send(data.toString("utf8") === "answer" ? "thanks" : "?"));
  });
  const seen: WebSocketMessage[] = [];
  const connection = await connectWebSocket(server.url, {
    async onMessage(message, own) {
      seen.push(message);
      if (message === "question") await own.send("answer");
      else await own.close(3000, "done");
    },
  });
  const close = await soon(connection.closed, "the end");
  assert.deepEqual([seen, close.code, close.reason], [["question", "thanks"], 3000, "done"]);
});

test("connectWebSocket() closes the connection with what onMessage throws", async () => {
  const broken = new RangeError("broken");
  await using server = await serveSockets((socket) => {
    for (const text of ["one", "two", "three"]) socket.send(text);
  });
  const seen: WebSocketMessage[] = [];
  const connection = await connectWebSocket(server.url, {
    async onMessage(message) {
      seen.push(message);
      await sleep(1);
      if (message === "two") throw broken;
    },
  });
  assert.equal(await soon(failureOf(connection.closed), "the failure"), broken);
  assert.deepEqual([seen, connection.state], [["one", "two"], "closed"]);
  await soon(closeOf(server.sockets[0]!), "closing the connection");
  assert.equal(server.sockets.length, 1);
});

test("connectWebSocket() handles what came before the end with onMessage, after it", async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  await using server = await serveSockets((socket) => {
    for (let n = 0; n < 5; n++) socket.send(String(n));
    socket.on("close", resolve).close(1000);
  });
  let handled = 0;
  const connection = await connectWebSocket(server.url, {
    async onMessage() {
      await closed;
      handled++;
    },
  });
  await soon(connection.closed, "the end");
  assert.equal(handled, 5);
});

test("connectWebSocket() opens the connection again when it is lost, and the loop goes on", async () => {
  using log = collectReports();
  await using server = await serveSockets((socket, n) => {
    socket.send(`connection ${n}`);
    if (n < 3) setTimeout(() => breakLine(socket), 10);
    else socket.close(1000);
  });
  const connection = await connectWebSocket(server.url, { reconnectDelayMs: 5 });
  assert.deepEqual(await soon(readAll(connection), "the end"), ["connection 1", "connection 2", "connection 3"]);
  assert.equal(log.reports.filter((it) => it.message.includes("opened again")).length, 2);
});

test("connectWebSocket() is reconnecting while it is down", async () => {
  await using server = await serveSockets();
  await using connection = await connectWebSocket(server.url, downForAWhile);
  assert.equal(connection.state, "open");
  breakLine(await server.next());
  await until(() => connection.state === "reconnecting");
  await soon(server.next(), "the second connection");
  await until(() => connection.state === "open");
});

test("connectWebSocket() gives up after so many reconnections, and tells of each attempt", async () => {
  await using server = await serveSockets((socket) => void setTimeout(() => breakLine(socket), 5));
  const connection = await connectWebSocket(server.url, { retries: 2, reconnectDelayMs: 5 });
  const error = await soon(failureOf<WebSocketError>(connection.closed), "the failure");
  assert.ok(error instanceof WebSocketError);
  assert.deepEqual([error.code, error.reason, error.closeCode], ["NET_WEBSOCKET_LOST", "reset", 1006]);
  assert.deepEqual(error.attempts.map((it) => it.number), [1, 2, 3]);
  assert.equal(server.sockets.length, 3);
  assert.equal(await failureOf(readAll(connection)), error);
  assert.equal(await failureOf(connection.send("x")), error);
  assert.equal(JSON.parse(JSON.stringify(error)).closeCode, 1006);
});

test("connectWebSocket() counts losses anew after a connection that lasted", async () => {
  await using server = await serveSockets((socket, n) => {
    if (n === 6) return socket.close(1000);
    socket.on("message", () => breakLine(socket));
    socket.send("open");
  });
  const connection = await connectWebSocket(server.url, {
    retries: 1,
    reconnectDelayMs: 1,
    stableAfterMs: 30,
    // By the clock that decides how long it lasted, however late the server's word comes.
    onMessage: async (_message, connection) => {
      await sleep(60);
      await connection.send("enough");
    },
  });
  await soon(connection.closed, "the end");
  assert.equal(server.sockets.length, 6);
});

test("connectWebSocket() does not open again with retries 0", async () => {
  await using server = await serveSockets((socket) => void setTimeout(() => breakLine(socket), 5));
  const connection = await connectWebSocket(server.url, { retries: 0 });
  const error = await soon(failureOf<WebSocketError>(connection.closed), "the failure");
  assert.equal(error.code, "NET_WEBSOCKET_LOST");
  assert.equal(server.sockets.length, 1);
});

test("connectWebSocket() waits at random, up to a bound that doubles with each failure in a row and has an end", async () => {
  using log = collectReports();
  await using server = await serveSockets((socket) => void setTimeout(() => breakLine(socket), 1));
  const told: number[] = [];
  const connection = await connectWebSocket(server.url, {
    retries: 7,
    firstReconnectDelayMs: 2,
    reconnectDelayMs: 20,
    onRetry: (error, attempt, delayMs) => {
      assert.equal(error!.code, "NET_WEBSOCKET_LOST");
      assert.equal(attempt, told.push(delayMs));
    },
  });
  await soon(failureOf(connection.closed), "the failure");
  const delays = log.reports.map((it) => it.properties["delayMs"] as number);
  assert.deepEqual(delays, told);
  const bounds = [2, 4, 8, 16, 20, 20, 20];
  assert.ok(delays.length === 7 && delays.every((it, n) => it >= 0 && it <= bounds[n]!), String(delays));
  assert.ok(new Set(delays).size > 1);
});

test("connectWebSocket() goes by the code that the server closes with", async () => {
  const again = [1001, 1011, 1012, 1013, 1014];
  const final = [1002, 1003, 1007, 1008, 1009, 3000, 4000, 4401, 4999];
  for (const code of [...again, ...final]) {
    await using server = await serveSockets((socket, n) => socket.close(n === 1 ? code : 1000, "words"));
    const connection = await connectWebSocket(server.url, { reconnectDelayMs: 1 });
    if (again.includes(code)) {
      assert.equal((await soon(connection.closed, "the end")).code, 1000, String(code));
      assert.equal(server.sockets.length, 2);
      continue;
    }
    const error = await soon(failureOf<WebSocketError>(connection.closed), "the failure");
    assert.deepEqual(
      [error.code, error.reason, error.closeCode, error.closeReason, error.retryable],
      ["NET_WEBSOCKET_REJECTED", "status", code, "words", false],
    );
    assert.match(error.message, new RegExp(`closed it with code ${code} \\(words\\)$`));
    assert.equal(server.sockets.length, 1);
  }
});

test("connectWebSocket() takes what breaks the protocol for a loss", async () => {
  const frames = [Buffer.from([0xff, 0xff, 0xff]), Buffer.from([0x81, 0x02, 0xff, 0xfe]), Buffer.from([0x83, 0x00])];
  for (const frame of frames) {
    await using server = await serveSockets((socket) => void rawSocket(socket).write(frame));
    const connection = await connectWebSocket(server.url, { retries: 1, reconnectDelayMs: 1 });
    const error = await soon(failureOf<WebSocketError>(connection.closed), "the failure");
    assert.deepEqual([error.code, error.attempts.length], ["NET_WEBSOCKET_LOST", 2]);
  }
});

test("send() keeps messages while the connection is down, and sends them in order when it is back", async () => {
  const received: string[] = [];
  await using server = await serveSockets((socket) => {
    socket.on("message", (data: Buffer) => {
      received.push(data.toString("utf8"));
      if (received.length === 6) socket.close(1000);
    });
  });
  const connection = await connectWebSocket(server.url, downForAWhile);
  breakLine(await server.next());
  await until(() => connection.state === "reconnecting");
  const bytes = new Uint8Array([48]);
  const sent = [1, 2, 3, 4, 5].map((n) => connection.send(String(n)));
  sent.push(connection.send(bytes));
  // What waits is a copy.
  bytes[0] = 49;
  await soon(Promise.all(sent), "sending");
  await soon(connection.closed, "the end");
  assert.deepEqual(received, ["1", "2", "3", "4", "5", "0"]);
});

test("send() refuses a message more than may wait, and never drops one", async () => {
  const received: string[] = [];
  await using server = await serveSockets((socket) => {
    socket.on("message", (data: Buffer) => void received.push(data.toString("utf8")));
  });
  await using connection = await connectWebSocket(server.url, { ...downForAWhile, maxQueue: 3 });
  breakLine(await server.next());
  await until(() => connection.state === "reconnecting");
  const sent = ["1", "2", "3"].map((text) => connection.send(text));
  const error = await failureOf<WebSocketError>(connection.send("4"));
  assert.deepEqual([error.code, error.retryable], ["NET_WEBSOCKET_SEND_FULL", true]);
  await soon(Promise.all(sent), "sending");
  await connection.send("5");
  await until(() => received.length === 4);
  assert.deepEqual(received, ["1", "2", "3", "5"]);
});

test("send() takes a waiting message back when its signal fires, or its task is cancelled", async () => {
  const received: string[] = [];
  await using server = await serveSockets((socket) => {
    socket.on("message", (data: Buffer) => void received.push(data.toString("utf8")));
  });
  await using connection = await connectWebSocket(server.url, downForAWhile);
  breakLine(await server.next());
  await until(() => connection.state === "reconnecting");
  const controller = new AbortController();
  const first = failureOf(connection.send("by signal", { signal: controller.signal }));
  const task = createTask(() => connection.send("by task"));
  const last = connection.send("stays");
  controller.abort("stop");
  task.cancel();
  assert.equal(await first, "stop");
  assert.equal((await failureOf<WebSocketError>(task)).code, "CANCELLED");
  await soon(last, "sending");
  await until(() => received.length === 1);
  assert.deepEqual(received, ["stays"]);
});

test("send() refuses what waits when the connection is lost for good", async () => {
  let connection: WebSocketConnection;
  {
    await using server = await serveSockets();
    connection = await connectWebSocket(server.url, { ...downForAWhile, retries: 1 });
  }
  await until(() => connection.state !== "open");
  const error = await soon(failureOf<WebSocketError>(connection.send("x")), "the refusal");
  assert.deepEqual([error.code, error.reason], ["NET_WEBSOCKET_REFUSED", "refused"]);
  assert.deepEqual(error.attempts.map((it) => it.reason), ["reset", "refused"]);
});

test("send() waits while the network takes no more, and loses nothing", async () => {
  let received = 0;
  await using server = await serveSockets((socket) => {
    socket.on("message", (data: Buffer) => {
      assert.equal(data[0], received++ % 256);
    });
  });
  await using proxy = await startTcpProxy({ port: server.port });
  await using connection = await connectWebSocket(`ws://127.0.0.1:${proxy.port}`);
  proxy.set({ toServer: { isStalled: true } });
  let handedOver = 0;
  const sending = (async () => {
    for (let n = 0; n < 60; n++) {
      await connection.send(new Uint8Array(1_000_000).fill(n % 256));
      handedOver++;
    }
  })();
  await sleep(300);
  const whileStalled = handedOver;
  proxy.clear();
  await soon(sending, "sending", 20_000);
  await until(() => received === 60);
  assert.ok(whileStalled < 40, `${whileStalled} MB were handed over to a peer that reads nothing`);
});

test("send() refuses anything but text and bytes", async () => {
  await using server = await serveSockets();
  await using connection = await connectWebSocket(server.url);
  for (const wrong of [5, null, undefined, { a: 1 }, [1], new Blob(["x"])]) {
    const error = await failureOf<ValidationError>(connection.send(wrong as never));
    assert.equal(error.code, "ARGUMENT_NOT_BYTES");
  }
});

test("close() tells the server the code and the words, and may be called again", async () => {
  await using server = await serveSockets();
  const connection = await connectWebSocket(server.url);
  const closed = closeOf(await server.next());
  await soon(Promise.all([connection.close(3001, "انتهى"), connection.close(), connection.close(4000)]), "closing");
  assert.deepEqual(await closed, [3001, "انتهى"]);
  const close = await connection.closed;
  assert.deepEqual([close.code, close.reason, connection.state], [3001, "انتهى", "closed"]);
  await connection.close();
  assert.deepEqual(await readAll(connection), []);
  assert.equal((await failureOf<WebSocketError>(connection.send("x"))).code, "NET_WEBSOCKET_CLOSED");
  assert.equal(server.sockets.length, 1);
});

test("close() sends first what waits to be sent", async () => {
  const received: number[] = [];
  await using server = await serveSockets((socket) => {
    rawSocket(socket).pause();
    setTimeout(() => rawSocket(socket).resume(), 100);
    socket.on("message", (data: Buffer) => void received.push(data.length));
  });
  const connection = await connectWebSocket(server.url);
  const sent = Array.from({ length: 8 }, () => connection.send(new Uint8Array(1_000_000)));
  await soon(connection.close(), "closing", 10_000);
  await Promise.all(sent);
  await until(() => received.length === 8);
});

test("close() refuses a code or words that the protocol does not allow", async () => {
  await using server = await serveSockets();
  await using connection = await connectWebSocket(server.url);
  for (const code of [0, 999, 1001, 1005, 1006, 1011, 2999, 5000, 3000.5, "1000", Number.NaN]) {
    const error = await failureOf<ValidationError>(connection.close(code as number));
    assert.deepEqual([error.code, error.option], ["ARGUMENT_NOT_CLOSE_CODE", "code"]);
  }
  const long = await failureOf<ValidationError>(connection.close(1000, "م".repeat(62)));
  assert.deepEqual([long.code, long.option], ["ARGUMENT_CLOSE_REASON_TOO_LONG", "reason"]);
  assert.equal((await failureOf<ValidationError>(connection.close(1000, 5 as never))).option, "reason");
  assert.equal(connection.state, "open");
});

test("close() ends the wait for another connection", async () => {
  await using server = await serveSockets();
  const connection = await connectWebSocket(server.url, { reconnectDelayMs: 600_000, firstReconnectDelayMs: 600_000 });
  breakLine(await server.next());
  await until(() => connection.state === "reconnecting");
  const waiting = failureOf<WebSocketError>(connection.send("x"));
  await soon(connection.close(), "closing");
  assert.equal((await waiting).code, "NET_WEBSOCKET_CLOSED");
  assert.equal((await connection.closed).code, 1000);
  assert.equal(server.sockets.length, 1);
});

test("close() does not wait for ever for a server that does not answer", async () => {
  await using server = await serveSockets((socket) => void rawSocket(socket).pause());
  const connection = await connectWebSocket(server.url);
  await soon(connection.close(), "closing", 8_000);
  assert.equal(connection.state, "closed");
  // Deno's connection lives until the server reads again.
  rawSocket(await server.next()).resume();
});

test("a connection is closed at the end of its block", async () => {
  await using server = await serveSockets();
  let closed: Promise<[number, string]>;
  {
    await using connection = await connectWebSocket(server.url);
    closed = closeOf(await server.next());
    assert.equal(connection.state, "open");
  }
  assert.deepEqual(await soon(closed, "closing"), [1000, ""]);
});

test("a connection is closed at the end of its block in a task that is cancelled", async () => {
  await using server = await serveSockets();
  const task = createTask(async () => {
    await using connection = await connectWebSocket(server.url);
    for await (const _ of connection);
  });
  const socket = await server.next();
  task.cancel();
  assert.equal((await soon(failureOf<WebSocketError>(task), "the rejection")).code, "CANCELLED");
  await soon(closeOf(socket), "closing the connection");
});

test("connectWebSocket() ends at every stage when its signal fires, and the server sees it", async () => {
  const controller = new AbortController();
  await using silent = await serveRaw(() => setTimeout(() => controller.abort("stop"), 20));
  const url = silent.url.replace("http", "ws");
  const opening = failureOf(connectWebSocket(url, { signal: controller.signal }));
  assert.equal(await soon(opening, "the rejection"), "stop");
  await soon(silent.closed, "closing the connection");

  await using server = await serveSockets();
  const open = new AbortController();
  const connection = await connectWebSocket(server.url, { signal: open.signal });
  const socket = await server.next();
  const reading = failureOf(readAll(connection));
  open.abort("enough");
  assert.equal(await soon(reading, "the rejection"), "enough");
  assert.equal(await failureOf(connection.closed), "enough");
  assert.equal(await failureOf(connection.send("x")), "enough");
  await soon(closeOf(socket), "closing the connection");
  await connection.close();

  const down = new AbortController();
  const lost = await connectWebSocket(server.url, {
    signal: down.signal,
    reconnectDelayMs: 600_000,
    firstReconnectDelayMs: 600_000,
  });
  breakLine(await server.next());
  await until(() => lost.state === "reconnecting");
  const waiting = failureOf(lost.send("x"));
  down.abort("never mind");
  assert.equal(await soon(waiting, "the rejection"), "never mind");
  assert.equal(await failureOf(lost.closed), "never mind");
});

test("connectWebSocket() hands no message to onMessage after it was cancelled or closed in the middle of many", async () => {
  const endings: ((controller: AbortController, connection: WebSocketConnection) => unknown)[] = [
    (controller) => controller.abort("stop"),
    (_, connection) => connection.close(),
    () => {
      throw new RangeError("stop");
    },
  ];
  for (const end of endings) {
    await using server = await serveSockets((socket) => {
      for (let n = 0; n < 1_000; n++) socket.send(String(n));
    });
    const controller = new AbortController();
    let handled = 0;
    const connection = await connectWebSocket(server.url, {
      signal: controller.signal,
      onMessage: (_, own) => void (++handled === 10 && end(controller, own)),
    });
    await soon(connection.closed.catch(() => {}), "the end");
    await sleep(20);
    assert.equal(handled, 10);
  }
});

test("connectWebSocket() does not start with a signal that has fired", async () => {
  await using server = await serveSockets();
  assert.equal(await failureOf(connectWebSocket(server.url, { signal: AbortSignal.abort("too late") })), "too late");
  await sleep(20);
  assert.equal(server.sockets.length, 0);
});

test("connectWebSocket() leaves no listener on its signal", async () => {
  await using server = await serveSockets();
  const { signal, listeners } = watchedSignal();
  for (let time = 0; time < 5; time++) {
    await using connection = await connectWebSocket(server.url, { signal });
    await connection.send("x");
  }
  await failureOf(connectWebSocket("ws://nowhere.invalid/", { signal, retries: 0 }));
  assert.equal(listeners(), 0);
});

test("a reader that is cancelled leaves the connection and the next message to others", async () => {
  await using server = await serveSockets((socket) => {
    socket.on("message", (data: Buffer) => socket.send(data.toString("utf8")));
  });
  await using connection = await connectWebSocket(server.url);
  const task = createTask(() => read(connection, 1));
  await sleep(5);
  task.cancel();
  assert.equal((await failureOf<WebSocketError>(task)).code, "CANCELLED");
  await connection.send("still there");
  assert.deepEqual(await soon(read(connection, 1), "the echo"), ["still there"]);
});

test("several readers share the messages, each of which goes to one of them", async () => {
  await using server = await serveSockets();
  await using connection = await connectWebSocket(server.url);
  const readers = [1, 2, 3].map(() => read(connection, 2));
  const socket = await server.next();
  for (let n = 0; n < 6; n++) socket.send(String(n));
  const seen = (await soon(Promise.all(readers), "reading")).flat();
  assert.deepEqual(seen.toSorted(), ["0", "1", "2", "3", "4", "5"]);
});

test("connectWebSocket() refuses a message that is larger than allowed, and does not open again for more", async () => {
  const large: [string | Buffer, number][] = [
    [Buffer.alloc(1_001), 1_000],
    ["x".repeat(1_001), 1_000],
    ["م".repeat(501), 1_000],
    ["😀".repeat(251), 1_000],
  ];
  for (const [message, maxMessageBytes] of large) {
    await using server = await serveSockets((socket) => {
      socket.send("small");
      socket.send(message);
    });
    const connection = await connectWebSocket(server.url, { maxMessageBytes, reconnectDelayMs: 1 });
    const seen: WebSocketMessage[] = [];
    const error = await soon(
      failureOf<WebSocketError>((async () => {
        for await (const it of connection) seen.push(it);
      })()),
      "the failure",
    );
    assert.deepEqual([error.code, error.reason, error.retryable], ["NET_WEBSOCKET_TOO_LARGE", "too-large", false]);
    assert.deepEqual(seen, ["small"]);
    assert.equal(server.sockets.length, 1);
  }
});

test("connectWebSocket() takes a message of exactly the size that is allowed", async () => {
  await using server = await serveSockets((socket) => {
    socket.send(Buffer.alloc(1_000));
    socket.send("م".repeat(500));
    socket.close(1000);
  });
  const connection = await connectWebSocket(server.url, { maxMessageBytes: 1_000 });
  assert.deepEqual((await soon(readAll(connection), "the end")).map((it) => it.length), [1_000, 500]);
});

test("messages that nobody reads make the server wait, or end the connection: none is dropped", async () => {
  const total = 2_000;
  await using server = await serveSockets((socket) => {
    for (let n = 0; n < total; n++) socket.send(JSON.stringify({ n, padding: "x".repeat(2_000) }));
    socket.close(1000);
  });
  const connection = await connectWebSocket(server.url, { maxQueue: 50, reconnectDelayMs: 1 });
  await sleep(200);
  const seen: number[] = [];
  const error = await soon(
    (async () => {
      for await (const message of connection) seen.push(JSON.parse(message as string).n);
    })().catch((error: WebSocketError) => error),
    "the end",
    20_000,
  );
  assert.deepEqual(seen, Array.from({ length: seen.length }, (_, n) => n));
  if (runtime !== "deno") {
    assert.equal(error, undefined);
    assert.equal(seen.length, total);
  } else {
    // Its sockets cannot be paused.
    assert.deepEqual([error!.code, error!.reason], ["NET_WEBSOCKET_OVERFLOW", "too-large"]);
    assert.equal(seen.length, 51);
  }
  assert.equal(server.sockets.length, 1);
});

test("messages that nobody reads are bounded in bytes too", async () => {
  await using server = await serveSockets((socket) => {
    for (let n = 0; n < 60; n++) socket.send(Buffer.alloc(1_000_000, n));
    socket.close(1000);
  });
  const connection = await connectWebSocket(server.url, { maxQueueBytes: 5_000_000, reconnectDelayMs: 1 });
  await sleep(500);
  // What the client does not take stays with the server.
  if (runtime !== "deno") assert.ok(server.sockets[0]!.bufferedAmount > 20_000_000);
  let seen = 0;
  const error = await soon(
    (async () => {
      for await (const message of connection) assert.equal((message as Uint8Array)[0], seen++);
    })().catch((error: WebSocketError) => error),
    "the end",
    20_000,
  );
  assert.deepEqual([error?.code, seen], runtime === "deno" ? ["NET_WEBSOCKET_OVERFLOW", 6] : [undefined, 60]);
});

test("connectWebSocket() receives many messages at once and loses none", async () => {
  const total = 10_000;
  await using server = await serveSockets((socket) => {
    for (let n = 0; n < total; n++) socket.send(String(n));
    socket.close(1000);
  });
  const connection = await connectWebSocket(server.url);
  const messages = await soon(readAll(connection), "the end", 20_000);
  assert.equal(messages.length, total);
  assert.ok(messages.every((it, n) => it === String(n)));
});

test("connectWebSocket() refuses wrong arguments", async () => {
  const url = "ws://127.0.0.1:1/";
  const wrong: [() => Promise<unknown>, string, string][] = [
    [() => connectWebSocket("http://127.0.0.1:1/"), "ARGUMENT_NOT_URL", "url"],
    [() => connectWebSocket("/socket"), "ARGUMENT_NOT_URL", "url"],
    [() => connectWebSocket(5 as never), "ARGUMENT_NOT_URL", "url"],
    [() => connectWebSocket(url, null as never), "ARGUMENT_NOT_OBJECT", "options"],
    [() => connectWebSocket(url, { onMessage: "x" as never }), "ARGUMENT_NOT_FUNCTION", "onMessage"],
    [() => connectWebSocket(url, { headers: { "a b": "c" } }), "ARGUMENT_NOT_HEADERS", "headers"],
    [() => connectWebSocket(url, { protocols: ["a", "a"] }), "ARGUMENT_NOT_PROTOCOLS", "protocols"],
    [() => connectWebSocket(url, { protocols: ["a b"] }), "ARGUMENT_NOT_PROTOCOLS", "protocols"],
    [() => connectWebSocket(url, { protocols: "a" as never }), "ARGUMENT_NOT_PROTOCOLS", "protocols"],
    [() => connectWebSocket(url, { retries: -1 }), "ARGUMENT_NOT_INTEGER", "retries"],
    [() => connectWebSocket(url, { retries: 1.5 }), "ARGUMENT_NOT_INTEGER", "retries"],
    [() => connectWebSocket(url, { reconnectDelayMs: -1 }), "ARGUMENT_NOT_IN_RANGE", "reconnectDelayMs"],
    [() => connectWebSocket(url, { stableAfterMs: Infinity }), "ARGUMENT_NOT_IN_RANGE", "stableAfterMs"],
    [() => connectWebSocket(url, { openTimeoutMs: 0 }), "ARGUMENT_NOT_IN_RANGE", "openTimeoutMs"],
    [() => connectWebSocket(url, { maxQueue: 0 }), "ARGUMENT_NOT_INTEGER", "maxQueue"],
    [() => connectWebSocket(url, { maxQueueBytes: 0 }), "ARGUMENT_NOT_INTEGER", "maxQueueBytes"],
    [() => connectWebSocket(url, { maxMessageBytes: 0 }), "ARGUMENT_NOT_INTEGER", "maxMessageBytes"],
  ];
  for (const [call, code, option] of wrong) {
    const error = await failureOf<ValidationError>(call());
    assert.deepEqual([error.name, error.code, error.option], ["ValidationError", code, option], String(call));
  }
});

test("connectWebSocket() takes what is undefined for its default, and heeds options that are inherited", async () => {
  await using server = await serveWebSocket(async () => {}, { protocols: ["chat"] });
  const options: ConnectWebSocketOptions = Object.create({ protocols: ["chat"] });
  options.retries = undefined;
  await using connection = await connectWebSocket(server.url, options);
  assert.equal(connection.protocol, "chat");
});
