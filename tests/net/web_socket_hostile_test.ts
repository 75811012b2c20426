import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from "node:net";
import test from "node:test";
import { createTask, sleep } from "../../async/mod.ts";
import { type NetworkFailure, setLocale, WebSocketError } from "../../errors/mod.ts";
import { type Runtime, runtime } from "../../internal/runtime.ts";
import { connectWebSocket, serveWebSocket, type WebSocketConnection } from "../../net/mod.ts";
import { startTcpProxy } from "../faults/tcp_proxy.ts";
import { failureOf, serveRaw, serveSockets, soon } from "./support.ts";
import { until } from "./web_socket_support.ts";

setLocale("en");

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** The answer that accepts a handshake. */
function acceptance(request: string, further: string = ""): string {
  const [, key] = /sec-websocket-key: (\S+)/i.exec(request)!;
  const accept = createHash("sha1").update(key + GUID).digest("base64");
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
    `Sec-WebSocket-Accept: ${accept}\r\n${further}\r\n`;
}

type Act = (socket: Socket, request: string) => void;

/** Accepts, then sends bytes. */
function frame(...parts: (number | Uint8Array)[]): Act {
  const bytes = Buffer.concat(parts.map((part) => typeof part === "number" ? Buffer.from([part]) : part));
  return (socket, request) => {
    socket.write(acceptance(request));
    socket.write(bytes);
  };
}

interface Case {
  name: string;
  act: Act;
  code: string;
  reason: NetworkFailure;
  retryable: boolean;
  /** The runtime whose own sockets do not look at this, or cannot leave a server that does not answer their close. */
  unseenBy?: Runtime;
}

const answers: [string, Act, NetworkFailure, boolean, Runtime?][] = [
  [
    "another key's hash",
    (it, request) => it.write(acceptance(request).replace(/Accept: .*/, "Accept: AAAA")),
    "protocol",
    true,
    "deno",
  ],
  [
    "no hash",
    (it, request) => it.write(acceptance(request).replace(/Sec-WebSocket-Accept: .*\r\n/, "")),
    "protocol",
    true,
    "deno",
  ],
  [
    "no Upgrade",
    (it, request) => it.write(acceptance(request).replace("Upgrade: websocket\r\n", "")),
    "protocol",
    true,
  ],
  ["another Upgrade", (it, request) => it.write(acceptance(request).replace("websocket", "h2c")), "protocol", true],
  [
    "a subprotocol not offered",
    (it, request) => it.write(acceptance(request, "Sec-WebSocket-Protocol: x\r\n")),
    "protocol",
    true,
    "deno",
  ],
  [
    "an extension not offered",
    (it, request) => it.write(acceptance(request, "Sec-WebSocket-Extensions: permessage-deflate\r\n")),
    "protocol",
    true,
    "deno",
  ],
  ["garbage", (it) => it.write("\x00\x01\x02 nonsense\r\n\r\n"), "protocol", true],
  ["an unknown version of HTTP", (it) => it.write("HTTP/9.9 101 x\r\n\r\n"), "protocol", true],
  ["a header without end", (it) => it.write(`HTTP/1.1 101 x\r\nX: ${"a".repeat(1_000_000)}`), "protocol", true],
  ["a redirect", (it) => it.write("HTTP/1.1 301 x\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"), "status", false],
  ["400", (it) => it.write("HTTP/1.1 400 x\r\nContent-Length: 0\r\n\r\n"), "status", false],
  ["429", (it) => it.write("HTTP/1.1 429 x\r\nContent-Length: 0\r\n\r\n"), "status", true],
  ["the end of the connection", (it) => it.end(), "reset", true],
  ["a reset", (it) => it.resetAndDestroy(), "reset", true],
  ["half an answer, and the end", (it) => it.end("HTTP/1.1 101 Switching\r\nUpgrade: webs"), "reset", true],
];

