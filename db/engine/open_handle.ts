import { MaktabaError } from "../../errors/maktaba_error.ts";
import { withSignal } from "../../internal/signals.ts";
import type { Connection, SqlDriver } from "./driver.ts";
import { databaseError, type DatabaseErrorCode, isReason, notAllowed } from "./failure.ts";
import { Handle } from "./handle.ts";
import { Pool } from "./pool.ts";
import { Statements } from "./statement.ts";

/**
 * Opens a database.
 *
 * @param driver What speaks to it.
 * @param acquireTimeoutMs How long a caller waits for a connection.
 * @param signal Cancels the opening.
 * @returns Its handle, with one connection open.
 */
export async function openHandle(
  driver: SqlDriver,
  acquireTimeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Handle> {
  const { place } = driver;
  const pool = new Pool({
    max: driver.maxConnections,
    acquireTimeoutMs,
    open: (live) => openConnection(driver, live),
    refuse: (failure, ms) => databaseError(failure, { place, ms }),
    closedCode: "DB_CLOSED",
  });
  const engine = { driver, statements: new Statements(driver.dialect, driver.maxStatements), pool };
  await withSignal(signal, async (live) => pool.release(await pool.acquire(live)));
  return new Handle(engine, pool, undefined, undefined);
}

/** What a failure means when it comes while a connection is made. */
const WHILE_CONNECTING: { readonly [Code in DatabaseErrorCode]?: DatabaseErrorCode } = {
  DB_CONNECTION_LOST: "DB_UNREACHABLE",
  DB_PERMISSION: "DB_AUTHENTICATION",
  DB_STATEMENT_FAILED: "DB_CONNECT_FAILED",
};

async function openConnection(driver: SqlDriver, signal: AbortSignal | undefined): Promise<Connection> {
  try {
    return await driver.open(signal);
  } catch (error) {
    if (error instanceof MaktabaError || isReason(error, signal)) throw error;
    const refused = notAllowed(error, driver.place, driver.flags);
    if (refused !== undefined) throw refused;
    const failure = driver.classify(error);
    const code = WHILE_CONNECTING[failure.code] ?? failure.code;
    throw databaseError({ ...failure, code }, { place: driver.place, sql: "", dialect: driver.dialect }, error);
  }
}
