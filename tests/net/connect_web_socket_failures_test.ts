import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import test from "node:test";
import { inspect } from "node:util";
import { type NetworkFailure, setLocale, WebSocketError } from "../../errors/mod.ts";
import { connectWebSocket } from "../../net/mod.ts";
import { listen } from "../support/mod.ts";
import { selfSigned } from "./fixtures/self_signed.ts";
import { answerWith, failureOf, serve, serveRaw, serveSockets, soon, unusedPort } from "./support.ts";

setLocale("en");

interface Cause {
  name: string;
  reason: NetworkFailure;
  code: string;
  /** Whether it is tried again. */
  retryable: boolean;
  options?: Parameters<typeof connectWebSocket>[1];
  start(): Promise<{ url: string } & AsyncDisposable>;
}

const nothing = { [Symbol.asyncDispose]: () => Promise.resolve() };

/** A server that answers the handshake with a status. */
async function refusing(status: number): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer();
  server.on("upgrade", (_request, socket) => {
    socket.on("error", () => {});
    socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno`);
  });
  const listening = await listen(server);
  return { url: `ws://127.0.0.1:${listening.port}`, [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose]() };
}

const causes: Cause[] = [
  {
    name: "a port on which nobody listens",
    reason: "refused",
    code: "NET_WEBSOCKET_REFUSED",
    retryable: true,
    start: async () => ({ url: `ws://127.0.0.1:${await unusedPort()}`, ...nothing }),
  },
  {
    name: "a name that does not exist",
    reason: "dns",
    code: "NET_WEBSOCKET_DNS",
    retryable: true,
    start: () => Promise.resolve({ url: "ws://nowhere.invalid", ...nothing }),
  },
  {
    name: "a certificate that nobody trusts",
    reason: "tls",
    code: "NET_WEBSOCKET_TLS",
    retryable: false,
    start: async () => {
      const server = await listen(createTlsServer(selfSigned));
      return { url: `wss://127.0.0.1:${server.port}`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
    },
  },
  {
    name: "a server that answers 401",
    reason: "status",
    code: "NET_WEBSOCKET_STATUS",
    retryable: false,
    start: () => refusing(401),
  },
  {
    name: "a server that answers 503",
    reason: "status",
    code: "NET_WEBSOCKET_STATUS",
    retryable: true,
    start: () => refusing(503),
  },
  {
    name: "a server that speaks only HTTP",
    reason: "status",
    code: "NET_WEBSOCKET_STATUS",
    retryable: false,
    start: async () => {
      const server = await serve(answerWith("hello", "text/plain", 200));
      const url = server.url.replace("http", "ws");
      return { url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
    },
  },
  {
    name: "a server that does not answer",
    reason: "timeout",
    code: "NET_WEBSOCKET_OPEN_TIMEOUT",
    retryable: true,
    options: { openTimeoutMs: 50 },
    start: async () => {
      const server = await serveRaw(() => {});
      const url = server.url.replace("http", "ws");
      return { url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
    },
  },
];

for (const { name, reason, code, retryable, options, start } of causes) {
  test(`connectWebSocket() calls ${name} "${reason}", and ${retryable ? "tries again" : "does not try again"}`, async () => {
    await using server = await start();
    const opened = connectWebSocket(`${server.url}/?token=sesame`, { retries: 2, reconnectDelayMs: 2, ...options });
    const error = await soon(failureOf<WebSocketError>(opened), name);
    assert.ok(error instanceof WebSocketError, String(error));
    assert.deepEqual([error.reason, error.code, error.retryable], [reason, code, retryable]);
    const status = /answers (\d+)/.exec(name)?.[1] ?? (reason === "status" ? 200 : undefined);
    assert.equal(error.status, status === undefined ? undefined : Number(status));
    assert.equal(JSON.parse(JSON.stringify(error)).status, error.status);
    assert.equal(error.attempts.length, retryable ? 3 : 1);
    assert.ok(error.attempts.every((it) => it.reason === reason));
    assert.match(error.message, /^Cannot open a WebSocket to wss?:\/\/\S+/);
    assert.doesNotMatch(inspect(error, { depth: 10 }) + JSON.stringify(error), /sesame/);
  });
}

test("connectWebSocket() tells the status that the handshake was answered with", async () => {
  await using server = await refusing(403);
  const error = await failureOf<WebSocketError>(connectWebSocket(server.url));
  assert.equal(error.context["status"], 403);
  assert.match(error.message, /as the server answered 403$/);
});

test("connectWebSocket() closes the connection of a handshake that takes too long", async () => {
  await using server = await serveRaw(() => {});
  const opened = connectWebSocket(server.url.replace("http", "ws"), { openTimeoutMs: 40, retries: 0 });
  const error = await soon(failureOf<WebSocketError>(opened), "the failure");
  assert.equal(error.phase, "connect");
  await soon(server.closed, "closing the connection");
});

test("connectWebSocket() opens when the server is there at a later attempt", async () => {
  const port = await unusedPort();
  const opened = connectWebSocket(`ws://127.0.0.1:${port}`, { retries: 100, reconnectDelayMs: 20 });
  await new Promise((resolve) => setTimeout(resolve, 60));
  const { WebSocketServer } = await import("ws");
  const server = new WebSocketServer({ port, host: "127.0.0.1" });
  try {
    const connection = await soon(opened, "opening");
    assert.equal(connection.state, "open");
    await connection.close();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test("connectWebSocket() has messages in Arabic too", async () => {
  setLocale("ar");
  try {
    const url = `ws://127.0.0.1:${await unusedPort()}/`;
    const error = await failureOf(connectWebSocket(url, { retries: 0 }));
    assert.equal(error.message, `لا يمكن فتح WebSocket إلى ${url} إذ لا يقبل أي خادم الاتصال`);
  } finally {
    setLocale("en");
  }
});

test("connectWebSocket() keeps a failure that nobody looks at from ending the process", async () => {
  await using server = await serveSockets((socket) => void setTimeout(() => socket.close(4000), 5));
  const connection = await connectWebSocket(server.url);
  while (connection.state !== "closed") await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(connection.state, "closed");
});
