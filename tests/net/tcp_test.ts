import assert from "node:assert/strict";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { createTask, gather, sleep, TaskGroup } from "@maktaba/std/async";
import { CancelledError, NetworkError, ValidationError } from "@maktaba/std/errors";
import { openConnection, startServer, type TcpServer } from "@maktaba/std/net";
import { tempDir } from "../support/mod.ts";
import { selfSigned } from "./fixtures/self_signed.ts";
import { echo, pair, text } from "./tcp_support.ts";

test("openConnection() and startServer() carry bytes both ways, and each end ends writing by itself", async () => {
  await using it = await pair();
  assert.equal(it.client.remote.port, it.server.port);
  assert.equal(it.peer.remote.port, it.client.local.port);
  assert.equal(it.client.isEncrypted, false);
  await it.client.write("مرحبا");
  assert.equal(text(await it.peer.readExactly(10)), "مرحبا");
  await it.client.endWriting();
  assert.equal(await it.peer.read(), undefined);
  await it.peer.write(new Uint8Array([1, 2, 3]));
  await it.peer.endWriting();
  assert.deepEqual([...await it.client.readExactly(3)], [1, 2, 3]);
  assert.equal(await it.client.read(), undefined);
  assert.equal(it.client.bytesRead, 3);
  assert.equal(it.client.bytesWritten, 10);
  await it.client.close();
  await it.client.closed;
  await assert.rejects(it.client.write("x"), { code: "NET_TCP_CLOSED", reason: "aborted" });
});

test("readLine() ends at either kind of line end, and the last line at the end", async () => {
  await using it = await pair();
  await it.client.write("واحد\r\nاثنان\n\nرب");
  await it.client.write("عة");
  await it.client.endWriting();
  const lines: string[] = [];
  for await (const line of it.peer.lines()) lines.push(line);
  assert.deepEqual(lines, ["واحد", "اثنان", "", "ربعة"]);
  assert.equal(await it.peer.readLine(), undefined);
});

test("readLine() joins what comes byte by byte, and characters that are split", async () => {
  await using it = await pair();
  const reading = it.peer.readLine();
  for (const byte of new TextEncoder().encode("كتاب\r\n")) {
    await it.client.write(new Uint8Array([byte]));
    await sleep(1);
  }
  assert.equal(await reading, "كتاب");
});

test("readLine() refuses a line that is too long or no text, and readUntil() what never comes", async () => {
  await using it = await pair({ maxLineBytes: 10 });
  await it.client.write("0123456789\n0123456789a\n");
  assert.equal(await it.peer.readLine(), "0123456789");
  await assert.rejects(it.peer.readLine(), { code: "NET_TCP_TOO_LONG", reason: "too-large" });
  assert.equal(await it.peer.readLine({ maxBytes: 11 }), "0123456789a");
  await it.client.write(new Uint8Array([0xff, 10]));
  await assert.rejects(it.peer.readLine(), { code: "NET_TCP_NOT_TEXT", reason: "decode" });
  await it.client.write("ab--c");
  assert.equal(text(await it.peer.readUntil("--")), "ab--");
  await it.client.endWriting();
  await assert.rejects(it.peer.readUntil("--"), (error) => {
    assert.ok(error instanceof NetworkError);
    assert.equal(error.code, "NET_TCP_ENDED");
    assert.deepEqual(error.context, { received: 1 });
    return true;
  });
  assert.equal(text(await it.peer.read()), "c");
});

test("readUntil() finds a separator that comes in pieces and begins more than once", async () => {
  await using it = await pair();
  const reading = it.peer.readUntil("aab");
  for (const piece of ["a", "a", "a", "b", "rest"]) {
    await it.client.write(piece);
    await sleep(2);
  }
  assert.equal(text(await reading), "aaab");
  assert.equal(text(await it.peer.readExactly(4)), "rest");
});

