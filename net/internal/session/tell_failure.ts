import { report } from "../../../internal/report.ts";
import { tell } from "../../../internal/tell.ts";

/**
 * Tells what a handler threw: to the log, and on the console until one is configured, unless the caller is told it anyway.
 *
 * @param error What was thrown.
 * @param address Where it was served, without secrets.
 * @param isTold Whether the caller is told.
 */
export function tellHandlerFailed(error: unknown, address: string, isTold: boolean): void {
  const properties = { url: address, error };
  const event = "A WebSocket handler failed";
  if (isTold) return report("error", "net", event, properties);
  tell("error", "net", event, { code: "NET_HANDLER_FAILED", params: { address } }, properties);
}
