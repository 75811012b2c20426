import { type ErrorInit, MaktabaError, nameErrorClass } from "./maktaba_error.ts";

/**
 * A failure of a database or of the way to it.
 */
export class DatabaseError extends MaktabaError {
  static {
    nameErrorClass(this, "DatabaseError");
  }

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `DB_`, the message's values, and details.
   */
  constructor(init: ErrorInit<"DB_">) {
    super(init);
  }
}
