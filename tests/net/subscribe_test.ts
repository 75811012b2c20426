import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import test from "node:test";
import type { WebSocket as ServerSocket } from "ws";
import { z } from "zod";
import { createTask } from "../../async/mod.ts";
import { CancelledError, NetworkError, setLocale, ValidationError, WebSocketError } from "../../errors/mod.ts";
import {
  type EventStream,
  GraphQLError,
  type GraphQLResult,
  HttpError,
  subscribe,
  type SubscribeOptions,
  type TypedDocument,
} from "../../net/mod.ts";
import { type GraphQLServer, serveGraphQL } from "./graphql_server.ts";
import { watchedSignal } from "../support/mod.ts";
import { failureOf, serve, serveRaw, serveSockets, soon, unusedPort } from "./support.ts";
import { until } from "./web_socket_support.ts";

setLocale("en");

const QUICK = { reconnectDelayMs: 1 } as const;

/** All ways to a real server. */
const WAYS: readonly [name: string, urlOf: (server: GraphQLServer) => string][] = [
  ["websocket", (server) => server.socketUrl],
  ["sse", (server) => server.url],
  ["graphql-sse", (server) => server.eventsUrl],
];

/** What tells that the server has let go of a subscription: over HTTP on Deno and Bun, yoga itself does not notice. */
function released(name: string, { counts }: GraphQLServer): number {
  return name === "websocket" ? counts.ended : counts.brokenOff;
}

