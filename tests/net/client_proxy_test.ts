import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import type { AddressInfo, Socket } from "node:net";
import process from "node:process";
import { createServer as createTlsServer, type PeerCertificate, type TlsOptions } from "node:tls";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { NetworkError, ValidationError } from "../../errors/mod.ts";
import { runtime } from "../../internal/runtime.ts";
import { isExcepted } from "../../net/internal/client/proxy_rule.ts";
import { type ClientTls, createClient } from "../../net/mod.ts";
import { startFaultyHttp } from "../faults/faulty_http.ts";
import { startHttpProxy } from "../faults/http_proxy.ts";
import { testAuthority } from "./fixtures/test_authority.ts";
import { tempDir } from "../support/mod.ts";
import { failureOf, serve, serveRaw, soon, type TestServer, unusedPort } from "./support.ts";

const ONCE = { retry: { attempts: 1 } };

/** A server that says which name it was asked by. */
function serveName(): Promise<TestServer> {
  return serve(({ headers, url, body, method }, response) => {
    response.setHeader("content-type", "text/plain").end(`${method} ${headers.host} ${url} ${body}`);
  });
}

/** A server over TLS, whose certificate the test authority vouches for; it tells who the client is. */
async function serveTls(options: TlsOptions = {}): Promise<{ url: string; port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  // Bun's HTTPS server does not tell who the client is.
  const server = createTlsServer({ ...testAuthority.server, ...options }, (socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (bytes: Buffer) => {
      const { subject } = (options.requestCert ? socket.getPeerCertificate() : {}) as Partial<PeerCertificate>;
      const body = `${bytes.toString().split(" ")[1]} ${subject?.CN ?? "nobody"}`;
      socket.end(
        `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    });
  });
  server.on("tlsClientError", () => {});
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

test("a client goes through the proxy that its options name", async () => {
  await using server = await serveName();
  await using proxy = await startHttpProxy({ port: server.port });
  const client = createClient({ baseUrl: "http://nowhere.invalid/a", proxy: proxy.url });
  assert.equal(await client.get("b?c=1").text(), "GET nowhere.invalid /a/b?c=1 ");
  assert.equal(await client.post("b", { body: "text" }).text(), "POST nowhere.invalid /a/b text");
  assert.deepEqual(proxy.seen.map(({ method, target }) => [method, target]), [
    ["GET", "http://nowhere.invalid/a/b?c=1"],
    ["POST", "http://nowhere.invalid/a/b"],
  ]);
});

test("a client goes through a proxy to a server over TLS", async () => {
  await using server = await serveTls();
  await using proxy = await startHttpProxy();
  const client = createClient({ proxy: new URL(proxy.url), tls: { ca: testAuthority.ca } });
  assert.equal(await client.get(`${server.url}/x`).text(), "/x nobody");
  assert.deepEqual(proxy.seen.map(({ method, target }) => [method, target]), [["CONNECT", `localhost:${server.port}`]]);
});

test("a client tells its proxy who it is", async () => {
  await using server = await serveName();
  await using secure = await serveTls();
  await using proxy = await startHttpProxy({ credentials: "user:p@ss", port: server.port });
  await using tunnel = await startHttpProxy({ credentials: "user:p@ss" });
  const by = (port: number) => `http://user:p%40ss@127.0.0.1:${port}`;
  assert.match(await createClient({ proxy: by(proxy.port) }).get("http://a.invalid/").text(), /^GET a\.invalid/);
  const tls = { ca: testAuthority.ca };
  assert.equal(await createClient({ proxy: by(tunnel.port), tls }).get(secure.url).text(), "/ nobody");
});

test("a client speaks to a proxy over TLS, to servers with TLS and without", async () => {
  await using server = await serveName();
  await using secure = await serveTls();
  await using proxy = await startHttpProxy({ tls: testAuthority.server, credentials: "user:pass" });
  const by = `https://user:pass@localhost:${proxy.port}`;
  const client = createClient({ proxy: by, tls: { ca: testAuthority.ca }, ...ONCE });
  assert.match(await client.get(`${server.url}/x`).text(), /^GET 127\.0\.0\.1:\d+ \/x/);
  assert.equal(await client.get(`${secure.url}/y`).text(), "/y nobody");
  assert.equal(proxy.seen.length, 2);
  const unknown = await failureOf<NetworkError>(createClient({ proxy: by, ...ONCE }).get(server.url));
  assert.ok(["tls", "refused"].includes(unknown.reason), unknown.reason);
});

test("a client is told that its proxy refuses it, without the password", async () => {
  await using proxy = await startHttpProxy({ credentials: "user:right" });
  const wrong = `http://user:wr0ng@127.0.0.1:${proxy.port}`;
  const plain = await failureOf<NetworkError>(createClient({ proxy: wrong, ...ONCE }).get("http://a.invalid/"));
  assert.deepEqual([plain.reason, (plain as { status?: number }).status], ["status", 407]);
  const secure = await failureOf<NetworkError>(createClient({ proxy: wrong, ...ONCE }).get("https://a.invalid/"));
  assert.ok(secure instanceof NetworkError);
  assert.deepEqual([secure.reason, secure.retryable], ["refused", true]);
  for (const error of [plain, secure]) {
    assert.ok(!JSON.stringify(error).includes("wr0ng") && !String(error.stack).includes("wr0ng"));
  }
});

test("a client is told that its proxy does not answer, or is not there", async () => {
  await using silent = await startFaultyHttp(() => {});
  for (const url of ["http://a.invalid/", "https://a.invalid/"]) {
    const down = createClient({ proxy: `http://127.0.0.1:${await unusedPort()}`, ...ONCE });
    const refused = await failureOf<NetworkError>(down.get(url));
    assert.deepEqual([refused.reason, refused.code], ["refused", "NET_PROXY"], url);
    assert.match(refused.message, /as the proxy makes no connection/);
    const waiting = createClient({ proxy: silent.url, connectTimeoutMs: 200, ...ONCE });
    const error = await failureOf<NetworkError>(waiting.get(url));
    assert.deepEqual([error.reason, error.phase], ["timeout", "headers"], url);
  }
  await soon(silent.allClosed(), "the close");
});

test("a client streams through a proxy, both ways, and closes what it gives up", async () => {
  await using server = await serve(({ bytes }, response) => void response.end(bytes));
  await using proxy = await startHttpProxy();
  const client = createClient({ proxy: proxy.url });
  const body = new Uint8Array(300_000).fill(7);
  const stream = new Blob([body]).stream();
  assert.deepEqual(await client.post(server.url, { body: stream }).bytes(), body);
  const form = new FormData();
  form.set("a", "علي");
  form.set("f", new Blob(["file"]), "f.txt");
  await client.post(server.url, { body: form });
  assert.match(server.seen[1]!.body, /name="a"\r\n\r\nعلي/);
  assert.match(server.seen[1]!.headers["content-type"]!, /^multipart\/form-data; ?boundary=/);
  await using slow = await serveRaw((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"));
  const reader = client.get(slow.url).stream().getReader();
  await reader.read();
  await reader.cancel();
  await soon(slow.closed, "the close");
});

test("a client decompresses through a proxy, and follows redirects", async () => {
  const { gzipSync, brotliCompressSync } = await import("node:zlib");
  const encoded = { gzip: gzipSync, br: brotliCompressSync };
  await using server = await serve(({ url }, response) => {
    const name = url.slice(1) as keyof typeof encoded;
    if (url === "/") return void response.writeHead(302, { location: "/gzip" }).end();
    response.writeHead(200, { "content-encoding": name, "content-type": "text/plain" }).end(encoded[name]("مرحبا"));
  });
  await using proxy = await startHttpProxy();
  const client = createClient({ baseUrl: server.url, proxy: proxy.url });
  for (const path of ["/gzip", "/br", "/"]) assert.equal(await client.get(path).text(), "مرحبا", path);
  assert.equal(await client.head("/gzip"), undefined);
});

test("a client trusts the authorities of its options beside those of the runtime", async () => {
  await using server = await serveTls();
  const unknown = await failureOf<NetworkError>(createClient(ONCE).get(server.url));
  assert.equal(unknown.reason, "tls");
  const client = createClient({ tls: { ca: [testAuthority.ca] } });
  assert.equal(await client.get(server.url).text(), "/ nobody");
  assert.equal(await client.get(`${server.url}/again`).text(), "/again nobody");
  // A name that the certificate does not hold stays refused.
  const other = await failureOf<NetworkError>(client.get(`https://127.0.0.2:${server.port}/`, ONCE));
  assert.ok(["tls", "refused"].includes(other.reason), other.reason);
});

test("a client shows its certificate to a server that asks for one", async () => {
  const { ca, client: own } = testAuthority;
  await using server = await serveTls({ ca, requestCert: true, rejectUnauthorized: true });
  assert.equal(await createClient({ tls: { ca, ...own } }).get(server.url).text(), "/ client.example");
  const error = await failureOf<NetworkError>(createClient({ tls: { ca }, ...ONCE }).get(server.url));
  assert.ok(["tls", "reset"].includes(error.reason), error.reason);
});

test("a client whose certificate cannot be read is told so, without the key", async () => {
  const { ca, client: { cert, key } } = testAuthority;
  const broken = key.replace(/\n.{20}/, "\ns3cret");
  const cases: [tls: ClientTls, name: string][] = [
    [{ ca: "authority.pem" }, "ca"],
    [{ ca: [ca, cert.slice(0, -60)] }, "ca"],
    [{ cert: "client.pem", key }, "cert"],
    [{ cert, key: broken }, "key"],
    [{ cert, key: cert }, "key"],
    [{ cert, key: testAuthority.server.key }, "key"],
  ];
  for (const [tls, name] of cases) {
    const error = await failureOf<ValidationError>(createClient({ tls, ...ONCE }).get("https://127.0.0.1:1/"));
    assert.deepEqual([error.constructor, error.code], [ValidationError, "ARGUMENT_NOT_PEM"], name);
    assert.match(error.message, new RegExp(`use ${name} `));
    assert.ok(!inspect(error).includes("s3cret"));
  }
});

test("a client adds the authorities of its options to those that the environment names", async () => {
  await using dir = await tempDir();
  await using server = await serveTls();
  await writeFile(dir.join("ca.pem"), testAuthority.ca);
  const environment = { NODE_EXTRA_CA_CERTS: dir.join("ca.pem"), DENO_CERT: dir.join("ca.pem") };
  assert.deepEqual(await byEnvironment("other-ca", [server.url], environment), ["/ nobody"]);
});

/** Asks URLs in a process whose environment names proxies. */
async function byEnvironment(
  mode: "on" | "off" | "other-ca" | "request",
  urls: string[],
  environment: Record<string, string>,
): Promise<string[]> {
  const file = fileURLToPath(new URL("./fixtures/by_environment.ts", import.meta.url));
  const own = runtime === "deno" ? ["run", "--no-check", "-A", file] : [file];
  const { HTTP_PROXY: _, HTTPS_PROXY: __, NO_PROXY: ___, ...rest } = process.env;
  const child = spawn(process.execPath, [...own, mode, ...urls], {
    env: { ...rest, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => output += chunk);
  const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearTimeout(timer);
  assert.equal(code, 0);
  return JSON.parse(output);
}

test("a client goes through the proxies of the environment, but for NO_PROXY and proxy: false", async () => {
  await using server = await serveName();
  await using proxy = await startHttpProxy({ port: server.port });
  const variables = { HTTP_PROXY: proxy.url, NO_PROXY: "127.0.0.1" };
  const direct = `${server.url}/direct`;
  const proxied = "http://a.invalid/proxied";
  assert.deepEqual(await byEnvironment("on", [proxied, direct], variables), [
    "GET a.invalid /proxied ",
    `GET 127.0.0.1:${server.port} /direct `,
  ]);
  assert.deepEqual(proxy.seen.map(({ target }) => target), [proxied]);
  assert.deepEqual(await byEnvironment("request", [proxied, direct], variables), [
    "GET a.invalid /proxied ",
    `GET 127.0.0.1:${server.port} /direct `,
  ]);
  const lower = { http_proxy: proxy.url };
  assert.deepEqual(await byEnvironment("on", [proxied], lower), ["GET a.invalid /proxied "]);
  assert.deepEqual(await byEnvironment("off", [direct], { HTTP_PROXY: proxy.url }), [
    `GET 127.0.0.1:${server.port} /direct `,
  ]);
  assert.equal(proxy.seen.length, 3);
});

test("a client goes by HTTPS_PROXY to servers over TLS", async () => {
  await using proxy = await startHttpProxy({ status: 403 });
  await byEnvironment("on", ["https://a.invalid/"], { HTTPS_PROXY: proxy.url });
  assert.deepEqual(proxy.seen.map(({ method, target }) => [method, target]), [["CONNECT", "a.invalid:443"]]);
});

test("isExcepted() reads NO_PROXY as other programs do", () => {
  const cases: [url: string, list: string, isExcepted: boolean][] = [
    ["http://a.example/", "", false],
    ["http://a.example/", "*", true],
    ["http://a.example/", "a.example", true],
    ["http://A.example/", "a.EXAMPLE", true],
    ["http://b.a.example/", "a.example", true],
    ["http://b.a.example/", ".a.example", true],
    ["http://b.a.example/", "*.a.example", true],
    ["http://ba.example/", "a.example", false],
    ["http://a.example.evil/", "a.example", false],
    ["http://a.example/", "x, a.example", true],
    ["http://a.example/", "x a.example", true],
    ["http://a.example/", "a.example:80", true],
    ["http://a.example/", "a.example:8080", false],
    ["http://a.example:8080/", "a.example:8080", true],
    ["https://a.example/", "a.example:443", true],
    ["http://127.0.0.1:81/", "127.0.0.1", true],
    ["http://127.0.0.1:81/", "127.0.0.1:82", false],
    ["http://[::1]/", "::1", true],
    ["http://[::1]:81/", "[::1]:81", true],
    ["http://[::1]:81/", "[::1]:82", false],
    ["http://a.example/", ",, ,", false],
  ];
  for (const [url, list, expected] of cases) assert.equal(isExcepted(new URL(url), list), expected, `${url} ${list}`);
});
