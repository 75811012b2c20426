/**
 * The check that a parameter has what its place allows.
 *
 * @internal
 * @module
 */

import { checkShape } from "./check_shape.ts";
import type { OpenApiParameter, OpenApiParameterPlace } from "./document.ts";
import { OpenApiError } from "./open_api_error.ts";

/** Section 4.8.12.3 of the specification. */
const styles: Readonly<Record<OpenApiParameterPlace, readonly string[]>> = {
  path: ["matrix", "label", "simple"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form"],
};

/**
 * Throws if a parameter has what others may have, but not those of its place.
 *
 * @param endpoint What messages call the endpoint.
 * @param name What messages call the parameter.
 * @param parameter The parameter.
 */
export function checkPlace(endpoint: string, name: string, parameter: OpenApiParameter): void {
  checkShape(endpoint, `${name}.style`, parameter.style, { oneOf: styles[parameter.in] });
  if (parameter.in === "query") return;
  for (const field of ["allowEmptyValue", "allowReserved"]) {
    if ((parameter as unknown as Record<string, unknown>)[field] === undefined) continue;
    const allowed = ["in: query"];
    throw new OpenApiError({ code: "OPENAPI_UNKNOWN", params: { endpoint, name: `${name}.${field}`, allowed } });
  }
}
