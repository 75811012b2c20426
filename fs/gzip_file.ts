import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { FileProgress } from "./file_progress.ts";

const compression = lazy(() => import("./internal/gzip.ts"));

/** Options for {@linkcode gzipFile}. */
export interface GzipFileOptions {
  /**
   * The path of the compressed file.
   *
   * @default The input's path with `.gz` added.
   */
  output?: string | undefined;
  /**
   * How hard to compress: from 0 (not at all) over 1 (fast) to 9 (small).
   *
   * @default 6
   */
  level?: number | undefined;
  /**
   * Whether a file that is there already is replaced.
   *
   * @default false
   */
  overwrite?: boolean | undefined;
  /** Called after each chunk of the input. */
  onProgress?: ((progress: FileProgress) => void) | undefined;
  /** Stops the work and removes what was written; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Compresses a file with gzip (RFC 1952). The input stays; the result has its permissions, appears when it is complete,
 * and holds neither name nor time, so that equal files give equal results.
 *
 * @param path The file.
 * @param options Output, level, overwriting, progress and cancellation.
 * @returns The path of the compressed file.
 * @throws {ValidationError} If `level` is not a whole number from 0 to 9.
 * @throws {FileError} If the file cannot be read, or the result exists or cannot be written.
 *
 * @example Compress and decompress
 * ```ts
 * import { gunzipFile, gzipFile } from "@maktaba/std/fs";
 * import assert from "node:assert/strict";
 * import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const directory = await mkdtemp(join(tmpdir(), "gzip-"));
 * await writeFile(join(directory, "book.txt"), "كتاب ".repeat(1_000));
 * const compressed = await gzipFile(join(directory, "book.txt"));
 * assert.equal(compressed, join(directory, "book.txt.gz"));
 * await gunzipFile(compressed, { overwrite: true });
 * assert.equal(await readFile(join(directory, "book.txt"), "utf8"), "كتاب ".repeat(1_000));
 * await rm(directory, { recursive: true });
 * ```
 */
export async function gzipFile(path: string, options: GzipFileOptions = {}): Promise<string> {
  try {
    const { gzip } = compression.module ?? await compression.load();
    return await gzip(path, options);
  } catch (error) {
    throw fromCaller(error, gzipFile);
  }
}
