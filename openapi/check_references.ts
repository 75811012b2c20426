/**
 * The check that references lead somewhere.
 *
 * @internal
 * @module
 */

import type { DescribedEndpoint } from "./describe_endpoint.ts";
import type { OpenApiDocument } from "./document.ts";
import { isObject, isReference } from "./fields.ts";
import { OpenApiError } from "./open_api_error.ts";

// Below these stand names of the user's own, one of which may be "$ref".
const names = new Set(["properties", "patternProperties", "dependentSchemas", "$defs"]);
// Below these stands data, in which "$ref" is a name like any other.
const data = new Set(["const", "default", "enum", "example", "examples"]);

/**
 * Throws if a reference into the document leads nowhere. References to other documents are not followed.
 *
 * @param document The document.
 * @param endpoints Its endpoints.
 */
export function checkReferences(document: OpenApiDocument, endpoints: readonly DescribedEndpoint[]): void {
  const known = new Set<string>();
  for (const { label, operation } of endpoints) checkInside(document, operation, label, known);
  checkInside(document, document.components, "components", known);
}

function checkInside(document: OpenApiDocument, value: unknown, label: string, known: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) checkInside(document, item, label, known);
  }
  // A schema with an identifier of its own is what references inside of it begin from.
  if (!isObject(value) || typeof value["$id"] === "string") return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === "$ref") checkReference(document, inner, label, known);
    else if (name === "examples" && isObject(inner)) checkExamples(document, inner, label, known);
    else if (names.has(name) && isObject(inner)) checkInside(document, Object.values(inner), label, known);
    else if (!data.has(name) && !name.startsWith("x-")) checkInside(document, inner, label, known);
  }
}

// Where a name stands for each, an example can be a reference itself. What is in an example is data.
function checkExamples(
  document: OpenApiDocument,
  examples: Record<string, unknown>,
  label: string,
  known: Set<string>,
): void {
  for (const one of [examples, ...Object.values(examples)]) {
    if (isReference(one)) checkReference(document, one.$ref, label, known);
  }
}

function checkReference(document: OpenApiDocument, reference: unknown, endpoint: string, known: Set<string>): void {
  if (typeof reference !== "string") {
    throw new OpenApiError({ code: "OPENAPI_NOT_TEXT", params: { endpoint, name: "$ref", value: reference } });
  }
  if (!reference.startsWith("#/") || known.has(reference)) return;
  if (!leadsSomewhere(document, reference)) {
    throw new OpenApiError({ code: "OPENAPI_REFERENCE", params: { endpoint, name: "$ref", value: reference } });
  }
  known.add(reference);
}

/** Source: RFC 6901, sections 4 and 6. */
function leadsSomewhere(document: OpenApiDocument, reference: string): boolean {
  let part: unknown = document;
  for (const token of reference.slice(2).split("/")) {
    const name = decode(token).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof part !== "object" || part === null || !Object.hasOwn(part, name)) return false;
    part = (part as Record<string, unknown>)[name];
  }
  return true;
}

function decode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
