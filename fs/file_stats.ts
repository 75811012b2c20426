import type { Stats } from "node:fs";
import { fileSystem, pathModule } from "../internal/file_system.ts";
import { lazy } from "../internal/lazy.ts";
import { withSignal } from "../internal/signals.ts";
import { checkText } from "../internal/validate.ts";

const failures = lazy(() => import("./internal/file_failure.ts"));

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
  checkText("path", path);
  return await withSignal(options.signal, async (signal) => {
    const { onFile } = failures.module ?? await failures.load();
    const stats = await onFile(path, fileSystem().stat(path));
    const readable = await isReadable(path, stats);
    signal?.throwIfAborted();
    return { size: stats.size, modified: stats.mtime, extension: pathModule().extname(path), readable };
  });
}

// Not by access(): Deno's asks for the permission to know the user, and without it ends the program, where nothing can
// catch that. A pipe is not opened, as that waits for somebody to write.
async function isReadable(path: string, stats: Stats): Promise<boolean> {
  if (!stats.isFile() && !stats.isDirectory()) return (stats.mode & 0o444) !== 0;
  try {
    await (await fileSystem().open(path, "r")).close();
    return true;
  } catch (error) {
    // What Windows says of every directory.
    return (error as { code?: unknown }).code === "EISDIR";
  }
}
