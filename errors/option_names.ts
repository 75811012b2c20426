/**
 * The Arabic names of options, for messages.
 *
 * @internal
 * @module
 */

import { getLocale } from "./locale.ts";

// What every function calls its last argument.
const arabicNames = new Map<string, string>([["options", "خيارات"]]);
const notYetRead: (() => Iterable<readonly [english: string, arabic: string]>)[] = [];

/**
 * Remembers the Arabic name of an option, so that an Arabic message about it names what the user wrote.
 *
 * @param english The option's English name.
 * @param arabic Its Arabic name.
 */
export function rememberOptionName(english: string, arabic: string): void {
  // In turn with the tables: where a name is given twice, the later one holds.
  rememberOptionNames(() => [[english, arabic]]);
}

/**
 * Remembers the Arabic names of options, which are not asked for before an Arabic message needs them.
 *
 * @param names Gives the pairs.
 */
export function rememberOptionNames(names: () => Iterable<readonly [english: string, arabic: string]>): void {
  notYetRead.push(names);
}

/**
 * Names an option in the language of messages.
 *
 * @param english The option's English name; what is inside of it may follow, as in `parameters[0].name`.
 * @returns Its Arabic name where Arabic is set and the name is known, else the English one.
 */
export function optionName(english: string): string {
  if (getLocale() !== "ar") return english;
  for (const names of notYetRead.splice(0)) for (const [name, arabic] of names()) arabicNames.set(name, arabic);
  return english.replace(
    /^[\w.]+/,
    (path) => arabicNames.get(path) ?? path.replace(/^\w+/, (word) => arabicNames.get(word) ?? word),
  );
}
