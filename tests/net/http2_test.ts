import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer as createHttpsServer } from "node:https";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type NetworkError, ValidationError } from "../../errors/mod.ts";
import { runtime } from "../../internal/runtime.ts";
import { إنشاء_عميل } from "../../net/ar.ts";
import {
  type Client,
  type ClientOptions,
  createClient,
  download,
  graphql,
  HttpError,
  requestBatch,
  type RequestProgress,
} from "../../net/mod.ts";
import { startHttpProxy } from "../faults/http_proxy.ts";
import { listen, tempDir } from "../support/mod.ts";
import { testAuthority } from "./fixtures/test_authority.ts";
import { startHttp2Server } from "./http2_support.ts";
import { answerWith, failureOf, serve } from "./support.ts";

const TLS = { ca: testAuthority.ca };
// Fetch, by which Deno speaks it, does not tell.
const TOLD = runtime === "deno" ? undefined : "2.0";

/** What the server tells of a request. */
interface Seen {
  method: string;
  url: string;
  version: string;
  authority: string;
  headers: Record<string, string>;
  text?: string;
  bytes: number;
  /** Who asked, by its certificate. */
  client?: string;
}

/** Whether there was one connection; Deno opens several for requests that begin together, and then uses one. */
function assertOne(connections: string): void {
  if (runtime !== "deno") assert.equal(connections, "1");
}

function http2Client(options: ClientOptions = {}): Client {
  return createClient({ http2: true, tls: TLS, retry: { attempts: 1 }, ...options });
}

test("a client with http2 speaks it where the server does, and all its requests share a connection", async () => {
  await using server = await startHttp2Server();
  const client = http2Client({ baseUrl: server.url });
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => client.get<Seen>(`/${n}?a=b`)));
  assert.deepEqual(answers.map(({ version, url }) => [version, url]), answers.map((_, n) => ["2.0", `/${n}?a=b`]));
  await using answer = await client.get("/").raw();
  assert.deepEqual([answer.status, answer.httpVersion], [200, TOLD]);
  // Those that come of it, too.
  assertOne(await client.extend({ headers: { a: "b" } }).get("/connections").text());
});

test("a client with http2 speaks HTTP/1.1 where the server does, and asks but once what it speaks", async () => {
  let connections = 0;
  const old = createHttpsServer(testAuthority.server, ({ httpVersion, url }, response) => {
    response.end(`${httpVersion} ${url}`);
  });
  old.on("secureConnection", () => connections++);
  await using server = await listen(old);
  const client = http2Client({ baseUrl: `https://localhost:${server.port}` });
  assert.equal(await client.get("/a").text(), "1.1 /a");
  for (let n = 0; n < 5; n++) assert.equal(await client.post("/b", { body: "text" }).text(), "1.1 /b");
  assert.ok(connections <= 3, String(connections));
  await using plain = await serve(answerWith("plain", "text/plain"));
  assert.equal(await client.get(plain.url).text(), "plain");
});

test("a client without http2 speaks HTTP/1.1, and on Deno only if it is told so", async () => {
  await using server = await startHttp2Server();
  const version = async (http2?: boolean) => (await createClient({ tls: TLS, http2 }).get<Seen>(server.url)).version;
  assert.equal(await version(), runtime === "deno" ? "2.0" : "1.1");
  assert.equal(await version(false), "1.1");
});

test("a client sends every kind of body over HTTP/2", async () => {
  await using server = await startHttp2Server();
  const client = http2Client({ baseUrl: server.url });
  const send = async (body: unknown) => {
    const { method, version, headers, text } = await client.post<Seen>("/", { body: body as string });
    assert.deepEqual([method, version], ["POST", "2.0"]);
    return [text, headers["content-type"]];
  };
  assert.deepEqual(await send({ a: "علي" }), ['{"a":"علي"}', "application/json"]);
  assert.deepEqual(await send("نص"), ["نص", "text/plain;charset=UTF-8"]);
  assert.deepEqual(await send(new Uint8Array([104, 105])), ["hi", undefined]);
  assert.deepEqual(await send(new Blob(["blob"], { type: "text/x" })), ["blob", "text/x"]);
  const type = "application/x-www-form-urlencoded;charset=UTF-8";
  assert.deepEqual(await send(new URLSearchParams({ a: "1" })), ["a=1", type]);
  assert.deepEqual(await send(new Blob(["stream", "ed"]).stream()), ["streamed", undefined]);
  const form = new FormData();
  form.set("field", "value");
  const [text, formType] = await send(form);
  assert.match(text!, /name="field"\r\n\r\nvalue\r\n/);
  assert.match(formType!, /^multipart\/form-data; ?boundary=/);
  assert.equal((await client.put<Seen>("/", { body: "x" })).method, "PUT");
  assert.equal((await client.delete<Seen>("/")).method, "DELETE");
});

