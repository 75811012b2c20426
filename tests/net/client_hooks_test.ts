import assert from "node:assert/strict";
import test from "node:test";
import { createTask } from "../../async/mod.ts";
import { CancelledError, NetworkError, type ValidationError } from "../../errors/mod.ts";
import {
  type ClientHooks,
  createClient,
  graphql,
  type HttpError,
  type PaginateOptions,
  type RawAnswer,
  type StandardSchema,
} from "../../net/mod.ts";
import { answerWith, failureOf, type SeenRequest, serve, serveRaw, soon, type TestServer } from "./support.ts";

function echo(): Promise<TestServer> {
  return serve(({ method, url, headers, body }, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ method, url, headers, body }));
  });
}

const FAST = { retry: { delayMs: 1 } };

test("beforeRequest changes headers and URL, before each attempt and in order", async () => {
  await using server = await serve(({ headers, url }, response, n) => {
    response.writeHead(n === 1 ? 503 : 200, { "content-type": "text/plain" }).end(`${url} ${headers["x-n"]}`);
  });
  const seen: unknown[] = [];
  const client = createClient({
    ...FAST,
    hooks: {
      beforeRequest: [
        async (request) => {
          await Promise.resolve();
          seen.push([request.method, request.attempt, request.body, request.url.pathname, request.signal.aborted]);
          request.headers.set("x-n", String(request.attempt));
        },
        (request) => {
          request.url = new URL("/changed", request.url);
        },
      ],
    },
  });
  const own = { beforeRequest: [(request: { url: URL }) => void request.url.searchParams.set("own", "1")] };
  assert.equal(await client.put(`${server.url}/x`, { body: { a: 1 }, hooks: own }), "/changed?own=1 2");
  assert.deepEqual(seen, [["PUT", 1, { a: 1 }, "/x", false], ["PUT", 2, { a: 1 }, "/x", false]]);
});

test("beforeRequest answers itself, and nothing is sent then", async () => {
  const later: string[] = [];
  const client = createClient({
    hooks: {
      beforeRequest: [() => Response.json({ from: "hook" }), () => void later.push("called")],
      afterResponse: [(answer) => void later.push(String(answer.status))],
    },
  });
  assert.deepEqual(await client.get("http://127.0.0.1:1/"), { from: "hook" });
  assert.deepEqual(later, ["200"]);
  await using raw = await client.get("http://127.0.0.1:1/x").raw();
  assert.equal(raw.url, "http://127.0.0.1:1/x");
});

test("a hook's own error is thrown as it is, and not tried again", async () => {
  await using server = await echo();
  const own = new Error("no");
  const hooks: ClientHooks[] = [
    { beforeRequest: [() => Promise.reject(own)] },
    { afterResponse: [() => Promise.reject(own)] },
  ];
  for (const one of hooks) assert.equal(await failureOf(createClient({ hooks: one, ...FAST }).get(server.url)), own);
  assert.equal(server.seen.length, 1);
});

test("a hook that returns what is no answer is told so", async () => {
  await using server = await echo();
  for (const name of ["beforeRequest", "afterResponse"] as const) {
    const error = await failureOf<ValidationError>(
      createClient({ hooks: { [name]: [() => "yes" as never] } }).get(server.url),
    );
    assert.equal(error.code, "ARGUMENT_NOT_ANSWER");
    assert.match(error.message, new RegExp(name));
  }
  const wrongUrl = createClient({ hooks: { beforeRequest: [(request) => void (request.url = "ftp://x" as never)] } });
  await assert.rejects(wrongUrl.get(server.url), { code: "ARGUMENT_NOT_URL" });
});

test("afterResponse reads the answer, which can be read again", async () => {
  await using server = await serve(answerWith('{"a":1}'));
  const read: unknown[] = [];
  const hooks = {
    afterResponse: [async (answer: RawAnswer) => void read.push(await answer.json(), await answer.text())],
  };
  const client = createClient({ hooks });
  assert.deepEqual(await client.get(server.url), { a: 1 });
  assert.equal(await client.get(server.url).text(), '{"a":1}');
  assert.equal(Buffer.concat(await Array.fromAsync(client.get(server.url).stream())).toString(), '{"a":1}');
  assert.deepEqual(read.slice(0, 2), [{ a: 1 }, '{"a":1}']);
  assert.equal(server.seen.length, 3);
});