test("readExactly() waits for all, reads more than is held, and loses nothing when it ends early", async () => {
  await using it = await pair();
  const size = 1_000_000;
  const bytes = Uint8Array.from({ length: size }, (_, index) => index % 251);
  const writing = it.client.write(bytes).then(() => it.client.endWriting());
  assert.deepEqual(await it.peer.readExactly(size - 5), bytes.subarray(0, size - 5));
  await assert.rejects(it.peer.readExactly(6), { code: "NET_TCP_ENDED" });
  assert.deepEqual(await it.peer.readExactly(5), bytes.subarray(size - 5));
  assert.deepEqual(await it.peer.readExactly(0), new Uint8Array());
  await writing;
});

test("reads are served in turn, and a cancelled one loses nothing", async () => {
  await using it = await pair();
  const controller = new AbortController();
  const first = it.peer.readLine({ signal: controller.signal });
  const second = it.peer.readLine();
  const third = it.peer.readLine();
  await it.client.write("نصف ");
  await sleep(5);
  const reason = new Error("enough");
  controller.abort(reason);
  await assert.rejects(first, (error) => error === reason);
  await it.client.write("سطر\nآخر\n");
  assert.deepEqual(await gather([second, third]), ["نصف سطر", "آخر"]);
});

test("a read ends with the task that it is in", async () => {
  await using it = await pair();
  const task = createTask(() => it.peer.read());
  task.cancel();
  await assert.rejects(task, CancelledError);
  await it.client.write("x");
  assert.equal(text(await it.peer.read()), "x");
});

test("write() waits while the peer reads nothing, and goes on when it does", async () => {
  await using it = await pair();
  const chunk = new Uint8Array(1 << 20);
  let written = 0;
  const writing = (async () => {
    for (let index = 0; index < 64; index++) {
      await it.client.write(chunk);
      written++;
    }
    await it.client.endWriting();
  })();
  await sleep(100);
  assert.ok(written < 64, `${written} MiB were taken by nobody`);
  let received = 0;
  for await (const bytes of it.peer) received += bytes.length;
  await writing;
  assert.equal(received, 64 << 20);
});

test("what is waited for when the peer breaks off fails, and says so", async () => {
  await using it = await pair();
  const reading = assert.rejects(it.peer.readExactly(10), (error) => {
    assert.ok(error instanceof NetworkError);
    assert.match(error.code, /^NET_TCP_(LOST|ENDED)$/);
    assert.equal(error.reason, "reset");
    return true;
  });
  const chunk = new Uint8Array(8 << 20);
  const writing = assert.rejects(async () => {
    for (let index = 0; index < 16; index++) await it.peer.write(chunk);
  }, { name: "NetworkError" });
  await it.client.write("123");
  await sleep(20);
  it.client.abort();
  await reading;
  await writing;
  await it.peer.closed;
  await it.client.closed;
});

test("close() sends all that was written, though the peer still sends", async () => {
  await using server = await startServer(async (connection) => {
    await connection.readLine();
    await connection.write("ط".repeat(500_000));
    await connection.close();
  });
  await using client = await openConnection({ port: server.port });
  await client.write("go\nand more that is never read".repeat(100));
  let received = 0;
  for await (const bytes of client) received += bytes.length;
  assert.equal(received, 1_000_000);
});

test("the streams of a connection are web streams", async () => {
  await using server = await startServer((connection) => connection.readable.pipeTo(connection.writable));
  await using client = await openConnection({ port: server.port });
  const answer = new Response(client.readable).text();
  const writer = client.writable.getWriter();
  await writer.write("كل ما ");
  await writer.write(new TextEncoder().encode("أُرسل"));
  await writer.close();
  assert.equal(await answer, "كل ما أُرسل");
});

test("openConnection() tells why it cannot", async () => {
  const server = await startServer(() => {});
  const { port } = server;
  await server.close();
  await assert.rejects(openConnection({ port }), { code: "NET_TCP_REFUSED", reason: "refused", retryable: true });
  await assert.rejects(openConnection({ host: "nowhere.invalid", port }), { code: "NET_TCP_DNS", reason: "dns" });
  await assert.rejects(openConnection({ path: "/nowhere/at/all" }), { code: "NET_TCP_REFUSED", reason: "refused" });
});

