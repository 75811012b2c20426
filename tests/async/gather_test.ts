import assert from "node:assert/strict";
import test from "node:test";
import { createTask, gather, sleep } from "@maktaba/std/async";
import { CancelledError, ValidationError } from "@maktaba/std/errors";

test("gather() gives results in the order passed, whatever order they end in", async () => {
  const ended: number[] = [];
  const work = (n: number, ms: number) => async () => {
    await sleep(ms);
    ended.push(n);
    return n;
  };
  assert.deepEqual(await gather([work(1, 30), work(2, 1), work(3, 15)]), [1, 2, 3]);
  assert.deepEqual(ended, [2, 3, 1]);
});

test("gather() takes functions, tasks and promises, and keeps their types", async () => {
  const [a, b, c, d]: [string, number, boolean, bigint] = await gather([
    () => "ا",
    createTask(() => 2),
    Promise.resolve(true),
    () => Promise.resolve(4n),
  ]);
  assert.deepEqual([a, b, c, d], ["ا", 2, true, 4n]);
});

test("gather() of nothing is an empty list", async () => {
  assert.deepEqual(await gather([]), []);
});

test("gather() rejects with the first failure, and the others run on", async () => {
  let isFinished = false;
  const rest = Promise.withResolvers<void>();
  await assert.rejects(
    gather([
      async () => {
        await sleep(20);
        isFinished = true;
        rest.resolve();
      },
      () => Promise.reject(new Error("first")),
    ]),
    /first/,
  );
  assert.ok(!isFinished);
  await rest.promise;
  assert.ok(isFinished);
});

test("gather() puts errors in their places with returnErrors", async () => {
  const results: [number | Error, never | Error, string | Error] = await gather([
    () => 1,
    () => Promise.reject("no error object"),
    () => sleep(2).then(() => "three"),
  ], { returnErrors: true });
  assert.equal(results[0], 1);
  assert.ok(results[1] instanceof Error && results[1].cause === "no error object");
  assert.equal(results[2], "three");
});

test("gather() runs at most as many at a time as it is told, and all of them", async () => {
  let running = 0;
  let most = 0;
  const work = (n: number) => async () => {
    most = Math.max(most, ++running);
    await sleep(n % 3);
    running--;
    return n;
  };
  const results = await gather(Array.from({ length: 50 }, (_, n) => work(n)), { concurrency: 4 });
  assert.equal(most, 4);
  assert.deepEqual(results, Array.from({ length: 50 }, (_, n) => n));
});

test("gather() starts no more after a failure where concurrency is bounded", async () => {
  const started: number[] = [];
  const work = (n: number) => async () => {
    started.push(n);
    await sleep(1);
    if (n === 1) throw new Error("second");
  };
  await assert.rejects(gather(Array.from({ length: 10 }, (_, n) => work(n)), { concurrency: 1 }), /second/);
  await sleep(10);
  assert.deepEqual(started, [0, 1]);
});

test("gather() is cancelled with the task that it runs in, and its operations with it", async () => {
  const seen: unknown[] = [];
  const task = createTask(() =>
    gather([1, 2, 3].map(() => async () => {
      try {
        await sleep(60_000);
      } catch (error) {
        seen.push(error);
        throw error;
      }
    }))
  );
  task.cancel("enough");
  await assert.rejects(task, CancelledError);
  assert.equal(seen.length, 3);
});

test("gather() rejects when it is cancelled even where errors are results", async () => {
  const task = createTask(() => gather([() => sleep(60_000)], { returnErrors: true }));
  task.cancel();
  await assert.rejects(task, CancelledError);
  const controller = new AbortController();
  const gathering = gather([() => sleep(60_000)], { returnErrors: true, signal: controller.signal });
  controller.abort("outside");
  await assert.rejects(gathering, (reason) => reason === "outside");
});

test("gather() refuses what it cannot run", async () => {
  await assert.rejects(
    gather([1 as never]),
    (error) => error instanceof ValidationError && error.option === "items[0]",
  );
  await assert.rejects(gather("ab" as never), ValidationError);
  await assert.rejects(gather([], { concurrency: 0 }), ValidationError);
  await assert.rejects(gather([], { concurrency: 1.5 }), ValidationError);
});

test("gather() with cancelRest cancels what still runs when one fails, and starts nothing more", async () => {
  for (const concurrency of [Infinity, 2]) {
    const events: string[] = [];
    const sleeper = (name: string) => async () => {
      try {
        events.push(`${name} started`);
        await sleep(60_000);
      } catch (error) {
        events.push(`${name} ${(error as Error).name}`);
        throw error;
      }
    };
    const task = createTask(sleeper("task"));
    const failing = () => sleep(1).then(() => Promise.reject(new Error("no")));
    const items = [sleeper("first"), failing, task, sleeper("last")];
    await assert.rejects(gather(items, { cancelRest: true, concurrency }), /no/);
    await sleep(0);
    const expected = ["task started", "first started", "first CancelledError"];
    if (concurrency === Infinity) expected.push("last started", "last CancelledError", "task CancelledError");
    assert.deepEqual(events.toSorted(), expected.toSorted());
    task.cancel();
    await task.catch(() => {});
  }
});

test("gather() refuses cancelRest together with returnErrors, and changes nothing where none fails", async () => {
  assert.deepEqual(await gather([() => 1, () => sleep(1).then(() => 2)], { cancelRest: true }), [1, 2]);
  await assert.rejects(gather([() => 1], { returnErrors: true, cancelRest: true }), { option: "cancelRest" });
});
