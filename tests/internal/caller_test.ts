import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { CancelledError, MaktabaError } from "../../errors/mod.ts";
import { connect } from "../../db/mod.ts";
import { readCsv, readText } from "../../fs/mod.ts";
import {
  connectWebSocket,
  createClient,
  download,
  graphql,
  openConnection,
  request,
  requestBatch,
  serverSentEvents,
  subscribe,
  upload,
} from "../../net/mod.ts";
import { طلب_شبكة } from "../../net/ar.ts";
import { createTask, sleep, waitFor, WorkerPool } from "../../async/mod.ts";
import { fromCaller } from "../../internal/caller.ts";

/** What fails far inside of the library: in a socket, in a timer, in a server's answer, in a parser. */
function failing(url: string): [name: string, fail: () => PromiseLike<unknown>][] {
  const retry = { attempts: 1 };
  const client = createClient({ retry });
  const nowhere = "http://127.0.0.1:1/";
  return [
    ["request(), no server", () => request("GET", nowhere, { retry })],
    ["request(), a status", () => request("GET", `${url}/404`)],
    ["request(), no JSON", () => request("GET", `${url}/html`)],
    ["request(), a time limit", () => request("GET", `${url}/silent`, { totalTimeoutMs: 20 })],
    ["request(), a wrong option", () => request("GET", url, { timeout: 5 } as never)],
    ["طلب_شبكة()", () => طلب_شبكة("GET", nowhere, { عدد_إعادة_المحاولة: 1 })],
    ["await client.get()", () => client.get(`${url}/404`)],
    ["client.get().json()", () => client.get(`${url}/html`).json()],
    ["client.get().text()", () => client.get(nowhere).text()],
    ["client.get().raw()", () => client.get(nowhere).raw()],
    ["await client.get(), a time limit", () => client.get(`${url}/silent`, { connectTimeoutMs: 20 })],
    ["await client.get(), a wrong URL", () => createClient().get("users")],
    ["graphql()", () => graphql(`${url}/404`, "{ a }")],
    ["download()", () => download(`${url}/404`, "not-written")],
    ["upload()", () => upload(`${url}/404`, fileURLToPath(import.meta.url))],
    ["serverSentEvents()", async () => {
      for await (const _ of serverSentEvents(`${url}/404`)) break;
    }],
    ["subscribe()", async () => {
      for await (const _ of subscribe(`${url}/404`, "subscription { a }")) break;
    }],
    ["openConnection()", () => openConnection({ port: 1 })],
    ["connectWebSocket()", () => connectWebSocket("ws://127.0.0.1:1/", { retries: 0 })],
    ["connect()", () => connect("postgres://127.0.0.1:1/none")],
    ["waitFor()", () => waitFor(() => sleep(60_000), 5)],
    ["readCsv()", () => readCsv("/nowhere/at-all.csv")],
    ["readText()", () => readText("/nowhere/at-all.txt")],
  ];
}

