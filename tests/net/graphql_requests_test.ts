import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { parse, print } from "graphql";
import { z } from "zod";
import { MemoryCache } from "../../cache/mod.ts";
import { type FileError, NetworkError, setLocale, ValidationError } from "../../errors/mod.ts";
import {
  FileUpload,
  graphql,
  graphqlBatch,
  GraphQLError,
  type GraphQLOptions,
  HttpError,
  type RequestProgress,
  type TypedDocument,
} from "../../net/mod.ts";
import { printDocument } from "../../net/internal/graphql/print_document.ts";
import { tempDir } from "../support/mod.ts";
import { serveGraphQL } from "./graphql_server.ts";
import { answerWith, collectReports, failureOf, type SeenRequest, serve, serveRaw } from "./support.ts";

setLocale("en");

const OK = answerWith('{"data":{"a":1}}');
const OWN = "application/graphql-response+json";
const QUICK = { retry: { delayMs: 1 } };

function sent(request: SeenRequest | undefined): { query?: string; variables?: unknown; extensions?: object } {
  return JSON.parse(request!.body);
}

test("graphql() works with a server that others made", async () => {
  await using server = await serveGraphQL();
  const { data } = await graphql<{ books: { title: string }[] }>(
    server.url,
    "query ($n: Int!) { books(first: $n) { title } }",
    {
      variables: { n: 3 },
    },
  );
  assert.deepEqual(data.books.map((it) => it.title), ["كليلة ودمنة", "ألف ليلة وليلة", "البخلاء"]);
  const { data: renamed } = await graphql(server.url, 'mutation { rename(id: 1, title: "جديد") { title } }');
  assert.deepEqual(renamed, { rename: { title: "جديد" } });
  const failed = await failureOf<GraphQLError>(graphql(server.url, "{ nothing }"));
  assert.ok(failed instanceof GraphQLError);
  assert.match(failed.message, /nothing/);
});

test("graphql() knows types by the document, at compile time and without the package graphql", async () => {
  type Query = { book: { title: string } | null };
  class TypedDocumentString<T, V> extends String implements TypedDocument<T, V> {
    declare readonly __apiType?: (variables: V) => T;
  }
  interface TypedDocumentNode<T, V> extends TypedDocument<T, V> {
    readonly kind: "Document";
    readonly definitions: readonly { readonly kind: "OperationDefinition" }[];
  }
  const text = "query Book($id: ID!) { book(id: $id) { title } }";
  const asString = new TypedDocumentString<Query, { id: string }>(text);
  const asNode = JSON.parse(JSON.stringify(parse(text, { noLocation: true }))) as TypedDocumentNode<
    Query,
    { id: string }
  >;
  await using server = await serveGraphQL();
  const answers = [
    await graphql(server.url, asString, { variables: { id: "1" } }),
    await graphql(server.url, asNode, { variables: { id: "1" } }),
  ];
  for (const { data } of answers) {
    const title: string | undefined = data.book?.title;
    assert.equal(title, "كليلة ودمنة");
  }
  const free = new TypedDocumentString<{ books: { id: string }[] }, Record<string, never>>("{ books { id } }");
  const { data } = await graphql(server.url, free);
  assert.deepEqual(data.books.map(({ id }) => id), ["1", "2"]);
  const never = () => [
    // @ts-expect-error The variables are missing.
    graphql(server.url, asString),
    // @ts-expect-error The variable is no string.
    graphql(server.url, asString, { variables: { id: 1 } }),
    // @ts-expect-error There is no such variable.
    graphql(server.url, asNode, { variables: { name: "1" } }),
    // @ts-expect-error With errors given, any part of the data may be missing.
    graphql(server.url, asNode, { variables: { id: "1" }, errorPolicy: "return" }).then((it) => it.data.book),
  ];
  assert.equal(typeof never, "function");
});

test("graphql() takes what the package graphql parsed", async () => {
  await using server = await serveGraphQL();
  const { data } = await graphql(
    server.url,
    parse("query Q($id: ID!) { book(id: $id) { ...F } } fragment F on Book { title }"),
    {
      variables: { id: 3 },
    },
  );
  assert.deepEqual(data, { book: { title: "البخلاء" } });
  const [answer] = await graphqlBatch(server.url, [{ query: parse("{ books(first: 1) { id } }") }]);
  assert.deepEqual(answer, { data: { books: [{ id: "1" }] } });
});

