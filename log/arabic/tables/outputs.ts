/**
 * The names of where entries go; none of it is public.
 *
 * @internal
 * @module
 */

import { type Conversion, type RecordNames, recordNames, recordOr, seconds } from "../../../internal/arabic.ts";
import { checkArray, checkFunction } from "../../../internal/validate.ts";
import type { ErrorLoggerOptions } from "../../error_logger.ts";
import type { LogEntry } from "../../log_entry.ts";
import type {
  LogAlertOptions,
  LogConsoleOptions,
  LogEmailOptions,
  LogFileOptions,
  LogRedactOptions,
  LogSinkOptions,
} from "../../output_options.ts";
import type { قيد_سجل } from "../entry.ts";
import type { خيارات_مسجل_الأخطاء } from "../error_logger.ts";
import type {
  خيارات_بريد_السجل,
  خيارات_تنبيهات_السجل,
  خيارات_حجب_السجل,
  خيارات_طرفية_السجل,
  خيارات_ملف_السجل,
} from "../outputs.ts";
import type { خيارات_مصب_سجل } from "../sink.ts";
import { levels, أسماء_قيد_سجل } from "./entry.ts";

type مصب = (قيد: قيد_سجل) => void;

const sinks: Conversion<readonly مصب[], readonly ((entry: LogEntry) => void)[]> = {
  english: (value, name) => {
    checkArray(name, value);
    value.forEach((sink, index) => checkFunction(`${name}[${index}]`, sink));
    return value.map((sink) => (entry) => sink(أسماء_قيد_سجل.arabic(entry)));
  },
  arabic: (value) => value.map((sink) => (entry) => sink(أسماء_قيد_سجل.english(entry))),
};

type تنسيق = NonNullable<خيارات_طرفية_السجل["تنسيق"]>;
type Format = NonNullable<LogConsoleOptions["format"]>;

// What is none of them is left for the English check, whose message names the place: `طرفية.تنسيق`.
const formats: Conversion<تنسيق, Format> = {
  english: (value) => value === "تلقائي" ? "auto" : value === "مقروء" ? "pretty" : value,
  arabic: (value) => value === "auto" ? "تلقائي" : value === "pretty" ? "مقروء" : value,
};

const أسماء_خيارات_طرفية_السجل = recordNames<خيارات_طرفية_السجل, LogConsoleOptions>()({
  تنسيق: ["format", formats],
  ألوان: "colors",
  مستوى: ["level", levels],
  كتابة: "write",
});

const أسماء_خيارات_ملف_السجل = recordNames<خيارات_ملف_السجل, LogFileOptions>()({
  مسار: "path",
  أقصى_بايتات: "maxBytes",
  عدد_الملفات: "maxFiles",
  مستوى: ["level", levels],
});

const أسماء_خيارات_بريد_السجل = recordNames<خيارات_بريد_السجل, LogEmailOptions>()({
  smtp_server: "host",
  port: "port",
  user: "user",
  password: "password",
  from: "from",
  to: "to",
  مشفر: "secure",
  إلزام_tls: "requireTls",
  جهات_التوثيق: "ca",
  مهلة: ["timeoutMs", seconds],
  عدد_المحاولات: "attempts",
});

const أسماء_خيارات_تنبيهات_السجل = recordNames<خيارات_تنبيهات_السجل, LogAlertOptions>()({
  email: ["email", أسماء_خيارات_بريد_السجل],
  مستوى: ["level", levels],
  أقصى_عدد_رسائل: "maxEmails",
  مدة: ["periodMs", seconds],
  أقصى_انتظار: "maxQueued",
});

const أسماء_خيارات_حجب_السجل = recordNames<خيارات_حجب_السجل, LogRedactOptions>()({
  مفاتيح: "keys",
  أنماط: "patterns",
});

/** What a logger of errors is told. */
export const أسماء_خيارات_مسجل_الأخطاء: RecordNames<خيارات_مسجل_الأخطاء, ErrorLoggerOptions> = recordNames<
  خيارات_مسجل_الأخطاء,
  ErrorLoggerOptions
>()({
  مسار_السجل: ["file", recordOr<string, خيارات_ملف_السجل, LogFileOptions>(أسماء_خيارات_ملف_السجل)],
  مستوى_السجل: ["level", levels],
  طباعة_للمستخدم: "print",
  إرسال_تنبيهات: ["alert", أسماء_خيارات_تنبيهات_السجل],
  حجب: ["redact", أسماء_خيارات_حجب_السجل],
});

/** Where entries go. */
export const أسماء_خيارات_مصب_سجل: RecordNames<خيارات_مصب_سجل, LogSinkOptions> = recordNames<
  خيارات_مصب_سجل,
  LogSinkOptions
>()({
  طرفية: ["console", recordOr<boolean, خيارات_طرفية_السجل, LogConsoleOptions>(أسماء_خيارات_طرفية_السجل)],
  ملف: ["file", recordOr<string, خيارات_ملف_السجل, LogFileOptions>(أسماء_خيارات_ملف_السجل)],
  تنبيهات: ["alert", أسماء_خيارات_تنبيهات_السجل],
  مصبات: ["sinks", sinks],
  حجب: ["redact", أسماء_خيارات_حجب_السجل],
});