for (const [name, urlOf] of WAYS) {
  test(`subscribe() reads the results of a real server over ${name}`, async () => {
    await using server = await serveGraphQL();
    const results = await Array.fromAsync(
      subscribe<{ count: number }>(urlOf(server), "subscription Count($to: Int!) { count(to: $to) }", {
        variables: { to: 3 },
      }),
    );
    assert.deepEqual(results, [{ data: { count: 1 } }, { data: { count: 2 } }, { data: { count: 3 } }]);
    await until(() => server.counts.ended === 1);
  });

  test(`subscribe() completes the subscription over ${name} when the loop is left`, async () => {
    await using server = await serveGraphQL();
    for await (const { data } of subscribe(urlOf(server), "subscription { endless }")) {
      assert.deepEqual(data, { endless: 1 });
      break;
    }
    await until(() => released(name, server) === 1);
  });

  test(`subscribe() ends over ${name} when it is closed, its signal fires or its task is cancelled`, async () => {
    await using server = await serveGraphQL();
    const begin = async (options: SubscribeOptions = {}): Promise<EventStream<GraphQLResult<unknown>>> => {
      const results = subscribe(urlOf(server), "subscription { endless }", options);
      await results.next();
      return results;
    };
    const closed = await begin();
    const next = closed.next();
    await closed.close();
    assert.equal((await soon(next, "the end")).done, true);
    const controller = new AbortController();
    const signalled = await begin({ signal: controller.signal });
    const failed = failureOf(signalled.next());
    controller.abort("stop");
    assert.equal(await soon(failed, "the rejection"), "stop");
    const task = createTask(async () => await Array.fromAsync(await begin()));
    await until(() => server.counts.begun === 3);
    await new Promise((resolve) => setTimeout(resolve, 20));
    task.cancel();
    assert.ok(await soon(failureOf(task), "the cancellation") instanceof CancelledError);
    await until(() => released(name, server) === 3);
  });

  test(`subscribe() throws the errors of a result over ${name}, and those of a document`, async () => {
    await using server = await serveGraphQL();
    const results = subscribe(urlOf(server), "subscription { failing(after: 1) }", { retries: 0 });
    assert.deepEqual((await results.next()).value, { data: { failing: 1 } });
    const error = await failureOf<GraphQLError>(results.next());
    assert.ok(error instanceof GraphQLError);
    assert.deepEqual([error.errors[0]!.message, error.data], ["No 2", { failing: null }]);
    assert.equal(error.status, name === "websocket" ? 101 : 200);
    assert.equal((await results.next()).done, true);
    await until(() => server.counts.ended === 1);
    const wrong = await failureOf<GraphQLError>(Array.fromAsync(subscribe(urlOf(server), "subscription { nothing }")));
    assert.ok(wrong instanceof GraphQLError);
    assert.match(wrong.message, /nothing/);
  });

  test(`subscribe() gives errors over ${name} and goes on, where that is wanted`, async () => {
    await using server = await serveGraphQL();
    const document = "subscription { failing(after: 1) }";
    const results = await Array.fromAsync(subscribe(urlOf(server), document, { errorPolicy: "return" }));
    assert.deepEqual(results.map(({ data }) => data), [{ failing: 1 }, { failing: null }, { failing: 3 }]);
    assert.deepEqual(results.map(({ errors }) => errors?.[0]?.message), [undefined, "No 2", undefined]);
    const [refused] = await Array.fromAsync(
      subscribe(urlOf(server), "subscription { nothing }", { errorPolicy: "return", retries: 0 }),
    )
      .catch((error: GraphQLError) => [error]);
    assert.match(JSON.stringify(refused), /nothing/);
  });

  test(`subscribe() subscribes again over ${name} when the connection is lost`, async () => {
    await using server = await serveGraphQL();
    const results = subscribe<{ count: number }>(urlOf(server), "subscription { count(to: 1000, everyMs: 5) }", QUICK);
    const counts: number[] = [];
    for await (const { data } of results) {
      counts.push(data.count);
      // What came before the loss may still be read after it.
      const connections = counts.filter((count) => count === 1).length;
      if (data.count !== 3) continue;
      if (connections === 3) break;
      server.breakLines();
    }
    assert.equal(server.counts.begun, 3);
    await until(() => released(name, server) === 3);
  });

  test(`subscribe() checks data over ${name} by a schema`, async () => {
    await using server = await serveGraphQL();
    const schema = z.object({ count: z.number().transform((count) => `n${count}`) });
    const results = await Array.fromAsync(subscribe(urlOf(server), "subscription { count(to: 2) }", { schema }));
    assert.deepEqual(results.map(({ data }) => data.count), ["n1", "n2"]);
    const wrong = z.object({ count: z.string() });
    const error = await failureOf<NetworkError>(
      Array.fromAsync(subscribe(urlOf(server), "subscription { count(to: 2) }", { schema: wrong })),
    );
    assert.equal(error.code, "NET_SCHEMA");
  });

  test(`subscribe() loses nothing over ${name} when results come faster than they are read`, async () => {
    await using server = await serveGraphQL();
    let last = 0;
    for await (
      const { data } of subscribe<{ count: number }>(urlOf(server), "subscription { count(to: 3000) }", {
        maxQueue: 10_000,
      })
    ) {
      assert.equal(data.count, ++last);
      if (last % 1_000 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(last, 3_000);
  });
}

test("subscribe() knows types by the document", async () => {
  class TypedDocumentString<T, V> extends String implements TypedDocument<T, V> {
    declare readonly __apiType?: (variables: V) => T;
  }
  const document = new TypedDocumentString<{ count: number }, { to: number }>(
    "subscription ($to: Int!) { count(to: $to) }",
  );
  await using server = await serveGraphQL();
  for await (const { data } of subscribe(server.socketUrl, document, { variables: { to: 1 } })) {
    const count: number = data.count;
    assert.equal(count, 1);
  }
  // @ts-expect-error The variables are missing.
  const never = () => subscribe(server.socketUrl, document);
  assert.equal(typeof never, "function");
});

test("subscribe() sends connectionParams anew with each connection, and survives one that fails", async () => {
  await using server = await serveGraphQL();
  let calls = 0;
  const connectionParams = () => {
    calls++;
    if (calls === 2) throw new Error("no token today");
    return Promise.resolve({ token: `t${calls}` });
  };
  const results = subscribe<{ endless: number }>(server.socketUrl, "subscription { endless }", {
    ...QUICK,
    connectionParams,
  });
  await results.next();
  const next = results.next();
  server.breakLines();
  assert.equal((await soon(next, "the second connection")).done, false);
  assert.deepEqual(server.counts.connectionParams, [{ token: "t1" }, { token: "t3" }]);
  await results.close();
  const who = await Array.fromAsync(
    subscribe(server.socketUrl, "subscription { who }", { connectionParams: { token: "علي" } }),
  );
  assert.deepEqual(who, [{ data: { who: "علي" } }]);
  const failing = () => {
    throw new Error("never a token");
  };
  const error = await failureOf<WebSocketError>(
    Array.fromAsync(
      subscribe(server.socketUrl, "subscription { who }", { ...QUICK, retries: 1, connectionParams: failing }),
    ),
  );
  assert.deepEqual([error.code, error.attempts.length], ["NET_WEBSOCKET_PARAMS", 2]);
  assert.match(String((error.cause as Error).message), /never a token/);
});

test("subscribe() does not come again to a server that does not want it", async () => {
  await using server = await serveGraphQL();
  const connectionParams = { token: "wrong" };
  const error = await failureOf<WebSocketError>(
    Array.fromAsync(subscribe(server.socketUrl, "subscription { who }", { connectionParams })),
  );
  assert.ok(error instanceof WebSocketError);
  assert.deepEqual([error.code, error.closeCode, error.closeReason], ["NET_WEBSOCKET_REJECTED", 4403, "Forbidden"]);
  assert.equal(server.sockets.length, 1);
});

test("subscribe() sends headers with the handshake and with the request", async () => {
  const seen: unknown[] = [];
  await using sockets = await serveSockets((socket, _n, request) => {
    seen.push(request.headers["x-a"], request.headers.authorization, request.headers["sec-websocket-protocol"]);
    socket.close(4401, "Unauthorized");
  }, { handleProtocols: () => "graphql-transport-ws" });
  const url = new URL(sockets.url);
  url.username = "u";
  url.password = "p";
  await failureOf(Array.fromAsync(subscribe(url, "subscription { a }", { headers: { "x-a": "1" } })));
  assert.deepEqual(seen, ["1", `Basic ${btoa("u:p")}`, "graphql-transport-ws"]);
  await using server = await serve((_request, response) => void response.writeHead(401).end());
  const error = await failureOf<HttpError>(
    Array.fromAsync(subscribe(server.url, "subscription S { a }", { headers: { "x-a": "1" } })),
  );
  assert.ok(error instanceof HttpError);
  const [{ method, headers, body }] = server.seen as [typeof server.seen[0]];
  assert.deepEqual([method, headers["x-a"], JSON.parse(body)], ["POST", "1", {
    query: "subscription S { a }",
    operationName: "S",
  }]);
  assert.equal(headers.accept, "text/event-stream");
});

test("subscribe() asks for headers anew with each connection", async () => {
  const seen: unknown[] = [];
  let calls = 0;
  const headers = () => Promise.resolve({ authorization: `Bearer ${++calls}` });
  await using sockets = await serveSockets((socket, _n, request) => {
    seen.push(request.headers.authorization);
    socket.terminate();
  }, { handleProtocols: () => "graphql-transport-ws" });
  await failureOf(Array.fromAsync(subscribe(sockets.url, "subscription { a }", { ...QUICK, headers, retries: 1 })));
  await using server = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(503).end();
  });
  await failureOf(Array.fromAsync(subscribe(server.url, "subscription { a }", { ...QUICK, headers, retries: 1 })));
  assert.deepEqual(seen, ["Bearer 1", "Bearer 2", "Bearer 3", "Bearer 4"]);
});