test("graphql() takes the text of a parsed document to the server unchanged in meaning", () => {
  const documents = [
    "{ a }",
    "query Q { a: b c }",
    "mutation M($a: [Int!]! = [1, -2], $b: I = {x: {y: null}}, $c: E = RED, $d: Float = 1.5e3 @d) @live { a(b: $a, c: $b) }",
    'subscription ($a: Boolean!) { a @include(if: $a) @skip(if: false) { ...F ... on T @x { b } ... { c } } } fragment F on T @y(z: "1") { d }',
    'query { a(text: "سلام \\" \\\\ \\u0000 \\n 😀", block: """\n  two\n    lines \\""" end\n""", list: [], object: {}) }',
  ];
  for (const document of documents) {
    const parsed = parse(document);
    assert.equal(print(parse(printDocument(parsed))), print(unblocked(document)), document);
    assert.equal(printDocument(parsed), printDocument(parsed));
  }
});

// A string in a block is printed as one that is not; both are equal to a server.
function unblocked(document: string): ReturnType<typeof parse> {
  return JSON.parse(JSON.stringify(parse(document, { noLocation: true })).replaceAll('"block":true', '"block":false'));
}

test("graphql() refuses documents that cannot be executed", async () => {
  const wrong: unknown[] = [{}, { kind: "Document" }, [], new Date(), parse("type T { a: Int }"), {
    kind: "Document",
    definitions: [{ kind: "OperationDefinition" }],
  }];
  for (const document of wrong) {
    const error = await failureOf<ValidationError>(graphql("http://127.0.0.1:1", document as string));
    assert.deepEqual([error.code, error.option], ["ARGUMENT_NOT_DOCUMENT", "query"]);
  }
});

test("graphql() names the operation where there is only one", async () => {
  await using server = await serve(OK);
  await graphql(server.url, "query Find { a }");
  await graphql(server.url, "query Find { a } query Other { b }", { operationName: "Other" });
  await graphql(server.url, "{ a }");
  assert.deepEqual(server.seen.map((it) => JSON.parse(it.body).operationName), ["Find", "Other", undefined]);
});

test("graphql() checks the data by a schema and gives what it makes of it", async () => {
  await using server = await serveGraphQL();
  const schema = z.object({ book: z.object({ id: z.coerce.number(), title: z.string() }) });
  const { data } = await graphql(server.url, "{ book(id: 2) { id title } }", { schema });
  const id: number = data.book.id;
  assert.deepEqual([id, data.book.title], [2, "ألف ليلة وليلة"]);
  const error = await failureOf<NetworkError>(graphql(server.url, "{ book(id: 9) { id title } }", { schema }));
  assert.deepEqual([error.code, error.reason, error.retryable], ["NET_SCHEMA", "decode", false]);
  assert.match(error.message, /book/);
  const wrong = await failureOf<ValidationError>(graphql(server.url, "{ a }", { schema: {} as never }));
  assert.equal(wrong.code, "ARGUMENT_NOT_SCHEMA");
});

test("graphql() gives errors and a part of the data where that is wanted", async () => {
  await using server = await serveGraphQL();
  const options = { errorPolicy: "return" } as const;
  const part = await graphql<{ book: { title: string; broken: string } }>(
    server.url,
    "{ book(id: 1) { title broken } }",
    options,
  );
  assert.deepEqual([part.data?.book?.title, part.data?.book?.broken], ["كليلة ودمنة", null]);
  assert.deepEqual(part.errors?.map(({ message, path }) => [message, path]), [["The field is broken", [
    "book",
    "broken",
  ]]]);
  const whole = await graphql<{ books: { id: string }[] }>(server.url, "{ books { id } }", options);
  assert.equal(whole.errors, undefined);
  if (whole.errors === undefined) assert.equal(whole.data.books[0]!.id, "1");
  const none = await graphql(server.url, "{ nothing }", options);
  assert.deepEqual([none.data, none.errors?.length], [undefined, 1]);
});

