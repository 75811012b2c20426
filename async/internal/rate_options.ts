/**
 * The names of the options of a limit of the rate.
 *
 * @internal
 * @module
 */

import type { OptionNames } from "../../internal/validate.ts";
import type { RateLimitOptions } from "../rate_limit.ts";

/** The options of a limit of the rate, for whoever takes them to make one. */
export const RATE_OPTIONS: OptionNames<RateLimitOptions> = { count: true, periodMs: true, burst: true };
