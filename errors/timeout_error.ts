import { type ErrorInit, MaktabaError } from "./maktaba_error.ts";
import { nameErrorClass } from "./name_error_class.ts";

/**
 * A time limit of this library ran out.
 */
export class TimeoutError extends MaktabaError {
  static {
    nameErrorClass(this, "TimeoutError");
  }

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `TIMEOUT`, the message's values, and details.
   */
  constructor(init: ErrorInit<"TIMEOUT">) {
    super(init);
  }
}
