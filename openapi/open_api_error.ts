import type { ErrorInit } from "../errors/maktaba_error.ts";
import { nameErrorClass } from "../errors/name_error_class.ts";
import { optionName } from "../errors/option_names.ts";
import { ValidationError } from "../errors/validation_error.ts";

/** The codes of descriptions; those of files are `MaktabaError`s. */
type DescriptionCode = Exclude<Extract<ErrorInit<"OPENAPI_">["code"], string>, `OPENAPI_FILE_${string}`>;

/**
 * A description that no valid OpenAPI document can be made from. The message names the endpoint, the property, the rule
 * and the value received.
 *
 * @example Which endpoint was wrong, and what in it
 * ```ts
 * import { createOpenApi, OpenApiError } from "@maktaba/std/openapi";
 * import assert from "node:assert/strict";
 *
 * assert.throws(
 *   () => createOpenApi([{ path: "users", method: "get" }], { title: "Users", version: "1.0.0" }),
 *   (error) => error instanceof OpenApiError && error.endpoint === "GET users" && error.option === "path",
 * );
 * ```
 */
export class OpenApiError extends ValidationError {
  static {
    nameErrorClass(this, "OpenApiError");
  }

  /** The endpoint, such as `"GET /users"`, or the part of the document that was wrong, such as `"info"`. */
  readonly endpoint: string;

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `OPENAPI_`, the message's values, and details.
   */
  constructor(init: Extract<ErrorInit<"OPENAPI_">, { code: DescriptionCode }>) {
    const { endpoint } = init.params as { endpoint: string };
    // The base asks for codes of arguments, since it reads the option's name from the values: all of these have one.
    super({ ...init, params: { ...init.params, endpoint: optionName(endpoint) } } as never);
    this.endpoint = endpoint;
  }
}
