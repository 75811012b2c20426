/**
 * A log that is silent until the program turns it on: levels, a console for people or for machines, a file that begins
 * anew when it is full, mails about errors, and secrets replaced everywhere. It stands on LogTape (https://logtape.org).
 *
 * @example From a library that logs to a program that listens
 * ```ts
 * import { configureLog, getLogger } from "@maktaba/std/log";
 * import assert from "node:assert/strict";
 *
 * const log = getLogger("shop.orders");
 * log.info("Silent, as nobody has asked to hear it");
 *
 * const heard: string[] = [];
 * await using _log = await configureLog({ console: false, sinks: [(entry) => heard.push(entry.message)] });
 * log.info("Paid with {token}", { token: "4711" });
 * assert.deepEqual(heard, ["Paid with [redacted]"]);
 * ```
 *
 * @module
 */

export * from "./close_log.ts";
export * from "./configure_log.ts";
export * from "./create_log_sink.ts";
export * from "./error_logger.ts";
export * from "./flush_logs.ts";
export * from "./get_logger.ts";
export * from "./log_entry.ts";
export * from "./log_level.ts";
export * from "./logger.ts";
export * from "./logtape_record.ts";
export * from "./output_options.ts";
export * from "./with_log_context.ts";
