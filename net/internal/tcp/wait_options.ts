import { checkInteger, checkOptions, type OptionNames } from "../../../internal/validate.ts";
import type { TcpReadOptions, TcpWaitOptions } from "../../tcp_connection.ts";

const WAIT_NAMES: OptionNames<TcpWaitOptions> = { signal: true };
const READ_NAMES: OptionNames<TcpReadOptions> = { signal: true, maxBytes: true };

/** Known to be right without a look at it. */
export const NO_OPTIONS: TcpReadOptions & TcpWaitOptions = {};

/** Checks the options of what waits; gives them. */
export function checkWait(options: TcpWaitOptions): TcpWaitOptions {
  if (options !== NO_OPTIONS) checkOptions(options, WAIT_NAMES);
  return options;
}

/** Checks the options of a read; gives them. */
export function checkRead(options: TcpReadOptions): TcpReadOptions {
  if (options === NO_OPTIONS) return options;
  checkOptions(options, READ_NAMES);
  if (options.maxBytes !== undefined) checkInteger("maxBytes", options.maxBytes, { min: 1 });
  return options;
}
