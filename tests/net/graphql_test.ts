import assert from "node:assert/strict";
import test from "node:test";
import { buildSchema, graphql as execute, GraphQLError as ServerError } from "graphql";
import { createTask } from "../../async/mod.ts";
import { NetworkError, setLocale, type ValidationError } from "../../errors/mod.ts";
import { graphql, GraphQLError, HttpError } from "../../net/mod.ts";
import { answerWith, failureOf, type SeenRequest, serve, serveRaw, soon, type TestServer } from "./support.ts";

setLocale("en");

const schema = buildSchema(`
  type Book { id: ID! title: String! author: String broken: String }
  type Query { book(id: ID!): Book books(first: Int = 2): [Book!]! echo(text: String!): String! must: String! }
  type Mutation { rename(id: ID!, title: String!): Book }
  type Subscription { renamed: Book }
`);

const titles = new Map([["1", "كليلة ودمنة"], ["2", "ألف ليلة وليلة"], ["3", "البخلاء"]]);

function book(id: string): object | null {
  const title = titles.get(id);
  return title === undefined ? null : {
    id,
    title,
    broken() {
      throw new ServerError("The field is broken", { extensions: { code: "BROKEN" } });
    },
  };
}

const rootValue = {
  book: ({ id }: { id: string }) => book(id),
  books: ({ first }: { first: number }) => [...titles.keys()].slice(0, first).map(book),
  echo: ({ text }: { text: string }) => text,
  rename: ({ id, title }: { id: string; title: string }) => ({ id, title }),
  must() {
    throw new Error("No must");
  },
};

/** A real GraphQL server over HTTP, after the specification's rules for its newer media type. */
async function serveGraphql(type: string = "application/graphql-response+json"): Promise<TestServer> {
  return await serve(async ({ body }, response) => {
    const { query, variables, operationName } = JSON.parse(body);
    const result = await execute({ schema, source: query, rootValue, variableValues: variables, operationName });
    const status = result.data === undefined && type !== "application/json" ? 400 : 200;
    response.writeHead(status, { "content-type": `${type}; charset=utf-8` }).end(JSON.stringify(result));
  });
}

function sent(request: SeenRequest | undefined): unknown {
  return JSON.parse(request!.body);
}

test("graphql() gives the data that a real server answers", async () => {
  for (const type of ["application/graphql-response+json", "application/json"]) {
    await using server = await serveGraphql(type);
    const { data } = await graphql<{ books: { title: string }[] }>(server.url, "{ books { title } }");
    assert.deepEqual(data.books.map((it) => it.title), ["كليلة ودمنة", "ألف ليلة وليلة"]);
  }
});

test("graphql() sends variables and the operation's name as the specification says", async () => {
  await using server = await serveGraphql();
  const document = `
    query One($id: ID!) { book(id: $id) { title } }
    query Many($first: Int!) { books(first: $first) { id } }
  `;
  const many = await graphql(server.url, document, { variables: { first: 3 }, operationName: "Many" });
  assert.deepEqual({ ...many.data }, { books: [{ id: "1" }, { id: "2" }, { id: "3" }] });
  const one = await graphql(server.url, document, { variables: { id: "3" }, operationName: "One" });
  assert.deepEqual(one.data, { book: { title: "البخلاء" } });
  const [first] = server.seen;
  assert.deepEqual([first!.method, first!.headers["content-type"]], ["POST", "application/json"]);
  assert.equal(first!.headers.accept, "application/graphql-response+json, application/json;q=0.9");
  assert.deepEqual(sent(first), { query: document, variables: { first: 3 }, operationName: "Many" });
});

test("graphql() sends nothing for what is not given", async () => {
  await using server = await serveGraphql();
  await graphql(server.url, "{ books { id } }", { headers: { "x-a": "1", accept: "application/json" } });
  assert.deepEqual(sent(server.seen[0]), { query: "{ books { id } }" });
  assert.deepEqual([server.seen[0]!.headers["x-a"], server.seen[0]!.headers.accept], ["1", "application/json"]);
});

test("graphql() executes a mutation", async () => {
  await using server = await serveGraphql();
  const { data } = await graphql(server.url, 'mutation { rename(id: 1, title: "جديد") { title } }');
  assert.deepEqual(data, { rename: { title: "جديد" } });
});

test("graphql() keeps text that only looks like something else", async () => {
  await using server = await serveGraphql();
  const text = 'mutation { } # " \\ """ \u2028 \u0000 😀';
  const { data } = await graphql(server.url, "query ($text: String!) { echo(text: $text) }", { variables: { text } });
  assert.deepEqual(data, { echo: text });
});

