import { type ErrorCode, formatMessage, type MessageParams } from "./catalogue.ts";
import { nameErrorClass } from "./name_error_class.ts";
import { redactText, redactValue } from "./redact.ts";

/** What every error of the library may be given beside its code. */
export interface ErrorDetails {
  /** The error or value that led to this one. */
  cause?: unknown;
  /** Facts that help to find the reason; secrets in it are replaced. */
  context?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Whether doing the same again may succeed.
   *
   * @default false
   */
  retryable?: boolean | undefined;
}

/**
 * How an error is made: a code, the values that its message needs, and details.
 *
 * @typeParam Prefix What the codes that are allowed begin with.
 */
export type ErrorInit<Prefix extends string = string> =
  & {
    [Code in Extract<ErrorCode, `${Prefix}${string}`>]: keyof MessageParams<Code> extends never
      ? { code: Code; params?: MessageParams<Code> }
      : { code: Code; params: MessageParams<Code> };
  }[Extract<ErrorCode, `${Prefix}${string}`>]
  & ErrorDetails;

/** An error as plain data, for logs and answers; `toJSON()` gives it. */
export interface ErrorJson {
  /** The class's name. */
  name: string;
  /** The stable code, where the error is one of this library. */
  code?: string;
  /** The text, in the language that was set when the error was made. */
  message: string;
  /** When it was made, as ISO 8601. */
  time?: string;
  /** Whether doing the same again may succeed. */
  retryable?: boolean;
  /** Facts about the failure, secrets replaced. */
  context?: Readonly<Record<string, unknown>>;
  /** What led to it. */
  cause?: ErrorJson | string;
}

/**
 * The base of every error that this library throws.
 *
 * @example Tell failures apart by class or by code
 * ```ts
 * import { MaktabaError, TimeoutError } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * const error = new TimeoutError({ code: "TIMEOUT", params: { ms: 50 } });
 * assert.ok(error instanceof MaktabaError);
 * assert.equal(error.code, "TIMEOUT");
 * ```
 */
export class MaktabaError extends Error {
  static {
    nameErrorClass(this, "MaktabaError");
  }

  /** What went wrong, stable across languages and versions. */
  readonly code: ErrorCode;
  // What tells a program something and a reader of a stack trace nothing is kept out of what inspect() prints, and
  // costs nothing until it is asked for: cancelling makes many errors that nobody looks at.
  #time: Date | number = Date.now();
  readonly #retryable: boolean;

  /**
   * Makes an error; its message comes from the catalogue, in the language set.
   *
   * @param init The code, the message's values, and details.
   * @param message The message, where more can be told than the code's own text does.
   */
  constructor(
    init: ErrorInit,
    message: string = formatMessage(init.code, (init.params ?? {}) as MessageParams<ErrorCode>),
  ) {
    super(message, "cause" in init ? { cause: init.cause } : undefined);
    this.code = init.code;
    this.#retryable = init.retryable ?? false;
    if (init.context === undefined) return;
    Object.defineProperty(this, "context", { value: redactValue(init.context), enumerable: true, configurable: true });
  }

  /** Facts about the failure, secrets replaced; empty where there are none. */
  get context(): Readonly<Record<string, unknown>> {
    return {};
  }

  /** When the error was made. */
  get time(): Date {
    if (typeof this.#time === "number") this.#time = new Date(this.#time);
    return this.#time;
  }

  /** Whether doing the same again may succeed. */
  get retryable(): boolean {
    return this.#retryable;
  }

  /**
   * Gives the error as plain data, its causes included, secrets replaced.
   *
   * @returns What `JSON.stringify` writes.
   */
  toJSON(): ErrorJson {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      time: this.time.toISOString(),
      retryable: this.retryable,
      context: this.context,
      ...(this.cause === undefined ? {} : { cause: causeToJson(this.cause, 0) }),
    };
  }
}

// A chain of causes can be a cycle when somebody else's error is wrapped twice.
const DEEPEST_CAUSE = 8;

function causeToJson(cause: unknown, depth: number): ErrorJson | string {
  if (!(cause instanceof Error)) return redactText(String(cause));
  if (cause instanceof MaktabaError && depth === 0 && cause.cause === undefined) return cause.toJSON();
  const { code } = cause as { code?: unknown };
  return {
    name: cause.name,
    ...(typeof code === "string" ? { code } : {}),
    message: redactText(cause.message),
    ...(cause.cause === undefined || depth >= DEEPEST_CAUSE ? {} : { cause: causeToJson(cause.cause, depth + 1) }),
  };
}
