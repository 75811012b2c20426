import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import process from "node:process";
import { test } from "node:test";
import { createTask, gather, sleep } from "@maktaba/std/async";
import { CancelledError, NetworkError, ValidationError } from "@maktaba/std/errors";
import { openConnection, startServer, type TcpConnection, type TcpServer } from "@maktaba/std/net";
import { tempDir } from "../support/mod.ts";
import { selfSigned } from "./fixtures/self_signed.ts";
import { echo, pair, text, trusting } from "./tcp_support.ts";

const { cert, key } = selfSigned;

/** A client of the runtime alone, which has no mercy. */
async function bareClient({ port }: TcpServer) {
  const socket = net.connect({ port, host: "127.0.0.1" }).on("error", () => {});
  await once(socket, "connect");
  return Object.assign(socket, { [Symbol.dispose]: () => void socket.destroy() });
}

test("bytes may be used anew when write() has resolved, however long they wait to be sent", async () => {
  for (const tls of [undefined, { cert, key }]) {
    for (const size of [1_000, 40_000, 300_000]) {
      await using it = await pair(tls && { tls });
      const bytes = new Uint8Array(size);
      let count = 0;
      let writing = Promise.resolve();
      // Until the peer takes no more, which is never on Deno over TLS.
      for (let isWaiting = false; !isWaiting && count * size < 8_000_000;) {
        bytes.fill(++count % 251);
        writing = it.client.write(bytes);
        isWaiting = await Promise.race([writing.then(() => false), sleep(20).then(() => true)]);
      }
      const reading = it.peer.readExactly(size * count);
      await writing;
      bytes.fill(255);
      const all = await reading;
      for (let index = 0; index < count; index++) {
        const piece = all.subarray(index * size, (index + 1) * size);
        assert.ok(piece.every((byte) => byte === (index + 1) % 251), `${size} bytes, piece ${index + 1} of ${count}`);
      }
    }
  }
});

test("what is being written when writing is ended is written, and says so", async () => {
  for (const way of ["endWriting", "close"] as const) {
    await using it = await pair();
    const big = new Uint8Array(8_000_000).fill(7);
    const writing = it.client.write(big);
    const ending = it.client[way]();
    assert.equal((await it.peer.readExactly(big.length)).length, big.length);
    await writing;
    await ending;
  }
});

