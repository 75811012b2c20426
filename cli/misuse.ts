import type { ErrorCode } from "../errors/catalogue.ts";

/** What makes a message of the catalogue. */
export interface MisuseInit {
  /** Which message. */
  code: Extract<ErrorCode, `CLI_${string}`>;
  /** The values that it needs. */
  params?: Readonly<Record<string, unknown>>;
  /** What was typed in the place of one of `known`. */
  typed?: string;
  /** The names of which one may have been meant. */
  known?: readonly string[];
}

/**
 * The command was called in a way that it does not know: nothing has been done, and the exit code is 2. Its message is
 * only made when it is shown, as the messages of the whole library take longer to load than help takes to write.
 */
export class Misuse extends Error {
  /** What its message is made of. */
  readonly init: MisuseInit;

  /**
   * Makes the error.
   *
   * @param init What its message is made of.
   */
  constructor(init: MisuseInit) {
    super(init.code);
    this.init = init;
  }
}
