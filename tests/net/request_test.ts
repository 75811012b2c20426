import assert from "node:assert/strict";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { HttpError, request, type RequestProgress } from "../../net/mod.ts";
import { type NetworkError, setLocale } from "../../errors/mod.ts";
import { watchedSignal } from "../support/mod.ts";
import { answerWith, collectReports, failureOf, serve } from "./support.ts";

setLocale("en");

test("request() gives JSON parsed", async () => {
  await using server = await serve(answerWith('{"name":"علي","tags":[1,null,true]}'));
  assert.deepEqual(await request("GET", server.url), { name: "علي", tags: [1, null, true] });
});

test("request() parses every kind of JSON type", async () => {
  const types = [
    "application/json",
    "Application/JSON; charset=UTF-8",
    "application/problem+json",
    "application/vnd.api+json;version=1",
    "text/json",
  ];
  await using server = await serve((_request, response, n) => {
    response.writeHead(200, { "content-type": types[n - 1]! }).end("[1]");
  });
  for (const _ of types) assert.deepEqual(await request("GET", server.url), [1]);
});

test("request() passes over a byte order mark before JSON", async () => {
  await using server = await serve(answerWith('\ufeff{"a":1}'));
  assert.deepEqual(await request("GET", server.url), { a: 1 });
});

test("request() gives undefined for a JSON body that is empty, and for 204 and 205", async () => {
  await using server = await serve(({ url }, response) => {
    if (url === "/empty") return void response.writeHead(200, { "content-type": "application/json" }).end();
    if (url === "/blank") return void response.writeHead(200, { "content-type": "application/json" }).end(" \n");
    response.writeHead(Number(url.slice(1))).end();
  });
  for (const path of ["empty", "blank", "204", "205"]) {
    assert.equal(await request("GET", `${server.url}/${path}`), undefined, path);
  }
});

test("request() gives undefined for an answer without type or body", async () => {
  await using server = await serve((_request, response) => void response.end());
  assert.equal(await request("DELETE", server.url), undefined);
});

test("request() gives text types as strings, in the charset that they name", async () => {
  const answers: [string, string | Uint8Array, string][] = [
    ["text/plain", "مرحبا", "مرحبا"],
    ["text/html; charset=utf-8", "<p>مرحبا", "<p>مرحبا"],
    ["text/csv;charset=windows-1256", new Uint8Array([0xe3, 0xd1, 0xcd, 0xc8, 0xc7]), "مرحبا"],
    ['text/plain; charset="windows-1256"', new Uint8Array([0xe3]), "م"],
    ["text/plain; charset=nobody-knows-this", "مرحبا", "مرحبا"],
    ["application/xml", "<a/>", "<a/>"],
    ["image/svg+xml", "<svg/>", "<svg/>"],
    ["text/plain", "", ""],
  ];
  await using server = await serve((_request, response, n) => {
    response.writeHead(200, { "content-type": answers[n - 1]![0] }).end(answers[n - 1]![1]);
  });
  for (const [type, , expected] of answers) assert.equal(await request("GET", server.url), expected, type);
});

test("request() gives anything else as bytes", async () => {
  const bytes = new Uint8Array([0, 255, 1, 254]);
  await using server = await serve(answerWith(bytes, "application/octet-stream"));
  const answer = await request<Uint8Array>("GET", server.url);
  assert.ok(answer instanceof Uint8Array);
  assert.deepEqual([...answer], [...bytes]);
});

test("request() gives bytes where the type is missing", async () => {
  await using server = await serve((_request, response) => void response.end("abc"));
  assert.deepEqual([...await request<Uint8Array>("GET", server.url)], [97, 98, 99]);
});

