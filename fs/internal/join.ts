import { Buffer } from "node:buffer";
import { resolve } from "node:path";
import { SplitError } from "../../errors/split_error.ts";
import { fileSystem } from "../../internal/file_system.ts";
import { withSignal } from "../../internal/signals.ts";
import { checkArray, checkOptions, checkText } from "../../internal/validate.ts";
import type { JoinFilesOptions } from "../join_files.ts";
import { fileFailure } from "../../internal/file_failure.ts";
import { Meter } from "./progress.ts";
import { SourceFile } from "./source_file.ts";
import { TargetFile } from "./target_file.ts";
import { WRITE_OPTIONS, type WriteOptions } from "./write_options.ts";

/** Joins files; gives the path of the result. */
export async function join(parts: readonly string[], output: string, options: JoinFilesOptions): Promise<string> {
  checkOptions(options, WRITE_OPTIONS);
  const { overwrite, onProgress } = options;
  checkArray("parts", parts);
  parts.forEach((part, index) => checkText(`parts[${index}]`, part));
  checkText("output", output);
  if (parts.length === 0) throw new SplitError({ code: "FS_NO_PARTS", params: { path: output }, path: output });
  return await withSignal(options.signal, (signal) => joinParts({ parts, output, overwrite, onProgress, signal }));
}

/** What is joined, and how. */
interface Joining extends WriteOptions {
  parts: readonly string[];
  output: string;
}

async function joinParts({ parts, output, overwrite, onProgress, signal }: Joining): Promise<string> {
  const { totalBytes, mode } = await examine(parts, output);
  await using target = await TargetFile.create(output, { overwrite, mode }, SplitError);
  const meter = new Meter(totalBytes, onProgress);
  const buffer = Buffer.allocUnsafeSlow(1_048_576);
  for (const part of parts) await copyPart(part, target, buffer, meter, signal);
  await target.commit();
  return output;
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