test("graphql() throws the errors of an answer, with the data that came along", async () => {
  for (const type of ["application/graphql-response+json", "application/json"]) {
    await using server = await serveGraphql(type);
    const document = "{ book(id: 1) { title broken } }";
    const error = await failureOf<GraphQLError>(graphql(server.url, document));
    assert.ok(error instanceof GraphQLError && error instanceof NetworkError);
    assert.deepEqual([error.code, error.reason, error.status, error.retryable], ["NET_GRAPHQL", "status", 200, false]);
    assert.equal(
      error.message,
      `Cannot execute the GraphQL operation at ${server.url}/ as the server reports: The field is broken`,
    );
    assert.deepEqual(error.errors, [{
      message: "The field is broken",
      locations: [{ line: 1, column: 23 }],
      path: ["book", "broken"],
      extensions: { code: "BROKEN" },
    }]);
    assert.deepEqual(error.data, { book: { title: "كليلة ودمنة", broken: null } });
    assert.equal(server.seen.length, 1);
  }
});

test("graphql() throws when an error leaves no data at all", async () => {
  await using server = await serveGraphql();
  const error = await failureOf<GraphQLError>(graphql(server.url, "{ must }"));
  assert.deepEqual([error.errors[0]!.message, error.data], ["No must", null]);
});

test("graphql() throws what the server says about a document that it refuses, whatever the status", async () => {
  const wrong = [
    "{ nothing }",
    "{ book }",
    "query {",
    "}",
    "fragment A on Book { id }",
    "{ books { id } } { books { id } }",
  ];
  for (const type of ["application/graphql-response+json", "application/json"]) {
    await using server = await serveGraphql(type);
    for (const document of wrong) {
      const error = await failureOf<GraphQLError>(graphql(server.url, document));
      assert.ok(error instanceof GraphQLError, document);
      assert.equal(error.status, type === "application/json" ? 200 : 400);
      assert.equal(error.data, undefined);
    }
    assert.equal(server.seen.length, wrong.length);
  }
});

test("graphql() counts the other errors in its message", async () => {
  await using server = await serve(answerWith('{"errors":[{"message":"a"},{"message":"b"},{"message":"c"}]}'));
  const error = await failureOf<GraphQLError>(graphql(server.url, "{ a }"));
  assert.match(error.message, /: a \(\+2\)$/);
  assert.equal(JSON.parse(JSON.stringify(error)).errors.length, 3);
});

test("graphql() makes something readable of errors that the specification does not allow", async () => {
  await using server = await serve(answerWith('{"data":null,"errors":["text",null,{"code":5},{"message":7}]}'));
  const error = await failureOf<GraphQLError>(graphql(server.url, "{ a }"));
  assert.deepEqual(error.errors.map((it) => it.message), ["text", "null", '{"code":5}', '{"message":7}']);
});

test("graphql() takes an empty list of errors for none", async () => {
  await using server = await serve(answerWith('{"data":{"a":1},"errors":[],"extensions":{"cost":3}}'));
  const answer = await graphql<{ a: number }>(server.url, "{ a }");
  assert.deepEqual([answer.data, answer.extensions], [{ a: 1 }, { cost: 3 }]);
});

test("graphql() refuses an answer that is none of GraphQL's", async () => {
  const answers: [string, string, string][] = [
    ["<html>login</html>", "text/html", "NET_GRAPHQL_ANSWER"],
    ['{"data":{}}', "text/plain", "NET_GRAPHQL_ANSWER"],
    ["{}", "application/json", "NET_GRAPHQL_ANSWER"],
    ["[]", "application/json", "NET_GRAPHQL_ANSWER"],
    ["null", "application/json", "NET_GRAPHQL_ANSWER"],
    ["", "application/json", "NET_GRAPHQL_ANSWER"],
    ['{"data":', "application/json", "NET_INVALID_JSON"],
  ];
  for (const [body, type, code] of answers) {
    await using server = await serve(answerWith(body, type));
    const error = await failureOf<NetworkError>(graphql(server.url, "{ a }"));
    assert.deepEqual([error.code, error.reason, error.retryable], [code, "decode", false], body);
  }
});

test("graphql() throws an HttpError for a failed status that says nothing of GraphQL", async () => {
  const answers: [number, string, string][] = [
    [401, "application/json", '{"error":"no token"}'],
    [404, "text/html", "<html>"],
    [400, "application/json", "{"],
    [403, "application/problem+json", '{"title":"No"}'],
  ];
  for (const [status, type, body] of answers) {
    await using server = await serve(answerWith(body, type, status));
    const error = await failureOf<HttpError>(graphql(server.url, "{ a }"));
    assert.ok(error instanceof HttpError);
    assert.deepEqual([error.status, error.body], [status, body]);
  }
});

test("graphql() tries a query again as long as that may help", async () => {
  await using server = await serve((_request, response, n) => {
    if (n === 1) return void response.destroy();
    if (n === 2) return void response.writeHead(503, { "content-type": "application/json" }).end('{"errors":[{}]}');
    response.writeHead(200, { "content-type": "application/json" }).end('{"data":{"a":1}}');
  });
  const { data } = await graphql(server.url, "query Q { a }", { retry: { delayMs: 1 } });
  assert.deepEqual([data, server.seen.length], [{ a: 1 }, 3]);
});

