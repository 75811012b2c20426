import assert from "node:assert/strict";
import test from "node:test";
import type { WebSocket as ServerSocket } from "ws";
import { MemoryCache } from "../../cache/mod.ts";
import { createTask } from "../../async/mod.ts";
import {
  CancelledError,
  type NetworkError,
  setLocale,
  type ValidationError,
  WebSocketError,
} from "../../errors/mod.ts";
import {
  createClient,
  createGraphQLClient,
  type EventStream,
  type GraphQLClientOptions,
  GraphQLError,
  subscribe,
  type SubscribeOptions,
} from "../../net/mod.ts";
import { serveGraphQL } from "./graphql_server.ts";
import { failureOf, serve, serveSockets, soon, unusedPort } from "./support.ts";
import { until } from "./web_socket_support.ts";

setLocale("en");

const QUICK = { reconnectDelayMs: 1 } as const;
const COUNT = "subscription ($to: Int!, $everyMs: Int) { count(to: $to, everyMs: $everyMs) }";

test("createGraphQLClient() executes queries and mutations, each as such alone", async () => {
  await using server = await serveGraphQL();
  await using api = createGraphQLClient(server.url, { queryMethod: "GET" });
  assert.deepEqual(await api.query<{ echo: string }>('{ echo(text: "سلام") }'), { data: { echo: "سلام" } });
  const renamed = await api.mutate<{ rename: { title: string } }, { t: string }>(
    "mutation ($t: String!) { rename(id: 1, title: $t) { title } }",
    { variables: { t: "جديد" } },
  );
  assert.equal(renamed.data.rename.title, "جديد");
  assert.deepEqual(server.counts.requests.map(({ method }) => method), ["GET", "POST"]);
  const { data, errors } = await api.query<{ book: { broken: string } }>("{ book(id: 1) { broken } }", {
    errorPolicy: "return",
  });
  assert.deepEqual([data, errors?.length], [{ book: { broken: null } }, 1]);
  assert.ok(await failureOf(api.query("{ book(id: 1) { broken } }")) instanceof GraphQLError);
  const wrong: [() => Promise<unknown>, string, string][] = [
    [() => api.query("mutation { a }"), "ARGUMENT_GRAPHQL_QUERY", "query"],
    [() => api.query("subscription { a }"), "ARGUMENT_GRAPHQL_QUERY", "query"],
    [() => api.mutate("{ a }"), "ARGUMENT_GRAPHQL_MUTATION", "query"],
    [() => Array.fromAsync(api.subscribe("{ a }")), "ARGUMENT_NOT_SUBSCRIPTION", "query"],
    [() => api.mutate("mutation { a }", { cache: {} } as never), "ARGUMENT_UNKNOWN", "cache"],
    [() => api.query("{ a }", { client: createClient() } as never), "ARGUMENT_UNKNOWN", "client"],
    [
      () => Array.fromAsync(api.subscribe("subscription { a }", { retries: 1 } as never)),
      "ARGUMENT_UNKNOWN",
      "retries",
    ],
    [() => api.query("{ a }", null as never), "ARGUMENT_NOT_OBJECT", "options"],
  ];
  for (const [failing, code, option] of wrong) {
    const error = await failureOf<ValidationError>(failing());
    assert.deepEqual([error.code, error.option], [code, option]);
  }
});

test("createGraphQLClient() refuses unknown options, and wrong ones with the first operation", async () => {
  assert.throws(() => createGraphQLClient("http://a.example", { retries: 1 } as never), { code: "ARGUMENT_UNKNOWN" });
  assert.throws(() => createGraphQLClient("http://a.example", 5 as never), { code: "ARGUMENT_NOT_OBJECT" });
  assert.throws(() => createGraphQLClient("/graphql"), { code: "ARGUMENT_NOT_URL", option: "url" });
  const wrong: [GraphQLClientOptions, string, string][] = [
    [{ subscriptions: { lingerMs: -1 } }, "ARGUMENT_NOT_IN_RANGE", "lingerMs"],
    [{ subscriptions: { transport: "tcp" as never } }, "ARGUMENT_NOT_ONE_OF", "transport"],
    [{ subscriptions: { maxQueue: 1 } as never }, "ARGUMENT_UNKNOWN", "maxQueue"],
    [{ subscriptions: 1 as never }, "ARGUMENT_NOT_OBJECT", "subscriptions"],
    [
      { client: createClient({ publicOnly: true }), subscriptions: { transport: "ws" } },
      "ARGUMENT_GRAPHQL_TRANSPORT",
      "transport",
    ],
  ];
  for (const [options, code, option] of wrong) {
    const api = createGraphQLClient("http://a.example", options);
    const error = await failureOf<ValidationError>(Array.fromAsync(api.subscribe("subscription { a }")));
    assert.deepEqual([error.code, error.option], [code, option]);
  }
});