const frames: [string, Act, NetworkFailure, Runtime?][] = [
  ["reserved bits", frame(0xf1, 1, 0x41), "protocol"],
  ["compression that was not agreed on", frame(0xc1, 1, 0x41), "protocol"],
  ["a reserved kind of data", frame(0x83, 0), "protocol"],
  ["a reserved kind of control", frame(0x8b, 0), "protocol"],
  ["a mask, which is for clients", frame(0x81, 0x81, 0, 0, 0, 0, 0x41), "protocol", "deno"],
  ["text that is not UTF-8", frame(0x81, 2, 0xff, 0xfe), "protocol"],
  ["text of fragments that is not UTF-8", frame(0x01, 1, 0xd9, 0x80, 1, 0x41), "protocol"],
  ["a ping in fragments", frame(0x09, 1, 0x41), "protocol"],
  ["a ping that is too long", frame(0x89, 126, 0, 126, new Uint8Array(126)), "protocol"],
  ["a continuation of nothing", frame(0x80, 1, 0x41), "protocol"],
  ["a message in the middle of another", frame(0x01, 1, 0x41, 0x81, 1, 0x41), "protocol"],
  ["half a close code", frame(0x88, 1, 3), "protocol"],
  ["the close code 1005, which is never sent", frame(0x88, 2, 0x03, 0xed), "protocol"],
  ["the close code 999", frame(0x88, 2, 0x03, 0xe7), "protocol"],
  ["words for a close that are not UTF-8", frame(0x88, 4, 0x03, 0xe8, 0xff, 0xfe), "protocol"],
  [
    "the end in the middle of a frame",
    (it, request) => it.write(acceptance(request), () => it.end(Uint8Array.of(0x82, 9, 1))),
    "reset",
  ],
  ["the end without a close", (it, request) => it.write(acceptance(request), () => it.end()), "reset"],
];

const cases: Case[] = [
  ...answers.map(([name, act, reason, retryable, unseenBy]): Case => {
    const code = reason === "status" ? "NET_WEBSOCKET_STATUS" : "NET_WEBSOCKET_OPEN";
    return { name, act, code, reason, retryable, ...(unseenBy && { unseenBy }) };
  }),
  ...frames.map(([name, act, reason, unseenBy]): Case => {
    return { name, act, code: "NET_WEBSOCKET_LOST", reason, retryable: true, ...(unseenBy && { unseenBy }) };
  }),
  {
    name: "a frame of 1 TiB",
    act: frame(0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0),
    code: "NET_WEBSOCKET_TOO_LARGE",
    reason: "too-large",
    retryable: false,
  },
];

for (const { name, act, code, reason, retryable, unseenBy } of cases) {
  test(`connectWebSocket() meets ${name}: ${code}, ${reason}`, async () => {
    await using server = await serveRaw((socket, bytes) => act(socket, bytes.toString("latin1")));
    const ended = (async () => {
      // With a heartbeat it is a socket of `ws`.
      const heartbeatMs = unseenBy === runtime ? 30_000 : undefined;
      const url = server.url.replace("http", "ws");
      const connection = await connectWebSocket(url, { retries: 0, maxMessageBytes: 1_000, heartbeatMs });
      for await (const message of connection) assert.fail(`received ${message}`);
      await connection.closed;
    })();
    const error = await soon(failureOf<WebSocketError>(ended), "the failure", 10_000);
    assert.ok(error instanceof WebSocketError, String(error));
    assert.deepEqual([error.code, error.reason, error.retryable], [code, reason, retryable], error.message);
    assert.doesNotMatch(error.message, / {2}|undefined/);
    await soon(server.closed, "closing the connection");
  });
}