test("request() joins what comes in many pieces, and characters that are cut by them", async () => {
  const text = JSON.stringify({ text: "مكتبة ".repeat(5_000) });
  const bytes = Buffer.from(text);
  await using server = await serve(async (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    for (let at = 0; at < bytes.length; at += 7_001) {
      response.write(bytes.subarray(at, at + 7_001));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  });
  assert.equal(JSON.stringify(await request("GET", server.url)), text);
});

test("request() decompresses", async () => {
  await using server = await serve((_request, response) => {
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    response.writeHead(200, headers).end(gzipSync('{"a":1}'));
  });
  assert.deepEqual(await request("GET", server.url), { a: 1 });
});

test("request() gives undefined for HEAD", async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" }).end();
  });
  assert.equal(await request("HEAD", server.url), undefined);
  assert.equal(server.seen[0]!.method, "HEAD");
});

test("request() sends the method in capitals", async () => {
  await using server = await serve(answerWith("1"));
  for (const method of ["get", "Post", "PATCH", "options", "Delete", "propfind"]) await request(method, server.url);
  assert.deepEqual(server.seen.map((it) => it.method), ["GET", "POST", "PATCH", "OPTIONS", "DELETE", "PROPFIND"]);
});

test("request() sends each kind of body with its type", async () => {
  const form = new FormData();
  form.append("اسم", "علي");
  const view = new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4);
  const bodies: [NonNullable<Parameters<typeof request>[2]>["body"], string, string | undefined][] = [
    [{ name: "علي" }, '{"name":"علي"}', "application/json"],
    [[1, 2], "[1,2]", "application/json"],
    [{ toJSON: () => "x" }, '"x"', "application/json"],
    ["نص", "نص", "text/plain;charset=UTF-8"],
    ["", "", undefined],
    [new URLSearchParams({ a: "ب", c: "1 2" }), "a=%D8%A8&c=1+2", "application/x-www-form-urlencoded;charset=UTF-8"],
    [view, "\u0001\u0002\u0003", undefined],
    [view.slice().buffer, "\u0001\u0002\u0003", undefined],
    [new DataView(view.slice().buffer, 1, 1), "\u0002", undefined],
    [new Blob(["blob"], { type: "text/x" }), "blob", "text/x"],
  ];
  await using server = await serve(answerWith("1"));
  for (const method of ["POST", "PUT"]) {
    for (const [body, text, type] of bodies) {
      await request(method, server.url, { body });
      const seen = server.seen.at(-1)!;
      assert.equal(seen.body, text);
      if (type !== undefined) assert.equal(seen.headers["content-type"]?.toLowerCase(), type.toLowerCase());
    }
    await request(method, server.url, { body: form });
    assert.match(server.seen.at(-1)!.headers["content-type"]!, /^multipart\/form-data; boundary=/);
    assert.match(server.seen.at(-1)!.body, /name="اسم"\r\n\r\nعلي\r\n/);
  }
});

test("request() tells the length of a body in memory", async () => {
  await using server = await serve(answerWith("1"));
  for (const method of ["POST", "PUT"]) {
    await request(method, server.url, { body: { a: "ب" } });
    assert.equal(server.seen.at(-1)!.headers["content-length"], "10");
  }
});

test("request() lets a caller's content type stand", async () => {
  await using server = await serve(answerWith("1"));
  await request("POST", server.url, { body: { a: 1 }, headers: { "Content-Type": "application/vnd.x+json" } });
  assert.equal(server.seen[0]!.headers["content-type"], "application/vnd.x+json");
});

test("request() sends nothing for a body that is null or undefined", async () => {
  await using server = await serve(answerWith("1"));
  await request("POST", server.url, { body: null });
  await request("DELETE", server.url, { body: undefined });
  assert.deepEqual(server.seen.map((it) => it.body), ["", ""]);
});

test("request() streams a stream, without holding it", async () => {
  const total = 200;
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (++pulled > total) controller.close();
      else controller.enqueue(new Uint8Array(65_536).fill(pulled % 256));
    },
  }, { highWaterMark: 0 });
  await using server = await serve(({ bytes }, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(String(bytes.length));
  });
  assert.equal(await request("POST", server.url, { body }), total * 65_536);
});