test("createGraphQLClient() has what its queries have in common, and each its own", async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"data":{"a":1}}');
  });
  let tokens = 0;
  const client = createClient({ baseUrl: server.url, auth: { bearer: () => `t${++tokens}` } });
  const store = new MemoryCache();
  const api = createGraphQLClient("graphql", { client, headers: { "x-a": "1", "x-b": "1" }, cache: { store } });
  await api.query("{ a }", { headers: { "x-b": "2" } });
  await api.mutate("mutation { a }");
  const sent = server.seen.map(({ url, headers }) => [url, headers["x-a"], headers["x-b"], headers.authorization]);
  assert.deepEqual(sent, [["/graphql", "1", "2", "Bearer t2"], ["/graphql", "1", "1", "Bearer t3"]]);
  const plain = createGraphQLClient(server.url, { cache: { store, ttlMs: 60_000 } });
  for (const _ of [1, 2]) await plain.query("{ a }");
  assert.equal(server.seen.length, 3);
});

test("createGraphQLClient() subscribes several times over one socket, and closes it after the last one", async () => {
  await using server = await serveGraphQL();
  await using api = createGraphQLClient(server.url, { subscriptions: { url: server.socketUrl } });
  const endless = api.subscribe("subscription { endless }");
  await endless.next();
  const counts = await Promise.all([2, 3, 4].map((to) => Array.fromAsync(api.subscribe(COUNT, { variables: { to } }))));
  assert.deepEqual(counts.map((results) => results.map(({ data }) => data["count"])), [[1, 2], [1, 2, 3], [
    1,
    2,
    3,
    4,
  ]]);
  assert.deepEqual([server.sockets.length, server.sockets[0]!.readyState], [1, 1]);
  // What ends one, ends no other.
  const left = api.subscribe("subscription { endless }");
  await left.next();
  await left.close();
  await until(() => server.counts.ended === 4);
  const failing = await failureOf<GraphQLError>(Array.fromAsync(api.subscribe("subscription { failing(after: 1) }")));
  assert.ok(failing instanceof GraphQLError);
  assert.equal(server.sockets[0]!.readyState, 1);
  const next = endless.next();
  await endless.close();
  assert.equal((await next).done, true);
  await until(() => server.sockets[0]!.readyState === 3);
  assert.deepEqual((await Array.fromAsync(api.subscribe(COUNT, { variables: { to: 1 } }))).length, 1);
  assert.equal(server.sockets.length, 2);
});

test("createGraphQLClient() subscribes all again over one new socket when it is lost", async () => {
  await using server = await serveGraphQL();
  await using api = createGraphQLClient(server.url, { subscriptions: { url: server.socketUrl, ...QUICK } });
  const many = Array.from({ length: 20 }, () => api.subscribe<{ endless: number }>("subscription { endless }"));
  await Promise.all(many.map((one) => one.next()));
  for (const times of [2, 3]) {
    const again = many.map((one) => one.next());
    server.breakLines();
    const results = await soon(Promise.all(again), "the results after the loss");
    assert.deepEqual(results.map(({ value }) => value?.data.endless), many.map(() => 1));
    assert.deepEqual([server.sockets.length, server.counts.begun], [times, 20 * times]);
  }
  await api.close();
  assert.deepEqual(await Promise.all(many.map(async (one) => (await one.next()).done)), many.map(() => true));
});

