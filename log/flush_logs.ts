import { currentConnection } from "./connection.ts";

/**
 * Waits until what has been logged is where it belongs: on the disk, and with the mail server as far as the number of
 * mails allows.
 *
 * @returns When it is.
 *
 * @example Before a program is stopped from outside
 * ```ts
 * import { flushLogs } from "@maktaba/std/log";
 *
 * await flushLogs();
 * ```
 */
export async function flushLogs(): Promise<void> {
  await currentConnection()?.flush();
}
