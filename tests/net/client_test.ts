import assert from "node:assert/strict";
import test from "node:test";
import { z } from "zod";
import { CancelledError, NetworkError, ValidationError } from "../../errors/mod.ts";
import { type Client, type ClientOptions, createClient, HttpError } from "../../net/mod.ts";
import {
  answerWith,
  collectReports,
  failureOf,
  type SeenRequest,
  serve,
  serveRaw,
  soon,
  type TestServer,
  unusedPort,
} from "./support.ts";

/** A server that answers with what it was asked. */
function echo(): Promise<TestServer> {
  return serve(({ method, url, headers, body }, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ method, url, headers, body }));
  });
}

const ONCE = { retry: { attempts: 1 } };

test("createClient() joins its base and a path by one slash", async () => {
  await using server = await echo();
  const paths: [base: string, path: string, joined: string][] = [
    ["", "users", "/users"],
    ["/", "/users", "/users"],
    ["/api", "users", "/api/users"],
    ["/api/", "/users/", "/api/users/"],
    ["/api", "", "/api"],
    ["/api/", "", "/api/"],
    ["/api", "?page=2", "/api?page=2"],
    ["/api", "users?page=2#top", "/api/users?page=2"],
    ["/api", "users:search", "/api/users:search"],
    ["/api", "//elsewhere.example/x", "/api/elsewhere.example/x"],
    ["/api", "\\\\elsewhere.example/x", "/api/elsewhere.example/x"],
    ["/api?key=1", "users?page=2", "/api/users?page=2&key=1"],
    ["/api", "مستخدمون", "/api/%D9%85%D8%B3%D8%AA%D8%AE%D8%AF%D9%85%D9%88%D9%86"],
  ];
  for (const [base, path, joined] of paths) {
    const seen = await createClient({ baseUrl: server.url + base }).get<SeenRequest>(path);
    assert.equal(seen.url, joined, `${base} and ${path}`);
  }
});

test("createClient() takes absolute URLs as they are, with and without a base", async () => {
  await using server = await echo();
  for (const client of [createClient(), createClient({ baseUrl: "http://127.0.0.1:1/api" })]) {
    assert.equal((await client.get<SeenRequest>(`${server.url}/x`)).url, "/x");
    assert.equal((await client.get<SeenRequest>(new URL(`${server.url}/y`))).url, "/y");
  }
  await assert.rejects(createClient().get("/users"), { code: "ARGUMENT_NOT_URL" });
});

test("createClient() has a function for each method", async () => {
  await using server = await echo();
  const client = createClient({ baseUrl: server.url });
  for (const method of ["get", "post", "put", "patch", "delete", "options"] as const) {
    assert.equal((await client[method]<SeenRequest>("/")).method, method.toUpperCase());
  }
  assert.equal(await client.head("/"), undefined);
  assert.equal((await client.request<SeenRequest>("propfind", "/")).method, "PROPFIND");
  assert.equal((await client.post<SeenRequest>("/", { body: { a: 1 } })).body, '{"a":1}');
});

test("createClient() gives its requests its headers and query, where theirs come first and undefined removes", async () => {
  await using server = await echo();
  const client = createClient({
    baseUrl: server.url,
    headers: { "x-a": "1", "x-b": "1", "x-c": "1" },
    query: { a: 1, b: [1, 2], c: 1 },
  });
  const { headers, url } = await client.get<SeenRequest>("/?z=0", {
    headers: { "X-B": "2", "x-c": undefined },
    query: { b: 3, c: undefined, d: 4 },
  });
  assert.deepEqual([headers["x-a"], headers["x-b"], headers["x-c"]], ["1", "2", undefined]);
  assert.equal(url, "/?z=0&a=1&b=3&d=4");
  const pairs = await client.get<SeenRequest>("/", {
    headers: [["x-a", "2"], ["x-a", "3"]],
    query: new URLSearchParams("b=9"),
  });
  assert.deepEqual([pairs.headers["x-a"], pairs.url], ["2, 3", "/?a=1&b=9&c=1"]);
});

