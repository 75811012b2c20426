/**
 * Errors as plain data.
 *
 * @internal
 * @module
 */

import type { LogErrorData } from "./log_entry.ts";
import { plainData, plainProperties, type Way } from "./plain_data.ts";

const MOST_ERRORS = 20;

/** What is written apart from the other properties of an error. */
const apart = new Set(["name", "message", "stack", "cause", "errors"]);

/**
 * Gives an error, its causes and what it stands for as plain data, secrets replaced.
 *
 * @param error The error, which is the last of the way's ancestors.
 * @param way What leads to it.
 * @returns The data.
 */
export function errorData(error: Error, way: Way): LogErrorData {
  const data: LogErrorData = {
    name: String(error.name),
    message: way.redactor.text(String(error.message)),
    ...details(error, way),
  };
  if (typeof error.stack === "string") data.stack = way.redactor.text(error.stack);
  if (error.cause !== undefined && error.cause !== null) data.cause = plainData(error.cause, way);
  if (error instanceof AggregateError) {
    data.errors = error.errors.slice(0, MOST_ERRORS).map((one) => plainData(one, way));
  }
  return data;
}

/** What the error's `toJSON()` tells, or else what it has as properties: a code, a status, a path. */
function details(error: Error, way: Way): Record<string, unknown> {
  const { toJSON } = error as { toJSON?: unknown };
  const own: unknown = typeof toJSON === "function" ? toJSON.call(error) : { ...error };
  const known = Object.entries(plainProperties(own, { ...way, ancestors: way.ancestors.slice(0, -1) }));
  return Object.fromEntries(
    known.filter(([name, value]) => !apart.has(name) && value !== undefined && !isEmpty(value)),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
