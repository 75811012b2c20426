/**
 * The names of a circuit breaker's options.
 *
 * @internal
 * @module
 */

import type { OptionNames } from "../../internal/validate.ts";
import type { CircuitBreakerOptions } from "../circuit_breaker.ts";

/** The options of a circuit breaker, for whoever takes them to make one. */
export const BREAKER_OPTIONS: OptionNames<CircuitBreakerOptions> = {
  failures: true,
  resetMs: true,
  isFailure: "function",
};
