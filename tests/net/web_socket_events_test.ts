import assert from "node:assert/strict";
import { Hono, type MiddlewareHandler } from "hono";
import test from "node:test";
import { sleep } from "../../async/mod.ts";
import { setLocale, type ValidationError, type WebSocketError } from "../../errors/mod.ts";
import { runtime } from "../../internal/runtime.ts";
import {
  connectWebSocket,
  type WebSocketEvents,
  webSocketEvents,
  type WebSocketHandler,
  type WebSocketLimits,
} from "../../net/mod.ts";
import { collectReports, failureOf, soon } from "./support.ts";
import { until } from "./web_socket_support.ts";

setLocale("en");

/** The runtimes' own servers, by what this test uses of them. */
interface Servers {
  Deno?: {
    serve(options: object, handler: (request: Request) => Response | Promise<Response>): {
      addr: { port: number };
      shutdown(): Promise<void>;
    };
  };
  Bun?: { serve(options: object): { port: number; stop(closeAll: boolean): Promise<void> } };
}

interface TestApp extends AsyncDisposable {
  url: string;
  live: WebSocketEvents;
}

type UpgradeWebSocket = (events: WebSocketEvents["events"]) => MiddlewareHandler;

/** A Hono application on the runtime's own server, with connections at `/live` and a page at `/`. */
async function start(handler: WebSocketHandler, options?: WebSocketLimits): Promise<TestApp> {
  const live = await webSocketEvents(handler, options);
  const { upgradeWebSocket, serve } = await own();
  const app = new Hono().get("/live", upgradeWebSocket(live.events)).get("/", (context) => context.text("a page"));
  const { port, close } = await serve(app);
  return {
    live,
    url: `ws://127.0.0.1:${port}/live`,
    async [Symbol.asyncDispose]() {
      await live.close();
      await close();
    },
  };
}

interface Own {
  upgradeWebSocket: UpgradeWebSocket;
  serve(app: Hono): Promise<{ port: number; close(): Promise<void> }>;
}

async function own(): Promise<Own> {
  const { Deno, Bun } = globalThis as Servers;
  if (Deno !== undefined) {
    const { upgradeWebSocket } = await import("hono/deno");
    return {
      upgradeWebSocket: (events) => upgradeWebSocket(events),
      serve(app) {
        const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => app.fetch(request));
        return Promise.resolve({ port: server.addr.port, close: () => server.shutdown() });
      },
    };
  }
  if (Bun !== undefined) {
    const { upgradeWebSocket, websocket } = await import("hono/bun");
    return {
      upgradeWebSocket: (events) => upgradeWebSocket(events),
      serve(app) {
        const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: app.fetch, websocket });
        return Promise.resolve({ port: server.port, close: () => server.stop(true) });
      },
    };
  }
  const { serve, upgradeWebSocket } = await import("@hono/node-server");
  const { WebSocketServer } = await import("ws");
  return {
    upgradeWebSocket: (events) => upgradeWebSocket(events),
    async serve(app) {
      const websocket = { server: new WebSocketServer({ noServer: true }) as never };
      const { promise, resolve } = Promise.withResolvers<number>();
      const server = serve(
        { fetch: app.fetch, port: 0, hostname: "127.0.0.1", websocket },
        ({ port }) => resolve(port),
      );
      return { port: await promise, close: () => new Promise<void>((done) => void server.close(() => done())) };
    },
  };
}

test("webSocketEvents() serves the connections of a Hono application by the handler that serveWebSocket() takes", async () => {
  const seen: unknown[] = [];
  await using app = await start(async (connection, { url, headers }) => {
    seen.push(url.pathname, url.search, headers.get("x-one"));
    for await (const message of connection) await connection.send(message);
  });
  assert.equal(await (await fetch(app.url.replace("ws", "http").replace("/live", "/"))).text(), "a page");
  await using connection = await connectWebSocket(`${app.url}?a=1`, { headers: { "x-one": "1" } });
  const bytes = new Uint8Array([0, 1, 255]);
  for (const message of ["مرحبا 😀", "", bytes]) await connection.send(message);
  assert.deepEqual([await connection.receive(), await connection.receive()], ["مرحبا 😀", ""]);
  assert.deepEqual([...await connection.receive() as Uint8Array], [...bytes]);
  assert.deepEqual(seen, ["/live", "?a=1", "1"]);
});

