import { Buffer } from "node:buffer";
import { FileError } from "../../errors/file_error.ts";
import { withSignal } from "../../internal/signals.ts";
import { checkText } from "../../internal/validate.ts";
import { checkSftpOptions } from "./check_sftp_options.ts";
import { Meter } from "./progress.ts";
import { type RemoteStats, SftpSession } from "./sftp_session.ts";
import { REQUEST_BYTES, REQUESTS_AT_A_TIME } from "./sftp_requests.ts";
import { TargetFile } from "./target_file.ts";
import type { SftpOptions } from "../sftp_options.ts";

/** Downloads a file; gives the local path. */
export async function download(remotePath: string, localPath: string, options: SftpOptions): Promise<string> {
  checkText("remotePath", remotePath);
  checkText("localPath", localPath);
  checkSftpOptions(options);
  return await withSignal(options.signal, (signal) => transfer(remotePath, localPath, options, signal));
}

async function transfer(
  remotePath: string,
  localPath: string,
  options: SftpOptions,
  signal: AbortSignal | undefined,
): Promise<string> {
  await using target = await TargetFile.create(localPath, { overwrite: options.overwrite });
  await using session = await SftpSession.open(options, signal);
  const { size } = await examine(session, remotePath);
  const meter = new Meter(size, options.onProgress);
  const handle = await session.request<Buffer>(remotePath, (sftp, answer) => sftp.open(remotePath, "r", {}, answer));
  for await (const chunk of chunks(session, remotePath, handle)) {
    await target.write(chunk);
    meter.add(chunk.length);
  }
  await session.request<void>(remotePath, (sftp, answer) => sftp.close(handle, answer));
  refuseShort(session, remotePath, meter.bytes, size);
  await target.commit();
  return localPath;
}

async function examine(session: SftpSession, path: string): Promise<{ size: number }> {
  const stats = await session.request<RemoteStats>(path, (sftp, answer) => sftp.stat(path, answer));
  if (!stats.isDirectory()) return stats;
  throw new FileError({ code: "FS_IS_DIRECTORY", params: { path: `${session.address}:${path}` }, path });
}

// A file may grow while it is read, but one that ends before its size was cut, and is not what was asked for.
function refuseShort(session: SftpSession, path: string, bytes: number, totalBytes: number): void {
  if (bytes >= totalBytes) return;
  const params = { path: `${session.address}:${path}`, bytes, totalBytes };
  throw new FileError({ code: "FS_SFTP_SHORT", params, path, position: bytes, retryable: true });
}

// Several requests are under way at a time: each would otherwise wait for the answer to the one before.
async function* chunks(
  session: SftpSession,
  path: string,
  handle: Buffer,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pending: Promise<Buffer>[] = [];
  for (let position = 0;;) {
    for (; pending.length < REQUESTS_AT_A_TIME; position += REQUEST_BYTES) {
      const chunk = readChunk(session, path, handle, position);
      // One that fails after the loop was left has nobody else to take its error.
      chunk.catch(() => {});
      pending.push(chunk);
    }
    const chunk = await pending.shift()!;
    if (chunk.length > 0) yield chunk;
    if (chunk.length < REQUEST_BYTES) return;
  }
}

/** Reads a whole chunk, which only the end of the file makes shorter; the server may answer with less. */
async function readChunk(session: SftpSession, path: string, handle: Buffer, position: number): Promise<Buffer> {
  const chunk = Buffer.allocUnsafeSlow(REQUEST_BYTES);
  let filled = 0;
  while (filled < chunk.length) {
    const bytesRead = await session.request<number>(path, (sftp, answer) => {
      sftp.read(handle, chunk, filled, chunk.length - filled, position + filled, answer);
    });
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return chunk.subarray(0, filled);
}
