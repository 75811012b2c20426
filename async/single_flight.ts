import { formatMessage } from "../errors/catalogue.ts";
import { CancelledError } from "../errors/cancelled_error.ts";
import { checkFunction } from "../internal/validate.ts";
import { abandonable } from "./abandonable.ts";
import { Scope } from "./scope.ts";

/**
 * Gives a function that does not do the same work twice at the same time: calls with the same key share the one call
 * that is under way. The shared work belongs to none of the callers: one that is cancelled leaves, and the work is
 * cancelled when the last has left.
 *
 * @typeParam A The function's arguments.
 * @typeParam R Its result.
 * @param fn The function; its signal fires when nobody waits for it any longer.
 * @param key Tells which calls are the same; by default, those whose arguments have the same JSON.
 * @returns The function to call instead.
 * @throws {ValidationError} If `fn` is not a function.
 *
 * @example Ten askers, one answer
 * ```ts
 * import { gather, singleFlight, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * let calls = 0;
 * const load = singleFlight(async (_signal, id: number) => {
 *   calls++;
 *   await sleep(1);
 *   return id * 2;
 * });
 * await gather(Array.from({ length: 10 }, () => () => load(21)));
 * assert.equal(calls, 1);
 * ```
 */
export function singleFlight<A extends unknown[], R>(
  fn: (signal: AbortSignal, ...arguments_: A) => PromiseLike<R> | R,
  key: (...arguments_: A) => string = (...arguments_) => JSON.stringify(arguments_),
): (...arguments_: A) => Promise<R> {
  checkFunction("fn", fn);
  checkFunction("key", key);
  const flights = new Map<string, Flight<R>>();
  return async (...arguments_) => {
    const name = key(...arguments_);
    let flight = flights.get(name);
    if (flight === undefined) {
      flight = new Flight((signal) => fn(signal, ...arguments_), () => flights.delete(name));
      flights.set(name, flight);
    }
    return await flight.join();
  };
}

class Flight<R> {
  readonly #scope: Scope = new Scope(undefined, undefined);
  readonly #result: Promise<R>;
  #passengers = 0;

  constructor(work: (signal: AbortSignal) => PromiseLike<R> | R, onEnd: () => void) {
    this.#result = this.#scope.run(async () => await work(this.#scope.signal));
    this.#result.then(onEnd, onEnd);
  }

  async join(): Promise<R> {
    this.#passengers++;
    try {
      return await abandonable(this.#result);
    } finally {
      if (--this.#passengers === 0) {
        this.#scope.abort(new CancelledError(formatMessage("ASYNC_REASON_NOBODY_WAITS", {})));
      }
    }
  }
}
