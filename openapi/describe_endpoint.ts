/**
 * The checking of one endpoint.
 *
 * @internal
 * @module
 */

import { checkShape } from "./check_shape.ts";
import { describeParameters } from "./describe_parameters.ts";
import { describeResponses } from "./describe_responses.ts";
import type { OpenApiComponents, OpenApiMethod, OpenApiOperation } from "./document.ts";
import type { OpenApiEndpoint } from "./endpoint.ts";
import { copyJson } from "./fields.ts";
import { OpenApiError } from "./open_api_error.ts";
import type { Phrases } from "./phrases.ts";
import { endpointShape } from "./shapes.ts";

/** An endpoint that has been checked. */
export interface DescribedEndpoint {
  /** What messages call it. */
  label: string;
  /** Its path. */
  path: string;
  /** Its method. */
  method: OpenApiMethod;
  /** What the document says of it. */
  operation: OpenApiOperation;
}

/** What an endpoint is described with. */
export interface DescriptionContext {
  /** The parts that endpoints refer to. */
  components: OpenApiComponents | undefined;
  /** What stands for descriptions that are left out. */
  phrases: Phrases;
}

const methods: readonly OpenApiMethod[] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/**
 * Checks an endpoint and writes its operation.
 *
 * @param endpoint The endpoint.
 * @param index Which one it is, from 0.
 * @param context What it is described with.
 * @returns The operation and where it belongs.
 */
export function describeEndpoint(
  endpoint: OpenApiEndpoint,
  index: number,
  context: DescriptionContext,
): DescribedEndpoint {
  const label = labelOf(endpoint, index);
  checkShape(label, "", endpoint ?? null, endpointShape);
  const { path, method, parameters, responses, ...rest } = endpoint;
  const operation = {
    ...rest,
    parameters: describeParameters(label, parameters ?? [], checkPath(label, path), context.components),
    responses: describeResponses(label, responses ?? { 200: {} }, context.phrases),
  };
  if (operation.parameters.length === 0) Reflect.deleteProperty(operation, "parameters");
  return { label, path, method: checkMethod(label, method), operation: copyJson(label, "endpoint", operation) };
}

function labelOf(endpoint: OpenApiEndpoint | null | undefined, index: number): string {
  const { path, method } = endpoint ?? {};
  return typeof path === "string" && typeof method === "string"
    ? `${method.toUpperCase()} ${path}`
    : `endpoints[${index}]`;
}

/** Gives the names in braces. */
function checkPath(endpoint: string, path: string): ReadonlySet<string> {
  const params = { endpoint, name: "path", value: path };
  if (!path.startsWith("/")) throw new OpenApiError({ code: "OPENAPI_PATH_START", params });
  const names = [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]!);
  const isWellFormed = /^(?:[^{}?#]|\{[^{}?#/]+\})*$/.test(path) && new Set(names).size === names.length;
  if (!isWellFormed) throw new OpenApiError({ code: "OPENAPI_PATH_TEMPLATE", params });
  return new Set(names);
}

function checkMethod(endpoint: string, value: string): OpenApiMethod {
  const method = methods.find((known) => known === value.toLowerCase());
  if (method !== undefined) return method;
  throw new OpenApiError({ code: "OPENAPI_ONE_OF", params: { endpoint, name: "method", allowed: methods, value } });
}
