import { ValidationError } from "../../errors/validation_error.ts";
import { notOfType } from "../../internal/validate.ts";
import type { QueryValue, RequestQuery } from "../request.ts";

/**
 * Adds parameters to a URL, after those that it has.
 *
 * @param url The URL, which is not changed.
 * @param query The parameters.
 * @param isOwn Whether the URL may be changed after all, as nobody else has it.
 * @returns A URL of its own.
 */
export function addQuery(url: URL, query: RequestQuery | undefined, isOwn: boolean = false): URL {
  const result = isOwn ? url : new URL(url);
  if (query === undefined || query === null) return result;
  if (typeof query !== "object" || Array.isArray(query)) throw notOfType("OBJECT", "query", query);
  const pairs = query instanceof URLSearchParams ? [...query] : Object.entries(query).flatMap(pairsOf);
  for (const [name, value] of pairs) result.searchParams.append(name, value);
  return result;
}

function pairsOf([name, value]: [string, unknown]): [string, string][] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((item) => item !== undefined && item !== null).map((item) => [name, text(name, item)]);
}

function text(name: string, value: QueryValue): string {
  const isValue = ["string", "boolean", "bigint"].includes(typeof value) || Number.isFinite(value);
  if (isValue) return String(value);
  // The parameter's name and not its value, which may be a secret.
  throw new ValidationError({ code: "ARGUMENT_NOT_QUERY", params: { name: "query", value: name } });
}
