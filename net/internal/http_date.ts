/**
 * Reads a date in one of HTTP's three forms (RFC 9110, section 5.6.7), of which the last names no zone.
 *
 * @param value The header's value.
 * @returns The time in milliseconds, or undefined where it is no such date.
 */
export function readHttpDate(value: string | null | undefined): number | undefined {
  const text = value?.trim() ?? "";
  if (!/^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d( GMT| \d{4})$/.test(text)) return undefined;
  const time = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