test("graphql() gives extensions, with an answer and with errors", async () => {
  const extensions = { cost: 3 };
  await using server = await serve((request, response) => {
    const errors = request.body.includes("bad") ? [{ message: "bad" }] : undefined;
    response.setHeader("content-type", OWN).end(JSON.stringify({ data: { a: 1 }, errors, extensions }));
  });
  assert.deepEqual((await graphql(server.url, "{ a }")).extensions, extensions);
  const error = await failureOf<GraphQLError>(graphql(server.url, "{ bad }"));
  assert.deepEqual([error.extensions, error.data], [extensions, { a: 1 }]);
  assert.equal(JSON.stringify(error).includes("cost"), false);
  assert.deepEqual((await graphql(server.url, "{ bad }", { errorPolicy: "return" })).extensions, extensions);
});

test("graphql() trusts a failed status by its media type", async () => {
  const body = '{"data":null,"errors":[{"message":"busy"}]}';
  const cases: readonly [status: number, type: string, isGraphQL: boolean, tries: number][] = [
    [400, OWN, true, 1],
    [400, "application/json", true, 1],
    [500, OWN, true, 3],
    [500, "application/json", false, 3],
    [401, OWN, true, 1],
    [400, "text/html", false, 1],
    [503, `${OWN}; charset=utf-8`, true, 3],
  ];
  for (const [status, type, isGraphQL, tries] of cases) {
    await using server = await serve(answerWith(body, type, status));
    const error = await failureOf<GraphQLError | HttpError>(graphql(server.url, "{ a }", QUICK));
    assert.equal(error instanceof GraphQLError, isGraphQL, `${status} ${type}`);
    assert.deepEqual([error.status, server.seen.length], [status, tries], `${status} ${type}`);
    await failureOf(graphql(server.url, "mutation { a }", QUICK));
    assert.equal(server.seen.length, tries + 1);
  }
});

test("graphql() waits as long as a server that is busy asks, in GraphQL too", async () => {
  await using server = await serve((_request, response, n) => {
    if (n > 1) return void response.setHeader("content-type", OWN).end('{"data":{"a":1}}');
    response.writeHead(429, { "content-type": OWN, "retry-after": "0" }).end('{"errors":[{"message":"slow down"}]}');
  });
  assert.deepEqual((await graphql(server.url, "{ a }", { retry: { delayMs: 1 } })).data, { a: 1 });
  await using long = await serve((_request, response) => {
    response.writeHead(429, { "content-type": OWN, "retry-after": "900" }).end('{"errors":[{"message":"slow down"}]}');
  });
  const error = await failureOf<GraphQLError>(graphql(long.url, "{ a }"));
  assert.deepEqual([error.retryAfterMs, long.seen.length], [900_000, 1]);
});

test("graphql() sends a key with a mutation that is to be tried again", async () => {
  await using server = await serve((_request, response, n) => {
    response.writeHead(n === 1 ? 502 : 200, { "content-type": "application/json" }).end('{"data":{"a":1}}');
  });
  await graphql(server.url, "mutation { a }", { retry: { idempotencyKey: true, delayMs: 1 } });
  const keys = server.seen.map(({ headers }) => headers["idempotency-key"]);
  assert.equal(keys.length, 2);
  assert.ok(keys[0] !== undefined && keys[0] === keys[1]);
});

test("graphql() asks for queries by GET where that is wanted, and never for anything else", async () => {
  await using server = await serveGraphQL();
  const options = { queryMethod: "GET" } as const;
  const { data } = await graphql(server.url, "query Echo($text: String!) { echo(text: $text) }", {
    ...options,
    variables: { text: "سلام & ؟ #" },
  });
  assert.deepEqual(data, { echo: "سلام & ؟ #" });
  await graphql(server.url, 'mutation { rename(id: 1, title: "ج") { id } }', options);
  await graphql(server.url, "query Long($text: String!) { echo(text: $text) }", {
    ...options,
    variables: { text: "x".repeat(9_000) },
  });
  const { requests } = server.counts;
  assert.deepEqual(requests.map(({ method }) => method), ["GET", "POST", "POST"]);
  assert.deepEqual([...new URL(requests[0]!.url, server.url).searchParams.keys()], [
    "query",
    "operationName",
    "variables",
  ]);
});

