import assert from "node:assert/strict";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { CancelledError, type NetworkError } from "../../errors/mod.ts";
import { nodeTransport } from "../../net/internal/client/node_transport.ts";
import { isPublicAddress } from "../../net/internal/client/public_address.ts";
import { createClient } from "../../net/mod.ts";
import { failureOf, serve, serveRaw, soon } from "./support.ts";

const ONCE = { retry: { attempts: 1 } };

test("isPublicAddress() knows the networks of special purposes", () => {
  const cases: [isPublic: boolean, addresses: string[]][] = [
    [true, [
      "1.1.1.1",
      "8.8.8.8",
      "9.255.255.255",
      "11.0.0.0",
      "100.63.255.255",
      "100.128.0.0",
      "172.15.0.1",
      "172.32.0.1",
    ]],
    [true, ["192.167.0.1", "198.17.0.1", "223.255.255.255", "2606:4700:4700::1111", "2a00::1", "2001:4860::8888"]],
    [false, ["0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "127.0.0.1", "127.255.0.1"]],
    [false, ["169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "198.18.0.1", "203.0.113.5"]],
    [false, ["224.0.0.1", "239.1.1.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"]],
    [false, ["::ffff:a9fe:a9fe", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "ff02::1", "2001:db8::1"]],
    [false, ["64:ff9b::7f00:1", "2002:7f00:1::", "2001::1", "localhost", "", "1.1.1", "0x7f.1"]],
  ];
  for (const [isPublic, addresses] of cases) {
    for (const address of addresses) assert.equal(isPublicAddress(address), isPublic, address);
  }
});

test("publicOnly refuses this machine and private networks, however they are written", async () => {
  await using server = await serve((_request, response) => void response.end("secret"));
  const client = createClient({ publicOnly: true, connectTimeoutMs: 2_000 });
  const hosts = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    "0.0.0.0",
    "0x7f.1",
    "2130706433",
    "[::ffff:127.0.0.1]",
    "169.254.169.254",
  ];
  for (const host of hosts) {
    const error = await failureOf<NetworkError>(client.get(`http://${host}:${server.port}/`));
    assert.deepEqual([error.code, error.reason, error.retryable, error.attempts.length], [
      "NET_NOT_PUBLIC",
      "refused",
      false,
      1,
    ], host);
  }
  assert.equal(server.seen.length, 0);
  assert.match((await failureOf(client.get(server.url))).message, /leads to 127\.0\.0\.1/);
  assert.equal(await client.get(server.url, { publicOnly: false }).text(), "secret");
});

test("publicOnly refuses wrong combinations", async () => {
  const url = "http://127.0.0.1:1/";
  await assert.rejects(createClient({ publicOnly: true, proxy: "http://127.0.0.1:1" }).get(url), {
    code: "ARGUMENT_WITH_PROXY",
  });
  await assert.rejects(createClient({ publicOnly: true, transport: fetch }).get(url), {
    code: "ARGUMENT_WITH_TRANSPORT",
  });
  assert.throws(() => createClient({ publicOnly: 1 as never }), { code: "ARGUMENT_NOT_ONE_OF" });
});

/** A client whose transport is that of Node, on every runtime, and goes to one address alone. */
function guardedClient(allowed: string): ReturnType<typeof createClient> {
  const send = nodeTransport(() => undefined, undefined, (address) => address === allowed);
  return createClient({ transport: send as never, ...ONCE });
}

test("a guarded client asks as any other does", async () => {
  await using server = await serve(({ url, method, body, headers }, response) => {
    if (url === "/redirect") return void response.writeHead(302, { location: "/x" }).end();
    if (url === "/gzip") return void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("packed"));
    if (url === "/empty") return void response.writeHead(204).end();
    response.setHeader("set-cookie", ["a=1", "b=2"]);
    response.end(`${method} ${url} ${body} ${headers["content-type"] ?? ""}`);
  });
  const client = guardedClient("127.0.0.1").extend({ baseUrl: server.url });
  assert.equal(await client.get("/redirect").text(), "GET /x  ");
  assert.equal(await client.get("/gzip").text(), "packed");
  assert.equal(await client.get("/empty"), undefined);
  assert.equal(await client.head("/x"), undefined);
  assert.equal(await client.post("/x", { body: { a: 1 } }).text(), 'POST /x {"a":1} application/json');
  assert.equal(await client.put("/x", { body: new Blob(["stream"]).stream() }).text(), "PUT /x stream ");
  await using raw = await client.get("/x").raw();
  assert.deepEqual(raw.headers.getSetCookie(), ["a=1", "b=2"]);
  assert.equal(Buffer.concat(await Array.fromAsync(client.get("/x").stream())).toString(), "GET /x  ");
});

test("a guarded client is not led elsewhere by a redirect or a name", async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(302, { location: `http://127.0.0.2:${server.port}/secret` }).end();
  });
  const client = guardedClient("127.0.0.1");
  assert.equal((await failureOf<NetworkError>(client.get(server.url))).code, "NET_NOT_PUBLIC");
  assert.equal(server.seen.length, 1);
  const other = guardedClient("192.0.2.1");
  assert.equal((await failureOf<NetworkError>(other.get(`http://localhost:${server.port}/`))).code, "NET_NOT_PUBLIC");
  assert.equal((await failureOf<NetworkError>(other.get("http://nowhere.invalid/"))).reason, "dns");
  assert.equal(server.seen.length, 1);
});

test("a guarded client has time limits, and closes what is given up", async () => {
  await using silent = await serveRaw(() => {});
  const client = guardedClient("127.0.0.1");
  const error = await failureOf<NetworkError>(client.get(silent.url, { connectTimeoutMs: 100 }));
  assert.deepEqual([error.reason, error.phase], ["timeout", "headers"]);
  await soon(silent.closed, "the close");
  await using stalling = await serveRaw((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"));
  const idle = await failureOf<NetworkError>(client.get(stalling.url, { readTimeoutMs: 100 }).text());
  assert.deepEqual([idle.reason, idle.phase], ["timeout", "idle"]);
  await soon(stalling.closed, "the close");
  await using left = await serveRaw((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"));
  for await (const _ of client.get(left.url).stream()) break;
  await soon(left.closed, "the close");
  const gone = client.get(silent.url, { signal: AbortSignal.abort(new CancelledError()) });
  await assert.rejects(gone, CancelledError);
});
