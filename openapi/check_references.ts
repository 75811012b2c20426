/**
 * The check that references lead somewhere.
 *
 * @internal
 * @module
 */

import type { DescribedEndpoint } from "./describe_endpoint.ts";
import type { OpenApiDocument } from "./document.ts";
import { isObject } from "./fields.ts";
import { OpenApiError } from "./open_api_error.ts";

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
    if (name === "$ref" && typeof inner === "string") checkReference(document, inner, label, known);
    else if (!data.has(name) && !name.startsWith("x-")) checkInside(document, inner, label, known);
  }
}

function checkReference(document: OpenApiDocument, reference: string, endpoint: string, known: Set<string>): void {
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
