import { FileError } from "../../errors/file_error.ts";
import { AtomicFile, type AtomicFileOptions } from "../../internal/atomic_file.ts";
import { type FileErrorClass, fileFailure, onFile } from "../../internal/file_failure.ts";

/** An atomic file whose failures name it; see {@linkcode AtomicFile}. */
export class TargetFile implements AsyncDisposable {
  /** Where the file will stand, as the caller gave it. */
  readonly path: string;
  readonly #file: AtomicFile;
  readonly #errorClass: FileErrorClass;

  private constructor(path: string, file: AtomicFile, errorClass: FileErrorClass) {
    this.path = path;
    this.#file = file;
    this.#errorClass = errorClass;
  }

  /** Opens a temporary file beside the target. */
  static async create(
    path: string,
    options: AtomicFileOptions,
    errorClass: FileErrorClass = FileError,
  ): Promise<TargetFile> {
    try {
      return new TargetFile(path, await AtomicFile.create(path, options), errorClass);
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== "ENOENT") throw fileFailure(cause, path, errorClass);
      throw new errorClass({ code: "FS_NO_DIRECTORY", params: { path }, path, cause });
    }
  }

  /** Writes all of the bytes. */
  async write(bytes: Uint8Array): Promise<void> {
    // A disk that is nearly full takes a part of them, and says so only when it is given the rest.
    for (let done = 0; done < bytes.length;) {
      const work = this.#file.handle.write(bytes, done, bytes.length - done, null);
      done += (await onFile(this.path, work, this.#errorClass)).bytesWritten;
    }
  }

  /** Flushes and closes it, still under its temporary name. */
  async finish(): Promise<void> {
    await onFile(this.path, this.#file.finish(), this.#errorClass);
  }

  /** Flushes it and gives it its name. */
  async commit(): Promise<void> {
    await onFile(this.path, this.#file.commit(), this.#errorClass);
  }

  /** Removes it, unless it was committed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }
}