test("a client uploads files over HTTP/2, and tells its progress", async () => {
  await using dir = await tempDir();
  const path = dir.join("file.bin");
  await writeFile(path, new Uint8Array(3_000_000).fill(7));
  await using server = await startHttp2Server();
  const progress: RequestProgress[] = [];
  const { bytes, version } = await http2Client().post<Seen>(server.url, {
    uploadFile: path,
    onProgress: (one) => progress.push(one),
  });
  assert.ok(bytes > 3_000_000 && version === "2.0");
  const up = progress.filter(({ direction }) => direction === "upload");
  assert.deepEqual([up.at(-1)!.bytes, up.at(-1)!.totalBytes], [bytes, bytes]);
  assert.ok(up.length > 1);
});

test("a client reads large answers over HTTP/2 whole, as slowly as it likes, and several at a time", async () => {
  const large = new Uint8Array(1_500_000).map((_, n) => n % 251);
  await using server = await startHttp2Server();
  const client = http2Client({ baseUrl: server.url });
  const slow = (async () => {
    const pieces: Uint8Array[] = [];
    for await (const piece of client.get("/large").stream()) {
      pieces.push(piece);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return Buffer.concat(pieces);
  })();
  // One that nobody reads keeps no other from coming.
  await using unread = await client.get("/large").raw();
  const quick = await Promise.all([1, 2, 3].map(() => client.get("/large").bytes()));
  for (const bytes of [...quick, await slow]) assert.ok(Buffer.compare(bytes, large) === 0);
  assert.ok(Buffer.compare(await unread.bytes(), large) === 0);
  assertOne(await client.get("/connections").text());
});

test("a client uploads as slowly as the server over HTTP/2 takes it", async () => {
  await using server = await startHttp2Server();
  let pulled = 0;
  let lastPull = performance.now();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (pulled === 200) return controller.close();
      pulled++;
      lastPull = performance.now();
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const client = http2Client({ baseUrl: server.url });
  const answer = (async () => await client.post<Seen>("/slow", { body }))();
  // Until nothing more is asked for.
  do await new Promise((resolve) => setTimeout(resolve, 50)); while (
    pulled === 0 || performance.now() - lastPull < 300
  );
  assert.ok(pulled < 200, String(pulled));
  await client.get("/release");
  assert.equal((await answer).bytes, 200 * 65_536);
});

test("a client decompresses answers over HTTP/2, up to their limit", async () => {
  await using server = await startHttp2Server();
  const client = http2Client({ baseUrl: server.url, maxBytes: 100_000 });
  assert.equal(await client.get("/gzip").text(), "small");
  const error = await failureOf<NetworkError>(client.get("/bomb").bytes());
  assert.equal(error.reason, "too-large");
});

test("a client sends over HTTP/2 no header that belongs to a connection", async () => {
  await using server = await startHttp2Server();
  const headers = { connection: "close", "keep-alive": "timeout=5", te: "gzip", "X-Own": "kept" };
  const seen = await http2Client().get<Seen>(server.url, { headers });
  assert.deepEqual([seen.headers["x-own"], seen.authority], ["kept", `localhost:${server.port}`]);
  for (const name of ["connection", "keep-alive", "transfer-encoding"]) {
    assert.equal(seen.headers[name], undefined, name);
  }
});

test("answers without a body come over HTTP/2", async () => {
  await using server = await startHttp2Server();
  const client = http2Client({ baseUrl: server.url });
  assert.equal(await client.get("/none"), undefined);
  await using head = await client.head("/head").raw();
  assert.equal(head.headers.get("content-length"), "1000");
  await using cookies = await client.get("/cookies").raw();
  assert.deepEqual(cookies.headers.getSetCookie(), ["a=1; Path=/", "b=2; Path=/"]);
  assert.equal(await cookies.text(), "");
});

test("a client over HTTP/2 has its hooks, cookies, redirects, statuses and retries", async () => {
  await using server = await startHttp2Server();
  const client = http2Client({
    baseUrl: server.url,
    cookies: true,
    retry: { attempts: 3, delayMs: 1 },
    hooks: { beforeRequest: [(request) => void request.headers.set("x-hook", "seen")] },
  });
  await client.get("/cookies");
  for (const path of ["/moved", "/busy"]) {
    const { headers, version } = await client.get<Seen>(path);
    assert.deepEqual([headers["cookie"], headers["x-hook"], version], ["a=1; b=2", "seen", "2.0"]);
  }
  const error = await failureOf(client.get("/gone"));
  assert.ok(error instanceof HttpError && error.status === 410);
  assertOne(await client.get("/connections").text());
});

test("batches, GraphQL and downloads go over HTTP/2 by their client", async () => {
  await using server = await startHttp2Server();
  const client = http2Client();
  const requests = Array.from({ length: 30 }, (_, n) => ({ url: `${server.url}/${n}` }));
  const answers = await requestBatch(requests, { client }) as Seen[];
  assert.deepEqual(answers.map(({ url, version }) => [url, version]), requests.map((_, n) => [`/${n}`, "2.0"]));
  assert.deepEqual((await graphql(`${server.url}/graphql`, "{ version }", { client })).data, { version: "2.0" });
  await using dir = await tempDir();
  await download(`${server.url}/large`, dir.join("file"), { client });
  assert.equal((await readFile(dir.join("file"))).byteLength, 1_500_000);
  assertOne(await client.get(`${server.url}/connections`).text());
});

test("a client goes over HTTP/2 through a proxy", async () => {
  await using server = await startHttp2Server();
  await using proxy = await startHttpProxy({ credentials: "user:pass" });
  const client = http2Client({ proxy: `http://user:pass@127.0.0.1:${proxy.port}` });
  assert.equal((await client.get<Seen>(server.url)).version, "2.0");
  assert.equal((await client.get<Seen>(server.url)).version, "2.0");
  assert.deepEqual(proxy.seen.map(({ method, target }) => [method, target]), [["CONNECT", `localhost:${server.port}`]]);
  const refused = http2Client({ proxy: `http://user:wrong@127.0.0.1:${proxy.port}` });
  const error = await failureOf<NetworkError>(refused.get(server.url));
  assert.deepEqual([error.reason, error.code], ["refused", "NET_PROXY"]);
});

test("a client with http2 and publicOnly does not connect to this machine", async () => {
  await using server = await startHttp2Server();
  for (const url of [server.url, server.url.replace("localhost", "127.0.0.1")]) {
    const error = await failureOf<NetworkError>(http2Client({ publicOnly: true }).get(url));
    assert.deepEqual([error.reason, error.code], ["refused", "NET_NOT_PUBLIC"]);
  }
});

test("a process that spoke HTTP/2 ends by itself", async () => {
  await using server = await startHttp2Server();
  const file = fileURLToPath(new URL("./fixtures/http2_ends_by_itself.ts", import.meta.url));
  const own = runtime === "deno" ? ["run", "--no-check", "-A", file] : [file];
  const { stdout } = await promisify(execFile)(process.execPath, [...own, server.url], { timeout: 60_000 });
  assert.equal(stdout, "200\n2.0\n");
});

test("a client over HTTP/2 says who it is, and learns that it is nobody", async () => {
  await using server = await startHttp2Server({ isMutual: true });
  const known = http2Client({ tls: { ...TLS, ...testAuthority.client } });
  const { version, client } = await known.get<Seen>(server.url);
  assert.deepEqual([version, client], ["2.0", "client.example"]);
  const error = await failureOf<NetworkError>(http2Client().get(server.url));
  // A server tells that it wants to know only when the client takes it for connected.
  assert.ok(["tls", "reset"].includes(error.reason), error.reason);
});

test("http2 is true or false, and for no transport of the caller's", async () => {
  for (const http2 of ["auto", 1, null]) {
    assert.throws(() => createClient({ http2: http2 as unknown as boolean }), ValidationError, String(http2));
  }
  const both = createClient({ http2: true, transport: () => new Response() });
  assert.ok(await failureOf(both.get("https://localhost/")) instanceof ValidationError);
});

test("عميل مع http2 يتكلمه حيث يتكلمه الخادم", async () => {
  await using server = await startHttp2Server();
  const عميل = إنشاء_عميل({ http2: true, tls: { جهات_التوثيق: testAuthority.ca } });
  await using جواب = await عميل.جلب(server.url).خام();
  assert.equal(جواب.إصدار_http, TOLD);
  assert.match(await جواب.نص(), /"version":"2.0"/);
});
