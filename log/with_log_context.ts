import { checkFunction, checkObject } from "../internal/validate.ts";
import { currentConnection } from "./connection.ts";
import type { LogProperties } from "./logger.ts";

/**
 * Runs a function, all of whose records have further properties, and so have those of what it calls and starts, in this
 * program and in libraries.
 *
 * @typeParam T What the function returns.
 * @param properties The properties.
 * @param callback The function.
 * @returns What it returned.
 * @throws {ValidationError} If `properties` is not an object or `callback` not a function.
 *
 * @example Which request a record belongs to
 * ```ts
 * import { configureLog, getLogger, withLogContext } from "@maktaba/std/log";
 * import assert from "node:assert/strict";
 *
 * const entries: unknown[] = [];
 * await using _log = await configureLog({ console: false, sinks: [(entry) => entries.push(entry.properties)] });
 * await withLogContext({ request: 7 }, async () => {
 *   await Promise.resolve();
 *   getLogger("app").info("Asked");
 * });
 * assert.deepEqual(entries, [{ request: 7 }]);
 * ```
 */
export function withLogContext<T>(properties: LogProperties, callback: () => T): T {
  checkObject("properties", properties as unknown);
  checkFunction("callback", callback);
  const connection = currentConnection();
  return connection === undefined ? callback() : connection.logtape.withContext({ ...properties }, callback);
}
