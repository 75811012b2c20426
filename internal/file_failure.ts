import { dirname } from "node:path";
import { FileError, type FileErrorPlace } from "../errors/file_error.ts";
import type { ErrorCode } from "../errors/catalogue.ts";
import type { ErrorInit } from "../errors/maktaba_error.ts";
import { missingFlag } from "./permission.ts";

/** The class whose errors an operation throws: `FileError` or one under it. */
export type FileErrorClass = new (init: ErrorInit<"FS_"> & FileErrorPlace) => FileError;

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
 * Waits for work on a file, and names the file in the error of the file system that it may fail with. What is no such
 * error (a cancellation, an error of the caller's own callback) passes as it is.
 *
 * @typeParam T What the work results in.
 * @param path The file.
 * @param work The work under way.
 * @param errorClass The class of the error.
 * @returns What the work resolved to.
 */
export async function onFile<T>(path: string, work: Promise<T>, errorClass: FileErrorClass = FileError): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw fileFailure(error, path, errorClass);
  }
}

/**
 * Turns an error of the file system into one of ours.
 *
 * @param error What was thrown.
 * @param path The file that was worked on.
 * @param errorClass The class of the error.
 * @returns Our error, or what was thrown where it did not come from the file system.
 */
export function fileFailure(error: unknown, path: string, errorClass: FileErrorClass = FileError): unknown {
  if (!(error instanceof Error)) return error;
  const missing = missingFlag(error);
  if (missing !== undefined) {
    // A file is written beside its place first.
    const flags = `${missing}=${missing === "--allow-write" ? dirname(path) : path}`;
    return new errorClass({ code: "FS_NOT_ALLOWED", params: { path, flags }, path, cause: error });
  }
  const code = systemCode(error);
  if (code === undefined) return error;
  const ours = codes[code];
  if (ours === undefined) {
    return new errorClass({ code: "FS_FAILED", params: { path, reason: error.message }, path, cause: error });
  }
  return new errorClass({ code: ours, params: { path }, path, cause: error, retryable: ours === "FS_TOO_MANY_OPEN" });
}

function systemCode(error: Error): string | undefined {
  const { code } = error as { code?: unknown };
  // What Node throws where it was not given a permission has no code of the system.
  if (code === "ERR_ACCESS_DENIED") return "EACCES";
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}
