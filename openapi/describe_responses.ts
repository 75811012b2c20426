/**
 * The checking and completing of responses.
 *
 * @internal
 * @module
 */

import { checkShape } from "./check_shape.ts";
import type { OpenApiReference, OpenApiResponse } from "./document.ts";
import type { OpenApiEndpoint } from "./endpoint.ts";
import { isReference } from "./fields.ts";
import { OpenApiError } from "./open_api_error.ts";
import { phraseOf, type Phrases } from "./phrases.ts";
import { responseShape } from "./shapes.ts";

/**
 * Checks the responses of an endpoint, and gives each a description.
 *
 * @param endpoint What messages call the endpoint.
 * @param responses Its responses, by status.
 * @param phrases What stands for descriptions that are left out.
 * @returns The responses as the document has them.
 */
export function describeResponses(
  endpoint: string,
  responses: NonNullable<OpenApiEndpoint["responses"]>,
  phrases: Phrases,
): Record<string, OpenApiResponse | OpenApiReference> {
  const entries = Object.entries(responses).filter(([, response]) => response !== undefined);
  if (entries.length === 0) throw new OpenApiError({ code: "OPENAPI_EMPTY", params: { endpoint, name: "responses" } });
  const described: Record<string, OpenApiResponse | OpenApiReference> = {};
  for (const [status, response] of entries) {
    if (!/^(?:[1-5]\d\d|[1-5]XX|default)$/.test(status)) {
      throw new OpenApiError({
        code: "OPENAPI_RESPONSE_STATUS",
        params: { endpoint, name: "responses", value: status },
      });
    }
    described[status] = describeResponse(endpoint, status, response, phrases);
  }
  return described;
}

function describeResponse(
  endpoint: string,
  status: string,
  response: NonNullable<OpenApiEndpoint["responses"]>[string],
  phrases: Phrases,
): OpenApiResponse | OpenApiReference {
  if (typeof response === "string") return { description: response || phraseOf(status, phrases) };
  checkShape(endpoint, `responses.${status}`, response, responseShape);
  if (isReference(response)) return response;
  const { description, ...rest } = response;
  return { description: description || phraseOf(status, phrases), ...rest };
}
