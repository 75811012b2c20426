import type { FileHandle } from "node:fs/promises";
import { FileError } from "../../../errors/file_error.ts";
import { NetworkError } from "../../../errors/network_error.ts";
import { fileFailure } from "../../../internal/file_failure.ts";
import { fileSystem } from "../../../internal/file_system.ts";
import { builtin, runtime } from "../../../internal/runtime.ts";
import { keepsChunks } from "../outgoing_stream.ts";
import type { OpenPart, Part } from "./parts.ts";

/** A file to be read. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly bytes: number;
  /** When it was last changed, in milliseconds. */
  readonly modifiedMs: number;
}

/**
 * Makes a part of a file on the disk, which is read while it is sent: `openAsBlob` would read it into memory on every
 * runtime.
 *
 * @param path Where it is.
 * @returns Opens it.
 */
export function filePart(path: string): OpenPart {
  return async () => {
    const { handle, bytes } = await openFile(path);
    const shrank = () => new NetworkError({ code: "NET_FILE_SHRANK", params: { path }, reason: "aborted" });
    return stretchPart({ handle, start: 0, bytes, shrank, memory: readMemory() }, () => handle.close());
  };
}

/** A stretch of an open file. */
export interface FileStretch {
  readonly handle: FileHandle;
  /** The position of its first byte. */
  readonly start: number;
  /** How long it is. */
  readonly bytes: number;
  /** Makes the error for a file that ends before it does. */
  readonly shrank: () => NetworkError;
  /** Gives the memory that each piece is read into. */
  readonly memory: () => Uint8Array;
}

/**
 * Makes a part of a stretch of an open file.
 *
 * @param stretch The stretch.
 * @param close Called when it is done with, and nothing is read any more.
 * @returns The part.
 */
export function stretchPart(
  { handle, start, bytes, shrank, memory }: FileStretch,
  close: () => Promise<void> = () => Promise.resolve(),
): Part {
  const end = start + bytes;
  let at = start;
  let reading: Promise<Uint8Array | undefined> | undefined;
  const read = async (): Promise<Uint8Array | undefined> => {
    if (at === end) return undefined;
    const buffer = memory();
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.byteLength, end - at), at);
    // The length has been announced.
    if (bytesRead === 0) throw shrank();
    at += bytesRead;
    return buffer.subarray(0, bytesRead);
  };
  return {
    bytes,
    async next() {
      const piece = await (reading ??= read());
      // While this piece is sent, the disk gives the next.
      reading = piece === undefined ? undefined : read();
      reading?.catch(() => {});
      return piece;
    },
    async close() {
      // Not closed under a read: what it read next might be another file, opened under the same number.
      await reading?.catch(() => {});
      await close();
    },
  };
}

/** Gives the last part of a path. */
export function fileName(path: string): string {
  return builtin<typeof import("node:path")>("node:path")!.basename(path);
}

/**
 * Opens a file to be sent.
 *
 * @param path Where it is.
 * @returns The file.
 */
export async function openFile(path: string): Promise<OpenFile> {
  try {
    const handle = await fileSystem().open(path, "r");
    const stats = await handle.stat().catch(async (error) => {
      await handle.close();
      throw error;
    });
    if (stats.isFile()) return { handle, bytes: stats.size, modifiedMs: stats.mtimeMs };
    await handle.close();
  } catch (cause) {
    throw failure(cause, path);
  }
  throw new FileError({ code: "FS_IS_DIRECTORY", params: { path }, path });
}

// A file that is to be read is not found either where something on the way to it is no directory.
function failure(cause: unknown, path: string): unknown {
  if ((cause as { code?: unknown }).code !== "ENOTDIR") return fileFailure(cause, path);
  return new FileError({ code: "FS_NOT_FOUND", params: { path }, path, cause });
}

// Each read is a way to another thread and back; larger ones gain no more. On Deno smaller ones are as fast, and what they
// leave behind is less.
const CHUNK_BYTES = runtime === "deno" ? 65_536 : 262_144;
// Of those that were read, one may wait, and Node takes no more than two at a time.
const MOST_IN_USE = 8;

/**
 * Gives the memory that each piece is read into. Node takes long to give back what held a piece: there a few stretches are
 * used in turn; fewer, where what is read is copied into such stretches before it is sent.
 *
 * @returns Gives it. What is sent after the other may share it.
 */
export function readMemory(): () => Uint8Array {
  if (runtime !== "node") return () => new Uint8Array(CHUNK_BYTES);
  const slots: Uint8Array[] = [];
  const count = keepsChunks() ? 2 : MOST_IN_USE;
  let next = 0;
  return () => {
    const slot = slots[next] ??= new Uint8Array(CHUNK_BYTES);
    next = (next + 1) % count;
    return slot;
  };
}