test("graphql() keeps the URL's own parameters", async () => {
  await using server = await serve(OK);
  await graphql(`${server.url}/graphql?key=1`, "{ a }", { queryMethod: "GET" });
  assert.equal(server.seen[0]!.url, "/graphql?key=1&query=%7B+a+%7D");
});

test("graphql() sends a digest in a query's place, and the query once to a server that asks for it", async () => {
  for (const queryMethod of ["POST", "GET"] as const) {
    await using server = await serveGraphQL();
    const options = { persistedQuery: true, queryMethod };
    const document = "query Books($first: Int) { books(first: $first) { id } }";
    for (const first of [1, 2]) {
      const { data } = await graphql<{ books: object[] }>(
        server.url,
        document,
        { ...options, variables: { first } } as never,
      );
      assert.equal(data.books.length, first);
    }
    assert.deepEqual(server.counts.requests.map(({ method }) => method), [queryMethod, "POST", queryMethod]);
  }
});

test("graphql() follows the protocol of persisted queries to the letter", async () => {
  const refusals: [string, boolean][] = [
    ['{"errors":[{"message":"PersistedQueryNotFound"}]}', true],
    ['{"errors":[{"message":"unknown","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}', true],
    ['{"errors":[{"message":"PersistedQueryNotSupported"}]}', false],
    ['{"errors":[{"message":"no","extensions":{"code":"PERSISTED_QUERY_NOT_SUPPORTED"}}]}', false],
  ];
  for (const [refusal, isNamed] of refusals) {
    for (const status of [200, 400]) {
      await using server = await serve((request, response, n, incoming) => {
        if (n > 1) return void OK(request, response, n, incoming);
        response.writeHead(status, { "content-type": "application/json" }).end(refusal);
      });
      await graphql(server.url, "{ a }", { persistedQuery: true });
      const [first, second] = server.seen.map(sent);
      const sha256Hash = createHash("sha256").update("{ a }").digest("hex");
      const extensions = { persistedQuery: { version: 1, sha256Hash } };
      assert.deepEqual([first!.query, first!.extensions], [undefined, extensions]);
      assert.deepEqual([second!.query, second!.extensions], ["{ a }", isNamed ? extensions : undefined]);
    }
  }
});

test("graphql() sends mutations whole, whatever is said of queries, and passes on other errors", async () => {
  await using server = await serve((request, response, n, incoming) => {
    if (n === 1) return void OK(request, response, n, incoming);
    response.setHeader("content-type", "application/json").end('{"errors":[{"message":"no"}]}');
  });
  await graphql(server.url, "mutation { a }", { persistedQuery: true });
  assert.deepEqual(sent(server.seen[0]), { query: "mutation { a }" });
  assert.equal(
    (await failureOf<GraphQLError>(graphql(server.url, "{ a }", { persistedQuery: true }))).errors[0]!.message,
    "no",
  );
  assert.equal(server.seen.length, 2);
});

test("graphql() keeps answers by document and variables, for queries only", async () => {
  await using server = await serve((request, response, n) => {
    const errors = request.body.includes("bad") ? [{ message: "bad" }] : undefined;
    response.setHeader("content-type", "application/json").end(JSON.stringify({ data: { n }, errors }));
  });
  const cache = { store: new MemoryCache(), ttlMs: 60_000 };
  const ask = async (
    query: string,
    variables?: object,
    options: Omit<GraphQLOptions, "errorPolicy" | "schema"> = {},
  ): Promise<unknown> => (await graphql<{ n: number }>(server.url, query, { variables, cache, ...options })).data.n;
  assert.equal(await ask("query A { a }", { x: 1 }), 1);
  assert.equal(await ask("query A { a }", { x: 1 }), 1);
  assert.equal(await ask("query A { a }", { x: 2 }), 2);
  assert.equal(await ask("query B { a }", { x: 1 }), 3);
  assert.equal(await ask("query A { a }", { x: 1 }, { headers: { authorization: "other" } }), 4);
  assert.equal(await ask("query A { a }", { x: 1 }, { cache: { ...cache, force: true } }), 5);
  assert.equal(await ask("query A { a }", { x: 1 }), 5);
  assert.equal(await ask("query A { a } query B { b }", {}, { operationName: "A" }), 6);
  assert.equal(await ask("query A { a } query B { b }", {}, { operationName: "B" }), 7);
  await failureOf(ask("{ bad }"));
  await failureOf(ask("{ bad }"));
  assert.equal(server.seen.length, 9);
  for (const query of ["mutation { a }", "nonsense"]) {
    const error = await failureOf<ValidationError>(ask(query));
    assert.deepEqual([error.code, error.option], ["ARGUMENT_GRAPHQL_CACHE", "cache"]);
  }
});

