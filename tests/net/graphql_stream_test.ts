import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import test from "node:test";
import * as graphql17 from "graphql17";
import { createSchema, createYoga } from "graphql-yoga";
import { useDeferStream } from "@graphql-yoga/plugin-defer-stream";
import { z } from "zod";
import { createTask } from "../../async/mod.ts";
import { CancelledError, NetworkError, setLocale, type ValidationError } from "../../errors/mod.ts";
import {
  createClient,
  GraphQLError,
  type GraphQLIncrementResult,
  graphqlStream,
  type GraphQLStreamOptions,
  HttpError,
  parseGraphQLSchema,
} from "../../net/mod.ts";
import { listen, watchedSignal } from "../support/mod.ts";
import { answerWith, failureOf, serve, soon } from "./support.ts";

setLocale("en");

const typeDefs = `
  type Query { book: Book books: [Book!] numbers(to: Int!): [Int] }
  type Book { id: Int title: String reviews: [Review!] broken: String! author: Author }
  type Review { stars: Int text: String }
  type Author { name: String age: Int }
`;

// Later, in a turn of its own: what is at once there need not be deferred.
const later = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, 5, value));

const book = {
  id: 1,
  title: "البخلاء",
  reviews: () => later([{ stars: 5, text: () => later("حسن") }, { stars: 4, text: () => later("طويل") }]),
  broken: () => later(1).then(() => Promise.reject(new Error("The field is broken"))),
  author: () => ({ name: "الجاحظ", age: () => later(92) }),
};

async function* numbers({ to }: { to: number }): AsyncGenerator<number> {
  for (let n = 1; n <= to; n++) yield await later(n);
}

async function* books(): AsyncGenerator<object> {
  for (let id = 1; id <= 3; id++) yield await later({ id, title: () => later(`T${id}`) });
}

const rootValue = { book, books, numbers };

interface Served extends AsyncDisposable {
  url: string;
}