test("afterResponse reads the answer of a failure, which is told all the same", async () => {
  await using server = await serve(answerWith('{"title":"no"}', "application/problem+json", 422));
  const texts: string[] = [];
  const client = createClient({ hooks: { afterResponse: [async (answer) => void texts.push(await answer.text())] } });
  const error = await failureOf<HttpError>(client.get(server.url));
  assert.deepEqual([error.status, error.problem, error.body], [422, { title: "no" }, '{"title":"no"}']);
  assert.deepEqual(texts, ['{"title":"no"}']);
});

test("afterResponse puts another answer in place", async () => {
  await using server = await serve(answerWith("old", "text/plain", 500));
  const client = createClient({
    ...FAST,
    hooks: { afterResponse: [() => Response.json({ new: true }), (answer) => assert.equal(answer.status, 200)] },
  });
  assert.deepEqual(await client.get(server.url), { new: true });
  assert.equal(server.seen.length, 1);
});

test("afterResponse is called for each attempt", async () => {
  await using server = await serve((_request, response, n) => void response.writeHead(n < 3 ? 503 : 200).end());
  const seen: [number, number][] = [];
  await createClient({
    ...FAST,
    hooks: { afterResponse: [({ status }, { request }) => void seen.push([request.attempt, status])] },
  }).get(server.url);
  assert.deepEqual(seen, [[1, 503], [2, 503], [3, 200]]);
});

test("afterResponse refreshes a token and asks again", async () => {
  await using server = await serve(({ headers, body, url }, response) => {
    if (url === "/token") return void response.end("fresh");
    const isFresh = headers.authorization === "Bearer fresh";
    response.writeHead(isFresh ? 200 : 401, { "content-type": "text/plain" }).end(isFresh ? `done ${body}` : "stale");
  });
  let token = "stale";
  const client = createClient({
    baseUrl: server.url,
    auth: { bearer: () => token },
    hooks: {
      afterResponse: [async (answer, { again }) => {
        if (answer.status !== 401) return;
        token = await createClient().get(`${server.url}/token`).text();
        return await again();
      }],
    },
  });
  assert.equal(await client.post("/x", { body: { a: 1 } }), 'done {"a":1}');
  assert.deepEqual(server.seen.map(({ url, headers }) => [url, headers.authorization]), [
    ["/x", "Bearer stale"],
    ["/token", undefined],
    ["/x", "Bearer fresh"],
  ]);
  assert.equal(await client.get("/y"), "done ");
  assert.equal(server.seen.length, 4);
});

test("again() takes other headers and another URL, and gives an answer that can be looked at", async () => {
  await using server = await echo();
  const client = createClient({
    baseUrl: server.url,
    headers: { "x-a": "1", "x-b": "1" },
    hooks: {
      afterResponse: [async (_answer, { again }) => {
        const other = await again({ url: `${server.url}/other`, headers: { "x-a": undefined, "x-b": "2" } });
        assert.equal((await other.json<SeenRequest>()).url, "/other");
        return other;
      }],
    },
  });
  const { url, headers } = await client.get<SeenRequest>("/x");
  assert.deepEqual([url, headers["x-a"], headers["x-b"]], ["/other", undefined, "2"]);
});

test("again() closes what it opened where the hook does not use it, and streams where it does", async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  await using server = await serve(({ url }, response) => {
    if (url !== "/again") return void response.end("first");
    response.write("begun");
    response.on("close", resolve);
  });
  const url = `${server.url}/again`;
  const unused = createClient({ hooks: { afterResponse: [async (_answer, { again }) => void await again({ url })] } });
  // What is small has been read before, and is still there.
  assert.equal(await unused.get(server.url).text(), "first");
  await soon(closed, "the close");
  const used = createClient({ hooks: { afterResponse: [(_answer, { again }) => again({ url })] } });
  for await (const chunk of used.get(server.url).stream()) {
    assert.equal(new TextDecoder().decode(chunk), "begun");
    break;
  }
});