test("request() sends headers given in every form", async () => {
  await using server = await serve(answerWith("1"));
  const forms = [
    { "X-One": "1", "X-None": undefined },
    [["x-one", "1"]] as const,
    new Headers({ "x-one": "1" }),
  ];
  for (const headers of forms) {
    await request("GET", server.url, { headers });
    assert.equal(server.seen.at(-1)!.headers["x-one"], "1");
    assert.equal(server.seen.at(-1)!.headers["x-none"], undefined);
  }
});

test("request() asks for JSON, unless the caller asks for something else", async () => {
  await using server = await serve(answerWith("1"));
  await request("GET", server.url);
  await request("GET", server.url, { headers: { Accept: "text/csv" } });
  assert.match(server.seen[0]!.headers.accept!, /^application\/json/);
  assert.equal(server.seen[1]!.headers.accept, "text/csv");
});

test("request() adds the query to the URL's own", async () => {
  await using server = await serve(answerWith("1"));
  const query = {
    q: "قط & كلب",
    page: 2,
    all: true,
    id: 9_007_199_254_740_993n,
    tag: ["a", "b"],
    none: undefined,
    no: null,
  };
  await request("GET", `${server.url}/search?x=1#part`, { query });
  const url = new URL(server.seen[0]!.url, server.url);
  assert.deepEqual([...url.searchParams], [
    ["x", "1"],
    ["q", "قط & كلب"],
    ["page", "2"],
    ["all", "true"],
    ["id", "9007199254740993"],
    ["tag", "a"],
    ["tag", "b"],
  ]);
});

test("request() takes a URL object and URLSearchParams, and changes neither", async () => {
  await using server = await serve(answerWith("1"));
  const url = new URL(`http://ali:secret@127.0.0.1:${server.port}/a`);
  const before = url.href;
  await request("GET", url, { query: new URLSearchParams([["a", "1"], ["a", "2"]]) });
  assert.equal(server.seen[0]!.url, "/a?a=1&a=2");
  assert.equal(url.href, before);
});

test("request() sends a name and password in the URL as a header, in UTF-8", async () => {
  await using server = await serve(answerWith("1"));
  await request("GET", `http://علي:s%3Acret%2F@127.0.0.1:${server.port}/`);
  const { authorization } = server.seen[0]!.headers;
  assert.equal(Buffer.from(authorization!.slice(6), "base64").toString("utf8"), "علي:s:cret/");
});

test("request() prefers an Authorization header to credentials in the URL", async () => {
  await using server = await serve(answerWith("1"));
  const headers = { authorization: "Bearer own" };
  await request("GET", `http://ali:secret@127.0.0.1:${server.port}/`, { headers });
  assert.equal(server.seen[0]!.headers.authorization, "Bearer own");
});

test("request() follows redirects, and keeps what it sends for 307 and 308", async () => {
  await using server = await serve(({ url }, response) => {
    const status = Number(url.slice(1));
    if (status > 0) return void response.writeHead(status, { location: "./done?x=1" }).end("moved");
    response.writeHead(200, { "content-type": "text/plain" }).end("done");
  });
  const expected: [string, number, string, string][] = [
    ["POST", 301, "GET", ""],
    ["POST", 302, "GET", ""],
    ["POST", 303, "GET", ""],
    ["PUT", 303, "GET", ""],
    ["PUT", 301, "PUT", '{"a":1}'],
    ["POST", 307, "POST", '{"a":1}'],
    ["POST", 308, "POST", '{"a":1}'],
  ];
  for (const [method, status, next, body] of expected) {
    assert.equal(await request("" + method, `${server.url}/${status}`, { body: { a: 1 } }), "done");
    const { method: sent, body: received, url, headers } = server.seen.at(-1)!;
    assert.deepEqual([sent, received, url], [next, body, "/done?x=1"], `${method} ${status}`);
    if (next === "GET") assert.equal(headers["content-type"], undefined);
  }
});

test("request() keeps HEAD on every redirect", async () => {
  await using server = await serve(({ url }, response) => {
    if (url === "/") response.writeHead(303, { location: "/end" }).end();
    else response.writeHead(200).end();
  });
  await request("HEAD", server.url);
  assert.deepEqual(server.seen.map((it) => it.method), ["HEAD", "HEAD"]);
});

