import { Buffer } from "node:buffer";
import { FileError } from "../errors/file_error.ts";
import { withSignal } from "../internal/signals.ts";
import { checkInteger, checkText } from "../internal/validate.ts";
import { countLineBreaks } from "./internal/lines.ts";
import { CHUNK_BYTES, SourceFile } from "./internal/source_file.ts";
import { checkEncoding, InvalidBytes, StrictDecoder } from "./internal/text_decoder.ts";

/** Options for {@linkcode readText}. */
export interface ReadTextOptions {
  /**
   * The encoding, by any label of the WHATWG Encoding Standard: `"utf-8"`, `"utf-16le"`, `"windows-1256"`…
   *
   * @default "utf-8"
   */
  encoding?: string | undefined;
  /**
   * The size that a file may have at most, in bytes.
   *
   * @default 268_435_456 (256 MiB)
   */
  maxBytes?: number | undefined;
  /** Stops the reading; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Reads a whole text file, without the byte order mark at its start. Bytes that are not text in the encoding are
 * refused, not replaced.
 *
 * @param path The file.
 * @param options Encoding, bound and cancellation.
 * @returns The text.
 * @throws {ValidationError} If the encoding is not known or `maxBytes` is not a whole number.
 * @throws {FileError} If the file cannot be read, is larger than `maxBytes`, or has bytes that are not text in the
 * encoding; the error then has their `position` and `line`.
 *
 * @example A file from an old Arabic Windows
 * ```ts
 * import { readText } from "@maktaba/std/fs";
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const directory = await mkdtemp(join(tmpdir(), "text-"));
 * await writeFile(join(directory, "old.txt"), new Uint8Array([0xe3, 0xd1, 0xcd, 0xc8, 0xc7]));
 * assert.equal(await readText(join(directory, "old.txt"), { encoding: "windows-1256" }), "مرحبا");
 * await rm(directory, { recursive: true });
 * ```
 */
export async function readText(path: string, options: ReadTextOptions = {}): Promise<string> {
  const { encoding = "utf-8", maxBytes = 268_435_456 } = options;
  checkText("path", path);
  checkEncoding("encoding", encoding);
  checkInteger("maxBytes", maxBytes);
  return await withSignal(options.signal, async (signal) => {
    await using source = await SourceFile.open(path);
    return await decodeAll(source, new StrictDecoder(encoding), { encoding, maxBytes, signal });
  });
}

interface Reading {
  encoding: string;
  maxBytes: number;
  signal: AbortSignal | undefined;
}

async function decodeAll(source: SourceFile, decoder: StrictDecoder, reading: Reading): Promise<string> {
  const { encoding, maxBytes, signal } = reading;
  const { path } = source;
  const tooLarge = () => new FileError({ code: "FS_TEXT_TOO_LARGE", params: { path, maxBytes }, path });
  if (source.size > maxBytes) throw tooLarge();
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let text = "";
  try {
    for (let total = 0;;) {
      signal?.throwIfAborted();
      const bytesRead = await source.read(buffer);
      if (bytesRead === 0) return text + decoder.end();
      total += bytesRead;
      // The file may have grown since it was opened, and some (pipes, /proc) have no size.
      if (total > maxBytes) throw tooLarge();
      text += decoder.decode(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    if (!(error instanceof InvalidBytes)) throw error;
    const { position, textBefore, cause } = error;
    const line = 1 + countLineBreaks(text + textBefore);
    throw new FileError({
      code: "FS_TEXT_INVALID",
      params: { source: path, encoding, position, line },
      path,
      line,
      position,
      cause,
    });
  }
}
