import assert from "node:assert/strict";
import { once } from "node:events";
import type { Socket } from "node:net";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { createTask, sleep } from "../../async/mod.ts";
import { CancelledError, type NetworkError } from "../../errors/mod.ts";
import { createClient } from "../../net/mod.ts";
import { watchedSignal } from "../support/mod.ts";
import { failureOf, type RawServer, serve, serveRaw, soon } from "./support.ts";

const HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const piece = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** A server that sends the headers and a first piece, and leaves the rest to the test. */
async function serveSlowly(): Promise<RawServer & { socket: Promise<Socket> }> {
  const { promise: socket, resolve } = Promise.withResolvers<Socket>();
  const server = await serveRaw((one) => {
    one.write(HEAD + piece("first"));
    resolve(one);
  });
  return Object.assign(server, { socket });
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test("stream() gives pieces as they come", async () => {
  await using server = await serveSlowly();
  const reader = createClient().get(server.url).stream().getReader();
  assert.equal(text((await reader.read()).value), "first");
  const socket = await server.socket;
  socket.write(piece("second"));
  assert.equal(text((await reader.read()).value), "second");
  socket.write("0\r\n\r\n");
  assert.equal((await reader.read()).done, true);
});

test("stream() closes the connection when it is cancelled", async () => {
  await using server = await serveSlowly();
  const reader = createClient().get(server.url).stream().getReader();
  await reader.read();
  await reader.cancel();
  await soon(server.closed, "the close");
});

test("stream() closes the connection when its loop is left", async () => {
  await using server = await serveSlowly();
  for await (const chunk of createClient().get(server.url).stream()) {
    assert.equal(text(chunk), "first");
    break;
  }
  await soon(server.closed, "the close");
});

test("stream() closes the connection when it is cancelled while the server is silent", async () => {
  await using server = await serveSlowly();
  const reader = createClient().get(server.url).stream().getReader();
  await reader.read();
  const next = reader.read();
  await reader.cancel();
  assert.equal((await soon(next, "the read")).done, true);
  await soon(server.closed, "the close");
});

test("stream() gives the request up when it is cancelled before the headers", async () => {
  await using server = await serveRaw(() => {});
  const stream = createClient().get(server.url).stream();
  while (server.connections === 0) await sleep(2);
  await soon(stream.cancel(), "the cancellation");
  await soon(server.closed, "the close");
});

test("raw() closes the connection of what is not read", async () => {
  await using server = await serveSlowly();
  {
    await using answer = await createClient().get(server.url).raw();
    assert.equal(answer.status, 200);
  }
  await soon(server.closed, "the close");
});

test("raw() comes with the headers, before the body", async () => {
  const { promise: socket, resolve } = Promise.withResolvers<Socket>();
  await using server = await serveRaw((one) => {
    one.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-A: 1\r\n\r\n");
    resolve(one);
  });
  await using answer = await soon(createClient().get(server.url).raw(), "the answer");
  assert.equal(answer.headers.get("x-a"), "1");
  const body = answer.text();
  (await socket).write("done");
  assert.equal(await body, "done");
  assert.equal(await answer.text(), "done");
});

test("raw() reads its body once as a stream, and then no more", async () => {
  await using server = await serve((_request, response) => void response.end("body"));
  const client = createClient();
  const answer = await client.get(server.url).raw();
  const pieces = await Array.fromAsync(answer.stream());
  assert.equal(Buffer.concat(pieces).toString(), "body");
  for (const act of [() => answer.text(), () => Promise.try(() => answer.stream()), () => answer.json()]) {
    await assert.rejects(act(), { code: "NET_ANSWER_TAKEN" });
  }
  const closed = await client.get(server.url).raw();
  await closed.close();
  await closed.close();
  await assert.rejects(closed.text(), { code: "NET_ANSWER_TAKEN" });
  const reply = client.get(server.url);
  await Array.fromAsync(reply.stream());
  await assert.rejects(reply.text(), { code: "NET_ANSWER_TAKEN" });
  assert.equal(server.seen.length, 3);
});

test("stream() ends by the server's silence, with the phase idle", async () => {
  await using server = await serveSlowly();
  const reader = createClient({ readTimeoutMs: 100 }).get(server.url).stream().getReader();
  assert.equal(text((await reader.read()).value), "first");
  const error = await soon(failureOf<NetworkError>(reader.read()), "the failure");
  assert.deepEqual([error.reason, error.phase], ["timeout", "idle"]);
  await soon(server.closed, "the close");
  // What has begun to be read cannot be begun anew.
  assert.equal(server.connections, 1);
});

test("stream() does not count the reader's time as the server's", async () => {
  await using server = await serveSlowly();
  const reader = createClient({ readTimeoutMs: 150 }).get(server.url).stream().getReader();
  await reader.read();
  await sleep(400);
  const socket = await server.socket;
  socket.write(piece("second") + "0\r\n\r\n");
  assert.equal(text((await reader.read()).value), "second");
  assert.equal((await reader.read()).done, true);
});

test("raw() does not count the reader's time as the server's before it reads", async () => {
  await using server = await serveSlowly();
  await using answer = await createClient({ readTimeoutMs: 150 }).get(server.url).raw();
  await sleep(400);
  (await server.socket).write("0\r\n\r\n");
  assert.equal(await answer.text(), "first");
});

test("stream() ends by the time of the attempt and of everything, whoever is slow", async () => {
  for (const [options, phase] of [[{ timeoutMs: 150 }, "attempt"], [{ totalTimeoutMs: 150 }, "total"]] as const) {
    await using server = await serveSlowly();
    const reader = createClient(options).get(server.url).stream().getReader();
    await reader.read();
    await soon(server.closed, "the close");
    const error = await failureOf<NetworkError>(reader.read());
    assert.deepEqual([error.reason, error.phase, server.connections], ["timeout", phase, 1]);
  }
});

test("stream() ends by a signal, during a read and between two", async () => {
  for (const isReading of [true, false]) {
    await using server = await serveSlowly();
    const controller = new AbortController();
    const reader = createClient().get(server.url, { signal: controller.signal }).stream().getReader();
    await reader.read();
    const reading = isReading ? failureOf(reader.read()) : undefined;
    controller.abort("enough");
    await soon(server.closed, "the close");
    assert.equal(await (reading ?? failureOf(reader.read())), "enough");
  }
});

test("stream() ends with the task that it began in", async () => {
  await using server = await serveSlowly();
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const task = createTask(async () => {
    for await (const _ of createClient().get(server.url).stream()) resolve();
  });
  await begun;
  task.cancel();
  await assert.rejects(soon(Promise.resolve(task), "the task"), CancelledError);
  await soon(server.closed, "the close");
});

test("a reply ends with the task that it began in, before the headers", async () => {
  await using server = await serveRaw(() => {});
  const task = createTask(async () => await createClient().get(server.url).text());
  while (server.connections === 0) await sleep(2);
  task.cancel();
  await assert.rejects(soon(Promise.resolve(task), "the task"), CancelledError);
  await soon(server.closed, "the close");
});

test("stream() ends where the answer becomes too large, announced or not", async () => {
  await using server = await serve(({ url }, response) => {
    if (url === "/announced") response.setHeader("content-length", "1000");
    response.write("x".repeat(600));
    response.end("x".repeat(400));
  });
  const client = createClient({ baseUrl: server.url, maxBytes: 700 });
  for (const path of ["/announced", "/chunked"]) {
    const error = await failureOf<NetworkError>(Array.fromAsync(client.get(path).stream()));
    assert.equal(error.reason, "too-large");
  }
  assert.equal(server.seen.length, 2);
});

test("stream() tells that the connection was lost, and is not tried again", async () => {
  await using server = await serveSlowly();
  const reader = createClient().get(server.url).stream().getReader();
  await reader.read();
  (await server.socket).resetAndDestroy();
  const error = await failureOf<NetworkError>(reader.read());
  assert.deepEqual([error.reason, server.connections], ["reset", 1]);
});

test("stream() leaves what nobody takes with the server", async () => {
  const chunk = Buffer.alloc(65_536, "x");
  let sent = 0;
  await using server = await serve(async (_request, response) => {
    const closed = once(response, "close");
    while (sent < 1_000 && !response.destroyed) {
      sent++;
      if (!response.write(chunk)) await Promise.race([once(response, "drain"), closed]);
    }
    response.end();
  });
  const reader = createClient().get(server.url).stream().getReader();
  await reader.read();
  let before = -1;
  while (before !== sent) {
    before = sent;
    await sleep(300);
  }
  // 64 MiB in all: what waits is in the sockets' buffers.
  assert.ok(sent < 500, `${sent} of 1000 pieces were sent`);
  await reader.cancel();
});

test("stream() gives the whole of what was read ahead while nobody asked", async () => {
  const body = "0123456789".repeat(20_000);
  await using server = await serve((_request, response) => void response.end(body));
  const reply = createClient().get(server.url);
  await sleep(100);
  assert.equal(Buffer.concat(await Array.fromAsync(reply.stream())).toString(), body);
  const other = createClient().get(server.url);
  await sleep(100);
  assert.equal(await other.text(), body);
  assert.equal(server.seen.length, 2);
});

test("stream() tells its progress", async () => {
  await using server = await serve((_request, response) =>
    void response.writeHead(200, { "content-length": "5" }).end("12345")
  );
  const seen: [number, number | undefined][] = [];
  const client = createClient({ onProgress: ({ bytes, totalBytes }) => seen.push([bytes, totalBytes]) });
  await Array.fromAsync(client.get(server.url).stream());
  assert.deepEqual(seen.at(-1), [5, 5]);
});

test("stream() stops at maxBytes in the middle of a decompression bomb", async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  await using server = await serve((_request, response) => {
    response.writeHead(200, { "content-encoding": "gzip", "content-length": bomb.length }).end(bomb);
  });
  let bytes = 0;
  const error = await failureOf<NetworkError>((async () => {
    for await (const chunk of createClient({ maxBytes: 1_000_000 }).get(server.url).stream()) bytes += chunk.byteLength;
  })());
  assert.equal(error.reason, "too-large");
  assert.ok(bytes <= 1_000_000);
});

