/**
 * The one mechanism behind every Arabic name: tables of names, typed from both sides, so that a name that is missing,
 * superfluous or of another type does not compile.
 *
 * @module
 */

import { rememberOptionNames } from "../errors/option_names.ts";
import { ValidationError } from "../errors/validation_error.ts";
import { checkFunction, checkObject, checkOneOf } from "./validate.ts";

/** Turns an Arabic value into the English one and back, where the two differ (seconds and milliseconds, say). */
export interface Conversion<Arabic, English> {
  /** Gives the English value. */
  english(value: Arabic, name: string): English;
  /** Gives the Arabic value. */
  arabic(value: English): Arabic;
}

/** Seconds in Arabic, milliseconds in English. */
export const seconds: Conversion<number, number> = {
  english(value: number, name: string): number {
    if (typeof value === "number" && value >= 0) return value * 1_000;
    throw new ValidationError({ code: "ARGUMENT_NOT_IN_RANGE", params: { name, min: 0, max: Infinity, value } });
  },
  arabic: (value: number): number => value / 1_000,
};

/** What an Arabic property may stand for: an English one of the same type, or one of another type by a conversion. */
type Meaning<Value, English> = {
  [Key in keyof English & string]-?:
    | ([Value] extends [English[Key] | undefined] ? Key : never)
    | readonly [Key, Conversion<NonNullable<Value>, NonNullable<English[Key]>>];
}[keyof English & string];

/** For each Arabic property, the English one. */
type Table<Arabic, English> = { readonly [Name in keyof Arabic]-?: Meaning<Arabic[Name], English> };

type EnglishKey<Entry> = Entry extends readonly [infer Key, unknown] ? Key : Entry;

/** An error that names the English properties that have no Arabic name. */
type Complete<English, Names> = Exclude<keyof English, EnglishKey<Names[keyof Names]>> extends infer Missing
  ? [Missing] extends [never] ? unknown : { "no Arabic name for": Missing }
  : never;

/** An error for each name that is superfluous. */
type Nothing<Name extends PropertyKey> = { readonly [Superfluous in Name]: never };

/** An error that names the properties of a shared table that its user does not have, or has with another type. */
type PartOf<Whole, Shared> = Exclude<keyof Shared, SameIn<Whole, Shared>> extends infer Foreign
  ? [Foreign] extends [never] ? unknown : { "no shared names for": Foreign }
  : never;

type SameIn<Whole, Shared> = {
  [Key in keyof Whole & keyof Shared]-?: [Whole[Key], Shared[Key]] extends [Shared[Key], Whole[Key]] ? Key : never;
}[keyof Whole & keyof Shared];

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
    & Complete<Omit<English, keyof SharedEnglish>, Names>
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

/**
 * Where a simpler value may stand instead of a record: a path instead of a file's options, say. It passes as it is.
 *
 * @typeParam Simple The type of the simpler value.
 * @typeParam Arabic The Arabic type of the record.
 * @typeParam English The English type of the record.
 * @param names The record's names.
 * @returns The conversion of either.
 */
export function recordOr<Simple, Arabic extends object, English extends object>(
  names: RecordNames<Arabic, English>,
): Conversion<Simple | Arabic, Simple | English> {
  const isRecord = (value: unknown): value is object => typeof value === "object";
  return {
    english: (value) => isRecord(value) ? names.english(value as Arabic) : value as Simple,
    arabic: (value) => isRecord(value) ? names.arabic(value as English) : value as Simple,
  };
}

/**
 * Where a function is given: it is called with what the English one is called with, in Arabic. What is none is refused.
 *
 * @typeParam Arabic The type of the Arabic function.
 * @typeParam English The type of the English function.
 * @param english Makes the English function of the Arabic one.
 * @returns The conversion of the function; options go one way, so it is given back as it is.
 */
export function callback<Arabic, English>(english: (call: Arabic) => English): Conversion<Arabic, English> {
  return {
    english(call, name) {
      checkFunction(name, call as unknown);
      return english(call);
    },
    arabic: (call) => call as unknown as Arabic,
  };
}

/**
 * Where a function is given that is told a record: it is told the Arabic one.
 *
 * @typeParam Arabic The Arabic type of the record.
 * @typeParam English The English type of the record.
 * @param names The record's names.
 * @returns The conversion of the function.
 */
export function listener<Arabic extends object, English extends object>(
  names: RecordNames<Arabic, English>,
): Conversion<(record: Arabic) => void, (record: English) => void> {
  return callback((tell) => (record) => tell(names.arabic(record)));
}

/**
 * Where one of a few words is given.
 *
 * @typeParam Arabic The Arabic words.
 * @typeParam English The English words.
 * @param table The English word for each Arabic one.
 * @returns The conversion of the word; one that is not in the table is refused with a list of those that are.
 */
export function words<Arabic extends string, English extends string>(
  table: Readonly<Record<Arabic, English>>,
): Conversion<Arabic, English> {
  const allowed = Object.keys(table) as Arabic[];
  return {
    english(value, name) {
      checkOneOf(name, value, allowed);
      return table[value];
    },
    arabic: (value) => allowed.find((word) => table[word] === value)!,
  };
}

type NameTable = Readonly<Record<string, string | readonly [string, AnyConversion]>>;

function entriesOf(names: NameTable): Entry[] {
  return Object.entries(names).map(([arabic, meaning]) =>
    typeof meaning === "string" ? { arabic, english: meaning } : { arabic, english: meaning[0], by: meaning[1] }
  );
}

