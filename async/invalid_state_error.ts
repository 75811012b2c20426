import { type ErrorInit, MaktabaError } from "../errors/maktaba_error.ts";
import { nameErrorClass } from "../errors/name_error_class.ts";

/** Something was asked of a task, future, lock or queue that its state does not allow. */
export class InvalidStateError extends MaktabaError {
  static {
    nameErrorClass(this, "InvalidStateError");
  }

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `ASYNC_`, the message's values, and details.
   */
  constructor(init: ErrorInit<"ASYNC_">) {
    super(init);
  }
}
