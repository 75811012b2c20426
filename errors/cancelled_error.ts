import { formatMessage } from "./catalogue.ts";
import { getLocale, type Locale } from "./locale.ts";
import { type ErrorDetails, MaktabaError } from "./maktaba_error.ts";
import { nameErrorClass } from "./name_error_class.ts";

/**
 * The reason of a cancelled task: what `task.cancel()` rejects the task's waits with. Its message tells why.
 *
 * @example Recognise it
 * ```ts
 * import { CancelledError } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * const error = new CancelledError("the user left");
 * assert.equal(error.reason, "the user left");
 * assert.equal(error.message, "The operation was cancelled: the user left");
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
   * @param reason Why, for whoever looks; any value. The message shows it, shortened and without secrets; an error by its
   *   message.
   * @param details Further details.
   */
  constructor(reason?: unknown, details?: ErrorDetails) {
    super(details === undefined ? { code: "CANCELLED" } : { code: "CANCELLED", ...details }, messageFor(reason));
    this.reason = reason;
  }
}

// Many tasks are cancelled for one reason, and to write it takes longer than all else that cancelling one does.
let last: { readonly reason: string; readonly locale: Locale; readonly message: string } | undefined;

function messageFor(reason: unknown): string {
  // What hands a cancellation on is no reason of its own.
  if (reason instanceof CancelledError) return reason.message;
  if (reason === undefined || reason === null || reason === "") return formatMessage("CANCELLED", {});
  if (typeof reason !== "string") return formatMessage("CANCELLED_WITH_REASON", { reason });
  const locale = getLocale();
  if (last?.reason !== reason || last.locale !== locale) {
    last = { reason, locale, message: formatMessage("CANCELLED_WITH_REASON", { reason }, locale) };
  }
  return last.message;
}
