import { sleep } from "../../async/sleep.ts";
import { notOfType } from "../../internal/validate.ts";
import type { ExecuteResult } from "../queries.ts";
import type { SqlParameters } from "../sql_value.ts";
import { bind } from "./bind.ts";
import type { Connection, SqlDriver } from "./driver.ts";
import type { Statement, Statements } from "./statement.ts";

/** Sets of values, one for each time that a statement is run. */
export type SqlParametersList = Iterable<SqlParameters> | AsyncIterable<SqlParameters>;

/** What a statement is run on, again and again. */
export interface RowTarget {
  readonly connection: Connection;
  readonly driver: SqlDriver;
  readonly statements: Statements;
  /** Ends it. */
  readonly signal: AbortSignal | undefined;
  /** What to throw for what a statement threw. */
  failed(error: unknown, statement: Statement): unknown;
}

/** How many sets of values are worked on before looking at the clock. */
const ROWS_AT_A_TIME = 100;
/** How long the program's other work is held up at most, in milliseconds. */
const LONGEST_RUN_MS = 20;

/**
 * Runs a statement once for each set of values.
 *
 * @param target Where.
 * @param sql The statement.
 * @param rows The values.
 * @returns How many rows it changed.
 */
export async function executeRows(target: RowTarget, sql: string, rows: SqlParametersList): Promise<number> {
  const { driver: { isImmediate, maxAhead }, signal } = target;
  // Statements that were sent ahead could not be stopped one by one.
  const ahead = signal === undefined ? maxAhead : 1;
  let changed = 0;
  let restedAt = performance.now();
  for await (const chunk of chunksOf(rows, isImmediate ? ROWS_AT_A_TIME : ahead)) {
    signal?.throwIfAborted();
    changed += isImmediate ? executeAtOnce(target, sql, chunk) : await executeTogether(target, sql, chunk);
    // What answers at once would let nothing else of the program run meanwhile.
    if (performance.now() - restedAt < LONGEST_RUN_MS) continue;
    await sleep(0, { signal });
    restedAt = performance.now();
  }
  return changed;
}

function executeAtOnce(target: RowTarget, sql: string, chunk: readonly SqlParameters[]): number {
  const { connection, statements, driver } = target;
  let changed = 0;
  for (const params of chunk) {
    const statement = statements.get(sql, Array.isArray(params));
    const values = bind(statement, params, driver.encode);
    try {
      changed += (connection.execute(statement, values, undefined) as ExecuteResult).rowsAffected;
    } catch (error) {
      throw target.failed(error, statement);
    }
  }
  return changed;
}

async function executeTogether(target: RowTarget, sql: string, chunk: readonly SqlParameters[]): Promise<number> {
  const { connection, statements, driver, signal } = target;
  // All are bound before any is sent.
  const calls = chunk.map((params) => {
    const statement = statements.get(sql, Array.isArray(params));
    return { statement, values: bind(statement, params, driver.encode) };
  });
  const outcomes = await Promise.allSettled(calls.map(async ({ statement, values }) => {
    return await connection.execute(statement, values, signal);
  }));
  let changed = 0;
  for (const [index, outcome] of outcomes.entries()) {
    // Those after the first that failed have failed with it.
    if (outcome.status === "rejected") throw target.failed(outcome.reason, calls[index]!.statement);
    changed += outcome.value.rowsAffected;
  }
  return changed;
}

async function* chunksOf(
  rows: SqlParametersList,
  size: number,
): AsyncGenerator<readonly SqlParameters[], void, undefined> {
  let chunk: SqlParameters[] = [];
  if (Symbol.asyncIterator in rows) {
    for await (const params of rows) {
      if (chunk.push(params) === size) {
        yield chunk;
        chunk = [];
      }
    }
  } else {
    for (const params of rows) {
      if (chunk.push(params) === size) {
        yield chunk;
        chunk = [];
      }
    }
  }
  if (chunk.length > 0) yield chunk;
}

/**
 * Checks that values can be taken one set after the other.
 *
 * @param rows What the caller gave.
 */
export function checkRows(rows: unknown): asserts rows is SqlParametersList {
  const { [Symbol.iterator]: all, [Symbol.asyncIterator]: asTheyCome } = (rows ?? {}) as Partial<
    Iterable<unknown> & AsyncIterable<unknown>
  >;
  // A text can be iterated over too, but by its letters.
  if (typeof rows !== "string" && (typeof all === "function" || typeof asTheyCome === "function")) return;
  throw notOfType("ARRAY", "rows", rows);
}
