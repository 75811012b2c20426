import type { SqlRow } from "../sql_value.ts";

// Assigning to the first sets an object's prototype, or nothing; a package refuses all of them.
const SPECIAL: ReadonlySet<string> = new Set([
  "__proto__",
  "__defineGetter__",
  "__defineSetter__",
  "__lookupGetter__",
  "__lookupSetter__",
]);

/**
 * What a column is called while rows are made: its name, unless that means something else to an object. Then it is one
 * that no column can have.
 *
 * @param name The column's name.
 */
export function safeName(name: string): string {
  return SPECIAL.has(name) ? `\0${name}` : name;
}

/** Whether a column is called otherwise than it is named. */
export function isRenamed(name: string): boolean {
  return name.startsWith("\0");
}

/**
 * Gives a row whose columns have their names, as properties of its own.
 *
 * @param row A row with columns that were renamed.
 */
export function withNames(row: SqlRow): SqlRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.replace(/^\0/, ""), value]));
}
