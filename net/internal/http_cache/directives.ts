/** The directives of a `Cache-Control` header: names in lower case, with their arguments if they have any. */
export type Directives = ReadonlyMap<string, string | undefined>;

// A list (RFC 9110, section 5.6.1) of tokens, each with an argument that is a token or quoted, and may hold commas then.
const DIRECTIVE = /([^\s,=";]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;

/**
 * Reads a `Cache-Control` header (RFC 9111, section 5.2).
 *
 * @param headers The headers that it is in.
 * @returns Its directives; of one that is there twice, the first, as section 4.2.1 asks.
 */
export function readDirectives(headers: Headers): Directives {
  const directives = new Map<string, string | undefined>();
  for (const [, name, quoted, token] of (headers.get("cache-control") ?? "").matchAll(DIRECTIVE)) {
    const key = name!.toLowerCase();
    if (!directives.has(key)) directives.set(key, quoted?.replace(/\\(.)/g, "$1") ?? token);
  }
  return directives;
}

// What RFC 9111 (section 1.2.2) asks for where a number is larger than one can hold: 68 years.
const MOST_SECONDS = 2_147_483_648;

/**
 * Gives a directive's time.
 *
 * @param directives The directives.
 * @param name Which one.
 * @returns The time in milliseconds; 0 where it is no whole number, so that the answer counts as stale (section 4.2.1);
 * undefined where the directive is not there.
 */
export function durationOf(directives: Directives, name: string): number | undefined {
  if (!directives.has(name)) return undefined;
  const argument = directives.get(name) ?? "";
  return /^\d+$/.test(argument) ? Math.min(Number(argument), MOST_SECONDS) * 1_000 : 0;
}
