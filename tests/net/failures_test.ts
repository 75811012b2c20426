import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer as createTcpServer } from "node:net";
import process from "node:process";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { type NetworkError, type NetworkFailure, type NetworkPhase, setLocale } from "../../errors/mod.ts";
import { runtime } from "../../internal/runtime.ts";
import { type HttpError, request, type RequestOptions } from "../../net/mod.ts";
import { type FaultyHttp, type HttpFault, startFaultyHttp } from "../faults/faulty_http.ts";
import {
  answers,
  answersGzip,
  answersJson,
  dribbles,
  ends,
  first,
  inTurn,
  OK,
  resets,
  sends,
  sendsBomb,
} from "../faults/http_faults.ts";
import { tempDir } from "../support/mod.ts";
import { authority, certificates } from "./fixtures/certificates.ts";
import { selfSigned } from "./fixtures/self_signed.ts";
import { answerWith, failureOf, serve, soon, unusedPort } from "./support.ts";

setLocale("en");

// Whatever fails, nothing may fail behind the caller's back.
const unhandled: unknown[] = [];
process.on("unhandledRejection", (error) => unhandled.push(error));

/** A cause of failure, and what every runtime must make of it. */
interface Cause {
  name: string;
  reason: NetworkFailure;
  code: string;
  phase?: NetworkPhase;
  retryable: boolean;
  /** What the server does; none where there is no server that could. */
  fault?: HttpFault;
  /** Gives the URL where no server is told what to do. */
  url?: () => Promise<string> | string;
  /** Options that make it come soon. */
  options?: RequestOptions;
  /** Whether the answer came to its end, so that its connection may be kept. */
  keeps?: boolean;
  /** What the error tells beside. */
  tells?: (error: NetworkError) => void;
}

const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const LONG = `${OK}Content-Length: 100\r\n\r\n`;
const LARGE = `${OK}Content-Length: 1000000\r\n\r\n`;

const refused = { reason: "refused", code: "NET_REFUSED", retryable: true } as const;
const dns = { reason: "dns", code: "NET_DNS", retryable: true } as const;
const reset = { reason: "reset", code: "NET_RESET", retryable: true } as const;
const protocol = { reason: "protocol", code: "NET_PROTOCOL", retryable: true } as const;
const encoding = { reason: "decode", code: "NET_INVALID_ENCODING", retryable: false } as const;
const json = { reason: "decode", code: "NET_INVALID_JSON", retryable: false, keeps: true } as const;
const tooLarge = { reason: "too-large", code: "NET_TOO_LARGE", retryable: false } as const;
const misled = { reason: "protocol", retryable: false, keeps: true } as const;
const headersTimeout = { reason: "timeout", phase: "headers", code: "NET_CONNECT_TIMEOUT", retryable: true } as const;
const idleTimeout = { reason: "timeout", phase: "idle", code: "NET_READ_TIMEOUT", retryable: true } as const;
const attemptTimeout = { reason: "timeout", phase: "attempt", code: "NET_ATTEMPT_TIMEOUT", retryable: true } as const;