test("subscribe() gives up what gives no connectionParams", async () => {
  await using server = await serveGraphQL();
  const connectionParams = () => new Promise<never>(() => {});
  const options = { connectionParams, connectTimeoutMs: 200, retries: 0 };
  const error = await soon(
    failureOf<WebSocketError>(Array.fromAsync(subscribe(server.socketUrl, "subscription { who }", options))),
    "the failure",
  );
  assert.equal(error.code, "NET_WEBSOCKET_OPEN_TIMEOUT");
});

/** Answers a subscription as the protocol over WebSocket says, as far as a test wants. */
async function serveProtocol(onSubscribe: (socket: ServerSocket, id: string, n: number) => unknown): Promise<
  Awaited<ReturnType<typeof serveSockets>>
> {
  return await serveSockets((socket, n) => {
    socket.on("message", (data) => {
      const { type, id } = JSON.parse(String(data));
      if (type === "connection_init") socket.send('{"type":"connection_ack"}');
      if (type === "subscribe") onSubscribe(socket, id, n);
    });
  }, { handleProtocols: () => "graphql-transport-ws" });
}

function next(id: string, data: unknown): string {
  return JSON.stringify({ type: "next", id, payload: { data } });
}

test("subscribe() takes any close without complete for a loss", async () => {
  const ends: [string, (socket: ServerSocket) => void][] = [
    ["1000", (socket) => socket.close(1000)],
    ["none", (socket) => socket.close()],
    ["1001", (socket) => socket.close(1001)],
    ["1011", (socket) => socket.close(1011)],
    ["lost", (socket) => socket.terminate()],
  ];
  for (const [name, end] of ends) {
    await using server = await serveProtocol((socket, id, n) => {
      socket.send(next(id, { n }));
      if (n < 3) setTimeout(() => end(socket), 20);
      else socket.send(JSON.stringify({ type: "complete", id }));
    });
    const results = await soon(
      Array.fromAsync(subscribe<{ n: number }>(server.url, "subscription { n }", QUICK)),
      name,
      20_000,
    );
    assert.deepEqual(results.map(({ data }) => data.n), [1, 2, 3], name);
    const error = await failureOf<WebSocketError>(
      Array.fromAsync(subscribe(server.url, "subscription { n }", { retries: 0 })).then(() => {
        throw new Error("completed");
      }),
    );
    // The third and later connections complete, so that only the count of connections tells.
    assert.equal(error.message, "completed");
  }
  await using server = await serveProtocol((socket) => socket.terminate());
  const error = await failureOf<WebSocketError>(
    Array.fromAsync(subscribe(server.url, "subscription { n }", { ...QUICK, retries: 2 })),
  );
  assert.deepEqual([error.code, error.reason, error.attempts.length], ["NET_WEBSOCKET_LOST", "reset", 3]);
});

