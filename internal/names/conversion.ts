import { ValidationError } from "../../errors/validation_error.ts";
import { checkFunction, checkOneOf } from "../validate.ts";
import type { Named, Nothing } from "./exact.ts";
import type { Entry, RecordNames } from "./record_names.ts";

/** Turns an Arabic value into the English one and back, where the two differ (seconds and milliseconds, say). */
export interface Conversion<Arabic, English> {
  /** Gives the English value. */
  english(value: Arabic, name: string): English;
  /** Gives the Arabic value. */
  arabic(value: English): Arabic;
  /** The names of what is inside of the value, where it is a record. */
  entries?(): readonly Entry[];
}

/** Seconds in Arabic, milliseconds in English. */
export const seconds: Conversion<number, number> = {
  english(value: number, name: string): number {
    if (typeof value === "number" && value >= 0) return value * 1_000;
    throw new ValidationError({ code: "ARGUMENT_NOT_IN_RANGE", params: { name, min: 0, max: Infinity, value } });
  },
  arabic: (value: number): number => value / 1_000,
};

/** A conversion whose types are not known where it is used. */
export type AnyConversion = Conversion<unknown, unknown>;

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
    entries: names.entries,
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
 * @returns Takes the English word for each Arabic one; a word that is none of them is refused with a list of those that
 * are. (Two calls, as TypeScript infers all type arguments of a call or none.)
 */
export function words<Arabic extends string, English extends string>(): <
  const Words extends Readonly<Record<Arabic, English>>,
>(
  words: Words & Named<English, Words[keyof Words]> & Nothing<Exclude<keyof Words, Arabic>>,
) => Conversion<Arabic, English> {
  return (words) => {
    const english: Readonly<Record<Arabic, English>> = words;
    const allowed = Object.keys(words) as Arabic[];
    return {
      english(value, name) {
        checkOneOf(name, value, allowed);
        return english[value];
      },
      arabic: (value) => allowed.find((word) => english[word] === value)!,
    };
  };
}
