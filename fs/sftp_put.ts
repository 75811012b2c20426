import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { SftpOptions } from "./sftp_options.ts";

const uploading = lazy(() => import("./internal/sftp_upload.ts"));

/**
 * Uploads a file over SFTP. It is written beside its target under a temporary name, then renamed: on the server too it
 * appears when it is complete, and is not there after a failure or a cancellation. (Only where the connection itself is
 * lost can the temporary file, `.NAME.….tmp`, not be removed.) The server's host key is verified before a password is
 * sent, against `hostKey` or `~/.ssh/known_hosts`.
 *
 * @param localPath The file.
 * @param remotePath Where it goes on the server; relative paths begin in the account's directory.
 * @param options The server, the account, the host key, overwriting, progress and cancellation.
 * @returns The remote path.
 * @throws {ValidationError} If an option cannot be used.
 * @throws {FileError} If the server cannot be reached, is not the one that is meant, or refuses the account; if the
 * local file cannot be read, or the remote one exists or cannot be written.
 *
 * @example Upload with a key
 * ```ts ignore
 * import { readText, sftpPut } from "@maktaba/std/fs";
 *
 * await sftpPut("2026.csv", "reports/2026.csv", {
 *   host: "files.example.com",
 *   username: "layla",
 *   privateKey: await readText("/home/layla/.ssh/id_ed25519"),
 *   overwrite: true,
 * });
 * ```
 */
export async function sftpPut(localPath: string, remotePath: string, options: SftpOptions): Promise<string> {
  try {
    const { upload } = uploading.module ?? await uploading.load();
    return await upload(localPath, remotePath, options);
  } catch (error) {
    throw fromCaller(error, sftpPut);
  }
}
