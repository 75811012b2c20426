import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";

const asking = lazy(() => import("./internal/stats.ts"));

/** Options for {@linkcode fileStats}. */
export interface FileStatsOptions {
  /** Cancels the wait; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** What {@linkcode fileStats} tells. */
export interface FileStats {
  /** The size, in bytes. */
  size: number;
  /** When the content was last changed. */
  modified: Date;
  /** The end of the name from its last dot, such as `".csv"`; empty where there is none. */
  extension: string;
  /** Whether this process may read it. */
  readable: boolean;
}

/**
 * Tells the size, age, extension and readability of a file or directory; of what a link leads to, where it is one.
 *
 * @param path The file.
 * @param options Cancellation.
 * @returns What is known of it.
 * @throws {ValidationError} If `path` is not a non-empty string.
 * @throws {FileError} If there is no such file.
 *
 * @example
 * ```ts
 * import { fileStats } from "@maktaba/std/fs";
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const directory = await mkdtemp(join(tmpdir(), "stats-"));
 * await writeFile(join(directory, "a.csv"), "id\n1\n");
 * const { size, extension, readable } = await fileStats(join(directory, "a.csv"));
 * assert.deepEqual({ size, extension, readable }, { size: 5, extension: ".csv", readable: true });
 * await rm(directory, { recursive: true });
 * ```
 */
export async function fileStats(path: string, options: FileStatsOptions = {}): Promise<FileStats> {
  try {
    const { stats } = asking.module ?? await asking.load();
    return await stats(path, options);
  } catch (error) {
    throw fromCaller(error, fileStats);
  }
}
