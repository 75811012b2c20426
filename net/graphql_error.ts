import type { ErrorInit } from "../errors/maktaba_error.ts";
import { nameErrorClass } from "../errors/name_error_class.ts";
import { NetworkError, type NetworkErrorDetails, type NetworkErrorJson } from "../errors/network_error.ts";

/** An error in the answer of a GraphQL server (specification of October 2021, section 7.1.2). */
export interface GraphQLFault {
  /** What went wrong. */
  message: string;
  /** Where in the document, lines and columns from 1. */
  locations?: readonly { line: number; column: number }[];
  /** Which field of the answer it is about: names and, in lists, indexes from 0. */
  path?: readonly (string | number)[];
  /** What the server adds, such as a code. */
  extensions?: Readonly<Record<string, unknown>>;
}

/** What a {@linkcode GraphQLError} tells beside its code. */
export interface GraphQLErrorDetails extends Omit<NetworkErrorDetails, "reason"> {
  /** The errors in the answer. */
  errors: readonly GraphQLFault[];
  /** The part of the data that could be given. */
  data?: unknown;
  /** What the server adds to the answer. */
  extensions?: Readonly<Record<string, unknown>> | undefined;
  /** The HTTP status of the answer; 101 where it came over a WebSocket. */
  status: number;
  /** How long the server asks to wait before another attempt, in milliseconds, if it does. */
  retryAfterMs?: number | undefined;
}

/** A GraphQL error as plain data. */
export interface GraphQLErrorJson extends NetworkErrorJson {
  /** The errors in the answer. */
  errors: readonly GraphQLFault[];
  /** The HTTP status of the answer. */
  status: number;
}

/**
 * An answer of a GraphQL server that holds errors, and perhaps a part of the data.
 *
 * @example
 * ```ts
 * import { GraphQLError } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * const error = new GraphQLError({
 *   code: "NET_GRAPHQL",
 *   params: { url: "https://api.example/graphql", message: "No such book" },
 *   errors: [{ message: "No such book", path: ["book"] }],
 *   data: { book: null },
 *   status: 200,
 * });
 * assert.deepEqual(error.errors[0]?.path, ["book"]);
 * ```
 */
export class GraphQLError extends NetworkError {
  static {
    nameErrorClass(this, "GraphQLError");
  }

  /** The errors in the answer. */
  readonly errors: readonly GraphQLFault[];
  /** The part of the data that could be given, if any; not printed with the error. */
  declare readonly data: unknown;
  /** What the server adds to the answer, if anything; not printed with the error. */
  declare readonly extensions: Readonly<Record<string, unknown>> | undefined;
  /** The HTTP status of the answer: 200 as a rule; 101 where it came over a WebSocket. */
  readonly status: number;
  /** How long the server asks to wait before another attempt, in milliseconds, if it does. */
  declare readonly retryAfterMs: number | undefined;

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init The code, the message's values, what the answer holds, and details.
   */
  constructor(init: ErrorInit<"NET_GRAPHQL"> & GraphQLErrorDetails) {
    super({ ...init, reason: "status" });
    this.errors = init.errors;
    for (const name of ["data", "extensions"] as const) Object.defineProperty(this, name, { value: init[name] });
    this.status = init.status;
    Object.defineProperty(this, "retryAfterMs", {
      value: init.retryAfterMs,
      enumerable: init.retryAfterMs !== undefined,
    });
  }

  /**
   * Gives the error as plain data, its causes and attempts included, secrets replaced.
   *
   * @returns What `JSON.stringify` writes.
   */
  override toJSON(): GraphQLErrorJson {
    return { ...super.toJSON(), errors: this.errors, status: this.status };
  }
}
