// What functions on workers do when they are cancelled and have time left.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import {
  createTask,
  jobSignal,
  type Pool,
  type PoolOptions,
  ProcessPool,
  sleep,
  type Task,
  WorkerPool,
} from "@maktaba/std/async";
import * as عربي from "@maktaba/std/async/ar";
import { CancelledError, ValidationError } from "@maktaba/std/errors";
import { tempDir } from "../support/temp_dir.ts";

type Work = typeof import("./fixtures/graceful_work.ts");
const work = new URL("./fixtures/graceful_work.ts", import.meta.url);

/** More time than anything takes. */
const LONG = 100_000;

async function appears(path: string): Promise<void> {
  while (!existsSync(path)) await sleep(5);
}

/** Runs a function, cancels it once it has begun, and waits for its end. */
async function cancelWhenBegun(task: Task<unknown>, path: string, reason?: unknown): Promise<unknown> {
  await appears(`${path}.begun`);
  task.cancel(reason);
  return await task.then(() => assert.fail("it ended well"), (error) => error);
}

const pools: [string, new (options: PoolOptions) => Pool][] = [["WorkerPool", WorkerPool], [
  "ProcessPool",
  ProcessPool,
]];

for (const [name, Kind] of pools) {
  test(`${name} lets a cancelled function clean up, waits for it and keeps the worker`, async () => {
    await using directory = await tempDir();
    const path = join(directory.path, "path");
    await using pool = new Kind({ size: 1, graceMs: LONG });
    const { cleanUp, countCalls } = pool.functions<Work>(work);
    assert.equal(await countCalls(), 1);
    const error = await cancelWhenBegun(createTask(() => cleanUp(path)), path, "enough");
    assert.ok(error instanceof CancelledError && error.reason === "enough");
    assert.ok(existsSync(`${path}.clean`), "the function had ended");
    assert.equal(readFileSync(`${path}.error`, "utf8"), "cancelled: enough");
    assert.equal(await countCalls(), 2, "the worker was replaced");
    assert.equal(pool.pending, 0);
  });

  test(`${name} cancels the tasks of a cancelled function`, async () => {
    await using directory = await tempDir();
    const path = join(directory.path, "path");
    await using pool = new Kind({ size: 1 });
    const task = createTask(() => pool.run<Work, "waitForTask">(work, "waitForTask", [path], { graceMs: LONG }));
    assert.ok(await cancelWhenBegun(task, path) instanceof CancelledError);
    assert.ok(existsSync(`${path}.clean`));
  });

  test(`${name} rejects with the reason of a signal once the function has ended`, async () => {
    await using directory = await tempDir();
    const path = join(directory.path, "path");
    await using pool = new Kind({ size: 1, graceMs: LONG });
    const controller = new AbortController();
    const run = pool.run<Work, "cleanUp">(work, "cleanUp", [path], { signal: controller.signal });
    await appears(`${path}.begun`);
    const reason = { cannotBeSent: () => {} };
    controller.abort(reason);
    await assert.rejects(run, (error) => error === reason);
    assert.ok(existsSync(`${path}.clean`));
  });

  test(`${name}: jobSignal() fires for who looks at it, and for who passes it on`, async () => {
    assert.equal(jobSignal(), undefined);
    await using directory = await tempDir();
    const path = join(directory.path, "path");
    const other = join(directory.path, "other");
    await using pool = new Kind({ size: 1, graceMs: LONG });
    const { compute, passSignalOn, hasSignal, countCalls } = pool.functions<Work>(work);
    assert.equal(await countCalls(), 1);
    assert.ok(await cancelWhenBegun(createTask(() => compute(path)), path) instanceof CancelledError);
    assert.equal(readFileSync(`${path}.clean`, "utf8"), "CancelledError");
    assert.ok(await cancelWhenBegun(createTask(() => passSignalOn(other)), other) instanceof CancelledError);
    assert.equal(await hasSignal(), true);
    assert.equal(await pool.run<Work, "hasSignal">(work, "hasSignal", [], { graceMs: 0 }), false);
    assert.equal(await countCalls(), 2);
  });

  test(`${name}: jobSignal() is there for a function that loads this library only then`, async () => {
    await using directory = await tempDir();
    const path = join(directory.path, "path");
    await using pool = new Kind({ size: 1, graceMs: LONG });
    const { loadLate } = pool.functions<typeof import("./fixtures/late_work.ts")>(
      new URL("./fixtures/late_work.ts", import.meta.url),
    );
    assert.ok(await cancelWhenBegun(createTask(() => loadLate(path)), path) instanceof CancelledError);
    assert.ok(existsSync(`${path}.clean`));
  });

  test(`${name} never begins a function that was cancelled while its module was loaded`, async () => {
    await using directory = await tempDir();
    const path = join(directory.path, "path");
    const source = `
      import { existsSync, writeFileSync } from "node:fs";
      const moment = () => new Promise((resolve) => setTimeout(resolve, 20));
      writeFileSync(${JSON.stringify(`${path}.loading`)}, "");
      while (!existsSync(${JSON.stringify(`${path}.go`)})) await moment();
      await moment();
      let calls = 0;
      export const count = () => ++calls;`;
    writeFileSync(`${path}.mjs`, source);
    await using pool = new Kind({ size: 1, graceMs: LONG });
    const { count } = pool.functions<{ count(): number }>(pathToFileURL(`${path}.mjs`));
    const task = createTask(() => count());
    await appears(`${path}.loading`);
    task.cancel();
    await sleep(20);
    assert.equal(task.done, false);
    writeFileSync(`${path}.go`, "");
    await assert.rejects(task, CancelledError);
    assert.equal(await count(), 1);
  });

  for (const stubborn of ["neverLook", "neverEnd"] as const) {
    test(`${name} stops ${stubborn}() when its time is over`, async () => {
      await using directory = await tempDir();
      const path = join(directory.path, "path");
      await using pool = new Kind({ size: 1, graceMs: 50 });
      const next = () => pool.run<Work, "countCalls">(work, "countCalls", []);
      assert.equal(await next(), 1);
      const task = createTask(() => pool.run<Work, typeof stubborn>(work, stubborn, [path]));
      assert.ok(await cancelWhenBegun(task, path) instanceof CancelledError);
      assert.equal(await next(), 1, "another worker counts anew");
    });
  }

  test(`${name} tells that a cancelled function could not clean up, and not that its worker ended`, async () => {
    await using directory = await tempDir();
    const path = join(directory.path, "path");
    const other = join(directory.path, "other");
    await using pool = new Kind({ size: 1, graceMs: LONG });
    const { failToCleanUp, exit, countCalls } = pool.functions<Work>(work);
    const error = await cancelWhenBegun(createTask(() => failToCleanUp(path)), path);
    assert.ok(error instanceof RangeError && error.message === "the disk is full");
    assert.ok(await cancelWhenBegun(createTask(() => exit(other)), other) instanceof CancelledError);
    assert.equal(await countCalls(), 1);
  });

  test(`${name} never begins a function that was cancelled while it waited, nor cancels what comes after`, async () => {
    await using directory = await tempDir();
    const path = join(directory.path, "path");
    const never = join(directory.path, "never");
    await using pool = new Kind({ size: 1, graceMs: LONG });
    const { cleanUp, sleepFor, begun } = pool.functions<Work>(work);
    const first = createTask(() => cleanUp(path));
    const waiting = Array.from({ length: 20 }, () => createTask(() => cleanUp(never)));
    const last = sleepFor(20);
    await appears(`${path}.begun`);
    for (const task of waiting) task.cancel();
    for (const task of waiting) await assert.rejects(task, CancelledError);
    first.cancel();
    await assert.rejects(first, CancelledError);
    assert.equal(await last, false);
    assert.equal(await begun(never), false);
  });

  test(`${name}.map() passes graceMs on, and ends when what ran has cleaned up`, async () => {
    await using directory = await tempDir();
    const path = join(directory.path, "path");
    await using pool = new Kind({ size: 1 });
    const controller = new AbortController();
    const results = pool.map<Work, "cleanUp">(work, "cleanUp", [path], { signal: controller.signal, graceMs: LONG });
    const ended = Array.fromAsync(results);
    await appears(`${path}.begun`);
    controller.abort("enough");
    await assert.rejects(ended, (reason) => reason === "enough");
    assert.ok(existsSync(`${path}.clean`));
  });

  test(`${name}.close() waits for a cancelled function`, async () => {
    await using directory = await tempDir();
    const path = join(directory.path, "path");
    const pool = new Kind({ size: 1, graceMs: LONG });
    const task = createTask(() => pool.run<Work, "cleanUp">(work, "cleanUp", [path]));
    await appears(`${path}.begun`);
    task.cancel();
    await pool.close();
    assert.ok(existsSync(`${path}.clean`));
    await assert.rejects(task, CancelledError);
  });

  test(`${name} refuses a graceMs that is no time`, async () => {
    assert.throws(() => new Kind({ graceMs: -1 }), ValidationError);
    await using pool = new Kind({ size: 1 });
    await assert.rejects(pool.run<Work, "hasSignal">(work, "hasSignal", [], { graceMs: NaN }), ValidationError);
    assert.throws(() => pool.map<Work, "sleepFor">(work, "sleepFor", [1], { graceMs: -1 }), ValidationError);
  });
}

test("مهلة_السماح is in seconds, and إشارة_العمل is jobSignal", async () => {
  await using directory = await tempDir();
  const path = join(directory.path, "path");
  assert.equal(عربي.إشارة_العمل, jobSignal);
  await using مجمع = عربي.إنشاء_مجمع_عمال({ الحجم: 1, مهلة_السماح: 100 });
  const { cleanUp } = مجمع.دوال<Work>(work);
  assert.ok(await cancelWhenBegun(createTask(() => cleanUp(path)), path) instanceof CancelledError);
  assert.ok(existsSync(`${path}.clean`));
  assert.equal(await مجمع.تشغيل<Work, "hasSignal">(work, "hasSignal", [], { مهلة_السماح: 0 }), false);
  assert.deepEqual(
    await Array.fromAsync(مجمع.تطبيق<Work, "sleepFor">(work, "sleepFor", [1], { مهلة_السماح: 5 })),
    [false],
  );
});
