import type { ErrorCode } from "../../../errors/catalogue.ts";
import { FileError } from "../../../errors/file_error.ts";

type PathCode = Extract<
  ErrorCode,
  | "FS_NOT_FOUND"
  | "FS_PERMISSION"
  | "FS_EXISTS"
  | "FS_IS_DIRECTORY"
  | "FS_NOT_DIRECTORY"
  | "FS_NO_SPACE"
  | "FS_READ_ONLY"
  | "FS_NAME_TOO_LONG"
  | "FS_TOO_MANY_OPEN"
>;

const codes: Readonly<Record<string, PathCode>> = {
  ENOENT: "FS_NOT_FOUND",
  EACCES: "FS_PERMISSION",
  EPERM: "FS_PERMISSION",
  ERR_ACCESS_DENIED: "FS_PERMISSION",
  EEXIST: "FS_EXISTS",
  EISDIR: "FS_IS_DIRECTORY",
  ENOTDIR: "FS_NOT_DIRECTORY",
  ENOSPC: "FS_NO_SPACE",
  EDQUOT: "FS_NO_SPACE",
  EROFS: "FS_READ_ONLY",
  ENAMETOOLONG: "FS_NAME_TOO_LONG",
  EMFILE: "FS_TOO_MANY_OPEN",
  ENFILE: "FS_TOO_MANY_OPEN",
};

/**
 * Turns an error of the file system into one of ours.
 *
 * @param error What was thrown.
 * @param path The file that was worked on.
 * @returns Our error, or what was thrown where it did not come from the file system.
 */
export function fileFailure(error: unknown, path: string): unknown {
  const { code: given, name, message } = (error ?? {}) as { code?: unknown; name?: unknown; message?: unknown };
  // What Deno throws where it was not given a permission has no code.
  const code = name === "NotCapable" ? "EACCES" : given;
  if (typeof code !== "string" || !/^E[A-Z0-9_]+$/.test(code)) return error;
  const details = { path, cause: error };
  const ours = Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (ours === undefined) return new FileError({ code: "FS_FAILED", params: { path, reason: message }, ...details });
  return new FileError({ code: ours, params: { path }, ...details, retryable: ours === "FS_TOO_MANY_OPEN" });
}

/**
 * Waits for work on a file that is to be written, and names the file in the error that it may fail with. Where it is not
 * found, its directory is not there.
 *
 * @typeParam T What the work results in.
 * @param path The file.
 * @param work The work under way.
 * @returns What the work resolved to.
 */
export async function onTarget<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== "ENOENT") throw fileFailure(error, path);
    throw new FileError({ code: "FS_NO_DIRECTORY", params: { path }, path, cause: error });
  }
}
