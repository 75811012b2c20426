import { RedisError } from "../../errors/redis_error.ts";
import { ValidationError } from "../../errors/validation_error.ts";

/**
 * Writes a value as JSON.
 *
 * @param name The argument's name.
 * @param value The value.
 * @returns The text.
 * @throws {ValidationError} If JSON cannot hold it.
 */
export function writeJson(name: string, value: unknown): string {
  if (value === undefined) throw new ValidationError({ code: "ARGUMENT_UNDEFINED", params: { name } });
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw notCacheable(name, cause);
  }
  // Functions and symbols have no JSON.
  if (text === undefined) throw notCacheable(name, new TypeError(typeof value));
  return text;
}

/**
 * Reads a value that was written as JSON.
 *
 * @param text The text.
 * @returns The value.
 * @throws {RedisError} `CACHE_NOT_JSON` if it is something else.
 */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own error quotes the value.
    throw new RedisError({ code: "CACHE_NOT_JSON", command: "GET" });
  }
}

/**
 * The error for a value that JSON cannot hold.
 *
 * @param name The argument's name.
 * @param cause What `JSON.stringify` threw.
 * @returns The error.
 */
export function notCacheable(name: string, cause: unknown): ValidationError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ValidationError({ code: "ARGUMENT_NOT_CACHEABLE", params: { name, reason }, cause });
}
