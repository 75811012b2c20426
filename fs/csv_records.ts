import { currentAmbient } from "../internal/ambient.ts";
import { lazy } from "../internal/lazy.ts";
import { csvInput } from "./internal/csv_input.ts";

const batching = lazy(() => import("./internal/csv_batches.ts"));

/**
 * One row of a CSV text, by the names of its columns. All values are text.
 *
 * @typeParam Name The names.
 */
export type CsvRecord<Name extends string = string> = Record<Name, string>;

/**
 * A CSV text: the path of a file, a stream of bytes, or an iterable of bytes or text in pieces of any size. (A text
 * that is in memory already is `[text]`: a string by itself is a path.)
 */
export type CsvSource =
  | string
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>;

/**
 * Options for {@linkcode csvRecords} and {@linkcode readCsv}.
 *
 * @typeParam Name The names of the columns.
 */
export interface CsvOptions<Name extends string = string> {
  /**
   * The character between two fields.
   *
   * @default ","
   */
  delimiter?: string | undefined;
  /**
   * The character around fields that hold delimiters, line breaks or quotes; two of it stand for one inside. `false`
   * where quotes have no meaning.
   *
   * @default '"'
   */
  quote?: string | false | undefined;
  /**
   * The names of the columns, where the text does not begin with them; `true` where it does.
   *
   * @default true
   */
  header?: readonly Name[] | true | undefined;
  /**
   * The encoding of bytes, by any label of the WHATWG Encoding Standard: `"utf-8"`, `"utf-16le"`, `"windows-1256"`…
   *
   * @default "utf-8"
   */
  encoding?: string | undefined;
  /**
   * The size that one record may have at most, in bytes of UTF-8. It bounds memory where a quote is never closed.
   *
   * @default 16_777_216 (16 MiB)
   */
  maxRecordBytes?: number | undefined;
  /** Stops the reading; the iteration then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Reads CSV (RFC 4180) record by record, as fast as they are asked for and in constant memory. A byte order mark is
 * removed, lines may end in LF, CRLF or CR, and lines with nothing on them are passed over. A text without a row gives
 * no records.
 *
 * What is not CSV is refused and never guessed at; records before it are given first. Leaving the loop early closes the
 * file or cancels the stream.
 *
 * @typeParam Name The names of the columns.
 * @param source The path of a file, or a stream or iterable of bytes or text.
 * @param options How the text is written, a bound, and cancellation.
 * @returns The records, in order; they can be iterated over once. Disposing them closes the source.
 * @throws {ValidationError} If an option cannot be used.
 * @throws {FileError} While iterating: if the file cannot be read, or the text has a row with too few or too many
 * fields, a quote that is misplaced or not closed, a header with an empty or repeated name, a record larger than
 * `maxRecordBytes`, or bytes that are not text. The error then has the `line` and, where it is known, the `column`:
 * the number of the field, from 1.
 *
 * @example Rows with names
 * ```ts
 * import { csvRecords } from "@maktaba/std/fs";
 * import assert from "node:assert/strict";
 *
 * const cities = [];
 * for await (const { city } of csvRecords(["id,city\n1,القدس\n2,\"New\nYork\"\n"])) cities.push(city);
 * assert.deepEqual(cities, ["القدس", "New\nYork"]);
 * ```
 *
 * @example The line of a mistake
 * ```ts
 * import { csvRecords, FileError } from "@maktaba/std";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(
 *   Array.fromAsync(csvRecords(["id,city\n1,القدس\n2\n"])),
 *   (error) => error instanceof FileError && error.line === 3 && error.column === 2,
 * );
 * ```
 */
export function csvRecords<const Name extends string = string>(
  source: CsvSource,
  options: CsvOptions<Name> = {},
): AsyncIterableIterator<CsvRecord<Name>> & AsyncDisposable {
  const input = csvInput(source, options, currentAmbient()?.signal);
  const open = async () => (batching.module ?? await batching.load()).csvBatches(input);
  return new Flattened(open) as unknown as Flattened<CsvRecord<Name>>;
}

type Batches<T> = AsyncGenerator<T[], void, undefined>;

/** The items of batches, one by one. An async generator would cost three turns of the event loop for each. */
class Flattened<T> implements AsyncIterableIterator<T>, AsyncDisposable {
  readonly #open: () => Promise<Batches<T>>;
  #batches: Batches<T> | undefined;
  #batch: T[] = [];
  #index = 0;
  #refill: Promise<void> | undefined;
  #isDone = false;

  constructor(open: () => Promise<Batches<T>>) {
    this.#open = open;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#index < this.#batch.length) {
      return Promise.resolve({ done: false, value: this.#batch[this.#index++]! });
    }
    return this.#isDone ? Promise.resolve({ done: true, value: undefined }) : this.#nextBatch();
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#batch = [];
    this.#index = 0;
    this.#isDone = true;
    await this.#batches?.return();
    return { done: true, value: undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #nextBatch(): Promise<IteratorResult<T, undefined>> {
    // Whoever asks for several at once must not make one batch replace another.
    await (this.#refill ??= this.#fill().finally(() => this.#refill = undefined));
    return await this.next();
  }

  async #fill(): Promise<void> {
    try {
      const batches = this.#batches ?? await this.#open();
      // Whoever stopped before has nothing to close but what is never opened.
      if (this.#isDone) return;
      this.#batches = batches;
      const { done, value } = await batches.next();
      this.#isDone ||= done ?? false;
      this.#batch = value ?? [];
      this.#index = 0;
    } catch (error) {
      this.#isDone = true;
      throw error;
    }
  }
}