test("request() drops credentials on a redirect to another origin, and keeps them within one", async () => {
  await using other = await serve(answerWith("1"));
  await using server = await serve(({ url }, response) => {
    response.writeHead(302, { location: url === "/in" ? "/out" : other.url }).end();
  });
  const secret = {
    authorization: "Bearer x",
    cookie: "a=1",
    "proxy-authorization": "p",
    "x-api-key": "k",
    "x-auth-token": "t",
  };
  await request("GET", `${server.url}/in`, { headers: { ...secret, "x-trace": "1" } });
  assert.equal(server.seen[1]!.headers["authorization"], "Bearer x");
  assert.equal(server.seen[1]!.headers["x-api-key"], "k");
  const { headers } = other.seen[0]!;
  for (const name of Object.keys(secret)) assert.equal(headers[name], undefined, name);
  assert.equal(headers["x-trace"], "1");
});

test("request() does not hand the URL's credentials to another origin", async () => {
  await using other = await serve(answerWith("1"));
  await using server = await serve((_request, response) => void response.writeHead(307, { location: other.url }).end());
  await request("GET", `http://ali:secret@127.0.0.1:${server.port}`);
  assert.match(server.seen[0]!.headers.authorization!, /^Basic /);
  assert.equal(other.seen[0]!.headers.authorization, undefined);
});

test("request() gives up after 20 redirects", async () => {
  await using server = await serve((_request, response) => void response.writeHead(302, { location: "/again" }).end());
  const error = await failureOf<NetworkError>(request("GET", server.url));
  assert.deepEqual([error.code, error.reason, error.retryable], ["NET_REDIRECTS", "protocol", false]);
  assert.equal(server.seen.length, 21);
});

test("request() refuses a redirect to what is not HTTP", async () => {
  for (const location of ["ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "http://", "data:,x"]) {
    await using server = await serve((_request, response) => void response.writeHead(302, { location }).end());
    const error = await failureOf<NetworkError>(request("GET", server.url));
    assert.deepEqual([error.code, error.reason], ["NET_REDIRECT_TARGET", "protocol"], location);
    assert.equal(server.seen.length, 1);
  }
});

test("request() does not send a stream a second time to where it is redirected", async () => {
  await using server = await serve((_request, response) => void response.writeHead(307, { location: "/b" }).end());
  const body = new Blob(["x"]).stream();
  const error = await failureOf<NetworkError>(request("PUT", server.url, { body }));
  assert.equal(error.code, "NET_REDIRECT_BODY");
});

test("request() takes a 3xx without Location as what it is", async () => {
  await using server = await serve((_request, response) => void response.writeHead(304).end());
  const error = await failureOf<HttpError>(request("GET", server.url));
  assert.ok(error instanceof HttpError);
  assert.equal(error.status, 304);
});

test("request() tells the progress of what it receives", async () => {
  await using server = await serve(({ url }, response) => {
    const body = Buffer.alloc(300_000, "x");
    const isGzip = url === "/gzip";
    const length = isGzip ? {} : { "content-length": String(body.length) };
    response.writeHead(200, {
      "content-type": "text/plain",
      ...length,
      ...(isGzip ? { "content-encoding": "gzip" } : {}),
    });
    response.end(isGzip ? gzipSync(body) : body);
  });
  for (const [path, total] of [["plain", 300_000], ["gzip", undefined]] as const) {
    const progress: RequestProgress[] = [];
    await request("GET", `${server.url}/${path}`, { onProgress: (it) => progress.push(it) });
    assert.ok(progress.length > 0);
    assert.deepEqual(progress.at(-1), { direction: "download", bytes: 300_000, totalBytes: total });
    assert.ok(progress.every((it, index) => index === 0 || it.bytes > progress[index - 1]!.bytes));
  }
});

test("request() rejects with what onProgress throws, and closes the connection", async () => {
  let isClosed: Promise<void> | undefined;
  await using server = await serve((_request, response) => {
    isClosed = new Promise((resolve) => response.once("close", resolve));
    response.writeHead(200, { "content-type": "text/plain" }).write("x");
  });
  const broken = new RangeError("broken");
  const error = await failureOf(request("GET", server.url, {
    onProgress() {
      throw broken;
    },
  }));
  assert.equal(error, broken);
  await isClosed;
});

test("request() refuses an answer that is larger than maxBytes, announced or not", async () => {
  await using server = await serve(({ url }, response) => {
    const body = "x".repeat(1_001);
    const type = { "content-type": "text/plain" };
    if (url === "/length") return void response.writeHead(200, { ...type, "content-length": "1001" }).end(body);
    if (url === "/gzip") {
      return void response.writeHead(200, { ...type, "content-encoding": "gzip" }).end(gzipSync(body));
    }
    response.writeHead(200, type).write(body.slice(0, 500));
    response.end(body.slice(500));
  });
  for (const path of ["length", "gzip", "chunks"]) {
    const error = await failureOf<NetworkError>(request("GET", `${server.url}/${path}`, { maxBytes: 1_000 }));
    assert.deepEqual([error.code, error.reason, error.retryable], ["NET_TOO_LARGE", "too-large", false], path);
    assert.equal((await request<string>("GET", `${server.url}/${path}`, { maxBytes: 1_001 })).length, 1_001);
  }
});

test("request() stops reading an endless answer at maxBytes, and closes the connection", async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  await using server = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(16_384)));
    };
    response.on("drain", more).on("close", resolve);
    more();
  });
  const error = await failureOf<NetworkError>(request("GET", server.url, { maxBytes: 100_000 }));
  assert.equal(error.reason, "too-large");
  await closed;
});

