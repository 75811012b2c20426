import { Buffer } from "node:buffer";
import { dirname, join, parse } from "node:path";
import { SplitError } from "../errors/split_error.ts";
import { fileSystem } from "../internal/file_system.ts";
import { withSignal } from "../internal/signals.ts";
import { checkInteger, checkText } from "../internal/validate.ts";
import type { FileProgress } from "./file_progress.ts";
import { checkOnProgress, Meter } from "./internal/progress.ts";
import { SourceFile } from "./internal/source_file.ts";
import { TargetFile } from "./internal/target_file.ts";

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
 * @throws {ValidationError} If `partBytes` is not a whole number from 1.
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
  checkText("path", path);
  const { partBytes = 1_048_576, outputDirectory = dirname(path), overwrite = false, onProgress } = options;
  checkText("outputDirectory", outputDirectory);
  checkInteger("partBytes", partBytes, { min: 1 });
  checkOnProgress(onProgress);
  return await withSignal(options.signal, async (signal) => {
    await using source = await SourceFile.open(path, SplitError);
    const name = (number: number) => partPath(path, outputDirectory, number);
    const count = Math.max(1, Math.ceil(source.size / partBytes));
    if (!overwrite) await refuseExisting(name, count, signal);
    await using parts = new Parts();
    await copyIntoParts({
      source,
      partBytes,
      name,
      overwrite,
      parts,
      meter: new Meter(source.size, onProgress),
      signal,
    });
    return await parts.commit();
  });
}

function partPath(path: string, directory: string, number: number): string {
  const { name, ext } = parse(path);
  return join(directory, `${name}.جزء${number}${ext}`);
}

// Each part is created anew in any case; this only spares the copying where that is bound to fail at the end.
async function refuseExisting(
  name: (number: number) => string,
  count: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let number = 1; number <= count; number++) {
    signal?.throwIfAborted();
    const path = name(number);
    if (await fileSystem().access(path).then(() => true, () => false)) {
      throw new SplitError({ code: "FS_EXISTS", params: { path }, path });
    }
  }
}

interface Copy {
  source: SourceFile;
  partBytes: number;
  name: (number: number) => string;
  overwrite: boolean;
  parts: Parts;
  meter: Meter;
  signal: AbortSignal | undefined;
}

async function copyIntoParts(copy: Copy): Promise<void> {
  const { source, partBytes, parts, meter, signal } = copy;
  const buffer = Buffer.allocUnsafeSlow(Math.min(partBytes, 1_048_576));
  let room = 0;
  for (;;) {
    signal?.throwIfAborted();
    const bytesRead = await source.read(buffer, Math.min(buffer.length, room || partBytes));
    if (bytesRead === 0) break;
    if (room === 0) {
      await addPart(copy);
      room = partBytes;
    }
    await parts.last!.write(buffer.subarray(0, bytesRead));
    room -= bytesRead;
    meter.add(bytesRead);
  }
  if (parts.last === undefined) await addPart(copy);
  await parts.last!.finish();
}

async function addPart({ source, name, overwrite, parts }: Copy): Promise<void> {
  // Finished parts are closed, so that their number is not bounded by that of files that may be open.
  await parts.last?.finish();
  parts.add(await TargetFile.create(name(parts.count + 1), { overwrite, mode: source.mode }, SplitError));
}

/** The parts of one split, which appear together or not at all. */
class Parts implements AsyncDisposable {
  readonly #files: TargetFile[] = [];
  readonly #shown: string[] = [];
  #isDone = false;

  get last(): TargetFile | undefined {
    return this.#files.at(-1);
  }

  get count(): number {
    return this.#files.length;
  }

  add(part: TargetFile): void {
    this.#files.push(part);
  }

  async commit(): Promise<string[]> {
    for (const file of this.#files) {
      await file.commit();
      this.#shown.push(file.path);
    }
    this.#isDone = true;
    return this.#shown;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isDone) return;
    for (const path of this.#shown) await fileSystem().rm(path, { force: true });
    for (const file of this.#files) await file[Symbol.asyncDispose]();
  }
}
