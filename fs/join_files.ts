import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { FileProgress } from "./file_progress.ts";

const joining = lazy(() => import("./internal/join.ts"));

/** Options for {@linkcode joinFiles}. */
export interface JoinFilesOptions {
  /**
   * Whether a file that is there already is replaced.
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
 * Joins files into one, in the order in which they are given. The result has the permissions of the first, appears when
 * it is complete, and is not there after a failure or a cancellation. The parts stay.
 *
 * All parts are looked for before anything is written. Memory is bounded by one buffer of 1 MiB.
 *
 * @param parts The paths of the parts, in order; at least one.
 * @param output The path of the result; it may not be one of the parts, under whatever name.
 * @param options Overwriting, progress and cancellation.
 * @returns The path of the result.
 * @throws {ValidationError} If the parts are not an array of paths.
 * @throws {SplitError} If there are no parts, one is missing or cannot be read, or the result cannot be written.
 *
 * @example Join in an order of one's own
 * ```ts
 * import { joinFiles } from "@maktaba/std/fs";
 * import assert from "node:assert/strict";
 * import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const directory = await mkdtemp(join(tmpdir(), "join-"));
 * const [first, second] = [join(directory, "a"), join(directory, "b")];
 * await writeFile(first, "سلام ");
 * await writeFile(second, "عليكم");
 * const path = await joinFiles([first, second], join(directory, "c"));
 * assert.equal(await readFile(path, "utf8"), "سلام عليكم");
 * await rm(directory, { recursive: true });
 * ```
 */
export async function joinFiles(
  parts: readonly string[],
  output: string,
  options: JoinFilesOptions = {},
): Promise<string> {
  try {
    const { join } = joining.module ?? await joining.load();
    return await join(parts, output, options);
  } catch (error) {
    throw fromCaller(error, joinFiles);
  }
}
