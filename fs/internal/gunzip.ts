import { Buffer } from "node:buffer";
import { parse } from "node:path";
import type { Gunzip } from "node:zlib";
import { FileError } from "../../errors/file_error.ts";
import { withSignal } from "../../internal/signals.ts";
import { checkInteger, checkNumber, checkOptions, checkText, type OptionNames } from "../../internal/validate.ts";
import type { GunzipFileOptions } from "../gunzip_file.ts";
import { Meter } from "./progress.ts";
import { CHUNK_BYTES, SourceFile } from "./source_file.ts";
import { TargetFile } from "./target_file.ts";
import { WRITE_OPTIONS, type WriteOptions } from "./write_options.ts";
import { loadZlib } from "./zlib.ts";

const optionNames: OptionNames<GunzipFileOptions> = {
  output: true,
  maxBytes: true,
  maxRatio: true,
  ...WRITE_OPTIONS,
};

/** Decompresses a file; gives the path of the result. */
export async function gunzip(path: string, options: GunzipFileOptions): Promise<string> {
  checkText("path", path);
  checkOptions(options, optionNames);
  const { maxBytes = 68_719_476_736, maxRatio = 1_000, overwrite, onProgress } = options;
  if (options.output !== undefined) checkText("output", options.output);
  if (maxBytes !== Infinity) checkInteger("maxBytes", maxBytes, { min: 1 });
  if (maxRatio !== Infinity) checkNumber("maxRatio", maxRatio, { min: 1 });
  const output = options.output ?? nameWithoutGz(path);
  return await withSignal(
    options.signal,
    (signal) => decompress({ path, output, maxBytes, maxRatio, overwrite, onProgress, signal }),
  );
}

function nameWithoutGz(path: string): string {
  if (/\.gz$/i.test(path) && parse(path).name !== ".gz") return path.slice(0, -3);
  throw new FileError({ code: "FS_GZIP_NAME", params: { path }, path });
}

/** What is decompressed, and how. */
interface Decompression extends WriteOptions {
  path: string;
  output: string;
  maxBytes: number;
  maxRatio: number;
}

async function decompress(decompression: Decompression): Promise<string> {
  const { path, output, maxBytes, maxRatio, overwrite, onProgress, signal } = decompression;
  await using source = await SourceFile.open(path);
  await using target = await TargetFile.create(output, { overwrite, mode: source.mode });
  const meter = new Meter(source.size, onProgress);
  await inflate({ source, target, meter, bounds: new Bounds(path, maxBytes, maxRatio), signal });
  await target.commit();
  return output;
}

interface Inflation {
  source: SourceFile;
  target: TargetFile;
  meter: Meter;
  bounds: Bounds;
  signal: AbortSignal | undefined;
}

async function inflate(inflation: Inflation): Promise<void> {
  const { source, target, meter, bounds, signal } = inflation;
  const { createGunzip, pipeline } = await loadZlib();
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  let isComplete = false;
  try {
    await pipeline(source.chunks(meter, signal), gunzip, async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) {
        bounds.add(chunk.length, meter.bytes);
        await target.write(chunk);
      }
      isComplete = true;
    });
  } catch (error) {
    // Where zero bytes follow the last member the engine ends before its input does. Some runtimes then call the
    // pipeline aborted, some do not; either way everything has come out.
    if (!isComplete) throw await failure(error, source, gunzip);
  }
  signal?.throwIfAborted();
  await refuseTrailing(source, gunzip.bytesWritten, signal);
}

/** Counts what comes out and refuses more than is allowed. */
class Bounds {
  static readonly #UNSUSPICIOUS = 16_777_216;
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #maxRatio: number;
  #bytes = 0;

  constructor(path: string, maxBytes: number, maxRatio: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#maxRatio = maxRatio;
  }

  /** Counts bytes that came out after so many had gone in. */
  add(bytes: number, bytesIn: number): void {
    this.#bytes += bytes;
    const [path, maxBytes, maxRatio] = [this.#path, this.#maxBytes, this.#maxRatio];
    if (this.#bytes > maxBytes) {
      throw new FileError({ code: "FS_GZIP_TOO_LARGE", params: { path, maxBytes }, path });
    }
    if (this.#bytes > Bounds.#UNSUSPICIOUS && this.#bytes > maxRatio * bytesIn) {
      throw new FileError({ code: "FS_GZIP_RATIO", params: { path, maxRatio }, path });
    }
  }
}

async function failure(cause: unknown, source: SourceFile, gunzip: Gunzip): Promise<unknown> {
  const { code, message = "" } = (cause ?? {}) as { code?: unknown; message?: string };
  const { path } = source;
  const position = gunzip.bytesWritten;
  if (code === "Z_BUF_ERROR") {
    return new FileError({ code: "FS_GZIP_TRUNCATED", params: { path, position }, path, position, cause });
  }
  if (code !== "Z_DATA_ERROR") return cause;
  const isHeader = /header check|compression method|header flags/.test(message);
  if (isHeader && !await beginsAsGzip(source)) {
    return new FileError({ code: "FS_GZIP_NOT_GZIP", params: { path }, path, position: 0, cause });
  }
  if (isHeader) return new FileError({ code: "FS_GZIP_TRAILING", params: { path, position }, path, position, cause });
  return new FileError({
    code: "FS_GZIP_CORRUPT",
    params: { path, position, reason: message },
    path,
    position,
    cause,
  });
}

async function beginsAsGzip(source: SourceFile): Promise<boolean> {
  const start = Buffer.alloc(3);
  await source.readAt(0, start);
  return start.equals(Buffer.of(0x1f, 0x8b, 8));
}

// The engine takes a zero byte after a member for padding and then looks at nothing that follows.
async function refuseTrailing(source: SourceFile, position: number, signal: AbortSignal | undefined): Promise<void> {
  const { path } = source;
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (;;) {
    signal?.throwIfAborted();
    const bytesRead = await source.readAt(position, buffer);
    if (bytesRead === 0) return;
    const offset = buffer.subarray(0, bytesRead).findIndex((byte) => byte !== 0);
    position += offset < 0 ? bytesRead : offset;
    if (offset >= 0) throw new FileError({ code: "FS_GZIP_TRAILING", params: { path, position }, path, position });
  }
}