test("again() sends no stream a second time", async () => {
  await using server = await serve((_request, response) => void response.writeHead(401).end());
  const client = createClient({ hooks: { afterResponse: [(_answer, { again }) => again()] } });
  const body = new Blob(["x"]).stream();
  await assert.rejects(client.post(server.url, { body }), { code: "NET_AGAIN_BODY" });
  assert.equal(server.seen.length, 1);
});

test("afterResponse sees what a cache gives, and may ask again", async () => {
  await using server = await serve(({ headers }, response, n) => {
    response.writeHead(200, { "cache-control": "max-age=60", "content-type": "text/plain" });
    response.end(`${n} ${headers["x-fresh"] ?? ""}`);
  });
  const seen: unknown[] = [];
  let isWanted = false;
  const client = createClient({
    cache: { store: new Map() },
    hooks: {
      afterResponse: [async (answer, { request, again }) => {
        seen.push([await answer.text(), request.method, request.attempt, answer.headers.has("age")]);
        return isWanted ? await again({ headers: { "x-fresh": "yes" } }) : undefined;
      }],
    },
  });
  assert.equal(await client.get(server.url), "1 ");
  assert.equal(await client.get(server.url), "1 ");
  isWanted = true;
  assert.equal(await client.get(server.url), "2 yes");
  assert.deepEqual(seen, [["1 ", "GET", 1, false], ["1 ", "GET", 1, true], ["1 ", "GET", 1, true]]);
});

test("onRetry is not called where a cache asks once more", async () => {
  await using server = await serve(({ headers }, response, n) => {
    response.setHeader("etag", `"${n}"`).setHeader("cache-control", "max-age=0");
    if (n === 2) return void response.writeHead(503).end();
    response.writeHead(headers["if-none-match"] === undefined ? 200 : 304, { "content-type": "text/plain" }).end(
      "kept",
    );
  });
  const seen: unknown[] = [];
  const client = createClient({
    ...FAST,
    cache: { store: new Map() },
    hooks: {
      beforeRequest: [({ attempt }) => void seen.push(attempt)],
      onRetry: [(error, { attempt }) => void seen.push([(error as HttpError).status, attempt])],
    },
  });
  for (let n = 0; n < 3; n++) assert.equal(await client.get(server.url), "kept");
  assert.deepEqual(seen.slice(0, 4), [1, 1, [503, 2], 2]);
  assert.equal(seen.at(-1), 1);
});

test("onRetry is told what failed, and changes the next attempt", async () => {
  await using server = await serve(({ headers }, response, n) => {
    response.writeHead(n < 3 ? 503 : 200, { "content-type": "text/plain" }).end(headers["x-try"]);
  });
  const seen: unknown[] = [];
  const client = createClient({
    ...FAST,
    hooks: {
      onRetry: [async (error, request) => {
        await Promise.resolve();
        seen.push([(error as HttpError).status, request.attempt]);
        request.headers.set("x-try", String(request.attempt));
      }],
    },
  });
  assert.equal(await client.get(server.url), "3");
  assert.deepEqual(seen, [[503, 2], [503, 3]]);
});

test("onError puts another error in place, once for a request", async () => {
  await using server = await serve(answerWith("{", "application/json", 200));
  await using broken = await serve(answerWith("", "text/plain", 500));
  class ApiError extends Error {}
  const seen: string[] = [];
  const client = createClient({
    ...FAST,
    hooks: {
      onError: [
        (error, { method, url }) => void seen.push(`${method} ${url.port} ${(error as NetworkError).reason}`),
        (error) => Promise.resolve(new ApiError("api", { cause: error })),
        (error) => assert.ok(error instanceof ApiError),
      ],
    },
  });
  for (const url of [server.url, broken.url]) {
    const error = await failureOf<ApiError>(client.get(url));
    assert.ok(error instanceof ApiError);
    assert.ok(error.cause instanceof NetworkError);
  }
  assert.deepEqual(seen, [`GET ${server.port} decode`, `GET ${broken.port} status`]);
});

