import { rememberOptionNames } from "../../errors/option_names.ts";
import { nearestName } from "../../errors/nearest_name.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import { checkObject } from "../validate.ts";
import type { AnyConversion, Conversion } from "./conversion.ts";
import type { EnglishKey, Named, Nothing } from "./exact.ts";

/**
 * Both directions between an Arabic record and its English twin.
 *
 * @typeParam Arabic The Arabic type.
 * @typeParam English The English type.
 */
export interface RecordNames<Arabic, English> extends Conversion<Arabic, English> {
  /** Gives the English record; an unknown property is refused with a `ValidationError` that lists the known ones. */
  english(record: Arabic): English;
  /** Gives the Arabic record. */
  arabic(record: English): Arabic;
  /** What the table says, for tables that share it. */
  entries(): readonly Entry[];
}

/** One row of a table. */
export interface Entry {
  /** The Arabic name. */
  readonly arabic: string;
  /** The English name. */
  readonly english: string;
  /** What turns the one's value into the other's, where they differ. */
  readonly by?: AnyConversion;
}

/**
 * Makes the table of names between an Arabic record of options or results and its English twin. A table may have all the
 * names of another one and some of its own.
 *
 * @example
 * ```ts
 * const أسماء = recordNames<خيارات_نوم, SleepOptions>()({ إشارة: "signal" });
 * sleep(1_000, أسماء.english({ إشارة }));
 *
 * const أسماء_أخرى = recordNames<خيارات_أخرى, OtherOptions>()({ وسم: "label" }, أسماء);
 * ```
 *
 * @typeParam Arabic The Arabic type.
 * @typeParam English The English type.
 * @returns Takes the names, and the table that has the others. (Two calls, as TypeScript infers all type arguments of a
 * call or none.)
 */
export function recordNames<Arabic extends object, English extends object>(): <
  const Names extends Table<Omit<Arabic, keyof SharedArabic>, Omit<English, keyof SharedEnglish>>,
  SharedArabic extends object = Record<never, never>,
  SharedEnglish extends object = Record<never, never>,
>(
  names:
    & Names
    & Named<Exclude<keyof English, keyof SharedEnglish>, EnglishKey<Names[keyof Names]>>
    & Nothing<Exclude<keyof Names, Exclude<keyof Arabic, keyof SharedArabic>>>,
  shared?:
    & RecordNames<SharedArabic, SharedEnglish>
    & PartOf<Arabic, SharedArabic>
    & PartOf<English, SharedEnglish>,
) => RecordNames<Arabic, English> {
  return (names, shared) => {
    // Most tables are never used in a run of a program, so each is made ready when it is.
    const entries = once(() => [...shared?.entries() ?? [], ...entriesOf(names as NameTable)]);
    const byArabicName = once(() => new Map(entries().map((entry) => [entry.arabic, entry])));
    const use = rememberOptionNames(() => namesForMessages(entries()));
    return {
      english(record) {
        const english = toEnglish(record, byArabicName()) as English;
        // After the tables of what is inside of it.
        use();
        return english;
      },
      arabic: (record) => toArabic(record, entries()) as Arabic,
      entries,
    };
  };
}

/** What an Arabic property may stand for: an English one of the same type, or one of another type by a conversion. */
type Meaning<Value, English> = {
  [Key in keyof English & string]-?:
    | ([Value] extends [English[Key] | undefined] ? Key : never)
    | readonly [Key, Conversion<NonNullable<Value>, NonNullable<English[Key]>>];
}[keyof English & string];

/** For each Arabic property, the English one. */
type Table<Arabic, English> = { readonly [Name in keyof Arabic]-?: Meaning<Arabic[Name], English> };

/** An error that names the properties of a shared table that its user does not have, or has with another type. */
type PartOf<Whole, Shared> = Exclude<keyof Shared, SameIn<Whole, Shared>> extends infer Foreign
  ? [Foreign] extends [never] ? unknown : { "no shared names for": Foreign }
  : never;

type SameIn<Whole, Shared> = {
  [Key in keyof Whole & keyof Shared]-?: [Whole[Key], Shared[Key]] extends [Shared[Key], Whole[Key]] ? Key : never;
}[keyof Whole & keyof Shared];

type NameTable = Readonly<Record<string, string | readonly [string, AnyConversion]>>;

function entriesOf(names: NameTable): Entry[] {
  return Object.entries(names).map(([arabic, meaning]) =>
    typeof meaning === "string" ? { arabic, english: meaning } : { arabic, english: meaning[0], by: meaning[1] }
  );
}

function namesForMessages(entries: readonly Entry[]): [english: string, arabic: string][] {
  // A key in Latin letters, such as `smtp_server`, is of that record alone: elsewhere a host is no mail server.
  return entries.flatMap((entry) => pathsFrom(entry).slice(/^\w+$/.test(entry.arabic) ? 1 : 0));
}

/** An option, and all that is inside of it, as in `tls.ca`. */
function pathsFrom({ english, arabic, by }: Entry): [english: string, arabic: string][] {
  const inside = by?.entries?.().flatMap(pathsFrom) ?? [];
  return [[english, arabic], ...inside.map(([e, a]): [string, string] => [`${english}.${e}`, `${arabic}.${a}`])];
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}

function toEnglish(record: object, entries: ReadonlyMap<string, Entry>): object {
  checkObject("خيارات", record);
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    const entry = entries.get(name);
    if (entry === undefined) throw unknownOption(name, entries);
    if (value === undefined) continue;
    result[entry.english] = entry.by === undefined ? value : entry.by.english(value, name);
  }
  return result;
}

/** Whoever writes the English name of an option is told its Arabic one. */
function unknownOption(name: string, entries: ReadonlyMap<string, Entry>): ValidationError {
  const english = nearestName(name, [...entries.values()].map((entry) => entry.english));
  const meant = [...entries.values()].find((entry) => entry.english === english)?.arabic;
  const params = { name, allowed: [...entries.keys()], meant };
  return new ValidationError({ code: "ARGUMENT_UNKNOWN", params });
}

function toArabic(record: object, entries: readonly Entry[]): object {
  const result: Record<string, unknown> = {};
  for (const { arabic, english, by } of entries) {
    const value = (record as Record<string, unknown>)[english];
    if (value !== undefined) result[arabic] = by === undefined ? value : by.arabic(value);
  }
  return result;
}