test("subscribe() refuses a server that does not keep to the protocol over WebSocket", async () => {
  const bad: [string, string | undefined][] = [
    ["nonsense", undefined],
    ["{}", undefined],
    ['{"type":"next","id":"1","payload":5}', undefined],
    ['{"type":"next","id":"ID","payload":{}}', "a result has neither data nor errors"],
    ['{"type":"data","id":"ID","payload":{"data":1}}', undefined],
    ['{"type":"error","id":"ID","payload":"no"}', undefined],
  ];
  for (const [message, detail] of bad) {
    await using server = await serveProtocol((socket, id) => socket.send(message.replace("ID", id)));
    const failing = failureOf<NetworkError>(
      Array.fromAsync(subscribe(server.url, "subscription { n }", { ...QUICK, retries: 1 })),
    );
    const error = await soon(failing, message);
    assert.ok(error instanceof NetworkError, message);
    if (detail === undefined) {
      assert.ok(
        ["NET_GRAPHQL_PROTOCOL", "NET_WEBSOCKET_LOST", "NET_WEBSOCKET_REJECTED"].includes(error.code),
        error.code,
      );
    } else assert.match(error.message, new RegExp(detail));
  }
});

test("subscribe() refuses a server that speaks another protocol, at once", async () => {
  const offers: (undefined | (() => string | false))[] = [undefined, () => false, () => "graphql-ws"];
  for (const handleProtocols of offers) {
    await using server = await serveSockets(() => {}, handleProtocols === undefined ? {} : { handleProtocols });
    const failing = failureOf<NetworkError>(
      Array.fromAsync(subscribe(server.url, "subscription { n }", { connectTimeoutMs: 300, retries: 0 })),
    );
    const error = await soon(failing, "the failure");
    if (handleProtocols === undefined) assert.equal(error.reason, "timeout");
    else assert.deepEqual([error.code, error.reason, error.retryable], ["NET_GRAPHQL_PROTOCOL", "protocol", false]);
  }
});

