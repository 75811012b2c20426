import type { SqlRow } from "../sql_value.ts";
import { BATCH_ROWS, type Connection, type Cursor } from "./driver.ts";
import type { Statement } from "./statement.ts";

/**
 * A cursor over rows that are fetched at once, for where there is no other way.
 *
 * @param connection What runs the statement.
 * @param statement The statement.
 * @param values Its values.
 */
export function fetched(connection: Connection, statement: Statement, values: readonly unknown[]): Cursor {
  let rows: SqlRow[] | undefined;
  let at = 0;
  return {
    isShared: true,
    async next(signal) {
      rows ??= await connection.all(statement, values, signal);
      return rows.slice(at, at += BATCH_ROWS);
    },
    close: () => {},
  };
}
