/**
 * The checking of what an API is said to be.
 *
 * @internal
 * @module
 */

import { checkPlace } from "./check_place.ts";
import { checkShape } from "./check_shape.ts";
import type { OpenApiComponents, OpenApiDocument, OpenApiSecurityScheme } from "./document.ts";
import { copyJson, isReference } from "./fields.ts";
import type { OpenApiInfo } from "./info.ts";
import { OpenApiError } from "./open_api_error.ts";
import { besideInfo, infoShape, insideInfo, securitySchemes } from "./shapes.ts";

const PART = "info";

/** What a document holds beside its paths. */
export type DocumentHead = Omit<OpenApiDocument, "openapi" | "paths">;

/**
 * Checks what an API is said to be, and puts each property where the document has it.
 *
 * @param info What the API is.
 * @returns The document without its paths.
 */
export function describeInfo(info: OpenApiInfo): DocumentHead {
  checkShape(PART, "", info, infoShape);
  checkComponents(info.components ?? {});
  const copy = copyJson(PART, "info", info) as unknown as Record<string, unknown>;
  const isInside = (name: string) => Object.hasOwn(insideInfo, name) || name.startsWith("x-");
  const inner = Object.entries(copy).filter(([name]) => isInside(name));
  const outer = Object.keys(besideInfo).filter((name) => Object.hasOwn(copy, name));
  const head = { info: Object.fromEntries(inner), ...Object.fromEntries(outer.map((name) => [name, copy[name]])) };
  return head as unknown as DocumentHead;
}

function checkComponents({ parameters = {}, securitySchemes: schemes = {} }: OpenApiComponents): void {
  for (const [key, parameter] of Object.entries(parameters)) {
    const name = `components.parameters.${key}`;
    if (parameter === undefined || isReference(parameter)) continue;
    checkPlace(PART, name, parameter);
    if (parameter.in !== "path" || parameter.required === true) continue;
    const params = { endpoint: PART, name: `${name}.required`, value: parameter.required };
    throw new OpenApiError({ code: "OPENAPI_PARAMETER_REQUIRED", params });
  }
  for (const [key, scheme] of Object.entries(schemes)) {
    if (!isReference(scheme)) checkScheme(`components.securitySchemes.${key}`, scheme);
  }
}

function checkScheme(name: string, scheme: unknown): void {
  if (scheme === undefined) return;
  const type = (scheme as { type?: unknown } | null)?.type;
  const allowed = Object.keys(securitySchemes);
  checkShape(PART, name, scheme, { map: "any" });
  checkShape(PART, `${name}.type`, type ?? null, { oneOf: allowed });
  checkShape(PART, name, scheme, securitySchemes[type as string]!);
  const { scheme: kind, bearerFormat } = scheme as OpenApiSecurityScheme;
  if (bearerFormat !== undefined) checkShape(PART, `${name}.scheme`, kind?.toLowerCase(), { oneOf: ["bearer"] });
}
