import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { FileProgress } from "./file_progress.ts";

const decompression = lazy(() => import("./internal/gunzip.ts"));

/** Options for {@linkcode gunzipFile}. */
export interface GunzipFileOptions {
  /**
   * The path of the decompressed file.
   *
   * @default The input's path without its `.gz`.
   */
  output?: string | undefined;
  /**
   * The most that may come out, in bytes; `Infinity` for no bound.
   *
   * @default 68_719_476_736 (64 GiB)
   */
  maxBytes?: number | undefined;
  /**
   * The most that may come out for each byte that went in, looked at once 16 MiB have come out; `Infinity` for no
   * bound. Text shrinks to a fifth or a twentieth; only what repeats one byte comes near the format's limit of 1,032.
   *
   * @default 1_000
   */
  maxRatio?: number | undefined;
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
 * Decompresses a gzip file (RFC 1952), all its members. The input stays; the result has its permissions and appears
 * when it is complete and its checksums hold. Zero bytes after the data, as tapes have them, are passed over.
 *
 * @param path The compressed file.
 * @param options Output, bounds against decompression bombs, overwriting, progress and cancellation.
 * @returns The path of the decompressed file.
 * @throws {ValidationError} If a bound is not a positive number.
 * @throws {FileError} If the name does not end in `.gz` and there is no `output`; if the file is not gzip, is cut
 * short, damaged, followed by something else, or larger than the bounds; if the result exists or cannot be written.
 *
 * @example A file that is not what its name says
 * ```ts
 * import { FileError, gunzipFile } from "@maktaba/std";
 * import assert from "node:assert/strict";
 * import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const directory = await mkdtemp(join(tmpdir(), "gunzip-"));
 * await writeFile(join(directory, "book.txt.gz"), "plain text");
 * await assert.rejects(
 *   gunzipFile(join(directory, "book.txt.gz")),
 *   (error) => error instanceof FileError && error.code === "FS_GZIP_NOT_GZIP",
 * );
 * assert.deepEqual(await readdir(directory), ["book.txt.gz"]);
 * await rm(directory, { recursive: true });
 * ```
 */
export async function gunzipFile(path: string, options: GunzipFileOptions = {}): Promise<string> {
  try {
    const { gunzip } = decompression.module ?? await decompression.load();
    return await gunzip(path, options);
  } catch (error) {
    throw fromCaller(error, gunzipFile);
  }
}
