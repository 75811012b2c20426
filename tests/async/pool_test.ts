import assert from "node:assert/strict";
import process from "node:process";
import test from "node:test";
import { createTask, Pool, ProcessPool, sleep, WorkerError, WorkerPool } from "@maktaba/std/async";
import { CancelledError, FileError, setLocale, ValidationError } from "@maktaba/std/errors";

type Work = typeof import("./fixtures/work.ts");
/** A module that may export anything. */
type Anything = Record<string, (...arguments_: unknown[]) => unknown>;
const work = new URL("./fixtures/work.ts", import.meta.url);

const pools: [string, new (options: { size: number }) => Pool][] = [["WorkerPool", WorkerPool], [
  "ProcessPool",
  ProcessPool,
]];

for (const [name, Kind] of pools) {
  test(`${name} runs functions on several workers at a time and gives their results`, async () => {
    await using pool = new Kind({ size: 2 });
    const results = await Promise.all([10, 20, 5].map((n) => pool.run<Work, "fib">(work, "fib", [n])));
    assert.deepEqual(results, [55, 6765, 5]);
    const start = performance.now();
    await Promise.all([1, 2].map(() => pool.run<Work, "later">(work, "later", [300, 1])));
    assert.ok(performance.now() - start < 580, "the two waited one after the other");
    assert.equal(pool.pending, 0);
  });

  test(`${name}.functions() calls a module's functions by their names and with their types`, async () => {
    await using pool = new Kind({ size: 2 });
    const functions = pool.functions<Work>(work);
    const number: number = await functions.fib(10);
    assert.equal(number, 55);
    assert.equal(await functions.later(1, 7), 7);
    // @ts-expect-error: a number is wanted.
    await functions.fib("10").catch(() => {});
    await assert.rejects(functions.throwTypeError(), TypeError);
    await assert.rejects(async () => await (functions as unknown as Anything)["missing"]!(), WorkerError);
    assert.equal(await functions, functions, "it is no promise");
    const task = createTask(() => functions.later(60_000, 1));
    task.cancel();
    await assert.rejects(task, CancelledError);
    assert.throws(() => pool.functions("./work.ts"), ValidationError);
  });

  test(`${name}.map() gives the results in order, and takes items as it goes`, async () => {
    await using pool = new Kind({ size: 2 });
    const squares = await Array.fromAsync(
      pool.map<Work, "fib">(work, "fib", Array.from({ length: 60 }, (_, n) => n % 12)),
    );
    const fib = [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89];
    assert.deepEqual(squares, Array.from({ length: 60 }, (_, n) => fib[n % 12]));
  });

  test(`${name} passes errors with their class, code, cause and stack`, async () => {
    await using pool = new Kind({ size: 1 });
    await assert.rejects(pool.run<Work, "throwTypeError">(work, "throwTypeError", []), (error) => {
      assert.ok(error instanceof TypeError);
      assert.equal((error as { code?: string }).code, "E_BAD");
      assert.ok(error.cause instanceof RangeError);
      assert.equal(error.cause.message, "the reason");
      assert.match(error.stack!, /throwTypeError/);
      return true;
    });
    await assert.rejects(pool.run<Work, "throwFileError">(work, "throwFileError", ["/tmp/x"]), (error) => {
      assert.ok(error instanceof FileError);
      assert.equal(error.code, "FS_NOT_FOUND");
      assert.equal(error.retryable, true);
      return true;
    });
    await assert.rejects(pool.run<Work, "throwOwnError">(work, "throwOwnError", []), {
      name: "OwnError",
      message: "of my own",
      detail: { n: 1 },
    });
    await assert.rejects(pool.run<Work, "throwText">(work, "throwText", []), {
      message: "only text",
      cause: "only text",
    });
  });

  test(`${name} fails the function whose worker dies, and goes on with another worker`, async () => {
    await using pool = new Kind({ size: 1 });
    const dying = pool.run<Work, "exit">(work, "exit", [3]);
    const next = pool.run<Work, "fib">(work, "fib", [10]);
    await assert.rejects(
      dying,
      (error) => error instanceof WorkerError && error.code === "ASYNC_WORKER_DIED" && error.exitCode === 3,
    );
    assert.equal(await next, 55);
  });

  test(`${name} stops a function that never looks up when it is cancelled, and goes on`, async () => {
    await using pool = new Kind({ size: 1 });
    await pool.run<Work, "fib">(work, "fib", [1]);
    const controller = new AbortController();
    const endless = pool.run<Work, "forEver">(work, "forEver", [], { signal: controller.signal });
    await sleep(50);
    controller.abort("enough");
    await assert.rejects(endless, (reason) => reason === "enough");
    const task = createTask(() => pool.run<Work, "forEver">(work, "forEver", []));
    await sleep(50);
    task.cancel();
    await assert.rejects(task, CancelledError);
    assert.equal(await pool.run<Work, "fib">(work, "fib", [10]), 55);
    await assert.rejects(
      pool.run<Work, "fib">(work, "fib", [1], { signal: AbortSignal.abort("before") }),
      (reason) => reason === "before",
    );
  });

  test(`${name} drops a function that is cancelled while it waits for a worker`, async () => {
    await using pool = new Kind({ size: 1 });
    const running = pool.run<Work, "later">(work, "later", [100, "first"]);
    const waiting = createTask(() => pool.run<Work, "forEver">(work, "forEver", []));
    waiting.cancel();
    await assert.rejects(waiting, CancelledError);
    assert.equal(await running, "first");
    assert.equal(await pool.run<Work, "fib">(work, "fib", [10]), 55);
  });

  test(`${name} goes on when a function is cancelled that a worker has been sent but not begun`, async () => {
    await using pool = new Kind({ size: 1 });
    const first = pool.run<Work, "later">(work, "later", [100, "first"]);
    const endless = createTask(() => pool.run<Work, "forEver">(work, "forEver", []));
    // So many wait that a worker is sent several.
    const others = Array.from({ length: 20 }, () => pool.run<Work, "fib">(work, "fib", [10]));
    await sleep(0);
    endless.cancel();
    await assert.rejects(endless, CancelledError);
    assert.equal(await first, "first");
    assert.deepEqual(await Promise.all(others), new Array(20).fill(55));
  });

  test(`${name} finds what cannot be sent among what is sent together`, async () => {
    await using pool = new Kind({ size: 1 });
    const runs = Array.from({ length: 30 }, (_, n) => pool.run<Anything>(work, "fib", [n === 3 ? () => 1 : 10]));
    const settled = await Promise.allSettled(runs);
    assert.deepEqual(settled.map(({ status }) => status === "rejected").indexOf(true), 3);
    assert.equal(settled.filter((run) => run.status === "fulfilled" && run.value === 55).length, 29);
  });

  test(`${name}.close() ends though what waited was cancelled`, async () => {
    const pool = new Kind({ size: 1 });
    const running = pool.run<Work, "later">(work, "later", [100, "first"]);
    const waiting = createTask(() => pool.run<Work, "fib">(work, "fib", [1]));
    await sleep(0);
    waiting.cancel();
    await assert.rejects(waiting, CancelledError);
    await pool.close();
    assert.equal(await running, "first");
  });

  test(`${name} refuses what it cannot run or send, and goes on`, async () => {
    await using pool = new Kind({ size: 1 });
    const code = (expected: string) => (error: unknown) => error instanceof WorkerError && error.code === expected;
    await assert.rejects(pool.run<Anything>(work, "nothing", []), code("ASYNC_WORKER_FUNCTION_MISSING"));
    await assert.rejects(pool.run<Anything>(work, "noFunction", []), code("ASYNC_WORKER_FUNCTION_MISSING"));
    await assert.rejects(pool.run<Work, "notCloneable">(work, "notCloneable", []), code("ASYNC_NOT_CLONEABLE"));
    await assert.rejects(pool.run<Anything>(work, "fib", [() => 1]), code("ASYNC_NOT_CLONEABLE"));
    await assert.rejects(pool.run<Anything>("./relative.ts", "x", []), ValidationError);
    await assert.rejects(pool.run<Anything>(work, "fib", 5 as never), ValidationError);
    assert.equal(await pool.run<Work, "fib">(work, "fib", [10]), 55);
    assert.throws(() => new Kind({ size: 0 }), ValidationError);
  });

  test(`${name} says which module cannot be loaded, and why, alike on every runtime`, async () => {
    setLocale("en");
    await using pool = new Kind({ size: 1 });
    const missing = new URL("./fixtures/missing.ts", import.meta.url).href;
    const wrong = "data:text/javascript,export const x = ;";
    const throwing = "data:text/javascript,throw new TypeError('while loading')";
    const throwingText = "data:text/javascript,throw 'only text'";
    const causes: Record<string, Error> = {};
    for (const module of [missing, wrong, throwing, throwingText]) {
      await assert.rejects(pool.run<Anything>(module, "x", []), (error) => {
        assert.ok(error instanceof WorkerError);
        assert.equal(error.code, "ASYNC_WORKER_MODULE_NOT_LOADED");
        causes[module] = error.cause as Error;
        assert.ok(error.cause instanceof Error && error.cause.message !== "");
        const { href } = new URL(module);
        assert.ok(error.message.startsWith(`Cannot run x as its module ${href} cannot be loaded: `), error.message);
        return true;
      });
    }
    assert.equal((causes[missing] as { code?: string }).code, "ERR_MODULE_NOT_FOUND");
    assert.ok(causes[throwing] instanceof TypeError);
    assert.equal(causes[throwing].message, "while loading");
    assert.equal(causes[throwingText]!.cause, "only text");
    assert.equal(await pool.run<Work, "fib">(work, "fib", [10]), 55, "the worker goes on");
  });

  test(`${name}.close() waits for what runs, refuses more, and may be called again`, async () => {
    const pool = new Kind({ size: 1 });
    const running = pool.run<Work, "later">(work, "later", [100, "finished"]);
    const closing = pool.close();
    await assert.rejects(
      pool.run<Work, "fib">(work, "fib", [1]),
      (error) => error instanceof WorkerError && error.code === "ASYNC_POOL_CLOSED",
    );
    await closing;
    assert.equal(await running, "finished");
    await pool.close();
  });
}

