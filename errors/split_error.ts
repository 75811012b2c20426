import { FileError, type FileErrorPlace } from "./file_error.ts";
import type { ErrorInit } from "./maktaba_error.ts";
import { nameErrorClass } from "./name_error_class.ts";

/**
 * A failure to split a file into parts or to join them.
 */
export class SplitError extends FileError {
  static {
    nameErrorClass(this, "SplitError");
  }

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `FS_`, the message's values, the place, and details.
   */
  constructor(init: ErrorInit<"FS_"> & FileErrorPlace) {
    super(init);
  }
}
