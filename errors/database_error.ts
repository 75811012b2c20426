import { type ErrorInit, type ErrorJson, MaktabaError } from "./maktaba_error.ts";
import { nameErrorClass } from "./name_error_class.ts";

/**
 * How a {@linkcode DatabaseError} is made: a code that begins with `DB_`, the message's values, and details.
 */
export type DatabaseErrorInit = ErrorInit<"DB_"> & {
  /** The SQLSTATE that the server gave. */
  sqlState?: string | undefined;
  /** The constraint, index, table or column that the server named. */
  constraint?: string | undefined;
};

/**
 * A failure of a database or of the way to it. Its `code` is the same for every database; the driver's own error is its
 * `cause`, made fit to be printed: what may hold values or the statement (PostgreSQL's `detail`, MySQL's `sql`) is still
 * there, and the server's own words are in `originalMessage`, but neither is shown by `console.log` or loggers.
 */
export class DatabaseError extends MaktabaError {
  static {
    nameErrorClass(this, "DatabaseError");
  }

  /** The SQLSTATE (ISO/IEC 9075) that the server gave; SQLite and MongoDB give none. */
  declare readonly sqlState: string | undefined;
  /** The constraint, index, table or column that the server named, where it did. */
  declare readonly constraint: string | undefined;

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `DB_`, the message's values, and details.
   */
  constructor(init: DatabaseErrorInit) {
    super(init);
    // Shown by inspect() only where there is something to show.
    const { sqlState, constraint } = init;
    Object.defineProperty(this, "sqlState", { value: sqlState, enumerable: sqlState !== undefined });
    Object.defineProperty(this, "constraint", { value: constraint, enumerable: constraint !== undefined });
  }

  /**
   * Gives the error as plain data, with `sqlState` and `constraint` in its context.
   *
   * @returns What `JSON.stringify` writes.
   */
  override toJSON(): ErrorJson {
    const json = super.toJSON();
    const { sqlState, constraint } = this;
    const facts = {
      ...(sqlState === undefined ? {} : { sqlState }),
      ...(constraint === undefined ? {} : { constraint }),
    };
    return { ...json, context: { ...json.context, ...facts } };
  }
}
