/**
 * What every place that entries go to can do.
 *
 * @internal
 * @module
 */

import type { LogEntry } from "./log_entry.ts";
import type { LogLevel } from "./log_level.ts";

/** A place that entries go to. None of its methods throws or rejects. */
export interface Output {
  /** The least level that it takes. */
  readonly level: LogLevel;
  /** Takes an entry. */
  write(entry: LogEntry): void;
  /** Settles when all that it has taken is where it belongs. */
  flush(): Promise<void>;
  /** Flushes and lets everything go; it may be called again. */
  close(): Promise<void>;
}

/** Tells a failure of the log itself in the places that still work. */
export type Tell = (error: Error) => void;