test("stream() tells that what is compressed was cut off or is broken", async () => {
  const packed = gzipSync(Buffer.from(Array.from({ length: 100_000 }, (_, n) => n % 251)));
  const broken = Buffer.from(packed);
  broken.fill(0xff, 50, 80);
  const bodies: Record<string, Buffer> = { "/cut": packed.subarray(0, -20), "/broken": broken };
  await using server = await serve(({ url }, response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end(bodies[url]);
  });
  const client = createClient({ baseUrl: server.url, retry: { attempts: 1 } });
  for (const path of Object.keys(bodies)) {
    const streamed = await failureOf<NetworkError>(Array.fromAsync(client.get(path).stream()));
    const whole = await failureOf<NetworkError>(client.get(path).bytes());
    assert.deepEqual([streamed.reason, whole.reason], ["decode", "decode"], path);
  }
});

test("two replies are streamed at once, each at its own pace", async () => {
  await using first = await serveSlowly();
  await using second = await serveSlowly();
  const client = createClient();
  const readers = [first, second].map((server) => client.get(server.url).stream().getReader());
  for (const reader of readers) assert.equal(text((await reader.read()).value), "first");
  (await second.socket).write(piece("second") + "0\r\n\r\n");
  assert.equal(text((await readers[1]!.read()).value), "second");
  assert.equal((await readers[1]!.read()).done, true);
  (await first.socket).write(piece("later") + "0\r\n\r\n");
  assert.equal(text((await readers[0]!.read()).value), "later");
});

