import assert from "node:assert/strict";
import test from "node:test";
import { type NetworkError, setLocale, type ValidationError } from "../../errors/mod.ts";
import { type AnswerStore, type HttpError, request } from "../../net/mod.ts";
import { answerWith, collectReports, failureOf, serve, soon } from "./support.ts";

setLocale("en");

/** A store that writes and reads JSON, as one over a network does, and remembers what it was asked. */
class JsonStore implements AnswerStore {
  readonly entries = new Map<string, string>();
  readonly ttls: (number | undefined)[] = [];

  get(key: string): Promise<unknown> {
    const text = this.entries.get(key);
    return Promise.resolve(text === undefined ? undefined : JSON.parse(text));
  }

  set(key: string, value: unknown, { ttlMs }: { ttlMs?: number | undefined }): Promise<void> {
    this.ttls.push(ttlMs);
    this.entries.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}

test("request() asks the server once and the cache from then on", async () => {
  await using server = await serve(answerWith('{"n":[1]}'));
  const cache = { store: new JsonStore(), ttlMs: 60_000 };
  for (let time = 0; time < 3; time++) assert.deepEqual(await request("GET", server.url, { cache }), { n: [1] });
  assert.equal(server.seen.length, 1);
  assert.deepEqual(cache.store.ttls, [60_000]);
});

test("request() gives each caller an answer of its own from the cache", async () => {
  await using server = await serve(answerWith('{"list":[1]}'));
  const values = new Map<string, unknown>();
  const store = { get: (key: string) => values.get(key), set: (key: string, value: unknown) => values.set(key, value) };
  const first = await request<{ list: number[] }>("GET", server.url, { cache: { store, ttlMs: 60_000 } });
  first.list.push(2);
  const second = await request<{ list: number[] }>("GET", server.url, { cache: { store, ttlMs: 60_000 } });
  second.list.push(3);
  assert.deepEqual(await request("GET", server.url, { cache: { store, ttlMs: 60_000 } }), { list: [1] });
});

test("request() gives from the cache what it gave before, of every type", async () => {
  const answers: [string, string | Uint8Array, unknown][] = [
    ["application/json", '\ufeff{"a":"ب"}', { a: "ب" }],
    ["application/json", "", undefined],
    ["text/plain", "مرحبا", "مرحبا"],
    ["text/plain; charset=windows-1256", new Uint8Array([0xe3, 0xd1]), "مر"],
    ["application/octet-stream", new Uint8Array(20_000).map((_, index) => index % 256), undefined],
  ];
  for (const [type, body, expected] of answers) {
    await using server = await serve(answerWith(body, type));
    const cache = { store: new JsonStore(), ttlMs: 60_000 };
    const first = await request("GET", server.url, { cache });
    const second = await request("GET", server.url, { cache });
    assert.equal(server.seen.length, 1);
    if (first instanceof Uint8Array) assert.deepEqual([...second as Uint8Array], [...first]);
    else assert.deepEqual([first, second], [expected, expected]);
    if (type === "application/octet-stream") assert.deepEqual([...second as Uint8Array], [...body as Uint8Array]);
  }
});

test("request() keeps answers apart by URL, query and what was sent along", async () => {
  await using server = await serve(({ url, headers }, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end(`${url} ${headers.authorization ?? ""}`);
  });
  const cache = { store: new JsonStore(), ttlMs: 60_000 };
  const ask = (path: string, token?: string) =>
    request("GET", `${server.url}${path}`, { cache, headers: token === undefined ? {} : { authorization: token } });
  const expected = [["/a", undefined], ["/b", undefined], ["/a?x=1", undefined], ["/a", "one"], ["/a", "two"]] as const;
  for (let time = 0; time < 2; time++) {
    for (const [path, token] of expected) assert.equal(await ask(path, token), `${path} ${token ?? ""}`);
  }
  assert.equal(server.seen.length, expected.length);
  assert.equal(await ask("/a#other"), "/a ");
  assert.equal(server.seen.length, expected.length);
});

test("request() shows no secret in a cache's keys", async () => {
  await using server = await serve(answerWith("1"));
  const cache = { store: new JsonStore(), ttlMs: 60_000 };
  await request("GET", `http://ali:sesame@127.0.0.1:${server.port}`, { cache, headers: { "x-api-key": "sesame2" } });
  const [key] = cache.store.entries.keys();
  assert.doesNotMatch(key!, /sesame|YWxpOnNlc2FtZQ/);
});

test("request() asks the server again with force, and keeps the new answer", async () => {
  await using server = await serve((_request, response, n) => {
    response.writeHead(200, { "content-type": "application/json" }).end(String(n));
  });
  const store = new JsonStore();
  assert.equal(await request("GET", server.url, { cache: { store, ttlMs: 60_000 } }), 1);
  assert.equal(await request("GET", server.url, { cache: { store, ttlMs: 60_000, force: true } }), 2);
  assert.equal(await request("GET", server.url, { cache: { store, ttlMs: 60_000 } }), 2);
});

test("request() keeps no failure, nothing empty, and nothing that the server forbids to keep", async () => {
  await using server = await serve(({ url }, response) => {
    if (url === "/404") return void response.writeHead(404).end();
    if (url === "/204") return void response.writeHead(204).end();
    if (url === "/wrong") return void response.writeHead(200, { "content-type": "application/json" }).end("{");
    const headers = { "cache-control": "private, No-Store", "content-type": "text/plain" };
    response.writeHead(200, headers).end("secret");
  });
  const cache = { store: new JsonStore(), ttlMs: 60_000 };
  for (const path of ["404", "204", "wrong", "no-store"]) {
    await request("GET", `${server.url}/${path}`, { cache, fallback: null });
  }
  assert.equal(cache.store.entries.size, 0);
});

test("request() goes on without a cache that fails, and warns", async () => {
  using log = collectReports();
  await using server = await serve(answerWith("5"));
  const broken = (): never => {
    throw new Error("the cache is down");
  };
  const rejecting = () => Promise.reject(new Error("the cache is down"));
  for (const store of [{ get: broken, set: broken }, { get: rejecting, set: rejecting }]) {
    assert.equal(await request("GET", server.url, { cache: { store, ttlMs: 60_000 } }), 5);
  }
  assert.equal(log.reports.filter((it) => it.level === "warning").length, 4);
});

/** What the library writes, but for what a test breaks of it: suits any request, as it depends on none of its headers. */
const kept = {
  version: 2,
  method: "GET",
  status: 200,
  statusText: "OK",
  headers: [["content-type", "application/json"]],
  requestedAt: Date.now(),
  receivedAt: Date.now(),
  vary: [],
  variant: "",
  generation: "1",
  text: "7",
};

test("request() gives what is as the library writes it, so that the tests of what is not can fail", async () => {
  const store = { get: () => kept, set: () => undefined };
  assert.equal(await request("GET", "http://127.0.0.1:1/", { cache: { store, ttlMs: 60_000 } }), 7);
});

test("request() passes over what another program left under its key", async () => {
  await using server = await serve(answerWith("5"));
  const strangers = [null, "text", 7, [], {}, { status: 200 }, { ...kept, version: 1 }, { ...kept, status: "200" }];
  const broken = [{ ...kept, headers: [["a"]] }, { ...kept, text: 5 }, { ...kept, status: 99 }, { ...kept, vary: [1] }];
  for (const stranger of [...strangers, ...broken]) {
    const store = { get: () => stranger, set: () => undefined };
    assert.equal(await request("GET", server.url, { cache: { store, ttlMs: 60_000 } }), 5);
  }
});

test("request() takes what is broken in the cache for nothing", async () => {
  using _ = collectReports();
  await using server = await serve(answerWith("5"));
  for (const stranger of [{ ...kept, text: "{" }, { ...kept, text: undefined, base64: "%%%" }]) {
    const store = { get: () => stranger, set: () => undefined };
    assert.equal(await request("GET", server.url, { cache: { store, ttlMs: 60_000 } }), 5);
  }
});

test("request() ends the wait for a cache when its signal fires", async () => {
  await using server = await serve(answerWith("5"));
  const never = () => new Promise<never>(() => {});
  for (const store of [{ get: never, set: never }, { get: () => undefined, set: never }]) {
    const controller = new AbortController();
    const failed = failureOf(
      request("GET", server.url, { cache: { store, ttlMs: 60_000 }, signal: controller.signal, fallback: 1 }),
    );
    setTimeout(() => controller.abort("stop"), 30);
    assert.equal(await soon(failed, "the rejection"), "stop");
  }
});

test("request() waits for a cache no longer than totalTimeoutMs: it fails without an answer, and keeps one that it has", async () => {
  using _ = collectReports();
  await using server = await serve(answerWith("5"));
  const never = () => new Promise<never>(() => {});
  const ask = (store: AnswerStore, totalTimeoutMs: number, ttlMs?: number) =>
    request("GET", server.url, { cache: { store, ttlMs }, totalTimeoutMs });
  for (const ttlMs of [60_000, undefined]) {
    const error = await soon(failureOf<NetworkError>(ask({ get: never, set: never }, 20, ttlMs)), "the rejection");
    assert.deepEqual([error.reason, error.phase], ["timeout", "total"]);
  }
  assert.equal(server.seen.length, 0);
  assert.equal(await soon(ask({ get: () => undefined, set: never }, 3_000, 60_000), "the answer"), 5);
});

test("request() does not ask the server again when keeping the answer fails", async () => {
  using _ = collectReports();
  await using server = await serve(answerWith("5"));
  const store = { get: () => undefined, set: () => Promise.reject(new Error("full")) };
  assert.equal(await request("GET", server.url, { cache: { store, ttlMs: 60_000 }, retry: { delayMs: 1 } }), 5);
  assert.equal(server.seen.length, 1);
});

test("request() retries under a cache as without one", async () => {
  await using server = await serve((_request, response, n) => {
    response.writeHead(n === 1 ? 503 : 200, { "content-type": "application/json" }).end("5");
  });
  const store = new JsonStore();
  assert.equal(await request("GET", server.url, { cache: { store, ttlMs: 60_000 }, retry: { delayMs: 1 } }), 5);
  const error = await failureOf<HttpError>(
    request("GET", `${server.url}/other`, { cache: { store, ttlMs: 60_000 }, maxBytes: 0, retry: { delayMs: 1 } }),
  );
  assert.equal(error.reason, "too-large");
});

test("request() refuses a wrong cache", async () => {
  const store = new JsonStore();
  const url = "http://127.0.0.1:1/";
  const wrong: [string, unknown, string, string][] = [
    ["GET", 5, "ARGUMENT_NOT_OBJECT", "cache"],
    ["GET", {}, "ARGUMENT_NOT_STORE", "store"],
    ["GET", { store: { get: () => 1 } }, "ARGUMENT_NOT_STORE", "store"],
    ["GET", { store, ttlMs: 0 }, "ARGUMENT_NOT_IN_RANGE", "ttlMs"],
    ["GET", { store, ttlMs: "1" }, "ARGUMENT_NOT_IN_RANGE", "ttlMs"],
    ["GET", { store, force: 1 }, "ARGUMENT_NOT_ONE_OF", "cache.force"],
    ["GET", { store, staleIfErrorMs: -1 }, "ARGUMENT_NOT_IN_RANGE", "staleIfErrorMs"],
    ["GET", { store, staleWhileRevalidateMs: NaN }, "ARGUMENT_NOT_IN_RANGE", "staleWhileRevalidateMs"],
    ["HEAD", { store, maxBytes: 1.5 }, "ARGUMENT_NOT_INTEGER", "maxBytes"],
    ["POST", { store, onAnswer: "log" }, "ARGUMENT_NOT_FUNCTION", "cache.onAnswer"],
    ["GET", { store, ttl: 5 }, "ARGUMENT_UNKNOWN", "ttl"],
  ];
  for (const [method, cache, code, option] of wrong) {
    const error = await failureOf<ValidationError>(request(method, url, { cache: cache as never }));
    assert.deepEqual([error.code, error.option], [code, option]);
  }
});
