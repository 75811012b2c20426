/**
 * The check that a value looks like the specification says.
 *
 * @internal
 * @module
 */

import { isObject, isReference } from "./fields.ts";
import { OpenApiError } from "./open_api_error.ts";
import type { MapShape, ObjectShape, Shape } from "./shapes.ts";

/**
 * Throws unless a value has a shape.
 *
 * @param endpoint What messages call the endpoint.
 * @param name What messages call the value; empty for the endpoint itself.
 * @param value The value; undefined has every shape.
 * @param shape What it must look like.
 */
export function checkShape(endpoint: string, name: string, value: unknown, shape: Shape): void {
  if (value === undefined) return;
  if (typeof shape === "string") return checkSimple(endpoint, name, value, shape);
  if ("oneOf" in shape) return checkOneOf(endpoint, name, value, shape.oneOf);
  if ("list" in shape) return checkList(endpoint, name, value, shape);
  if ("map" in shape) return checkMap(endpoint, name, value, shape);
  checkObject(endpoint, name, value, shape);
}

type Kind = "TEXT" | "OBJECT" | "ARRAY" | "BOOLEAN" | "FILLED" | "URL" | "EMAIL" | "SCHEMA";

const simple: Readonly<Record<Extract<Shape, string>, { kind: Kind; holds(value: unknown): boolean }>> = {
  any: { kind: "TEXT", holds: () => true },
  text: { kind: "TEXT", holds: (value) => typeof value === "string" },
  "filled text": { kind: "FILLED", holds: (value) => typeof value === "string" && value !== "" },
  url: { kind: "URL", holds: isUrlReference },
  email: { kind: "EMAIL", holds: isEmail },
  boolean: { kind: "BOOLEAN", holds: (value) => typeof value === "boolean" },
  schema: { kind: "SCHEMA", holds: (value) => typeof value === "boolean" || isObject(value) },
};

function checkSimple(endpoint: string, name: string, value: unknown, shape: Extract<Shape, string>): void {
  const { kind, holds } = simple[shape];
  if (!holds(value)) throw notOfKind(kind, endpoint, name, value);
}

function checkOneOf(endpoint: string, name: string, value: unknown, allowed: readonly string[]): void {
  if (allowed.includes(value as string)) return;
  throw new OpenApiError({ code: "OPENAPI_ONE_OF", params: { endpoint, name, allowed, value } });
}

function checkList(endpoint: string, name: string, value: unknown, shape: Extract<Shape, { list: Shape }>): void {
  if (!Array.isArray(value)) throw notOfKind("ARRAY", endpoint, name, value);
  if (shape.isFilled && value.length === 0) {
    throw new OpenApiError({ code: "OPENAPI_EMPTY", params: { endpoint, name } });
  }
  value.forEach((one: unknown, index) => {
    if (one === undefined) throw notOfKind("OBJECT", endpoint, `${name}[${index}]`, one);
    checkShape(endpoint, `${name}[${index}]`, one, shape.list);
  });
}

function checkMap(endpoint: string, name: string, value: unknown, { map, keys, isSingle }: MapShape): void {
  if (!isObject(value)) throw notOfKind("OBJECT", endpoint, name, value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (isSingle && entries.length !== 1) {
    throw new OpenApiError({ code: "OPENAPI_NOT_SINGLE", params: { endpoint, name, value: Object.keys(value) } });
  }
  for (const [key, item] of entries) {
    if (keys?.test(key) === false) {
      throw new OpenApiError({ code: "OPENAPI_COMPONENT_NAME", params: { endpoint, name, value: key } });
    }
    checkShape(endpoint, `${name}.${key}`, item, map);
  }
}

function checkObject(endpoint: string, name: string, value: unknown, shape: ObjectShape): void {
  if (!isObject(value)) throw notOfKind("OBJECT", endpoint, name, value);
  if (shape.isReferable && isReference(value)) return checkReferenceObject(endpoint, name, value);
  const inside = (field: string) => name === "" ? field : `${name}.${field}`;
  checkFields(endpoint, value, shape, inside);
  for (const field of shape.required) {
    if (value[field] === undefined) throw missing(endpoint, inside(field));
  }
  for (const fields of shape.exclusive) {
    const [first, other] = fields.filter((field) => value[field] !== undefined).map(inside);
    if (first === undefined || other === undefined) continue;
    throw new OpenApiError({ code: "OPENAPI_EXCLUSIVE", params: { endpoint, name: first, other } });
  }
  const { either } = shape;
  if (either?.every((field) => value[field] === undefined)) {
    throw new OpenApiError({
      code: "OPENAPI_NEITHER",
      params: { endpoint, name: inside(either[0]), other: inside(either[1]) },
    });
  }
}

function checkFields(
  endpoint: string,
  value: Record<string, unknown>,
  shape: ObjectShape,
  inside: (field: string) => string,
): void {
  for (const [field, item] of Object.entries(value)) {
    if (Object.hasOwn(shape.fields, field)) checkShape(endpoint, inside(field), item, shape.fields[field]!);
    else if (!field.startsWith("x-") && item !== undefined) {
      const allowed = Object.keys(shape.fields);
      throw new OpenApiError({ code: "OPENAPI_UNKNOWN", params: { endpoint, name: inside(field), allowed } });
    }
  }
}

const referenceFields: Readonly<Record<string, Shape>> = { $ref: "url", summary: "text", description: "text" };

function checkReferenceObject(endpoint: string, name: string, value: Record<string, unknown>): void {
  // Other properties beside a $ref are ignored, says section 4.8.23.
  for (const [field, shape] of Object.entries(referenceFields)) {
    checkShape(endpoint, `${name}.${field}`, value[field], shape);
  }
}

function missing(endpoint: string, name: string): OpenApiError {
  return new OpenApiError({ code: "OPENAPI_MISSING", params: { endpoint, name } });
}

function notOfKind(kind: Kind, endpoint: string, name: string, value: unknown): OpenApiError {
  return new OpenApiError({ code: `OPENAPI_NOT_${kind}`, params: { endpoint, name: name || endpoint, value } });
}

/** RFC 3986, section 4.1: letters of other scripts stand percent-encoded in it. */
function isUrlReference(value: unknown): boolean {
  return typeof value === "string" &&
    /^(?:[\w.~:/?@!$&'()*+,;=[\]-]|%[\da-f]{2})*(?:#(?:[\w.~:/?@!$&'()*+,;=-]|%[\da-f]{2})*)?$/i.test(value) &&
    URL.canParse(value, "https://example.com");
}

/** The common part of RFC 5321, section 4.1.2: no quotes and no comments. */
function isEmail(value: unknown): boolean {
  return typeof value === "string" &&
    /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i
      .test(value);
}
