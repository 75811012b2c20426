import { ValidationError } from "../../../errors/validation_error.ts";
import { checkFunction, checkInteger, checkObject } from "../../../internal/validate.ts";
import type { SessionOptions } from "../../connect_session.ts";
import type { SessionStore } from "../../session_store.ts";
import { isToken, type Window } from "./protocol.ts";

/**
 * Checks what both sides of a session have in common.
 *
 * @param options What the caller gave.
 * @returns How much may be unacknowledged.
 */
export function windowOf({ maxUnacknowledged = 1_024, maxUnacknowledgedBytes = 4_194_304 }: SessionOptions): Window {
  checkInteger("maxUnacknowledged", maxUnacknowledged, { min: 1 });
  checkInteger("maxUnacknowledgedBytes", maxUnacknowledgedBytes, { min: 1 });
  return { messages: maxUnacknowledged, bytes: maxUnacknowledgedBytes };
}

/** Throws unless a value has what a store has. */
export function checkStore(name: string, store: unknown): asserts store is SessionStore {
  checkObject(name, store);
  for (const method of ["load", "append", "acknowledge", "receive", "clear"] as const) {
    checkFunction(`${name}.${method}`, store[method]);
  }
}

/** Throws unless a value can be a session's token. */
export function checkToken(value: unknown): asserts value is string {
  if (isToken(value)) return;
  // Not shown, as it is a secret.
  throw new ValidationError({ code: "ARGUMENT_NOT_TOKEN", params: { name: "token" } });
}
