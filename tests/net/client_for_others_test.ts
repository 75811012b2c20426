// What goes by a client beside its own requests: GraphQL, batches, server-sent events and subscriptions.
import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import test from "node:test";
import { createTask } from "../../async/mod.ts";
import { MemoryCache } from "../../cache/mod.ts";
import { setLocale, ValidationError } from "../../errors/mod.ts";
import {
  type Client,
  createClient,
  createCookieJar,
  download,
  graphql,
  graphqlBatch,
  HttpError,
  requestBatch,
  requestStream,
  serverSentEvents,
  subscribe,
} from "../../net/mod.ts";
import { tempDir } from "../support/mod.ts";
import { answerWith, failureOf, serve } from "./support.ts";

setLocale("en");

const OK = answerWith('{"data":{"a":1}}');
const EVENTS = { "content-type": "text/event-stream" };

function answer(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

test("graphql() goes by a client: its URL, query, headers, credentials and cookies", async () => {
  await using server = await serve(OK);
  const cookies = createCookieJar();
  await cookies.setCookie("id=7", server.url);
  const client = createClient({
    baseUrl: `${server.url}/v1?tenant=t`,
    headers: { "x-client": "yes", "x-both": "client" },
    auth: { bearer: () => "token" },
    cookies,
  });
  const { data } = await graphql<{ a: number }>("graphql", "{ a }", { client, headers: { "x-both": "call" } });
  assert.deepEqual(data, { a: 1 });
  const [seen] = server.seen;
  assert.equal(seen!.url, "/v1/graphql?tenant=t");
  assert.equal(seen!.method, "POST");
  assert.deepEqual(JSON.parse(seen!.body), { query: "{ a }" });
  const { authorization, cookie, accept, "content-type": type, "x-client": own, "x-both": both } = seen!.headers;
  assert.deepEqual([authorization, cookie, type, own, both], [
    "Bearer token",
    "id=7",
    "application/json",
    "yes",
    "call",
  ]);
  assert.match(accept!, /^application\/graphql-response\+json/);
});

test("graphql() lets a client's hooks change, answer and repeat requests, and see errors", async () => {
  await using server = await serve(({ headers }, response) => {
    if (headers.authorization === "Bearer new") answer(response, { data: { a: 1 } });
    else answer(response, { errors: [{ message: "Who are you?" }] }, 401);
  });
  let token = "old";
  const calls: string[] = [];
  const client = createClient({
    baseUrl: server.url,
    auth: { bearer: () => token },
    hooks: {
      beforeRequest: [({ method, headers }) => {
        calls.push(`before ${method}`);
        headers.set("x-hook", "yes");
      }],
      afterResponse: [async (seen, { again }) => {
        calls.push(`after ${seen.status} ${JSON.stringify(await seen.json())}`);
        if (seen.status !== 401) return;
        token = "new";
        return await again();
      }],
      onError: [(error) => {
        calls.push(`error ${error.name}`);
        return new Error("told by the hook", { cause: error });
      }],
    },
  });
  const { data } = await graphql("/", "{ a }", { client });
  assert.deepEqual(data, { a: 1 });
  assert.deepEqual(calls, ["before POST", 'after 401 {"errors":[{"message":"Who are you?"}]}', "before POST"]);
  assert.deepEqual(server.seen.map(({ headers }) => headers["x-hook"]), ["yes", "yes"]);

  calls.length = 0;
  const other = client.extend({ auth: { bearer: "wrong" }, hooks: { afterResponse: [] } });
  token = "old";
  const stubborn = createClient({ baseUrl: server.url, hooks: { onError: [() => new Error("told by the hook")] } });
  await assert.rejects(graphql("/", "{ a }", { client: stubborn }), { message: "told by the hook" });
  await assert.rejects(graphql("/", "{ a }", { client: other }), { message: "told by the hook" });
  assert.deepEqual(calls.at(-1), "error GraphQLError");
});

test("graphql() takes what a hook answers in the place of the server", async () => {
  const hooks = { beforeRequest: [() => Response.json({ data: { a: 2 } })] };
  const client = createClient({ baseUrl: "http://127.0.0.1:1", hooks });
  assert.deepEqual(await graphql("/", "{ a }", { client }), { data: { a: 2 } });
  const transport = () => Response.json({ data: { a: 3 } });
  assert.deepEqual(await graphql("https://a.example/", "{ a }", { client: createClient({ transport }) }), {
    data: { a: 3 },
  });
});

test("graphql() keeps to a client's retries and to its signal", async () => {
  await using server = await serve((_request, response, count) => {
    if (count < 3) answer(response, {}, 503);
    else answer(response, { data: { a: 1 } });
  });
  const baseUrl = server.url;
  const client = createClient({ baseUrl, retry: { attempts: 3, delayMs: 1 } });
  assert.deepEqual(await graphql("/", "{ a }", { client }), { data: { a: 1 } });
  await assert.rejects(
    graphql("/", "{ a }", { client: createClient({ baseUrl, signal: AbortSignal.abort("over") }) }),
    (
      reason,
    ) => reason === "over",
  );
  const controller = new AbortController();
  await using silent = await serve(() => controller.abort("later"));
  const waiting = graphql("/", "{ a }", { client: createClient({ baseUrl: silent.url, signal: controller.signal }) });
  assert.equal(await failureOf(waiting), "later");
});

test("graphql() keeps one caller's answers from another, however the client tells who asks", async () => {
  await using server = await serve(({ headers }, response) => {
    answer(response, { data: { who: headers.authorization ?? headers.cookie } });
  });
  const cache = { store: new MemoryCache(), ttlMs: 60_000 };
  let who = "ali";
  const byToken = createClient({ baseUrl: server.url, auth: { bearer: () => who } });
  const ask = async (client: Client) => (await graphql<{ who: string }>("/", "{ who }", { client, cache })).data.who;
  assert.deepEqual([await ask(byToken), await ask(byToken)], ["Bearer ali", "Bearer ali"]);
  who = "mona";
  assert.equal(await ask(byToken), "Bearer mona");
  const cookies = createCookieJar();
  await cookies.setCookie("id=ali", server.url);
  const byCookie = createClient({ baseUrl: server.url, cookies });
  assert.equal(await ask(byCookie), "id=ali");
  await cookies.setCookie("id=mona", server.url);
  assert.deepEqual([await ask(byCookie), await ask(byCookie)], ["id=mona", "id=mona"]);
  assert.equal(server.seen.length, 4);
});

test("graphql() asks by GET and by digest through a client", async () => {
  await using server = await serve(({ method }, response) => {
    if (method === "GET") answer(response, { errors: [{ message: "PersistedQueryNotFound" }] });
    else answer(response, { data: { a: 1 } });
  });
  const client = createClient({ baseUrl: server.url, query: { tenant: "t" }, auth: { bearer: "token" } });
  const { data } = await graphql("graphql", "{ a }", { client, queryMethod: "GET", persistedQuery: true });
  assert.deepEqual(data, { a: 1 });
  assert.deepEqual(server.seen.map(({ method, headers }) => [method, headers.authorization]), [
    ["GET", "Bearer token"],
    ["POST", "Bearer token"],
  ]);
  for (const { url } of server.seen) assert.match(url, /^\/graphql\?.*\btenant=t\b/);
});

test("graphqlBatch() goes by a client", async () => {
  await using server = await serve((_request, response) => answer(response, [{ data: { a: 1 } }, { data: { b: 2 } }]));
  const client = createClient({ baseUrl: server.url, auth: { username: "u", password: "p" } });
  const answers = await graphqlBatch("graphql", [{ query: "{ a }" }, { query: "{ b }" }], { client });
  assert.deepEqual(answers, [{ data: { a: 1 } }, { data: { b: 2 } }]);
  assert.equal(server.seen[0]!.headers.authorization, `Basic ${btoa("u:p")}`);
});

test("serverSentEvents() goes by a client, whose limits of time and number are not for streams", async () => {
  let tokens = 0;
  await using server = await serve(({ url }, response, count) => {
    if (url !== "/v1/events") return answer(response, "other");
    response.writeHead(200, EVENTS).write(`data: ${count}\n\n`);
    // Longer than the client's requests may take.
    setTimeout(() => response.end(`data: again\n\n`), 300);
  });
  const client = createClient({
    baseUrl: `${server.url}/v1`,
    auth: { bearer: () => `token-${++tokens}` },
    maxPerOrigin: 1,
    timeoutMs: 100,
    totalTimeoutMs: 200,
  });
  const events: string[] = [];
  for await (const { data } of serverSentEvents("events", { client, reconnectDelayMs: 1 })) {
    events.push(data);
    if (events.length === 1) {
      assert.equal(await client.get("x", { totalTimeoutMs: 10_000, timeoutMs: 10_000 }), "other");
    }
    if (events.length === 3) break;
  }
  assert.deepEqual([events[0], events[1], events.length], ["1", "again", 3]);
  const asked = server.seen.filter(({ url }) => url === "/v1/events").map(({ headers }) => headers.authorization);
  assert.equal(asked.length, 2);
  assert.notEqual(asked[0], asked[1]);
});

test("serverSentEvents() ends with a client's signal and with the task", async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(200, EVENTS).write("data: 1\n\n");
  });
  const controller = new AbortController();
  const client = createClient({ baseUrl: server.url, signal: controller.signal });
  const read = async () => {
    for await (const { data } of serverSentEvents("/", { client })) controller.abort(`after ${data}`);
  };
  assert.equal(await failureOf(createTask(read)), "after 1");
});