// A key in Latin letters, such as `smtp_server`, is of that record alone: elsewhere a host is no mail server.
function namesForMessages(entries: readonly Entry[]): [english: string, arabic: string][] {
  return entries.filter(({ arabic }) => !/^\w+$/.test(arabic)).map(({ english, arabic }) => [english, arabic]);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}

type AnyConversion = Conversion<unknown, unknown>;

/** One row of a table. */
export interface Entry {
  /** The Arabic name. */
  readonly arabic: string;
  /** The English name. */
  readonly english: string;
  /** What turns the one's value into the other's, where they differ. */
  readonly by?: AnyConversion;
}

function toEnglish(record: object, entries: ReadonlyMap<string, Entry>): object {
  checkObject("خيارات", record);
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    const entry = entries.get(name);
    if (entry === undefined) {
      throw new ValidationError({ code: "ARGUMENT_UNKNOWN", params: { name, allowed: [...entries.keys()] } });
    }
    if (value === undefined) continue;
    result[entry.english] = entry.by === undefined ? value : entry.by.english(value, name);
  }
  return result;
}

function toArabic(record: object, entries: readonly Entry[]): object {
  const result: Record<string, unknown> = {};
  for (const { arabic, english, by } of entries) {
    const value = (record as Record<string, unknown>)[english];
    if (value !== undefined) result[arabic] = by === undefined ? value : by.arabic(value);
  }
  return result;
}

/**
 * An English member; or one together with the function that stands for it in Arabic, or with the conversion of a value
 * that is only read.
 */
type Member<Value, English> =
  | {
    [Key in keyof English & string]-?:
      | (English[Key] extends Value ? Key : never)
      | readonly [Key, Conversion<Value, English[Key]>];
  }[keyof English & string]
  | readonly [keyof English & string, Value];

type Members<Arabic, English> = { readonly [Name in keyof Arabic]-?: Member<Arabic[Name], English> };

/**
 * Gives a class's instances (or the class itself, or an object) Arabic members beside the English ones. There is one
 * class and one object: what Arabic code holds is accepted wherever English code takes it, and the other way round.
 *
 * A member that needs no more than its name is given as the English name. Where arguments or results have Arabic names
 * of their own, a function is given with it.
 *
 * @example
 * ```ts
 * arabicMembers<أعضاء_مهمة, Task<unknown>, "then">()(Task.prototype, { إلغاء: "cancel", الاسم: "name" });
 * ```
 *
 * @typeParam Arabic The Arabic members.
 * @typeParam English The type that has the English ones.
 * @typeParam Untranslated English members that keep their name, such as `then`, which the language itself calls.
 * @returns Takes the prototype or object, and the table.
 */
export function arabicMembers<
  Arabic extends object,
  English extends object,
  Untranslated extends PropertyKey = never,
>(): <
  const Names extends Members<Arabic, English>,
>(
  target: object,
  names:
    & Names
    & Complete<Omit<English, Untranslated | symbol>, Names>
    & Nothing<Exclude<keyof Names, keyof Arabic>>,
) => void {
  return (target, names) => {
    for (const [name, member] of Object.entries(names as Record<string, string | readonly [string, unknown]>)) {
      Object.defineProperty(target, name, { configurable: true, ...descriptor(target, member) });
    }
  };
}

// Members are forwarded by name, not copied, so that a subclass that overrides one is heard in Arabic too, and fields,
// which the prototype does not have, are found.
function descriptor(target: object, member: string | readonly [string, unknown]): PropertyDescriptor {
  if (typeof member !== "string") return explicit(member);
  if (typeof find(target, member)?.value === "function") {
    return {
      value(this: Record<string, (...args: unknown[]) => unknown>, ...args: unknown[]): unknown {
        return this[member]!(...args);
      },
      writable: true,
    };
  }
  return {
    get(this: Record<string, unknown>): unknown {
      return this[member];
    },
  };
}

function explicit([english, member]: readonly [string, unknown]): PropertyDescriptor {
  if (typeof member === "function") return { value: member, writable: true };
  return {
    get(this: Record<string, unknown>): unknown {
      return (member as AnyConversion).arabic(this[english]);
    },
  };
}

function find(target: object | null, member: string): PropertyDescriptor | undefined {
  for (let level = target; level !== null; level = Object.getPrototypeOf(level)) {
    const found = Object.getOwnPropertyDescriptor(level, member);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Gives a class an Arabic constructor, whose arguments have Arabic names of their own. There is still one class: what
 * either makes is an instance of both.
 *
 * @example
 * ```ts
 * const مخزن = arabicConstructor<new (خيارات?: خيارات_مخزن) => مخزن>(Store, (خيارات) => [أسماء.english(خيارات ?? {})]);
 * ```
 *
 * @typeParam Constructor The Arabic constructor's type.
 * @param target The class.
 * @param english Gives the English arguments.
 * @returns The Arabic constructor.
 */
export function arabicConstructor<Constructor extends new (...args: never[]) => object>(
  target: abstract new (...args: never[]) => object,
  english: (...args: ConstructorParameters<Constructor>) => unknown[],
): Constructor {
  return new Proxy(target, {
    construct: (_, args, newTarget) =>
      Reflect.construct(target, english(...args as ConstructorParameters<Constructor>), newTarget),
  }) as unknown as Constructor;
}
