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
  checkOneOf,
  checkOptions,
  checkText,
  notOfType,
  type OptionNames,
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

/** The options of where records go. */
export const sinkOptions: OptionNames<LogSinkOptions> = {
  console: true,
  file: true,
  alert: true,
  sinks: true,
  redact: true,
};
const consoleOptions: OptionNames<LogConsoleOptions> = {
  format: true,
  colors: "boolean",
  level: true,
  write: "function",
};
const fileOptions: OptionNames<LogFileOptions> = { path: true, maxBytes: true, maxFiles: true, level: true };
const redactOptions: OptionNames<LogRedactOptions> = { keys: true, patterns: true };
const alertOptions: OptionNames<LogAlertOptions> = {
  email: true,
  level: true,
  maxEmails: true,
  periodMs: true,
  maxQueued: true,
};
const emailOptions: OptionNames<LogEmailOptions> = {
  host: true,
  port: true,
  user: true,
  password: true,
  from: true,
  to: true,
  secure: "boolean",
  requireTls: "boolean",
  ca: true,
  timeoutMs: true,
  attempts: true,
};

/**
 * Throws unless options say where records go.
 *
 * @param options The options.
 */
export function checkOutputs(options: LogSinkOptions): void {
  checkOptions(options, sinkOptions);
  const { console: shown, file, alert, sinks = [], redact } = options;
  if (shown !== undefined && typeof shown !== "boolean") checkConsole(shown);
  if (file !== undefined) checkFile(typeof file === "string" ? { path: file } : file);
  if (alert !== undefined) checkAlert(alert);
  checkArray("sinks", sinks);
  sinks.forEach((sink, index) => checkFunction(`sinks[${index}]`, sink));
  if (redact !== undefined) checkRedact(redact);
}

function checkConsole(options: LogConsoleOptions): void {
  checkOptions(options, consoleOptions, "console");
  const { format = "auto", level = "debug" } = options;
  checkOneOf("console.format", format, ["auto", "pretty", "json"]);
  checkLevel("console.level", level);
}

function checkFile(options: LogFileOptions): void {
  checkOptions(options, fileOptions, "file");
  const { path, maxBytes = 1, maxFiles = 0, level = "debug" } = options;
  checkText("file.path", path);
  checkInteger("file.maxBytes", maxBytes, { min: 1 });
  checkInteger("file.maxFiles", maxFiles, { max: 1_000 });
  checkLevel("file.level", level);
}

function checkAlert(options: LogAlertOptions): void {
  checkOptions(options, alertOptions, "alert");
  const { email, level = "error", maxEmails = 1, periodMs = 0, maxQueued = 1 } = options;
  checkEmail(email);
  checkLevel("alert.level", level);
  checkInteger("alert.maxEmails", maxEmails, { min: 1 });
  checkDelay("alert.periodMs", periodMs);
  checkInteger("alert.maxQueued", maxQueued, { min: 1 });
}

function checkEmail(options: LogEmailOptions): void {
  checkOptions(options, emailOptions, "email");
  const { host, port = 587, user, password, from, to, ca } = options;
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
  checkOptions(options, redactOptions, "redact");
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
