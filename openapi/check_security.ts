/**
 * The check that security schemes are described.
 *
 * @internal
 * @module
 */

import type { DescribedEndpoint } from "./describe_endpoint.ts";
import type { OpenApiDocument, OpenApiSecurityRequirement } from "./document.ts";
import { OpenApiError } from "./open_api_error.ts";

/**
 * Throws if somebody is asked for a security scheme that the document does not describe.
 *
 * @param document The document.
 * @param endpoints Its endpoints.
 */
export function checkSecurity(document: OpenApiDocument, endpoints: readonly DescribedEndpoint[]): void {
  const schemes = new Set(Object.keys(document.components?.securitySchemes ?? {}));
  checkRequirements("info", document.security, schemes);
  for (const { label, operation } of endpoints) checkRequirements(label, operation.security, schemes);
}

function checkRequirements(
  endpoint: string,
  requirements: readonly OpenApiSecurityRequirement[] = [],
  schemes: ReadonlySet<string>,
): void {
  requirements.forEach((requirement, index) => {
    for (const value of Object.keys(requirement)) {
      if (schemes.has(value)) continue;
      const params = { endpoint, name: `security[${index}]`, value };
      throw new OpenApiError({ code: "OPENAPI_SECURITY", params });
    }
  });
}
