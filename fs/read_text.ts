import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";

const decoding = lazy(() => import("./internal/decode_file.ts"));

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
  try {
    const { decodeFile } = decoding.module ?? await decoding.load();
    return await decodeFile(path, options);
  } catch (error) {
    throw fromCaller(error, readText);
  }
}
