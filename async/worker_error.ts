import { type ErrorInit, MaktabaError } from "../errors/maktaba_error.ts";
import { nameErrorClass } from "../errors/name_error_class.ts";

/**
 * A pool could not run a function: its worker died, cannot load the module or find the function in it, or was handed
 * what cannot be sent.
 */
export class WorkerError extends MaktabaError {
  static {
    nameErrorClass(this, "WorkerError");
  }

  /** What the worker ended with, where it died. */
  declare readonly exitCode: number | undefined;

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `ASYNC_`, the message's values, details, and the exit code.
   */
  constructor(init: ErrorInit<"ASYNC_"> & { exitCode?: number | undefined }) {
    super(init);
    Object.defineProperty(this, "exitCode", { value: init.exitCode, enumerable: init.exitCode !== undefined });
  }
}
