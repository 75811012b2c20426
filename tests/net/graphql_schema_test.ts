import assert from "node:assert/strict";
import test from "node:test";
import * as graphql16 from "graphql";
import * as graphql17 from "graphql17";
import { type NetworkError, setLocale, ValidationError } from "../../errors/mod.ts";
import {
  createClient,
  createGraphQLClient,
  fetchGraphQLSchema,
  FileUpload,
  graphql,
  graphqlBatch,
  GraphQLDocumentError,
  GraphQLError,
  GraphQLServerSchema,
  parseGraphQLSchema,
  subscribe,
} from "../../net/mod.ts";
import type { GraphQLPackage } from "../../net/internal/graphql/load_graphql.ts";
import { SchemaChecker } from "../../net/internal/graphql/schema_checker.ts";
import { serveGraphQL } from "./graphql_server.ts";
import { answerWith, failureOf, serve } from "./support.ts";

setLocale("en");

const SDL = `
  scalar Upload
  enum Size { SMALL LARGE }
  input BookInput { title: String! size: Size cover: Upload }
  type Book { id: ID! title: String! pages(min: Int): [Int!] }
  type Query { book(id: ID!): Book books(sizes: [Size!]): [Book!]! }
  type Mutation { add(book: BookInput!): Book upload(file: Upload!): Int }
  type Subscription { added: Book }
`;

function failureIn(check: () => unknown): GraphQLDocumentError {
  try {
    check();
  } catch (error) {
    assert.ok(error instanceof GraphQLDocumentError, String(error));
    return error;
  }
  throw new Error("It passed");
}

const PACKAGES: [string, GraphQLPackage][] = [
  ["16", graphql16],
  ["17", graphql17 as unknown as GraphQLPackage],
];

