import { isSecretKey } from "../../errors/redact.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import { notOfType } from "../../internal/validate.ts";
import type { RequestHeaders } from "../request.ts";

/**
 * Makes headers of what a caller gave.
 *
 * @param headers Headers, pairs, or a record.
 * @returns Headers of their own.
 */
export function toHeaders(headers: RequestHeaders | undefined): Headers {
  const result = new Headers();
  if (headers === undefined || headers === null) return result;
  if (typeof headers !== "object") throw notOfType("OBJECT", "headers", headers);
  const isList = headers instanceof Headers || Array.isArray(headers);
  for (const [name, value] of isList ? headers : Object.entries(headers)) {
    if (value !== undefined) append(result, name, value);
  }
  return result;
}

function append(headers: Headers, name: string, value: string): void {
  try {
    headers.append(name, value);
  } catch (cause) {
    // The header's name and not its value, which may be a secret; nor the runtime's error, which quotes it.
    const { name: kind } = cause as Error;
    throw new ValidationError({
      code: "ARGUMENT_NOT_HEADERS",
      params: { name: "headers", value: name },
      context: { kind },
    });
  }
}

/**
 * Moves the user's name and password from a URL into the header that they are for (RFC 7617): Node's fetch refuses
 * them in a URL, and a URL is shown in messages and logs.
 *
 * @param url The URL; changed.
 * @param headers The headers; changed, unless they say who it is already.
 */
export function takeCredentials(url: URL, headers: Headers): void {
  const { username, password } = url;
  if (username === "" && password === "") return;
  url.username = "";
  url.password = "";
  if (headers.has("authorization")) return;
  const bytes = new TextEncoder().encode(`${unescape(username)}:${unescape(password)}`);
  headers.set("authorization", `Basic ${btoa(String.fromCharCode(...bytes))}`);
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that escapes nothing stands for itself.
    return text;
  }
}

/**
 * Removes what must not reach another server than the one that it was meant for. fetch itself removes less: a key in a
 * header of the API's own would be handed to whomever a redirect names.
 *
 * @param headers The headers; changed.
 */
export function dropCredentials(headers: Headers): void {
  const secret = [...headers.keys()].filter((name) => isSecretKey(name) || name === "host");
  for (const name of secret) headers.delete(name);
}
