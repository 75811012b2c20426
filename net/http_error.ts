import type { ErrorInit } from "../errors/maktaba_error.ts";
import { nameErrorClass } from "../errors/name_error_class.ts";
import { NetworkError, type NetworkErrorDetails, type NetworkErrorJson } from "../errors/network_error.ts";

/** What an API says about a failure, in the form of RFC 9457 (`application/problem+json`). */
export interface Problem {
  /** A URI that identifies the kind of problem. */
  type?: string;
  /** A short summary of the kind. */
  title?: string;
  /** The status. */
  status?: number;
  /** What happened this time. */
  detail?: string;
  /** A URI that identifies this one occurrence. */
  instance?: string;
  /** What the API adds. */
  [extension: string]: unknown;
}

/** What an {@linkcode HttpError} tells beside its code. */
export interface HttpErrorDetails extends Omit<NetworkErrorDetails, "reason"> {
  /** The status that the server answered with. */
  status: number;
  /** The answer's headers. */
  headers: Headers;
  /** The beginning of the answer's body, as text. */
  body: string;
  /** What the server says about it, where it does so in the form of RFC 9457. */
  problem?: Problem | undefined;
  /** How long the server asks to wait before another attempt, in milliseconds, if it does. */
  retryAfterMs?: number | undefined;
}

/** An HTTP error as plain data. */
export interface HttpErrorJson extends NetworkErrorJson {
  /** The status that the server answered with. */
  status: number;
}

/**
 * A server's answer whose status is not one of success.
 *
 * @example What to do about it
 * ```ts
 * import { HttpError } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * const error = new HttpError({
 *   code: "NET_HTTP_STATUS",
 *   params: { method: "GET", url: "https://api.example/books/7", answer: "404 Not Found" },
 *   status: 404,
 *   headers: new Headers(),
 *   body: "no such book",
 * });
 * assert.equal(error.status, 404);
 * assert.equal(error.reason, "status");
 * ```
 */
export class HttpError extends NetworkError {
  static {
    nameErrorClass(this, "HttpError");
  }

  /** The status that the server answered with. */
  readonly status: number;
  /** The answer's headers; not printed with the error, as they may hold secrets. */
  declare readonly headers: Headers;
  /** The beginning of the answer's body, as text, at most 8192 bytes of it; not printed with the error. */
  declare readonly body: string;
  /** What the server says about it, where it does so in the form of RFC 9457; not printed with the error. */
  declare readonly problem: Problem | undefined;
  /** How long the server asks to wait before another attempt, in milliseconds, if it does. */
  declare readonly retryAfterMs: number | undefined;

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init The code, the message's values, the answer, and details.
   */
  constructor(init: ErrorInit<"NET_HTTP_STATUS"> & HttpErrorDetails) {
    super({ ...init, reason: "status" });
    this.status = init.status;
    for (const name of ["headers", "body", "problem"] as const) {
      Object.defineProperty(this, name, { value: init[name] });
    }
    Object.defineProperty(this, "retryAfterMs", {
      value: init.retryAfterMs,
      enumerable: init.retryAfterMs !== undefined,
    });
  }

  /**
   * Gives the error as plain data, its causes and attempts included, secrets replaced; headers and body are left out.
   *
   * @returns What `JSON.stringify` writes.
   */
  override toJSON(): HttpErrorJson {
    return { ...super.toJSON(), status: this.status };
  }
}