test("subscribe() gives up a server that accepts no connection, or never acknowledges one", async () => {
  await using silent = await serveRaw(() => {});
  const options = { connectTimeoutMs: 200, retries: 0 };
  const handshake = await soon(
    failureOf<WebSocketError>(
      Array.fromAsync(subscribe(silent.url.replace("http", "ws"), "subscription { n }", options)),
    ),
    "the handshake",
  );
  assert.deepEqual([handshake.code, handshake.reason], ["NET_WEBSOCKET_OPEN_TIMEOUT", "timeout"]);
  await using mute = await serveSockets(() => {}, { handleProtocols: () => "graphql-transport-ws" });
  await using chatty = await serveSockets((socket) => {
    const timer = setInterval(() => socket.send('{"type":"ping"}'), 20);
    socket.on("close", () => clearInterval(timer));
  }, { handleProtocols: () => "graphql-transport-ws" });
  const talking = await soon(
    failureOf<WebSocketError>(Array.fromAsync(subscribe(chatty.url, "subscription { n }", options))),
    "the ping",
  );
  assert.ok(["NET_WEBSOCKET_OPEN_TIMEOUT", "NET_GRAPHQL_PROTOCOL"].includes(talking.code), talking.code);
  const acknowledgement = await soon(
    failureOf<WebSocketError>(Array.fromAsync(subscribe(mute.url, "subscription { n }", options))),
    "the ack",
  );
  assert.equal(acknowledgement.code, "NET_WEBSOCKET_OPEN_TIMEOUT");
  const http = await soon(
    failureOf<NetworkError>(Array.fromAsync(subscribe(silent.url, "subscription { n }", options))),
    "the headers",
  );
  assert.deepEqual([http.reason, http.phase], ["timeout", "headers"]);
  const port = await unusedPort();
  for (const protocol of ["ws", "http"]) {
    const url = `${protocol}://127.0.0.1:${port}`;
    const error = await failureOf<NetworkError>(
      Array.fromAsync(subscribe(url, "subscription { n }", { ...QUICK, retries: 1 })),
    );
    assert.deepEqual([error.reason, error.attempts.length], ["refused", 2], protocol);
  }
});

test("subscribe() pings a silent server, and gives up one that does not answer", async () => {
  let pings = 0;
  const answering = (isAnswered: boolean) =>
    serveProtocol((socket, id, n) => {
      socket.send(next(id, { n }));
      socket.on("message", (data) => {
        if (JSON.parse(String(data)).type !== "ping") return;
        pings++;
        if (isAnswered) socket.send('{"type":"pong"}');
        if (pings === 2) socket.send(JSON.stringify({ type: "complete", id }));
      });
    });
  await using alive = await answering(true);
  const results = await soon(
    Array.fromAsync(subscribe(alive.url, "subscription { n }", { idleTimeoutMs: 3_000, retries: 0 })),
    "the end",
    20_000,
  );
  assert.deepEqual([results.length, pings], [1, 2]);
  await using dead = await answering(false);
  const failing = failureOf<WebSocketError>(
    Array.fromAsync(subscribe(dead.url, "subscription { n }", { idleTimeoutMs: 300, retries: 0 })),
  );
  assert.deepEqual((await soon(failing, "the failure")).code, "NET_WEBSOCKET_SILENT");
  await using stalled = await serve((_request, response) => void stream(response).write(": hello\n\n"));
  const http = await soon(
    failureOf<NetworkError>(
      Array.fromAsync(subscribe(stalled.url, "subscription { n }", { idleTimeoutMs: 300, retries: 0 })),
    ),
    "the silence",
  );
  assert.deepEqual([http.reason, http.phase], ["timeout", "idle"]);
});

