/**
 * Options of what waits in line.
 *
 * @internal
 * @module
 */

import { currentAmbient } from "../../internal/ambient.ts";
import { checkOptions, checkSignal, type OptionNames } from "../../internal/validate.ts";
import type { AcquireOptions } from "../semaphore.ts";

const NAMES: OptionNames<AcquireOptions> = { signal: true };

/**
 * Checks the options of a wait.
 *
 * @param options What the caller gave.
 * @returns The caller's signal, if any.
 */
export function signalOf(options: AcquireOptions | undefined): AbortSignal | undefined {
  if (options === undefined) return undefined;
  checkOptions(options, NAMES);
  if (options.signal !== undefined) checkSignal("signal", options.signal);
  return options.signal;
}

/** Whether whoever comes now is cancelled already. */
export function isCancelled(signal: AbortSignal | undefined): boolean {
  return currentAmbient()?.cancellation !== undefined || signal?.aborted === true;
}
