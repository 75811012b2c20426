import { InvalidStateError } from "./invalid_state_error.ts";
import { Semaphore } from "./semaphore.ts";

/**
 * Lets one go on at a time, in the order in which they came. It knows no owner: whoever acquires twice waits for itself.
 *
 * @example One after the other
 * ```ts
 * import { gather, Lock, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const lock = new Lock();
 * let balance = 0;
 * await gather([1, 2, 3].map((amount) => async () => {
 *   using _ = await lock.acquire();
 *   const before = balance;
 *   await sleep(1);
 *   balance = before + amount;
 * }));
 * assert.equal(balance, 6);
 * ```
 */
export class Lock extends Semaphore {
  /** Makes a lock that is free. */
  constructor() {
    super(1);
  }

  /**
   * Gives the lock to the first in line, or frees it.
   *
   * @throws {InvalidStateError} If it is free already.
   */
  override release(): void {
    if (this.free > 0) throw new InvalidStateError({ code: "ASYNC_NOT_ACQUIRED" });
    super.release();
  }
}
