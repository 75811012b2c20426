import { type ErrorInit, MaktabaError, nameErrorClass } from "./maktaba_error.ts";

/**
 * A failure on a file, a directory or what a file holds.
 */
export class FileError extends MaktabaError {
  static {
    nameErrorClass(this, "FileError");
  }

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `FS_`, the message's values, and details.
   */
  constructor(init: ErrorInit<"FS_">) {
    super(init);
  }
}