test("extend() adds to a client, and leaves it as it was", async () => {
  await using server = await echo();
  const parent = createClient({ baseUrl: `${server.url}/v1`, headers: { "x-a": "1", "x-b": "1" }, query: { k: 1 } });
  const child = parent.extend({ headers: { "x-b": undefined, "x-c": "1" }, query: { l: 2 } });
  const moved = child.extend({ baseUrl: `${server.url}/v2` });
  const [a, b, c] = await Promise.all([parent, child, moved].map((it) => it.get<SeenRequest>("x")));
  assert.deepEqual([a!.headers["x-b"], b!.headers["x-a"], b!.headers["x-b"], b!.headers["x-c"]], [
    "1",
    "1",
    undefined,
    "1",
  ]);
  assert.deepEqual([a!.url, b!.url, c!.url], ["/v1/x?k=1", "/v1/x?k=1&l=2", "/v2/x?k=1&l=2"]);
});

test("createClient() keeps its options when the caller changes the object", async () => {
  await using server = await echo();
  const options: ClientOptions = { baseUrl: server.url, query: { a: 1 } };
  const client = createClient(options);
  options.baseUrl = "http://127.0.0.1:1";
  assert.equal((await client.get<SeenRequest>("/")).url, "/?a=1");
});

test("createClient() says who asks", async () => {
  await using server = await echo();
  const sent = async (options: ClientOptions, own: ClientOptions = {}) =>
    (await createClient({ baseUrl: server.url, ...options }).get<SeenRequest>("/", own)).headers.authorization;
  const basic = `Basic ${Buffer.from("علي:سر:1").toString("base64")}`;
  assert.equal(await sent({ auth: { username: "علي", password: "سر:1" } }), basic);
  assert.equal(await sent({ auth: { bearer: "t1" } }), "Bearer t1");
  assert.equal(await sent({ auth: { bearer: () => "t2" } }), "Bearer t2");
  assert.equal(await sent({ auth: { bearer: () => Promise.resolve("t3") } }), "Bearer t3");
  assert.equal(await sent({ auth: { bearer: "t1" } }, { auth: { bearer: "own" } }), "Bearer own");
  assert.equal(await sent({ auth: { bearer: "t1" } }, { auth: false }), undefined);
  assert.equal(await sent({ auth: { bearer: "t1" }, headers: { authorization: "Custom x" } }), "Custom x");
});

test("createClient() asks for a token before each attempt", async () => {
  await using server = await serve(({ headers }, response, n) => {
    response.writeHead(n < 3 ? 503 : 200, { "content-type": "text/plain" }).end(headers.authorization);
  });
  let n = 0;
  const client = createClient({ auth: { bearer: () => `t${++n}` }, retry: { delayMs: 1 } });
  assert.equal(await client.get(server.url), "Bearer t3");
});

test("createClient() fails with what its token function throws, and refuses what is no token", async () => {
  const broken = new Error("no token");
  await assert.rejects(
    createClient({ auth: { bearer: () => Promise.reject(broken) } }).get("http://127.0.0.1:1"),
    broken,
  );
  for (const token of [undefined, "", { secret: "s3cret" }, "s3cret\n", "سر s3cret"]) {
    const error = await failureOf(createClient({ auth: { bearer: () => token as string } }).get("http://127.0.0.1:1"));
    assert.ok(error instanceof ValidationError);
    assert.ok(!error.message.includes("s3cret"));
  }
  await assert.rejects(createClient({ auth: { bearer: "سر" } }).get("http://127.0.0.1:1"), {
    code: "ARGUMENT_NOT_HEADERS",
  });
});