test("onError is not called for a cancellation", async () => {
  await using server = await serveRaw(() => {});
  const seen: unknown[] = [];
  const client = createClient({ hooks: { onError: [(error) => void seen.push(error)] } });
  const controller = new AbortController();
  const reply = failureOf(client.get(server.url, { signal: controller.signal }));
  controller.abort("enough");
  assert.equal(await reply, "enough");
  assert.deepEqual(seen, []);
});

test("a hook that never ends is ended by the time of everything, and by the task", async () => {
  await using server = await echo();
  const never = () => new Promise<never>(() => {});
  for (const hooks of [{ beforeRequest: [never] }, { afterResponse: [never] }]) {
    const error = await failureOf<NetworkError>(createClient({ hooks, totalTimeoutMs: 100 }).get(server.url));
    assert.equal(error.phase, "total");
    const task = createTask(async () => await createClient({ hooks }).get(server.url));
    await new Promise((resolve) => setTimeout(resolve, 50));
    task.cancel();
    await assert.rejects(soon(Promise.resolve(task), "the task"), CancelledError);
  }
});

test("functions of the caller's that never end are ended by the task and by the signal, on the way out too", async () => {
  await using server = await serve(answerWith("[1]"));
  const never = () => new Promise<never>(() => {});
  const schema: StandardSchema<number[]> = {
    "~standard": { version: 1, vendor: "test", validate: () => called(never()) },
  };
  const client = createClient({ baseUrl: server.url });
  const failing = createClient({ retry: { attempts: 1 }, hooks: { onError: [() => called(never())] } });
  let told = (): void => {};
  const called = <T>(given: T): T => {
    told();
    return given;
  };
  const pages = async (options: PaginateOptions<number[], number>) => {
    for await (const _ of client.paginate("/", options));
  };
  const waits: ((signal: AbortSignal | undefined) => PromiseLike<unknown>)[] = [
    (signal) => failing.get("http://127.0.0.1:1/", { signal }),
    (signal) => client.get("/", { signal }).json(schema),
    (signal) => pages({ signal, next: () => called(never()) }),
    (signal) => pages({ signal, items: () => called(never()) }),
    (signal) => graphql("/", "{ a }", { client: dataClient, schema: schema as never, signal }),
  ];
  const dataClient = createClient({ transport: () => Response.json({ data: [1] }), baseUrl: "http://a.example" });
  for (const wait of waits) {
    const reached = new Promise<void>((resolve) => told = resolve);
    const task = createTask(async () => await wait(undefined));
    await soon(reached, "the call");
    task.cancel();
    assert.ok(await soon(failureOf(task), "the task") instanceof CancelledError);

    const controller = new AbortController();
    told = () => queueMicrotask(() => controller.abort("enough"));
    assert.equal(await soon(failureOf(Promise.resolve(wait(controller.signal))), "the signal"), "enough");
  }
});

test("a hook that takes its time is not taken for a silent server", async () => {
  await using server = await serve(answerWith('"x"'));
  const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 300));
  const hooks: ClientHooks = { beforeRequest: [slow], afterResponse: [slow, async (it) => void await it.text(), slow] };
  const client = createClient({ hooks, connectTimeoutMs: 200, readTimeoutMs: 200, retry: { attempts: 1 } });
  assert.equal(await client.get(server.url), "x");
});

test("extend() adds hooks after those that are there", async () => {
  await using server = await echo();
  const seen: number[] = [];
  const client = createClient({ hooks: { beforeRequest: [() => void seen.push(1)] } })
    .extend({ hooks: { beforeRequest: [() => void seen.push(2)] } });
  await client.get(server.url, { hooks: { beforeRequest: [() => void seen.push(3)] } });
  assert.deepEqual(seen, [1, 2, 3]);
});
