import type { FileHandle } from "node:fs/promises";
import { NetworkError } from "../../../errors/network_error.ts";
import { onFile } from "../../../internal/file_failure.ts";
import { builtin } from "../../../internal/runtime.ts";
import { openFile, readMemory, stretchPart } from "../upload/file_part.ts";
import type { OpenPart } from "../upload/parts.ts";

const READ_BYTES = 1_048_576;

/** A file that is sent stretch by stretch, and must stay as it is meanwhile. */
export class SourceFile implements AsyncDisposable {
  /** Where it is. */
  readonly path: string;
  /** How large it is. */
  readonly bytes: number;
  /** When it was last changed, in milliseconds. */
  readonly modifiedMs: number;
  readonly #handle: FileHandle;
  // One stretch is sent after the other.
  readonly #memory = readMemory();

  private constructor(path: string, handle: FileHandle, bytes: number, modifiedMs: number) {
    this.path = path;
    this.#handle = handle;
    this.bytes = bytes;
    this.modifiedMs = modifiedMs;
  }

  /**
   * Opens it.
   *
   * @param path Where it is.
   * @returns The file.
   */
  static async open(path: string): Promise<SourceFile> {
    const { handle, bytes, modifiedMs } = await openFile(path);
    return new SourceFile(path, handle, bytes, modifiedMs);
  }

  /** Tells who owns it; 0 where the system knows no owners. */
  async owner(): Promise<number> {
    return (await onFile(this.path, this.#handle.stat())).uid;
  }

  /** Fails if it is no longer what it was when it was opened: a part of each would be sent. */
  async checkUnchanged(): Promise<void> {
    const { size, mtimeMs } = await onFile(this.path, this.#handle.stat());
    if (size !== this.bytes || mtimeMs !== this.modifiedMs) throw this.#changed();
  }

  /**
   * Gives a stretch of it, to be sent.
   *
   * @param start The position of its first byte.
   * @param bytes How long it is.
   * @returns Opens it.
   */
  stretch(start: number, bytes: number): OpenPart {
    return () => stretchPart({ handle: this.#handle, start, bytes, shrank: this.#changed, memory: this.#memory });
  }

  /**
   * Computes the digest of a stretch of it.
   *
   * @param algorithm What `node:crypto` calls the algorithm.
   * @param start The position of its first byte.
   * @param bytes How long it is.
   * @param signal Ends it.
   * @returns The digest, in Base64.
   */
  async digest(algorithm: string, start: number, bytes: number, signal: AbortSignal): Promise<string> {
    const hash = builtin<typeof import("node:crypto")>("node:crypto")!.createHash(algorithm);
    const buffer = new Uint8Array(Math.min(READ_BYTES, bytes));
    for (let at = start; at < start + bytes;) {
      signal.throwIfAborted();
      const length = Math.min(buffer.byteLength, start + bytes - at);
      const { bytesRead } = await onFile(this.path, this.#handle.read(buffer, 0, length, at));
      if (bytesRead === 0) throw this.#changed();
      hash.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
    return hash.digest("base64");
  }

  /** Closes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  readonly #changed = (): NetworkError => {
    return new NetworkError({ code: "NET_FILE_CHANGED", params: { path: this.path }, reason: "aborted" });
  };
}
