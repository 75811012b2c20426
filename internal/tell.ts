/**
 * Telling what must not go unheard.
 *
 * @module
 */

import { type ErrorCode, formatMessage, type MessageParams } from "../errors/catalogue.ts";
import { isReporting, report } from "./report.ts";

/** A message of the catalogue, with its values. */
export interface Message<Code extends ErrorCode> {
  readonly code: Code;
  readonly params: MessageParams<Code>;
}

/**
 * Tells something to the log or, until one is configured, on the console, as asyncio does: an error that no code can
 * catch any more would be lost without a word.
 *
 * @typeParam Code The code of the console's message.
 * @param level How much it matters.
 * @param module Which module tells it.
 * @param event What happened, for the log.
 * @param message What happened, for the console.
 * @param properties The values.
 */
export function tell<Code extends ErrorCode>(
  level: "warning" | "error",
  module: string,
  event: string,
  message: Message<Code>,
  properties: Readonly<Record<string, unknown>>,
): void {
  if (isReporting()) return report(level, module, event, properties);
  const { error, createdAt, tree } = properties as { error?: unknown; createdAt?: string; tree?: string };
  const lines = [formatMessage(message.code, message.params)];
  if ("error" in properties) lines.push((error as { stack?: string } | undefined)?.stack ?? String(error));
  if (createdAt !== undefined) lines.push(formatMessage("ASYNC_CREATED_AT", {}), createdAt);
  if (tree !== undefined) lines.push(tree);
  console[level === "error" ? "error" : "warn"](lines.join("\n"));
}