test("openConnection() gives up in time, and when it is told to", async () => {
  // It accepts, and never answers the greeting of TLS.
  await using server = await startServer((connection) => connection.readExactly(1_000_000));
  const tls = { ca: selfSigned.cert };
  await assert.rejects(openConnection({ port: server.port, tls, connectTimeoutMs: 50 }), {
    code: "NET_TCP_CONNECT_TIMEOUT",
    reason: "timeout",
    phase: "connect",
  });
  const task = createTask(() => openConnection({ port: server.port, tls }));
  while (server.connections.size === 0) await sleep(1);
  task.cancel();
  await assert.rejects(task, CancelledError);
  while (server.connections.size > 0) await sleep(1);
});

test("openConnection() and startServer() refuse wrong arguments", async () => {
  const refused = (promise: Promise<unknown>) => assert.rejects(promise, ValidationError);
  for (const options of [{}, { port: 0 }, { port: 65_536 }, { port: 1, hots: "a" }, null, { port: 1, tls: 1 }]) {
    await refused(openConnection(options as { port: number }));
  }
  await refused(openConnection({ port: 1, tls: { cert: selfSigned.cert } }));
  for (const options of [{ port: -1 }, { maxConnections: 0 }, { tls: {} }, { prot: 1 }, { idleTimeoutMs: 0 }]) {
    await refused(startServer(() => {}, options as { port: number }));
  }
  await refused(startServer("echo" as never));
  await using it = await pair();
  await refused(it.client.readExactly(-1));
  await refused(it.client.readUntil(""));
  await refused(it.client.read({ maxBytes: 0 }));
  await refused(it.client.readLine({ maxByte: 1 } as never));
  await refused(it.client.write(5 as never));
});

test("a connection over which nothing goes is given up, one over which something goes is not", async () => {
  await using server = await startServer(echo, {});
  await using client = await openConnection({ port: server.port, idleTimeoutMs: 1_500 });
  for (let index = 0; index < 5; index++) {
    await client.write("x");
    await client.readExactly(1);
    await sleep(400);
  }
  await assert.rejects(client.read(), { code: "NET_TCP_IDLE_TIMEOUT", reason: "timeout", phase: "idle" });
});

test("TLS is verified, and its protocol agreed on", async () => {
  const tls = { cert: selfSigned.cert, key: selfSigned.key, alpnProtocols: ["maktaba"] };
  await using server = await startServer(async (connection) => {
    assert.equal(connection.isEncrypted, true);
    await echo(connection);
  }, { tls });
  await assert.rejects(openConnection({ port: server.port, tls: true }), { code: "NET_TCP_TLS", reason: "tls" });
  const trusting = { ca: selfSigned.cert, serverName: "localhost", alpnProtocols: ["other", "maktaba"] };
  await using client = await openConnection({ port: server.port, tls: trusting });
  assert.equal(client.isEncrypted, true);
  assert.equal(client.alpnProtocol, "maktaba");
  await client.write("سر\n");
  assert.equal(await client.readLine(), "سر");
  await client.endWriting();
  assert.equal(await client.read(), undefined);
});

test("a Unix socket is a connection as well", { skip: process.platform === "win32" && "no Unix sockets" }, async () => {
  await using dir = await tempDir();
  const path = join(dir.path, "socket");
  await using server = await startServer(echo, { path });
  assert.equal(server.port, 0);
  await using client = await openConnection({ path });
  await client.write("مقبس\n");
  assert.equal(await client.readLine(), "مقبس");
});

test("startServer() refuses a port that is taken", async () => {
  await using server = await startServer(() => {});
  await assert.rejects(startServer(() => {}, { port: server.port }), {
    code: "NET_TCP_ADDRESS_IN_USE",
    reason: "refused",
  });
});