/** graphql-yoga, which sends what its draft of 2022 says. */
async function serveYoga(): Promise<Served> {
  const resolvers = {
    Query: {
      book: () => book,
      books: () => books(),
      numbers: (_: unknown, args: { to: number }) => numbers(args),
    },
  };
  const schema = createSchema({ typeDefs, resolvers });
  const yoga = createYoga({ schema, plugins: [useDeferStream()], logging: false, maskedErrors: false });
  const server = await listen(createServer((request, response) => void yoga(request, response)));
  return { url: `${server.url}/graphql`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function part(payload: unknown): string {
  return `\r\n---\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(payload)}`;
}

function parts(response: ServerResponse, boundary = "-"): ServerResponse {
  return response.writeHead(200, { "content-type": `multipart/mixed; boundary="${boundary}"` });
}

interface Incremental {
  initialResult?: object;
  subsequentResults?: AsyncIterable<object>;
}

/** What graphql 17 executes by the draft as it stands now, sent as its RFC says. */
async function serveDraft(): Promise<Served> {
  const deferring = new graphql17.GraphQLSchema({
    ...graphql17.buildSchema(typeDefs).toConfig(),
    directives: [
      ...graphql17.specifiedDirectives,
      graphql17.GraphQLDeferDirective,
      graphql17.GraphQLStreamDirective,
    ],
  });
  return await serve(async ({ body }, response) => {
    const { query, variables } = JSON.parse(body);
    const result = await graphql17.experimentalExecuteIncrementally({
      schema: deferring,
      document: graphql17.parse(query),
      variableValues: variables,
      rootValue,
    }) as Incremental;
    if (result.initialResult === undefined) {
      return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
    }
    parts(response).write(part(result.initialResult));
    for await (const payload of result.subsequentResults!) response.write(part(payload));
    response.end("\r\n-----\r\n");
  });
}

const SERVERS: [string, () => Promise<Served>][] = [["yoga", serveYoga], ["graphql 17", serveDraft]];

for (const [name, serveIt] of SERVERS) {
  test(`graphqlStream() gives what is deferred when it comes, from ${name}`, async () => {
    await using server = await serveIt();
    type Data = { book: { title: string; author: { name: string; age: number }; reviews: { text: string }[] } };
    const results = await Array.fromAsync(graphqlStream<Data>(
      server.url,
      '{ book { title author { name ... @defer(label: "age") { age } } ... @defer { reviews { stars ... @defer { text } } } } }',
    ));
    const whole = {
      title: "البخلاء",
      author: { name: "الجاحظ", age: 92 },
      reviews: [{ stars: 5, text: "حسن" }, { stars: 4, text: "طويل" }],
    };
    assert.deepEqual(results[0], {
      data: { book: { title: "البخلاء", author: { name: "الجاحظ" } } },
      isComplete: false,
    });
    assert.deepEqual(results.at(-1), { data: { book: whole }, isComplete: true });
    assert.ok(results.length >= 2);
    assert.deepEqual(results.map(({ isComplete }) => isComplete), results.map((_, at) => at === results.length - 1));
    const last = results.at(-1)!;
    if (last.isComplete) assert.equal(last.data.book.author.age, 92);
  });

  test(`graphqlStream() gives the items of a list as they come, from ${name}`, async () => {
    await using server = await serveIt();
    const results = await Array.fromAsync(graphqlStream<{ numbers: number[] }, { to: number }>(
      server.url,
      "query ($to: Int!) { numbers(to: $to) @stream(initialCount: 1) }",
      { variables: { to: 4 } },
    ));
    const lists = results.map(({ data }) => data?.numbers ?? []);
    assert.deepEqual([lists[0], lists.at(-1)], [[1], [1, 2, 3, 4]]);
    // Each is the beginning of those after it, and stays as it was given.
    for (const list of lists) assert.deepEqual(list, [1, 2, 3, 4].slice(0, list.length));
    const nested = await Array.fromAsync(graphqlStream(server.url, "{ books @stream { id ... @defer { title } } }"));
    assert.deepEqual(nested.at(-1)?.data, { books: [1, 2, 3].map((id) => ({ id, title: `T${id}` })) });
  });

  test(`graphqlStream() throws errors that come later, or gives them, from ${name}`, async () => {
    await using server = await serveIt();
    const document = "{ book { title ... @defer { broken } } }";
    const stream = graphqlStream(server.url, document);
    assert.deepEqual((await stream.next()).value, { data: { book: { title: "البخلاء" } }, isComplete: false });
    const error = await failureOf<GraphQLError>(Array.fromAsync(stream));
    assert.ok(error instanceof GraphQLError);
    assert.deepEqual([error.errors[0]!.message, error.data], ["The field is broken", { book: { title: "البخلاء" } }]);
    const results = await Array.fromAsync(graphqlStream(server.url, document, { errorPolicy: "return" }));
    const { isComplete, errors, data } = results.at(-1)!;
    assert.deepEqual([isComplete, errors?.[0]?.message, data], [true, "The field is broken", error.data]);
  });

  test(`graphqlStream() gives one result where nothing is deferred, from ${name}`, async () => {
    await using server = await serveIt();
    const results = await Array.fromAsync(graphqlStream(server.url, "{ book { title } }"));
    assert.deepEqual(results, [{ data: { book: { title: "البخلاء" } }, isComplete: true }]);
  });
}

const QUERY = "{ a ... @defer { b } }";

/** What comes of parts, sent as they stand. */
async function read(
  payloads: readonly unknown[],
  options: GraphQLStreamOptions = {},
): Promise<GraphQLIncrementResult<Record<string, unknown>>[]> {
  await using server = await serve((_request, response) => {
    parts(response).end(payloads.map(part).join("") + "\r\n-----\r\n");
  });
  return await Array.fromAsync(graphqlStream(server.url, QUERY, options as { errorPolicy: "return" }));
}

test("graphqlStream() reads every form of parts that servers send", async () => {
  const forms: [name: string, payloads: unknown[], data: unknown][] = [
    ["one part", [{ data: { a: 1 } }], { a: 1 }],
    ["2020: at the top", [{ data: { a: {} }, hasNext: true }, { path: ["a"], data: { b: 2 }, hasNext: false }], {
      a: { b: 2 },
    }],
    ["2022: by path", [
      { data: { l: [{ n: 1 }] }, hasNext: true },
      { incremental: [{ path: ["l", 1], items: [{ n: 2 }] }, { path: ["l", 0], data: { m: 1 } }], hasNext: true },
      {},
      { hasNext: false },
    ], { l: [{ n: 1, m: 1 }, { n: 2 }] }],
    ["now: by id", [
      { data: { a: { l: [] } }, pending: [{ id: "0", path: ["a"] }, { id: "1", path: ["a", "l"] }], hasNext: true },
      { incremental: [{ id: "1", items: [1, 2] }, { id: "0", data: { x: { y: 1 } } }], hasNext: true },
      { incremental: [{ id: "0", subPath: ["x"], data: { z: [1] } }], completed: [{ id: "0" }], hasNext: true },
      { incremental: [{ id: "1", items: [3] }], completed: [{ id: "1" }], hasNext: false },
    ], { a: { l: [1, 2, 3], x: { y: 1, z: [1] } } }],
    ["announced later", [
      { data: {}, pending: [{ id: "0", path: [] }], hasNext: true },
      {
        pending: [{ id: "1", path: ["a"] }],
        incremental: [{ id: "0", data: { a: {} } }, { id: "1", data: { b: 1 } }],
        completed: [{ id: "0" }, { id: "1" }],
        hasNext: false,
      },
    ], { a: { b: 1 } }],
    ["lists in what is deferred", [
      { data: { l: [{ a: 1 }, null] }, hasNext: true },
      { incremental: [{ path: [], data: { l: [{ b: 2 }, null, { c: 3 }] } }], hasNext: false },
    ], { l: [{ a: 1, b: 2 }, null, { c: 3 }] }],
    ["null in place of it", [
      { data: { a: 1, l: [] }, hasNext: true },
      { incremental: [{ path: [], data: null }, { path: ["l", 0], items: null }], hasNext: false },
    ], { a: 1, l: [] }],
  ];
  for (const [name, payloads, data] of forms) {
    const results = await read(payloads);
    assert.deepEqual([results.at(-1)?.data, results.at(-1)?.isComplete], [data, true], name);
    assert.equal(results.length, payloads.filter((payload) => Object.keys(payload as object).length > 0).length, name);
  }
  const [result] = (await read([
    { data: { a: 1 }, errors: [{ message: "one" }], extensions: { x: 1 }, hasNext: true },
    { completed: [{ id: "0", errors: [{ message: "two" }] }], extensions: { y: 2 }, hasNext: false },
  ], { errorPolicy: "return" })).slice(-1);
  assert.deepEqual([result?.errors?.map(({ message }) => message), result?.extensions], [["one", "two"], {
    x: 1,
    y: 2,
  }]);
  const odd = await read([
    { data: {}, hasNext: true },
    JSON.parse('{"incremental":[{"path":[],"data":{"__proto__":{"polluted":true}}}],"hasNext":false}'),
  ]);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  assert.deepEqual(Object.keys(odd.at(-1)?.data ?? {}), ["__proto__"]);
});

test("graphqlStream() shares what has not grown, and changes nothing that it gave", async () => {
  const [first, second] = await read([
    { data: { a: { n: 1 }, b: {} }, hasNext: true },
    { incremental: [{ path: ["b"], data: { m: 2 } }], hasNext: false },
  ]);
  assert.deepEqual(first?.data, { a: { n: 1 }, b: {} });
  assert.equal(first?.data?.["a"], second?.data?.["a"]);
});

test("graphqlStream() refuses parts that do not fit together", async () => {
  const wrong: unknown[][] = [
    [5],
    [[]],
    [{ data: { a: 1 }, hasNext: true }, { incremental: [{ id: "9", data: {} }], hasNext: false }],
    [{ data: { a: 1 }, hasNext: true }, { incremental: [{ data: {} }], hasNext: false }],
    [{ data: { a: 1 }, hasNext: true }, { incremental: [{ path: ["b", "c"], data: {} }], hasNext: false }],
    [{ data: { a: [] }, hasNext: true }, { incremental: [{ path: ["a", 1e9], items: [1] }], hasNext: false }],
    [{ data: { a: [] }, hasNext: true }, { incremental: [{ path: ["a", -1], items: [1] }], hasNext: false }],
    [{ data: { a: {} }, hasNext: true }, { incremental: [{ path: ["a", 0], items: [1] }], hasNext: false }],
    [{ data: { a: 1 }, hasNext: true }, { incremental: [{ path: ["constructor", "x"], data: {} }], hasNext: false }],
  ];
  for (const payloads of wrong) {
    const error = await failureOf<NetworkError>(read(payloads));
    assert.deepEqual([error.code, error.reason], ["NET_GRAPHQL_PART", "protocol"], JSON.stringify(payloads));
  }
  await using cut = await serve((_request, response) => parts(response).end("\r\n---\r\n\r\n{\r\n---\r\n"));
  assert.equal(
    (await failureOf<NetworkError>(Array.fromAsync(graphqlStream(cut.url, QUERY)))).code,
    "NET_GRAPHQL_PART",
  );
});

test("graphqlStream() reads parts wherever the network cuts them, and whatever their delimiter is", async () => {
  const boundary = "a-b_c";
  const text =
    `preamble\r\n--${boundary}\r\nContent-Type: application/json\r\n\r\n{"data":{"a":"ش\\r\\n--"},"hasNext":true}` +
    `\r\n--${boundary}\r\n\r\n{"incremental":[{"path":[],"data":{"b":"ب"}}],"hasNext":false}\r\n--${boundary}--\r\nepilogue`;
  const bytes = new TextEncoder().encode(text);
  await using server = await serve(async (_request, response, n) => {
    parts(response, boundary);
    const size = n;
    for (let at = 0; at < bytes.length; at += size) {
      response.write(bytes.subarray(at, at + size));
      if (at % 16 < size) await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  });
  for (let n = 1; n <= 7; n++) {
    const results = await Array.fromAsync(graphqlStream(server.url, QUERY));
    assert.deepEqual(results.at(-1)?.data, { a: "ش\r\n--", b: "ب" });
  }
  await using bare = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "multipart/mixed" });
    response.end('---\r\n\r\n{"data":{"a":1}}\r\n-----');
  });
  // Whatever follows the last delimiter, or does not.
  assert.deepEqual(await Array.fromAsync(graphqlStream(bare.url, QUERY)), [{ data: { a: 1 }, isComplete: true }]);
});

