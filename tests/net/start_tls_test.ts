import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { test } from "node:test";
import tls from "node:tls";
import { createTask, gather, sleep } from "@maktaba/std/async";
import { CancelledError, NetworkError, ValidationError } from "@maktaba/std/errors";
import { openConnection, startServer, type TcpConnection, type TcpServer } from "@maktaba/std/net";
import { selfSigned } from "./fixtures/self_signed.ts";
import { echo, pair, text, trusting } from "./tcp_support.ts";

const { cert, key } = selfSigned;

/** Talks in plain text up to the command, as SMTP does, and then starts TLS. */
async function greet(connection: TcpConnection, options: Parameters<TcpConnection["startTls"]>[0] = { cert, key }) {
  await connection.write("220 mail\r\n");
  assert.equal(await connection.readLine(), "STARTTLS");
  await connection.write("220 go\r\n");
  await connection.startTls(options);
}

/** Gives the command, and starts TLS at the answer. */
async function command(connection: TcpConnection, options: Parameters<TcpConnection["startTls"]>[0] = trusting) {
  assert.equal(await connection.readLine(), "220 mail");
  await connection.write("STARTTLS\r\n");
  assert.equal(await connection.readLine(), "220 go");
  await connection.startTls(options);
}

/** A server of the runtime alone, and where it listens. */
async function bareServer(onSocket: (socket: net.Socket) => void) {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    onSocket(socket);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.dispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A client of the runtime alone. */
async function bareClient(server: TcpServer) {
  const socket = net.connect({ port: server.port, host: "127.0.0.1" }).on("error", () => {});
  await once(socket, "connect");
  return Object.assign(socket, { [Symbol.dispose]: () => void socket.destroy() });
}

test("startTls() encrypts both ends of a connection, which stays the same in all else", async () => {
  const options = { cert, key, alpnProtocols: ["maktaba"] };
  await using it = await pair();
  await gather([() => greet(it.peer, options), () => command(it.client, { ...trusting, alpnProtocols: ["maktaba"] })]);
  for (const connection of [it.client, it.peer]) {
    assert.equal(connection.isEncrypted, true);
    assert.equal(connection.alpnProtocol, "maktaba");
  }
  assert.equal(it.client.remote.port, it.server.port);
  await it.client.write("سطر\r\nثان\nabc--def");
  assert.equal(await it.peer.readLine(), "سطر");
  assert.equal(await it.peer.readLine(), "ثان");
  assert.equal(text(await it.peer.readUntil("--")), "abc--");
  assert.equal(text(await it.peer.readExactly(2)), "de");
  await it.client.endWriting();
  assert.equal(text(await it.peer.read()), "f");
  assert.equal(await it.peer.read(), undefined);
  const big = new Uint8Array(3_000_000).map((_, index) => index % 251);
  const reading = it.client.readExactly(big.length);
  await it.peer.write(big);
  await it.peer.endWriting();
  assert.deepEqual(await reading, big);
  assert.equal(await it.client.read(), undefined);
  assert.equal(it.client.bytesRead, "220 mail\r\n220 go\r\n".length + big.length);
  assert.equal(it.client.bytesWritten, it.peer.bytesRead);
  await it.client.close();
  await it.peer.closed;
  await assert.rejects(it.client.write("x"), { code: "NET_TCP_CLOSED" });
});

test("startTls() speaks with a server of node:tls", async () => {
  const secured = tls.createServer({ cert, key }, (socket) => void socket.pipe(socket));
  using server = await bareServer((socket) => {
    socket.write("220 mail\r\n");
    socket.once("data", () => {
      socket.write("220 go\r\n");
      secured.emit("connection", socket);
    });
  });
  await using connection = await openConnection({ port: server.port });
  await command(connection);
  const writer = connection.writable.getWriter();
  const answer = new Response(connection.readable).text();
  await writer.write("عبر التدفق");
  await writer.close();
  assert.equal(await answer, "عبر التدفق");
});

test("startTls() speaks with a client of node:tls", async () => {
  await using server = await startServer(async (connection) => {
    await greet(connection);
    await echo(connection);
  });
  using socket = await bareClient(server);
  await once(socket, "data");
  socket.write("STARTTLS\r\n");
  await once(socket, "data");
  const secured = tls.connect({ socket, ca: [cert], servername: "localhost" });
  await once(secured, "secureConnect");
  assert.equal(secured.authorized, true);
  secured.write("hello");
  assert.equal(String((await once(secured, "data"))[0]), "hello");
  secured.end();
  await once(secured, "close");
});

const lacksOpenssl = spawnSync("openssl", ["version"]).status !== 0 && "openssl is not installed";

test("startTls() speaks SMTP with openssl", { skip: lacksOpenssl }, async () => {
  const lines: (string | undefined)[] = [];
  await using server = await startServer(async (connection) => {
    await connection.write("220 mail ESMTP\r\n");
    lines.push((await connection.readLine())?.slice(0, 4));
    await connection.write("250-mail\r\n250 STARTTLS\r\n");
    lines.push(await connection.readLine());
    await connection.write("220 go\r\n");
    await connection.startTls({ cert, key });
    lines.push(await connection.readLine());
    await connection.write("221 bye\r\n");
  });
  const args = ["s_client", "-starttls", "smtp", "-connect", `127.0.0.1:${server.port}`, "-quiet"];
  const program = spawn("openssl", args, { stdio: ["pipe", "pipe", "ignore"] });
  const ended = once(program, "close");
  let output = "";
  program.stdout.on("data", (data) => output += data);
  program.stdin.write("quiet please\n");
  await ended;
  assert.match(output, /221 bye/);
  assert.deepEqual(lines, ["EHLO", "STARTTLS", "quiet please"]);
});

test("startTls() refuses plain text that a client's command brought with it, and nobody can read it", async () => {
  const outcomes: unknown[] = [];
  const { promise: refused, resolve } = Promise.withResolvers<void>();
  await using server = await startServer(async (connection) => {
    try {
      await greet(connection);
    } catch (error) {
      outcomes.push(error, connection.isEncrypted, await connection.read().catch((again) => again));
      resolve();
    }
  });
  using socket = await bareClient(server);
  socket.write("STARTTLS\r\nRCPT TO:<victim@example.com>\r\n");
  const closed = once(socket.resume(), "close");
  await refused;
  await closed;
  const [error, isEncrypted, later] = outcomes;
  assert.ok(error instanceof NetworkError);
  assert.equal(error.code, "NET_TCP_TLS_PLAIN_TEXT");
  assert.equal(error.reason, "tls");
  assert.deepEqual(error.context, { received: 30 });
  assert.equal(isEncrypted, false);
  assert.equal(later, error);
});

test("startTls() refuses plain text that a server's answer brought with it, and nobody can read it", async () => {
  const seen: string[] = [];
  using server = await bareServer((socket) => {
    socket.on("data", (data) => seen.push(String(data)));
    socket.write("220 mail\r\n220 go\r\n250 injected\r\n");
  });
  await using connection = await openConnection({ port: server.port });
  const refused = { code: "NET_TCP_TLS_PLAIN_TEXT", reason: "tls" };
  await assert.rejects(command(connection), refused);
  await connection.closed;
  await assert.rejects(connection.read(), refused);
  await assert.rejects(connection.write("secret"), refused);
  assert.equal(seen.some((data) => /secret/.test(data)), false);
});

test("startTls() refuses plain text that comes during the handshake", async () => {
  for (const injected of ["250 injected\r\n", "\x16\x03\x01\x00\x05abcde"]) {
    using server = await bareServer((socket) => {
      socket.write("220 mail\r\n");
      socket.once("data", () => {
        socket.write("220 go\r\n");
        socket.once("data", () => socket.write(injected));
      });
    });
    await using connection = await openConnection({ port: server.port });
    await assert.rejects(command(connection), (error) => {
      assert.ok(error instanceof NetworkError);
      assert.equal(error.reason, "tls", String(error.cause));
      return true;
    });
    await assert.rejects(connection.read(), { reason: "tls" });
  }
  await using it = await pair();
  const starting = assert.rejects(it.peer.startTls({ cert, key }), { reason: "tls" });
  await it.client.write("MAIL FROM:<me@example.com>\r\n");
  await starting;
  await assert.rejects(it.peer.read(), { reason: "tls" });
});

test("startTls() of a server takes a handshake that began before it was called", async () => {
  await using it = await pair();
  await it.client.write("STARTTLS\r\n");
  assert.equal(await it.peer.readLine(), "STARTTLS");
  const plain = it.peer.bytesRead;
  const starting = it.client.startTls(trusting);
  while (it.peer.bytesRead - plain < 100) await sleep(1);
  await it.peer.startTls({ cert, key });
  await starting;
  await it.client.write("سر\n");
  assert.equal(await it.peer.readLine(), "سر");
  assert.equal(it.peer.bytesRead, it.client.bytesWritten);
});

test("startTls() verifies certificate and name, and says no secret to whom it does not trust", async () => {
  let received = 0;
  await using server = await startServer(async (connection) => {
    await greet(connection).catch(() => {});
    received += (await connection.read().catch(() => undefined))?.byteLength ?? 0;
  });
  const { port } = server;
  const wrong = [{}, { ca: cert, serverName: "example.com" }, { serverName: "localhost" }];
  for (const options of wrong) {
    await using connection = await openConnection({ port });
    await assert.rejects(command(connection, options), { code: "NET_TCP_TLS", reason: "tls" });
    await assert.rejects(connection.write("secret"), { code: "NET_TCP_TLS" });
    await connection.closed;
  }
  // The name that is verified is that of the host, as the certificate is for both of these.
  for (const host of ["localhost", "127.0.0.1"]) {
    await using connection = await openConnection({ host, port });
    await command(connection, { ca: [cert] });
    assert.equal(connection.isEncrypted, true);
  }
  assert.equal(received, 0);
});

test("startTls() of a server demands a client's certificate of those that it trusts", async () => {
  const outcomes: unknown[] = [];
  await using server = await startServer(async (connection) => {
    await greet(connection, { cert, key, clientCa: cert });
    await connection.write(`welcome\n`);
    await connection.readLine();
  }, { onError: (error) => outcomes.push(error) });
  {
    await using connection = await openConnection({ port: server.port });
    await command(connection, { ...trusting, cert, key });
    assert.equal(await connection.readLine(), "welcome");
  }
  await using connection = await openConnection({ port: server.port });
  // With TLS 1.3 a client's handshake is over before the server has looked at its certificate.
  await assert.rejects(async () => {
    await command(connection);
    await connection.readExactly(1);
  }, NetworkError);
  while (outcomes.length === 0) await sleep(1);
  assert.deepEqual(outcomes.map((error) => (error as NetworkError).reason), ["tls"]);
});

test("startTls() is over in time", async () => {
  await using it = await pair();
  const expected = { code: "NET_TCP_CONNECT_TIMEOUT", reason: "timeout", phase: "connect" };
  await assert.rejects(it.client.startTls({ ...trusting, handshakeTimeoutMs: 50 }), expected);
  await it.client.closed;
  await assert.rejects(it.client.read(), expected);
  await using other = await pair();
  await assert.rejects(other.peer.startTls({ cert, key, handshakeTimeoutMs: 50 }), expected);
  await other.peer.closed;
  await other.client.read().catch(() => {});
  await other.client.close();
});

test("startTls() ends with its task and its signal, and breaks the connection off", async () => {
  for (const side of ["client", "peer"] as const) {
    for (const way of ["task", "signal"] as const) {
      await using it = await pair();
      const options = side === "client" ? trusting : { cert, key };
      const controller = new AbortController();
      const reason = new Error("enough");
      const task = createTask(() => it[side].startTls({ ...options, signal: controller.signal }));
      // The client's part of the handshake has gone out by then; a server has nothing to show.
      if (side === "client") assert.ok((await it.peer.read())!.byteLength > 100);
      if (way === "task") task.cancel();
      else controller.abort(reason);
      await assert.rejects(task, way === "task" ? CancelledError : (error) => error === reason);
      await it[side].closed;
      await it[side === "client" ? "peer" : "client"].read().catch(() => {});
      await assert.rejects(it[side].read(), way === "task" ? CancelledError : (error) => error === reason);
    }
  }
});

test("startTls() tells that the peer has gone", async () => {
  await using it = await pair();
  const starting = assert.rejects(it.client.startTls(trusting), { reason: "reset" });
  await it.peer.read();
  it.peer.abort();
  await starting;
  await using other = await pair();
  const waiting = assert.rejects(other.peer.startTls({ cert, key }), { reason: "reset" });
  await sleep(5);
  await other.client.close();
  await waiting;
});

test("startTls() leaves a connection as it is where it cannot be called, and lets nothing else go meanwhile", async () => {
  await using it = await pair();
  const line = it.client.readLine();
  await assert.rejects(it.client.startTls(trusting), { code: "NET_TCP_TLS_BUSY", reason: "aborted" });
  await it.peer.write("as before\n");
  assert.equal(await line, "as before");

  const starting = it.client.startTls(trusting);
  const meanwhile = { code: "NET_TCP_TLS_STARTING", reason: "aborted" };
  await assert.rejects(it.client.read(), meanwhile);
  await assert.rejects(it.client.write("x"), meanwhile);
  await assert.rejects(it.client.endWriting(), meanwhile);
  await assert.rejects(it.client.startTls(trusting), meanwhile);
  await it.peer.startTls({ cert, key });
  await starting;
  for (const [connection, options] of [[it.client, trusting], [it.peer, { cert, key }]] as const) {
    await assert.rejects(connection.startTls(options), { code: "NET_TCP_TLS_TWICE" });
  }
  await it.peer.write("still\n");
  assert.equal(await it.client.readLine(), "still");
  await it.client.close();
  await assert.rejects(it.client.startTls(trusting), { code: "NET_TCP_CLOSED" });
});

test("startTls() ends when the connection is closed meanwhile", async () => {
  for (const way of ["abort", "close"] as const) {
    await using it = await pair();
    const starting = assert.rejects(it.client.startTls(trusting), { code: "NET_TCP_CLOSED" });
    await it.client[way]();
    await starting;
    await it.client.closed;
  }
});

test("startTls() refuses wrong options, and those of the other end", async () => {
  await using it = await pair();
  const client = [{ clientCa: cert }, { ca: 5 }, { cert }, { handshakeTimeoutMs: 0 }, { serverNam: "a" }, null, true];
  for (const options of client) {
    await assert.rejects(it.client.startTls(options as never), ValidationError, JSON.stringify(options));
  }
  const server = [undefined, { cert }, { cert, key, ca: cert }, { cert, key, serverName: "a" }, { cert: "", key }];
  for (const options of server) {
    await assert.rejects(it.peer.startTls(options as never), ValidationError, JSON.stringify(options));
  }
  await it.client.write("fine\n");
  assert.equal(await it.peer.readLine(), "fine");
});

test("startTls() tells of a certificate that cannot be read", async () => {
  await using it = await pair();
  await assert.rejects(it.peer.startTls({ cert: "none", key: "none" }), { code: "NET_TCP_TLS", reason: "tls" });
  await it.peer.closed;
  // Deno looks at it when a client comes.
  if ("Deno" in globalThis) return;
  const tls = { cert: "none", key: "none" };
  await assert.rejects(startServer(() => {}, { tls }), { code: "NET_TCP_NOT_LISTENING" });
});

test("startTls() sends what was written before it in plain text, and in its order", async () => {
  await using it = await pair();
  const big = new Uint8Array(8_000_000).map((_, index) => index % 251);
  const writing = it.peer.write(big);
  const starting = it.peer.startTls({ cert, key });
  assert.deepEqual(await it.client.readExactly(big.length), big);
  await it.client.startTls(trusting);
  await starting;
  await writing;
  await it.peer.write("then\n");
  assert.equal(await it.client.readLine(), "then");
});

test("startTls() leaves the time without a byte to hold after the handshake", async () => {
  await using server = await startServer(async (connection) => {
    await greet(connection);
    await echo(connection);
  });
  await using client = await openConnection({ port: server.port, idleTimeoutMs: 1_000 });
  await command(client);
  for (let index = 0; index < 4; index++) {
    await client.write("x");
    await client.readExactly(1);
    await sleep(400);
  }
  await assert.rejects(client.read(), { code: "NET_TCP_IDLE_TIMEOUT" });
});

test("startTls() ends when the server is closed", async () => {
  const outcomes: unknown[] = [];
  const server = await startServer((connection) =>
    connection.startTls({ cert, key }).catch((error) => {
      outcomes.push(error);
      throw error;
    })
  );
  await using client = await openConnection({ port: server.port });
  while (server.connections.size === 0) await sleep(1);
  await server.close();
  assert.ok(outcomes[0] instanceof CancelledError);
  await client.read().catch(() => {});
});
