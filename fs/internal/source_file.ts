import { Buffer } from "node:buffer";
import type { FileHandle } from "node:fs/promises";
import { fileSystem } from "../../internal/file_system.ts";
import { FileError } from "../../errors/file_error.ts";
import { type FileErrorClass, onFile } from "../../internal/file_failure.ts";
import type { Meter } from "./progress.ts";

/** How many bytes are read at a time where every chunk needs memory of its own. */
export const CHUNK_BYTES = 262_144;

/** A file that is read from its beginning to its end, and closed when its block ends. */
export class SourceFile implements AsyncDisposable {
  /** Its path, as the caller gave it. */
  readonly path: string;
  /** Its size in bytes, when it was opened. */
  readonly size: number;
  /** Its permissions. */
  readonly mode: number;
  readonly #handle: FileHandle;
  readonly #errorClass: FileErrorClass;

  private constructor(path: string, handle: FileHandle, stats: { size: number; mode: number }, errors: FileErrorClass) {
    this.path = path;
    this.#handle = handle;
    this.size = stats.size;
    this.mode = stats.mode & 0o777;
    this.#errorClass = errors;
  }

  /** Opens a file; one that is a directory is refused. */
  static async open(path: string, errorClass: FileErrorClass = FileError): Promise<SourceFile> {
    const handle = await onFile(path, fileSystem().open(path, "r"), errorClass);
    try {
      const stats = await onFile(path, handle.stat(), errorClass);
      if (stats.isDirectory()) throw new errorClass({ code: "FS_IS_DIRECTORY", params: { path }, path });
      return new SourceFile(path, handle, stats, errorClass);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Reads on into a buffer, as much as there is at once; gives how many bytes, 0 at the end. */
  async read(buffer: Uint8Array, length: number = buffer.length): Promise<number> {
    return (await onFile(this.path, this.#handle.read(buffer, 0, length, null), this.#errorClass)).bytesRead;
  }

  /** Reads into a buffer from a position, whatever was read before. */
  async readAt(position: number, buffer: Uint8Array): Promise<number> {
    return (await onFile(this.path, this.#handle.read(buffer, 0, buffer.length, position), this.#errorClass)).bytesRead;
  }

  /** Reads the rest, each chunk in memory of its own. Looks at the signal before each, and counts it. */
  async *chunks(
    meter: Meter,
    signal: AbortSignal | undefined,
    chunkBytes: number = CHUNK_BYTES,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      signal?.throwIfAborted();
      const buffer = Buffer.allocUnsafeSlow(chunkBytes);
      const bytesRead = await this.read(buffer);
      if (bytesRead === 0) return;
      meter.add(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  }

  /** Closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}
