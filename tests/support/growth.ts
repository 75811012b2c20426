import assert from "node:assert/strict";
import process from "node:process";

/** How much larger the large size is; what takes quadratic time takes 256 times as long for it. */
const FACTOR = 16;

/** The most that counts as in proportion: five times the 16 that it ought to take. */
const MOST = 80;

const ROUNDS = 7;

// What really is out of proportion stays so however often it is measured.
const ATTEMPTS = 5;

/**
 * Asserts that an operation's time grows in proportion to its size, by comparing two sizes and not by a limit on time.
 * It is the time on the processor, as a busy machine interrupts the longer runs and not the short ones; and the shortest
 * of several counts, as whatever else the machine does only ever makes one longer.
 *
 * @param small The smaller size; it should take some tenths of a millisecond at least.
 * @param run Does the work for a size.
 * @param what Names the work in the failure.
 *
 * @example
 * ```ts ignore
 * await assertProportional(8_000, (size) => redactText("?token".repeat(size)), "redactText");
 * ```
 */
export async function assertProportional(
  small: number,
  run: (size: number) => unknown,
  what: string,
): Promise<void> {
  await run(small);
  let ratio = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && ratio >= MOST; attempt++) {
    ratio = await shortest(small * FACTOR, run) / Math.max(await shortest(small, run), 0.05);
  }
  assert.ok(ratio < MOST, `${what}: ${FACTOR} times the size took ${ratio.toFixed(1)} times as long`);
}

async function shortest(size: number, run: (size: number) => unknown): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    await run(size);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}
