import type { AnswerStore } from "../../answer_cache.ts";
import type { KeptAnswer } from "./kept_answer.ts";

/**
 * How a request ended that others wait for: with an answer that they may have too; with none, so that each asks by
 * itself (`"alone"`); or before it had one, so that one of them asks in its place (`"again"`).
 */
export type Landing = KeptAnswer | "alone" | "again";

/** A request that is under way. */
export interface Flight {
  /** How it ends, which may be told before its own caller has everything. */
  readonly landing: Promise<Landing>;
  /** Tells how it ends; only the first time counts. */
  land(landing: Landing): void;
}

const flights = new WeakMap<AnswerStore, Map<string, Flight>>();

/**
 * Joins a request that is under way, or begins one that others may join.
 *
 * @param store Requests with other stores are others.
 * @param key What makes requests equal.
 * @returns The flight to wait for; or one to land in any case, as the first of several equal requests.
 */
export function board(store: AnswerStore, key: string): { flight: Flight; isFirst: boolean } {
  const ofStore = flights.get(store) ?? new Map<string, Flight>();
  flights.set(store, ofStore);
  const known = ofStore.get(key);
  if (known !== undefined) return { flight: known, isFirst: false };
  const { promise: landing, resolve } = Promise.withResolvers<Landing>();
  const flight: Flight = {
    landing,
    land(outcome) {
      if (ofStore.get(key) === flight) ofStore.delete(key);
      resolve(outcome);
    },
  };
  ofStore.set(key, flight);
  return { flight, isFirst: true };
}