test("graphql() gives each caller a kept answer of its own, checked by the caller's schema", async () => {
  await using server = await serve(answerWith('{"data":{"list":["1"]}}'));
  const cache = { store: new MemoryCache() };
  const first = await graphql<{ list: string[] }>(server.url, "{ list }", { cache });
  first.data.list.push("2");
  const schema = z.object({ list: z.array(z.coerce.number()) });
  assert.deepEqual((await graphql(server.url, "{ list }", { cache, schema })).data, { list: [1] });
  assert.equal(server.seen.length, 1);
});

test("graphql() knows a kept answer again whatever is new with each request", async () => {
  await using server = await serve(OK);
  const options = { cache: { store: new MemoryCache() }, retry: { idempotencyKey: true } };
  for (const _ of [1, 2]) await graphql(server.url, "{ a }", options);
  assert.equal(server.seen.length, 1);
});

test("graphql() keeps answers as their server allows, and goes on without a cache that fails", async () => {
  const kept: [string, unknown][] = [];
  const store = {
    get: () => undefined,
    set: (_key: string, _value: unknown, { ttlMs }: { ttlMs?: number }) => void kept.push(["set", ttlMs]),
  };
  const controls = ["", "max-age=5", "private, max-age=60, must-revalidate", "max-age=0", "no-store"];
  for (const control of controls) {
    await using server = await serve((_request, response) => {
      response.setHeader("content-type", "application/json").setHeader("cache-control", control).end('{"data":{}}');
    });
    await graphql(server.url, "{ a }", { cache: { store } });
  }
  assert.deepEqual(kept.map(([, ttlMs]) => ttlMs), [undefined, 5_000, 60_000]);
  await using server = await serve(OK);
  using collected = collectReports();
  const down = { get: () => Promise.reject(new Error("down")), set: () => Promise.reject(new Error("down")) };
  assert.deepEqual((await graphql(server.url, "{ a }", { cache: { store: down } })).data, { a: 1 });
  assert.deepEqual(collected.reports.map(({ level }) => level), ["warning", "warning"]);
});

test("graphql() sends files, wherever they stand in the variables", async () => {
  await using dir = await tempDir();
  await using server = await serveGraphQL();
  const path = join(dir.path, "غلاف 1.png");
  await writeFile(path, "من القرص");
  const upload = "mutation ($file: File!) { upload(file: $file) { name type size text } }";
  const { data: one } = await graphql(server.url, upload, {
    variables: { file: new File(["سلام"], "ملف.png", { type: "image/png" }) },
  });
  assert.deepEqual(one, { upload: { name: "ملف.png", type: "image/png", size: 8, text: "سلام" } });
  const { data: two } = await graphql(server.url, upload, {
    variables: { file: new FileUpload(path, { type: "image/png" }) },
  });
  assert.deepEqual(two, { upload: { name: "غلاف 1.png", type: "image/png", size: 15, text: "من القرص" } });
  const { data: three } = await graphql(server.url, upload, {
    variables: { file: new FileUpload(path, { name: "x" }) },
  });
  const { name, size } = (three as { upload: { name: string; size: number } }).upload;
  assert.deepEqual([name, size], ["x", 15]);
  const book = {
    title: "t",
    cover: new Blob(["1"], { type: "image/png" }),
    pages: [new Blob(["22"]), new FileUpload(path)],
  };
  const { data: many } = await graphql<{ uploadBook: { size: number }[] }>(
    server.url,
    "mutation ($book: BookInput!) { uploadBook(book: $book) { name size text } }",
    { variables: { book } },
  );
  assert.deepEqual(many.uploadBook.map(({ size }) => size), [1, 2, 15]);
  assert.ok(book.cover instanceof Blob, "the caller's variables are as they were");
  assert.deepEqual(server.counts.requests.map(({ type }) => type), Array(4).fill("multipart/form-data"));
});

