import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { SftpOptions } from "./sftp_options.ts";

const downloading = lazy(() => import("./internal/sftp_download.ts"));

/**
 * Downloads a file over SFTP. It appears when it is complete, and is not there after a failure or a cancellation. The
 * server's host key is verified before a password is sent, against `hostKey` or `~/.ssh/known_hosts`.
 *
 * @param remotePath The file on the server; relative paths begin in the account's directory.
 * @param localPath Where it goes.
 * @param options The server, the account, the host key, overwriting, progress and cancellation.
 * @returns The local path.
 * @throws {ValidationError} If an option cannot be used.
 * @throws {FileError} If the server cannot be reached, is not the one that is meant, or refuses the account; if the
 * remote file cannot be read, or the local one exists or cannot be written.
 *
 * @example Download with a pinned host key
 * ```ts ignore
 * import { sftpGet } from "@maktaba/std/fs";
 *
 * await sftpGet("reports/2026.csv", "2026.csv", {
 *   host: "files.example.com",
 *   username: "layla",
 *   password: "…",
 *   hostKey: "SHA256:uNiVztksCsDhcc0u9e8BrDXh2uYMSPZUe2v3c9ynzb0",
 * });
 * ```
 */
export async function sftpGet(remotePath: string, localPath: string, options: SftpOptions): Promise<string> {
  try {
    const { download } = downloading.module ?? await downloading.load();
    return await download(remotePath, localPath, options);
  } catch (error) {
    throw fromCaller(error, sftpGet);
  }
}
