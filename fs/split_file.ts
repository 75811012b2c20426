import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { FileProgress } from "./file_progress.ts";

const splitting = lazy(() => import("./internal/split.ts"));

/** Options for {@linkcode splitFile}. */
export interface SplitFileOptions {
  /**
   * The size of every part but the last, in bytes: a whole number from 1.
   *
   * @default 1_048_576
   */
  partBytes?: number | undefined;
  /**
   * The directory for the parts; it must be there.
   *
   * @default The input's directory.
   */
  outputDirectory?: string | undefined;
  /**
   * Whether files that have the names of parts are replaced.
   *
   * @default false
   */
  overwrite?: boolean | undefined;
  /** Called after each chunk that was copied. */
  onProgress?: ((progress: FileProgress) => void) | undefined;
  /** Stops the work and removes what was written; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Splits a file into parts of one size, named `STEM.جزءN.EXT` with N from 1, which {@linkcode joinFiles} joins again.
 * An empty file gives one empty part, so that it can be joined too. Parts have the permissions of the file.
 *
 * The parts appear together, when all of them are complete: after a failure or a cancellation there are none, and
 * files that they were to replace are as they were. Memory is bounded by one buffer of at most 1 MiB.
 *
 * @param path The file.
 * @param options Size and place of the parts, progress and cancellation.
 * @returns The paths of the parts, in order.
 * @throws {ValidationError} If `partBytes` is not a whole number from 1, or an option is not known.
 * @throws {SplitError} If the file cannot be read, or a part exists or cannot be written.
 *
 * @example Split and join
 * ```ts
 * import { joinFiles, splitFile } from "@maktaba/std/fs";
 * import assert from "node:assert/strict";
 * import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const directory = await mkdtemp(join(tmpdir(), "split-"));
 * await writeFile(join(directory, "book.txt"), "0123456789");
 * const parts = await splitFile(join(directory, "book.txt"), { partBytes: 4 });
 * assert.deepEqual(parts, [1, 2, 3].map((n) => join(directory, `book.جزء${n}.txt`)));
 * await joinFiles(parts, join(directory, "copy.txt"));
 * assert.equal(await readFile(join(directory, "copy.txt"), "utf8"), "0123456789");
 * await rm(directory, { recursive: true });
 * ```
 */
export async function splitFile(path: string, options: SplitFileOptions = {}): Promise<string[]> {
  try {
    const { split } = splitting.module ?? await splitting.load();
    return await split(path, options);
  } catch (error) {
    throw fromCaller(error, splitFile);
  }
}