test("graphql() sends one file for several variables once, and large ones piece by piece", async () => {
  await using server = await serveGraphQL();
  const file = new Blob([new Uint8Array(3_000_000).fill(120)]);
  const steps: RequestProgress[] = [];
  const { data } = await graphql<{ uploadAll: { size: number }[] }>(
    server.url,
    "mutation ($files: [File!]!) { uploadAll(files: $files) { size } }",
    { variables: { files: [file, file] }, onProgress: (step) => steps.push(step) },
  );
  assert.deepEqual(data.uploadAll.map(({ size }) => size), [3_000_000, 3_000_000]);
  const uploads = steps.filter(({ direction }) => direction === "upload");
  assert.ok(uploads.length > 2);
  const { bytes, totalBytes } = uploads.at(-1)!;
  assert.ok(bytes === totalBytes && bytes > 3_000_000 && bytes < 3_010_000, `${bytes} of ${totalBytes}`);
});

test("graphql() writes the form that the specification describes", async () => {
  await using server = await serve(OK);
  const file = new File(["F"], 'a"\r\nb.png', { type: "image/png" });
  await graphql(server.url, "mutation M($f: File!) { upload(file: $f) { name } }", {
    variables: { f: file, n: [1, { g: file }] },
  });
  const [{ headers, body }] = server.seen as [SeenRequest];
  const boundary = /boundary=(.+)$/.exec(headers["content-type"]!)![1]!;
  const operations = {
    query: "mutation M($f: File!) { upload(file: $f) { name } }",
    variables: { f: null, n: [1, { g: null }] },
    operationName: "M",
  };
  assert.deepEqual(body.split(`--${boundary}`), [
    "",
    `\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${JSON.stringify(operations)}\r\n`,
    '\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0":["variables.f","variables.n.1.g"]}\r\n',
    '\r\nContent-Disposition: form-data; name="0"; filename="a%22%0D%0Ab.png"\r\nContent-Type: image/png\r\n\r\nF\r\n',
    "--\r\n",
  ]);
  assert.equal(headers["apollo-require-preflight"], "true");
});

test("graphql() fails clearly for a file that cannot be read, and sends nothing twice", async () => {
  await using dir = await tempDir();
  await using server = await serveGraphQL();
  const variables = { file: new FileUpload(join(dir.path, "none.txt")) };
  const error = await failureOf<FileError>(
    graphql(server.url, "mutation ($file: File!) { upload(file: $file) { name } }", { variables }),
  );
  assert.deepEqual([error.name, error.code], ["FileError", "FS_NOT_FOUND"]);
});

test("graphql() sends a query with files again after a failure, from the beginning", async () => {
  await using server = await serve((_request, response, n) => {
    if (n === 1) return void response.writeHead(503).end();
    response.setHeader("content-type", "application/json").end('{"data":{"a":1}}');
  });
  await graphql(server.url, "query ($f: File!) { a(f: $f) }", { variables: { f: new Blob(["abc"]) }, ...QUICK });
  const bodies = server.seen.map(({ body }) => body);
  assert.equal(bodies.length, 2);
  assert.equal(bodies[0], bodies[1]);
});

