import { Logger } from "./logger.ts";

/**
 * Gives a logger. It works at once, and is silent until `configureLog()` is called, so that a library can log without
 * asking what its users want to hear.
 *
 * @param name Its name, such as `"app.orders"`.
 * @returns The logger.
 * @throws {ValidationError} If `name` is not a non-empty string.
 *
 * @example
 * ```ts
 * import { getLogger } from "@maktaba/std/log";
 *
 * const log = getLogger("app.orders");
 * log.info("Loaded {count} rows", { count: 250 });
 * ```
 */
export function getLogger(name: string): Logger {
  return new Logger(name);
}