test("subscribe() bounds messages and what waits to be read", async () => {
  await using large = await serveProtocol((socket, id) => socket.send(next(id, "x".repeat(2_000))));
  const error = await failureOf<WebSocketError>(
    Array.fromAsync(subscribe(large.url, "subscription { n }", { maxMessageBytes: 1_000 })),
  );
  assert.deepEqual([error.code, error.reason], ["NET_WEBSOCKET_TOO_LARGE", "too-large"]);
  await using events = await serve((_request, response) => {
    stream(response).write(`event: next\ndata: {"data":"${"x".repeat(2_000)}"}\n\n`);
  });
  const long = await failureOf<NetworkError>(
    Array.fromAsync(subscribe(events.url, "subscription { n }", { maxMessageBytes: 1_000 })),
  );
  assert.equal(long.code, "NET_EVENT_TOO_LONG");
  // More than may wait is made to wait where the runtime can do that, and fails where it cannot: never dropped.
  await using many = await serveProtocol((socket, id) => {
    for (let n = 1; n <= 200; n++) socket.send(next(id, { n }));
    socket.send(JSON.stringify({ type: "complete", id }));
  });
  const results = subscribe<{ n: number }>(many.url, "subscription { n }", { maxQueue: 10 });
  assert.deepEqual((await results.next()).value, { data: { n: 1 } });
  await new Promise((resolve) => setTimeout(resolve, 200));
  const rest = await Array.fromAsync(results).catch((error: WebSocketError) => error);
  if (Array.isArray(rest)) {
    assert.deepEqual(
      rest.map(({ data }) => data.n),
      Array.from({ length: 199 }, (_, at) => at + 2),
    );
  } else assert.equal(rest.code, "NET_WEBSOCKET_OVERFLOW");
});

function stream(response: ServerResponse): ServerResponse {
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  return response;
}

test("subscribe() reads what servers make of server-sent events", async () => {
  await using server = await serve((_request, response) => {
    stream(response).end(
      ': ping\n\nevent: next\ndata: {"data":{"n":1}}\n\ndata: {"data":{"n":2}}\n\nevent: other\ndata: x\n\n' +
        'event: next\ndata: {"data":{"n":3},\ndata: "extensions":{"a":1}}\n\nevent: complete\ndata:\n\nevent: next\ndata: {"data":4}\n\n',
    );
  });
  const results = await Array.fromAsync(subscribe<{ n: number }>(server.url, "subscription { n }"));
  assert.deepEqual(results, [{ data: { n: 1 } }, { data: { n: 2 } }, { data: { n: 3 }, extensions: { a: 1 } }]);
});

test("subscribe() takes an answer that ends without complete for a loss", async () => {
  await using server = await serve((_request, response, n) => {
    stream(response).end(`event: next\ndata: {"data":{"n":${n}}}\n\n${n === 3 ? "event: complete\ndata:\n\n" : ""}`);
  });
  const results = await Array.fromAsync(subscribe<{ n: number }>(server.url, "subscription { n }", QUICK));
  assert.deepEqual(results.map(({ data }) => data.n), [1, 2, 3]);
  await using once = await serve((_request, response) => void stream(response).end());
  const error = await failureOf<NetworkError>(
    Array.fromAsync(subscribe(once.url, "subscription { n }", { retries: 0 })),
  );
  assert.deepEqual([error.code, error.reason], ["NET_RESET", "reset"]);
});

test("subscribe() knows the end of a subscription whatever form it has", async () => {
  const ends = [
    "event: complete\ndata:\n\n",
    "event: complete\ndata\n\n",
    "event:complete\n\n",
    "event: complete\r\n\r\n",
    "event: complete",
  ];
  for (const end of ends) {
    await using server = await serve((_request, response) =>
      void stream(response).end(`event: next\ndata: {"data":1}\n\n${end}`)
    );
    assert.equal((await Array.fromAsync(subscribe(server.url, "subscription { n }", QUICK))).length, 1, end);
    assert.equal(server.seen.length, 1);
  }
  await using none = await serve((_request, response) => void response.writeHead(204).end());
  assert.deepEqual(await Array.fromAsync(subscribe(none.url, "subscription { n }")), []);
});

