import { currentAmbient, runAmbient } from "../../../internal/ambient.ts";

/**
 * Runs what is done for the session as a whole, and must not be cancelled with the task that happens to bring it about.
 *
 * @typeParam R What it returns.
 * @param run The function.
 * @returns What it returned.
 */
export function unbound<R>(run: () => R): R {
  return currentAmbient() === undefined ? run() : runAmbient(undefined, run);
}
