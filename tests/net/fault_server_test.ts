import assert from "node:assert/strict";
import test from "node:test";
import { CancelledError, type NetworkError, setLocale, type WebSocketError } from "../../errors/mod.ts";
import { createTask, sleep } from "../../async/mod.ts";
import {
  connectWebSocket,
  type FaultScript,
  type FaultServer,
  request,
  startFaultServer,
  type WebSocketFault,
} from "../../net/mod.ts";
import { failureOf, soon } from "./support.ts";
import { until } from "./web_socket_support.ts";

setLocale("en");

const once = { retry: { attempts: 1 } } as const;

async function get(server: FaultServer, options: object = {}): Promise<unknown> {
  return await request("GET", `${server.url}/x?y=1`, { ...once, ...options });
}

test("startFaultServer() answers requests as its script says, one after the other, and then as the last", async () => {
  await using server = await startFaultServer({
    requests: [
      { status: 503, headers: { "retry-after": "7", "content-type": "text/plain" }, body: "later" },
      { headers: { "content-type": "application/json" }, body: '{"n":1}' },
      { headers: { "content-type": "application/octet-stream" }, body: new Uint8Array([1, 2, 3]) },
    ],
  });
  assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  const first = await fetch(`${server.url}/x?y=1`, { method: "POST", body: "hello", headers: { "x-a": "1" } });
  assert.deepEqual([first.status, first.headers.get("retry-after"), await first.text()], [503, "7", "later"]);
  assert.deepEqual(await get(server), { n: 1 });
  for (let n = 0; n < 2; n++) {
    const answer = await fetch(server.url);
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), new Uint8Array([1, 2, 3]));
  }
  assert.equal(server.requests.length, 4);
  const { method, path, headers, body } = server.requests[0]!;
  assert.deepEqual([method, path, headers.get("x-a"), body], ["POST", "/x?y=1", "1", "hello"]);
});

test("startFaultServer() answers everything with 200 without a script, a HEAD without a body, and takes bodies in chunks", async () => {
  await using server = await startFaultServer();
  const answer = await fetch(server.url);
  assert.deepEqual([answer.status, await answer.text()], [200, ""]);
  await using other = await startFaultServer({ requests: [{ body: "12345" }] });
  const head = await fetch(other.url, { method: "HEAD" });
  assert.deepEqual([head.headers.get("content-length"), await head.text()], ["5", ""]);
  const body = new Blob(["one", "two"]).stream();
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  assert.equal(await (await fetch(other.url, init)).text(), "12345");
  assert.match(other.requests[1]!.body, /one[^]*two/);
});

test("startFaultServer() fails instead of an answer, and in the middle of one", async () => {
  const body = "x".repeat(1_000);
  const failures: [FaultScript["requests"] & object, readonly string[]][] = [
    [[{ fault: "reset" }], ["reset"]],
    [[{ fault: "end" }], ["reset"]],
    [[{ fault: "garbage" }], ["protocol"]],
    [[{ fault: "hang" }], ["timeout"]],
    [[{ body, fault: "reset", afterBytes: 10 }], ["reset"]],
    [[{ body, fault: "end", afterBytes: 10 }], ["reset", "protocol"]],
    [[{ body, fault: "garbage", afterBytes: 10 }], ["protocol", "reset"]],
    [[{ body, fault: "hang", afterBytes: 10 }], ["timeout"]],
    [[{ body, fault: "reset", afterBytes: 0 }], ["reset"]],
  ];
  for (const [requests, reasons] of failures) {
    await using server = await startFaultServer({ requests });
    const options = { connectTimeoutMs: 300, readTimeoutMs: 300 };
    const error = await soon(failureOf<NetworkError>(get(server, options)), "the failure", 10_000);
    assert.ok(reasons.includes(error.reason), `${JSON.stringify(requests).slice(0, 60)}: ${error.reason}`);
  }
});

