import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { FileError } from "../../../errors/file_error.ts";
import { checkTarget, moveToTarget, type ReplacedFile } from "../../../internal/atomic_file.ts";
import { fileFailure } from "../../../internal/file_failure.ts";
import { fileSystem } from "../../../internal/file_system.ts";
import { builtin } from "../../../internal/runtime.ts";
import { readValidators, type Validators, writeValidators } from "./validators.ts";

/** How a partial file is opened. */
export interface PartialFileOptions {
  /** Whether a file that is there already is replaced. */
  readonly overwrite: boolean;
  /** Whether it is left for a later call where it can be gone on with, and what an earlier one left is taken up. */
  readonly resume: boolean;
  /** What is downloaded. */
  readonly url: URL;
}

// Pieces of a network are small; written in one go, they cost a fraction.
const READ_BYTES = 1_048_576;

/**
 * A file that grows beside its target and takes its place when it is complete. One that may be gone on with has a name
 * that a later call finds, and its validators in a file beside it; any other has a name of its own and is removed.
 */
export class PartialFile implements AsyncDisposable {
  readonly #path: string;
  readonly #target: string;
  readonly #part: string;
  readonly #options: PartialFileOptions;
  readonly #mode: number;
  #handle: FileHandle | undefined;
  #bytes = 0;
  #validators: Validators | undefined;
  #isDone = false;

