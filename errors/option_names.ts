/**
 * The Arabic names of options, for messages.
 *
 * @internal
 * @module
 */

import { getLocale } from "./locale.ts";

type Pairs = Iterable<readonly [english: string, arabic: string]>;

/** Names that belong together, which are not asked for before an Arabic message needs them. */
interface Table {
  readonly pairs: () => Pairs;
  names: ReadonlyMap<string, string> | undefined;
}

// What every function calls its last argument.
const general: Table = { pairs: () => [["options", "خيارات"]], names: undefined };
const tables: Table[] = [general];
// Of arguments, which nothing tells of that they are used: what is none of the options used last is one of them.
const argumentTables: Table[] = [];
let lastUsed: Table | undefined;

/**
 * Remembers the Arabic names of options, so that an Arabic message about one names what the user wrote. Where a name has
 * several, messages go by the names that were used last, else by those that were remembered last.
 *
 * @param pairs Gives the names.
 * @returns Tells that these names are used: what comes next is about them.
 */
export function rememberOptionNames(pairs: () => Pairs): () => void {
  const table: Table = { pairs, names: undefined };
  tables.push(table);
  return () => {
    lastUsed = table;
  };
}

/**
 * Remembers the Arabic names of arguments in the same way.
 *
 * @param pairs Gives the names.
 */
export function rememberArgumentNames(pairs: () => Pairs): void {
  argumentTables.push({ pairs, names: undefined });
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
    (path) => arabicName(path) ?? path.replace(/\w+/g, (word) => arabicName(word) ?? word),
  );
}

/**
 * Lists the options that have Arabic names.
 *
 * @returns Each English name with its Arabic ones.
 */
export function allOptionNames(): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const table of [...tables, ...argumentTables]) {
    for (const [english, arabic] of namesIn(table)) {
      all.set(english, (all.get(english) ?? new Set()).add(arabic));
    }
  }
  return all;
}

function arabicName(english: string): string | undefined {
  const used = lastUsed && namesIn(lastUsed).get(english);
  return used ?? lastNameIn(argumentTables, english) ?? lastNameIn(tables, english);
}

function lastNameIn(all: readonly Table[], english: string): string | undefined {
  return all.findLast((table) => namesIn(table).has(english))?.names?.get(english);
}

function namesIn(table: Table): ReadonlyMap<string, string> {
  return table.names ??= new Map(table.pairs());
}
