/** How much a report matters, from least to most. */
export type ReportLevel = "debug" | "info" | "warning" | "error";

/** Something that a module wants to tell whoever runs the program. */
export interface Report {
  /** How much it matters. */
  level: ReportLevel;
  /** Which module tells it, such as `"net"`. */
  module: string;
  /** What happened, in English, without values: they are in `properties`. */
  message: string;
  /** The values. */
  properties: Readonly<Record<string, unknown>>;
}

let reporter: ((report: Report) => void) | undefined;

/**
 * Sends reports to a log. Only `log/` calls this, when its user configures it; until then the library is silent.
 *
 * @param next Takes the reports; undefined makes the library silent again.
 */
export function setReporter(next: ((report: Report) => void) | undefined): void {
  reporter = next;
}

/**
 * Tells something to whoever runs the program, if they listen.
 *
 * @param level How much it matters.
 * @param module Which module tells it.
 * @param message What happened, without values.
 * @param properties The values.
 */
export function report(
  level: ReportLevel,
  module: string,
  message: string,
  properties: Readonly<Record<string, unknown>> = {},
): void {
  reporter?.({ level, module, message, properties });
}

/** Whether anybody takes reports: a log has been configured. */
export function isReporting(): boolean {
  return reporter !== undefined;
}