test("subscribe() goes by a client over server-sent events", async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(200, EVENTS);
    response.end('event: next\ndata: {"data":{"a":1}}\n\nevent: complete\ndata:\n\n');
  });
  const client = createClient({ baseUrl: server.url, headers: { "x-client": "yes" }, auth: { bearer: () => "token" } });
  const results: unknown[] = [];
  for await (const { data } of subscribe("graphql", "subscription { a }", { client })) results.push(data);
  assert.deepEqual(results, [{ a: 1 }]);
  const { url, headers } = server.seen[0]!;
  assert.deepEqual([url, headers["x-client"], headers.authorization, headers.accept], [
    "/graphql",
    "yes",
    "Bearer token",
    "text/event-stream",
  ]);
});

test("download() ends with a client's signal", async () => {
  await using dir = await tempDir();
  const controller = new AbortController();
  await using server = await serve((_request, response) => {
    response.writeHead(200, { "content-length": "10" }).write("half");
    controller.abort("enough");
  });
  const client = createClient({ baseUrl: server.url, signal: controller.signal });
  assert.equal(await failureOf(download("file", dir.join("file"), { client })), "enough");
  assert.equal(await failureOf(download("file", dir.join("file"), { client })), "enough");
  assert.equal(server.seen.length, 1);
});

