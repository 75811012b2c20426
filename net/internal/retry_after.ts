import { readHttpDate } from "./http_date.ts";

/**
 * Reads how long a server asks to wait, in either form of `Retry-After` (RFC 9110, section 10.2.3).
 *
 * @param headers The answer's headers.
 * @returns The time in milliseconds, or undefined where it asks for nothing that can be read.
 */
export function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const until = readHttpDate(value);
  if (until === undefined) return undefined;
  // The server's clock, not ours: the two may differ by more than the time to wait.
  const now = readHttpDate(headers.get("date") ?? "") ?? Date.now();
  return Math.max(0, until - now);
}
