import { Buffer } from "node:buffer";
import { dirname, join, parse } from "node:path";
import { SplitError } from "../../errors/split_error.ts";
import { fileSystem } from "../../internal/file_system.ts";
import { withSignal } from "../../internal/signals.ts";
import { checkInteger, checkOptions, checkText, type OptionNames } from "../../internal/validate.ts";
import type { SplitFileOptions } from "../split_file.ts";
import { Meter } from "./progress.ts";
import { SourceFile } from "./source_file.ts";
import { TargetFile } from "./target_file.ts";
import { WRITE_OPTIONS, type WriteOptions } from "./write_options.ts";

const optionNames: OptionNames<SplitFileOptions> = {
  partBytes: true,
  outputDirectory: true,
  ...WRITE_OPTIONS,
};

/** Splits a file; gives the paths of the parts. */
export async function split(path: string, options: SplitFileOptions): Promise<string[]> {
  checkText("path", path);
  checkOptions(options, optionNames);
  const { partBytes = 1_048_576, outputDirectory = dirname(path), overwrite, onProgress } = options;
  checkText("outputDirectory", outputDirectory);
  checkInteger("partBytes", partBytes, { min: 1 });
  return await withSignal(
    options.signal,
    (signal) => splitIntoParts({ path, partBytes, outputDirectory, overwrite, onProgress, signal }),
  );
}

/** What is split, and how. */
interface Splitting extends WriteOptions {
  path: string;
  partBytes: number;
  outputDirectory: string;
}

async function splitIntoParts(splitting: Splitting): Promise<string[]> {
  const { path, partBytes, outputDirectory, overwrite = false, onProgress, signal } = splitting;
  await using source = await SourceFile.open(path, SplitError);
  const name = (number: number) => partPath(path, outputDirectory, number);
  const count = Math.max(1, Math.ceil(source.size / partBytes));
  if (!overwrite) await refuseExisting(name, count, signal);
  await using parts = new Parts();
  const meter = new Meter(source.size, onProgress);
  await copyIntoParts({ source, partBytes, name, overwrite, parts, meter, signal });
  return await parts.commit();
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
    if (await fileSystem().stat(path).then(() => true, () => false)) {
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
