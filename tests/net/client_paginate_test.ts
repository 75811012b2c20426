import assert from "node:assert/strict";
import test from "node:test";
import { z } from "zod";
import { type NetworkError, ValidationError } from "../../errors/mod.ts";
import { createClient } from "../../net/mod.ts";
import { readLinks } from "../../net/internal/client/link_header.ts";
import { failureOf, serve, type TestServer } from "./support.ts";

/** A server of pages that name the next one by Link, as GitHub's does. */
function servePages(count: number): Promise<TestServer> {
  return serve(({ url }, response) => {
    const { searchParams } = new URL(url, "http://x");
    const page = Number(searchParams.get("page") ?? 1);
    const links = [`<https://x.example/first>; rel="first"`];
    if (page < count) links.push(`</items?page=${page + 1}&size=${searchParams.get("size")}>; rel="next"`);
    response.setHeader("link", links.join(", ")).setHeader("content-type", "application/json");
    response.end(JSON.stringify([page * 10, page * 10 + 1]));
  });
}

test("paginate() follows Link to the last page", async () => {
  await using server = await servePages(3);
  const client = createClient({ baseUrl: server.url });
  const pages = await Array.fromAsync(client.paginate<number[]>("/items", { query: { size: 2 } }));
  assert.deepEqual(pages, [[10, 11], [20, 21], [30, 31]]);
  assert.deepEqual(server.seen.map(({ url }) => url), [
    "/items?size=2",
    "/items?page=2&size=2",
    "/items?page=3&size=2",
  ]);
});

test("paginate() gives what is in the pages, and asks for no page before it is wanted", async () => {
  await using server = await servePages(100);
  const client = createClient({ baseUrl: server.url });
  const items: number[] = [];
  for await (const item of client.paginate<number[], number>("/items", { items: (page) => page })) {
    items.push(item);
    if (items.length === 3) break;
  }
  assert.deepEqual([items, server.seen.length], [[10, 11, 20], 2]);
});

test("paginate() asks for no more than maxPages", async () => {
  await using server = await servePages(100);
  const pages = await Array.fromAsync(createClient().paginate(`${server.url}/items`, { maxPages: 2 }));
  assert.deepEqual([pages.length, server.seen.length], [2, 2]);
});

test("paginate() goes on where next says: by a URL, or by what differs", async () => {
  await using server = await serve(({ url, body, headers }, response) => {
    const cursor = new URL(url, "http://x").searchParams.get("cursor") ?? (body === "" ? 0 : JSON.parse(body).cursor);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ cursor: Number(cursor), x: headers["x-cursor"] ?? null }));
  });
  const client = createClient({ baseUrl: server.url });
  type Page = { cursor: number; x: string | null };
  const cursors = async (pages: AsyncIterable<Page>) => (await Array.fromAsync(pages)).map(({ cursor }) => cursor);
  const byUrl = client.paginate<Page>("/a", { next: ({ cursor }) => cursor < 2 ? `?cursor=${cursor + 1}` : undefined });
  assert.deepEqual(await cursors(byUrl), [0, 1, 2]);
  const byQuery = client.paginate<Page>("/a?cursor=0", {
    query: { k: 1 },
    next: ({ cursor }) => Promise.resolve(cursor < 2 ? { query: { cursor: cursor + 1 } } : undefined),
  });
  assert.deepEqual(await cursors(byQuery), [0, 1, 2]);
  assert.equal(server.seen.at(-1)!.url, "/a?k=1&cursor=2");
  const byBody = client.paginate<Page>("/b", {
    method: "POST",
    body: { cursor: 0 },
    next: ({ cursor }) =>
      cursor < 2 ? { body: { cursor: cursor + 1 }, headers: { "x-cursor": String(cursor) } } : undefined,
  });
  assert.deepEqual((await Array.fromAsync(byBody)).map(({ cursor, x }) => [cursor, x]), [[0, null], [1, "0"], [
    2,
    "1",
  ]]);
  assert.equal(server.seen.at(-1)!.method, "POST");
});

