import { FileError } from "../../errors/file_error.ts";
import { abandonOnAbort, LinkedSignal } from "../../internal/signals.ts";
import { notOfType } from "../../internal/validate.ts";
import { CsvHeader } from "./csv_header.ts";
import type { CsvInput } from "./csv_input.ts";
import { CsvParser } from "./csv_parser.ts";
import { Meter } from "./progress.ts";
import { SourceFile } from "./source_file.ts";
import { InvalidBytes, StrictDecoder } from "./text_decoder.ts";

// Four times as much is no faster, and the records of a batch, which live together, then cost 50 MB more.
const BATCH_BYTES = 65_536;

type Records = Record<string, string>[];

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
