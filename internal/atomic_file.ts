import { randomUUID } from "node:crypto";
import { type FileHandle, link, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Options for {@linkcode AtomicFile.create}. */
export interface AtomicFileOptions {
  /**
   * Whether a file that is there already is replaced.
   *
   * @default false
   */
  overwrite?: boolean | undefined;
}

/**
 * A file that appears under its name only when it is complete: it is written beside its target under a temporary
 * name, flushed, then moved. Disposing it before `commit` leaves the target as it was and nothing behind.
 */
export class AtomicFile implements AsyncDisposable {
  /** Where the bytes go until `commit`. */
  readonly handle: FileHandle;
  readonly #path: string;
  readonly #temporary: string;
  readonly #overwrite: boolean;
  #isClosed = false;

  private constructor(path: string, temporary: string, handle: FileHandle, overwrite: boolean) {
    this.#path = path;
    this.#temporary = temporary;
    this.handle = handle;
    this.#overwrite = overwrite;
  }

  /**
   * Opens a new temporary file beside the target.
   *
   * @param path The target.
   * @param options Whether it may replace a file.
   * @returns The file, to be written through its `handle`.
   */
  static async create(path: string, options: AtomicFileOptions = {}): Promise<AtomicFile> {
    // A name of its own for each writer, so that two writers of one target cannot mix; short, as names are bounded.
    const name = `.${basename(path).slice(0, 40)}.${randomUUID().slice(0, 8)}.tmp`;
    const temporary = join(dirname(path), name);
    return new AtomicFile(path, temporary, await open(temporary, "wx"), options.overwrite ?? false);
  }

  /**
   * Flushes the file to the disk and gives it its name.
   *
   * @throws An `EEXIST` error of the file system if the target is there and may not be replaced.
   */
  async commit(): Promise<void> {
    await this.handle.sync();
    await this.#close();
    if (this.#overwrite) return await rename(this.#temporary, this.#path);
    await claim(this.#temporary, this.#path);
  }

  /** Removes the temporary file, unless it was committed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    await rm(this.#temporary, { force: true });
  }

  async #close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.handle.close();
  }
}

// A link fails where the name is taken, in one step; rename would silently replace, and a look before it would race
// with other writers. File systems without links get an empty file under the name first, made only if it is free.
async function claim(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (!["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"].includes((error as { code?: string }).code ?? "")) throw error;
    await (await open(path, "wx")).close();
    return await rename(temporary, path);
  }
  await rm(temporary);
}