test("request() stops a small answer that decompresses to a huge one", async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  await using server = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "text/plain", "content-encoding": "gzip" }).end(bomb);
  });
  const error = await failureOf<NetworkError>(request("GET", server.url, { maxBytes: 1_000_000 }));
  assert.equal(error.code, "NET_TOO_LARGE");
});

test("request() says where JSON is wrong, with the URL, status and type", async () => {
  const wrong: [string, number][] = [
    ['{"a":1,}', 7],
    ["[1,2", 4],
    ["<html>", 0],
    ['{"a": nope}', 6],
    ['"مرحبا', 6],
    ["\ufeff[1,,2]", 3],
  ];
  await using server = await serve((_request, response, n) => {
    response.writeHead(201, { "content-type": "application/json; x=y" }).end(wrong[n - 1]![0]);
  });
  for (const [text, position] of wrong) {
    const error = await failureOf<NetworkError>(request("GET", `${server.url}/a?token=abc`));
    assert.deepEqual([error.code, error.reason, error.retryable], ["NET_INVALID_JSON", "decode", false], text);
    const place = `${server.url}/a?token=[redacted] (status 201, application/json; x=y)`;
    assert.equal(error.message, `Cannot read the answer of ${place} as JSON: it is wrong at position ${position}`);
    assert.equal(error.context["position"], position);
    assert.equal((error.cause as Error).name, "SyntaxError");
  }
  assert.equal(server.seen.length, wrong.length);
});

test("request() refuses JSON that is not UTF-8, and replaces what is wrong in other texts", async () => {
  const bytes = new Uint8Array([0x22, 0xff, 0x22]);
  await using server = await serve(({ url }, response) => {
    response.writeHead(200, { "content-type": url === "/json" ? "application/json" : "text/plain" }).end(bytes);
  });
  const error = await failureOf<NetworkError>(request("GET", `${server.url}/json`));
  assert.deepEqual([error.code, error.reason], ["NET_INVALID_TEXT", "decode"]);
  assert.equal(await request("GET", `${server.url}/text`), '"\ufffd"');
});