test("a server that is closed cancels its handlers and waits for what they clean up", async () => {
  const events: string[] = [];
  const server = await startServer(async (connection) => {
    try {
      events.push("started");
      await connection.read();
    } catch (error) {
      events.push(error instanceof CancelledError ? "cancelled" : String(error));
      throw error;
    } finally {
      events.push("cleaned up");
    }
  });
  const client = await openConnection({ port: server.port });
  while (events.length === 0) await sleep(1);
  assert.equal(server.connections.size, 1);
  await server.close();
  assert.deepEqual(events, ["started", "cancelled", "cleaned up"]);
  assert.equal(server.connections.size, 0);
  await client.read().catch(() => {});
  client.abort();
  await server.close();
  await assert.rejects(openConnection({ port: server.port }), { code: "NET_TCP_REFUSED" });
});

test("a server ends with the task that it was started in, and with its signal", async () => {
  let inner: TcpServer | undefined;
  const task = createTask(async () => {
    inner = await startServer(echo);
    await sleep(60_000);
  });
  while (inner === undefined) await sleep(1);
  const client = await openConnection({ port: inner.port });
  task.cancel();
  await assert.rejects(task, CancelledError);
  await inner.closed;
  assert.equal(await client.read().catch(() => undefined), undefined);
  client.abort();
  const controller = new AbortController();
  const server = await startServer(echo, { signal: controller.signal });
  controller.abort();
  await server.closed;
  await assert.rejects(startServer(echo, { signal: controller.signal }), { name: "AbortError" });
});

test("a handler that fails breaks its connection off, and no other", async () => {
  const failed: unknown[] = [];
  await using server = await startServer(async (connection) => {
    if (await connection.readLine() === "fail") throw new Error("handler");
    await connection.write("fine\n");
  }, { onError: (error) => failed.push(error) });
  await using one = await openConnection({ port: server.port });
  await using other = await openConnection({ port: server.port });
  await one.write("fail\n");
  await assert.rejects(one.readExactly(1), { reason: "reset" });
  await other.write("work\n");
  assert.equal(await other.readLine(), "fine");
  assert.deepEqual(failed.map(String), ["Error: handler"]);
});

test("a handler that fails is told of where nobody listens to errors, but for the loss of its connection", async (t) => {
  const printed: string[] = [];
  t.mock.method(console, "error", (text: string) => printed.push(text));
  const lost = Promise.withResolvers<void>();
  await using server = await startServer(async (connection) => {
    if (await connection.readLine() === "fail") throw new Error("handler");
    try {
      await connection.readLine();
    } finally {
      lost.resolve();
    }
  });
  await using one = await openConnection({ port: server.port });
  await one.write("fail\n");
  await one.readLine().catch(() => {});
  const other = await openConnection({ port: server.port });
  await other.write("lose me\n");
  other.abort();
  await lost.promise;
  await server.close();
  assert.equal(printed.length, 1, printed.join("\n"));
  assert.match(
    printed[0]!,
    /^The handler of a client of 127\.0\.0\.1:\d+ failed, and no onError is told\nError: handler\n/,
  );
});

test("maxConnections turns further clients away", async () => {
  await using server = await startServer(echo, { maxConnections: 2 });
  const clients = await gather([1, 2].map(() => () => openConnection({ port: server.port })));
  for (const client of clients) {
    await client.write("x");
    await client.readExactly(1);
  }
  const third = await openConnection({ port: server.port });
  await assert.rejects(async () => {
    await third.write("x");
    await third.readExactly(1);
  }, { reason: "reset" });
  await clients[0]!.close();
  while (server.connections.size === 2) await sleep(1);
  await using fourth = await openConnection({ port: server.port });
  await fourth.write("y\n");
  assert.equal(await fourth.readLine(), "y");
  for (const client of clients) await client.close();
});

test("an echo server answers a thousand clients at once", async () => {
  await using server = await startServer(echo);
  const clients = await gather(
    Array.from({ length: 1_000 }, () => () => openConnection({ port: server.port })),
    { concurrency: 100 },
  );
  await using group = new TaskGroup();
  for (const [index, client] of clients.entries()) {
    group.start(async () => {
      await client.write(`أنا ${index}\n`);
      assert.equal(await client.readLine(), `أنا ${index}`);
      await client.endWriting();
      assert.equal(await client.readLine(), undefined);
      await client.close();
    });
  }
});
