import { type ErrorInit, MaktabaError } from "./maktaba_error.ts";
import { nameErrorClass } from "./name_error_class.ts";

/**
 * A failure to encrypt, decrypt, sign or verify. It never says more than an attacker may know.
 */
export class CryptoError extends MaktabaError {
  static {
    nameErrorClass(this, "CryptoError");
  }

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `CRYPTO_`, the message's values, and details.
   */
  constructor(init: ErrorInit<"CRYPTO_">) {
    super(init);
  }
}
