/**
 * What ties loggers to LogTape: nothing, until the program configures its log.
 *
 * @internal
 * @module
 */

import type * as LogTape from "@logtape/logtape";
import { loadDriver } from "../internal/load_driver.ts";
import { setReporter } from "../internal/report.ts";

/** LogTape as the program has configured it through this module. */
export interface Connection {
  /** The library. */
  readonly logtape: typeof LogTape;
  /** Settles when all that was logged is where it belongs. */
  flush(): Promise<void>;
  /** Lets everything go that this module configured. */
  close(): Promise<void>;
}

let current: Connection | undefined;

/** Tells how the log is configured, if it is. */
export function currentConnection(): Connection | undefined {
  return current;
}

/** Sets how the log is configured. */
export function setConnection(next: Connection | undefined): void {
  current = next;
}

/** Makes loggers and the library silent, then lets everything go. */
export async function disconnect(): Promise<void> {
  const connection = current;
  setReporter(undefined);
  current = undefined;
  await connection?.close();
}

/** Loads LogTape; this is the only place that does. */
export async function loadLogTape(): Promise<typeof LogTape> {
  return await loadDriver("@logtape/logtape", () => import("@logtape/logtape"));
}

let last: Promise<unknown> = Promise.resolve();

/** Runs changes of the configuration one after the other, as each begins with the end of the one before. */
export async function inTurn<T>(change: () => Promise<T>): Promise<T> {
  const turn = last.then(change, change);
  last = turn.catch(() => {});
  return await turn;
}
