/**
 * Entries as people read them.
 *
 * @internal
 * @module
 */

import { getLocale, type Locale } from "../errors/locale.ts";
import type { LogEntry, LogErrorData } from "./log_entry.ts";
import type { LogLevel } from "./log_level.ts";

/** How entries are shown. */
export interface PrettyStyle {
  /** Whether there are colours. */
  colors: boolean;
  /** Whether the date stands before the time. */
  date?: boolean;
}

const labels: Readonly<Record<Locale, Readonly<Record<LogLevel, string>>>> = {
  en: { debug: "DEBUG", info: "INFO ", warning: "WARN ", error: "ERROR", critical: "CRIT " },
  ar: { debug: "تنقيح", info: "معلومة", warning: "تحذير", error: "خطأ", critical: "حرج" },
};
const causeLabel: Readonly<Record<Locale, string>> = { en: "caused by", ar: "والسبب" };

// The codes of ECMA-48, section 8.3.117.
const styles: Readonly<Record<LogLevel | "dim", string>> = {
  debug: "90",
  info: "32",
  warning: "33",
  error: "31",
  critical: "1;97;41",
  dim: "2",
};

const INDENT = "    ";

/**
 * Writes an entry as one line of time, level, logger and message, followed by indented lines of properties, the error
 * and its causes.
 *
 * @param entry The entry.
 * @param style How it is shown.
 * @returns The lines, without the end of the last.
 */
export function pretty(entry: LogEntry, style: PrettyStyle): string {
  const paint = (name: keyof typeof styles, text: string) =>
    style.colors ? `\u001b[${styles[name]}m${text}\u001b[0m` : text;
  const head = [
    paint("dim", clock(entry.time, style.date ?? false)),
    paint(entry.level, labels[getLocale()][entry.level]),
    ...(entry.logger === "" ? [] : [paint("dim", named(entry.logger))]),
    visible(entry.message).replaceAll("\n", `\n${INDENT}`),
  ];
  const lines = [head.join(" ")];
  for (const [key, value] of Object.entries(entry.properties)) {
    if (value !== undefined) lines.push(`${INDENT}${paint("dim", `${named(key)}:`)} ${indented(value)}`);
  }
  if (entry.error !== undefined) lines.push(...errorLines(entry.error, (text) => paint("dim", text)));
  return lines.join("\n");
}

function clock(time: Date, hasDate: boolean): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const day = hasDate ? `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ` : "";
  const ms = String(time.getMilliseconds()).padStart(3, "0");
  return `${day}${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${ms}`;
}

function indented(value: unknown): string {
  if (typeof value === "string") return visible(value).replaceAll("\n", `\n${INDENT}${INDENT}`);
  const line = JSON.stringify(value);
  const text = line.length <= 100 ? line : JSON.stringify(value, null, 2);
  return visible(text).replaceAll("\n", `\n${INDENT}`);
}

function errorLines(error: LogErrorData, dim: (text: string) => string): string[] {
  const { name, message, code, stack, cause, errors, time: _time, retryable: _retryable, ...details } = error;
  const title = `${name}${code === undefined ? "" : ` [${code}]`}: ${message}`;
  const lines = [`${INDENT}${visible(title).replaceAll("\n", `\n${INDENT}`)}`];
  for (const [key, value] of Object.entries(details)) {
    lines.push(`${INDENT}${INDENT}${dim(`${named(key)}:`)} ${indented(value)}`);
  }
  for (const frame of frames(stack)) lines.push(dim(`${INDENT}${INDENT}${visible(frame)}`));
  for (const one of errors ?? []) lines.push(...within("-", one, dim));
  if (cause !== undefined) lines.push(...within(`${causeLabel[getLocale()]}:`, cause, dim));
  return lines;
}

function within(label: string, value: unknown, dim: (text: string) => string): string[] {
  const isError = typeof value === "object" && value !== null && "message" in value && "name" in value;
  const lines = isError ? errorLines(value as LogErrorData, dim) : [`${INDENT}${indented(value)}`];
  return [`${INDENT}${label} ${lines[0]!.trimStart()}`, ...lines.slice(1)];
}

/** The lines of a stack that say where; the ones before repeat the message. */
function frames(stack: string | undefined): string[] {
  return (stack ?? "").split("\n").map((line) => line.trim()).filter((line) => /^at |^\S*@\S/.test(line)).slice(0, 12);
}

/** A name stands on one line, so that none can pass for a record of its own. */
function named(text: string): string {
  return visible(text.replaceAll("\n", "\\n"));
}

// deno-lint-ignore no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/**
 * Shows control characters instead of letting the terminal obey them, and keeps text that runs from right to left from
 * turning around what stands beside it (Unicode Standard Annex 9, section 2.4).
 */
function visible(text: string): string {
  const safe = text.replace(CONTROLS, (unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, "0")}`);
  if (!RIGHT_TO_LEFT.test(safe)) return safe;
  return safe.split("\n").map((line) => `${FIRST_STRONG_ISOLATE}${line}${POP_ISOLATE}`).join("\n");
}
