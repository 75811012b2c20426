import { disconnect, inTurn } from "./connection.ts";

/**
 * Turns the log off: sends what is still to be mailed (for at most as long as a mail may take), closes the file, and
 * makes the library silent again. Closing a log that is not configured does nothing.
 *
 * @returns When all is closed.
 *
 * @example
 * ```ts
 * import { closeLog, configureLog } from "@maktaba/std/log";
 *
 * await configureLog();
 * await closeLog();
 * ```
 */
export async function closeLog(): Promise<void> {
  await inTurn(disconnect);
}
