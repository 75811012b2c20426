/**
 * The checks that all parts of a description share.
 *
 * @internal
 * @module
 */

import { OpenApiError } from "./open_api_error.ts";

/** The types that a property of a description can be asked to have. */
export type FieldType = "TEXT" | "OBJECT" | "ARRAY" | "BOOLEAN";

const isOfType: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  TEXT: (value) => typeof value === "string",
  OBJECT: isObject,
  ARRAY: Array.isArray,
  BOOLEAN: (value) => typeof value === "boolean",
};

/** Throws unless a property has a type. One that is required must be there, and a text must not be empty. */
export function checkField(endpoint: string, name: string, value: unknown, type: FieldType, isRequired = false): void {
  if (isRequired ? isOfType[type](value) && value !== "" : value === undefined || isOfType[type](value)) return;
  throw new OpenApiError({ code: `OPENAPI_NOT_${type}`, params: { endpoint, name, value } });
}

/** Throws if an object has a property that is neither known nor an extension: most likely a misspelt one. */
export function checkKnown(endpoint: string, record: object, allowed: readonly string[]): void {
  for (const name of Object.keys(record)) {
    if (allowed.includes(name) || name.startsWith("x-")) continue;
    throw new OpenApiError({ code: "OPENAPI_UNKNOWN", params: { endpoint, name, allowed } });
  }
}

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
