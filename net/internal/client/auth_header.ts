import { ValidationError } from "../../../errors/validation_error.ts";
import { notOfType } from "../../../internal/validate.ts";

/**
 * Writes who asks by a token (RFC 6750, section 2.1).
 *
 * @param token The token; its value stands in no message, as it is a secret.
 * @returns The header's value.
 */
export function bearerHeader(token: unknown): string {
  if (typeof token !== "string" || token === "") throw notOfType("TEXT", "bearer", token === "" ? '""' : typeof token);
  if (/^[\x20-\x7e]+$/.test(token)) return `Bearer ${token}`;
  throw new ValidationError({ code: "ARGUMENT_NOT_HEADERS", params: { name: "bearer", value: "authorization" } });
}

/**
 * Writes who asks by a name and a password (RFC 7617), in UTF-8.
 *
 * @param credentials The name, without a colon, and the password.
 * @returns The header's value.
 */
export function basicHeader({ username, password }: { username: string; password: string }): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}