test("graphqlStream() gives each part when it comes, and closes the connection when the loop is left", async () => {
  const { promise: isClosed, resolve: closed } = Promise.withResolvers<void>();
  const { promise: isAsked, resolve: ask } = Promise.withResolvers<void>();
  await using server = await serve(async (_request, response) => {
    response.on("close", closed);
    parts(response).write(`${part({ data: { a: 1 }, hasNext: true })}\r\n---`);
    await isAsked;
    const next = part({ incremental: [{ path: [], data: { b: 2 } }], hasNext: true });
    response.write(`${next.slice("\r\n---".length)}\r\n---`);
  });
  const seen: unknown[] = [];
  for await (const { data } of graphqlStream(server.url, QUERY)) {
    seen.push(data);
    ask();
    if (seen.length === 2) break;
  }
  assert.deepEqual(seen, [{ a: 1 }, { a: 1, b: 2 }]);
  await soon(isClosed, "the end of the connection");
});

test("graphqlStream() ends with its signal, its task and by close(), while it waits", async () => {
  let closed = 0;
  await using server = await serve((_request, response) => {
    response.on("close", () => closed++);
    parts(response).write(`${part({ data: { a: 1 }, hasNext: true })}\r\n---\r\n`);
  });
  const { signal, listeners } = watchedSignal();
  const controller = new AbortController();
  const signalled = graphqlStream(server.url, QUERY, { signal: controller.signal });
  await signalled.next();
  const failed = failureOf(signalled.next());
  controller.abort("stop");
  assert.equal(await soon(failed, "the rejection"), "stop");
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const task = createTask(async () => {
    const stream = graphqlStream(server.url, QUERY);
    await stream.next();
    begin();
    await stream.next();
  });
  await begun;
  task.cancel();
  assert.ok(await soon(failureOf(task), "the cancellation") instanceof CancelledError);
  const stream = graphqlStream(server.url, QUERY, { signal });
  await stream.next();
  const next = stream.next();
  await stream.close();
  assert.equal((await next).done, true);
  assert.equal(listeners(), 0);
  await soon(
    (async () => {
      while (closed < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    })(),
    "the ends of the connections",
  );
});

test("graphqlStream() bounds an answer in size and in silence, and tells one that is cut short", async () => {
  await using large = await serve((_request, response) => {
    parts(response).write(`${part({ data: { a: "x".repeat(5_000) }, hasNext: true })}\r\n---\r\n`);
  });
  const error = await failureOf<NetworkError>(Array.fromAsync(graphqlStream(large.url, QUERY, { maxBytes: 1_000 })));
  assert.equal(error.reason, "too-large");
  const silent = graphqlStream(large.url, QUERY, { readTimeoutMs: 200 });
  assert.equal((await silent.next()).done, false);
  const idle = await soon(failureOf<NetworkError>(silent.next()), "the silence");
  assert.deepEqual([idle.reason, idle.phase], ["timeout", "idle"]);
  await using cut = await serve((_request, response) => {
    parts(response).end(`${part({ data: { a: 1 }, hasNext: true })}\r\n-----\r\n`);
  });
  const results = graphqlStream(cut.url, QUERY);
  assert.equal((await results.next()).done, false);
  assert.equal((await failureOf<NetworkError>(results.next())).code, "NET_RESET");
});

test("graphqlStream() is tried again until its first part has come, and not after that", async () => {
  const retry = { attempts: 3, delayMs: 1 };
  await using busy = await serve((_request, response, n) => {
    if (n < 3) return void response.writeHead(503).end();
    parts(response).write(part({ data: { a: 1 }, hasNext: true }) + "\r\n---\r\n");
    setTimeout(() => response.destroy(), 20);
  });
  const stream = graphqlStream(busy.url, QUERY, { retry });
  assert.equal((await stream.next()).done, false);
  assert.ok(await failureOf(stream.next()) instanceof NetworkError);
  assert.equal(busy.seen.length, 3);
  const failing = failureOf(Array.fromAsync(graphqlStream(busy.url, "mutation { a ... @defer { b } }", { retry })));
  assert.ok(await failing instanceof NetworkError);
  await using refusing = await serve((_request, response) => void response.writeHead(503).end());
  assert.ok(
    await failureOf(Array.fromAsync(graphqlStream(refusing.url, "mutation { a }", { retry }))) instanceof HttpError,
  );
  assert.equal(refusing.seen.length, 1);
});

test("graphqlStream() takes an answer in one piece, with what else it may be", async () => {
  await using plain = await serve(answerWith('{"data":{"a":1},"extensions":{"x":1}}'));
  assert.deepEqual(await Array.fromAsync(graphqlStream(plain.url, QUERY)), [
    { data: { a: 1 }, extensions: { x: 1 }, isComplete: true },
  ]);
  assert.match(String(plain.seen[0]!.headers.accept), /^multipart\/mixed;incrementalSpec=v0\.2, /);
  await using wrong = await serve(answerWith('{"errors":[{"message":"no"}]}'));
  assert.ok(await failureOf(Array.fromAsync(graphqlStream(wrong.url, QUERY))) instanceof GraphQLError);
  const [given] = await Array.fromAsync(graphqlStream(wrong.url, QUERY, { errorPolicy: "return" }));
  assert.deepEqual([given?.isComplete, given?.errors?.length], [true, 1]);
  await using page = await serve(answerWith("<html>", "text/html"));
  assert.equal(
    (await failureOf<NetworkError>(Array.fromAsync(graphqlStream(page.url, QUERY)))).code,
    "NET_GRAPHQL_ANSWER",
  );
});

test("graphqlStream() checks the complete data by a schema, and the document by the server's", async () => {
  const schema = z.object({ a: z.number(), b: z.number().transform(String) });
  const payloads = [{ data: { a: 1 }, hasNext: true }, { incremental: [{ path: [], data: { b: 2 } }], hasNext: false }];
  const results = await read(payloads, { schema });
  assert.deepEqual(results.map(({ data }) => data), [{ a: 1 }, { a: 1, b: "2" }]);
  const error = await failureOf<NetworkError>(read(payloads, { schema: z.object({ b: z.string() }) }));
  assert.equal(error.code, "NET_SCHEMA");
  const serverSchema = await parseGraphQLSchema("type Query { a: Int }");
  const refused = await failureOf<ValidationError>(read(payloads, { serverSchema }));
  assert.equal(refused.code, "ARGUMENT_GRAPHQL_RULE");
});

test("graphqlStream() goes by a client, and gives the whole where a hook has seen the answer", async () => {
  await using server = await serve(({ headers }, response) => {
    if (headers.authorization !== "Bearer new") return void response.writeHead(401).end();
    parts(response).write(part({ data: { a: 1 }, hasNext: true }));
    response.end(part({ incremental: [{ path: [], data: { b: 2 } }], hasNext: false }) + "\r\n-----\r\n");
  });
  let token = "new";
  const plain = createClient({ baseUrl: server.url, auth: { bearer: () => token } });
  assert.deepEqual((await Array.fromAsync(graphqlStream("/", QUERY, { client: plain }))).length, 2);
  token = "old";
  const refreshing = plain.extend({
    hooks: {
      afterResponse: [async ({ status }, { again }) => {
        if (status !== 401) return;
        token = "new";
        return await again({ headers: { authorization: "Bearer new" } });
      }],
    },
  });
  const results = await Array.fromAsync(graphqlStream("/", QUERY, { client: refreshing }));
  assert.deepEqual(results.at(-1), { data: { a: 1, b: 2 }, isComplete: true });
});

test("graphqlStream() refuses wrong arguments when it is read", async () => {
  const wrong: [string, object | null, string, string][] = [
    ["subscription { a }", {}, "ARGUMENT_GRAPHQL_SUBSCRIPTION", "query"],
    ["{ a }", { errorPolicy: "all" }, "ARGUMENT_NOT_ONE_OF", "errorPolicy"],
    ["{ a }", { cache: {} }, "ARGUMENT_UNKNOWN", "cache"],
    ["{ a }", { maxBytes: -1 }, "ARGUMENT_NOT_INTEGER", "maxBytes"],
    ["{ a }", null, "ARGUMENT_NOT_OBJECT", "options"],
  ];
  for (const [query, options, code, option] of wrong) {
    const error = await failureOf<ValidationError>(
      Array.fromAsync(graphqlStream("http://127.0.0.1:1", query, options as never)),
    );
    assert.deepEqual([error.code, error.option], [code, option]);
  }
});