test("webSocketEvents() keeps order and loses nothing of many messages and large ones", async () => {
  await using app = await start(async (connection) => {
    for await (const message of connection) await connection.send(message);
  }, { maxQueue: 20_000 });
  await using connection = await connectWebSocket(app.url);
  const total = 3_000;
  const sending = (async () => {
    for (let n = 0; n < total; n++) await connection.send(String(n));
    await connection.send(new Uint8Array(900_000).fill(7));
  })();
  for (let n = 0; n < total; n++) assert.equal(await soon(connection.receive(), "a message"), String(n));
  const large = await soon(connection.receive(), "the large one") as Uint8Array;
  assert.ok(large.byteLength === 900_000 && large.every((it) => it === 7));
  await sending;
});

test("webSocketEvents() closes with 1000 when the handler is done, and tells when it throws", async () => {
  using log = collectReports();
  const broken = new RangeError("broken");
  await using app = await start(async (connection) => {
    if (await connection.receive() === "break") throw broken;
    await connection.send("fine");
  });
  const first = await connectWebSocket(app.url, { retries: 0 });
  await first.send("go on");
  assert.equal(await first.receive(), "fine");
  assert.equal((await soon(first.closed, "the end")).code, 1000);
  const second = await connectWebSocket(app.url, { retries: 0 });
  await second.send("break");
  const error = await soon(failureOf<WebSocketError>(second.closed), "the failure");
  assert.equal(error.closeCode, 1011);
  assert.deepEqual(log.reports.filter((it) => it.level === "error").map((it) => it.properties["error"]), [broken]);
});

test("webSocketEvents() ends the handler's loop when its client leaves, well or badly", async () => {
  const ends: unknown[] = [];
  await using app = await start(async (connection) => {
    try {
      await Array.fromAsync(connection);
      ends.push((await connection.closed).code);
    } catch (error) {
      ends.push((error as WebSocketError).code);
    }
  });
  const first = await connectWebSocket(app.url);
  await until(() => app.live.connections.size === 1);
  await first.close();
  await until(() => ends.length === 1);
  const controller = new AbortController();
  await connectWebSocket(app.url, { signal: controller.signal });
  await until(() => app.live.connections.size === 1);
  controller.abort();
  await until(() => ends.length === 2);
  // Deno's own client can only be closed in order.
  assert.deepEqual(ends, [1000, runtime === "deno" ? 1005 : "NET_WEBSOCKET_CLIENT_LOST"]);
});

test("webSocketEvents() holds connections to its limits", async () => {
  const failures: WebSocketError[] = [];
  await using app = await start(async (connection) => {
    await Array.fromAsync(connection).catch((error) => failures.push(error));
  }, { maxConnections: 1, maxMessageBytes: 1_000 });
  const first = await connectWebSocket(app.url, { retries: 0 });
  await until(() => app.live.connections.size === 1);
  const second = await connectWebSocket(app.url, { retries: 0 });
  const refused = await soon(failureOf<WebSocketError>(second.closed), "the refusal");
  assert.equal(refused.closeCode, 1013);
  await first.send("x".repeat(2_000));
  await soon(first.closed.catch(() => {}), "the end");
  await until(() => failures.length === 1);
  assert.equal(failures[0]!.code, "NET_WEBSOCKET_TOO_LARGE");
});

test("close() of webSocketEvents() closes all connections, cancels their handlers and waits for them", async () => {
  const events: string[] = [];
  await using app = await start(async () => {
    try {
      await sleep(600_000);
    } finally {
      events.push("ended");
    }
  });
  const clients = await Promise.all([1, 2].map(() => connectWebSocket(app.url, { retries: 0 })));
  await until(() => app.live.connections.size === 2);
  assert.equal(await app.live.broadcast("news"), 2);
  assert.deepEqual(await Promise.all(clients.map((it) => it.receive())), ["news", "news"]);
  await soon(app.live.close(), "closing");
  assert.deepEqual(events, ["ended", "ended"]);
  for (const client of clients) {
    const error = await soon(failureOf<WebSocketError>(client.closed), "the end");
    assert.equal(error.closeCode, 1001);
  }
});

test("webSocketEvents() refuses wrong arguments", async () => {
  const wrong: [() => Promise<unknown>, string, string][] = [
    [() => webSocketEvents(5 as never), "ARGUMENT_NOT_FUNCTION", "handler"],
    [() => webSocketEvents(() => {}, { port: 5 } as never), "ARGUMENT_UNKNOWN", "port"],
    [() => webSocketEvents(() => {}, { maxQueue: 0 }), "ARGUMENT_NOT_INTEGER", "maxQueue"],
  ];
  for (const [call, code, option] of wrong) {
    const error = await failureOf<ValidationError>(call());
    assert.deepEqual([error.code, error.option], [code, option]);
  }
});