const causes: Cause[] = [
  { name: "a name that does not exist", ...dns, url: () => "http://nowhere.invalid" },
  {
    name: "a name that sounds like another failure",
    ...dns,
    url: () => "http://certificate-handshake-reset.invalid/gzip/refused",
  },
  {
    name: "a port on which nobody listens",
    ...refused,
    url: async () => `http://127.0.0.1:${await unusedPort()}`,
  },
  { name: "a port that fetch blocks", ...refused, url: () => "http://127.0.0.1:1" },

  { name: "a reset before the headers", ...reset, fault: resets("") },
  { name: "an end before the headers", ...reset, fault: ends("") },
  { name: "a reset in the headers", ...reset, fault: resets("HTTP/1.1 200 OK\r\nContent-Le") },
  { name: "an end in the headers", ...reset, fault: ends("HTTP/1.1 200 OK\r\nContent-Le") },
  { name: "a reset after the headers", ...reset, fault: resets(LONG) },
  { name: "an end after the headers", ...reset, fault: ends(LONG) },
  { name: "a reset in the body", ...reset, fault: resets(`${LONG}hello`) },
  { name: "a body that is shorter than announced", ...reset, fault: ends(`${LONG}hello`) },
  { name: "a reset between chunks", ...reset, fault: resets(`${CHUNKED}5\r\nhello\r\n`) },
  { name: "chunks that do not end", ...reset, fault: ends(`${CHUNKED}5\r\nhello\r\n`) },
  { name: "a chunk whose length is no number", ...reset, fault: sends(`${CHUNKED}zz\r\nhello\r\n0\r\n\r\n`) },
  { name: "a chunk that is longer than announced", ...reset, fault: sends(`${CHUNKED}5\r\nhello, and more`) },
  { name: "a chunk without end", ...reset, fault: sends(`${CHUNKED}fffffffffffffffffff\r\nhello`) },
  { name: "interim answers, and then none", ...reset, fault: ends("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n") },

  { name: "what is not HTTP", ...protocol, fault: ends("SSH-2.0-OpenSSH_9.2\r\n\r\n") },
  { name: "a version that there is not", ...protocol, fault: ends("HTTP/9.9 200 OK\r\n\r\n") },
  { name: "a status that is no number", ...protocol, fault: ends("HTTP/1.1 abc OK\r\n\r\n") },
  { name: "a status that there is not", ...protocol, fault: ends("HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n") },
  {
    name: "another protocol, unasked",
    ...protocol,
    fault: sends("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nhello"),
  },
  { name: "a header without colon", ...protocol, fault: ends(`${OK}no colon\r\nContent-Length: 0\r\n\r\n`) },
  { name: "a header's name with a space", ...protocol, fault: ends(`${OK}a b: c\r\nContent-Length: 0\r\n\r\n`) },
  { name: "a header with a null character", ...protocol, fault: ends(`${OK}a: b\0c\r\nContent-Length: 0\r\n\r\n`) },
  { name: "a header of three million bytes", ...protocol, fault: sends(`${OK}X: ${"a".repeat(3_000_000)}\r\n\r\n`) },
  {
    name: "twenty thousand headers",
    ...protocol,
    fault: ends(`${OK}${Array.from({ length: 20_000 }, (_, n) => `X-${n}: y\r\n`).join("")}\r\n`),
  },
  { name: "headers without end", ...protocol, fault: dribbles(OK, `X: ${"a".repeat(30_000)}\r\n`, 1) },
  { name: "a length that is no number", ...protocol, fault: ends(`${OK}Content-Length: abc\r\n\r\n`) },
  { name: "a length below zero", ...protocol, fault: ends(`${OK}Content-Length: -1\r\n\r\nhello!`) },
  { name: "a length beyond all numbers", ...protocol, fault: ends(`${OK}Content-Length: ${"9".repeat(30)}\r\n\r\nx`) },
  { name: "two lengths", ...protocol, fault: ends(`${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`) },
  {
    name: "redirects without end",
    ...misled,
    code: "NET_REDIRECTS",
    fault: answers("", ["Location: /again"], "302 Found"),
  },
  {
    name: "a redirect to what is not HTTP",
    ...misled,
    code: "NET_REDIRECT_TARGET",
    fault: answers("", ["Location: ftp://127.0.0.1/"], "302 Found"),
  },
  {
    name: "a redirect to what is no URL",
    ...misled,
    code: "NET_REDIRECT_TARGET",
    fault: answers("", ["Location: http://["], "302 Found"),
  },

  { name: "headers that do not come", ...headersTimeout, fault: () => {}, options: { connectTimeoutMs: 100 } },
  {
    name: "headers that come too slowly",
    ...headersTimeout,
    fault: dribbles("HTTP/1.1 200 OK\r\n", "X: y\r\n"),
    options: { connectTimeoutMs: 100 },
  },
  {
    name: "interim answers only",
    ...headersTimeout,
    fault: dribbles("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
    options: { connectTimeoutMs: 100 },
  },
  { name: "a small body that does not come", ...idleTimeout, fault: sends(LONG), options: { readTimeoutMs: 100 } },
  { name: "a large body that does not come", ...idleTimeout, fault: sends(LARGE), options: { readTimeoutMs: 100 } },
  {
    name: "a small body that stops coming",
    ...idleTimeout,
    fault: sends(`${LONG}hello`),
    options: { readTimeoutMs: 100 },
  },
  {
    name: "a large body that stops coming",
    ...idleTimeout,
    fault: sends(`${LARGE}hello`),
    options: { readTimeoutMs: 100 },
  },
  { name: "a small body that dribbles", ...idleTimeout, fault: dribbles(LONG, ""), options: { readTimeoutMs: 100 } },
  {
    name: "a large body that dribbles",
    ...attemptTimeout,
    fault: dribbles(LARGE, "x"),
    options: { readTimeoutMs: 20_000, timeoutMs: 150 },
  },
  { name: "an attempt that takes too long", ...attemptTimeout, fault: () => {}, options: { timeoutMs: 100 } },
  {
    name: "everything taking too long",
    reason: "timeout",
    phase: "total",
    code: "NET_TOTAL_TIMEOUT",
    retryable: false,
    fault: dribbles(LARGE, "x"),
    options: { totalTimeoutMs: 100 },
  },

  {
    name: "a compressed body that is not compressed",
    ...encoding,
    fault: answersGzip(() => Buffer.from("this is no gzip")),
  },
  { name: "a compressed body that is cut short", ...encoding, fault: answersGzip((it) => it.subarray(0, -20)) },
  { name: "a compressed body without its sum", ...encoding, fault: answersGzip((it) => it.subarray(0, -4)) },
  {
    name: "a compressed body whose sum is wrong",
    ...encoding,
    fault: answersGzip((it) => Buffer.concat([it.subarray(0, -8), Buffer.alloc(4), it.subarray(-4)])),
  },
  {
    name: "a compressed body that is corrupted",
    ...encoding,
    fault: answersGzip((it) => Buffer.from(it).fill(0xff, 40, 80)),
  },
  {
    name: "another compressed body that is not compressed",
    ...encoding,
    fault: answers("this is no brotli", ["Content-Encoding: br"]),
  },
  {
    name: "JSON with a mistake",
    ...json,
    fault: answersJson('{"a": 1, "b": }'),
    tells: (error) => assert.match(error.message, /\(status 200, application\/json\) as JSON: .* position 14$/),
  },
  { name: "JSON that is cut short", ...json, fault: answersJson('{"a": [1, 2') },
  {
    name: "a page where JSON is announced",
    ...json,
    fault: answersJson("<html>"),
    tells: (error) => assert.equal(error.context["position"], 0),
  },
  {
    name: "JSON that is not UTF-8",
    ...json,
    code: "NET_INVALID_TEXT",
    fault: answersJson(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
  },

  {
    name: "an answer that announces too much",
    ...tooLarge,
    fault: sends(`${LARGE}hello`),
    options: { maxBytes: 1_000 },
  },
  {
    name: "chunks that come to too much",
    ...tooLarge,
    fault: dribbles(CHUNKED, `400\r\n${"x".repeat(1_024)}\r\n`, 1),
    options: { maxBytes: 5_000 },
  },
  { name: "a decompression bomb", ...tooLarge, fault: sendsBomb(), options: { maxBytes: 100_000 } },

  {
    name: "a status that may pass",
    reason: "status",
    code: "NET_HTTP_STATUS",
    retryable: true,
    keeps: true,
    fault: answers("busy", [], "503 Service Unavailable"),
    tells: (error) => assert.deepEqual(error.attempts.map((it) => it.status), [503, 503]),
  },
  {
    name: "a status that does not pass",
    reason: "status",
    code: "NET_HTTP_STATUS",
    retryable: false,
    keeps: true,
    fault: answers("no", [], "404 Not Found"),
    tells: (error) => assert.equal((error as HttpError).body, "no"),
  },
  {
    name: "a status that nobody knows",
    reason: "status",
    code: "NET_HTTP_STATUS",
    retryable: false,
    keeps: true,
    fault: answers("?", [], "999 Strange"),
  },
];

/** The server of a cause, if it has one, and where to ask. */
async function start(
  { fault, url }: Cause,
): Promise<{ url: string; server: FaultyHttp | undefined } & AsyncDisposable> {
  const server = fault === undefined ? undefined : await startFaultyHttp(fault);
  return {
    url: server?.url ?? await url!(),
    server,
    [Symbol.asyncDispose]: async () => await server?.[Symbol.asyncDispose](),
  };
}

for (const cause of causes) {
  const { name, reason, code, phase, retryable, options, keeps = false, tells } = cause;
  test(`request() calls ${name} "${reason}"${phase === undefined ? "" : ` (${phase})`}`, async () => {
    await using started = await start(cause);
    const asked = request("GET", `${started.url}/?token=sesame`, { ...options, retry: { attempts: 2, delayMs: 1 } });
    const error = await soon(failureOf<NetworkError>(asked), name, 20_000);
    const times = retryable ? 2 : 1;
    assert.deepEqual(
      [error.reason, error.code, error.phase, error.retryable, error.attempts.map((it) => [it.reason, it.phase])],
      [reason, code, phase, retryable, Array(times).fill([reason, phase])],
    );
    assert.equal(error.name, reason === "status" ? "HttpError" : "NetworkError");
    assert.match(error.message, /^Cannot \S[^:]* https?:\/\/\S+/);
    for (const shown of [JSON.stringify(error), inspect(error, { depth: 10 })]) assert.doesNotMatch(shown, /sesame/);
    tells?.(error);
    if (started.server === undefined) return;
    if (code !== "NET_REDIRECTS") assert.equal(started.server.requests.length, times);
    if (!keeps && reason !== "decode") await soon(started.server.allClosed(), "closing the connections", 20_000);
  });

  test(`request() does not repeat a POST after ${name}`, async () => {
    await using started = await start(cause);
    const asked = request("POST", started.url, { ...options, body: { a: 1 }, retry: { attempts: 3, delayMs: 1 } });
    const error = await soon(failureOf<NetworkError>(asked), name, 20_000);
    assert.deepEqual([error.reason, error.code, error.phase, error.retryable], [reason, code, phase, false]);
    assert.equal(error.attempts.length, 1);
    if (started.server === undefined) return;
    assert.equal(started.server.requests.filter(({ method }) => method === "POST").length, 1);
    if (!keeps && reason !== "decode") await soon(started.server.allClosed(), "closing the connections", 20_000);
  });
}

/** What is unusual and no failure. */
const harmless: { name: string; fault: HttpFault; value: unknown; options?: RequestOptions }[] = [
  { name: "a byte order mark before JSON", fault: answersJson('\ufeff{"a":1}'), value: { a: 1 } },
  {
    name: "100 Continue, unasked",
    fault: sends(`HTTP/1.1 100 Continue\r\n\r\n${LONG.replace("100", "2")}ok`),
    value: "ok",
  },
  {
    name: "three interim answers",
    fault: sends(`${"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(3)}${OK}Content-Length: 2\r\n\r\nok`),
    value: "ok",
  },
  {
    name: "an interim answer of an unknown kind",
    fault: sends(`HTTP/1.1 102 Processing\r\n\r\n${OK}Content-Length: 2\r\n\r\nok`),
    value: "ok",
  },
  { name: "more than announced", fault: sends(`${OK}Content-Length: 5\r\n\r\nhello, and more`), value: "hello" },
  { name: "a body that ends with its connection", fault: ends(`${OK}\r\nhello`), value: "hello" },
  {
    name: "an answer of HTTP/1.0",
    fault: ends("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello"),
    value: "hello",
  },
  {
    name: "chunks with extensions and trailers",
    fault: sends(`${CHUNKED}5;a=b\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n`),
    value: "hello",
  },
  { name: "text that is not UTF-8", fault: answers(Buffer.from([0x61, 0xff])), value: "a\ufffd" },
  {
    name: "a compressed body that is empty",
    fault: answers("", ["Content-Type: text/plain", "Content-Encoding: gzip"]),
    value: "",
  },
  {
    name: "a compressed body of two members, of which Deno's fetch gives the first alone",
    fault: answers(Buffer.concat([gzipSync("first"), gzipSync(" second")]), [
      "Content-Type: text/plain",
      "Content-Encoding: gzip",
    ]),
    value: runtime === "deno" ? "first" : "first second",
  },
  {
    name: "a body that dribbles, but in time",
    fault: ({ socket }) => {
      socket.write(`${OK}Content-Length: 70000\r\n\r\n`);
      let left = 7;
      const timer = setInterval(() => {
        socket.write("x".repeat(10_000));
        if (--left === 0) clearInterval(timer);
      }, 20);
      socket.on("close", () => clearInterval(timer));
    },
    value: "x".repeat(70_000),
    options: { readTimeoutMs: 10_000 },
  },
];

for (const { name, fault, value, options } of harmless) {
  test(`request() takes ${name}`, async () => {
    await using server = await startFaultyHttp(fault);
    // Twice, as the first answer must leave nothing behind for the second.
    for (let times = 0; times < 2; times++) {
      assert.deepEqual(await soon(request("GET", server.url, { ...options, retry: { attempts: 1 } }), name), value);
    }
    assert.equal(server.requests.length, 2);
  });
}

test("request() is not troubled by a server that closes the connections that are kept", async () => {
  const answer = answers("ok");
  // It closes when the answer is read, when the next request comes, or by a reset then.
  const servers: HttpFault[] = [
    (asked) => {
      answer(asked);
      setTimeout(() => asked.socket.end(), 1);
    },
    first(answer, ({ socket }) => socket.end()),
    first(answer, ({ socket }) => socket.resetAndDestroy()),
  ];
  for (const fault of servers) {
    await using server = await startFaultyHttp(fault);
    for (let times = 0; times < 10; times++) {
      assert.equal(await soon(request("GET", server.url, { retry: { delayMs: 1 } }), "the answer"), "ok");
      await new Promise((resolve) => setTimeout(resolve, times));
    }
  }
});

test("request() waits as 429 asks, and no longer than it may", async () => {
  const busy = (retryAfter: string) => answers("", [`Retry-After: ${retryAfter}`], "429 Too Many Requests");
  const later = new Date(Date.now() + 2_500).toUTCString();
  for (const [asked, least, most] of [["0", 0, 0], ["1", 1_000, 1_000], [later, 100, 2_500]] as const) {
    await using server = await startFaultyHttp(inTurn(busy(asked), answers("ok")));
    const waits: number[] = [];
    const onRetry = (_: unknown, __: number, ms: number) => waits.push(ms);
    assert.equal(await soon(request("GET", server.url, { retry: { onRetry } }), "the answer", 20_000), "ok");
    assert.ok(waits.length === 1 && waits[0]! >= least && waits[0]! <= most, `${asked}: ${waits}`);
  }
  await using server = await startFaultyHttp(busy("60"));
  const error = await failureOf<HttpError>(request("GET", server.url));
  assert.deepEqual([error.status, error.retryAfterMs, error.attempts.length], [429, 60_000, 1]);
});

const tls = { reason: "tls", code: "NET_TLS", retryable: false } as const;

test('request() calls a certificate that nobody trusts "tls"', async () => {
  await using server = await startFaultyHttp(answers("x"), selfSigned);
  const error = await failureOf<NetworkError>(request("GET", server.url));
  assert.deepEqual([error.reason, error.code, error.retryable, error.attempts.length], [...Object.values(tls), 1]);
  assert.equal(server.requests.length, 0);
  await soon(server.allClosed(), "closing the connection");
});

test('request() calls a server that does not speak TLS "tls"', async () => {
  await using server = await serve(answerWith("x"));
  const error = await failureOf<NetworkError>(request("GET", `https://127.0.0.1:${server.port}`));
  assert.deepEqual([error.reason, error.code, error.retryable, error.attempts.length], [...Object.values(tls), 1]);
});

test("request() tells a certificate that is out of date or another host's from one that is good", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("authority.pem"), authority);
  await using good = await startFaultyHttp(answers("fine"), certificates.good);
  await using expired = await startFaultyHttp(answers("x"), certificates.expired);
  await using wrongHost = await startFaultyHttp(answers("x"), certificates.wrongHost);
  const ask = (server: FaultyHttp) => askElsewhere(server.url, dir.join("authority.pem"));
  assert.deepEqual(await ask(good), { value: "fine" });
  assert.deepEqual(await ask(expired), { ...tls, attempts: 1 });
  assert.deepEqual(await ask(wrongHost), { ...tls, attempts: 1 });
});