for (const [version, graphql] of PACKAGES) {
  const schema = new GraphQLServerSchema(new SchemaChecker(graphql, graphql.buildSchema(SDL)));

  test(`GraphQLServerSchema.check() passes what fits, with graphql ${version}`, () => {
    const right: [string, object?][] = [
      ["{ book(id: 7) { title } }"],
      ["query ($id: ID!) { book(id: $id) { title } }", { variables: { id: 7 } }],
      ["query A { books { id } } query B($id: ID!) { book(id: $id) { id } }", { operationName: "A" }],
      ["query ($s: [Size!]) { books(sizes: $s) { ...on Book { id } } }", { variables: { s: ["SMALL"] } }],
      ["query ($n: Int = 3) { books { pages(min: $n) } }", { variables: { n: undefined } }],
      ["mutation ($b: BookInput!) { add(book: $b) { id } }", {
        variables: { b: { title: new Date(0), cover: new Blob(["x"]) } },
      }],
      ["mutation ($f: Upload!) { upload(file: $f) }", { variables: { f: new FileUpload("no-such-file") } }],
      ["subscription { added { id } }"],
    ];
    for (const [query, options] of right) for (const _ of [1, 2]) schema.check(query, options);
    schema.check(graphql16.parse("{ book(id: 7) { title } }"));
    assert.match(schema.sdl, /type Book \{/);
  });

  test(`GraphQLServerSchema.check() names rule, place and what was meant, with graphql ${version}`, () => {
    const wrong: [string, object | undefined, string, string, number, number, string | undefined][] = [
      ["{ book(id: 7) {\n  titel } }", undefined, "query", "FieldsOnCorrectType", 2, 3, '"title"'],
      ["{ book { id } }", undefined, "query", "ProvidedRequiredArguments", 1, 3, undefined],
      ["{ book(id: 7) { id }", undefined, "query", "Syntax", 1, 21, undefined],
      ["{ books(size: [SMALL]) { id } }", undefined, "query", "KnownArgumentNames", 1, 9, '"sizes"'],
      ["{ books(sizes: [SMAL]) { id } }", undefined, "query", "ValuesOfCorrectType", 1, 17, ""],
      ["{ books }", undefined, "query", "ScalarLeafs", 1, 3, ""],
      ["{ books { ...F } }", undefined, "query", "KnownFragmentNames", 1, 14, undefined],
      ["query ($id: ID!) { books { id } }", { id: 1 }, "query", "NoUnusedVariables", 1, 8, undefined],
      ["query ($id: ID!) { book(id: $id) { id } }", {}, "variables", "Variables", 1, 8, undefined],
      ["query ($id: ID!) { book(id: $id) { id } }", undefined, "variables", "Variables", 1, 8, undefined],
      ["query ($id: ID!) { book(id: $id) { id } }", { id: { a: 1 } }, "variables", "Variables", 1, 8, undefined],
      ["query ($s: [Size!]) { books(sizes: $s) { id } }", { s: ["SMAL"] }, "variables", "Variables", 1, 8, ""],
    ];
    for (const [query, variables, name, rule, line, column, suggestion] of wrong) {
      const error = failureIn(() => schema.check(query, { variables }));
      const [problem] = error.problems;
      assert.deepEqual([error.option, problem.rule, problem.line, problem.column], [name, rule, line, column], query);
      assert.match(error.message, new RegExp(`by the rule ${rule}, at ${line}:${column}: `));
      // What comes near is found by rules that differ between versions.
      if (suggestion !== "") assert.equal(problem.suggestion, suggestion, query);
      if (problem.suggestion !== undefined) assert.match(error.message, /\(did you mean .+\?\)$/);
      assert.doesNotMatch(problem.message, /Did you mean/);
    }
    const many = failureIn(() => schema.check("{ books { a b } c }"));
    assert.deepEqual(many.problems.map(({ column }) => column), [11, 13, 17]);
    assert.match(many.message, /\(\+2\)/);
    assert.deepEqual(many.toJSON().problems.length, 3);
    setLocale("ar");
    try {
      const arabic = failureIn(() => schema.check("{ book(id: 7) { titel } }"));
      assert.match(arabic.message, /^لا يمكن استخدام «.+» إذ لا يوافق مخطط الخادم بقاعدة FieldsOnCorrectType عند/);
      assert.match(arabic.message, /\(لعلك تقصد "title"\)$/);
    } finally {
      setLocale("en");
    }
  });
}

test("GraphQLServerSchema.check() forgets the oldest of many documents, and finds all that is wrong again", () => {
  const schema = new GraphQLServerSchema(new SchemaChecker(graphql16, graphql16.buildSchema(SDL)));
  for (let n = 0; n < 1_200; n++) schema.check(`{ b${n}: book(id: ${n}) { id } }`);
  schema.check("{ b0: book(id: 0) { id } }");
  for (const _ of [1, 2]) failureIn(() => schema.check("{ nothing }"));
});

test("fetchGraphQLSchema() asks a server, and nothing wrong is sent to it", async () => {
  await using server = await serveGraphQL();
  const serverSchema = await fetchGraphQLSchema(server.url);
  const asked = server.counts.requests.length;
  assert.ok(asked >= 1);
  const right = await graphql(server.url, "query ($t: String!) { echo(text: $t) }", {
    serverSchema,
    variables: { t: "سلام" },
  });
  assert.deepEqual(right.data, { echo: "سلام" });
  const [a, b] = await graphqlBatch(server.url, [{ query: "{ a: __typename }" }, { query: "{ b: __typename }" }], {
    serverSchema,
  });
  assert.deepEqual([a, b], [{ data: { a: "Query" } }, { data: { b: "Query" } }]);
  const results: unknown[] = [];
  for (const url of [server.url, server.socketUrl]) {
    for await (const { data } of subscribe(url, "subscription { count(to: 1) }", { serverSchema })) results.push(data);
  }
  assert.deepEqual(results, [{ count: 1 }, { count: 1 }]);
  const sent = server.counts.requests.length;
  const failing: (() => Promise<unknown>)[] = [
    () => graphql(server.url, "{ eco }", { serverSchema }),
    () => graphql(server.url, "query ($t: String!) { echo(text: $t) }", { serverSchema, variables: { t: 5 } }),
    () => graphqlBatch(server.url, [{ query: "{ a: __typename }" }, { query: "{ b }" }], { serverSchema }),
    () => subscribe(server.url, "subscription { cont(to: 1) }", { serverSchema }).next(),
    () => subscribe(server.socketUrl, "subscription { cont(to: 1) }", { serverSchema }).next(),
  ];
  for (const one of failing) assert.ok(await failureOf(one()) instanceof GraphQLDocumentError);
  assert.equal(server.counts.requests.length, sent);
});

test("createGraphQLClient() asks for the schema once, and again where that failed", async () => {
  await using server = await serveGraphQL();
  await using api = createGraphQLClient(server.url, {
    serverSchema: true,
    subscriptions: { url: server.socketUrl },
  });
  const [first, second] = await Promise.all([api.query("{ books { id } }"), api.query('{ echo(text: "a") }')]);
  assert.deepEqual([Object.keys(first.data), Object.keys(second.data)], [["books"], ["echo"]]);
  const asked = server.counts.requests.length;
  assert.ok(await failureOf(api.query("{ book { id } }")) instanceof GraphQLDocumentError);
  assert.ok(await failureOf(api.mutate("mutation { renam }")) instanceof GraphQLDocumentError);
  assert.ok(await failureOf(api.subscribe("subscription { none }").next()) instanceof GraphQLDocumentError);
  await api.query("{ books { id } }");
  assert.equal(server.counts.requests.length, asked + 1);

  let isClosed = true;
  const introspection = graphql16.introspectionFromSchema(graphql16.buildSchema(SDL));
  await using closing = await serve((_request, response) => {
    const answer = isClosed ? { errors: [{ message: "Introspection is off" }] } : { data: introspection };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  const other = createGraphQLClient(closing.url, { client: createClient(), serverSchema: true });
  assert.match((await failureOf<Error>(other.query("{ books { id } }"))).message, /Introspection is off/);
  isClosed = false;
  const error = await failureOf(other.query("{ boks { id } }"));
  assert.ok(error instanceof GraphQLDocumentError);
  const given = createGraphQLClient(closing.url, { serverSchema: await parseGraphQLSchema(SDL) });
  assert.ok(await failureOf(given.query("{ boks { id } }")) instanceof GraphQLDocumentError);
});

test("fetchGraphQLSchema() takes a server that does not know of newer introspection, and tells what is none", async () => {
  const introspection = graphql16.introspectionFromSchema(graphql16.buildSchema(SDL));
  await using old = await serve(({ body }, response) => {
    const isNew = body.includes("includeDeprecated: true)");
    const answer = isNew && /args\(/.test(body)
      ? { errors: [{ message: 'Unknown argument "includeDeprecated"' }] }
      : { data: introspection };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  const schema = await fetchGraphQLSchema(old.url);
  assert.equal(old.seen.length, 2);
  schema.check("{ books { id } }");
  await using broken = await serve(answerWith('{"data":{"nothing":1}}'));
  const error = await failureOf<NetworkError>(fetchGraphQLSchema(broken.url));
  assert.deepEqual([error.code, error.reason, error.retryable], ["NET_GRAPHQL_SCHEMA", "decode", false]);
  await using refusing = await serve(answerWith('{"errors":[{"message":"no"}]}'));
  assert.ok(await failureOf(fetchGraphQLSchema(refusing.url)) instanceof GraphQLError);
});

test("parseGraphQLSchema() takes texts and introspections, and refuses the rest", async () => {
  const introspection = graphql16.introspectionFromSchema(graphql16.buildSchema(SDL));
  for (const source of [SDL, introspection, (await parseGraphQLSchema(SDL)).sdl]) {
    const schema = await parseGraphQLSchema(source);
    schema.check("{ books { id } }");
    failureIn(() => schema.check("{ boks }"));
  }
  for (const source of ["type Query {", "nonsense", {}, null, 5]) {
    const error = await failureOf<ValidationError>(parseGraphQLSchema(source as string));
    assert.deepEqual([error.code, error.option], ["ARGUMENT_NOT_GRAPHQL_SCHEMA", "source"]);
  }
});

test("graphql() and the others refuse a schema that is none of ours", async () => {
  const wrong: unknown = graphql16.buildSchema(SDL);
  const options = { serverSchema: wrong as GraphQLServerSchema };
  for (
    const failing of [
      () => graphql("http://a.example", "{ a }", options),
      () => graphqlBatch("http://a.example", [{ query: "{ a }" }], options),
      () => subscribe("http://a.example", "subscription { a }", options).next(),
      () => createGraphQLClient("http://a.example", options).query("{ a }"),
    ]
  ) {
    const error = await failureOf<ValidationError>(failing());
    assert.ok(error instanceof ValidationError);
    assert.deepEqual([error.code, error.option], ["ARGUMENT_GRAPHQL_SERVER_SCHEMA", "serverSchema"]);
  }
  const schema = await parseGraphQLSchema(SDL);
  assert.throws(() => schema.check("{ books { id } }", { variable: {} } as never), { code: "ARGUMENT_UNKNOWN" });
  assert.throws(() => schema.check(""), { code: "ARGUMENT_NOT_TEXT" });
});
