import assert from "node:assert/strict";
import { createServer } from "node:http";
import { connect as connectTcp, type Socket } from "node:net";
import test from "node:test";
import { WebSocket as Ws } from "ws";
import { createTask, sleep } from "../../async/mod.ts";
import { CancelledError, setLocale, type ValidationError, type WebSocketError } from "../../errors/mod.ts";
import {
  connectWebSocket,
  serveWebSocket,
  type ServeWebSocketOptions,
  type WebSocketConnection,
  type WebSocketHandler,
  type WebSocketMessage,
} from "../../net/mod.ts";
import { listen, watchedSignal } from "../support/mod.ts";
import { selfSigned } from "./fixtures/self_signed.ts";
import { collectReports, failureOf, soon, unusedPort } from "./support.ts";
import { until } from "./web_socket_support.ts";

setLocale("en");

const echo: WebSocketHandler = async (connection) => {
  for await (const message of connection) await connection.send(message);
};

/** Never handles anything, until it is cancelled. */
const waits: WebSocketHandler = () => sleep(600_000);

/** Sends a handshake by hand; gives what is answered to it. */
async function shake(port: number, path: string, headers: Record<string, string> = {}): Promise<string> {
  const socket = connectTcp(port, "127.0.0.1");
  const all = {
    host: `127.0.0.1:${port}`,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  return await soon(firstBytes(socket), "the answer");
}

async function firstBytes(socket: Socket): Promise<string> {
  try {
    return await new Promise<string>((resolve, reject) => {
      socket.once("data", (bytes: Buffer) => resolve(bytes.toString("latin1")));
      socket.once("close", () => resolve(""));
      socket.once("error", reject);
    });
  } finally {
    socket.destroy();
  }
}

test("serveWebSocket() gives each connection to the handler, with what it asked for", async () => {
  const seen: unknown[] = [];
  await using server = await serveWebSocket(async (connection, request) => {
    const { url, headers, remoteAddress } = request;
    seen.push(url.pathname, url.searchParams.get("a"), headers.get("x-one"), remoteAddress, connection.state);
    await echo(connection, request);
  });
  assert.match(server.url, /^ws:\/\/127\.0\.0\.1:\d+$/);
  await using connection = await connectWebSocket(`${server.url}/path?a=1`, { headers: { "x-one": "1" } });
  const bytes = new Uint8Array([0, 1, 255]);
  for (const message of ["مرحبا 😀", "", bytes]) await connection.send(message);
  assert.deepEqual([await connection.receive(), await connection.receive()], ["مرحبا 😀", ""]);
  const binary = await connection.receive() as Uint8Array;
  assert.deepEqual([binary.constructor, [...binary]], [Uint8Array, [...bytes]]);
  assert.deepEqual(seen, ["/path", "1", "1", "127.0.0.1", "open"]);
});

test("serveWebSocket() closes with 1000 when the handler is done, after all that it sent", async () => {
  await using server = await serveWebSocket(async (connection) => {
    for (let n = 0; n < 100; n++) await connection.send(String(n));
  });
  const connection = await connectWebSocket(server.url);
  const messages = await soon(Array.fromAsync(connection), "the end");
  assert.deepEqual(messages, Array.from({ length: 100 }, (_, n) => String(n)));
  assert.equal((await connection.closed).code, 1000);
});

test("serveWebSocket() closes with 1011 when the handler throws, tells the log and onError, and serves on", async () => {
  using log = collectReports();
  const broken = new RangeError("broken");
  const told: unknown[] = [];
  await using server = await serveWebSocket(async (connection) => {
    if (await connection.receive() === "break") throw broken;
    await connection.send("fine");
  }, { onError: (error, { url }) => told.push(error, url.pathname) });
  const first = await connectWebSocket(`${server.url}/here`, { retries: 0 });
  await first.send("break");
  const error = await soon(failureOf<WebSocketError>(first.closed), "the failure");
  assert.deepEqual([error.closeCode, error.closeReason], [1011, ""]);
  assert.deepEqual(told, [broken, "/here"]);
  assert.deepEqual(log.reports.filter((it) => it.level === "error").map((it) => it.properties["error"]), [broken]);
  await using second = await connectWebSocket(server.url);
  await second.send("go on");
  assert.equal(await second.receive(), "fine");
});

test("serveWebSocket() prints what a handler throws where neither onError nor a log takes it", async (t) => {
  const printed: string[] = [];
  t.mock.method(console, "error", (text: string) => printed.push(text));
  await using server = await serveWebSocket(() => {
    throw new RangeError("broken");
  });
  const connection = await connectWebSocket(server.url, { retries: 0 });
  await soon(failureOf<WebSocketError>(connection.closed), "the failure");
  assert.equal(printed.length, 1);
  assert.match(printed[0]!, /^The handler of a client of ws:\S+ failed, and no onError is told\nRangeError: broken\n/);
});

test("serveWebSocket() does not take it for a failure of the handler's that a client vanishes", async () => {
  using log = collectReports();
  const told: unknown[] = [];
  const failures: unknown[] = [];
  await using server = await serveWebSocket(async (connection) => {
    try {
      await echo(connection, {} as never);
    } catch (error) {
      failures.push(error);
      throw error;
    }
  }, { onError: (error) => told.push(error) });
  const client = new Ws(server.url);
  await new Promise((resolve) => client.once("open", resolve));
  client.terminate();
  await until(() => failures.length === 1);
  await until(() => server.connections.size === 0);
  const { code, closeCode, message } = failures[0] as WebSocketError;
  assert.deepEqual([code, closeCode], ["NET_WEBSOCKET_CLIENT_LOST", 1006]);
  assert.match(message, /^Cannot keep the WebSocket of a client of ws:\/\/\S+ open as it was lost with code 1006/);
  assert.deepEqual([told, log.reports.filter((it) => it.level === "error")], [[], []]);
});

test("a connection of a server ends its loop when the client closes it, with the code", async () => {
  for (const code of [1000, 1001, undefined]) {
    const closes: unknown[] = [];
    await using server = await serveWebSocket(async (connection) => {
      await Array.fromAsync(connection);
      const close = await connection.closed;
      closes.push(close.code, close.reason, connection.state);
    });
    const client = new Ws(server.url);
    await new Promise((resolve) => client.once("open", resolve));
    if (code === undefined) client.close();
    else client.close(code, "وداعا");
    await until(() => closes.length > 0);
    assert.deepEqual(closes, code === undefined ? [1005, "", "closed"] : [code, "وداعا", "closed"]);
  }
});

test("close() closes all connections with 1001, cancels their handlers, and waits for them", async () => {
  const events: string[] = [];
  const server = await serveWebSocket(async () => {
    events.push("begun");
    try {
      await sleep(600_000);
    } catch (error) {
      assert.ok(error instanceof CancelledError);
      await new Promise((resolve) => setTimeout(resolve, 30));
      events.push("cleaned up");
      throw error;
    }
  });
  const clients = await Promise.all([1, 2, 3].map(() => connectWebSocket(server.url, { retries: 0 })));
  await until(() => events.length === 3);
  const ended = clients.map((client) => failureOf<WebSocketError>(client.closed));
  assert.equal(server.connections.size, 3);
  await soon(Promise.all([server.close(), server.close()]), "closing");
  assert.deepEqual([events.slice(3), server.connections.size], [["cleaned up", "cleaned up", "cleaned up"], 0]);
  assert.deepEqual((await soon(Promise.all(ended), "the clients")).map((it) => it.closeCode), [1001, 1001, 1001]);
  await server.closed;
  const refused = await failureOf<WebSocketError>(connectWebSocket(server.url, { retries: 0 }));
  assert.equal(refused.reason, "refused");
});

test("close() may be called by a handler, which does not wait for itself", async () => {
  const server = await serveWebSocket(async (connection) => {
    await connection.receive();
    await server.close();
    await sleep(600_000);
  });
  const client = await connectWebSocket(server.url, { retries: 0 });
  await client.send("stop");
  await soon(server.closed, "closing");
  assert.equal((await failureOf<WebSocketError>(client.closed)).closeCode, 1001);
});

test("a server closes with the task in which it was started, or by its signal", async () => {
  const started = Promise.withResolvers<string>();
  const task = createTask(async () => {
    await using server = await serveWebSocket(waits);
    started.resolve(server.url);
    await sleep(600_000);
  });
  const client = await connectWebSocket(await started.promise, { retries: 0 });
  task.cancel();
  await soon(failureOf(task), "the task");
  assert.equal((await soon(failureOf<WebSocketError>(client.closed), "the client")).closeCode, 1001);

  const controller = new AbortController();
  const server = await serveWebSocket(waits, { signal: controller.signal });
  const other = await connectWebSocket(server.url, { retries: 0 });
  controller.abort("enough");
  await soon(server.closed, "closing");
  assert.equal((await failureOf<WebSocketError>(other.closed)).closeCode, 1001);
  assert.equal(await failureOf(serveWebSocket(waits, { signal: controller.signal })), "enough");
});

test("a server that is cancelled while it starts does not listen", async () => {
  const port = await unusedPort();
  const shared = createServer();
  for (const options of [{ port }, { server: shared }]) {
    // At once, while what it needs is loaded, while it begins to listen, and when it does.
    for (let turns = 0; turns < 10; turns++) {
      const controller = new AbortController();
      const ended = serveWebSocket(waits, { ...options, signal: controller.signal }).then(
        (server) => server.closed,
        (error) => assert.equal(error, "enough"),
      );
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      controller.abort("enough");
      await ended;
      assert.equal(shared.listenerCount("upgrade"), 0);
    }
  }
  // The port is free.
  await using _server = await serveWebSocket(waits, { port });
});

test("a server that cannot listen leaves no listener on its signal", async () => {
  const { signal, listeners } = watchedSignal();
  await using server = await serveWebSocket(waits);
  const failure = await failureOf<WebSocketError>(serveWebSocket(waits, { port: server.port, signal }));
  assert.equal(failure.code, "NET_WEBSOCKET_LISTEN");
  assert.equal(listeners(), 0);
});

test("serveWebSocket() refuses connections that are too many with 503, until there is room", async () => {
  await using server = await serveWebSocket(echo, { maxConnections: 2 });
  const first = await connectWebSocket(server.url);
  await using _second = await connectWebSocket(server.url);
  const error = await failureOf<WebSocketError>(connectWebSocket(server.url, { retries: 0 }));
  assert.deepEqual([error.code, error.context["status"], error.retryable], ["NET_WEBSOCKET_STATUS", 503, true]);
  await first.close();
  await until(() => server.connections.size === 1);
  await using _third = await connectWebSocket(server.url);
});

test("serveWebSocket() lets in whom accept lets in", async () => {
  await using server = await serveWebSocket(echo, {
    async accept({ url }) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (url.pathname === "/broken") throw new RangeError("broken");
      return ({ "/yes": true, "/no": false, "/who": 401 } as Record<string, boolean | number>)[url.pathname] ?? 99;
    },
  });
  await using connection = await connectWebSocket(`${server.url}/yes`);
  await connection.send("a");
  assert.equal(await connection.receive(), "a");
  for (const [path, status] of [["/no", 403], ["/who", 401], ["/broken", 500], ["/odd", 500]] as const) {
    const error = await failureOf<WebSocketError>(connectWebSocket(server.url + path, { retries: 0 }));
    assert.equal(error.context["status"], status, path);
  }
});

