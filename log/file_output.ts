/**
 * A file as a place for entries.
 *
 * @internal
 * @module
 */

import type * as FileSystem from "node:fs";
import type * as Path from "node:path";
import { formatMessage } from "../errors/catalogue.ts";
import { MaktabaError } from "../errors/maktaba_error.ts";
import { builtin } from "../internal/runtime.ts";
import { jsonLine } from "./json_line.ts";
import type { LogEntry } from "./log_entry.ts";
import type { LogLevel } from "./log_level.ts";
import type { Output, Tell } from "./output.ts";
import type { LogFileOptions } from "./output_options.ts";

const CHECK_MS = 50;
const STALE_MS = 10_000;

/**
 * Appends entries to a file as lines of JSON, and begins a new file when it is full.
 *
 * Each entry is written when it comes, with a call that returns when the operating system has it (1 microsecond, as
 * measured): what a program logs before it dies of an exception, a signal or `process.exit()` is in the file. A buffer
 * would have to be emptied at the end, and Deno tells nobody of the end that an uncaught exception brings.
 */
export class FileOutput implements Output {
  readonly level: LogLevel;
  readonly #fs: typeof FileSystem;
  readonly #path: string;
  readonly #directory: string;
  readonly #maxBytes: number;
  readonly #maxFiles: number;
  readonly #tell: Tell;
  #descriptor: number | undefined;
  #size = 0;
  /** What tells the open file from others that may get its name. */
  #identity = "";
  #checkedAt = 0;
  #lost = 0;
  /** Whether the last line has no end, as the disk was full in its middle. */
  #isTorn = false;

  constructor(options: LogFileOptions, tell: Tell) {
    const { path, maxBytes = 10_485_760, maxFiles = 5, level = "debug" } = options;
    const fs = builtin<typeof FileSystem>("node:fs");
    const paths = builtin<typeof Path>("node:path");
    if (fs === undefined || paths === undefined) {
      throw new MaktabaError({ code: "LOG_FILE_NOT_SUPPORTED", params: { path }, context: { path } });
    }
    this.level = level;
    this.#fs = fs;
    // Resolved now, so that a program that changes its directory keeps writing to the same file.
    this.#path = paths.resolve(path);
    this.#directory = paths.dirname(this.#path);
    this.#maxBytes = maxBytes;
    this.#maxFiles = maxFiles;
    this.#tell = tell;
  }

  write(entry: LogEntry): void {
    try {
      const lost = this.#lost;
      this.#append(`${lost === 0 ? "" : `${jsonLine(lostEntry(lost))}\n`}${jsonLine(entry)}\n`);
      this.#lost = 0;
    } catch (cause) {
      this.#forget();
      // Told once for all that is lost in a row: the log must not become what fills the screen.
      if (this.#lost++ === 0) this.#tell(notWritten(this.#path, cause));
    }
  }

  async flush(): Promise<void> {
    if (this.#descriptor === undefined) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#fs.fdatasync(this.#descriptor, (error) => error === null ? resolve() : reject(error));
    try {
      await promise;
    } catch (cause) {
      // Pipes and devices cannot be flushed, and have nothing to flush.
      if ((cause as { code?: unknown }).code !== "EINVAL") this.#tell(notWritten(this.#path, cause));
    }
  }

  async close(): Promise<void> {
    await this.flush();
    this.#forget();
  }

  #append(text: string): void {
    const bytes = new TextEncoder().encode(this.#isTorn ? `\n${text}` : text);
    if (this.#descriptor !== undefined && !this.#isNamed()) this.#forget();
    if (this.#descriptor === undefined) this.#open();
    if (this.#size > 0 && this.#size + bytes.length > this.#maxBytes) this.#rotate();
    let written = 0;
    try {
      while (written < bytes.length) written += this.#fs.writeSync(this.#descriptor!, bytes, written);
    } finally {
      this.#size += written;
      if (written > 0) this.#isTorn = written < bytes.length;
    }
  }

  #open(): void {
    this.#fs.mkdirSync(this.#directory, { recursive: true });
    this.#descriptor = this.#fs.openSync(this.#path, "a");
    const { size, ino, dev } = this.#fs.fstatSync(this.#descriptor);
    this.#size = size;
    this.#identity = `${dev}:${ino}`;
    this.#checkedAt = performance.now();
  }

  // Another process that writes to the same file may have begun a new one, or somebody have moved it away. To ask each
  // time would double the cost of a record.
  #isNamed(): boolean {
    const now = performance.now();
    if (now - this.#checkedAt < CHECK_MS) return true;
    this.#checkedAt = now;
    return this.#isStillOurs();
  }

  #isStillOurs(): boolean {
    const named = this.#fs.statSync(this.#path, { throwIfNoEntry: false });
    return named !== undefined && `${named.dev}:${named.ino}` === this.#identity;
  }

  // Two processes that rename at once would lose a file: one does it, and the other goes on in what it has open.
  #rotate(): void {
    const lock = `${this.#path}.lock`;
    if (!this.#take(lock)) return;
    try {
      const isOurs = this.#isStillOurs();
      this.#forget();
      if (isOurs) this.#shift();
      this.#open();
    } finally {
      this.#fs.rmSync(lock, { force: true });
    }
  }

  #take(lock: string): boolean {
    try {
      this.#fs.closeSync(this.#fs.openSync(lock, "wx"));
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code !== "EEXIST") throw error;
      const since = this.#fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
      // Renaming takes a millisecond; whoever holds the lock for so long has died meanwhile.
      if (Date.now() - since > STALE_MS) this.#fs.rmSync(lock, { force: true });
      return false;
    }
  }

  #shift(): void {
    const name = (index: number) => index === 0 ? this.#path : `${this.#path}.${index}`;
    if (this.#maxFiles === 0) return this.#fs.truncateSync(this.#path);
    for (let index = this.#maxFiles; index > 0; index--) {
      // Renaming replaces what had the name, and the last file goes that way.
      if (this.#fs.existsSync(name(index - 1))) this.#fs.renameSync(name(index - 1), name(index));
    }
  }

  #forget(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor === undefined) return;
    try {
      this.#fs.closeSync(descriptor);
    } catch {
      // It is not open any more, which is what was wanted.
    }
  }
}

function notWritten(path: string, cause: unknown): MaktabaError {
  return new MaktabaError({
    code: "LOG_FILE_NOT_WRITTEN",
    params: { path, reason: cause },
    cause,
    context: { path },
    retryable: true,
  });
}

function lostEntry(count: number): LogEntry {
  const message = formatMessage("LOG_RECORDS_LOST", { count });
  return { time: new Date(), level: "warning", logger: "maktaba.log", message, properties: { count } };
}
