import { type ErrorInit, MaktabaError } from "./maktaba_error.ts";
import { nameErrorClass } from "./name_error_class.ts";

/** Where a {@linkcode FileError} happened, as far as it is known. */
export interface FileErrorPlace {
  /** The file or directory, as it was named; on the server for SFTP. */
  path?: string | undefined;
  /** The line, from 1. */
  line?: number | undefined;
  /** The field on the line, from 1. */
  column?: number | undefined;
  /** The position in bytes, from 0. */
  position?: number | undefined;
}

/**
 * A failure on a file, a directory or what a file holds. Its `code` tells the reason.
 *
 * @example Which line is wrong
 * ```ts
 * import { FileError } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * const error = new FileError({ code: "FS_NOT_FOUND", params: { path: "a.csv" }, path: "a.csv" });
 * assert.equal(error.path, "a.csv");
 * assert.equal(error.line, undefined);
 * ```
 */
export class FileError extends MaktabaError {
  static {
    nameErrorClass(this, "FileError");
  }

  /** The file or directory, as it was named; on the server for SFTP. */
  declare readonly path: string | undefined;
  /** The line, from 1. */
  declare readonly line: number | undefined;
  /** The field on the line, from 1. */
  declare readonly column: number | undefined;
  /** The position in bytes, from 0. */
  declare readonly position: number | undefined;

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `FS_`, the message's values, the place, and details.
   */
  constructor(init: ErrorInit<"FS_"> & FileErrorPlace) {
    super(init);
    for (const name of ["path", "line", "column", "position"] as const) {
      // What is not known is not printed with the error.
      if (init[name] !== undefined) Object.defineProperty(this, name, { value: init[name], enumerable: true });
    }
  }
}
