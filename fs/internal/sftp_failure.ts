import { FileError } from "../../errors/file_error.ts";
import { printable } from "../../internal/driver_error.ts";
import { missingFlag, neededFlags } from "../../internal/permission.ts";
import type { SftpOptions } from "../sftp_options.ts";

/** The answers of a server that failed (draft-ietf-secsh-filexfer-02, section 7). */
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;

/**
 * Turns what ssh2 failed with while connecting into an error of ours.
 *
 * @param cause What it was.
 * @param options Whom we wanted to connect to.
 * @param host The server, for messages.
 * @returns The error.
 */
export function connectionFailure(cause: unknown, options: SftpOptions, host: string): FileError {
  printable(cause, String);
  const refused = notAllowed(cause, host);
  if (refused !== undefined) return refused;
  const { code, level, message = "" } = (cause ?? {}) as { code?: unknown; level?: unknown; message?: string };
  if (code === "ECONNREFUSED") {
    return new FileError({ code: "FS_SFTP_REFUSED", params: { host }, cause, retryable: true });
  }
  if (/privateKey|passphrase/i.test(message)) {
    return new FileError({ code: "FS_SFTP_PRIVATE_KEY", params: { reason: message }, cause });
  }
  if (level === "client-authentication") {
    const { username } = options;
    return new FileError({ code: "FS_SFTP_AUTHENTICATION", params: { host, username }, cause });
  }
  if (["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"].includes(code as string)) {
    return new FileError({ code: "FS_SFTP_UNREACHABLE", params: { host, reason: code }, cause, retryable: true });
  }
  if (code === "ECONNRESET" || /unexpected (?:end|close) event|connection lost|reset/i.test(message)) {
    return new FileError({ code: "FS_SFTP_DISCONNECTED", params: { path: host }, cause, retryable: true });
  }
  return new FileError({ code: "FS_SFTP_FAILED", params: { path: host, reason: message }, cause });
}

/**
 * The error where Deno does not allow to connect.
 *
 * @param cause What was thrown.
 * @param host The server.
 * @returns The error; undefined where the cause is another.
 */
export function notAllowed(cause: unknown, host: string): FileError | undefined {
  const missing = missingFlag(cause);
  if (missing === undefined) return undefined;
  // The packages look at some variables of the environment when they are loaded; and it tells the home directory, which
  // would else be asked of the system.
  const flags = neededFlags(missing === "--allow-sys" ? "--allow-env" : missing, [
    `--allow-net=${host}`,
    "--allow-env",
  ]);
  return new FileError({ code: "FS_SFTP_NOT_ALLOWED", params: { host, flags }, cause });
}

/**
 * Turns a server's answer to a request into an error of ours.
 *
 * @param cause The answer.
 * @param path The file on the server.
 * @param host The server, for messages.
 * @returns The error.
 */
export function requestFailure(cause: unknown, path: string, host: string): FileError {
  if (cause instanceof FileError) return cause;
  printable(cause, String);
  const { code, message = String(cause) } = (cause ?? {}) as { code?: unknown; message?: string };
  const shown = `${host}:${path}`;
  if (code === NO_SUCH_FILE) return new FileError({ code: "FS_NOT_FOUND", params: { path: shown }, path, cause });
  if (code === PERMISSION_DENIED) return new FileError({ code: "FS_PERMISSION", params: { path: shown }, path, cause });
  if (/no response from server|not connected/i.test(message)) {
    return new FileError({ code: "FS_SFTP_DISCONNECTED", params: { path: shown }, path, cause, retryable: true });
  }
  return new FileError({ code: "FS_SFTP_FAILED", params: { path: shown, reason: message }, path, cause });
}