test("request() returns the fallback when every attempt failed, with a warning", async () => {
  using log = collectReports();
  await using server = await serve(answerWith("no", "text/plain", 503));
  const fallback = { from: "before" };
  const answer = await request("GET", `${server.url}/?key=abc`, { fallback, retry: { delayMs: 1 } });
  assert.equal(answer, fallback);
  assert.equal(server.seen.length, 3);
  const [warning] = log.reports.filter((it) => it.level === "warning");
  assert.deepEqual([warning!.module, warning!.properties["method"]], ["net", "GET"]);
  assert.ok(warning!.properties["error"] instanceof HttpError);
});

test("request() returns a fallback that is null, false or 0 for every kind of failure", async () => {
  await using server = await serve(({ url }, response) => {
    if (url === "/404") return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "application/json" }).end("{");
  });
  for (const fallback of [null, false, 0, ""]) {
    assert.equal(await request("GET", `${server.url}/404`, { fallback }), fallback);
    assert.equal(await request("GET", `${server.url}/json`, { fallback }), fallback);
  }
});

test("request() returns no fallback for a wrong argument or a cancellation", async () => {
  const wrong = await failureOf<Error & { code: string }>(request("GET", "nowhere", { fallback: 1 }));
  assert.equal(wrong.code, "ARGUMENT_NOT_URL");
  await using server = await serve(() => {});
  const controller = new AbortController();
  const reason = new Error("enough");
  const asked = failureOf(request("GET", server.url, { fallback: 1, signal: controller.signal }));
  setTimeout(() => controller.abort(reason), 20);
  assert.equal(await asked, reason);
});

test("request() makes many requests at once over its life without leaving a listener on the signal", async () => {
  const { signal, listeners } = watchedSignal();
  await using server = await serve(answerWith("1"));
  await Promise.all(Array.from({ length: 20 }, () => request("GET", server.url, { signal, totalTimeoutMs: 10_000 })));
  await failureOf(request("GET", `http://127.0.0.1:1/`, { signal, retry: { attempts: 1 } }));
  assert.equal(listeners(), 0);
});