/** A client by hand. */
async function shaken(port: number): Promise<Socket> {
  const socket = connectTcp(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(
    "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  await new Promise((resolve) => socket.once("data", resolve));
  return socket;
}

/** A frame of a client, masked by zeros. */
function masked(head: number, payload: Uint8Array): Uint8Array {
  return Uint8Array.from([head, 0x80 | payload.byteLength, 0, 0, 0, 0, ...payload]);
}

test("serveWebSocket() ends the connections of clients that break the protocol, tells their handlers, and serves on", async () => {
  const wrong: [string, Uint8Array][] = [
    ["reserved bits", masked(0xf1, Uint8Array.of(0x41))],
    ["no mask", Uint8Array.of(0x81, 1, 0x41)],
    ["a reserved kind", masked(0x83, new Uint8Array())],
    ["text that is not UTF-8", masked(0x81, Uint8Array.of(0xff, 0xfe))],
    ["a continuation of nothing", masked(0x80, Uint8Array.of(0x41))],
    ["a ping in fragments", masked(0x09, Uint8Array.of(0x41))],
    ["half a close code", masked(0x88, Uint8Array.of(3))],
    ["a frame of 1 TiB", Uint8Array.of(0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
  ];
  const failures: WebSocketError[] = [];
  await using server = await serveWebSocket(async (connection) => {
    await connection.send("hello");
    try {
      await Array.fromAsync(connection);
    } catch (error) {
      failures.push(error as WebSocketError);
      throw error;
    }
  }, { onError: (error) => assert.fail(String(error)) });
  for (const [name, bytes] of wrong) {
    const socket = await shaken(server.port);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.resume();
    socket.write(bytes);
    const { length } = failures;
    await until(() => failures.length > length);
    const { code, reason } = failures.at(-1)!;
    const expected = name.includes("TiB")
      ? ["NET_WEBSOCKET_TOO_LARGE", "too-large"]
      : ["NET_WEBSOCKET_CLIENT_LOST", "protocol"];
    assert.deepEqual([code, reason], expected, name);
    socket.end();
    await soon(closed, `closing the connection after ${name}`);
  }
  await using connection = await connectWebSocket(server.url);
  assert.equal(await connection.receive(), "hello");
});

test("serveWebSocket() refuses handshakes that are none", async () => {
  await using server = await serveWebSocket(() => assert.fail("no handshake was accepted"));
  const good = {
    host: "x",
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  const wrong: Record<string, string>[] = [
    { ...good, "sec-websocket-key": "short" },
    { ...good, "sec-websocket-version": "1" },
    { ...good, upgrade: "h2c" },
  ];
  for (const headers of wrong) {
    const socket = connectTcp(server.port, "127.0.0.1");
    socket.on("error", () => {});
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
    socket.write(`GET / HTTP/1.1\r\n${lines}\r\n`);
    const answer = await soon(new Promise<Buffer>((resolve) => socket.once("data", resolve)), "the answer");
    assert.match(answer.toString("latin1"), /^HTTP\/1\.1 4\d\d /, JSON.stringify(headers));
    socket.destroy();
  }
});

test("cancelling closes the connection as the server sees it, at every stage", async () => {
  /** Begins something in a task, cancels it when `isThere`, and waits until the server has seen the end. */
  const stages: Record<string, () => Promise<void>> = {
    async "while the URL is asked for"() {
      const started = Promise.withResolvers<void>();
      const task = createTask(() =>
        connectWebSocket(() => {
          started.resolve();
          return new Promise<never>(() => {});
        })
      );
      await started.promise;
      task.cancel();
      assert.equal((await failureOf<WebSocketError>(task)).code, "CANCELLED");
    },
    async "in the handshake"() {
      const asked = Promise.withResolvers<void>();
      await using server = await serveRaw(() => asked.resolve());
      const task = createTask(() => connectWebSocket(server.url.replace("http", "ws")));
      await asked.promise;
      task.cancel();
      assert.equal((await failureOf<WebSocketError>(task)).code, "CANCELLED");
      await server.closed;
    },
    async "in onOpen"() {
      await whileOpen(() => new Promise(() => {}));
    },
    async "while messages are read"() {
      await whileOpen(undefined, async (connection) => {
        for await (const _ of connection);
      });
    },
    async "while the network takes no more"() {
      await whileOpen(undefined, async (connection) => {
        for (;;) await connection.send(new Uint8Array(1_000_000));
      });
    },
    async "in onMessage"() {
      await whileOpen(undefined, async (connection) => void await connection.closed, () => sleep(600_000));
    },
    async "while it is closed"() {
      await whileOpen(undefined, (connection) => connection.close());
    },
  };
  for (const [stage, act] of Object.entries(stages)) await soon(act(), stage, 20_000);
});

/** Opens a connection in a task, to a server that stops reading, and cancels the task in the middle of what it does. */
async function whileOpen(
  onOpen: (() => unknown) | undefined,
  act: (connection: WebSocketConnection) => Promise<void> = async () => {},
  onMessage?: () => unknown,
): Promise<void> {
  await using server = await serveSockets((socket) => void socket.send("x"));
  await using proxy = await startTcpProxy({ port: server.port });
  const task = createTask(async () => {
    await using connection = await connectWebSocket(`ws://127.0.0.1:${proxy.port}`, {
      onOpen,
      onMessage,
      closeTimeoutMs: 30_000,
      // So that it can be ended at once on Deno too.
      heartbeatMs: 60_000,
    });
    await act(connection);
  });
  const socket = await server.next();
  await until(() => proxy.connections.length === 1);
  const [connection] = proxy.connections;
  proxy.set({ toServer: { isStalled: onOpen === undefined && onMessage === undefined } });
  await sleep(50);
  task.cancel();
  await Promise.allSettled([task]);
  proxy.clear();
  await until(() => socket.readyState === socket.CLOSED);
  await connection!.closed;
}

test("a server whose sockets are all cut at once comes back to clients that try again", async () => {
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", (bytes: Buffer) => socket.write(acceptance(bytes.toString("latin1"))));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients = await Promise.all(
    Array.from({ length: 20 }, () => connectWebSocket(url, { firstReconnectDelayMs: 20, closeTimeoutMs: 50 })),
  );
  for (const socket of [...sockets]) socket.destroy();
  await until(() => clients.every((client) => client.state === "reconnecting") || sockets.size > 20);
  await until(() => clients.every((client) => client.state === "open"));
  assert.ok(sockets.size >= 40);
  await Promise.all(clients.map((client) => client.close()));
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});
