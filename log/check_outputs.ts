/**
 * The checks of where records are to go.
 *
 * @internal
 * @module
 */

import { ValidationError } from "../errors/validation_error.ts";
import {
  checkArray,
  checkDelay,
  checkFunction,
  checkInteger,
  checkObject,
  checkOneOf,
  checkText,
  notOfType,
} from "../internal/validate.ts";
import { checkLevel } from "./levels.ts";
import type {
  LogAlertOptions,
  LogConsoleOptions,
  LogEmailOptions,
  LogFileOptions,
  LogRedactOptions,
  LogSinkOptions,
} from "./output_options.ts";

/**
 * Throws unless options say where records go.
 *
 * @param options The options.
 */
export function checkOutputs(options: LogSinkOptions): void {
  checkObject("options", options as unknown);
  const { console: shown, file, alert, sinks = [], redact } = options;
  if (shown !== undefined && typeof shown !== "boolean") checkConsole(shown);
  if (file !== undefined) checkFile(typeof file === "string" ? { path: file } : file);
  if (alert !== undefined) checkAlert(alert);
  checkArray("sinks", sinks);
  sinks.forEach((sink, index) => checkFunction(`sinks[${index}]`, sink));
  if (redact !== undefined) checkRedact(redact);
}

function checkConsole(options: LogConsoleOptions): void {
  checkObject("console", options as unknown);
  const { format = "auto", colors = false, level = "debug", write = () => {} } = options;
  checkOneOf("console.format", format, ["auto", "pretty", "json"]);
  checkOneOf("console.colors", colors, [true, false]);
  checkLevel("console.level", level);
  checkFunction("console.write", write);
}

function checkFile(options: LogFileOptions): void {
  checkObject("file", options as unknown);
  const { path, maxBytes = 1, maxFiles = 0, level = "debug" } = options;
  checkText("file.path", path);
  checkInteger("file.maxBytes", maxBytes, { min: 1 });
  checkInteger("file.maxFiles", maxFiles, { max: 1_000 });
  checkLevel("file.level", level);
}

function checkAlert(options: LogAlertOptions): void {
  checkObject("alert", options as unknown);
  const { email, level = "error", maxEmails = 1, periodMs = 0, maxQueued = 1 } = options;
  checkEmail(email);
  checkLevel("alert.level", level);
  checkInteger("alert.maxEmails", maxEmails, { min: 1 });
  checkDelay("alert.periodMs", periodMs);
  checkInteger("alert.maxQueued", maxQueued, { min: 1 });
}

function checkEmail(options: LogEmailOptions): void {
  checkObject("email", options as unknown);
  const { host, port = 587, user, password, from, to, secure = false, requireTls = false, ca } = options;
  const { timeoutMs = 1, attempts = 1 } = options;
  checkText("email.host", host);
  checkInteger("email.port", port, { min: 1, max: 65_535 });
  if (user !== undefined) checkText("email.user", user);
  // Whatever was given may be the password all the same, as a number say, so the message must not show it.
  if (password !== undefined && !(typeof password === "string" && password !== "")) {
    throw notOfType("TEXT", "email.password", "[redacted]");
  }
  checkAddresses("email.from", [from]);
  checkAddresses("email.to", [to].flat());
  checkOneOf("email.secure", secure, [true, false]);
  checkOneOf("email.requireTls", requireTls, [true, false]);
  if (ca !== undefined) checkText("email.ca", ca);
  checkDelay("email.timeoutMs", timeoutMs);
  checkInteger("email.attempts", attempts, { min: 1, max: 100 });
}

// No more than that there is something before and after an @ and no line break: only the server knows an address.
function checkAddresses(name: string, addresses: readonly unknown[]): void {
  const isAddress = (value: unknown) => typeof value === "string" && /^[^\r\n]+@[^\r\n]+$/.test(value);
  if (addresses.length > 0 && addresses.every(isAddress)) return;
  const value = addresses.length === 1 ? addresses[0] : addresses;
  throw new ValidationError({ code: "ARGUMENT_NOT_EMAIL", params: { name, value } });
}

function checkRedact(options: LogRedactOptions): void {
  checkObject("redact", options as unknown);
  const { keys = [], patterns = [] } = options;
  checkArray("redact.keys", keys);
  checkArray("redact.patterns", patterns);
  keys.forEach((key, index) => {
    if (typeof key !== "string" && !(key instanceof RegExp)) throw notOfType("TEXT", `redact.keys[${index}]`, key);
  });
  patterns.forEach((value, index) => {
    if (value instanceof RegExp) return;
    throw new ValidationError({ code: "ARGUMENT_NOT_PATTERN", params: { name: `redact.patterns[${index}]`, value } });
  });
}
