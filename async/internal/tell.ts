/**
 * Telling what must not go unheard.
 *
 * @module
 */

import type { ErrorCode } from "../../errors/catalogue.ts";
import { type Message, tell as tellOf } from "../../internal/tell.ts";

/**
 * Tells something of tasks and what goes with them.
 *
 * @typeParam Code The code of the console's message.
 * @param level How much it matters.
 * @param event What happened, for the log.
 * @param message What happened, for the console.
 * @param properties The values.
 */
export function tell<Code extends ErrorCode>(
  level: "warning" | "error",
  event: string,
  message: Message<Code>,
  properties: Readonly<Record<string, unknown>>,
): void {
  tellOf(level, "async", event, message, properties);
}

/**
 * Calls somebody's function where nobody could catch what it throws.
 *
 * @param call Calls it.
 * @param taker What the function was passed to.
 */
export function callSafely(call: () => void, taker: string): void {
  try {
    call();
  } catch (error) {
    tell("error", "A callback threw", { code: "ASYNC_CALLBACK_FAILED", params: { name: taker } }, { taker, error });
  }
}