/**
 * Asks in a process of its own: an authority is trusted from a process's beginning on, and a session with one of the
 * servers would let the others' certificates pass unseen.
 */
async function askElsewhere(url: string, authorityPath: string): Promise<unknown> {
  const file = fileURLToPath(new URL("./fixtures/ask_once.ts", import.meta.url));
  const own = runtime === "deno" ? ["run", "-A", "--no-check", "--cert", authorityPath, file] : [file];
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: authorityPath };
  const child = spawn(process.execPath, [...own, url], { env, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (piece: Buffer) => output += piece);
  await new Promise((resolve) => child.once("close", resolve));
  return JSON.parse(output);
}

test("request() ends while a connection is being made when its signal fires, and the server sees it", async () => {
  // TLS is never answered: the connection is there, and is not.
  const { promise: connected, resolve: onConnected } = Promise.withResolvers<void>();
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>();
  const server = createTcpServer((socket) => {
    socket.on("data", () => onConnected());
    socket.on("error", () => {});
    socket.on("close", () => onClosed());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const controller = new AbortController();
  const failed = failureOf(request("GET", `https://127.0.0.1:${port}`, { signal: controller.signal }));
  await connected;
  const reason = new Error("changed my mind");
  controller.abort(reason);
  assert.equal(await soon(failed, "the rejection"), reason);
  await soon(closed, "closing the connection");
  await new Promise((resolve) => server.close(resolve));
});

test("no failure leaves anything behind that nobody handles", async () => {
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(unhandled, []);
});