test("WorkerPool moves what is in transfer instead of copying it", async () => {
  await using pool = new WorkerPool({ size: 1 });
  const buffer = new ArrayBuffer(1_000);
  assert.equal(await pool.run<Work, "size">(work, "size", [buffer], { transfer: [buffer] }), 1_000);
  assert.equal(buffer.byteLength, 0);
});

test("WorkerPool works in this process, ProcessPool in others", async () => {
  await using threads = new WorkerPool({ size: 1 });
  await using processes = new ProcessPool({ size: 1 });
  assert.equal(await threads.run<Work, "pid">(work, "pid", []), process.pid);
  assert.notEqual(await processes.run<Work, "pid">(work, "pid", []), process.pid);
});

test("WorkerPool carries ten thousand tiny functions", async () => {
  await using pool = new WorkerPool({ size: 2 });
  const sums = await Promise.all(Array.from({ length: 10_000 }, (_, n) => pool.run<Work, "fib">(work, "fib", [n % 5])));
  assert.equal(sums.length, 10_000);
  assert.equal(sums[9_999], 3);
});

test("run() rejects when no worker can be started, and close() still ends", async () => {
  setLocale("en");
  class Unable extends Pool {
    protected override startWorker(): never {
      throw new Error("not permitted");
    }
  }
  await using pool = new Unable({ size: 2 });
  const runs = await Promise.allSettled(
    [1, 2, 3].map((n) => pool.run<Anything, "f">("data:text/javascript,", "f", [n])),
  );
  for (const run of runs) {
    assert.ok(run.status === "rejected" && run.reason instanceof WorkerError, run.status);
    assert.equal(run.reason.message, "Cannot run f as no worker can be started: not permitted");
  }
  assert.equal(pool.pending, 0);
});
