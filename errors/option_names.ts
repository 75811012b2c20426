/**
 * The Arabic names of options, for messages.
 *
 * @internal
 * @module
 */

import { getLocale } from "./locale.ts";

const arabicNames = new Map<string, string>();

/**
 * Remembers the Arabic name of an option, so that an Arabic message about it names what the user wrote.
 *
 * @param english The option's English name.
 * @param arabic Its Arabic name.
 */
export function rememberOptionName(english: string, arabic: string): void {
  arabicNames.set(english, arabic);
}

/**
 * Names an option in the language of messages.
 *
 * @param english The option's English name; what is inside of it may follow, as in `parameters[0].name`.
 * @returns Its Arabic name where Arabic is set and the name is known, else the English one.
 */
export function optionName(english: string): string {
  if (getLocale() !== "ar") return english;
  return english.replace(
    /^[\w.]+/,
    (path) => arabicNames.get(path) ?? path.replace(/^\w+/, (word) => arabicNames.get(word) ?? word),
  );
}
