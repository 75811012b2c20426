import { report } from "../../internal/report.ts";
import type { Connection } from "./driver.ts";
import { withoutValuesIn } from "./failure.ts";

/** The commands of a transaction. */
export interface TransactionWords {
  readonly begin: string;
  readonly commit: string;
  readonly rollback: readonly string[];
}

/**
 * Words the commands of a transaction; of one inside of another, those of a savepoint.
 *
 * @param depth How many transactions it is inside of.
 * @param begin How the database begins one that is in none.
 * @returns The commands.
 */
export function transactionWords(depth: number, begin: string): TransactionWords {
  if (depth === 0) return { begin, commit: "COMMIT", rollback: ["ROLLBACK"] };
  const name = `maktaba_${depth}`;
  return {
    begin: `SAVEPOINT ${name}`,
    commit: `RELEASE SAVEPOINT ${name}`,
    rollback: [`ROLLBACK TO SAVEPOINT ${name}`, `RELEASE SAVEPOINT ${name}`],
  };
}

/**
 * Undoes a transaction.
 *
 * @param connection What it is on; closed if that fails.
 * @param words The commands.
 * @param place The database, for the log.
 */
export async function rollBack(connection: Connection, words: readonly string[], place: string): Promise<void> {
  try {
    for (const sql of words) if (connection.isUsable) await connection.command(sql);
  } catch (error) {
    // A connection that is still in a transaction must not be lent to anybody else.
    connection.destroy();
    report("warning", "db", "A transaction could not be rolled back, so its connection was closed", {
      place,
      error: withoutValuesIn(error),
    });
  }
}