  private constructor(path: string, replaced: ReplacedFile | undefined, options: PartialFileOptions) {
    this.#path = path;
    this.#target = replaced?.path ?? path;
    this.#mode = replaced?.mode ?? 0o666;
    this.#options = options;
    const name = basename(this.#target);
    const own = `.${name.slice(0, 40)}.${crypto.randomUUID().slice(0, 8)}.tmp`;
    this.#part = join(dirname(this.#target), options.resume ? `${bounded(name)}.part` : own);
  }

  /**
   * Opens one.
   *
   * @param path The target.
   * @param options How.
   * @returns The file, as long as an earlier call left it, or empty.
   */
  static async open(path: string, options: PartialFileOptions): Promise<PartialFile> {
    const file = new PartialFile(path, await onTarget(path, checkTarget(path, options.overwrite)), options);
    const isTakenUp = options.resume && await onTarget(path, file.#takeUp());
    if (!isTakenUp) await file.restart(undefined);
    return file;
  }

  /** How many bytes are in it. */
  get bytes(): number {
    return this.#bytes;
  }

  /** By what the server is asked whether it is still the same file; undefined where it must begin anew. */
  get validators(): Validators | undefined {
    return this.#validators;
  }

  /**
   * Empties it, in order to begin anew.
   *
   * @param validators By what it can be gone on with from now on.
   */
  async restart(validators: Validators | undefined): Promise<void> {
    const isEmpty = this.#handle !== undefined && this.#bytes === 0;
    // Another file and not the same one cut short: somebody else may be writing to that.
    if (!isEmpty) await this.#replace();
    this.#validators = validators;
    if (this.#options.resume) await this.#writeRecord();
  }

  /**
   * Writes what follows.
   *
   * @param bytes The bytes.
   */
  async write(bytes: Uint8Array): Promise<void> {
    // A disk that is nearly full takes a part of them, and says so only when it is given the rest.
    for (let done = 0; done < bytes.byteLength;) {
      const work = this.#handle!.write(bytes, done, bytes.byteLength - done, this.#bytes + done);
      done += (await onTarget(this.#path, work)).bytesWritten;
    }
    this.#bytes += bytes.byteLength;
  }

  /** Reads what is in it. */
  async *read(): AsyncGenerator<Uint8Array, void> {
    const buffer = new Uint8Array(READ_BYTES);
    for (let at = 0; at < this.#bytes;) {
      const length = Math.min(buffer.length, this.#bytes - at);
      const { bytesRead } = await onTarget(this.#path, this.#handle!.read(buffer, 0, length, at));
      if (bytesRead === 0) throw taken(this.#path);
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  /** Flushes it to the disk and gives it its name. */
  async commit(): Promise<void> {
    const handle = this.#handle!;
    await onTarget(this.#path, handle.sync());
    await this.#checkOwn(handle);
    await this.#close();
    await onTarget(this.#path, moveToTarget(this.#part, this.#target, this.#options.overwrite));
    this.#isDone = true;
    if (this.#options.resume) await this.#remove(this.#recordPath);
  }

  /** Takes away what can be gone on with. */
  forget(): void {
    this.#validators = undefined;
  }

  /** Closes it. It is left for a later call if it can be gone on with, and removed otherwise, unless it was committed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    const isLeft = this.#options.resume && this.#validators !== undefined && this.#bytes > 0;
    if (this.#isDone || isLeft) return;
    if (this.#options.resume) await this.#remove(this.#recordPath);
    await this.#remove(this.#part);
  }

  get #recordPath(): string {
    return `${this.#part}.json`;
  }

  /** Opens what an earlier call left; tells whether there is anything. */
  async #takeUp(): Promise<boolean> {
    try {
      const text = await fileSystem().readFile(this.#recordPath, "utf8");
      const validators = readValidators(text, this.#options.url);
      if (validators === undefined) return false;
      this.#handle = await this.#openLeft();
      const { size } = await this.#handle.stat();
      const isSound = size <= (validators.totalBytes ?? Infinity);
      if (!isSound) await this.#close();
      else [this.#validators, this.#bytes] = [validators, size];
      return isSound;
    } catch (error) {
      // There is none, or a link in its place.
      if (["ENOENT", "ELOOP"].includes((error as { code?: string }).code ?? "")) return false;
      throw error;
    }
  }

  // Not through a link: in a directory that others write to, it may lead anywhere.
  async #openLeft(): Promise<FileHandle> {
    const { O_RDWR, O_NOFOLLOW = 0 } = builtin<typeof import("node:fs")>("node:fs")!.constants;
    return await fileSystem().open(this.#part, O_RDWR | O_NOFOLLOW);
  }

  async #replace(): Promise<void> {
    await this.#close();
    if (this.#options.resume) await this.#remove(this.#recordPath);
    await this.#remove(this.#part);
    this.#validators = undefined;
    this.#bytes = 0;
    this.#handle = await onTarget(this.#path, fileSystem().open(this.#part, "wx+", this.#mode));
    // What `open` is told is cut by the umask: permissions that a file had are given to the new one as they were.
    if (this.#mode !== 0o666) await onTarget(this.#path, this.#handle.chmod(this.#mode));
  }

  async #writeRecord(): Promise<void> {
    if (this.#validators === undefined) return await this.#remove(this.#recordPath);
    const text = writeValidators(this.#validators, this.#options.url);
    const temporary = `${this.#recordPath}.${crypto.randomUUID().slice(0, 8)}.tmp`;
    try {
      await onTarget(this.#path, fileSystem().writeFile(temporary, text, { flag: "wx" }));
      await onTarget(this.#path, fileSystem().rename(temporary, this.#recordPath));
    } catch (error) {
      await this.#remove(temporary);
      throw error;
    }
  }

  // Another process may have begun the same download anew: what is under the name is not what was written here then.
  async #checkOwn(handle: FileHandle): Promise<void> {
    const own = await onTarget(this.#path, handle.stat({ bigint: true }));
    const found = await fileSystem().lstat(this.#part, { bigint: true }).catch(() => undefined);
    if (found?.ino !== own.ino || found.dev !== own.dev || Number(own.size) !== this.#bytes) throw taken(this.#path);
  }

  async #remove(path: string): Promise<void> {
    await onTarget(this.#path, fileSystem().rm(path, { force: true }));
  }

  async #close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }
}

/** Names the file in what work on it fails with. Where it is not found, its directory is not there. */
async function onTarget<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== "ENOENT") throw fileFailure(error, path);
    throw new FileError({ code: "FS_NO_DIRECTORY", params: { path }, path, cause: error });
  }
}

function taken(path: string): FileError {
  return new FileError({ code: "FS_PARTIAL_TAKEN", params: { path }, path });
}

// Names of files are bounded, by 255 bytes as a rule.
function bounded(name: string): string {
  if (new TextEncoder().encode(name).length <= 240) return name;
  const { createHash } = builtin<typeof import("node:crypto")>("node:crypto")!;
  return `${name.slice(0, 40)}.${createHash("sha256").update(name).digest("hex").slice(0, 16)}`;
}
