import { FileError } from "../../errors/file_error.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import { abandonOnAbort, LinkedSignal } from "../../internal/signals.ts";
import { checkInteger, checkText, notOfType } from "../../internal/validate.ts";
import type { CsvOptions, CsvSource } from "../csv_records.ts";
import { CsvHeader } from "./csv_header.ts";
import { CsvParser } from "./csv_parser.ts";
import { Meter } from "./progress.ts";
import { SourceFile } from "./source_file.ts";
import { checkEncoding, InvalidBytes, StrictDecoder } from "./text_decoder.ts";

// Four times as much is no faster, and the records of a batch, which live together, then cost 50 MB more.
const BATCH_BYTES = 65_536;

type Records = Record<string, string>[];

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

/**
 * Reads a CSV text, and gives the records of each chunk together: handing over each by itself would cost more than
 * parsing it.
 *
 * @param input The text.
 * @returns The records in batches, some of which may be empty.
 */
export async function* csvBatches(input: CsvInput): AsyncGenerator<Records, void, undefined> {
  using linked = new LinkedSignal(input.signals);
  const { signal } = linked;
  const reader = new CsvReader(input);
  for await (const chunk of pieces(chunksOf(input, signal))) {
    signal.throwIfAborted();
    yield* reader.read(chunk);
  }
  yield* reader.read(undefined);
}

function chunksOf(input: CsvInput, signal: AbortSignal): AsyncIterable<Uint8Array | string> {
  const { source } = input;
  if (typeof source === "string") return fileChunks(source, signal);
  return source instanceof ReadableStream ? streamChunks(source, signal) : iterableChunks(source, signal);
}

async function* fileChunks(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  await using file = await SourceFile.open(path);
  yield* file.chunks(new Meter(file.size, undefined), signal, BATCH_BYTES);
}

async function* streamChunks(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let isDone = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const result = await abandonOnAbort(reader.read(), signal);
      isDone = result.done;
      if (result.done) return;
      yield result.value;
    }
  } finally {
    // Whoever stops early leaves the producer nothing to produce for. A stream that failed rejects this too.
    if (!isDone) await reader.cancel(signal.reason).catch(() => {});
    reader.releaseLock();
  }
}

async function* iterableChunks(
  iterable: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array | string, void, undefined> {
  const iterator = Symbol.asyncIterator in iterable ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
  let isDone = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const result = await abandonOnAbort(Promise.resolve(iterator.next()), signal);
      isDone = result.done ?? false;
      if (isDone) return;
      yield result.value;
    }
  } finally {
    // A generator that still waits for its own next value would never answer: it is told, and not waited for.
    const returned = isDone ? undefined : Promise.resolve(iterator.return?.());
    if (signal.aborted) returned?.catch(() => {});
    else await returned;
  }
}

/** Cuts what is too large for one batch, so that memory stays bounded by the batch and not by the source's chunks. */
async function* pieces(
  chunks: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Uint8Array | string, void, undefined> {
  for await (const chunk of chunks) {
    if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) throw notOfType("BYTES", "source", chunk);
    for (let start = 0; start < chunk.length; start += BATCH_BYTES) {
      yield typeof chunk === "string"
        ? chunk.slice(start, start + BATCH_BYTES)
        : chunk.subarray(start, start + BATCH_BYTES);
    }
  }
}

/** Turns chunks into batches of records. */
class CsvReader {
  readonly #input: CsvInput;
  readonly #decoder: StrictDecoder;
  readonly #parser: CsvParser;
  #header: CsvHeader | undefined;
  #isStart = true;

  constructor(input: CsvInput) {
    const { name: source, path, delimiter, quote, header, maxRecordBytes } = input;
    this.#input = input;
    this.#decoder = new StrictDecoder(input.encoding);
    this.#parser = new CsvParser({ delimiter, quote, source, path, maxRecordBytes });
    if (header !== true) this.#header = new CsvHeader(header, { source, path });
  }

  /** Reads a chunk, or the end where it is undefined. A failure comes after the records before it. */
  *read(chunk: Uint8Array | string | undefined): Generator<Records, void, undefined> {
    const records: Records = [];
    let failure: { error: unknown } | undefined;
    try {
      this.#parser.push(this.#textOf(chunk), chunk === undefined, (fields, line) => this.#take(fields, line, records));
    } catch (error) {
      failure = { error: error instanceof InvalidBytes ? this.#notText(error) : error };
    }
    if (records.length > 0) yield records;
    if (failure !== undefined) throw failure.error;
  }

  #take(fields: string[], line: number, records: Records): void {
    const { name: source, path } = this.#input;
    if (this.#header === undefined) this.#header = CsvHeader.parse(fields, line, { source, path });
    else records.push(this.#header.record(fields, line));
  }

  #textOf(chunk: Uint8Array | string | undefined): string {
    if (chunk === undefined) return this.#decoder.end();
    const isStart = this.#isStart;
    this.#isStart = false;
    if (typeof chunk !== "string") return this.#decoder.decode(chunk);
    return isStart && chunk.startsWith("\ufeff") ? chunk.slice(1) : chunk;
  }

  #notText({ position, textBefore, cause }: InvalidBytes): FileError {
    const { name: source, path, encoding } = this.#input;
    const line = this.#parser.lineAfter(textBefore);
    const params = { source, encoding, position, line };
    return new FileError({ code: "FS_TEXT_INVALID", params, path, line, position, cause });
  }
}
