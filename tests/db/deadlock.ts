import type { Database, Transaction } from "@maktaba/std/db";

/** Takes the second of the rows that a transaction wants. */
type TakeSecond = (tx: Transaction, sql: string, id: number) => Promise<unknown>;

/**
 * Has two transactions each lock one row and then want the other's, so that the server must undo one of them.
 *
 * @param db Where.
 * @param table A table with an `id`, of which there are 1 and 2, and an `n` that each of the two adds 1 to.
 * @param takeSecond How each takes its second row.
 * @returns What those transactions failed with that did.
 */
export async function deadlock(
  db: Database,
  table: string,
  takeSecond: TakeSecond = (tx, sql, id) => tx.execute(sql, { id }),
): Promise<unknown[]> {
  await db.execute(`create table ${table} (id integer primary key, n integer)`);
  await db.execute(`insert into ${table} values (1, 0), (2, 0)`);
  const add = `update ${table} set n = n + 1 where id = :id`;
  const bothHold = Promise.withResolvers<void>();
  let holders = 0;
  const take = (first: number, second: number) =>
    db.transaction(async (tx) => {
      await tx.execute(add, { id: first });
      if (++holders === 2) bothHold.resolve();
      await bothHold.promise;
      await takeSecond(tx, add, second);
    });
  const outcomes = await Promise.allSettled([take(1, 2), take(2, 1)]);
  return outcomes.flatMap((outcome) => outcome.status === "rejected" ? [outcome.reason] : []);
}