test("createClient() keeps its credentials from other origins than its base's", async () => {
  await using home = await echo();
  await using other = await echo();
  const client = createClient({
    baseUrl: home.url,
    auth: { bearer: () => "t" },
    headers: { "x-api-key": "k", cookie: "c=1", "x-plain": "p" },
  });
  const seen = await client.get<SeenRequest>(other.url);
  const { authorization, cookie } = seen.headers;
  assert.deepEqual([authorization, seen.headers["x-api-key"], cookie, seen.headers["x-plain"]], [
    undefined,
    undefined,
    undefined,
    "p",
  ]);
  const own = await client.get<SeenRequest>(other.url, { auth: { bearer: "theirs" } });
  assert.equal(own.headers.authorization, "Bearer theirs");
  const inside = await client.get<SeenRequest>(`${home.url}/x`);
  assert.deepEqual([inside.headers.authorization, inside.headers["x-api-key"]], ["Bearer t", "k"]);
});

test("createClient() drops its credentials on a redirect to another origin", async () => {
  await using other = await echo();
  await using home = await serve((_request, response) =>
    void response.writeHead(302, { location: `${other.url}/x` }).end()
  );
  const client = createClient({ baseUrl: home.url, auth: { bearer: () => "t" } });
  await using answer = await client.get("/").raw();
  assert.equal(answer.url, `${other.url}/x`);
  assert.equal((await answer.json<SeenRequest>()).headers.authorization, undefined);
  assert.equal(home.seen[0]!.headers.authorization, "Bearer t");
});

test("a reply is read in every form, by one request", async () => {
  const json = '{"name":"علي"}';
  await using server = await serve(answerWith(json));
  const client = createClient({ baseUrl: server.url });
  const reply = client.get<{ name: string }>("/");
  assert.equal((await reply).name, "علي");
  assert.deepEqual(await reply.json(), { name: "علي" });
  assert.equal(await reply.text(), json);
  assert.deepEqual(await reply.bytes(), new TextEncoder().encode(json));
  const blob = await reply.blob();
  assert.equal(await blob.text(), json);
  assert.match(blob.type, /^application\/json/);
  const raw = await reply.raw();
  assert.deepEqual([raw.status, raw.statusText, raw.ok, raw.url], [200, "OK", true, `${server.url}/`]);
  assert.equal(raw.headers.get("content-type"), "application/json");
  assert.deepEqual(await raw.json(), { name: "علي" });
  assert.equal(server.seen.length, 1);
});

test("a reply starts its request at once, and not only when it is awaited", async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  await using server = await serve((_request, response) => {
    resolve();
    response.end("x");
  });
  const reply = createClient().get(server.url);
  await asked;
  assert.equal(await reply.text(), "x");
  assert.equal(server.seen.length, 1);
});

test("a reply that nobody asks for leaves its connection to others", async () => {
  await using server = await serve((_request, response) => void response.end("x"));
  const client = createClient({ maxPerOrigin: 1 });
  void client.post(server.url);
  void client.post(server.url);
  assert.equal(await client.get(server.url).text(), "x");
});

test("a reply keeps its failure for whoever asks, and reports it when nobody has", async () => {
  using log = collectReports();
  await using server = await serve((_request, response) => void response.writeHead(404).end());
  const client = createClient();
  const reply = client.get(server.url);
  while (!log.reports.some(({ level }) => level === "warning")) await new Promise((resolve) => setTimeout(resolve, 5));
  await assert.rejects(reply, HttpError);
  await assert.rejects(reply.text(), HttpError);
  await assert.rejects(client.get(`http://127.0.0.1:${await unusedPort()}`, ONCE).raw(), { reason: "refused" });
});

test("a reply has then, catch and finally like a promise", async () => {
  await using server = await serve(({ url }, response) => void response.writeHead(url === "/" ? 200 : 404).end("x"));
  const client = createClient({ baseUrl: server.url });
  let n = 0;
  assert.equal(await client.get("/").then((value) => String(value instanceof Uint8Array)), "true");
  assert.equal(await client.get("/404").catch((error: HttpError) => error.status), 404);
  await client.get("/").finally(() => n++);
  await assert.rejects(client.get("/404").finally(() => n++), HttpError);
  assert.equal(n, 2);
  const settled = await Promise.allSettled([client.get("/"), client.get("/404")]);
  assert.deepEqual(settled.map(({ status }) => status), ["fulfilled", "rejected"]);
});

