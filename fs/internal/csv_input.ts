import { ValidationError } from "../../errors/validation_error.ts";
import { checkInteger, checkOptions, checkText, type OptionNames } from "../../internal/validate.ts";
import type { CsvOptions, CsvSource } from "../csv_records.ts";
import { checkEncoding } from "./encoding.ts";

const optionNames: OptionNames<CsvOptions> = {
  delimiter: true,
  quote: true,
  header: true,
  encoding: true,
  maxRecordBytes: true,
  signal: true,
};

/** A CSV text to be read, with its options checked and their defaults filled in. */
export interface CsvInput {
  source: CsvSource;
  /** What the text is called in errors. */
  name: string;
  path: string | undefined;
  encoding: string;
  delimiter: string;
  quote: string | false;
  header: readonly string[] | true;
  maxRecordBytes: number;
  signals: readonly (AbortSignal | undefined)[];
}

/**
 * Checks a source and its options.
 *
 * @param source The text.
 * @param options How it is written.
 * @param ambient The signal of the task that asks.
 * @returns All that reading it needs.
 * @throws {ValidationError} If one of them cannot be used.
 */
export function csvInput(source: CsvSource, options: CsvOptions, ambient: AbortSignal | undefined): CsvInput {
  checkOptions(options, optionNames);
  const { encoding = "utf-8", delimiter = ",", quote = '"', header = true, maxRecordBytes = 16_777_216 } = options;
  if (!isIterable(source)) checkText("source", source);
  checkEncoding("encoding", encoding);
  if (quote !== false && !isCharacter(quote)) throw notDelimiter("quote", quote);
  if (!isCharacter(delimiter) || delimiter === quote) throw notDelimiter("delimiter", delimiter);
  if (header !== true) checkHeader(header);
  checkInteger("maxRecordBytes", maxRecordBytes, { min: 1 });
  const path = typeof source === "string" ? source : undefined;
  const signals = [options.signal, ambient];
  return { source, name: path ?? "CSV", path, encoding, delimiter, quote, header, maxRecordBytes, signals };
}

function isIterable(source: unknown): boolean {
  if (typeof source === "string") return false;
  if (source instanceof ReadableStream) return true;
  const { [Symbol.asyncIterator]: async, [Symbol.iterator]: sync } = (source ?? {}) as Partial<
    AsyncIterable<unknown> & Iterable<unknown>
  >;
  // The bytes themselves can be iterated over too, but one at a time.
  if (!ArrayBuffer.isView(source) && (async !== undefined || sync !== undefined)) return true;
  throw new ValidationError({ code: "ARGUMENT_NOT_CSV_SOURCE", params: { name: "source", value: typeof source } });
}

function isCharacter(value: unknown): boolean {
  return typeof value === "string" && value.length === 1 && !"\r\n\ufeff".includes(value);
}

function notDelimiter(name: string, value: unknown): ValidationError {
  return new ValidationError({ code: "ARGUMENT_NOT_DELIMITER", params: { name, value } });
}

function checkHeader(value: unknown): void {
  const isHeader = Array.isArray(value) && value.length > 0 &&
    value.every((name) => typeof name === "string" && name !== "") && new Set(value).size === value.length;
  if (!isHeader) throw new ValidationError({ code: "ARGUMENT_NOT_HEADER", params: { name: "header", value } });
}
