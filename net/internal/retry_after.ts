/**
 * Reads how long a server asks to wait, in either form of `Retry-After` (RFC 9110, section 10.2.3).
 *
 * @param headers The answer's headers.
 * @returns The time in milliseconds, or undefined where it asks for nothing that can be read.
 */
export function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const until = parseHttpDate(value);
  if (until === undefined) return undefined;
  // The server's clock, not ours: the two may differ by more than the time to wait.
  const now = parseHttpDate(headers.get("date") ?? "") ?? Date.now();
  return Math.max(0, until - now);
}

/** Reads a date in one of HTTP's three forms (RFC 9110, section 5.6.7), of which the last names no zone. */
function parseHttpDate(value: string): number | undefined {
  if (!/^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d( GMT| \d{4})$/.test(value)) return undefined;
  const time = Date.parse(value.endsWith("GMT") ? value : `${value} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