test("a reply of HEAD and of a status without a body is empty in every form", async () => {
  await using server = await serve(({ method }, response) => {
    response.writeHead(method === "HEAD" ? 200 : 204, method === "HEAD" ? { "content-length": "5" } : {}).end();
  });
  const client = createClient();
  for (const method of ["HEAD", "GET"]) {
    const ask = () => client.request(method, server.url);
    assert.equal(await ask(), undefined);
    assert.equal(await ask().text(), "");
    assert.equal(await ask().json(), undefined);
    assert.equal((await ask().bytes()).byteLength, 0);
    assert.equal((await ask().blob()).size, 0);
    for await (const _ of ask().stream()) assert.fail("there is no body");
  }
});

test("json() parses whatever the content type says, and names what is wrong", async () => {
  await using server = await serve(({ url }, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end(url === "/" ? '{"a":1}' : '{"a":');
  });
  const client = createClient({ baseUrl: server.url });
  assert.deepEqual(await client.get("/").json(), { a: 1 });
  const error = await failureOf<NetworkError>(client.get("/wrong").json());
  assert.deepEqual([error.reason, error.code], ["decode", "NET_INVALID_JSON"]);
  assert.match(error.message, /\/wrong \(status 200, text\/plain\).*position 5/);
});

test("text() reads the charset of the content type", async () => {
  await using server = await serve(
    answerWith(new Uint8Array([0xe3, 0xd1, 0xcd, 0xc8, 0xc7]), "text/plain; charset=windows-1256"),
  );
  assert.equal(await createClient().get(server.url).text(), "مرحبا");
});

test("json() checks and types the body by a zod schema", async () => {
  const User = z.object({ id: z.number(), tags: z.array(z.string()).default([]), born: z.coerce.date() });
  await using server = await serve(({ url }, response) => {
    const good = { id: 1, born: "2000-01-01" };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(url === "/" ? good : { id: "1", tags: ["a", 2], born: "x" }));
  });
  const client = createClient({ baseUrl: server.url });
  const user = await client.get("/").json(User);
  assert.deepEqual([user.id + 1, user.tags, user.born.getUTCFullYear()], [2, [], 2000]);
  const error = await failureOf<NetworkError>(client.get("/wrong").json(User));
  assert.deepEqual([error.code, error.reason, error.retryable], ["NET_SCHEMA", "decode", false]);
  assert.match(error.message, /\/wrong \(status 200\)/);
  for (const path of [/\bid: /, /\btags\[1\]: /, /\bborn: /]) assert.match(error.message, path);
  const issues = error.context?.issues as { path: string }[];
  assert.deepEqual(issues.map(({ path }) => path), ["id", "tags[1]", "born"]);
  await using raw = await client.get("/").raw();
  assert.equal((await raw.json(User)).id, 1);
});

test("json() takes any Standard Schema, asynchronous and functions too, and refuses what is none", async () => {
  await using server = await serve(answerWith('{"a":[{"b":1}]}'));
  const client = createClient({ baseUrl: server.url });
  const standard = {
    version: 1 as const,
    vendor: "test",
    validate: (value: unknown) => Promise.resolve({ value: JSON.stringify(value) }),
  };
  assert.equal(await client.get("/").json({ "~standard": standard }), '{"a":[{"b":1}]}');
  assert.equal(await client.get("/").json(Object.assign(() => {}, { "~standard": standard })), '{"a":[{"b":1}]}');
  const refusing = {
    ...standard,
    validate: () => ({ issues: [{ message: "odd", path: ["a", { key: 0 }, { key: "b" }] }, { message: "all wrong" }] }),
  };
  const error = await failureOf<NetworkError>(client.get("/").json({ "~standard": refusing }));
  assert.match(error.message, /: a\[0\]\.b: odd; all wrong$/);
  for (const schema of [{}, null, 1, { parse() {} }]) {
    await assert.rejects(client.get("/").json(schema as never), { code: "ARGUMENT_NOT_SCHEMA" });
  }
});