test("request() refuses a wrong argument before anything is sent", async () => {
  await using server = await serve(answerWith("1"));
  const { url } = server;
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  const wrong: [() => Promise<unknown>, string, string][] = [
    [() => request("", url), "ARGUMENT_NOT_METHOD", "method"],
    [() => request("G T", url), "ARGUMENT_NOT_METHOD", "method"],
    [() => request("CONNECT", url), "ARGUMENT_NOT_METHOD", "method"],
    [() => request("trace", url), "ARGUMENT_NOT_METHOD", "method"],
    [() => request(undefined as never, url), "ARGUMENT_NOT_METHOD", "method"],
    [() => request("GET", "/relative"), "ARGUMENT_NOT_URL", "url"],
    [() => request("GET", "ftp://example.com"), "ARGUMENT_NOT_URL", "url"],
    [() => request("GET", "http://256.256.256.256/"), "ARGUMENT_NOT_URL", "url"],
    [() => request("GET", 5 as never), "ARGUMENT_NOT_URL", "url"],
    [() => request("GET", url, null as never), "ARGUMENT_NOT_OBJECT", "options"],
    [() => request("GET", url, { body: "x" }), "ARGUMENT_BODY_NOT_ALLOWED", "body"],
    [() => request("HEAD", url, { body: {} }), "ARGUMENT_BODY_NOT_ALLOWED", "body"],
    [() => request("GET", url, { uploadFile: "x" }), "ARGUMENT_BODY_NOT_ALLOWED", "uploadFile"],
    [() => request("POST", url, { body: 5 as never }), "ARGUMENT_NOT_BODY", "body"],
    [() => request("POST", url, { body: (() => 1) as never }), "ARGUMENT_NOT_BODY", "body"],
    [() => request("POST", url, { body: cyclic }), "ARGUMENT_NOT_BODY", "body"],
    [() => request("POST", url, { body: { n: 1n } }), "ARGUMENT_NOT_BODY", "body"],
    [() => request("POST", url, { body: new Map([[1, 2]]) }), "ARGUMENT_NOT_BODY", "body"],
    [() => request("POST", url, { body: new Set([1]) }), "ARGUMENT_NOT_BODY", "body"],
    [() => request("POST", url, { body: Promise.resolve({}) }), "ARGUMENT_NOT_BODY", "body"],
    [() => request("GET", url, { headers: { "x-a": "مرحبا" } }), "ARGUMENT_NOT_HEADERS", "headers"],
    [() => request("GET", url, { headers: { "x-a": "a\r\nb: c" } }), "ARGUMENT_NOT_HEADERS", "headers"],
    [() => request("GET", url, { headers: { "bad name": "x" } }), "ARGUMENT_NOT_HEADERS", "headers"],
    [() => request("GET", url, { headers: "x: y" as never }), "ARGUMENT_NOT_OBJECT", "headers"],
    [() => request("GET", url, { query: "a=1" as never }), "ARGUMENT_NOT_OBJECT", "query"],
    [() => request("GET", url, { query: { a: {} as never } }), "ARGUMENT_NOT_QUERY", "query"],
    [() => request("GET", url, { query: { a: Number.NaN } }), "ARGUMENT_NOT_QUERY", "query"],
    [() => request("GET", url, { connectTimeoutMs: 0 }), "ARGUMENT_NOT_IN_RANGE", "connectTimeoutMs"],
    [() => request("GET", url, { connectTimeoutMs: "5" as never }), "ARGUMENT_NOT_IN_RANGE", "connectTimeoutMs"],
    [() => request("GET", url, { readTimeoutMs: -1 }), "ARGUMENT_NOT_IN_RANGE", "readTimeoutMs"],
    [() => request("GET", url, { readTimeoutMs: Infinity }), "ARGUMENT_NOT_IN_RANGE", "readTimeoutMs"],
    [() => request("GET", url, { totalTimeoutMs: Number.NaN }), "ARGUMENT_NOT_IN_RANGE", "totalTimeoutMs"],
    [() => request("GET", url, { maxBytes: -1 }), "ARGUMENT_NOT_INTEGER", "maxBytes"],
    [() => request("GET", url, { maxBytes: 1.5 }), "ARGUMENT_NOT_INTEGER", "maxBytes"],
    [() => request("GET", url, { retry: { attempts: 0 } }), "ARGUMENT_NOT_INTEGER", "attempts"],
    [() => request("GET", url, { retry: 3 as never }), "ARGUMENT_NOT_OBJECT", "retry"],
    [() => request("GET", url, { onProgress: 1 as never }), "ARGUMENT_NOT_FUNCTION", "onProgress"],
    [() => request("POST", url, { uploadFile: "" }), "ARGUMENT_NOT_TEXT", "uploadFile"],
    [() => request("POST", url, { uploadFile: "x", body: "text" }), "ARGUMENT_NOT_FIELDS", "body"],
    [() => request("POST", url, { uploadFile: "x", body: [1] }), "ARGUMENT_NOT_FIELDS", "body"],
  ];
  for (const [call, code, option] of wrong) {
    const error = await failureOf<Error & { code: string; option: string }>(call());
    assert.deepEqual([error.name, error.code, error.option], ["ValidationError", code, option], String(call));
  }
  assert.equal(server.seen.length, 0);
});

test("request() refuses a stream that somebody reads already", async () => {
  const body = new Blob(["x"]).stream();
  body.getReader();
  const error = await failureOf<Error & { option: string }>(request("POST", "http://127.0.0.1:1/", { body }));
  assert.equal(error.option, "body");
});

test("request() shows no secret in the message about a wrong header or query", async () => {
  const headers = { authorization: "Bearer مفتاح-سري" };
  const error = await failureOf(request("GET", "http://127.0.0.1:1/", { headers }));
  assert.match(error.message, /authorization/);
  assert.doesNotMatch(JSON.stringify(error) + String(error), /مفتاح-سري/);
  const other = await failureOf(request("GET", "http://127.0.0.1:1/", { query: { pin: { secret: 1 } as never } }));
  assert.doesNotMatch(other.message, /secret/);
});
