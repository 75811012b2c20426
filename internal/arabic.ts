/**
 * The one mechanism behind every Arabic name: tables of names, typed from both sides, so that a name that is missing,
 * superfluous or of another type does not compile.
 *
 * @module
 */

export * from "./names/argument_names.ts";
export * from "./names/conversion.ts";
export * from "./names/members.ts";
export * from "./names/record_names.ts";
