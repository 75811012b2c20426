import type { AnswerStore } from "../../answer_cache.ts";
import type { KeptAnswer } from "./kept_answer.ts";

/**
 * How a request ended that others wait for: with an answer that they may have too; with none, so that each asks by
 * itself (`"alone"`); or before it had one, so that one of them asks in its place (`"again"`).
 */
export type Landing = KeptAnswer | "alone" | "again";

// Whoever reads an answer by and by may never do so to its end; others do not wait for that.
const PATIENCE_MS = 500;

/** A request that is under way; disposing it ends it for all that come later. */
export class Flight implements Disposable {
  readonly #landing = Promise.withResolvers<Landing>();
  readonly #begun = Promise.withResolvers<void>();
  readonly #onEnd: (flight: Flight) => void;
  #touchedAt = Infinity;

  /**
   * Begins one.
   *
   * @param onEnd Called when it ends.
   */
  constructor(onEnd: (flight: Flight) => void) {
    this.#onEnd = onEnd;
  }

  /** Tells how it ends; only the first time counts. */
  land(landing: Landing): void {
    this.#landing.resolve(landing);
  }

  [Symbol.dispose](): void {
    this.#onEnd(this);
    this.land("alone");
  }

  /** Tells that its answer has begun, or that more of it was read. */
  touch(): void {
    this.#touchedAt = performance.now();
    this.#begun.resolve();
  }

  /** Waits for its end; but once the answer has begun, only as long as somebody goes on reading it. */
  async landed(): Promise<Landing> {
    const first = await Promise.race([this.#landing.promise, this.#begun.promise]);
    if (first !== undefined) return first;
    for (;;) {
      const left = this.#touchedAt + PATIENCE_MS - performance.now();
      if (left <= 0) return "alone";
      const landing = await within(left, this.#landing.promise);
      if (landing !== undefined) return landing;
    }
  }
}

/** Waits for a promise for a time; gives undefined when that is over. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

const flights = new WeakMap<AnswerStore, Map<string, Flight>>();

/**
 * Joins a request that is under way, or begins one that others may join.
 *
 * @param store Requests with other stores are others.
 * @param key What makes requests equal.
 * @returns The flight to wait for; or one to end in any case, as the first of several equal requests.
 */
export function board(store: AnswerStore, key: string): { flight: Flight; isFirst: boolean } {
  const ofStore = flights.get(store) ?? new Map<string, Flight>();
  flights.set(store, ofStore);
  const known = ofStore.get(key);
  if (known !== undefined) return { flight: known, isFirst: false };
  const flight = new Flight((ended) => {
    if (ofStore.get(key) === ended) ofStore.delete(key);
  });
  ofStore.set(key, flight);
  return { flight, isFirst: true };
}