test("endWriting() ends with its task and with its signal", async () => {
  await using it = await pair();
  const writing = it.client.write(new Uint8Array(8_000_000));
  const controller = new AbortController();
  const reason = new Error("enough");
  const ending = it.client.endWriting({ signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(ending, (error) => error === reason);
  const task = createTask(() => it.client.endWriting());
  task.cancel();
  await assert.rejects(task, CancelledError);
  await assert.rejects(it.client.endWriting({ signl: 1 } as never), ValidationError);
  await it.peer.readExactly(8_000_000);
  await writing;
  await it.client.endWriting();
  assert.equal(await it.peer.read(), undefined);
});

test("a write that is cancelled while the peer takes nothing leaves the connection as it is", async () => {
  await using it = await pair();
  const task = createTask(() => it.client.write(new Uint8Array(8_000_000)));
  task.cancel();
  await assert.rejects(task, CancelledError);
  const next = it.client.write("next");
  await it.peer.readExactly(8_000_000);
  await next;
  assert.equal(text(await it.peer.readExactly(4)), "next");
});

test("a connection that is closed by both ends at once, or again and again, is closed once", async () => {
  await using it = await pair();
  await gather([() => it.client.close(), () => it.peer.close(), () => it.client.close()]);
  it.client.abort();
  await it.client.close();
  assert.equal(it.client.isEncrypted, false);
  for (const use of [() => it.client.read(), () => it.client.readLine(), () => it.client.write("x")]) {
    await assert.rejects(use(), { code: "NET_TCP_CLOSED" });
  }
  await assert.rejects(it.client.readable.getReader().read(), { code: "NET_TCP_CLOSED" });
});

test("a read that waits when its own side closes ends", async () => {
  for (const way of ["close", "abort"] as const) {
    await using it = await pair();
    const waiting = assert.rejects(it.client.readExactly(1), { code: "NET_TCP_CLOSED", reason: "aborted" });
    void it.client[way]();
    await waiting;
    await it.client.closed;
  }
});

test("the limit of a line is that of its text, however the line ends and in whatever pieces it comes", async () => {
  await using it = await pair({ maxLineBytes: 10 });
  const fits = "سطر01234"; // 11 bytes
  for (const ending of ["\n", "\r\n"]) {
    await it.client.write(`0123456789${ending}`);
    assert.equal(await it.peer.readLine(), "0123456789");
  }
  const reading = it.peer.readLine();
  for (const piece of ["01234", "56789\r", "\n"]) {
    const before = it.peer.bytesRead;
    await it.client.write(piece);
    while (it.peer.bytesRead === before) await sleep(1);
  }
  assert.equal(await reading, "0123456789");
  await it.client.write("0123456789\rx");
  await assert.rejects(it.peer.readLine(), { code: "NET_TCP_TOO_LONG" });
  await it.peer.readExactly(12);
  await it.client.write(`${fits}\n`);
  await assert.rejects(it.peer.readLine(), { code: "NET_TCP_TOO_LONG" });
  assert.equal(await it.peer.readLine({ maxBytes: 11 }), fits);
  // The end of a line that is too long need not come for it to be refused.
  await it.client.write("0123456789a");
  await assert.rejects(it.peer.readLine(), { code: "NET_TCP_TOO_LONG" });
  await it.peer.readExactly(11);

  const upTo = it.peer.readUntil("--end");
  for (const piece of ["0123456789", "--e", "nd"]) {
    const before = it.peer.bytesRead;
    await it.client.write(piece);
    while (it.peer.bytesRead === before) await sleep(1);
  }
  assert.equal(text(await upTo), "0123456789--end");
  await it.client.write("0123456789-a");
  await assert.rejects(it.peer.readUntil("--end"), { code: "NET_TCP_TOO_LONG" });
});

test("readLine() leaves every character in its place, a mark of the byte order too", async () => {
  await using it = await pair();
  await it.client.write("\ufeffأول\n\ufeffثان\nأ\rب\r\n\r");
  await it.client.endWriting();
  const lines: string[] = [];
  for await (const line of it.peer.lines()) lines.push(line);
  assert.deepEqual(lines, ["\ufeffأول", "\ufeffثان", "أ\rب", "\r"]);
});

test("a handler may close the server that runs it", async () => {
  const events: string[] = [];
  await using server: TcpServer = await startServer(async (connection) => {
    try {
      if (await connection.readLine() === "quit") await server.close();
    } catch (error) {
      events.push(error instanceof CancelledError ? "cancelled" : String(error));
      throw error;
    } finally {
      await server.close();
      events.push("ended");
    }
  });
  await using one = await openConnection({ port: server.port });
  await using other = await openConnection({ port: server.port });
  while (server.connections.size < 2) await sleep(1);
  await one.write("quit\n");
  await server.closed;
  assert.deepEqual(events, ["cancelled", "cancelled", "ended", "ended"]);
  await other.read().catch(() => {});
});

test("a task of a handler may close the server, too", async () => {
  await using server: TcpServer = await startServer(async (connection) => {
    await connection.readLine();
    await createTask(() => server.close());
  });
  await using client = await openConnection({ port: server.port });
  await client.write("quit\n");
  await server.closed;
});

test("startServer() that is cancelled while it begins to listen listens no more", async () => {
  await using warm = await startServer(() => {});
  for (const way of ["signal", "task"] as const) {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { port } = await startServer(() => {}).then(async (server) => {
      await server.close();
      return server;
    });
    const task = createTask(() => startServer(() => {}, { port, signal: controller.signal }));
    if (way === "signal") controller.abort(reason);
    else task.cancel();
    await assert.rejects(task, way === "signal" ? (error) => error === reason : CancelledError);
    await assert.rejects(openConnection({ port }), { code: "NET_TCP_REFUSED" });
  }
  assert.equal(warm.connections.size, 0);
});

test("an onError that fails later ends nothing else", async () => {
  const rejections: unknown[] = [];
  const onRejection = (error: unknown) => rejections.push(error);
  process.on("unhandledRejection", onRejection);
  const { promise: called, resolve } = Promise.withResolvers<void>();
  await using server = await startServer(async (connection) => {
    if (await connection.readLine() === "fail") throw new Error("handler");
    await connection.write("fine\n");
  }, {
    onError: async () => {
      await sleep(1);
      resolve();
      throw new Error("onError");
    },
  });
  await using one = await openConnection({ port: server.port });
  await using other = await openConnection({ port: server.port });
  await one.write("fail\n");
  await called;
  await sleep(5);
  await other.write("work\n");
  assert.equal(await other.readLine(), "fine");
  process.off("unhandledRejection", onRejection);
  assert.deepEqual(rejections, []);
});

test("clients that break off at once, in any state, leave nothing behind", async () => {
  const rejections: unknown[] = [];
  const onRejection = (error: unknown) => rejections.push(error);
  process.on("unhandledRejection", onRejection);
  for (const tls of [undefined, { cert, key }]) {
    let count = 0;
    const server = await startServer(async (connection) => {
      count++;
      await connection.write("x".repeat(300_000));
      await echo(connection);
    }, { onError: () => {}, ...(tls && { tls }) });
    for (let index = 0; index < 40; index++) {
      using socket = await bareClient(server);
      if (index % 4 === 1) socket.write("half a line");
      if (index % 4 === 2) await sleep(1);
      if (index % 2 === 0) socket.resetAndDestroy?.();
      else if (index % 4 === 3) socket.end();
    }
    if (tls === undefined) { while (count === 0) await sleep(1); }
    while (server.connections.size > 0) await sleep(1);
    await server.close();
  }
  process.off("unhandledRejection", onRejection);
  assert.deepEqual(rejections, []);
});

test("maxConnections counts clients that are in the handshake of TLS, and forgets them when they go", async () => {
  await using server = await startServer(echo, { tls: { cert, key }, maxConnections: 2 });
  const { port } = server;
  using one = await bareClient(server);
  using other = await bareClient(server);
  await assert.rejects(openConnection({ port, tls: trusting }), NetworkError);
  assert.equal(server.connections.size, 0);
  one.destroy();
  other.end();
  let client: TcpConnection | undefined;
  while (client === undefined) client = await openConnection({ port, tls: trusting }).catch(() => undefined);
  await client.write("in\n");
  assert.equal(await client.readLine(), "in");
  await client.close();
});

test("TLS over a Unix socket needs a name", { skip: process.platform === "win32" && "no Unix sockets" }, async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/socket`;
  await using server = await startServer(echo, { path, tls: { cert, key } });
  await assert.rejects(openConnection({ path, tls: { ca: cert } }), ValidationError);
  await using client = await openConnection({ path, tls: trusting });
  await client.write("سر\n");
  assert.equal(await client.readLine(), "سر");
  assert.equal(server.connections.size, 1);
});

test("streams of a connection that is lost fail, and cancelling one closes it", async () => {
  await using it = await pair();
  const reader = it.client.readable.getReader();
  await it.peer.write("x");
  assert.equal(text((await reader.read()).value), "x");
  const reading = assert.rejects(reader.read(), { code: "NET_TCP_CLOSED" });
  it.client.abort();
  await reading;
  await using other = await pair();
  await other.client.readable.cancel();
  assert.equal(await other.peer.read(), undefined);
  await using third = await pair();
  const writer = third.client.writable.getWriter();
  await writer.abort(new Error("enough"));
  await third.client.closed;
});

test("a peer that takes little at a time does not count as idle, at the goodbye neither", async () => {
  const size = 16_000_000;
  for (const way of ["write", "close"] as const) {
    await using server = await startServer(async (connection) => {
      const piece = new Uint8Array(size).fill(5);
      const writing = connection.write(piece);
      if (way === "write") await writing;
    }, { idleTimeoutMs: 2_000 });
    await using client = await openConnection({ port: server.port });
    let received = 0;
    while (received < size) {
      received += (await client.readExactly(Math.min(500_000, size - received))).byteLength;
      await sleep(100);
    }
    assert.equal(await client.read(), undefined);
  }
});

test("what is written while more waits comes in its order, and so does the end", async () => {
  await using it = await pair();
  const big = new Uint8Array(1_000_000).map((_, index) => index % 251);
  const long = "طويل".repeat(200_000);
  const small = new Uint8Array([1, 2, 3]);
  const writes = [it.client.write(big), it.client.write(small), it.client.write(long), it.client.write("short")];
  small.fill(9);
  const ending = it.client.endWriting();
  await assert.rejects(it.client.write("late"), { code: "NET_TCP_CLOSED" });
  assert.deepEqual(await it.peer.readExactly(big.length), big);
  assert.deepEqual([...await it.peer.readExactly(3)], [1, 2, 3]);
  assert.equal(text(await it.peer.readExactly(1_600_000)), long);
  assert.equal(text(await it.peer.readExactly(5)), "short");
  assert.equal(await it.peer.read(), undefined);
  await gather(writes.map((writing) => () => writing));
  await ending;
});

test("a connection that is lost while much waits to be sent tells every write", async () => {
  await using it = await pair();
  const writes = [1, 2, 3].map(() => it.client.write(new Uint8Array(8_000_000)));
  const outcomes = Promise.allSettled(writes);
  await it.peer.readExactly(100_000);
  it.peer.abort();
  for (const outcome of await outcomes) {
    assert.equal(outcome.status, "rejected");
    assert.ok(outcome.reason instanceof NetworkError);
  }
  await it.client.closed;
});