test("startFaultServer() is slow as it is told to, and has its say about what is late", async () => {
  await using server = await startFaultServer({
    requests: [{ delayMs: 30, body: "x".repeat(100), bytesPerSecond: 500 }],
  });
  const start = performance.now();
  const answer = await fetch(server.url);
  const head = performance.now() - start;
  assert.equal((await answer.text()).length, 100);
  // Timers may be early by a part of a millisecond.
  assert.ok(head >= 28, `${head}`);
  assert.ok(performance.now() - start >= 28 + 140);
  await using late = await startFaultServer({ requests: [{ delayMs: 60_000 }] });
  const error = await failureOf<NetworkError>(get(late, { connectTimeoutMs: 20 }));
  assert.deepEqual([error.reason, error.phase], ["timeout", "headers"]);
});

test("startFaultServer() speaks WebSocket: greets, answers, answers pings and closes", async () => {
  await using server = await startFaultServer({
    webSockets: [{
      messages: ["hello", new Uint8Array([1, 2])],
      answer: (message) => message === "silence" ? undefined : typeof message === "string" ? `${message}!` : message,
    }],
  });
  await using connection = await connectWebSocket(`${server.webSocketUrl}/live`, {
    headers: { "x-a": "1" },
    protocols: ["a", "b"],
    ...(process.versions["deno"] === undefined ? { heartbeatMs: 5 } : {}),
  });
  assert.equal(connection.protocol, "a");
  assert.deepEqual([await connection.receive(), await connection.receive()], ["hello", new Uint8Array([1, 2])]);
  await connection.send("silence");
  for (const message of ["", "مرحبا", "x".repeat(200), "x".repeat(70_000)]) {
    await connection.send(message);
    assert.equal(await connection.receive(), `${message}!`);
  }
  const bytes = new Uint8Array(100_000).map((_, index) => index);
  await connection.send(bytes);
  assert.deepEqual(await connection.receive(), bytes);
  if (process.versions["deno"] === undefined) await until(() => connection.latencyMs !== undefined);
  await connection.close(4001, "enough");
  assert.equal((await connection.closed).code, 4001);
  await until(() => server.openConnections === 0);
  const [{ path, headers }] = server.requests as [FaultServer["requests"][number]];
  assert.deepEqual([path, headers.get("x-a")], ["/live", "1"]);
});

test("startFaultServer() breaks WebSocket connections in every way, and what comes after is as it should be", async () => {
  const steps: [WebSocketFault, number][] = [
    [{ fault: "reset", afterMessages: 1 }, 1006],
    [{ fault: "end", afterMessages: 1 }, 1006],
    [{ fault: "garbage", afterMessages: 1 }, 1006],
    [{ closeCode: 1012, closeReason: "restart", afterMessages: 1 }, 1012],
    [{ closeCode: 4401, afterMessages: 1 }, 4401],
  ];
  for (const [step, code] of steps) {
    await using server = await startFaultServer({ webSockets: [step, {}] });
    const closes: [number, string][] = [];
    await using connection = await connectWebSocket(server.webSocketUrl, {
      firstReconnectDelayMs: 1,
      onOpen: (own) => own.send("hello"),
      onClose: (close) => closes.push([close.code, close.reason]),
      shouldReconnect: () => true,
    });
    assert.equal(await connection.receive(), "hello");
    assert.equal(await soon(connection.receive(), JSON.stringify(step), 20_000), "hello");
    assert.deepEqual(closes.map(([it]) => it), [code]);
    if (code === 1012) assert.equal(closes[0]![1], "restart");
  }
});

test("startFaultServer() refuses handshakes in every way", async () => {
  const steps: [WebSocketFault, Partial<WebSocketError>][] = [
    [{ status: 503, headers: { "retry-after": "1" } }, { code: "NET_WEBSOCKET_STATUS", status: 503 }],
    [{ status: 401 }, { code: "NET_WEBSOCKET_STATUS", status: 401 }],
    [{ fault: "hang" }, { code: "NET_WEBSOCKET_OPEN_TIMEOUT" }],
    [{ fault: "reset" }, {}],
    [{ fault: "end" }, {}],
    [{ fault: "garbage" }, {}],
  ];
  for (const [step, expected] of steps) {
    await using server = await startFaultServer({ webSockets: [step] });
    const error = await failureOf<WebSocketError>(
      connectWebSocket(server.webSocketUrl, { retries: 0, openTimeoutMs: 2_000 }),
    );
    // Deno's own sockets do not tell the status.
    if (expected.status !== undefined && error.status === undefined) assert.match(error.code, /OPEN$/);
    else for (const [name, value] of Object.entries(expected)) assert.equal(error[name as "code"], value);
    assert.match(error.code, /^NET_WEBSOCKET_/);
    assert.equal(server.requests.length, 1);
  }
});

