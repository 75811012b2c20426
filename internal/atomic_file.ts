import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileSystem } from "./file_system.ts";

/** Options for {@linkcode AtomicFile.create}. */
export interface AtomicFileOptions {
  /**
   * Whether a file that is there already is replaced. One that is keeps its permissions, and a link to it stays one.
   *
   * @default false
   */
  overwrite?: boolean | undefined;
  /**
   * The permissions of a new file, of which the process's umask takes some away.
   *
   * @default 0o666
   */
  mode?: number | undefined;
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
   * @param options Whether it may replace a file, and the permissions of a new one.
   * @returns The file, to be written through its `handle`.
   * @throws An `EEXIST` error of the file system if the target is there already and may not be replaced.
   */
  static async create(path: string, options: AtomicFileOptions = {}): Promise<AtomicFile> {
    const { overwrite = false, mode = 0o666 } = options;
    const replaced = await checkTarget(path, overwrite);
    const target = replaced?.path ?? path;
    // A name of its own for each writer, so that two writers of one target cannot mix; short, as names are bounded.
    const name = `.${basename(target).slice(0, 40)}.${crypto.randomUUID().slice(0, 8)}.tmp`;
    const temporary = join(dirname(target), name);
    const handle = await fileSystem().open(temporary, "wx", replaced?.mode ?? mode);
    const file = new AtomicFile(target, temporary, handle, overwrite);
    if (replaced !== undefined) await file.#keepMode(replaced.mode);
    return file;
  }

  /**
   * Flushes the file to the disk and closes it, without giving it its name yet. Whoever has several files to show at
   * once finishes all of them first.
   */
  async finish(): Promise<void> {
    if (this.#isClosed) return;
    await this.handle.sync();
    await this.#close();
  }

  /**
   * Flushes the file to the disk and gives it its name.
   *
   * @throws An `EEXIST` error of the file system if the target is there and may not be replaced.
   */
  async commit(): Promise<void> {
    await this.finish();
    await moveToTarget(this.#temporary, this.#path, this.#overwrite);
  }

  /** Removes the temporary file, unless it was committed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    await fileSystem().rm(this.#temporary, { force: true });
  }

  async #close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.handle.close();
  }

  // What `open` is told is cut by the umask: permissions that a file had are given to the new one as they were.
  async #keepMode(mode: number): Promise<void> {
    try {
      await this.handle.chmod(mode);
    } catch (error) {
      await this[Symbol.asyncDispose]();
      throw error;
    }
  }
}

/**
 * Makes sure that a file can be put under a name, before anything is written: only `moveToTarget` can tell for sure, but
 * whoever writes for an hour wants to know before.
 *
 * @param path The name.
 * @param overwrite Whether a file that is there may be replaced.
 * @returns The file that will be replaced, if there is one: its own path, and its permissions, which the new one gets.
 * @throws An `EEXIST` error of the file system if the name is taken.
 */
export async function checkTarget(path: string, overwrite: boolean): Promise<ReplacedFile | undefined> {
  if (overwrite) return await existing(path);
  await refuseExisting(path);
  return undefined;
}

/**
 * Gives a complete file its name, in one step.
 *
 * @param temporary Where it is, in the same directory.
 * @param path The name.
 * @param overwrite Whether a file that is there may be replaced.
 * @throws An `EEXIST` error of the file system if the name is taken.
 */
export async function moveToTarget(temporary: string, path: string, overwrite: boolean): Promise<void> {
  if (overwrite) return await fileSystem().rename(temporary, path);
  await claim(temporary, path);
}

/** A file that another will take the place of. */
export interface ReplacedFile {
  /** Where it is, links followed. */
  readonly path: string;
  /** Its permissions. */
  readonly mode: number;
}

/** The file that a path leads to, whose permissions its successor gets; a link itself is not replaced. */
async function existing(path: string): Promise<ReplacedFile | undefined> {
  try {
    const target = await fileSystem().realpath(path);
    const stats = await fileSystem().stat(target);
    if (stats.isDirectory()) throw systemError("EISDIR", "illegal operation on a directory", path);
    // A rename would put a file in the place of a device or a pipe.
    if (!stats.isFile()) throw systemError("EINVAL", "not a regular file", path);
    return { path: target, mode: stats.mode & 0o777 };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function refuseExisting(path: string): Promise<void> {
  try {
    await fileSystem().lstat(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  throw systemError("EEXIST", "file already exists", path);
}

function systemError(code: string, reason: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${reason}, open '${path}'`), { code, path });
}

// A link fails where the name is taken, in one step; rename would silently replace, and a look before it would race
// with other writers. File systems without links get an empty file under the name first, made only if it is free.
async function claim(temporary: string, path: string): Promise<void> {
  try {
    await fileSystem().link(temporary, path);
  } catch (error) {
    if (!["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"].includes(codeOf(error) ?? "")) throw error;
    return await claimByRename(temporary, path);
  }
  await fileSystem().rm(temporary);
}

async function claimByRename(temporary: string, path: string): Promise<void> {
  await (await fileSystem().open(path, "wx")).close();
  try {
    await fileSystem().rename(temporary, path);
  } catch (error) {
    await fileSystem().rm(path);
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code;
}
