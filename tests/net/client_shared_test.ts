import assert from "node:assert/strict";
import test from "node:test";
import { createTask } from "../../async/mod.ts";
import { CancelledError, type NetworkError, setLocale, ValidationError } from "../../errors/mod.ts";
import { createClient, type HttpError } from "../../net/mod.ts";
import { type FaultyRequest, startFaultyHttp } from "../faults/faulty_http.ts";
import { answers, answersJson, inTurn } from "../faults/http_faults.ts";
import { failureOf, soon } from "./support.ts";

setLocale("en");

const data = answersJson('{"list":[1]}');
const busy = answers("", [], "503 Service Unavailable");

/** A server that answers only when told to. */
async function slowServer() {
  const waiting: FaultyRequest[] = [];
  const server = await startFaultyHttp((asked) => void waiting.push(asked));
  return {
    server,
    url: server.url,
    /** Answers all that wait. */
    answer(by = data): void {
      for (const asked of waiting.splice(0)) by(asked);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

test("a client that deduplicates makes equal requests once, and each has its own answer in every form", async () => {
  await using slow = await slowServer();
  const client = createClient({ baseUrl: slow.url, deduplicate: true });
  const replies = Array.from({ length: 7 }, () => client.get<{ list: number[] }>("/a", { query: { q: 1 } }));
  const heads = [client.head("/a?q=1"), client.head("/a?q=1")];
  await slow.server.asked(2);
  const [first, second, text, bytes, others, stream, raw] = replies;
  const all = Promise.all([first, second, text!.text(), bytes!.bytes(), others!.bytes(), raw!.raw()]);
  slow.answer();
  const [one, two, asText, some, same, opened] = await all;
  assert.deepEqual([one, two, asText], [{ list: [1] }, { list: [1] }, '{"list":[1]}']);
  one!.list.push(2);
  assert.deepEqual(two, { list: [1] });
  some.fill(0);
  assert.equal(new TextDecoder().decode(same), '{"list":[1]}');
  assert.equal(await new Response(stream!.stream()).text(), '{"list":[1]}');
  assert.deepEqual([opened.status, opened.ok, opened.url], [200, true, `${slow.url}/a?q=1`]);
  assert.equal(opened.headers.get("content-type"), "application/json");
  assert.deepEqual(await opened.json(), { list: [1] });
  assert.deepEqual(await Promise.all(heads), [undefined, undefined]);
  assert.deepEqual(slow.server.requests.map(({ method }) => method).toSorted(), ["GET", "HEAD"]);
  const later = client.get("/a", { query: { q: 1 } }).text();
  await slow.server.asked(3);
  slow.answer();
  assert.equal(await later, '{"list":[1]}', "what is over is asked for anew");
});

test("a client makes what is not equal by itself", async () => {
  await using slow = await slowServer();
  const client = createClient({ baseUrl: slow.url, deduplicate: true });
  const replies = [
    client.get("/a"),
    client.get("/b"),
    client.get("/a", { headers: { "x-a": "1" } }),
    client.get("/a", { timeoutMs: 60_000 }),
    client.get("/a", { hooks: {} }),
    client.get("/a", { deduplicate: false }),
    client.post("/a"),
    client.options("/a"),
    client.extend({}).get("/a"),
    createClient({ baseUrl: slow.url, deduplicate: true }).get("/a"),
    createClient({ baseUrl: slow.url }).get("/a"),
    createClient({ baseUrl: slow.url }).get("/a"),
  ];
  await slow.server.asked(replies.length);
  const same = [
    client.get("/a"),
    client.get("/a", { headers: { "X-A": "1" }, timeoutMs: undefined }),
    createClient({ baseUrl: slow.url }).get("/b", { deduplicate: true }),
  ];
  await slow.server.asked(replies.length + 1);
  slow.answer();
  await Promise.all([...replies, ...same]);
  assert.equal(slow.server.requests.length, replies.length + 1);
});

test("one that is cancelled leaves the others their answer, and the last one ends the request", async () => {
  await using slow = await slowServer();
  const client = createClient({ baseUrl: slow.url, deduplicate: true });
  const controller = new AbortController();
  const first = failureOf(client.get("/", { signal: controller.signal }).text());
  await slow.server.asked(1);
  const task = createTask(() => client.get("/").text());
  const last = client.get("/").text();
  controller.abort("enough");
  assert.equal(await soon(first, "the rejection"), "enough");
  task.cancel();
  assert.ok(await soon(failureOf(task), "the cancellation") instanceof CancelledError);
  slow.answer();
  assert.equal(await last, '{"list":[1]}');
  assert.equal(slow.server.requests.length, 1);

  const signals = [new AbortController(), new AbortController()];
  const both = signals.map(({ signal }) => failureOf(client.get("/", { signal }).text()));
  await slow.server.asked(2);
  for (const one of signals) one.abort("enough");
  assert.deepEqual(await soon(Promise.all(both), "the rejections"), ["enough", "enough"]);
  await soon(slow.server.allClosed(), "closing the connection");
  const anew = client.get("/").text();
  await slow.server.asked(3);
  slow.answer();
  assert.equal(await anew, '{"list":[1]}');
});

test("requests that share an answer share its attempts and its failure, and go by their client's hooks", async () => {
  await using server = await startFaultyHttp(inTurn(busy, data, answers("none", [], "404 Not Found")));
  const called: string[] = [];
  const client = createClient({
    baseUrl: server.url,
    deduplicate: true,
    retry: { delayMs: 1 },
    hooks: {
      beforeRequest: [() => void called.push("before")],
      afterResponse: [({ status }) => void called.push(String(status))],
      onError: [() => void called.push("error")],
    },
  });
  const texts = await Promise.all([client.get("/").text(), client.get("/").text()]);
  assert.deepEqual([texts, server.requests.length], [['{"list":[1]}', '{"list":[1]}'], 2]);
  assert.deepEqual(called.splice(0), ["before", "503", "before", "200"]);
  const failed = await Promise.all(
    [client.get("/"), client.get("/")].map((reply) => failureOf<HttpError>(reply.text())),
  );
  assert.deepEqual(failed.map(({ status, body }) => [status, body]), [[404, "none"], [404, "none"]]);
  assert.deepEqual(called, ["before", "404", "error", "error"]);
  const lenient = createClient({ baseUrl: server.url, deduplicate: true, throwOnStatus: false });
  const raws = await Promise.all([lenient.get("/").raw(), lenient.get("/").raw()]);
  assert.deepEqual(
    await Promise.all(raws.map(async (raw) => [raw.status, await raw.text()])),
    Array(2).fill([404, "none"]),
  );
});

test("a shared answer that is broken, too large or empty is so for each", async () => {
  await using server = await startFaultyHttp(inTurn(answersJson("{"), answers("xxxx"), answers("")));
  const client = createClient({ baseUrl: server.url, deduplicate: true, maxBytes: 3 });
  const two = () => [client.get("/"), client.get("/")];
  const codes = async () => await Promise.all(two().map(async (reply) => (await failureOf<NetworkError>(reply)).code));
  assert.deepEqual(await codes(), ["NET_INVALID_JSON", "NET_INVALID_JSON"]);
  assert.deepEqual(await codes(), ["NET_TOO_LARGE", "NET_TOO_LARGE"]);
  assert.deepEqual(await Promise.all(two()), ["", ""]);
});

test("a fallback is given to each, and deduplicate is refused where it is neither true nor false", async () => {
  await using server = await startFaultyHttp(busy);
  const options = { baseUrl: server.url, deduplicate: true, retry: { attempts: 1 }, fallback: "before" };
  const client = createClient(options);
  assert.deepEqual(await Promise.all([client.get("/"), client.get("/")]), ["before", "before"]);
  assert.equal(server.requests.length, 1);
  assert.throws(() => createClient({ deduplicate: "yes" as never }), ValidationError);
});
