import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { startTcpProxy } from "./tcp_proxy.ts";

interface EchoServer extends AsyncDisposable {
  port: number;
  /** The server's ends of the connections, in the order in which they came. */
  sockets: Socket[];
}

/** Sends back whatever comes, and ends when the client has ended. */
async function startEcho(): Promise<EchoServer> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on("error", () => socket.destroy());
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A client that remembers all that happens to it. */
class Client implements AsyncDisposable {
  readonly socket: Socket;
  readonly #chunks: Buffer[] = [];
  readonly ended: Promise<void>;
  /** Resolves to the code of the error that closed it, or undefined where it was closed in good order. */
  readonly closed: Promise<string | undefined>;

  constructor(port: number) {
    this.socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    let code: string | undefined;
    this.socket.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
    this.socket.on("error", (error: NodeJS.ErrnoException) => code = error.code);
    this.ended = new Promise((resolve) => this.socket.once("end", () => resolve()));
    this.closed = new Promise((resolve) => this.socket.once("close", () => resolve(code)));
  }

  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  async receive(count: number): Promise<Buffer> {
    while (this.received.length < count) await once(this.socket, "data");
    return this.received;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.closed;
  }
}

function bytes(count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, (_, index) => (index * 31 + (index >> 8)) % 256));
}

test("startTcpProxy() passes bytes on unchanged in both directions and counts them", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port });
  const next = proxy.nextConnection();
  await using client = new Client(proxy.port);
  const sent = bytes(3_000_000);
  client.socket.end(sent);
  assert.ok(sent.equals(await client.receive(sent.length)));
  const connection = await next;
  assert.equal(connection.bytes("toServer"), sent.length);
  assert.equal(connection.bytes("toClient"), sent.length);
  await client.ended;
  assert.equal(await client.closed, undefined);
  await connection.closed;
  assert.deepEqual(proxy.connections, []);
});

test("startTcpProxy() delays by the latency without slowing the stream", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port, faults: { toClient: { latencyMs: 200 } } });
  await using client = new Client(proxy.port);
  const start = performance.now();
  // Ten messages in a row are each late by the latency, not by ten times as much.
  for (let index = 0; index < 10; index++) {
    client.socket.write("ping");
    await delay(10);
  }
  assert.equal(client.received.length, 0);
  await client.receive(4);
  assert.ok(performance.now() - start >= 199);
  await client.receive(40);
  assert.ok(performance.now() - start < 1_500);
});

test("startTcpProxy() delays the end of a stream too", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port, faults: { toServer: { latencyMs: 200 } } });
  await using client = new Client(proxy.port);
  const start = performance.now();
  client.socket.end();
  await client.ended;
  assert.ok(performance.now() - start >= 199);
});

test("startTcpProxy() throttles to so many bytes per second, and stops when told", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port, faults: { toClient: { bytesPerSecond: 50_000 } } });
  await using client = new Client(proxy.port);
  const sent = bytes(1_000_000);
  const start = performance.now();
  client.socket.write(sent);
  await client.receive(20_000);
  assert.ok(performance.now() - start >= 350);
  assert.ok(client.received.length < 100_000);
  proxy.set({ toClient: { bytesPerSecond: undefined } });
  assert.ok(sent.equals(await client.receive(sent.length)));
  assert.ok(performance.now() - start < 10_000);
});

test("startTcpProxy() resets both ends after so many bytes", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port, faults: { toClient: { cutAfterBytes: 1_000 } } });
  await using client = new Client(proxy.port);
  client.socket.write(bytes(5_000));
  assert.equal(await client.closed, "ECONNRESET");
  assert.ok(bytes(5_000).subarray(0, 1_000).equals(client.received));
  const [server] = echo.sockets;
  if (!server!.destroyed) await once(server!, "close");
});

test("cut() resets a connection in the middle, and the proxy serves the next one", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port });
  const next = proxy.nextConnection();
  await using client = new Client(proxy.port);
  client.socket.write("before");
  await client.receive(6);
  (await next).cut();
  assert.equal(await client.closed, "ECONNRESET");
  await using second = new Client(proxy.port);
  second.socket.write("after");
  assert.equal((await second.receive(5)).toString(), "after");
  proxy.cut();
  assert.equal(await second.closed, "ECONNRESET");
});

test("halfClose() ends the server's direction while the client's goes on", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port });
  const next = proxy.nextConnection();
  await using client = new Client(proxy.port);
  client.socket.write("before");
  await client.receive(6);
  (await next).halfClose("toClient");
  await client.ended;
  const arrival = once(echo.sockets[0]!, "data");
  client.socket.write("still there");
  assert.equal(String((await arrival)[0]), "still there");
  assert.equal(client.received.toString(), "before");
});