test("graphql() does not try a mutation again, nor what it does not understand", async () => {
  const documents: [string, string | undefined][] = [
    ["mutation { a }", undefined],
    ["# query\nmutation M { a }", undefined],
    ["fragment F on T { query } mutation { a }", undefined],
    ["query Q { a } mutation M { a }", "M"],
    ["query Q { a } mutation M { a }", undefined],
    ["query Q { a }", "Other"],
    ["query Q { a", undefined],
    ["nonsense", undefined],
    ['"""query { a }"""', undefined],
  ];
  for (const [document, operationName] of documents) {
    await using server = await serve(answerWith("", "text/plain", 503));
    const error = await failureOf<HttpError>(graphql(server.url, document, { operationName, retry: { delayMs: 1 } }));
    assert.deepEqual([server.seen.length, error.retryable], [1, false], document);
  }
});

test("graphql() tries a mutation again that has an Idempotency-Key", async () => {
  await using server = await serve((_request, response, n) => {
    response.writeHead(n === 1 ? 502 : 200, { "content-type": "application/json" }).end('{"data":{"a":1}}');
  });
  const headers = { "idempotency-key": "1" };
  assert.deepEqual((await graphql(server.url, "mutation { a }", { headers, retry: { delayMs: 1 } })).data, { a: 1 });
});

test("graphql() has the time limits of request()", async () => {
  await using server = await serveRaw(() => {});
  const retry = { attempts: 1 };
  const connect = await failureOf<NetworkError>(graphql(server.url, "{ a }", { connectTimeoutMs: 40, retry }));
  assert.deepEqual([connect.reason, connect.phase], ["timeout", "headers"]);
  const total = await failureOf<NetworkError>(graphql(server.url, "{ a }", { totalTimeoutMs: 40 }));
  assert.deepEqual([total.reason, total.phase], ["timeout", "total"]);
});

test("graphql() refuses an answer larger than maxBytes", async () => {
  await using server = await serve(answerWith(`{"data":{"a":"${"x".repeat(1_000)}"}}`));
  const error = await failureOf<NetworkError>(graphql(server.url, "{ a }", { maxBytes: 100 }));
  assert.equal(error.code, "NET_TOO_LARGE");
});

test("graphql() ends when its signal fires or its task is cancelled", async () => {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  await using server = await serveRaw(() => resolve());
  const controller = new AbortController();
  const failed = failureOf(graphql(server.url, "{ a }", { signal: controller.signal }));
  await reached;
  controller.abort("stop");
  assert.equal(await soon(failed, "the rejection"), "stop");
  const task = createTask(() => graphql(server.url, "{ a }"));
  setTimeout(() => task.cancel(), 20);
  assert.equal((await soon(failureOf<NetworkError>(task), "the rejection")).code, "CANCELLED");
});

test("graphql() refuses wrong arguments before anything is sent", async () => {
  await using server = await serveGraphql();
  const { url } = server;
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  const wrong: [() => Promise<unknown>, string, string][] = [
    [() => graphql("nowhere", "{ a }"), "ARGUMENT_NOT_URL", "url"],
    [() => graphql(url, ""), "ARGUMENT_NOT_TEXT", "query"],
    [() => graphql(url, 5 as never), "ARGUMENT_NOT_TEXT", "query"],
    [() => graphql(url, "{ a }", null as never), "ARGUMENT_NOT_OBJECT", "options"],
    [() => graphql(url, "{ a }", { variables: [1] as never }), "ARGUMENT_NOT_OBJECT", "variables"],
    [() => graphql(url, "{ a }", { variables: cyclic }), "ARGUMENT_NOT_BODY", "variables"],
    [() => graphql(url, "{ a }", { variables: { n: 1n } }), "ARGUMENT_NOT_BODY", "variables"],
    [() => graphql(url, "{ a }", { operationName: "" }), "ARGUMENT_NOT_TEXT", "operationName"],
    [() => graphql(url, "{ a }", { connectTimeoutMs: 0 }), "ARGUMENT_NOT_IN_RANGE", "connectTimeoutMs"],
    [() => graphql(url, "subscription { renamed { id } }"), "ARGUMENT_GRAPHQL_SUBSCRIPTION", "query"],
    [
      () => graphql(url, "query Q { books { id } } subscription S { renamed { id } }", { operationName: "S" }),
      "ARGUMENT_GRAPHQL_SUBSCRIPTION",
      "query",
    ],
  ];
  for (const [call, code, option] of wrong) {
    const error = await failureOf<ValidationError>(call());
    assert.deepEqual([error.name, error.code, error.option], ["ValidationError", code, option], String(call));
  }
  assert.equal(server.seen.length, 0);
});
