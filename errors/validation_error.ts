import { type ErrorCode, formatMessage, type MessageParams } from "./catalogue.ts";
import { describe } from "./describe.ts";
import { type ErrorInit, MaktabaError } from "./maktaba_error.ts";
import { nameErrorClass } from "./name_error_class.ts";
import { nearestName } from "./nearest_name.ts";
import { optionName } from "./option_names.ts";
import { isSecretKey } from "./redact.ts";

/**
 * A wrong argument, found before anything was done. The message names the option, the rule and the value received.
 *
 * @example Which option was wrong
 * ```ts
 * import { sleep } from "@maktaba/std/async";
 * import { ValidationError } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(sleep(-1), (error) => error instanceof ValidationError && error.option === "ms");
 * ```
 */
export class ValidationError extends MaktabaError {
  static {
    nameErrorClass(this, "ValidationError");
  }

  /** The option or argument that was wrong, by its English name. */
  readonly option: string;

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `ARGUMENT_`, the message's values, and details.
   */
  constructor(init: ErrorInit<"ARGUMENT_">) {
    const option = describe(init.params.name);
    super(init, messageOf(init, option));
    this.option = option;
  }
}

interface Text {
  readonly code: ErrorCode;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Writes the message; the likelier mistakes have texts that tell more than that of the code. */
function messageOf(init: ErrorInit<"ARGUMENT_">, option: string): string {
  const better = betterText(init);
  const params = { ...shown(init, option), ...better?.params };
  return formatMessage(better?.code ?? init.code, params as MessageParams<ErrorCode>);
}

/** Another text for what can be told better: a name that is misspelt, a call in the place of a function, no upper bound. */
function betterText({ code, params }: ErrorInit<"ARGUMENT_">): Text | undefined {
  const { allowed, max, meant, name, value } = params as Readonly<Record<string, unknown>>;
  if (code === "ARGUMENT_NOT_FUNCTION") return isPromise(value) ? { code: "ARGUMENT_PROMISE" } : undefined;
  if (code === "ARGUMENT_NOT_INTEGER") return isBound(max) ? undefined : { code: "ARGUMENT_NOT_COUNT" };
  if (code === "ARGUMENT_NOT_IN_RANGE") return isBound(max) ? undefined : { code: "ARGUMENT_TOO_SMALL" };
  if (code !== "ARGUMENT_UNKNOWN" || !Array.isArray(allowed)) return undefined;
  const nearest = meant ?? nearestName(String(name), allowed);
  return nearest === undefined ? undefined : { code: "ARGUMENT_MISSPELT", params: { nearest, known: allowed } };
}

function isBound(max: unknown): boolean {
  return Number(max) < Number.MAX_SAFE_INTEGER;
}

function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value;
}

function shown({ code, params }: ErrorInit<"ARGUMENT_">, option: string): object {
  // An option that does not exist has no other name than the one that was written.
  const name = code === "ARGUMENT_UNKNOWN" ? option : optionName(option);
  return { ...params, name, value: shownValue(code, (params as { readonly value?: unknown }).value, option) };
}

// Rules that no text fits: quotes tell "2" from 2, and show the empty text.
const NEVER_TEXT = /^ARGUMENT_NOT_(INTEGER|IN_RANGE|FUNCTION|OBJECT|ARRAY|BYTES|SIGNAL)$/;

function shownValue(code: string, value: unknown, option: string): unknown {
  if (typeof value !== "string") return value;
  if (isSecretKey(option)) return "[redacted]";
  return NEVER_TEXT.test(code) ? JSON.stringify(value) : value;
}
