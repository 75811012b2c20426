import { type ErrorInit, MaktabaError, nameErrorClass } from "./maktaba_error.ts";

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