test("graphqlBatch() executes several operations in one request, each with an outcome of its own", async () => {
  await using server = await serveGraphQL();
  const results = await graphqlBatch(server.url, [
    { query: "query ($id: ID!) { book(id: $id) { title } }", variables: { id: 1 } },
    { query: "{ must }" },
    { query: 'mutation { rename(id: 2, title: "ج") { title } }' },
    {
      query: "query A { book(id: 3) { id } } query B { books { id } }",
      operationName: "A",
      schema: z.object({ book: z.null() }),
    },
  ]);
  const [, , , checked] = results;
  if (!(checked instanceof Error)) assert.equal(checked.data.book satisfies null, null);
  assert.deepEqual(results[0], { data: { book: { title: "كليلة ودمنة" } } });
  assert.ok(results[1] instanceof GraphQLError);
  assert.equal(results[1].errors[0]!.message, "No must");
  assert.deepEqual(results[2], { data: { rename: { title: "ج" } } });
  assert.ok(results[3] instanceof NetworkError);
  assert.equal(results[3].code, "NET_SCHEMA");
  assert.equal(server.counts.requests.length, 1);
});

test("graphqlBatch() knows the types of each operation", async () => {
  class TypedDocumentString<T, V> extends String implements TypedDocument<T, V> {
    declare readonly __apiType?: (variables: V) => T;
  }
  await using server = await serveGraphQL();
  const [book, books, any] = await graphqlBatch(server.url, [
    {
      query: new TypedDocumentString<{ book: { id: string } }, { id: string }>(
        "query ($id: ID!) { book(id: $id) { id } }",
      ),
      variables: { id: "1" },
    },
    { query: "{ books { id } }", schema: z.object({ books: z.array(z.object({ id: z.coerce.number() })) }) },
    { query: "{ books { title } }" },
  ]);
  assert.ok(!(book instanceof Error) && !(books instanceof Error) && !(any instanceof Error));
  assert.deepEqual([book.data.book.id satisfies string, books.data.books[0]!.id satisfies number], ["1", 1]);
  assert.equal(typeof (any.data satisfies Record<string, unknown>), "object");
  const [first] = await graphqlBatch<{ books: { id: string }[] }>(server.url, [{ query: "{ books { id } }" }]);
  assert.ok(!(first instanceof Error));
  assert.equal(first?.data.books[0]?.id satisfies string | undefined, "1");
});

