import assert from "node:assert/strict";
import test from "node:test";
import { NetworkError, setLocale, WebSocketError } from "../../errors/mod.ts";
import { connectWebSocket, graphql, request, requestBatch } from "../../net/mod.ts";
import { startTcpProxy } from "../faults/tcp_proxy.ts";
import { answerWith, failureOf, serve, serveRaw, serveSockets, soon } from "./support.ts";

setLocale("en");

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state >>> 8;
  }
}

const pieces = [
  "HTTP/1.1 200 OK\r\n",
  "HTTP/1.1 999 \u0000\r\n",
  "HTTP/9.9 200 OK\r\n",
  "HTTP/1.1 302 Found\r\nLocation: http://[\r\n",
  "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
  "Content-Type: application/json\r\n",
  "Content-Type: \r\n",
  "Content-Type: text/plain; charset=\r\n",
  "Content-Length: 5\r\n",
  "Content-Length: 5, 6\r\n",
  "Content-Length: -1\r\n",
  "Content-Length: 99999999999999999999\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Transfer-Encoding: nonsense\r\n",
  "Content-Encoding: gzip\r\n",
  "Retry-After: ::::\r\n",
  "no colon\r\n",
  ": no name\r\n",
  "\r\n",
  "5\r\nhello\r\n0\r\n\r\n",
  "ffffffffffffffff\r\n",
  "hello",
  '{"a":1}',
  "\u0000\u0001\u0002",
];

test("request() always ends, and fails with nothing but a NetworkError, whatever a server sends", async () => {
  const random = numbers(7);
  for (let round = 0; round < 150; round++) {
    const count = 1 + random.next().value % 7;
    const text = Array.from({ length: count }, () => pieces[random.next().value % pieces.length]).join("");
    await using server = await serveRaw((socket) => socket.end(text));
    const options = { connectTimeoutMs: 2_000, readTimeoutMs: 2_000, retry: { attempts: 1 } };
    const outcome = await soon(request("GET", server.url, options).catch((error: unknown) => error), text, 10_000);
    if (outcome instanceof Error) {
      assert.ok(outcome instanceof NetworkError, `${JSON.stringify(text)}: ${outcome.stack}`);
    }
  }
});

test("graphql() always ends, and fails with nothing but a NetworkError, whatever a server answers", async () => {
  const values = ["null", "true", "[]", "{}", '""', "1e999", '{"a":[{}]}', '[{"message":"x"}]', "[null]", "[[]]"];
  for (const errors of values) {
    for (const data of values) {
      await using server = await serve(answerWith(`{"data":${data},"errors":${errors},"extensions":${errors}}`));
      const outcome = await graphql(server.url, "{ a }").catch((error: unknown) => error);
      if (outcome instanceof Error) assert.ok(outcome instanceof NetworkError, `${data} ${errors}: ${outcome.stack}`);
    }
  }
});

test("connectWebSocket() always ends, and fails with nothing but a WebSocketError, whatever a server sends", async () => {
  const random = numbers(11);
  for (let round = 0; round < 60; round++) {
    const bytes = Buffer.from(Array.from({ length: 1 + random.next().value % 40 }, () => random.next().value % 256));
    await using server = await serveSockets((socket) => {
      const raw = (socket as unknown as { _socket: import("node:net").Socket })._socket;
      raw.end(bytes);
    });
    const outcome = await soon(
      (async () => {
        const connection = await connectWebSocket(server.url, { retries: 0 });
        for await (const message of connection) assert.ok(typeof message === "string" || message instanceof Uint8Array);
        return await connection.closed;
      })().catch((error: unknown) => error),
      bytes.toString("hex"),
      10_000,
    );
    if (outcome instanceof Error) {
      assert.ok(outcome instanceof WebSocketError, `${bytes.toString("hex")}: ${outcome.stack}`);
    }
  }
});

test("request() reads every byte through a slow line", async () => {
  const text = JSON.stringify({ text: "مكتبة".repeat(3_000) });
  await using server = await serve(answerWith(text));
  await using proxy = await startTcpProxy({
    port: server.port,
    faults: { toClient: { bytesPerSecond: 100_000, latencyMs: 20 }, toServer: { latencyMs: 20 } },
  });
  const answer = await request("GET", `http://127.0.0.1:${proxy.port}`, { readTimeoutMs: 2_000 });
  assert.equal(JSON.stringify(answer), text);
});

test("request() finds its way through a line that breaks, wherever that is", async () => {
  const text = JSON.stringify({ text: "x".repeat(20_000) });
  await using server = await serve(answerWith(text));
  for (const cutAfterBytes of [1, 20, 100, 150, 300, 5_000, 20_000]) {
    await using proxy = await startTcpProxy({ port: server.port, faults: { toClient: { cutAfterBytes } } });
    const url = `http://127.0.0.1:${proxy.port}`;
    const onRetry = (_: unknown, attempt: number) => void (attempt === 2 && proxy.clear());
    const answer = await soon(request("GET", url, { retry: { attempts: 3, delayMs: 1, onRetry } }), "the answer");
    assert.equal(JSON.stringify(answer), text, String(cutAfterBytes));
    proxy.set({ toClient: { cutAfterBytes } });
    const error = await failureOf<NetworkError>(request("POST", url, { body: { a: 1 } }));
    assert.equal(error.reason, "reset", String(cutAfterBytes));
  }
});

test("requestBatch() gives the right answer or an error for each request over a line that breaks again and again", async () => {
  await using server = await serve(({ url }, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(
      JSON.stringify({ url, padding: "x".repeat(500) }),
    );
  });
  await using proxy = await startTcpProxy({ port: server.port });
  const timer = setInterval(() => proxy.cut(), 15);
  const urls = Array.from({ length: 300 }, (_, n) => `http://127.0.0.1:${proxy.port}/${n}`);
  const results = await soon(
    requestBatch<{ url: string }>(urls, {
      concurrency: 8,
      retry: { attempts: 2, delayMs: 1 },
      connectTimeoutMs: 2_000,
    }),
    "the batch",
    60_000,
  );
  clearInterval(timer);
  results.forEach((result, n) => {
    if (result instanceof Error) assert.ok(result instanceof NetworkError, String(result.stack));
    else assert.equal(result.url, `/${n}`);
  });
  assert.ok(results.some((result) => !(result instanceof Error)));
});

test("connectWebSocket() goes on after a line that breaks in the middle of a message", async () => {
  await using server = await serveSockets((socket, n) => {
    socket.send(`whole ${n}`);
    socket.send("x".repeat(50_000));
    if (n === 2) socket.close(1000);
  });
  await using proxy = await startTcpProxy({ port: server.port, faults: { toClient: { cutAfterBytes: 20_000 } } });
  const connection = await connectWebSocket(`ws://127.0.0.1:${proxy.port}`, { reconnectDelayMs: 20 });
  const seen: string[] = [];
  for await (const message of connection) {
    seen.push((message as string).slice(0, 7));
    proxy.clear();
  }
  assert.deepEqual(seen, ["whole 1", "whole 2", "xxxxxxx"]);
});

test("request() takes no header or body for anything but data", async () => {
  const body = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
  await using server = await serve(answerWith(body));
  const answer = await request<Record<string, unknown>>("GET", server.url);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  assert.ok(Object.hasOwn(answer, "__proto__"));
});
