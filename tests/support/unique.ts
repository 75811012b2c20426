import { randomBytes } from "node:crypto";

/**
 * Makes a name that no other test, runtime or run uses: for a database, schema, collection, key prefix or directory. Lower
 * case letters and `_` only, beginning with the prefix, so that it needs no quoting anywhere; the random part has the
 * letters from g to v alone, so that a test which looks for a number or a word in a text never meets it there by chance.
 *
 * @example
 * ```ts ignore
 * uniqueName("users"); // "users_hvgspqkmtjlu"
 * ```
 */
export function uniqueName(prefix = "t"): string {
  const letters = [...randomBytes(12)].map((byte) => "ghijklmnopqrstuv"[byte % 16]);
  return `${prefix}_${letters.join("")}`;
}
