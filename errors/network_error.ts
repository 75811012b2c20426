import { type ErrorInit, MaktabaError, nameErrorClass } from "./maktaba_error.ts";

/**
 * A failure on the network or of the peer at its other end.
 */
export class NetworkError extends MaktabaError {
  static {
    nameErrorClass(this, "NetworkError");
  }

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `NET_`, the message's values, and details.
   */
  constructor(init: ErrorInit<"NET_">) {
    super(init);
  }
}