async function startServer(): Promise<Server> {
  const server = createServer(({ url }, response) => {
    if (url === "/silent") return;
    if (url === "/html") response.setHeader("content-type", "application/json").end("<html>");
    else response.writeHead(404).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}

async function theCaller(fail: () => PromiseLike<unknown>): Promise<unknown> {
  // The frame is that of this function, whoever made the promise.
  return await fail();
}

async function stackOf(fail: () => PromiseLike<unknown>): Promise<string> {
  const error = await theCaller(fail).then(() => assert.fail("nothing was thrown"), (error) => error);
  assert.ok(error instanceof MaktabaError, String(error));
  return error.stack!;
}

// It knows who waits for a promise, but not who waits for what has a method `then` as a reply has.
const isUnknownToBun = (name: string) => "Bun" in globalThis && name.startsWith("await client");

test("a failure's stack begins with the line that called the library", async (t) => {
  const server = await startServer();
  const { port } = server.address() as AddressInfo;
  for (const [name, fail] of failing(`http://127.0.0.1:${port}`)) {
    await t.test(name, async (t) => {
      if (isUnknownToBun(name)) return t.skip("Bun does not tell who waits for a thenable");
      const [head, first, ...rest] = (await stackOf(fail)).split("\n");
      assert.match(head!, /^\w+Error: \S/);
      const lines = [first, ...rest].join("\n");
      assert.match(lines, /caller_test\.ts/);
      assert.doesNotMatch(lines, /[\\/](net|fs|db)[\\/]internal[\\/]/);
    });
  }
  server.closeAllConnections();
  server.close();
});

test("each failure of a batch begins with the line that made the batch", async () => {
  const batch = () => requestBatch(["http://127.0.0.1:1/", "nowhere"], { retry: { attempts: 1 } });
  async function theCallerOfAll(): Promise<unknown[]> {
    return await batch();
  }
  for (const error of await theCallerOfAll()) {
    assert.ok(error instanceof MaktabaError);
    assert.match(error.stack!.split("\n")[1]!, /caller_test\.ts/);
  }
});

const onWorkers = new URL("../async/fixtures/work.ts", import.meta.url);

test("a failure of a pool begins with the line that called it", async () => {
  await using pool = new WorkerPool({ size: 1 });
  for (
    const fail of [
      () => pool.run(onWorkers, "noFunction" as never, [] as never),
      () => pool.run(onWorkers, "notCloneable" as never, [] as never),
      () => pool.run(onWorkers, "exit" as never, [3] as never),
      () => pool.run("nowhere:", "fib" as never, [1] as never),
      () => pool.functions<Record<string, () => number>>(onWorkers)["noFunction"]!(),
    ]
  ) {
    const [head, ...lines] = (await stackOf(fail)).split("\n");
    assert.match(head!, /^\w+Error: \S/);
    assert.match(lines.join("\n"), /caller_test\.ts/);
    assert.doesNotMatch(lines.join("\n"), /pool_answer|pool_worker/);
  }
});

test("a failure on a worker tells where it was thrown there, and then who called it", async () => {
  await using pool = new WorkerPool({ size: 1 });
  for (const name of ["throwTypeError", "throwFileError", "throwOwnError"]) {
    const error = await theCaller(() => pool.run(onWorkers, name as never, ["x"] as never)).then(
      () => assert.fail("nothing was thrown"),
      (error: Error) => error,
    );
    assert.match(error.stack!, new RegExp(`${name}[^]*work\\.ts[^]*theCaller[^]*caller_test\\.ts`));
  }
});

test("a failure's stack keeps the cause's, which tells what went on inside", async () => {
  const refused = request("GET", "http://127.0.0.1:1/", { retry: { attempts: 1 } });
  const error = await refused.then(() => assert.fail("nothing was thrown"), (error: Error) => error);
  assert.ok(error.cause instanceof Error);
  assert.notEqual(error.cause.stack, error.stack);
});

test("a failure that goes through several functions keeps the line that called the first", async () => {
  async function inside(): Promise<void> {
    await waitFor(() => sleep(60_000), 5);
  }
  assert.match((await stackOf(() => waitFor(inside, 60_000))).split("\n")[1]!, /inside/);
});

test("fromCaller() leaves alone what is not the library's, and cancellations", async () => {
  for (const error of [new TypeError("theirs"), new CancelledError("left"), "text", undefined]) {
    const before = (error as Error | undefined)?.stack;
    assert.equal(fromCaller(error, fromCaller), error);
    assert.equal((error as Error | undefined)?.stack, before);
  }
  const task = createTask(() => request("GET", "http://127.0.0.1:1/"));
  task.cancel("left");
  await assert.rejects(task, { reason: "left" });
});

test("fromCaller() leaves the stack where no caller is known", () => {
  const error = new MaktabaError({ code: "CANCELLED" });
  const before = error.stack;
  assert.equal(fromCaller(error, function neverCalled() {}), error);
  assert.equal(error.stack, before);
});