test("createGraphQLClient() tells all of a socket that is gone for good", async () => {
  await using server = await serveSockets((socket) => {
    const ids: string[] = [];
    socket.on("message", (data) => {
      const { type, id } = JSON.parse(String(data));
      if (type === "connection_init") socket.send('{"type":"connection_ack"}');
      if (type !== "subscribe") return;
      socket.send(JSON.stringify({ type: "next", id, payload: { data: { n: 1 } } }));
      if (ids.push(id) === 3) socket.close(4403, "No more");
    });
  }, { handleProtocols: () => "graphql-transport-ws" });
  const api = createGraphQLClient("http://a.example", { subscriptions: { url: server.url, ...QUICK } });
  const read = async (stream: EventStream<unknown>): Promise<[number, WebSocketError]> => {
    let count = 0;
    const error = await failureOf<WebSocketError>((async () => {
      for await (const _ of stream) count++;
    })());
    return [count, error];
  };
  const told = await soon(Promise.all([1, 2, 3].map(() => read(api.subscribe("subscription { n }")))), "the ends");
  assert.deepEqual(told.map(([count, { code, closeCode }]) => [count, code, closeCode]), [
    [1, "NET_WEBSOCKET_REJECTED", 4403],
    [1, "NET_WEBSOCKET_REJECTED", 4403],
    [1, "NET_WEBSOCKET_REJECTED", 4403],
  ]);
  assert.equal(server.sockets.length, 1);
  // What has failed is not remembered: the next one tries anew.
  const later = api.subscribe("subscription { n }");
  assert.equal((await later.next()).done, false);
  await api.close();
  assert.equal(server.sockets.length, 2);
});

test("createGraphQLClient() connects again for all by one attempt at a time, as often as it may", async () => {
  let upgrades = 0;
  await using server = await serveSockets((socket) => {
    upgrades++;
    socket.terminate();
  }, { handleProtocols: () => "graphql-transport-ws" });
  const api = createGraphQLClient("http://a.example", { subscriptions: { url: server.url, ...QUICK, retries: 2 } });
  const errors = await soon(
    Promise.all(
      Array.from({ length: 10 }, () => failureOf<NetworkError>(Array.fromAsync(api.subscribe("subscription { n }")))),
    ),
    "the failures",
  );
  assert.deepEqual(
    errors.map(({ code, attempts }) => [code, attempts.length]),
    errors.map(() => ["NET_WEBSOCKET_LOST", 3]),
  );
  assert.equal(upgrades, 3);
});

test("createGraphQLClient() lets no subscription that is not read hold up the others", async () => {
  await using server = await serveGraphQL();
  await using api = createGraphQLClient(server.url, { subscriptions: { url: server.socketUrl } });
  const slow = api.subscribe<{ count: number }>(COUNT, { variables: { to: 200 }, maxQueue: 10 });
  assert.equal((await slow.next()).value?.data.count, 1);
  const other = await Array.fromAsync(
    api.subscribe<{ count: number }>(COUNT, { variables: { to: 300 }, maxQueue: 1_000 }),
  );
  assert.equal(other.length, 300);
  await until(() => server.counts.ended === 2);
  const seen: number[] = [];
  const error = await failureOf<WebSocketError>((async () => {
    for await (const { data } of slow) seen.push(data.count);
  })());
  assert.equal(error.code, "NET_WEBSOCKET_OVERFLOW");
  // What came before is given, without a gap.
  assert.deepEqual(seen, seen.map((_, at) => at + 2));
  assert.equal(server.sockets.length, 1);
});

test("createGraphQLClient() ends what its task, its signal and the client's signal end, and nothing else", async () => {
  await using server = await serveGraphQL();
  const whole = new AbortController();
  const client = createClient({ signal: whole.signal });
  await using api = createGraphQLClient(server.url, { client, subscriptions: { url: server.socketUrl } });
  const begin = async (options: { signal?: AbortSignal } = {}): Promise<EventStream<unknown>> => {
    const stream = api.subscribe("subscription { endless }", options);
    await stream.next();
    return stream;
  };
  const own = new AbortController();
  const [first, second] = [await begin(), await begin({ signal: own.signal })];
  const task = createTask(async () => await Array.fromAsync(await begin()));
  await until(() => server.counts.begun === 3);
  const waiting = failureOf(second.next());
  own.abort("own");
  assert.equal(await soon(waiting, "the rejection"), "own");
  task.cancel();
  assert.ok(await soon(failureOf(task), "the cancellation") instanceof CancelledError);
  await until(() => server.counts.ended === 2);
  assert.equal(server.sockets[0]!.readyState, 1);
  const last = failureOf(first.next());
  whole.abort("whole");
  assert.equal(await soon(last, "the last rejection"), "whole");
  await until(() => server.sockets[0]!.readyState === 3);
});