test("a schema's many issues are told by the first ones", async () => {
  await using server = await serve(answerWith(JSON.stringify(Array(50).fill("x"))));
  const error = await failureOf<NetworkError>(createClient().get(server.url).json(z.array(z.number())));
  assert.match(error.message, /\[2\]: .*; \(\+47\)$/);
  assert.doesNotMatch(error.message, /\[3\]/);
  assert.equal((error.context?.issues as unknown[]).length, 50);
});

test("a status other than 2xx is an HttpError, in every form", async () => {
  await using server = await serve(answerWith('{"title":"gone"}', "application/problem+json", 410));
  const client = createClient({ baseUrl: server.url });
  const forms: ((client: Client) => Promise<unknown>)[] = [
    (it) => it.get("/"),
    (it) => it.get("/").json(),
    (it) => it.get("/").text(),
    (it) => it.get("/").raw(),
    (it) => Array.fromAsync(it.get("/").stream()),
  ];
  for (const form of forms) {
    const error = await failureOf<HttpError>(form(client));
    assert.ok(error instanceof HttpError);
    assert.deepEqual([error.status, error.problem], [410, { title: "gone" }]);
  }
});

test("throwOnStatus: false gives the answer whatever its status, at the first attempt", async () => {
  await using server = await serve(answerWith('{"error":"busy"}', "application/json", 503));
  const client = createClient({ baseUrl: server.url, throwOnStatus: false });
  assert.deepEqual(await client.get("/"), { error: "busy" });
  await using raw = await client.get("/").raw();
  assert.deepEqual([raw.status, raw.ok, await raw.json()], [503, false, { error: "busy" }]);
  assert.equal(server.seen.length, 2);
  await assert.rejects(client.get("/", { throwOnStatus: true, ...ONCE }), HttpError);
});

test("a client's request is tried again like any other, the body of its answer included", async () => {
  await using server = await serve((_request, response, n) => {
    if (n === 1) return void response.writeHead(503).end();
    if (n > 2) return void response.end("whole");
    response.writeHead(200, { "content-length": "10" }).write("half");
    setTimeout(() => response.destroy(), 20);
  });
  const client = createClient({ retry: { delayMs: 1 } });
  assert.equal(await client.get(server.url).text(), "whole");
  assert.equal(server.seen.length, 3);
});

test("a client merges the retries of a request into its own", async () => {
  await using server = await serve((_request, response) => void response.writeHead(503).end());
  const client = createClient({ retry: { delayMs: 1, attempts: 4 } });
  const waits: number[] = [];
  const onRetry = (_error: unknown, _attempt: number, delayMs: number) => waits.push(delayMs);
  await failureOf(client.get(server.url, { retry: { jitter: false, factor: 1, onRetry } }));
  assert.deepEqual(waits, [1, 1, 1]);
});

const USED = "A request failed and its fallback is used";

test("a client gives a fallback for what is parsed", async () => {
  using log = collectReports();
  await using server = await serve((_request, response) => void response.writeHead(500).end());
  const client = createClient({ baseUrl: server.url, ...ONCE, fallback: [] });
  assert.deepEqual(await client.get("/"), []);
  assert.deepEqual(await client.get("/").json(), []);
  assert.deepEqual(log.reports.filter(({ level }) => level === "warning").map(({ message }) => message), [USED, USED]);
  await assert.rejects(client.get("/").text(), HttpError);
  await assert.rejects(client.get("/", { signal: AbortSignal.abort(new CancelledError()) }), CancelledError);
});

