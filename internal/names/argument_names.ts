import { rememberArgumentNames } from "../../errors/option_names.ts";

/**
 * Remembers the Arabic names of what functions take by its place, so that messages name it, too; options have theirs in
 * tables.
 *
 * @param names The Arabic name for each English one.
 */
export function argumentNames(names: Readonly<Record<string, string>>): void {
  rememberArgumentNames(() => Object.entries(names));
}
