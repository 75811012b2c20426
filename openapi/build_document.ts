/**
 * The making of a document from checked parts.
 *
 * @internal
 * @module
 */

import { checkArray, checkObject } from "../internal/validate.ts";
import { checkReferences } from "./check_references.ts";
import { checkSecurity } from "./check_security.ts";
import { type DescribedEndpoint, describeEndpoint } from "./describe_endpoint.ts";
import { describeInfo } from "./describe_info.ts";
import type { OpenApiDocument, OpenApiPathItem } from "./document.ts";
import type { OpenApiEndpoint } from "./endpoint.ts";
import type { OpenApiInfo } from "./info.ts";
import { OpenApiError } from "./open_api_error.ts";
import type { Phrases } from "./phrases.ts";

/**
 * Makes the document.
 *
 * @param endpoints The endpoints.
 * @param info What the API is.
 * @param phrases What stands for descriptions of responses that are left out.
 * @returns The document.
 */
export function buildDocument(
  endpoints: readonly OpenApiEndpoint[],
  info: OpenApiInfo,
  phrases: Phrases,
): OpenApiDocument {
  checkArray("endpoints", endpoints);
  checkObject("info", info);
  const { components, ...head } = describeInfo(info);
  const described = endpoints.map((endpoint, index) => describeEndpoint(endpoint, index, { components, phrases }));
  const document: OpenApiDocument = { openapi: "3.1.1", ...head, paths: collectPaths(described) };
  if (components !== undefined) document.components = components;
  checkOperationIds(described);
  checkSecurity(document, described);
  checkReferences(document, described);
  return document;
}

function collectPaths(described: readonly DescribedEndpoint[]): Record<string, OpenApiPathItem> {
  const paths: Record<string, OpenApiPathItem> = {};
  const byShape = new Map<string, DescribedEndpoint>();
  for (const endpoint of described) {
    const { path, method, label, operation } = endpoint;
    // "Templated paths with the same hierarchy but different templated names MUST NOT exist": section 4.8.8.
    const shape = path.replace(/\{[^}]*\}/g, "{}");
    const first = byShape.get(shape) ?? endpoint;
    if (first.path !== path) throw refuse("OPENAPI_AMBIGUOUS", endpoint, first, "path", path);
    byShape.set(shape, first);
    const item = paths[path] ??= {};
    if (item[method] !== undefined) {
      throw refuse("OPENAPI_DUPLICATE", endpoint, { label }, "method", method.toUpperCase());
    }
    item[method] = operation;
  }
  return paths;
}

function checkOperationIds(described: readonly DescribedEndpoint[]): void {
  const owners = new Map<string, DescribedEndpoint>();
  for (const endpoint of described) {
    const { operationId } = endpoint.operation;
    if (operationId === undefined) continue;
    const owner = owners.get(operationId);
    if (owner !== undefined) throw refuse("OPENAPI_DUPLICATE", endpoint, owner, "operationId", operationId);
    owners.set(operationId, endpoint);
  }
}

function refuse(
  code: "OPENAPI_AMBIGUOUS" | "OPENAPI_DUPLICATE",
  { label: endpoint }: { label: string },
  { label: other }: { label: string },
  name: string,
  value: string,
): OpenApiError {
  return new OpenApiError({ code, params: { endpoint, other, name, value } });
}