test("a client keeps answers by cache, apart for each who asks", async () => {
  await using server = await serve(({ headers }, response, n) => {
    response.writeHead(200, { "content-type": "text/plain", "cache-control": "max-age=60" });
    response.end(`${n} ${headers.authorization} ${headers.cookie}`);
  });
  const store = new Map<string, unknown>();
  let token = "a";
  const jar = { getCookieString: () => Promise.resolve(`c=${token}`), setCookie: () => Promise.resolve() };
  const client = createClient({ baseUrl: server.url, cache: { store }, auth: { bearer: () => token }, cookies: jar });
  assert.equal(await client.get("/"), "1 Bearer a c=a");
  assert.equal(await client.get("/").text(), "1 Bearer a c=a");
  token = "b";
  assert.equal(await client.get("/"), "2 Bearer b c=b");
  token = "a";
  await using raw = await client.get("/").raw();
  assert.equal(await raw.text(), "1 Bearer a c=a");
  assert.equal(server.seen.length, 2);
});

test("a client's signal and a request's both end it", async () => {
  for (const which of ["client", "request"] as const) {
    await using server = await serveRaw(() => {});
    const signals = { client: new AbortController(), request: new AbortController() };
    const client = createClient({ signal: signals.client.signal });
    const reply = failureOf(client.get(server.url, { signal: signals.request.signal }));
    while (server.connections === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    signals[which].abort(which);
    assert.equal(await soon(reply, "the end"), which);
    await soon(server.closed, "the close");
    const again = failureOf(client.get(server.url, { signal: signals.request.signal }));
    assert.equal(await soon(again, "the refusal"), which);
    assert.equal(server.connections, 1);
  }
});

test("a name and password in baseUrl say who asks", async () => {
  await using server = await echo();
  const base = server.url.replace("://", "://user:p%40ss@");
  const { headers, url } = await createClient({ baseUrl: base }).get<SeenRequest>("/x");
  assert.deepEqual([url, headers.authorization], ["/x", `Basic ${btoa("user:p@ss")}`]);
  const dead = createClient({ baseUrl: "http://user:s3cret@127.0.0.1:1", ...ONCE });
  assert.doesNotMatch((await failureOf(dead.get("/x"))).message, /s3cret/);
});

test("maxRedirects limits the redirects that are followed, and 0 follows none", async () => {
  await using server = await serve(({ url }, response) => {
    const n = Number(url.slice(1));
    response.writeHead(n === 3 ? 200 : 302, { location: `/${n + 1}`, "content-type": "text/plain" }).end(url);
  });
  const client = createClient({ baseUrl: server.url });
  assert.equal(await client.get("/0", { maxRedirects: 3 }), "/3");
  const error = await failureOf<NetworkError>(client.get("/0", { maxRedirects: 2 }));
  assert.deepEqual([error.code, error.reason], ["NET_REDIRECTS", "protocol"]);
  assert.match(error.message, /more than 2 times/);
  const stays = client.extend({ maxRedirects: 0 });
  assert.equal((await failureOf<HttpError>(stays.get("/0"))).status, 302);
  await using raw = await stays.get("/0", { throwOnStatus: false }).raw();
  assert.deepEqual([raw.status, raw.headers.get("location"), await raw.text()], [302, "/1", "/0"]);
});

test("parseJson parses in place of JSON.parse, also in hooks and pages, and its failure is told as JSON's is", async () => {
  await using server = await serve(answerWith('{"id":12345678901234567890}'));
  const parseJson = (text: string) => JSON.parse(text.replace(/\d{16,}/, '"$&"'));
  const client = createClient({ baseUrl: server.url, parseJson });
  const right = { id: "12345678901234567890" };
  assert.deepEqual(await client.get("/"), right);
  assert.deepEqual(await client.get("/").json(), right);
  assert.deepEqual(await Array.fromAsync(client.paginate("/")), [right]);
  const broken = createClient({ parseJson: () => assert.fail("no") });
  const error = await failureOf<NetworkError>(broken.get(server.url));
  assert.equal(error.code, "NET_INVALID_JSON");
  assert.deepEqual(Object.keys(error.context!).sort(), ["contentType", "position", "status", "url"]);
});

test("a client's transport stands for the network, redirects and retries included", async () => {
  const asked: string[] = [];
  const client = createClient({
    baseUrl: "https://api.example",
    retry: { delayMs: 1 },
    transport: (url, { method, redirect }) => {
      asked.push(`${method} ${url.pathname} ${redirect}`);
      if (asked.length === 1) return new Response(null, { status: 503 });
      if (url.pathname === "/a") return new Response(null, { status: 302, headers: { location: "/b" } });
      return Promise.resolve(Response.json({ path: url.pathname }));
    },
  });
  assert.deepEqual(await client.get("/a"), { path: "/b" });
  assert.deepEqual(asked, ["GET /a manual", "GET /a manual", "GET /b manual"]);
});

test("a client's transport may be any fetch, and its errors are told as fetch's are", async () => {
  await using server = await echo();
  assert.equal((await createClient({ transport: fetch }).get<SeenRequest>(server.url)).method, "GET");
  const down = createClient({ transport: fetch, ...ONCE });
  await assert.rejects(down.get(`http://127.0.0.1:${await unusedPort()}`), { reason: "refused" });
  const own = new NetworkError({
    code: "NET_DNS",
    params: { method: "GET", url: "x" },
    reason: "dns",
    retryable: false,
  });
  await assert.rejects(createClient({ transport: () => Promise.reject(own) }).get("http://a.example"), own);
});

test("a client's transport and jar that never answer are not waited for when the request is over", async () => {
  const never = () => new Promise<never>(() => {});
  const answered = () => Promise.resolve(new Response("1", { headers: { "set-cookie": "a=1" } }));
  const cases: ClientOptions[] = [
    { transport: never },
    { transport: answered, cookies: { getCookieString: never, setCookie: never } },
    { transport: answered, cookies: { getCookieString: () => Promise.resolve(""), setCookie: never } },
  ];
  for (const options of cases) {
    const late = createClient({ ...options, totalTimeoutMs: 20 }).get("http://a.example");
    const error = await soon(failureOf<NetworkError>(late), "the end of the time");
    assert.deepEqual([error.reason, error.phase], ["timeout", "total"]);
    const controller = new AbortController();
    const cancelled = createClient(options).get("http://a.example", { signal: controller.signal });
    setTimeout(() => controller.abort("stop"), 20);
    assert.equal(await soon(failureOf(cancelled), "the cancellation"), "stop");
  }
});

test("what a client's transport gives after the request is over is let go", async () => {
  const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>();
  const { promise: isLetGo, resolve: tellLetGo } = Promise.withResolvers<void>();
  const client = createClient({
    async transport() {
      await mayAnswer;
      return new Response(new ReadableStream({ cancel: () => tellLetGo() }));
    },
  });
  const controller = new AbortController();
  const cancelled = failureOf(client.get("http://a.example", { signal: controller.signal }));
  setTimeout(() => controller.abort("stop"), 20);
  assert.equal(await soon(cancelled, "the cancellation"), "stop");
  letAnswer();
  await soon(isLetGo, "the end of the answer");
});

test("a client's transport guards where requests may go, by redirects too", async () => {
  await using server = await serve((_request, response) =>
    void response.writeHead(302, { location: "http://169.254.169.254/" }).end()
  );
  const allowed = new Set([new URL(server.url).host]);
  const client = createClient({
    transport: (url, init) => {
      if (!allowed.has(url.host)) {
        throw new ValidationError({
          code: "ARGUMENT_NOT_ONE_OF",
          params: { name: "url", allowed: [...allowed], value: url.host },
        });
      }
      return fetch(url, init);
    },
  });
  await assert.rejects(client.get(server.url), ValidationError);
  assert.equal(server.seen.length, 1);
});

test("createClient() refuses wrong options, each by its name", async () => {
  const url = "http://127.0.0.1:1/";
  const wrong: [options: unknown, code: string, text: RegExp][] = [
    [{ auth: {} }, "ARGUMENT_NOT_AUTH", /auth/],
    [{ auth: { username: "u" } }, "ARGUMENT_NOT_AUTH", /auth/],
    [{ auth: { username: "u", password: "p", bearer: "t" } }, "ARGUMENT_NOT_AUTH", /auth/],
    [{ auth: "token" }, "ARGUMENT_NOT_AUTH", /auth/],
    [{ throwOnStatus: 1 }, "ARGUMENT_NOT_ONE_OF", /throwOnStatus/],
    [{ query: "a=1" }, "ARGUMENT_NOT_OBJECT", /query/],
    [{ headers: "a: 1" }, "ARGUMENT_NOT_OBJECT", /headers/],
    [{ retry: 3 }, "ARGUMENT_NOT_OBJECT", /retry/],
    [{ retry: { limit: 3 } }, "ARGUMENT_UNKNOWN", /limit/],
    [{ signal: "stop" }, "ARGUMENT_NOT_SIGNAL", /signal/],
    [{ maxRedirects: -1 }, "ARGUMENT_NOT_INTEGER", /maxRedirects/],
    [{ parseJson: "json" }, "ARGUMENT_NOT_FUNCTION", /parseJson/],
    [{ hooks: { before: [] } }, "ARGUMENT_UNKNOWN", /before/],
    [{ hooks: { onError() {} } }, "ARGUMENT_NOT_ARRAY", /onError/],
    [{ hooks: { onError: [1] } }, "ARGUMENT_NOT_FUNCTION", /onError/],
    [{ cookies: {} }, "ARGUMENT_NOT_JAR", /cookies/],
    [{ proxy: "socks5://127.0.0.1:1" }, "ARGUMENT_NOT_URL", /proxy/],
    [{ tls: { pfx: "x" } }, "ARGUMENT_UNKNOWN", /pfx/],
    [{ tls: { cert: "x" } }, "ARGUMENT_NOT_TEXT", /key/],
    [{ transport: "fetch" }, "ARGUMENT_NOT_FUNCTION", /transport/],
    [{ transport: fetch, proxy: "http://127.0.0.1:1" }, "ARGUMENT_WITH_TRANSPORT", /proxy/],
    [{ connectTimeoutMs: -1 }, "ARGUMENT_NOT_IN_RANGE", /connectTimeoutMs/],
    [{ cache: {} }, "ARGUMENT_NOT_STORE", /store/],
  ];
  for (const [options, code, text] of wrong) {
    const error = await failureOf<ValidationError>(
      (async () => await createClient(options as ClientOptions).get(url))(),
    );
    assert.deepEqual([error.constructor, error.code], [ValidationError, code]);
    assert.match(error.message, text);
  }
  for (const options of [null, 1, []]) assert.throws(() => createClient(options as never), ValidationError);
  for (const baseUrl of ["not a url", "/api", "ftp://x.example", "", null, 5, {}]) {
    const options = { baseUrl } as ClientOptions;
    for (const make of [() => createClient(options), () => createClient().extend(options)]) {
      assert.throws(make, (error: ValidationError) => error.code === "ARGUMENT_NOT_URL" && error.option === "baseUrl");
    }
  }
  for (const options of [null, { prefixUrl: url }, { body: "x" }]) {
    assert.throws(() => createClient(options as never), ValidationError);
    assert.throws(() => createClient().extend(options as never), ValidationError);
  }
  assert.throws(() => createClient({ prefixUrl: url } as never), /prefixUrl.*baseUrl/);
  await assert.rejects(createClient().get(url, { baseUrl: url } as never), { code: "ARGUMENT_UNKNOWN" });
});