test("createGraphQLClient() keeps an idle socket open as long as it is told to", async () => {
  await using server = await serveGraphQL();
  const api = createGraphQLClient(server.url, { subscriptions: { url: server.socketUrl, lingerMs: 60_000 } });
  for (const _ of [1, 2, 3]) await Array.fromAsync(api.subscribe(COUNT, { variables: { to: 2 } }));
  assert.deepEqual([server.sockets.length, server.sockets[0]!.readyState], [1, 1]);
  await api.close();
  await until(() => server.sockets[0]!.readyState === 3);
  const brief = createGraphQLClient(server.url, { subscriptions: { url: server.socketUrl, lingerMs: 1 } });
  await Array.fromAsync(brief.subscribe(COUNT, { variables: { to: 2 } }));
  await until(() => server.sockets[1]!.readyState === 3);
});

test("createGraphQLClient() goes on over a socket whose last subscription has just ended", async () => {
  await using server = await serveGraphQL();
  await using api = createGraphQLClient(server.url, { subscriptions: { url: server.socketUrl } });
  for (let n = 0; n < 30; n++) {
    const first = api.subscribe<{ count: number }>(COUNT, { variables: { to: 1 } });
    await first.next();
    // The server has completed the first by now, or is about to.
    if (n % 2 === 1) await new Promise((resolve) => setTimeout(resolve, 1));
    const [second] = await soon(
      Promise.all([Array.fromAsync(api.subscribe(COUNT, { variables: { to: 1 } })), first.next()]),
      "both",
    );
    assert.deepEqual(second, [{ data: { count: 1 } }]);
  }
});

test("createGraphQLClient() sends who asks with each handshake, and connectionParams anew", async () => {
  const seen: unknown[] = [];
  await using server = await serveSockets((socket: ServerSocket, n, { headers }) => {
    seen.push([headers.authorization, headers["x-a"], headers.accept]);
    socket.on("message", (data) => {
      const { type, id, payload } = JSON.parse(String(data));
      if (type === "connection_init") {
        seen.push(payload);
        socket.send('{"type":"connection_ack"}');
      }
      if (type === "subscribe" && n === 1) socket.terminate();
      else if (type === "subscribe") socket.send(JSON.stringify({ type: "complete", id }));
    });
  }, { handleProtocols: () => "graphql-transport-ws" });
  let tokens = 0;
  let params = 0;
  const client = createClient({ auth: { bearer: () => Promise.resolve(`t${++tokens}`) } });
  const api = createGraphQLClient(server.url.replace("ws", "http"), {
    client,
    headers: { "x-a": "1" },
    subscriptions: { ...QUICK, connectionParams: () => ({ n: ++params }) },
  });
  assert.deepEqual(await Array.fromAsync(api.subscribe("subscription { n }")), []);
  assert.deepEqual(seen, [["Bearer t1", "1", undefined], { n: 1 }, ["Bearer t2", "1", undefined], { n: 2 }]);
});