test("graphql() and the others refuse what is no client, and a relative URL without one", async () => {
  const wrong = { client: {} as Client };
  const errors = [
    await failureOf<ValidationError>(graphql("http://127.0.0.1:1/", "{ a }", wrong)),
    await failureOf<ValidationError>(graphqlBatch("http://127.0.0.1:1/", [{ query: "{ a }" }], wrong)),
    await failureOf<ValidationError>(serverSentEvents("http://127.0.0.1:1/", wrong).next() as Promise<unknown>),
    await failureOf<ValidationError>(
      subscribe("http://127.0.0.1:1/", "subscription { a }", wrong).next() as Promise<unknown>,
    ),
  ];
  for (const error of errors) {
    assert.ok(error instanceof ValidationError);
    assert.equal(error.code, "ARGUMENT_NOT_CLIENT");
  }
  assert.equal((await failureOf<ValidationError>(graphql("graphql", "{ a }"))).code, "ARGUMENT_NOT_URL");
  const none = createClient();
  const error = await failureOf<ValidationError>(graphql("graphql", "{ a }", { client: none }));
  assert.equal(error.code, "ARGUMENT_NOT_URL");
});

test("graphql() throws an HttpError for a status that a client would let pass", async () => {
  await using server = await serve((_request, response) => response.writeHead(404).end("no"));
  const client = createClient({ baseUrl: server.url, throwOnStatus: false, fallback: "none" });
  assert.ok(await failureOf(graphql("/", "{ a }", { client })) instanceof HttpError);
});

test("requestBatch() and requestStream() go by a client, which makes the requests", async () => {
  await using server = await serve(({ url, headers }, response) => {
    if (url === "/v1/old" && headers.authorization !== "Bearer new") return void response.writeHead(401).end();
    answer(response, url);
  });
  let token = "old";
  const client = createClient({
    baseUrl: `${server.url}/v1`,
    auth: { bearer: () => token },
    hooks: {
      afterResponse: [async ({ status }, { again }) => {
        if (status !== 401) return;
        token = "new";
        return await again();
      }],
    },
  });
  const requests = ["a", "a", { url: "b", query: { q: 1 } }, () => "old", {
    url: `${server.url}/c`,
    method: "POST" as const,
  }];
  const answers = await requestBatch(requests, { client, headers: { "x-batch": "yes" } });
  assert.deepEqual(answers, ["/v1/a", "/v1/a", "/v1/b?q=1", "/v1/old", "/c"]);
  assert.ok(server.seen.every(({ headers }) => headers["x-batch"] === "yes"));
  assert.equal(server.seen.filter(({ url }) => url === "/v1/a").length, 1);

  const values: unknown[] = [];
  for await (const { value } of requestStream(["a", "b"], { client, ordered: true })) values.push(value);
  assert.deepEqual(values, ["/v1/a", "/v1/b"]);
});

test("requestBatch() and requestStream() refuse what is no client", async () => {
  const wrong = { client: {} as Client };
  assert.equal((await failureOf<ValidationError>(requestBatch([], wrong))).code, "ARGUMENT_NOT_CLIENT");
  const read = async () => {
    for await (const _ of requestStream([], wrong));
  };
  assert.equal((await failureOf<ValidationError>(read())).code, "ARGUMENT_NOT_CLIENT");
});