test("subscribe() refuses what is no result", async () => {
  for (const data of ["nonsense", "{}", "5", "null", "[]"]) {
    await using server = await serve((_request, response) =>
      void stream(response).write(`event: next\ndata: ${data}\n\n`)
    );
    const error = await failureOf<NetworkError>(Array.fromAsync(subscribe(server.url, "subscription { n }")));
    assert.deepEqual([error.code, error.retryable, server.seen.length], ["NET_GRAPHQL_PROTOCOL", false, 1], data);
  }
});

test("subscribe() tells what a server answers in place of events", async () => {
  const answers: [number, string, string, (error: Error) => boolean][] = [
    [200, "application/json", '{"errors":[{"message":"no subscriptions"}]}', (it) => it instanceof GraphQLError],
    [400, "application/json", '{"errors":[{"message":"bad"}]}', (it) => it instanceof GraphQLError],
    [200, "application/json", '{"data":{"n":1}}', (it) => (it as NetworkError).code === "NET_GRAPHQL_ANSWER"],
    [200, "text/html", "<html>", (it) => (it as NetworkError).code === "NET_GRAPHQL_ANSWER"],
    [404, "text/html", "<html>", (it) => it instanceof HttpError],
    [200, "application/json", "{", (it) => (it as NetworkError).code === "NET_INVALID_JSON"],
  ];
  for (const [status, type, body, isRight] of answers) {
    await using server = await serve((_request, response) =>
      void response.writeHead(status, { "content-type": type }).end(body)
    );
    const error = await failureOf(Array.fromAsync(subscribe(server.url, "subscription { n }")));
    assert.ok(isRight(error), `${status} ${type} ${body}: ${error}`);
    assert.equal(server.seen.length, 1);
  }
  await using busy = await serve((_request, response, n) => {
    if (n < 3) return void response.writeHead(503).end();
    stream(response).end('event: next\ndata: {"data":1}\n\nevent: complete\ndata:\n\n');
  });
  assert.equal((await Array.fromAsync(subscribe(busy.url, "subscription { n }", QUICK))).length, 1);
});

test("subscribe() refuses wrong arguments when it is read, and sends nothing before", async () => {
  const url = "ws://127.0.0.1:1";
  const wrong: [unknown, unknown, object | null, string, string][] = [
    ["nowhere", "subscription { a }", {}, "ARGUMENT_NOT_URL", "url"],
    ["ftp://a", "subscription { a }", {}, "ARGUMENT_NOT_URL", "url"],
    [url, "", {}, "ARGUMENT_NOT_TEXT", "query"],
    [url, "query { a }", {}, "ARGUMENT_NOT_SUBSCRIPTION", "query"],
    [url, "mutation { a }", {}, "ARGUMENT_NOT_SUBSCRIPTION", "query"],
    [url, "subscription { a }", null, "ARGUMENT_NOT_OBJECT", "options"],
    [url, "subscription { a }", { query: {} }, "ARGUMENT_UNKNOWN", "query"],
    [url, "subscription { a }", { variables: [] }, "ARGUMENT_NOT_OBJECT", "variables"],
    [url, "subscription { a }", { connectionParams: "token" }, "ARGUMENT_NOT_OBJECT", "connectionParams"],
    [url, "subscription { a }", { errorPolicy: "all" }, "ARGUMENT_NOT_ONE_OF", "errorPolicy"],
    [url, "subscription { a }", { retries: 1.5 }, "ARGUMENT_NOT_INTEGER", "retries"],
    [url, "subscription { a }", { connectTimeoutMs: 0 }, "ARGUMENT_NOT_IN_RANGE", "connectTimeoutMs"],
    [url, "subscription { a }", { idleTimeoutMs: 0 }, "ARGUMENT_NOT_IN_RANGE", "idleTimeoutMs"],
    [url, "subscription { a }", { maxQueue: 0 }, "ARGUMENT_NOT_INTEGER", "maxQueue"],
    [url, "subscription { a }", { maxMessageBytes: 0 }, "ARGUMENT_NOT_INTEGER", "maxMessageBytes"],
    [url, "subscription { a }", { signal: 5 }, "ARGUMENT_NOT_SIGNAL", "signal"],
  ];
  for (const [url, query, options, code, option] of wrong) {
    const error = await failureOf<ValidationError>(
      Array.fromAsync(subscribe(url as string, query as string, options as never)),
    );
    assert.ok(error instanceof ValidationError, code);
    assert.deepEqual([error.code, error.option], [code, option]);
  }
  await using server = await serveGraphQL();
  await subscribe(server.socketUrl, "subscription { who }").close();
  assert.equal(server.sockets.length, 0);
});

