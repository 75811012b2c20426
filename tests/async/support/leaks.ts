// What the tests for leaks share.
import assert from "node:assert/strict";
import process from "node:process";
import test from "node:test";
import { createTask, gather, sleep, withLeakCheck } from "@maktaba/std/async";
import { CancelledError } from "@maktaba/std/errors";
import { garbageCollector, skip, watchedSignal } from "../../support/mod.ts";

/** How long waits last that are cancelled, in milliseconds. */
export const LONG = 600_000;

// One signal that many listen to at a time costs each of them a search among all.
const AT_A_TIME = 500;

/** What waits in vain, with a signal that lives as long as the program. */
export type Waiting = (signal: AbortSignal) => Promise<unknown>;

/** For each kind of wait, how many there are, and what waits. */
export type Kinds = Readonly<Record<string, readonly [count: number, make: () => Waiting | Promise<Waiting>]>>;

/**
 * Tests that many cancelled waits of each kind leave nothing: no memory, no listener on a signal, no timer, no task, no
 * rejection that nobody handles.
 */
export function testLeaks(kinds: Kinds): void {
  for (const [kind, [count, make]] of Object.entries(kinds)) {
    test(`${count.toLocaleString("en")} cancelled waits leave nothing: ${kind}`, { timeout: 110_000 }, async (t) => {
      const collect = garbageCollector();
      if (collect === undefined) return skip(t, "this runtime offers no way to collect garbage now");
      const unhandled: unknown[] = [];
      const onUnhandled = (reason: unknown) => void unhandled.push(reason);
      process.on("unhandledRejection", onUnhandled);
      const { signal, listeners } = watchedSignal();
      const start = await make();
      try {
        await withLeakCheck(async () => {
          await cancelMany(start, signal);
          const before = await heap(collect);
          for (let done = AT_A_TIME; done < count; done += AT_A_TIME) await cancelMany(start, signal);
          const grown = await heap(collect) - before;
          // The least that a wait could keep is some hundred bytes.
          assert.ok(grown < (count - AT_A_TIME) * 60, `${(grown / (count - AT_A_TIME)).toFixed(0)} bytes for each`);
        });
      } finally {
        process.off("unhandledRejection", onUnhandled);
      }
      assert.equal(listeners(), 0);
      assert.deepEqual(unhandled, []);
    });
  }
}

/** Has many wait in one task, and cancels it. */
async function cancelMany(start: Waiting, signal: AbortSignal): Promise<void> {
  const task = createTask(() => gather(Array.from({ length: AT_A_TIME }, () => () => start(signal))));
  await sleep(0);
  task.cancel();
  await assert.rejects(task, CancelledError);
  // The others end with the first, but some turns later.
  await sleep(1);
}

/** How much memory is in use when all that can be has been freed. */
export async function heap(collect: () => void): Promise<number> {
  // Twice, as what ends in finalizers is only free after the next.
  for (let turn = 0; turn < 3; turn++) {
    await sleep(5);
    collect();
  }
  return process.memoryUsage().heapUsed;
}
