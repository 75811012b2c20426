/**
 * The checking of one endpoint.
 *
 * @internal
 * @module
 */

import { describeParameters } from "./describe_parameters.ts";
import { describeResponses } from "./describe_responses.ts";
import type { OpenApiComponents, OpenApiMethod, OpenApiOperation } from "./document.ts";
import type { OpenApiEndpoint } from "./endpoint.ts";
import { checkField, checkKnown, copyJson, type FieldType, isReference } from "./fields.ts";
import { OpenApiError } from "./open_api_error.ts";
import type { Phrases } from "./phrases.ts";

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

const types: Readonly<Record<string, FieldType>> = {
  path: "TEXT",
  method: "TEXT",
  summary: "TEXT",
  description: "TEXT",
  responses: "OBJECT",
  parameters: "ARRAY",
  requestBody: "OBJECT",
  operationId: "TEXT",
  tags: "ARRAY",
  security: "ARRAY",
  deprecated: "BOOLEAN",
  externalDocs: "OBJECT",
  servers: "ARRAY",
};

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
  checkField(label, `endpoints[${index}]`, endpoint, "OBJECT", true);
  checkKnown(label, endpoint, Object.keys(types));
  for (const [name, type] of Object.entries(types)) {
    checkField(label, name, endpoint[name as keyof OpenApiEndpoint], type, name === "path" || name === "method");
  }
  const { path, method, parameters, responses, requestBody, ...rest } = endpoint;
  checkRequestBody(label, requestBody);
  checkField(label, "operationId", rest.operationId, "TEXT", rest.operationId !== undefined);
  rest.tags?.forEach((tag, at) => checkField(label, `tags[${at}]`, tag, "TEXT", true));
  const operation = {
    ...rest,
    parameters: describeParameters(label, parameters ?? [], checkPath(label, path), context.components),
    requestBody,
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

function checkRequestBody(endpoint: string, body: OpenApiEndpoint["requestBody"]): void {
  if (body === undefined || isReference(body)) return;
  checkField(endpoint, "requestBody.content", (body as { content?: unknown }).content, "OBJECT", true);
}
