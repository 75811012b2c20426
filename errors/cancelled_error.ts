import { type ErrorDetails, MaktabaError } from "./maktaba_error.ts";
import { nameErrorClass } from "./name_error_class.ts";

/**
 * The reason of a cancelled task: what `task.cancel()` rejects the task's waits with.
 *
 * @example Recognise it
 * ```ts
 * import { CancelledError } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * const error = new CancelledError("the user left");
 * assert.equal(error.reason, "the user left");
 * ```
 */
export class CancelledError extends MaktabaError {
  static {
    nameErrorClass(this, "CancelledError");
  }

  /** What was given to `cancel()`, where something was. */
  readonly reason: unknown;

  /**
   * Makes the reason of a cancellation.
   *
   * @param reason Why, for whoever looks; any value.
   * @param details Further details.
   */
  constructor(reason?: unknown, details?: ErrorDetails) {
    super(details === undefined ? { code: "CANCELLED" } : { code: "CANCELLED", ...details });
    this.reason = reason;
  }
}
