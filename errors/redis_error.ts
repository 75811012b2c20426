import { type ErrorInit, MaktabaError, nameErrorClass } from "./maktaba_error.ts";

/**
 * A failure of Redis or of the way to it.
 */
export class RedisError extends MaktabaError {
  static {
    nameErrorClass(this, "RedisError");
  }

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `CACHE_`, the message's values, and details.
   */
  constructor(init: ErrorInit<"CACHE_">) {
    super(init);
  }
}
