/**
 * The errors of the whole library: classes to tell failures apart, a stable code on each, and messages in Arabic and
 * in English from one catalogue.
 *
 * @example A failure in the reader's language
 * ```ts
 * import { setLocale, TimeoutError } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * setLocale("ar");
 * const error = new TimeoutError({ code: "TIMEOUT", params: { ms: 100 } });
 * assert.equal(error.code, "TIMEOUT");
 * assert.equal(error.message, "استغرقت العملية أكثر من 100 ملي ثانية");
 * setLocale("en");
 * ```
 *
 * @module
 */

export * from "./cancelled_error.ts";
export * from "./catalogue.ts";
export * from "./crypto_error.ts";
export * from "./database_error.ts";
export * from "./failed_attempt.ts";
export * from "./file_error.ts";
export * from "./locale.ts";
export * from "./maktaba_error.ts";
export * from "./network_error.ts";
export * from "./redact.ts";
export * from "./redis_error.ts";
export * from "./split_error.ts";
export * from "./timeout_error.ts";
export * from "./validation_error.ts";
export * from "./web_socket_error.ts";
