import { type ErrorInit, MaktabaError } from "./maktaba_error.ts";
import { nameErrorClass } from "./name_error_class.ts";

/** What a {@linkcode RedisError} tells beside its code. */
export interface RedisErrorDetails {
  /** The command that failed, such as `"GET"`. */
  command?: string | undefined;
  /** The first word of Redis' answer, such as `"OOM"` or `"READONLY"`. */
  reply?: string | undefined;
}

/**
 * A failure of Redis or of the way to it.
 */
export class RedisError extends MaktabaError {
  static {
    nameErrorClass(this, "RedisError");
  }

  /** The command that failed, such as `"GET"`, where it was one. */
  declare readonly command: string | undefined;
  /** The first word of Redis' answer, such as `"OOM"` or `"READONLY"`, where there was one. */
  declare readonly reply: string | undefined;

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `CACHE_`, the message's values, and details.
   */
  constructor(init: ErrorInit<"CACHE_"> & RedisErrorDetails) {
    super(init);
    // What is not known is not printed with the error.
    Object.defineProperty(this, "command", { value: init.command, enumerable: init.command !== undefined });
    Object.defineProperty(this, "reply", { value: init.reply, enumerable: init.reply !== undefined });
  }
}
