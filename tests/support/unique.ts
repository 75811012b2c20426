import { randomBytes } from "node:crypto";

/**
 * Makes a name that no other test, runtime or run uses: for a database, schema, collection, key prefix or directory. Lower
 * case letters, digits and `_` only, beginning with the prefix, so that it needs no quoting anywhere.
 *
 * @example
 * ```ts ignore
 * uniqueName("users"); // "users_1f0c9ab24d5e"
 * ```
 */
export function uniqueName(prefix = "t"): string {
  return `${prefix}_${randomBytes(6).toString("hex")}`;
}