test("paginate() checks each page by a schema", async () => {
  await using server = await servePages(2);
  const client = createClient({ baseUrl: server.url });
  const schema = z.array(z.number().transform(String));
  assert.deepEqual(await Array.fromAsync(client.paginate("/items", { schema })), [["10", "11"], ["20", "21"]]);
  const wrong = client.paginate("/items", { schema: z.array(z.string()) });
  await assert.rejects(Array.fromAsync(wrong), { code: "NET_SCHEMA" });
});

test("paginate() ends with an error where pages name one another", async () => {
  await using server = await serve(({ url }, response) => {
    response.setHeader("link", `<${url === "/a" ? "/b" : "/a"}>; rel=next`).end("[]");
  });
  const error = await failureOf<NetworkError>(Array.fromAsync(createClient().paginate(`${server.url}/a`)));
  assert.deepEqual([error.code, server.seen.length], ["NET_PAGES_LOOP", 2]);
});

test("paginate() tells a failure in the middle, after the pages before it", async () => {
  await using server = await serve(({ url }, response) => {
    if (url === "/2") return void response.writeHead(404).end();
    response.setHeader("link", "</2>; rel=next").end("[1]");
  });
  const pages: unknown[] = [];
  const error = await failureOf<NetworkError>((async () => {
    for await (const page of createClient().paginate(`${server.url}/1`)) pages.push(page);
  })());
  assert.deepEqual([error.reason, pages], ["status", [[1]]]);
});

test("paginate() takes no credentials along to another origin", async () => {
  await using other = await serve((_request, response) => void response.end("[2]"));
  await using server = await serve((_request, response) =>
    void response.setHeader("link", `<${other.url}/x>; rel=next`).end("[1]")
  );
  const client = createClient();
  const options = { auth: { bearer: "t" }, headers: { "x-api-key": "k", "x-a": "1" } };
  assert.deepEqual(await Array.fromAsync(client.paginate(server.url, options)), [[1], [2]]);
  const { headers } = other.seen[0]!;
  assert.deepEqual([headers.authorization, headers["x-api-key"], headers["x-a"]], [undefined, undefined, "1"]);
  await Array.fromAsync(createClient({ baseUrl: server.url, ...options }).paginate("/"));
  assert.equal(other.seen[1]!.headers.authorization, undefined);
});

test("paginate() refuses wrong options, at the first page", async () => {
  const client = createClient();
  const wrong: [object, string][] = [
    [{ pagination: {} }, "ARGUMENT_UNKNOWN"],
    [{ next: "rel" }, "ARGUMENT_NOT_FUNCTION"],
    [{ items: 1 }, "ARGUMENT_NOT_FUNCTION"],
    [{ schema: {} }, "ARGUMENT_NOT_SCHEMA"],
    [{ maxPages: 0 }, "ARGUMENT_NOT_INTEGER"],
  ];
  for (const [options, code] of wrong) {
    const error = await failureOf<ValidationError>(client.paginate("http://127.0.0.1:1", options).next());
    assert.equal(error.code, code);
  }
  await using server = await serve((_request, response) => void response.end("1"));
  for (const next of ["http://", 5, { cursor: 1 }]) {
    await assert.rejects(Array.fromAsync(client.paginate(server.url, { next: () => next as string })), ValidationError);
  }
});

test("readLinks() reads what RFC 8288 allows", () => {
  const cases: [header: string, links: [target: string, ...relations: string[]][]][] = [
    ["", []],
    ["</a>; rel=next", [["/a", "next"]]],
    ['</a>; rel="next"', [["/a", "next"]]],
    ['</a> ; REL = "Next Last"', [["/a", "next", "last"]]],
    ['</a?x=1,2;y>; rel="prev", </b>; rel="next"', [["/a?x=1,2;y", "prev"], ["/b", "next"]]],
    ['</a>; title="x, <y>; rel=next"; rel=prev', [["/a", "prev"]]],
    ['</a>; title="\\"; rel=\\"next"; rel=up', [["/a", "up"]]],
    ["</a>; rel=next; rel=prev", [["/a", "next"]]],
    ["</a>", [["/a"]]],
    ["<>; rel=self", [["", "self"]]],
    ["</a>; crossorigin; rel=next", [["/a", "next"]]],
    ["nonsense, </b>; rel=next", [["/b", "next"]]],
  ];
  for (const [header, links] of cases) {
    assert.deepEqual(readLinks(header).map(({ target, relations }) => [target, ...relations]), links, header);
  }
});