test("subscribe() tells at once of a server that closes as soon as it accepts", async () => {
  for (
    const end of [(socket: ServerSocket) => socket.close(1011, "no"), (socket: ServerSocket) => socket.terminate()]
  ) {
    await using server = await serveSockets(end, { handleProtocols: () => "graphql-transport-ws" });
    const failing = failureOf<WebSocketError>(
      Array.fromAsync(subscribe(server.url, "subscription { n }", { ...QUICK, retries: 2 })),
    );
    const error = await soon(failing, "the failure");
    assert.ok(error instanceof WebSocketError);
    assert.deepEqual([error.attempts.length, server.sockets.length], [3, 3]);
  }
});

test("subscribe() is closed although the server does not answer", async () => {
  await using server = await serveProtocol((socket, id) => {
    socket.send(next(id, { n: 1 }));
    socket.pause();
  });
  const results = subscribe(server.url, "subscription { n }");
  await results.next();
  await soon(results.close(), "the end", 10_000);
  const controller = new AbortController();
  const other = subscribe(server.url, "subscription { n }", { signal: controller.signal });
  await other.next();
  const waiting = failureOf(other.next());
  controller.abort("stop");
  assert.equal(await soon(waiting, "the rejection", 10_000), "stop");
});

test("subscribe() gives what came before a result that is wrong", async () => {
  await using server = await serve((_request, response) => {
    stream(response).write(
      'event: next\ndata: {"data":1}\n\nevent: next\ndata: {"data":2}\n\nevent: next\ndata: {\n\n',
    );
  });
  const results = subscribe<unknown>(server.url, "subscription { n }");
  assert.deepEqual([(await results.next()).value?.data, (await results.next()).value?.data], [1, 2]);
  assert.equal((await failureOf<NetworkError>(results.next())).code, "NET_GRAPHQL_PROTOCOL");
});

test("subscribe() gives results to several that wait, in the order in which they asked", async () => {
  await using server = await serveGraphQL();
  const results = subscribe<{ count: number }>(server.socketUrl, "subscription { count(to: 3, everyMs: 5) }");
  const asked = await Promise.all(Array.from({ length: 5 }, () => results.next()));
  assert.deepEqual(asked.map(({ value }) => value?.data.count), [1, 2, 3, undefined, undefined]);
});

test("subscribe() leaves nothing behind on a signal that lives on", async () => {
  await using server = await serveGraphQL();
  const { signal, listeners } = watchedSignal();
  for (const url of [server.url, server.eventsUrl, server.socketUrl]) {
    for (
      const document of ["subscription { endless }", "subscription { failing(after: 1) }", "subscription { nothing }"]
    ) {
      await soon(
        failureOf((async () => {
          for await (const _ of subscribe(url, document, { signal, retries: 0 })) {
            if (document.includes("endless")) throw new Error("enough");
          }
        })()),
        document,
      );
      assert.equal(listeners(), 0, `${url} ${document}`);
    }
  }
});

test("subscribe() says that it wants no more before it closes", async () => {
  const heard: string[] = [];
  const { promise: closed, resolve } = Promise.withResolvers<number>();
  await using server = await serveProtocol((socket, id) => {
    socket.on("message", (data) => heard.push(String(data)));
    socket.on("close", (code: number) => resolve(code));
    socket.send(next(id, { n: 1 }));
  });
  for await (const { data } of subscribe<{ n: number }>(server.url, "subscription { n }")) {
    assert.equal(data.n, 1);
    break;
  }
  assert.equal(await soon(closed, "the close"), 1_000);
  assert.deepEqual(heard.map((message) => JSON.parse(message).type), ["complete"]);
});
