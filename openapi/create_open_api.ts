import type { Locale } from "../errors/locale.ts";
import { checkOneOf, checkOptions, type OptionNames } from "../internal/validate.ts";
import { buildDocument } from "./build_document.ts";
import type { OpenApiDocument } from "./document.ts";
import type { OpenApiEndpoint } from "./endpoint.ts";
import type { OpenApiInfo } from "./info.ts";
import { arabicPhrases, englishPhrases } from "./phrases.ts";

/** Options for {@linkcode createOpenApi}. */
export interface CreateOpenApiOptions {
  /**
   * The language of the phrases that stand for descriptions of responses which are left out. It is not that of
   * messages, so that a document is the same on every machine.
   *
   * @default "en"
   */
  locale?: Locale | undefined;
}

const optionNames: OptionNames<CreateOpenApiOptions> = { locale: true };

/**
 * Makes an OpenAPI 3.1.1 document from plain descriptions of endpoints. What is given is checked and copied, never
 * changed; what may be left out is filled in:
 *
 * - a parameter in braces of the path that is not described becomes a required string;
 * - an endpoint without responses gets `200`, and a response without a description the phrase of its status;
 * - a parameter without `schema` and `content` is a string.
 *
 * Source: https://spec.openapis.org/oas/v3.1.1
 *
 * @param endpoints The endpoints, in the order in which the document shows their paths.
 * @param info What the API is, and what else the document holds.
 * @param options The language of what is filled in.
 * @returns The document, as plain data.
 * @throws {OpenApiError} If an endpoint or `info` cannot be described; it names the endpoint and the property.
 * @throws {ValidationError} If `endpoints` is not an array, `info` not an object, or an option wrong.
 *
 * @example One endpoint
 * ```ts
 * import { createOpenApi } from "@maktaba/std/openapi";
 * import assert from "node:assert/strict";
 *
 * const document = createOpenApi(
 *   [{ path: "/users/{id}", method: "GET", summary: "One user", responses: { 200: "The user", 404: {} } }],
 *   { title: "Users", version: "1.0.0" },
 * );
 * const operation = document.paths["/users/{id}"]?.get;
 * assert.deepEqual(operation?.parameters, [{ name: "id", in: "path", required: true, schema: { type: "string" } }]);
 * assert.deepEqual(operation?.responses["404"], { description: "Not Found" });
 * ```
 */
export function createOpenApi(
  endpoints: readonly OpenApiEndpoint[],
  info: OpenApiInfo,
  options: CreateOpenApiOptions = {},
): OpenApiDocument {
  checkOptions(options, optionNames);
  const { locale = "en" } = options;
  checkOneOf("locale", locale, ["en", "ar"]);
  return buildDocument(endpoints, info, locale === "ar" ? arabicPhrases : englishPhrases);
}