test("startFaultServer() leaves a connection half open, which a heartbeat finds out", async () => {
  await using server = await startFaultServer({ webSockets: [{ fault: "hang", afterMessages: 0 }, {}] });
  const heartbeat = { message: "ping", isReply: (message: unknown) => message === "ping" };
  const errors: string[] = [];
  await using connection = await connectWebSocket(server.webSocketUrl, {
    heartbeat,
    heartbeatMs: 5,
    heartbeatTimeoutMs: 200,
    firstReconnectDelayMs: 1,
    onRetry: (error) => errors.push(error!.code),
  });
  await until(() => errors.length > 0 && connection.state === "open" && connection.latencyMs !== undefined, 20_000);
  assert.equal(errors[0], "NET_WEBSOCKET_SILENT");
});

test("startFaultServer() cuts its connections when it is told to, and closes with its task", async () => {
  await using server = await startFaultServer({ webSockets: [{}] });
  let opens = 0;
  await using connection = await connectWebSocket(server.webSocketUrl, {
    firstReconnectDelayMs: 1,
    onOpen: () => void opens++,
  });
  server.cut();
  await until(() => opens === 2 && connection.state === "open");
  let other: FaultServer | undefined;
  const task = createTask(async () => {
    other = await startFaultServer();
    await sleep(100_000);
  });
  await until(() => other !== undefined);
  task.cancel();
  await assert.rejects(Promise.resolve(task), CancelledError);
  let isClosed = false;
  await until(() => {
    void fetch(other!.url).then(() => {}, () => isClosed = true);
    return isClosed;
  });
});

test("startFaultServer() refuses a script that is none", async () => {
  const scripts: [unknown, string][] = [
    [5, "ARGUMENT_NOT_OBJECT"],
    [[], "ARGUMENT_NOT_OBJECT"],
    [{ request: [] }, "ARGUMENT_UNKNOWN"],
    [{ requests: {} }, "ARGUMENT_NOT_ARRAY"],
    [{ requests: [{ falut: "reset" }] }, "ARGUMENT_UNKNOWN"],
    [{ requests: [{ fault: "rest" }] }, "ARGUMENT_NOT_ONE_OF"],
    [{ requests: [{ status: 99 }] }, "ARGUMENT_NOT_INTEGER"],
    [{ requests: [{ headers: "x" }] }, "ARGUMENT_NOT_OBJECT"],
    [{ requests: [{ body: 5 }] }, "ARGUMENT_NOT_BYTES"],
    [{ requests: [{ delayMs: -1 }] }, "ARGUMENT_NOT_IN_RANGE"],
    [{ requests: [{ bytesPerSecond: 0 }] }, "ARGUMENT_NOT_INTEGER"],
    [{ requests: [{ afterBytes: 0.5 }] }, "ARGUMENT_NOT_INTEGER"],
    [{ webSockets: [{ answer: "x" }] }, "ARGUMENT_NOT_FUNCTION"],
    [{ webSockets: [{ closeCode: 70_000 }] }, "ARGUMENT_NOT_INTEGER"],
    [{ webSockets: [{ closeReason: 5 }] }, "ARGUMENT_NOT_TEXT"],
    [{ webSockets: [{ afterMessages: -1 }] }, "ARGUMENT_NOT_INTEGER"],
    [{ webSockets: [{ messages: "x" }] }, "ARGUMENT_NOT_ARRAY"],
  ];
  for (const [script, code] of scripts) await assert.rejects(startFaultServer(script as FaultScript), { code });
  const task = createTask(() => startFaultServer());
  task.cancel();
  await assert.rejects(Promise.resolve(task), CancelledError);
});
