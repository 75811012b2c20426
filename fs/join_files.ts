import { Buffer } from "node:buffer";
import { resolve } from "node:path";
import { SplitError } from "../errors/split_error.ts";
import { fileSystem } from "../internal/file_system.ts";
import { withSignal } from "../internal/signals.ts";
import { checkArray, checkText } from "../internal/validate.ts";
import type { FileProgress } from "./file_progress.ts";
import { fileFailure } from "./internal/file_failure.ts";
import { checkOnProgress, Meter } from "./internal/progress.ts";
import { SourceFile } from "./internal/source_file.ts";
import { TargetFile } from "./internal/target_file.ts";

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
  const { overwrite, onProgress } = options;
  checkArray("parts", parts);
  parts.forEach((part, index) => checkText(`parts[${index}]`, part));
  checkText("output", output);
  checkOnProgress(onProgress);
  if (parts.length === 0) throw new SplitError({ code: "FS_NO_PARTS", params: { path: output }, path: output });
  return await withSignal(options.signal, async (signal) => {
    const { totalBytes, mode } = await examine(parts, output);
    await using target = await TargetFile.create(output, { overwrite, mode }, SplitError);
    const meter = new Meter(totalBytes, onProgress);
    const buffer = Buffer.allocUnsafeSlow(1_048_576);
    for (const part of parts) await copyPart(part, target, buffer, meter, signal);
    await target.commit();
    return output;
  });
}

async function examine(parts: readonly string[], output: string): Promise<{ totalBytes: number; mode: number }> {
  const target = await identify(output).catch(() => undefined);
  const found: Identity[] = [];
  for (const path of parts) {
    const part = await findPart(path, output);
    // Two names may lead to one file, by links or by another way through the directories.
    if (part.key === target?.key || resolve(path) === resolve(output)) {
      throw new SplitError({ code: "FS_JOIN_ONTO_PART", params: { path: output }, path: output });
    }
    found.push(part);
  }
  return { totalBytes: found.reduce((sum, { size }) => sum + size, 0), mode: found[0]!.mode };
}

async function findPart(path: string, output: string): Promise<Identity> {
  try {
    return await identify(path);
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== "ENOENT") throw fileFailure(cause, path, SplitError);
    throw new SplitError({ code: "FS_PART_MISSING", params: { path, output }, path, cause });
  }
}

interface Identity {
  key: string;
  size: number;
  mode: number;
}

async function identify(path: string): Promise<Identity> {
  // File numbers may be larger than what a number holds exactly.
  const { dev, ino, size, mode } = await fileSystem().stat(path, { bigint: true });
  return { key: `${dev}:${ino}`, size: Number(size), mode: Number(mode & 0o777n) };
}

async function copyPart(
  path: string,
  target: TargetFile,
  buffer: Uint8Array,
  meter: Meter,
  signal: AbortSignal | undefined,
): Promise<void> {
  await using part = await SourceFile.open(path, SplitError);
  for (;;) {
    signal?.throwIfAborted();
    const bytesRead = await part.read(buffer);
    if (bytesRead === 0) return;
    await target.write(buffer.subarray(0, bytesRead));
    meter.add(bytesRead);
  }
}
