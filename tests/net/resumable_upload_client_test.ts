import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import test from "node:test";
import { setLocale } from "../../errors/mod.ts";
import { createClient, createCookieJar, upload } from "../../net/mod.ts";
import { tempDir } from "../support/mod.ts";
import { testAuthority } from "./fixtures/test_authority.ts";
import { startHttp2Server } from "./http2_support.ts";
import { failureOf, soon } from "./support.ts";
import { type SeenTusRequest, serveTus, type TestTusServer } from "./tus_server.ts";

setLocale("en");

const content = "content of the file";

async function sourceFile() {
  const dir = await tempDir();
  const path = dir.join("file");
  await writeFile(path, content);
  return { path, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

/** Two servers, of which the first says that uploads are at the second. */
async function twoServers(): Promise<{ front: TestTusServer; store: TestTusServer } & AsyncDisposable> {
  const store = await serveTus();
  // The store knows the upload as the front creates it.
  await fetch(store.url, {
    method: "POST",
    headers: { "tus-resumable": "1.0.0", "upload-length": String(content.length) },
  });
  store.seen.length = 0;
  const front = await serveTus({ location: () => `${store.origin}/files/upload1` });
  return {
    front,
    store,
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}

const about = (requests: SeenTusRequest[], name: string) => requests.map(({ headers }) => headers[name]);

test("upload() goes by a client: its URL, credentials, cookies, headers and hooks, anew for each request", async () => {
  await using source = await sourceFile();
  await using server = await serveTus({ breaksAfter: (n) => n === 1 ? 5 : undefined });
  const jar = createCookieJar();
  await jar.setCookie("id=7", server.origin);
  let tokens = 0;
  const asked: string[] = [];
  const client = createClient({
    baseUrl: server.origin,
    auth: { bearer: () => `token-${++tokens}` },
    headers: { "x-client": "yes", "x-both": "client" },
    query: { key: "k" },
    cookies: jar,
    retry: { attempts: 5, delayMs: 1 },
    hooks: { beforeRequest: [({ method }) => void asked.push(method)] },
  });
  const file = await upload("files", source.path, { client, headers: { "x-both": "upload" }, query: { more: 1 } });
  assert.equal(server.only.content.toString(), content);
  assert.equal(file.url, `${server.origin}/files/upload1`);
  assert.deepEqual(server.seen.map(({ method, url }) => `${method} ${url}`), [
    "OPTIONS /files?key=k&more=1",
    "POST /files?key=k&more=1",
    "PATCH /files/upload1?key=k",
    "HEAD /files/upload1?key=k",
    "PATCH /files/upload1?key=k",
  ]);
  assert.deepEqual(asked, server.seen.map(({ method }) => method));
  assert.deepEqual(about(server.seen, "authorization"), [1, 2, 3, 4, 5].map((n) => `Bearer token-${n}`));
  assert.ok(about(server.seen, "cookie").every((cookie) => cookie === "id=7"));
  assert.ok(server.seen.every(({ headers }) => headers["x-client"] === "yes" && headers["x-both"] === "upload"));
});

test("upload() sends no credentials to another origin, whatever Location says", async () => {
  const headers = { authorization: "Bearer secret", "x-api-key": "secret", cookie: "id=secret", "x-plain": "yes" };
  const { "x-plain": _, ...secrets } = headers;
  const auths = [{ bearer: "secret" }, { bearer: () => "secret" }, { username: "a", password: "secret" }];
  await using source = await sourceFile();
  for (const auth of [undefined, ...auths]) {
    for (const hasBase of auth === undefined ? [false] : [true, false]) {
      await using servers = await twoServers();
      const { front, store } = servers;
      const client = auth === undefined ? undefined : createClient({
        ...(hasBase ? { baseUrl: front.origin } : {}),
        auth,
        headers: { "x-plain": "yes", "x-api-key": "secret" },
        query: { key: "secret" },
      });
      const options = client === undefined ? { headers } : { client };
      await upload(front.url, source.path, options);
      assert.equal(store.only.content.toString(), content);
      const what = `${JSON.stringify(auth)} ${hasBase}`;
      assert.match(front.of("POST")[0]!.headers.authorization!, client === undefined ? /secret/ : /^B/, what);
      assert.ok(store.seen.length > 0);
      for (const { headers, url } of store.seen) {
        for (const name of Object.keys(secrets)) assert.equal(headers[name], undefined, `${what}: ${name}`);
        assert.equal(headers["x-plain"], "yes");
        assert.equal(url, "/files/upload1", what);
      }
    }
  }
});

test("upload() goes with credentials to the server of the client, though another created the upload", async () => {
  await using source = await sourceFile();
  await using servers = await twoServers();
  const { front, store } = servers;
  const client = createClient({ baseUrl: store.origin, auth: { bearer: "secret" } });
  await upload(front.url, source.path, { client });
  assert.deepEqual(about(front.seen, "authorization"), [undefined, undefined]);
  assert.deepEqual(about(store.seen, "authorization"), ["Bearer secret"]);
});

test("upload() takes the name and password from its URL, and gives them to no other origin", async () => {
  await using source = await sourceFile();
  await using servers = await twoServers();
  const { front, store } = servers;
  await upload(front.url.replace("://", "://user:secret@"), source.path);
  assert.ok(about(front.seen, "authorization").every((value) => value === `Basic ${btoa("user:secret")}`));
  assert.deepEqual(about(store.seen, "authorization"), [undefined]);
  await using server = await serveTus();
  await upload(server.url.replace("://", "://user:secret@"), source.path, { chunkBytes: 10 });
  assert.deepEqual(about(server.seen, "authorization"), server.seen.map(() => `Basic ${btoa("user:secret")}`));
  assert.equal(server.of("PATCH").length, 2);
});

test("upload() follows redirects of its creation, and takes Location by where that led", async () => {
  await using source = await sourceFile();
  await using server = await serveTus({
    instead: ({ url }) => url === "/old" ? { status: 308, headers: { location: "/new/files" } } : undefined,
    location: (id) => id,
  });
  const file = await upload(`${server.origin}/old`, source.path);
  assert.equal(file.url, `${server.origin}/new/upload1`);
  assert.equal(server.only.content.toString(), content);
});

test("upload() goes over HTTP/2 by its client, and on where the server gave up", async () => {
  await using dir = await tempDir();
  const path = dir.join("file");
  const content = Buffer.from(Array.from({ length: 4_000_000 }, (_, index) => (index * index) % 251));
  await writeFile(path, content);
  await using server = await startHttp2Server({ name: "http2_tus_server" });
  const client = createClient({
    baseUrl: server.url,
    http2: true,
    tls: { ca: testAuthority.ca },
    retry: { delayMs: 1 },
  });
  await upload("/files", path, { client, chunkBytes: 1_000_000 });
  const { seen, digest } = await client.get<{ seen: string[]; digest: string }>("/");
  assert.equal(digest, createHash("sha256").update(content).digest("hex"));
  assert.deepEqual(seen.filter((request) => !request.startsWith("PATCH")), ["OPTIONS 2.0", "POST 2.0", "HEAD 2.0"]);
  assert.ok(seen.every((request) => request.endsWith(" 2.0")));
});

test("upload() ends with its client's signal", async () => {
  await using source = await sourceFile();
  await using server = await serveTus({ instead: ({ method }) => method === "PATCH" ? "silence" : undefined });
  const controller = new AbortController();
  const client = createClient({ signal: controller.signal });
  const uploading = upload(server.url, source.path, { client });
  const { closed } = await soon(server.asked("PATCH"), "the chunk", 60_000);
  const reason = new Error("enough");
  controller.abort(reason);
  assert.equal(await failureOf(uploading), reason);
  await soon(closed, "the connection", 60_000);
});

test("upload() goes by a transport, as tests of programs need it", async () => {
  await using source = await sourceFile();
  const sent: string[] = [];
  const client = createClient({
    async transport(_url, init) {
      const method = init.method!;
      if (method === "OPTIONS") return new Response(null, { status: 204 });
      if (method === "POST") return new Response(null, { status: 201, headers: { location: "/1" } });
      const text = await new Response(init.body).text();
      sent.push(text);
      return new Response(null, { status: 204, headers: { "upload-offset": String(text.length) } });
    },
  });
  const file = await upload("https://files.example/", source.path, { client });
  assert.deepEqual([file.url, sent], ["https://files.example/1", [content]]);
});