test("serveWebSocket() goes on when clients vanish while it is decided about them", async () => {
  const { promise: decided, resolve: decide } = Promise.withResolvers<boolean>();
  await using server = await serveWebSocket(echo, { accept: ({ url }) => url.pathname === "/wait" ? decided : true });
  const socket = connectTcp(server.port, "127.0.0.1");
  const key = "dGhlIHNhbXBsZSBub25jZQ==";
  socket.write(
    `GET /wait HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  await sleep(30);
  socket.resetAndDestroy();
  await sleep(30);
  decide(true);
  await using connection = await connectWebSocket(server.url);
  await connection.send("still there");
  assert.equal(await soon(connection.receive(), "the echo"), "still there");
});

test("serveWebSocket() refuses pages of other sites, unless they are named", async () => {
  const cases: [Partial<ServeWebSocketOptions>, string | undefined, boolean][] = [
    [{}, undefined, true],
    [{}, "http://127.0.0.1:PORT", true],
    [{}, "https://evil.example", false],
    [{}, "null", false],
    [{ origins: ["https://shop.example"] }, "https://shop.example", true],
    [{ origins: ["https://shop.example"] }, "https://shop.example.evil.example", false],
    [{ origins: ["https://shop.example"] }, "http://127.0.0.1:PORT", false],
    [{ origins: "*" }, "https://evil.example", true],
  ];
  for (const [options, origin, isAllowed] of cases) {
    await using server = await serveWebSocket(echo, options);
    const headers = origin === undefined ? {} : { origin: origin.replace("PORT", String(server.port)) };
    const answer = await shake(server.port, "/", headers);
    assert.match(answer, isAllowed ? /^HTTP\/1\.1 101 / : /^HTTP\/1\.1 403 /, `${JSON.stringify(options)} ${origin}`);
  }
});

test("serveWebSocket() serves one path, and answers 404 at others and 426 to other requests", async () => {
  await using server = await serveWebSocket(echo, { path: "/live" });
  assert.match(server.url, /\/live$/);
  await using _connection = await connectWebSocket(`${server.url}?x=1`);
  assert.match(await shake(server.port, "/other"), /^HTTP\/1\.1 404 /);
  assert.match(await shake(server.port, "/live/"), /^HTTP\/1\.1 404 /);
  const answer = await fetch(server.url.replace("ws", "http"));
  assert.deepEqual([answer.status, answer.headers.get("upgrade")], [426, "websocket"]);
  await answer.body?.cancel();
});

test("serveWebSocket() serves beside another server and other services on its port, which goes on without it", async () => {
  await using http = await listen(createServer((_request, response) => response.end("a page")));
  const live = await serveWebSocket(echo, { server: http.server, path: "/live" });
  await using chat = await serveWebSocket((connection) => connection.send("chat"), {
    server: http.server,
    path: "/chat",
  });
  assert.equal(live.port, http.port);
  const connection = await connectWebSocket(live.url);
  await connection.send("x");
  assert.equal(await connection.receive(), "x");
  await using other = await connectWebSocket(chat.url);
  assert.equal(await other.receive(), "chat");
  assert.match(await shake(http.port, "/nowhere"), /^HTTP\/1\.1 404 /);
  assert.equal(await (await fetch(http.url)).text(), "a page");
  const ended = failureOf<WebSocketError>(connection.closed);
  await soon(live.close(), "closing");
  // It comes back to nobody.
  await connection.close();
  await ended.catch(() => {});
  assert.equal(await (await fetch(http.url)).text(), "a page");
});

test("serveWebSocket() speaks the first of the client's subprotocols that it knows", async () => {
  await using server = await serveWebSocket((connection) => connection.send(connection.protocol), {
    protocols: ["b", "c"],
  });
  for (const [protocols, expected] of [[["a", "c", "b"], "c"], [["b"], "b"]] as const) {
    await using connection = await connectWebSocket(server.url, { protocols });
    assert.deepEqual([connection.protocol, await connection.receive()], [expected, expected]);
  }
  await using without = await connectWebSocket(server.url);
  assert.equal(without.protocol, "");
});

test("serveWebSocket() ends a connection whose message is too large, compressed or not", async () => {
  for (const compression of [false, true]) {
    const failures: WebSocketError[] = [];
    await using server = await serveWebSocket(async (connection) => {
      await Array.fromAsync(connection).catch((error) => failures.push(error));
    }, { maxMessageBytes: 1_000, compression });
    const client = await connectWebSocket(server.url, { compression, retries: 0 });
    await client.send("x".repeat(1_000));
    await client.send("x".repeat(20_000_000));
    const error = await soon(failureOf<WebSocketError>(client.closed), "the end", 20_000);
    await until(() => failures.length === 1);
    assert.deepEqual([failures[0]!.code, failures[0]!.reason], ["NET_WEBSOCKET_TOO_LARGE", "too-large"]);
    assert.ok([1009, 1006].includes(error.closeCode!), String(error.closeCode));
  }
});

test("serveWebSocket() closes what is idle", async () => {
  await using server = await serveWebSocket(echo, { idleTimeoutMs: 1_000 });
  const client = await connectWebSocket(server.url, { retries: 0 });
  const start = performance.now();
  for (let n = 0; n < 4; n++) {
    await sleep(300);
    await client.send("x");
    assert.equal(await client.receive(), "x");
  }
  const error = await soon(failureOf<WebSocketError>(client.closed), "the end");
  assert.deepEqual([error.closeCode, error.closeReason], [1001, "idle"]);
  assert.ok(performance.now() - start > 2_000);
});

test("serveWebSocket() ends the connection of a client that is gone without a word", async () => {
  const failures: WebSocketError[] = [];
  await using server = await serveWebSocket(async (connection) => {
    await Array.fromAsync(connection).catch((error) => failures.push(error));
  }, { heartbeatMs: 20, heartbeatTimeoutMs: 300 });
  await using alive = await connectWebSocket(server.url);
  const socket = connectTcp(server.port, "127.0.0.1");
  const key = "dGhlIHNhbXBsZSBub25jZQ==";
  socket.write(
    `GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  socket.on("error", () => {});
  socket.resume();
  await until(() => failures.length === 1, 10_000);
  assert.deepEqual([failures[0]!.code, failures[0]!.phase], ["NET_WEBSOCKET_SILENT", "idle"]);
  socket.destroy();
  assert.equal(alive.state, "open");
});

test("a connection of a server knows how long its client takes to answer", async () => {
  const latencies: number[] = [];
  await using server = await serveWebSocket(async (connection) => {
    while (connection.latencyMs === undefined) await sleep(5);
    latencies.push(connection.latencyMs);
  }, { heartbeatMs: 10 });
  const client = await connectWebSocket(server.url);
  await soon(client.closed, "the end");
  assert.ok(latencies[0]! >= 0 && latencies[0]! < 5_000);
});

test("broadcast() reaches all connections, and tells how many", async () => {
  await using server = await serveWebSocket(waits);
  const clients = await Promise.all([1, 2, 3].map(() => connectWebSocket(server.url)));
  await until(() => server.connections.size === 3);
  assert.equal(await server.broadcast("news"), 3);
  assert.deepEqual(await Promise.all(clients.map((it) => it.receive())), ["news", "news", "news"]);
  assert.equal((await failureOf<ValidationError>(server.broadcast(5 as never))).code, "ARGUMENT_NOT_BYTES");
  for (const client of clients) await client.close();
  await until(() => server.connections.size === 0);
  assert.equal(await server.broadcast("nobody"), 0);
});

test("a server that does not read makes its client wait", async () => {
  let go = (): void => {};
  const waiting = new Promise<void>((resolve) => go = resolve);
  let read = 0;
  await using server = await serveWebSocket(async (connection) => {
    await waiting;
    for await (const message of connection) {
      assert.equal((message as Uint8Array)[0], read++ % 256);
      if (read === 60) return;
    }
  }, { maxQueueBytes: 3_000_000, maxMessageBytes: 2_000_000 });
  await using client = await connectWebSocket(server.url);
  let handedOver = 0;
  const sending = (async () => {
    for (let n = 0; n < 60; n++) {
      await client.send(new Uint8Array(1_000_000).fill(n % 256));
      handedOver++;
    }
  })();
  await sleep(300);
  const whileWaiting = handedOver;
  go();
  await soon(sending, "sending", 20_000);
  await soon(client.closed, "the end", 20_000);
  assert.equal(read, 60);
  assert.ok(whileWaiting < 50, `${whileWaiting} MB were handed over to a server that reads nothing`);
});

test("serveWebSocket() serves wss: with a certificate", async () => {
  await using server = await serveWebSocket(echo, { tls: selfSigned });
  assert.match(server.url, /^wss:/);
  const client = new Ws(server.url, { rejectUnauthorized: false });
  await new Promise((resolve, reject) => client.once("open", resolve).once("error", reject));
  const answer = new Promise<string>((resolve) => client.once("message", (data: Buffer) => resolve(data.toString())));
  client.send("سر");
  assert.equal(await soon(answer, "the echo"), "سر");
  client.terminate();
});

test("serveWebSocket() tells why it cannot listen", async () => {
  await using server = await serveWebSocket(echo);
  const error = await failureOf<WebSocketError>(serveWebSocket(echo, { port: server.port }));
  assert.deepEqual([error.code, error.reason], ["NET_WEBSOCKET_LISTEN", "refused"]);
  assert.match(error.message, /^Cannot serve WebSockets on 127\.0\.0\.1 port \d+: \S/);
});

test("serveWebSocket() serves many connections at once", async () => {
  await using server = await serveWebSocket(echo);
  const clients = await Promise.all(Array.from({ length: 200 }, () => connectWebSocket(server.url)));
  const answers = await soon(
    Promise.all(clients.map(async (client, n) => {
      const messages: WebSocketMessage[] = [];
      for (let m = 0; m < 20; m++) await client.send(`${n}.${m}`);
      for (let m = 0; m < 20; m++) messages.push((await client.receive())!);
      return messages;
    })),
    "the echoes",
    20_000,
  );
  assert.ok(answers.every((messages, n) => messages.every((it, m) => it === `${n}.${m}`)));
  await Promise.all(clients.map((client) => client.close()));
  await until(() => server.connections.size === 0);
});

test("serveWebSocket() refuses wrong arguments", async () => {
  const http = createServer();
  const wrong: [() => Promise<unknown>, string, string][] = [
    [() => serveWebSocket(5 as never), "ARGUMENT_NOT_FUNCTION", "handler"],
    [() => serveWebSocket(echo, 5 as never), "ARGUMENT_NOT_OBJECT", "options"],
    [() => serveWebSocket(echo, { prot: 5 } as never), "ARGUMENT_UNKNOWN", "prot"],
    [() => serveWebSocket(echo, { port: 70_000 }), "ARGUMENT_NOT_INTEGER", "port"],
    [() => serveWebSocket(echo, { host: "" }), "ARGUMENT_NOT_TEXT", "host"],
    [() => serveWebSocket(echo, { path: "live" }), "ARGUMENT_NOT_URL_PATH", "path"],
    [() => serveWebSocket(echo, { server: http, port: 5 }), "ARGUMENT_OF_SERVER", "port"],
    [() => serveWebSocket(echo, { server: {} as never }), "ARGUMENT_NOT_FUNCTION", "server.on"],
    [() => serveWebSocket(echo, { tls: { cert: "x" } as never }), "ARGUMENT_NOT_TEXT", "tls.key"],
    [() => serveWebSocket(echo, { protocols: ["a b"] }), "ARGUMENT_NOT_PROTOCOLS", "protocols"],
    [() => serveWebSocket(echo, { origins: ["shop.example"] }), "ARGUMENT_NOT_ORIGINS", "origins"],
    [() => serveWebSocket(echo, { accept: 1 as never }), "ARGUMENT_NOT_FUNCTION", "accept"],
    [() => serveWebSocket(echo, { compression: 1 as never }), "ARGUMENT_NOT_ONE_OF", "compression"],
    [() => serveWebSocket(echo, { maxConnections: 0 }), "ARGUMENT_NOT_INTEGER", "maxConnections"],
    [() => serveWebSocket(echo, { maxMessageBytes: 0 }), "ARGUMENT_NOT_INTEGER", "maxMessageBytes"],
    [() => serveWebSocket(echo, { heartbeatMs: -1 }), "ARGUMENT_NOT_IN_RANGE", "heartbeatMs"],
    [() => serveWebSocket(echo, { heartbeatTimeoutMs: 0 }), "ARGUMENT_NOT_IN_RANGE", "heartbeatTimeoutMs"],
    [() => serveWebSocket(echo, { idleTimeoutMs: 0 }), "ARGUMENT_NOT_IN_RANGE", "idleTimeoutMs"],
    [() => serveWebSocket(echo, { closeTimeoutMs: 0 }), "ARGUMENT_NOT_IN_RANGE", "closeTimeoutMs"],
    [() => serveWebSocket(echo, { onError: 1 as never }), "ARGUMENT_NOT_FUNCTION", "onError"],
    [() => serveWebSocket(echo, { signal: 1 as never }), "ARGUMENT_NOT_SIGNAL", "signal"],
  ];
  for (const [call, code, option] of wrong) {
    const error = await failureOf<ValidationError>(call());
    assert.deepEqual([error.name, error.code, error.option], ["ValidationError", code, option], String(call));
  }
});

test("a handler that waits for something else learns by its signal that its client is gone", async () => {
  const reasons: unknown[] = [];
  await using server = await serveWebSocket(async (_connection, { signal }) => {
    await sleep(600_000, { signal }).catch(() => reasons.push(signal.aborted));
  });
  const client = new Ws(server.url);
  await new Promise((resolve) => client.once("open", resolve));
  client.terminate();
  await until(() => reasons.length === 1);
  assert.deepEqual(reasons, [true]);
});

test("the connections of a server are those that its handlers have", async () => {
  const seen: WebSocketConnection[] = [];
  await using server = await serveWebSocket(async (connection) => {
    seen.push(connection);
    await connection.receive();
  });
  await using _client = await connectWebSocket(server.url);
  await until(() => seen.length === 1);
  assert.deepEqual([...server.connections], seen);
});
