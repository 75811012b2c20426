/**
 * What all parts of a description share.
 *
 * @internal
 * @module
 */

import { OpenApiError } from "./open_api_error.ts";

/** Copies what JSON can say of a value; properties that are undefined are left out. */
export function copyJson<T>(endpoint: string, name: string, value: T): T {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch (cause) {
    throw new OpenApiError({ code: "OPENAPI_NOT_JSON", params: { endpoint, name }, cause });
  }
}

/** Whether a value is an object that is not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value refers to another part of the document. */
export function isReference(value: unknown): value is { $ref: string } {
  return isObject(value) && typeof value["$ref"] === "string";
}
