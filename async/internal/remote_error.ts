/**
 * Errors that come from a worker.
 *
 * @internal
 * @module
 */

import { CancelledError } from "../../errors/cancelled_error.ts";
import { CryptoError } from "../../errors/crypto_error.ts";
import { DatabaseError } from "../../errors/database_error.ts";
import { FileError } from "../../errors/file_error.ts";
import { MaktabaError } from "../../errors/maktaba_error.ts";
import { NetworkError } from "../../errors/network_error.ts";
import { RedisError } from "../../errors/redis_error.ts";
import { SplitError } from "../../errors/split_error.ts";
import { TimeoutError } from "../../errors/timeout_error.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import { WebSocketError } from "../../errors/web_socket_error.ts";
import { fromCaller, withCaller } from "../../internal/caller.ts";
import type { ErrorMessage } from "./worker_main.ts";

/** Classes that exist on both sides, by name. */
const classes: Readonly<Record<string, { prototype: Error }>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  AggregateError,
  CancelledError,
  CryptoError,
  DatabaseError,
  FileError,
  MaktabaError,
  NetworkError,
  RedisError,
  SplitError,
  TimeoutError,
  ValidationError,
  WebSocketError,
};

/**
 * Makes an error of what a worker tells of one: of the same class where it is the language's or this library's, with
 * its message, stack, properties and causes.
 *
 * @param message What the worker told.
 * @returns The error.
 */
export function remoteError(message: ErrorMessage): Error {
  const error = made(message);
  remote.add(error);
  return error;
}

// Its stack tells where in the worker it was thrown.
const remote = new WeakSet<object>();

/**
 * Has the stack of what a function on a worker failed with tell who called it.
 *
 * @param error What it failed with: in the worker, or here.
 * @param entry The function that was called here.
 * @returns The same.
 */
export function fromCallerOfWorker(error: unknown, entry: object): unknown {
  return remote.has(error as object) ? withCaller(error as Error, entry) : fromCaller(error, entry);
}

function made(message: ErrorMessage): Error {
  const error = new Error(message.message);
  const known = classes[message.name];
  if (known !== undefined) Object.setPrototypeOf(error, known.prototype);
  else define(error, "name", message.name);
  define(error, "stack", message.stack);
  for (const [key, value] of Object.entries(message.properties)) {
    Object.defineProperty(error, key, { value, enumerable: true, configurable: true, writable: true });
  }
  if (message.cause !== undefined) {
    define(error, "cause", "value" in message.cause ? message.cause.value : made(message.cause));
  }
  return error;
}

function define(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, enumerable: false, configurable: true, writable: true });
}
