import { currentAmbient } from "../../internal/ambient.ts";
import { report } from "../../internal/report.ts";
import { LinkedSignal } from "../../internal/signals.ts";
import type { SqlRow } from "../sql_value.ts";
import type { Connection, Cursor } from "./driver.ts";
import { withoutValuesIn } from "./failure.ts";
import type { Pool } from "./pool.ts";
import { Turn } from "./turn.ts";

/** Where rows come from. */
export interface RowSource {
  /** Where the connection comes from that they are read over. */
  readonly pool: Pool;
  /** What the database is called in reports. */
  readonly place: string;
  /** What ends it: the caller's signal, and that of a transaction. */
  readonly signals: readonly (AbortSignal | undefined)[];
  /** Throws where no rows can be had any more. */
  check(): void;
  /** Begins to read. */
  open(connection: Connection, signal: AbortSignal): Cursor | Promise<Cursor>;
  /** Gives what to throw for what reading threw. */
  failed(error: unknown, connection: Connection, signal: AbortSignal): unknown;
}

/**
 * Gives rows as they come. Others may use the connection between two batches where the database allows it.
 *
 * @param source Where they come from.
 * @returns The rows.
 */
export async function* streamRows(source: RowSource): AsyncGenerator<SqlRow, void, undefined> {
  source.check();
  using linked = new LinkedSignal([...source.signals, currentAmbient()?.signal]);
  const live = linked.signal;
  const turn = new Turn(source.pool);
  let cursor: Cursor | undefined;
  try {
    for (;;) {
      live.throwIfAborted();
      const connection = await turn.take(live);
      let batch: SqlRow[];
      try {
        cursor ??= await source.open(connection, live);
        batch = await cursor.next(live);
      } catch (error) {
        throw source.failed(error, connection, live);
      }
      if (cursor.isShared) turn.end();
      if (batch.length === 0) return;
      for (const row of batch) {
        yield row;
        live.throwIfAborted();
      }
      source.check();
    }
  } finally {
    await close(cursor, turn, source.place);
  }
}

async function close(cursor: Cursor | undefined, turn: Turn, place: string): Promise<void> {
  try {
    await cursor?.close(turn.tryTake());
  } catch (error) {
    // The rows were had, or the error that ended them is on its way already.
    report("warning", "db", "Rows could not be closed", { place, error: withoutValuesIn(error) });
  } finally {
    turn.end();
  }
}
