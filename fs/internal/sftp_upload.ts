import { Buffer } from "node:buffer";
import { posix } from "node:path";
import { FileError } from "../../errors/file_error.ts";
import { withSignal } from "../../internal/signals.ts";
import { checkText } from "../../internal/validate.ts";
import { checkSftpOptions } from "./check_sftp_options.ts";
import { Meter } from "./progress.ts";
import { REQUEST_BYTES, REQUESTS_AT_A_TIME } from "./sftp_requests.ts";
import { type RemoteStats, SftpSession } from "./sftp_session.ts";
import { SourceFile } from "./source_file.ts";
import type { SftpOptions } from "../sftp_options.ts";

/** Uploads a file; gives the remote path. */
export async function upload(localPath: string, remotePath: string, options: SftpOptions): Promise<string> {
  checkText("localPath", localPath);
  checkText("remotePath", remotePath);
  checkSftpOptions(options);
  return await withSignal(options.signal, (signal) => transfer(localPath, remotePath, options, signal));
}

async function transfer(
  localPath: string,
  remotePath: string,
  options: SftpOptions,
  signal: AbortSignal | undefined,
): Promise<string> {
  await using source = await SourceFile.open(localPath);
  await using session = await SftpSession.open(options, signal);
  const { overwrite = false } = options;
  const existing = await examine(session, remotePath, overwrite);
  await using target = await RemoteFile.create(session, remotePath, existing?.mode ?? source.mode);
  await copy(source, target, new Meter(source.size, options.onProgress), session.signal);
  await target.commit(overwrite);
  return remotePath;
}

async function examine(session: SftpSession, path: string, overwrite: boolean): Promise<RemoteStats | undefined> {
  const shown = `${session.address}:${path}`;
  try {
    const stats = await session.request<RemoteStats>(path, (sftp, answer) => sftp.stat(path, answer));
    if (stats.isDirectory()) throw new FileError({ code: "FS_IS_DIRECTORY", params: { path: shown }, path });
    if (!overwrite) throw new FileError({ code: "FS_EXISTS", params: { path: shown }, path });
    return stats;
  } catch (error) {
    if (error instanceof FileError && error.code === "FS_NOT_FOUND") return undefined;
    throw error;
  }
}

async function copy(
  source: SourceFile,
  target: RemoteFile,
  meter: Meter,
  signal: AbortSignal,
): Promise<void> {
  const pending: Promise<void>[] = [];
  for (let position = 0;;) {
    signal.throwIfAborted();
    const buffer = Buffer.allocUnsafeSlow(REQUEST_BYTES);
    const bytesRead = await source.read(buffer);
    if (bytesRead === 0) break;
    const written = target.write(buffer.subarray(0, bytesRead), position).then(() => meter.add(bytesRead));
    // One that fails after the loop was left has nobody else to take its error.
    written.catch(() => {});
    pending.push(written);
    position += bytesRead;
    if (pending.length === REQUESTS_AT_A_TIME) await pending.shift();
  }
  for (const written of pending) await written;
}

/** A file on the server that has a temporary name until it is complete. */
class RemoteFile implements AsyncDisposable {
  readonly #session: SftpSession;
  readonly #path: string;
  readonly #temporary: string;
  #handle: Buffer | undefined;
  #isShown = false;

  private constructor(session: SftpSession, path: string, temporary: string, handle: Buffer) {
    this.#session = session;
    this.#path = path;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  static async create(session: SftpSession, path: string, mode: number): Promise<RemoteFile> {
    const name = `.${posix.basename(path).slice(0, 40)}.${crypto.randomUUID().slice(0, 8)}.tmp`;
    const temporary = posix.join(posix.dirname(path), name);
    const attributes = { mode: mode & 0o777 };
    try {
      const handle = await session.request<Buffer>(path, (sftp, answer) => {
        sftp.open(temporary, "wx", attributes, answer);
      });
      return new RemoteFile(session, path, temporary, handle);
    } catch (error) {
      // A cancellation may have come when the server had been asked already.
      await session.undo((sftp, answer) => sftp.unlink(temporary, answer));
      throw error;
    }
  }

  async write(bytes: Buffer, position: number): Promise<void> {
    await this.#session.request<void>(this.#path, (sftp, answer) => {
      sftp.write(this.#handle!, bytes, 0, bytes.length, position, answer);
    });
  }

  async commit(overwrite: boolean): Promise<void> {
    const handle = this.#handle!;
    this.#handle = undefined;
    await this.#session.request<void>(this.#path, (sftp, answer) => sftp.close(handle, answer));
    await (overwrite ? this.#replace() : this.#claim());
    this.#isShown = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isShown) return;
    const handle = this.#handle;
    if (handle !== undefined) await this.#session.undo((sftp, answer) => sftp.close(handle, answer));
    await this.#session.undo((sftp, answer) => sftp.unlink(this.#temporary, answer));
  }

  // The rename of SFTP itself refuses to replace, in one step with OpenSSH; the answer does not say why.
  async #claim(): Promise<void> {
    const path = this.#path;
    try {
      await this.#session.request<void>(path, (sftp, answer) => sftp.rename(this.#temporary, path, answer));
    } catch (error) {
      await examine(this.#session, path, false);
      throw error;
    }
  }

  async #replace(): Promise<void> {
    const path = this.#path;
    try {
      await this.#session.request<void>(path, (sftp, answer) => sftp.ext_openssh_rename(this.#temporary, path, answer));
    } catch (error) {
      if (!/does not support/.test(String((error as Error).cause))) throw error;
      await this.#replaceInTwoSteps();
    }
  }

  // A server without OpenSSH's extension can only remove the old file first.
  async #replaceInTwoSteps(): Promise<void> {
    const path = this.#path;
    await this.#session.undo((sftp, answer) => sftp.unlink(path, answer));
    await this.#session.request<void>(path, (sftp, answer) => sftp.rename(this.#temporary, path, answer));
  }
}
