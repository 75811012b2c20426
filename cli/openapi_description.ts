import type { Locale } from "../errors/locale.ts";
import { MaktabaError } from "../errors/maktaba_error.ts";
import { readText } from "../fs/read_text.ts";
import { إنشاء_مواصفات } from "../openapi/ar.ts";
import { createOpenApi } from "../openapi/create_open_api.ts";
import type { OpenApiDocument } from "../openapi/document.ts";
import { starters } from "./openapi_starter.ts";

/**
 * Makes the document that a file describes, by English keys (`info`, `endpoints`) or by Arabic ones (`معلومات`,
 * `نقاط_نهائية`).
 *
 * @param path The file; without one, a small document to start from is made.
 * @param locale The language of that one.
 * @param signal Stops the reading.
 * @returns The document.
 * @throws {MaktabaError} If the file is not JSON, or not of this shape.
 */
export async function readDescription(
  path: string | undefined,
  locale: Locale,
  signal: AbortSignal,
): Promise<OpenApiDocument> {
  if (path === undefined) return documentOf(starters[locale], "");
  return documentOf(parse(await readText(path, { signal }), path), path);
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MaktabaError({ code: "CLI_DESCRIPTION_NOT_JSON", params: { path, reason: cause }, cause });
  }
}

// What the two parts hold is checked by the functions that they are given to.
function documentOf(description: unknown, path: string): OpenApiDocument {
  const { info, endpoints, معلومات, نقاط_نهائية } = (description ?? {}) as Record<string, never>;
  if (endpoints !== undefined && info !== undefined) return createOpenApi(endpoints, info);
  if (نقاط_نهائية !== undefined && معلومات !== undefined) return إنشاء_مواصفات(نقاط_نهائية, معلومات);
  const names = isArabic(description)
    ? { info: "معلومات", endpoints: "نقاط_نهائية" }
    : { info: "info", endpoints: "endpoints" };
  throw new MaktabaError({ code: "CLI_DESCRIPTION_SHAPE", params: { path, ...names } });
}

function isArabic(description: unknown): boolean {
  const { معلومات, نقاط_نهائية } = (description ?? {}) as Record<string, unknown>;
  return (معلومات ?? نقاط_نهائية) !== undefined;
}