test("createGraphQLClient() renews a token that is refused, for requests and for both kinds of subscriptions", async () => {
  let [token, renewed] = ["t0", 0];
  const renew = async () => {
    token = await Promise.resolve(`t${++renewed}`);
    return true;
  };
  // What is refused is the first token that each comes with; over WebSocket also one that runs out later.
  await using http = await serve(({ headers, body }, response) => {
    if (!/^Bearer t[1-9]/.test(headers.authorization ?? "")) return void response.writeHead(401).end();
    const isEvents = headers.accept === "text/event-stream";
    response.writeHead(200, { "content-type": isEvents ? "text/event-stream" : "application/json" });
    response.end(isEvents ? ONE_EVENT : `{"data":{"isMutation":${body.includes("mutation")}}}`);
  });
  const api = createGraphQLClient(http.url, {
    client: createClient({
      auth: { bearer: () => token },
      hooks: {
        afterResponse: [async ({ status }, { again }) => {
          if (status === 401 && await renew()) return await again({ headers: { authorization: `Bearer ${token}` } });
          return undefined;
        }],
      },
    }),
    subscriptions: { ...QUICK, transport: "sse", shouldReconnect: renew },
  });
  assert.deepEqual((await api.mutate("mutation { a }")).data, { isMutation: true });
  token = "t0";
  assert.deepEqual((await api.query("{ a }")).data, { isMutation: false });
  token = "t0";
  assert.deepEqual(await Array.fromAsync(api.subscribe("subscription { n }")), [{ data: { n: 1 } }]);
  assert.equal(renewed, 3);

  const seen: unknown[] = [];
  await using sockets = await serveSockets((socket) => {
    socket.on("message", (data) => {
      const { type, id, payload } = JSON.parse(String(data));
      if (type === "connection_init") {
        seen.push(payload.token);
        if (payload.token === "t0") return socket.close(4401, "Unauthorized");
        socket.send('{"type":"connection_ack"}');
      }
      if (type !== "subscribe") return;
      socket.send(JSON.stringify({ type: "next", id, payload: { data: { n: 1 } } }));
      if (token === "t4") socket.close(4403, "Forbidden");
      else socket.send(JSON.stringify({ type: "complete", id }));
    });
  }, { handleProtocols: () => "graphql-transport-ws" });
  token = "t0";
  const failures: unknown[] = [];
  const other = createGraphQLClient(http.url, {
    subscriptions: {
      ...QUICK,
      url: sockets.url,
      connectionParams: () => ({ token }),
      shouldReconnect: ({ error, isRetryable }) => {
        failures.push([error.code, isRetryable]);
        return renew();
      },
    },
  });
  assert.equal((await soon(Array.fromAsync(other.subscribe("subscription { n }")), "the results")).length, 2);
  assert.deepEqual(seen, ["t0", "t4", "t5"]);
  assert.deepEqual(failures, [["NET_WEBSOCKET_REJECTED", false], ["NET_WEBSOCKET_REJECTED", false]]);
});

test("subscribe() asks shouldReconnect as long as there are retries left, and ends with what it throws", async () => {
  await using server = await serve((_request, response) => void response.writeHead(401).end());
  let asked = 0;
  const stubborn = { ...QUICK, retries: 2, shouldReconnect: () => ++asked > 0 };
  const error = await failureOf<NetworkError>(Array.fromAsync(subscribe(server.url, "subscription { n }", stubborn)));
  assert.deepEqual([asked, server.seen.length, error.attempts.length], [2, 3, 3]);
  const never = { ...QUICK, shouldReconnect: () => Promise.resolve(false) };
  await using busy = await serve((_request, response) => void response.writeHead(503).end());
  await failureOf(Array.fromAsync(subscribe(busy.url, "subscription { n }", never)));
  assert.equal(busy.seen.length, 1);
  const broken = { ...QUICK, shouldReconnect: () => Promise.reject(new Error("no token to be had")) };
  for (const url of [server.url, server.url.replace("http", "ws")]) {
    assert.match(
      (await failureOf<Error>(Array.fromAsync(subscribe(url, "subscription { n }", broken)))).message,
      /no token/,
    );
  }
  const controller = new AbortController();
  const asking = {
    signal: controller.signal,
    shouldReconnect: () => {
      controller.abort("stop");
      return new Promise<never>(() => {});
    },
  };
  for (const url of [server.url, server.url.replace("http", "ws")]) {
    assert.equal(
      await soon(failureOf(Array.fromAsync(subscribe(url, "subscription { n }", asking))), "the end"),
      "stop",
    );
  }
});

const ONE_EVENT = 'event: next\ndata: {"data":{"n":1}}\n\nevent: complete\ndata:\n\n';

