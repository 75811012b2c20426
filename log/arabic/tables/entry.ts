/**
 * The names of levels and entries; none of it is public.
 *
 * @internal
 * @module
 */

import { ValidationError } from "../../../errors/validation_error.ts";
import { type Conversion, type RecordNames, recordNames } from "../../../internal/arabic.ts";
import type { LogEntry } from "../../log_entry.ts";
import type { LogLevel } from "../../log_level.ts";
import type { قيد_سجل, مستوى_سجل } from "../entry.ts";

const مستويات_السجل: Readonly<Record<مستوى_سجل, LogLevel>> = {
  تنقيح: "debug",
  معلومات: "info",
  تحذير: "warning",
  خطأ: "error",
  حرج: "critical",
  DEBUG: "debug",
  INFO: "info",
  WARNING: "warning",
  ERROR: "error",
  CRITICAL: "critical",
};

/** Levels, which have a message of their own when they are wrong. */
export const levels: Conversion<مستوى_سجل, LogLevel> = {
  english(value, name) {
    if (Object.hasOwn(مستويات_السجل, value)) return مستويات_السجل[value];
    const allowed = Object.keys(مستويات_السجل);
    throw new ValidationError({ code: "ARGUMENT_NOT_LOG_LEVEL", params: { name, allowed, value } });
  },
  arabic: (value) => (Object.keys(مستويات_السجل) as مستوى_سجل[]).find((name) => مستويات_السجل[name] === value)!,
};

/** An entry of the log. */
export const أسماء_قيد_سجل: RecordNames<قيد_سجل, LogEntry> = recordNames<قيد_سجل, LogEntry>()({
  الوقت: "time",
  المستوى: ["level", levels],
  المسجل: "logger",
  الرسالة: "message",
  الخصائص: "properties",
  الخطأ: "error",
});