test("graphqlBatch() sends files of several operations", async () => {
  await using server = await serve((_request, response) => {
    response.setHeader("content-type", "application/json").end('[{"data":1},{"data":2}]');
  });
  const query = "mutation ($f: File!) { upload(file: $f) { size } }";
  const file = new Blob(["12"]);
  await graphqlBatch(server.url, [{ query, variables: { f: file } }, { query, variables: { f: file } }]);
  const { body } = server.seen[0]!;
  assert.match(body, /\{"0":\["0\.variables\.f","1\.variables\.f"\]\}/);
  assert.match(body, /\[\{"query":"mutation.*"variables":\{"f":null\}\},\{"query"/);
});

test("graphqlBatch() is tried again only where all are queries", async () => {
  const batches: [string[], number][] = [[["{ a }", "query B { b }"], 3], [["{ a }", "mutation { b }"], 1]];
  for (const [documents, tries] of batches) {
    await using server = await serve(answerWith("", "text/plain", 503));
    const error = await failureOf<HttpError>(graphqlBatch(server.url, documents.map((query) => ({ query })), QUICK));
    assert.ok(error instanceof HttpError);
    assert.equal(server.seen.length, tries);
  }
});

test("graphqlBatch() fails where the server does not answer to each", async () => {
  const answers: [string, string][] = [
    ['{"errors":[{"message":"Batching is not supported"}]}', "NET_GRAPHQL"],
    ['[{"data":{}}]', "NET_GRAPHQL_BATCH"],
    ['{"data":{}}', "NET_GRAPHQL_BATCH"],
    ['[{"data":{}},{}]', "NET_GRAPHQL_ANSWER"],
    ['[{"data":{}},null]', "NET_GRAPHQL_ANSWER"],
    ["", "NET_GRAPHQL_BATCH"],
  ];
  for (const [body, code] of answers) {
    await using server = await serve(answerWith(body));
    const error = await failureOf<NetworkError>(graphqlBatch(server.url, [{ query: "{ a }" }, { query: "{ b }" }]));
    assert.equal(error.code, code, body);
  }
  await using real = await serveGraphQL();
  const tooMany = Array.from({ length: 6 }, () => ({ query: "{ books { id } }" }));
  assert.ok((await failureOf(graphqlBatch(real.url, tooMany))) instanceof NetworkError);
});

test("graphqlBatch() sends nothing for no operations, nor for wrong ones", async () => {
  await using server = await serve(OK);
  assert.deepEqual(await graphqlBatch(server.url, []), []);
  const wrong: [unknown, object, string][] = [
    ["{ a }", {}, "ARGUMENT_NOT_ARRAY"],
    [[{ document: "{ a }" }], {}, "ARGUMENT_UNKNOWN"],
    [["{ a }"], {}, "ARGUMENT_NOT_OBJECT"],
    [[{ query: "subscription { a }" }], {}, "ARGUMENT_GRAPHQL_SUBSCRIPTION"],
    [[{ query: "{ a }", variables: [] }], {}, "ARGUMENT_NOT_OBJECT"],
    [[], { cache: {} }, "ARGUMENT_UNKNOWN"],
  ];
  for (const [operations, options, code] of wrong) {
    const error = await failureOf<ValidationError>(graphqlBatch(server.url, operations as never, options));
    assert.ok(error instanceof ValidationError);
    assert.equal(error.code, code);
  }
  assert.equal(server.seen.length, 0);
});

test("graphql() tells that an answer was cut short, and what it is that came", async () => {
  const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
  const answers: [string, string[]][] = [
    [`${head}content-length: 500\r\n\r\n{"data":`, ["reset"]],
    [`${head}transfer-encoding: chunked\r\n\r\n5\r\n{"dat\r\n`, ["reset"]],
    [head, ["reset", "protocol"]],
    ["", ["reset"]],
  ];
  for (const [bytes, reasons] of answers) {
    await using server = await serveRaw((socket) => socket.end(bytes));
    const error = await failureOf<NetworkError>(graphql(server.url, "mutation { a }"));
    assert.ok(error instanceof NetworkError && reasons.includes(error.reason), `${bytes}: ${error.reason}`);
    assert.equal(server.connections, 1);
  }
});

test("graphql() refuses options that do not exist or are wrong", async () => {
  const url = "http://127.0.0.1:1";
  const wrong: [object, string, string][] = [
    [{ variabels: {} }, "ARGUMENT_UNKNOWN", "variabels"],
    [{ body: {} }, "ARGUMENT_UNKNOWN", "body"],
    [{ errorPolicy: "all" }, "ARGUMENT_NOT_ONE_OF", "errorPolicy"],
    [{ queryMethod: "PUT" }, "ARGUMENT_NOT_ONE_OF", "queryMethod"],
    [{ persistedQuery: 1 }, "ARGUMENT_NOT_ONE_OF", "persistedQuery"],
    [{ cache: { store: {} } }, "ARGUMENT_NOT_STORE", "store"],
    [{ cache: { store: new Map(), ttl: 1 } }, "ARGUMENT_UNKNOWN", "ttl"],
    [{ cache: { store: new Map(), ttlMs: 0 } }, "ARGUMENT_NOT_IN_RANGE", "ttlMs"],
  ];
  for (const [options, code, option] of wrong) {
    const error = await failureOf<ValidationError>(graphql(url, "{ a }", options));
    assert.deepEqual([error.code, error.option], [code, option]);
  }
  assert.throws(() => new FileUpload(""), ValidationError);
  assert.throws(() => new FileUpload("a", { nam: "b" } as never), ValidationError);
  assert.throws(() => new FileUpload("a", { type: "" }), ValidationError);
});

test("graphql() holds the total time over all that it sends", async () => {
  await using server = await serve((_request, response, n) => {
    if (n === 1) {
      response.setHeader("content-type", "application/json").end('{"errors":[{"message":"PersistedQueryNotFound"}]}');
    }
  });
  const error = await failureOf<NetworkError>(
    graphql(server.url, "{ a }", { persistedQuery: true, totalTimeoutMs: 300 }),
  );
  assert.deepEqual([error.reason, error.phase, server.seen.length], ["timeout", "total", 2]);
});
