import { Buffer } from "node:buffer";
import { FileError } from "../../errors/file_error.ts";
import { withSignal } from "../../internal/signals.ts";
import { checkInteger, checkOptions, checkText, type OptionNames } from "../../internal/validate.ts";
import type { ReadTextOptions } from "../read_text.ts";
import { checkEncoding } from "./encoding.ts";
import { countLineBreaks } from "./lines.ts";
import { CHUNK_BYTES, SourceFile } from "./source_file.ts";
import { InvalidBytes, StrictDecoder } from "./text_decoder.ts";

const optionNames: OptionNames<ReadTextOptions> = { encoding: true, maxBytes: true, signal: true };

/** Reads and decodes a whole file. */
export async function decodeFile(path: string, options: ReadTextOptions): Promise<string> {
  checkText("path", path);
  checkOptions(options, optionNames);
  const { encoding = "utf-8", maxBytes = 268_435_456 } = options;
  checkEncoding("encoding", encoding);
  checkInteger("maxBytes", maxBytes);
  return await withSignal(options.signal, (signal) => decode(path, { encoding, maxBytes, signal }));
}

/** How a text file is read. */
interface Reading {
  encoding: string;
  maxBytes: number;
  signal: AbortSignal | undefined;
}

async function decode(path: string, reading: Reading): Promise<string> {
  await using source = await SourceFile.open(path);
  return await decodeAll(source, new StrictDecoder(reading.encoding), reading);
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