test("subscribe() takes server-sent events where the server opens no WebSocket", async () => {
  await using server = await serve(({ method }, response) => {
    if (method === "GET") return void response.writeHead(400).end();
    response.writeHead(200, { "content-type": "text/event-stream" }).end(ONE_EVENT);
  });
  for (const url of [server.url, server.url.replace("http", "ws")]) {
    const options = { transport: "auto", retries: 0 } as const;
    assert.deepEqual(await Array.fromAsync(subscribe(url, "subscription { n }", options)), [{ data: { n: 1 } }]);
  }
  const sse = { transport: "sse", retries: 0 } as const;
  assert.equal(
    (await Array.fromAsync(subscribe(server.url.replace("http", "ws"), "subscription { n }", sse))).length,
    1,
  );
  const ws = { transport: "ws", retries: 0 } as const;
  assert.ok(
    await failureOf(Array.fromAsync(subscribe(server.url, "subscription { n }", ws))) instanceof WebSocketError,
  );
  // A client finds that out once.
  const before = server.seen.length;
  const api = createGraphQLClient(server.url);
  for (const _ of [1, 2, 3]) assert.equal((await Array.fromAsync(api.subscribe("subscription { n }"))).length, 1);
  const methods = server.seen.slice(before).map(({ method }) => method);
  assert.deepEqual(methods.filter((method) => method === "POST").length, 3);
  assert.ok(methods.filter((method) => method === "GET").length <= 1);
});

test("subscribe() takes server-sent events where a WebSocket speaks another protocol", async () => {
  await using real = await serveGraphQL();
  assert.deepEqual(
    await Array.fromAsync(subscribe(real.eventsUrl, "subscription { count(to: 2) }", { transport: "auto" })),
    [{ data: { count: 1 } }, { data: { count: 2 } }],
  );
  assert.equal(real.sockets.length, 0);
  assert.equal(
    (await Array.fromAsync(subscribe(real.url, "subscription { count(to: 2) }", { transport: "auto" }))).length,
    2,
  );
  assert.equal(real.sockets.length, 1);
});

test("subscribe() keeps to the WebSocket that it had once, and to a server that is not there", async () => {
  await using server = await serveGraphQL();
  const results = subscribe(server.url, "subscription { endless }", { ...QUICK, transport: "auto" });
  await results.next();
  const next = results.next();
  server.breakLines();
  await soon(next, "the second connection");
  assert.equal(server.sockets.length, 2);
  await results.close();
  const url = `http://127.0.0.1:${await unusedPort()}`;
  const options: SubscribeOptions = { ...QUICK, transport: "auto", retries: 1 };
  const error = await failureOf<WebSocketError>(Array.fromAsync(subscribe(url, "subscription { n }", options)));
  assert.ok(error instanceof WebSocketError);
  assert.deepEqual([error.reason, error.attempts.length], ["refused", 2]);
});

test("subscribe() opens no WebSocket where a client's connection must go another way", async () => {
  const transport = () => new Response(ONE_EVENT, { headers: { "content-type": "text/event-stream" } });
  const client = createClient({ transport });
  const url = "http://a.example/graphql";
  const auto = subscribe(url, "subscription { n }", { client, transport: "auto" });
  assert.deepEqual(await Array.fromAsync(auto), [{ data: { n: 1 } }]);
  const nowhere = await failureOf<ValidationError>(
    Array.fromAsync(subscribe("ws://", "subscription { n }", { client })),
  );
  assert.equal(nowhere.code, "ARGUMENT_NOT_URL");
  for (const [way, to] of [["ws", url], [undefined, "ws://a.example"]] as const) {
    const error = await failureOf<ValidationError>(
      Array.fromAsync(subscribe(to, "subscription { n }", { client, transport: way })),
    );
    assert.equal(error.code, "ARGUMENT_GRAPHQL_TRANSPORT");
  }
});

test("createGraphQLClient() streams, and closes its streams", async () => {
  const { promise: isClosed, resolve: closed } = Promise.withResolvers<void>();
  await using server = await serve((_request, response) => {
    response.on("close", closed);
    response.writeHead(200, { "content-type": "multipart/mixed" });
    response.write('\r\n---\r\n\r\n{"data":{"a":1},"hasNext":true}\r\n---');
  });
  const api = createGraphQLClient(server.url, { headers: { "x-a": "1" } });
  const stream = api.stream<{ a: number; b: number }>("{ a ... @defer { b } }");
  assert.deepEqual((await stream.next()).value, { data: { a: 1 }, isComplete: false });
  assert.equal(server.seen[0]!.headers["x-a"], "1");
  const next = stream.next();
  await api.close();
  assert.equal((await next).done, true);
  await soon(isClosed, "the end of the connection");
  const error = await failureOf<ValidationError>(Array.fromAsync(api.stream("{ a }", { cache: {} } as never)));
  assert.equal(error.code, "ARGUMENT_UNKNOWN");
});