test("halfClose() ends the client's direction while the server's goes on", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port });
  const next = proxy.nextConnection();
  await using client = new Client(proxy.port);
  client.socket.write("before");
  await client.receive(6);
  const [server] = echo.sockets;
  // The echo would end its own direction too.
  server!.unpipe(server);
  server!.resume();
  const ended = once(server!, "end");
  (await next).halfClose("toServer");
  await ended;
  server!.write("still there");
  assert.equal((await client.receive(17)).toString(), "beforestill there");
});

test("startTcpProxy() inverts the byte at an offset, wherever the chunks begin", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port, faults: { toClient: { corrupt: { offset: 7 } } } });
  await using client = new Client(proxy.port);
  client.socket.write("01234");
  await client.receive(5);
  client.socket.write("56789");
  const received = await client.receive(10);
  const expected = Buffer.from("0123456789");
  expected[7]! ^= 0xff;
  assert.ok(expected.equals(received));
});

test("startTcpProxy() corrupts a share of the bytes, the same ones for the same seed", async () => {
  await using echo = await startEcho();
  const sent = bytes(100_000);
  const seen: Buffer[] = [];
  for (const seed of [7, 7, 8]) {
    await using proxy = await startTcpProxy({
      port: echo.port,
      faults: { toServer: { corrupt: { rate: 0.01, seed } } },
    });
    await using client = new Client(proxy.port);
    client.socket.write(sent);
    seen.push(Buffer.from(await client.receive(sent.length)));
  }
  const [first, again, other] = seen;
  const changed = sent.filter((byte, index) => byte !== first![index]).length;
  assert.ok(changed > 800 && changed < 1_200, `${changed} bytes were changed`);
  assert.ok(first!.equals(again!));
  assert.ok(!first!.equals(other!));
});

test("set() stalls a direction without losing anything", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port });
  await using client = new Client(proxy.port);
  client.socket.write("one ");
  await client.receive(4);
  proxy.set({ toClient: { isStalled: true } });
  client.socket.write("two ");
  await delay(100);
  assert.equal(client.received.toString(), "one ");
  proxy.set({ toClient: { isStalled: false } });
  assert.equal((await client.receive(8)).toString(), "one two ");
});

test("set() of a connection comes before the proxy's and holds for it alone", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port, faults: { toClient: { isStalled: true } } });
  const next = proxy.nextConnection();
  await using first = new Client(proxy.port);
  (await next).set({ toClient: { isStalled: false } });
  await using second = new Client(proxy.port);
  second.socket.write("second");
  first.socket.write("first");
  await first.receive(5);
  assert.equal(second.received.length, 0);
  proxy.clear();
  assert.equal((await second.receive(6)).toString(), "second");
});

test("admit() refuses new connections, keeps the open ones, and forwards again on the same port", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port });
  await using open = new Client(proxy.port);
  open.socket.write("one ");
  await open.receive(4);
  await proxy.admit("refuse");
  await using refused = new Client(proxy.port);
  assert.equal(await refused.closed, "ECONNREFUSED");
  open.socket.write("two ");
  assert.equal((await open.receive(8)).toString(), "one two ");
  await proxy.admit("forward");
  await using later = new Client(proxy.port);
  later.socket.write("later");
  assert.equal((await later.receive(5)).toString(), "later");
});

test("admit() leaves new connections waiting until they are forwarded", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port });
  await proxy.admit("stall");
  await using client = new Client(proxy.port);
  await once(client.socket, "connect");
  client.socket.write("hello");
  await delay(100);
  assert.equal(client.received.length, 0);
  assert.equal(echo.sockets.length, 0);
  await proxy.admit("forward");
  assert.equal((await client.receive(5)).toString(), "hello");
});

test("startTcpProxy() passes a reset by the server on to the client", async () => {
  await using echo = await startEcho();
  await using proxy = await startTcpProxy({ port: echo.port });
  await using client = new Client(proxy.port);
  client.socket.write("hello");
  await client.receive(5);
  echo.sockets[0]!.resetAndDestroy();
  assert.equal(await client.closed, "ECONNRESET");
});

test("startTcpProxy() resets a client whose server cannot be reached", async () => {
  const { port } = await startEcho().then(async (echo) => {
    await echo[Symbol.asyncDispose]();
    return echo;
  });
  await using proxy = await startTcpProxy({ port });
  await using client = new Client(proxy.port);
  assert.equal(await client.closed, "ECONNRESET");
});

test("a proxy that ends resets what is open and what waits, and frees its port", async () => {
  await using echo = await startEcho();
  let port = 0;
  const clients: Client[] = [];
  {
    await using proxy = await startTcpProxy({ port: echo.port });
    port = proxy.port;
    const open = new Client(port);
    open.socket.write("hello");
    await open.receive(5);
    await proxy.admit("stall");
    const waiting = new Client(port);
    await once(waiting.socket, "connect");
    clients.push(open, waiting);
    await delay(20);
  }
  for (const client of clients) assert.equal(await client.closed, "ECONNRESET");
  await using late = new Client(port);
  assert.equal(await late.closed, "ECONNREFUSED");
});
