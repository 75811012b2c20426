/**
 * The names of the options of a retry budget.
 *
 * @internal
 * @module
 */

import type { OptionNames } from "../../internal/validate.ts";
import type { RetryBudgetOptions } from "../retry_budget.ts";

/** The options of a retry budget, for whoever takes them to make one. */
export const BUDGET_OPTIONS: OptionNames<RetryBudgetOptions> = { ratio: true, minPerSecond: true, windowMs: true };
