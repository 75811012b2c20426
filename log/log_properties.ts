/**
 * What stands with a message in a record.
 *
 * @internal
 * @module
 */

import type { LogProperties } from "./logger.ts";

/**
 * Makes properties of whatever was passed with a message: where something is logged, something has often gone wrong
 * already, and nothing of it must be lost or fail once more for its form.
 *
 * @param value What was passed; an error is the property `error`, and what has no properties is the property `value`.
 */
export function toProperties(value: unknown): LogProperties {
  if (value === undefined || value === null) return {};
  if (value instanceof Error) return { error: value };
  return typeof value === "object" && !Array.isArray(value) ? value as LogProperties : { value };
}
