import type { Stats } from "node:fs";
import { extname } from "node:path";
import { fileSystem } from "../../internal/file_system.ts";
import { withSignal } from "../../internal/signals.ts";
import { checkOptions, checkText, type OptionNames } from "../../internal/validate.ts";
import type { FileStats, FileStatsOptions } from "../file_stats.ts";
import { onFile } from "../../internal/file_failure.ts";

const optionNames: OptionNames<FileStatsOptions> = { signal: true };

/** Tells what the file system knows of a file. */
export async function stats(path: string, options: FileStatsOptions): Promise<FileStats> {
  checkText("path", path);
  checkOptions(options, optionNames);
  return await withSignal(options.signal, async (signal) => {
    const found = await onFile(path, fileSystem().stat(path));
    const readable = await isReadable(path, found);
    signal?.throwIfAborted();
    return { size: found.size, modified: found.mtime, extension: extname(path), readable };
  });
}

// Not by access(): Deno's asks for the permission to know the user, and without it ends the program, where nothing can
// catch that. A pipe is not opened, as that waits for somebody to write.
async function isReadable(path: string, found: Stats): Promise<boolean> {
  if (!found.isFile() && !found.isDirectory()) return (found.mode & 0o444) !== 0;
  try {
    await (await fileSystem().open(path, "r")).close();
    return true;
  } catch (error) {
    // What Windows says of every directory.
    return (error as { code?: unknown }).code === "EISDIR";
  }
}