test("stream() goes on to a file by pipeTo, and to whatever takes a stream", async () => {
  const body = "0123456789".repeat(50_000);
  await using server = await serve((_request, response) => void response.end(body));
  const parts: Uint8Array[] = [];
  await createClient().get(server.url).stream().pipeTo(new WritableStream({ write: (part) => void parts.push(part) }));
  assert.equal(Buffer.concat(parts).toString(), body);
  assert.equal(await new Response(createClient().get(server.url).stream()).text(), body);
  await using target = await serve(({ body }, response) => void response.end(String(body.length)));
  const stream = createClient().get(server.url).stream();
  assert.equal(await createClient().post(target.url, { body: stream }).text(), "500000");
});

test("replies that are read, left, closed and failed leave no listener on a signal that lives on", async () => {
  const { signal, listeners } = watchedSignal();
  await using server = await serve(({ url }, response) => {
    if (url === "/slow") return void response.write("begun");
    response.writeHead(url === "/404" ? 404 : 200).end("x");
  });
  const client = createClient({ baseUrl: server.url, signal, retry: { attempts: 1 }, totalTimeoutMs: 60_000 });
  const one = async (): Promise<void> => {
    await client.get("/");
    await client.get("/").raw().then((answer) => answer.text());
    await client.get("/slow").raw().then((answer) => answer.close());
    for await (const _ of client.get("/slow").stream()) break;
    await client.get("/404").catch(() => {});
    await client.get("http://127.0.0.1:1/").catch(() => {});
    await client.get("/", { maxBytes: 0 }).text().catch(() => {});
    void client.get("/");
  };
  await Promise.all(Array.from({ length: 10 }, one));
  for (let n = 0; n < 500 && listeners() > 0; n++) await sleep(10);
  assert.equal(listeners(), 0);
});
