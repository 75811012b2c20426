/**
 * سجل صامت إلى أن يشغّله البرنامج: مستويات، وطرفية يقرؤها الناس أو الآلات، وملف يبدأ من جديد إذا امتلأ، ورسائل بريد عند
 * الأخطاء، وأسرار محجوبة في كل مكان. يقوم على LogTape.
 *
 * @example من مكتبة تسجل إلى برنامج يسمع
 * ```ts
 * import { إعداد_السجل, جلب_مسجل } from "@maktaba/std/log/ar";
 * import assert from "node:assert/strict";
 *
 * const مسجل = جلب_مسجل("متجر.طلبات");
 * مسجل.معلومات("لا يُسمع هذا، فلم يطلب أحد أن يسمعه");
 *
 * const رسائل: string[] = [];
 * await using _سجل = await إعداد_السجل({ طرفية: false, مصبات: [(قيد) => رسائل.push(قيد.الرسالة)] });
 * مسجل.معلومات("حُمّل {عدد} صفًّا لصاحب {رمز}", { عدد: 250, رمز: "4711" });
 * assert.deepEqual(رسائل, ["حُمّل 250 صفًّا لصاحب [redacted]"]);
 * ```
 *
 * @module
 */

import { rememberOptionName } from "../errors/option_names.ts";
import { ValidationError } from "../errors/validation_error.ts";
import {
  arabicConstructor,
  arabicMembers,
  type Conversion,
  type RecordNames,
  recordNames,
  seconds,
} from "../internal/arabic.ts";
import { checkArray, checkFunction } from "../internal/validate.ts";
import { closeLog } from "./close_log.ts";
import { configureLog, type ConfigureLogOptions } from "./configure_log.ts";
import { createLogSink, type LogSink } from "./create_log_sink.ts";
import { type ErrorLogDetails, ErrorLogger, type ErrorLoggerOptions } from "./error_logger.ts";
import { flushLogs } from "./flush_logs.ts";
import { getLogger } from "./get_logger.ts";
import type { LogEntry, LogErrorData } from "./log_entry.ts";
import type { LogLevel } from "./log_level.ts";
import { Logger, type LogProperties } from "./logger.ts";
import type { LogTapeRecord } from "./logtape_record.ts";
import type {
  LogAlertOptions,
  LogConsoleOptions,
  LogEmailOptions,
  LogFileOptions,
  LogRedactOptions,
  LogSinkOptions,
} from "./output_options.ts";
import { withLogContext } from "./with_log_context.ts";

/** مقدار أهمية القيد، من الأقل إلى الأكثر؛ وتُقبل أسماؤها في بايثون أيضًا. */
export type مستوى_سجل =
  | "تصحيح"
  | "معلومات"
  | "تحذير"
  | "خطأ"
  | "حرج"
  | "DEBUG"
  | "INFO"
  | "WARNING"
  | "ERROR"
  | "CRITICAL";

const مستويات_السجل: Readonly<Record<مستوى_سجل, LogLevel>> = {
  تصحيح: "debug",
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

const levels: Conversion<مستوى_سجل, LogLevel> = {
  english(value, name) {
    if (Object.hasOwn(مستويات_السجل, value)) return مستويات_السجل[value];
    const allowed = Object.keys(مستويات_السجل);
    throw new ValidationError({ code: "ARGUMENT_NOT_LOG_LEVEL", params: { name, allowed, value } });
  },
  arabic: (value) => (Object.keys(مستويات_السجل) as مستوى_سجل[]).find((name) => مستويات_السجل[name] === value)!,
};

/** A table of names as a conversion, for options inside of options; what is not an object passes as it is. */
function nested<Arabic extends object, English extends object>(
  names: RecordNames<Arabic, English>,
): Conversion<Arabic, English> {
  return { english: (value) => names.english(value), arabic: (value) => names.arabic(value) };
}

/** The same where a simpler value may stand instead of the options. */
function nestedOr<Simple, Arabic extends object, English extends object>(
  names: RecordNames<Arabic, English>,
): Conversion<Simple | Arabic, Simple | English> {
  const isRecord = (value: unknown): value is object => typeof value === "object";
  return {
    english: (value) => isRecord(value) ? names.english(value as Arabic) : value as Simple,
    arabic: (value) => isRecord(value) ? names.arabic(value as English) : value as Simple,
  };
}

/** قيد واحد في السجل، محجوب الأسرار. */
export interface قيد_سجل {
  /** متى سُجل. */
  readonly الوقت: Date;
  /** مقدار أهميته. */
  readonly المستوى: مستوى_سجل;
  /** اسم المسجل. */
  readonly المسجل: string;
  /** ما حدث، بالقيم التي يذكرها بين الأقواس. */
  readonly الرسالة: string;
  /** القيم. */
  readonly الخصائص: Readonly<Record<string, unknown>>;
  /** الخطأ بياناتٍ مجردة بأسماء JSON، إن كان هناك خطأ. */
  readonly الخطأ?: LogErrorData;
}

const أسماء_قيد_سجل = recordNames<قيد_سجل, LogEntry>()({
  الوقت: "time",
  المستوى: ["level", levels],
  المسجل: "logger",
  الرسالة: "message",
  الخصائص: "properties",
  الخطأ: "error",
});

type مصب = (قيد: قيد_سجل) => void;

const sinks: Conversion<readonly مصب[], readonly ((entry: LogEntry) => void)[]> = {
  english: (value, name) => {
    checkArray(name, value);
    value.forEach((sink, index) => checkFunction(`${name}[${index}]`, sink));
    return value.map((sink) => (entry) => sink(أسماء_قيد_سجل.arabic(entry)));
  },
  arabic: (value) => value.map((sink) => (entry) => sink(أسماء_قيد_سجل.english(entry))),
};

/** كيف تظهر القيود في الطرفية. */
export interface خيارات_طرفية_السجل {
  /** `"مقروء"` للناس، و`"json"` لكائن JSON في كل سطر، و`"تلقائي"` للمقروء على شاشة وJSON في غيرها؛ تلقائي إن لم يُعطَ. */
  تنسيق?: "تلقائي" | "مقروء" | "json" | undefined;
  /** هل للمقروء ألوان؛ نعم على شاشة إن لم يُعطَ، ما لم يُعيَّن `NO_COLOR`. */
  ألوان?: boolean | undefined;
  /** أقل مستوى يظهر. */
  مستوى?: مستوى_سجل | undefined;
  /** تكتب نص قيد واحد بلا نهاية سطر؛ في مخرج الأخطاء إن لم تُعطَ. */
  كتابة?: ((نص: string) => void) | undefined;
}

const formats: Conversion<"تلقائي" | "مقروء" | "json", "auto" | "pretty" | "json"> = {
  english: (value) => value === "تلقائي" ? "auto" : value === "مقروء" ? "pretty" : value,
  arabic: (value) => value === "auto" ? "تلقائي" : value === "pretty" ? "مقروء" : value,
};

const أسماء_خيارات_طرفية_السجل = recordNames<خيارات_طرفية_السجل, LogConsoleOptions>()({
  تنسيق: ["format", formats],
  ألوان: "colors",
  مستوى: ["level", levels],
  كتابة: "write",
});

/** ملف من القيود، في كل سطر كائن JSON. */
export interface خيارات_ملف_السجل {
  /** مكانه. تُنشأ المجلدات الناقصة والملف عند أول قيد. */
  مسار: string;
  /** أقصى حجم له بالبايت قبل أن يصير `المسار.1`، ويصير ما كان `المسار.1` `المسار.2`، وهكذا؛ 10485760 إن لم يُعطَ. */
  أقصى_بايتات?: number | undefined;
  /** عدد الملفات القديمة التي تبقى بجانبه؛ 5 إن لم يُعطَ، و0 يفرّغ الملف إذا امتلأ. */
  عدد_الملفات?: number | undefined;
  /** أقل مستوى يُكتب. */
  مستوى?: مستوى_سجل | undefined;
}

const أسماء_خيارات_ملف_السجل = recordNames<خيارات_ملف_السجل, LogFileOptions>()({
  مسار: "path",
  أقصى_بايتات: "maxBytes",
  عدد_الملفات: "maxFiles",
  مستوى: ["level", levels],
});

/** حساب في خادم بريد، ومن يُكتب إليه. */
export interface خيارات_بريد_السجل {
  /** خادم البريد. */
  smtp_server: string;
  /** منفذه؛ 587 إن لم يُعطَ. */
  port?: number | undefined;
  /** اسم المستخدم؛ بلا دخول إن لم يُعطَ. */
  user?: string | undefined;
  /** كلمة المرور. */
  password?: string | undefined;
  /** عنوان المرسل. */
  from: string;
  /** العنوان أو العناوين المرسل إليها. */
  to: string | readonly string[];
  /** هل الاتصال مشفر من أوله؛ نعم للمنفذ 465 إن لم يُعطَ، ولا لغيره، فيبدأ مكشوفًا ثم يُشفر إن عرض الخادم ذلك. */
  مشفر?: boolean | undefined;
  /** هل يُمنع الإرسال إلى خادم لا يشفر؛ نعم إن لم يُعطَ، إلا إذا كان الخادم على هذا الجهاز. */
  إلزام_tls?: boolean | undefined;
  /** شهادات يوثق بها فوق المعروفة، بصيغة PEM. */
  شهادات?: string | undefined;
  /** مهلة كل خطوة في الاتصال بالثواني؛ 10 إن لم تُعطَ. */
  مهلة?: number | undefined;
  /** عدد محاولات إرسال الرسالة كلها؛ 3 إن لم يُعطَ. */
  عدد_المحاولات?: number | undefined;
}

const أسماء_خيارات_بريد_السجل = recordNames<خيارات_بريد_السجل, LogEmailOptions>()({
  smtp_server: "host",
  port: "port",
  user: "user",
  password: "password",
  from: "from",
  to: "to",
  مشفر: "secure",
  إلزام_tls: "requireTls",
  شهادات: "ca",
  مهلة: ["timeoutMs", seconds],
  عدد_المحاولات: "attempts",
});

/** من يُخبر فورًا بأهم القيود. تُرسل الرسائل في الخلفية ولا توقف البرنامج. */
export interface خيارات_تنبيهات_السجل {
  /** حساب البريد. */
  email: خيارات_بريد_السجل;
  /** أقل مستوى يُرسل؛ خطأ إن لم يُعطَ. */
  مستوى?: مستوى_سجل | undefined;
  /** أقصى عدد رسائل في كل مدة؛ 10 إن لم يُعطَ. ما يأتي بينها يُرسل مجموعًا بعدها. */
  أقصى_عدد_رسائل?: number | undefined;
  /** طول المدة بالثواني؛ 3600 إن لم تُعطَ. */
  مدة?: number | undefined;
  /** أقصى عدد قيود تنتظر الإرسال؛ 100 إن لم يُعطَ. ما زاد يُذكر عدده فقط. */
  أقصى_انتظار?: number | undefined;
}

const أسماء_خيارات_تنبيهات_السجل = recordNames<خيارات_تنبيهات_السجل, LogAlertOptions>()({
  email: ["email", nested(أسماء_خيارات_بريد_السجل)],
  مستوى: ["level", levels],
  أقصى_عدد_رسائل: "maxEmails",
  مدة: ["periodMs", seconds],
  أقصى_انتظار: "maxQueued",
});

/** ما يُعد سرًّا فوق المعروف. */
export interface خيارات_حجب_السجل {
  /** أسماء خصائص قيمها أسرار. */
  مفاتيح?: readonly (string | RegExp)[] | undefined;
  /** أشكال الأسرار في النصوص. */
  أنماط?: readonly RegExp[] | undefined;
}

const أسماء_خيارات_حجب_السجل = recordNames<خيارات_حجب_السجل, LogRedactOptions>()({
  مفاتيح: "keys",
  أنماط: "patterns",
});

/** خيارات `مسجل_الأخطاء`. */
export interface خيارات_مسجل_الأخطاء {
  /** مسار الملف أو خياراته، ويُنشأ عند أول قيد؛ `"سجل_الأخطاء.log"` إن لم يُعطَ. */
  مسار_السجل?: string | خيارات_ملف_السجل | undefined;
  /** أقل مستوى يُسجل؛ `"ERROR"` إن لم يُعطَ. */
  مستوى_السجل?: مستوى_سجل | undefined;
  /** هل تظهر القيود للمستخدم في مخرج الأخطاء أيضًا؛ لا، إن لم يُعطَ. */
  طباعة_للمستخدم?: boolean | undefined;
  /** من يُخبر بالأخطاء بالبريد. */
  إرسال_تنبيهات?: خيارات_تنبيهات_السجل | undefined;
  /** ما يُعد سرًّا فوق المعروف. */
  حجب?: خيارات_حجب_السجل | undefined;
}

const أسماء_خيارات_مسجل_الأخطاء = recordNames<خيارات_مسجل_الأخطاء, ErrorLoggerOptions>()({
  مسار_السجل: ["file", nestedOr<string, خيارات_ملف_السجل, LogFileOptions>(أسماء_خيارات_ملف_السجل)],
  مستوى_السجل: ["level", levels],
  طباعة_للمستخدم: "print",
  إرسال_تنبيهات: ["alert", nested(أسماء_خيارات_تنبيهات_السجل)],
  حجب: ["redact", nested(أسماء_خيارات_حجب_السجل)],
});

/** خيارات `إنشاء_مصب_سجل`: أين تذهب القيود. */
export interface خيارات_مصب_سجل {
  /** هل تظهر القيود في الطرفية وكيف؛ نعم إن لم يُعطَ. */
  طرفية?: boolean | خيارات_طرفية_السجل | undefined;
  /** ملف أو مساره. */
  ملف?: string | خيارات_ملف_السجل | undefined;
  /** من يُخبر بالأخطاء. */
  تنبيهات?: خيارات_تنبيهات_السجل | undefined;
  /** دوال تأخذ كل قيد محجوب الأسرار وتوصله حيث يُراد. */
  مصبات?: readonly ((قيد: قيد_سجل) => void)[] | undefined;
  /** ما يُعد سرًّا فوق كلمات المرور والرموز والمفاتيح وما يشبهها، وهي محجوبة دائمًا. */
  حجب?: خيارات_حجب_السجل | undefined;
}

const outputs = {
  طرفية: ["console", nestedOr<boolean, خيارات_طرفية_السجل, LogConsoleOptions>(أسماء_خيارات_طرفية_السجل)],
  ملف: ["file", nestedOr<string, خيارات_ملف_السجل, LogFileOptions>(أسماء_خيارات_ملف_السجل)],
  تنبيهات: ["alert", nested(أسماء_خيارات_تنبيهات_السجل)],
  مصبات: ["sinks", sinks],
  حجب: ["redact", nested(أسماء_خيارات_حجب_السجل)],
} as const;

const أسماء_خيارات_مصب_سجل = recordNames<خيارات_مصب_سجل, LogSinkOptions>()(outputs);

/** خيارات `إعداد_السجل`. */
export interface خيارات_إعداد_السجل extends خيارات_مصب_سجل {
  /** أقل مستوى يُسجل؛ معلومات إن لم يُعطَ. */
  مستوى?: مستوى_سجل | undefined;
  /** أقل مستوى لمسجلات بأسمائها ولما في داخلها: `{ "متجر.طلبات": "تصحيح" }`. */
  مستويات?: Readonly<Record<string, مستوى_سجل>> | undefined;
  /** هل يُسجل من خلال إعدادات LogTape التي أعدها البرنامج بنفسه؛ ولا تُعطى معه الخيارات الأخرى. لا، إن لم يُعطَ. */
  انضمام_إلى_logtape?: boolean | undefined;
}

const levelsByName: Conversion<Readonly<Record<string, مستوى_سجل>>, Readonly<Record<string, LogLevel>>> = {
  english: (value, name) => mapValues(value, (level) => levels.english(level, name)),
  arabic: (value) => mapValues(value, (level) => levels.arabic(level)),
};

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

const أسماء_خيارات_إعداد_السجل = recordNames<خيارات_إعداد_السجل, ConfigureLogOptions>()({
  ...outputs,
  مستوى: ["level", levels],
  مستويات: ["levels", levelsByName],
  انضمام_إلى_logtape: "joinLogTape",
});

// Messages about options inside of options name both, as their user wrote them.
const inside: Readonly<Record<string, string>> = {
  "console.format": "طرفية.تنسيق",
  "console.colors": "طرفية.ألوان",
  "console.write": "طرفية.كتابة",
  "file.path": "ملف.مسار",
  "file.maxBytes": "ملف.أقصى_بايتات",
  "file.maxFiles": "ملف.عدد_الملفات",
  "alert.maxEmails": "تنبيهات.أقصى_عدد_رسائل",
  "alert.periodMs": "تنبيهات.مدة",
  "alert.maxQueued": "تنبيهات.أقصى_انتظار",
  "email.host": "email.smtp_server",
  "email.secure": "email.مشفر",
  "email.requireTls": "email.إلزام_tls",
  "email.ca": "email.شهادات",
  "email.timeoutMs": "email.مهلة",
  "email.attempts": "email.عدد_المحاولات",
  "redact.keys": "حجب.مفاتيح",
  "redact.patterns": "حجب.أنماط",
};
for (const [english, arabic] of Object.entries(inside)) rememberOptionName(english, arabic);

/**
 * يشغّل السجل: ما يسجله البرنامج بـ`جلب_مسجل` وما تخبر به هذه المكتبة يذهب إلى الطرفية، وإلى ملف وبالبريد إن طُلب ذلك.
 * وكلاهما صامت قبل استدعائها. وإن استُدعيت من جديد حل الإعداد الجديد محل القديم.
 *
 * تُحجب كلمات المرور والرموز والمفاتيح وما يشبهها في الرسائل والخصائص والأخطاء.
 *
 * @param خيارات المستويات والأماكن والأسرار.
 * @returns ما يغلق السجل عند التخلص منه (`await using`).
 * @throws {خطأ_تحقق} إن أخطأ خيار.
 * @throws {خطأ_المكتبة} `LOG_LOGTAPE_CONFIGURED` إن أعد البرنامج LogTape بنفسه.
 *
 * @example سماع ما يُسجل
 * ```ts
 * import { إعداد_السجل, جلب_مسجل } from "@maktaba/std/log/ar";
 * import assert from "node:assert/strict";
 *
 * const رسائل: string[] = [];
 * await using _سجل = await إعداد_السجل({
 *   مستوى: "تحذير",
 *   طرفية: false,
 *   مصبات: [(قيد) => رسائل.push(`${قيد.المستوى}: ${قيد.الرسالة}`)],
 * });
 * جلب_مسجل("متجر").تحذير("بقي {عدد} فقط", { عدد: 3 });
 * assert.deepEqual(رسائل, ["تحذير: بقي 3 فقط"]);
 * ```
 */
export async function إعداد_السجل(خيارات: خيارات_إعداد_السجل = {}): Promise<AsyncDisposable> {
  return await configureLog(أسماء_خيارات_إعداد_السجل.english(خيارات));
}

/**
 * يطفئ السجل: يرسل ما بقي من البريد، ويغلق الملف، وتعود المكتبة صامتة. ولا يفعل شيئًا إن لم يكن السجل مُعدًّا.
 *
 * @returns عند إغلاق كل شيء.
 */
export async function إغلاق_السجل(): Promise<void> {
  await closeLog();
}

/**
 * ينتظر حتى يصل ما سُجل إلى مكانه: إلى القرص، وإلى خادم البريد بقدر ما يسمح به عدد الرسائل.
 *
 * @returns عند وصوله.
 */
export async function إفراغ_السجل(): Promise<void> {
  await flushLogs();
}

/** مصب من مصبات LogTape، يأخذ القيود ويوصلها إلى الطرفية والملف والبريد. */
export interface مصب_سجل extends LogSink {
  /** تأخذ قيدًا من LogTape، ولا تطلق خطأ. */
  (قيد: LogTapeRecord): void;
  /** ينتظر حتى يصل كل ما أخذه إلى مكانه. */
  إفراغ(): Promise<void>;
  /** يكتب ما بقي ويغلق كل شيء. */
  إغلاق(): Promise<void>;
}

/**
 * ينشئ مصبًّا للبرامج التي تعد LogTape بنفسها: الطرفية والملف والبريد والحجب التي تعطيها `إعداد_السجل`، واحدًا من مصباتها.
 *
 * @param خيارات أين تذهب القيود.
 * @returns المصب.
 * @throws {خطأ_تحقق} إن أخطأ خيار.
 */
export function إنشاء_مصب_سجل(خيارات: خيارات_مصب_سجل = {}): مصب_سجل {
  const sink = createLogSink(أسماء_خيارات_مصب_سجل.english(خيارات));
  arabicMembers<Pick<مصب_سجل, "إفراغ" | "إغلاق">, LogSink>()(sink, { إفراغ: "drain", إغلاق: "close" });
  return sink as مصب_سجل;
}

/** ما للمسجل من أعضاء عربية. */
export interface أعضاء_مسجل {
  /** اسمه، مثل `"متجر.طلبات"`؛ أجزاؤه تفصل بينها نقاط، ولكل منها مستوى. */
  readonly الاسم: string;
  /**
   * يسجل ما يعين على كشف الأخطاء.
   *
   * @param رسالة ما حدث، وقد تذكر خصائص بين قوسين معقوفين.
   * @param خصائص القيم، أو دالة تعطيها عند الحاجة.
   */
  تصحيح(رسالة: string, خصائص?: LogProperties | (() => LogProperties)): void;
  /**
   * يسجل ما تحسن معرفته.
   *
   * @param رسالة ما حدث.
   * @param خصائص القيم.
   */
  معلومات(رسالة: string, خصائص?: LogProperties | (() => LogProperties)): void;
  /**
   * يسجل ما قد يصير مشكلة.
   *
   * @param رسالة ما حدث.
   * @param خصائص القيم.
   */
  تحذير(رسالة: string, خصائص?: LogProperties | (() => LogProperties)): void;
  /**
   * يسجل فشلًا.
   *
   * @param رسالة ما فشل، أو الخطأ نفسه.
   * @param خصائص القيم، وفيها `error`.
   */
  خطأ(رسالة: string | Error, خصائص?: LogProperties | (() => LogProperties)): void;
  /**
   * يسجل فشلًا يوقف البرنامج أو يضيع البيانات.
   *
   * @param رسالة ما فشل، أو الخطأ نفسه.
   * @param خصائص القيم، وفيها `error`.
   */
  حرج(رسالة: string | Error, خصائص?: LogProperties | (() => LogProperties)): void;
  /**
   * يسجل بمستوى.
   *
   * @param مستوى مقدار الأهمية.
   * @param رسالة ما حدث، أو الخطأ نفسه.
   * @param خصائص القيم.
   */
  تسجيل(مستوى: مستوى_سجل, رسالة: string | Error, خصائص?: LogProperties | (() => LogProperties)): void;
  /**
   * هل يذهب قيد بهذا المستوى إلى مكان ما.
   *
   * @param مستوى المستوى.
   * @returns نعم أو لا.
   */
  هل_يسجل(مستوى: مستوى_سجل): boolean;
  /**
   * مسجل في داخل هذا.
   *
   * @param اسم الجزء الأخير من اسمه.
   * @returns المسجل، وله خصائص هذا.
   */
  فرع(اسم: string): مسجل;
  /**
   * مسجل بالاسم نفسه، لقيوده خصائص أخرى.
   *
   * @param خصائص الخصائص.
   * @returns المسجل.
   */
  مع_خصائص(خصائص: LogProperties): مسجل;
}

arabicMembers<أعضاء_مسجل, Logger>()(Logger.prototype, {
  الاسم: "name",
  تصحيح: "debug",
  معلومات: "info",
  تحذير: "warning",
  خطأ: "error",
  حرج: "critical",
  تسجيل: ["log", function (this: Logger, مستوى: مستوى_سجل, رسالة: string | Error, خصائص?) {
    this.log(levels.english(مستوى, "مستوى"), رسالة, خصائص);
  }],
  هل_يسجل: ["isEnabled", function (this: Logger, مستوى: مستوى_سجل) {
    return this.isEnabled(levels.english(مستوى, "مستوى"));
  }],
  فرع: ["child", function (this: Logger, اسم: string) {
    return this.child(اسم) as مسجل;
  }],
  مع_خصائص: ["with", function (this: Logger, خصائص: LogProperties) {
    return this.with(خصائص) as مسجل;
  }],
});

/** يسجل باسم، وتعطيه `جلب_مسجل`. */
export type مسجل = Logger & أعضاء_مسجل;
/** يسجل باسم، وتعطيه `جلب_مسجل`. */
export const مسجل: new (اسم: string, خصائص?: LogProperties) => مسجل = Logger as never;

/**
 * يعطي مسجلًا. يعمل فورًا، ويبقى صامتًا حتى تُستدعى `إعداد_السجل`، فتسجل مكتبة دون أن تسأل مستخدميها عما يريدون سماعه.
 *
 * @param اسم اسمه، مثل `"متجر.طلبات"`.
 * @returns المسجل.
 * @throws {خطأ_تحقق} إن لم يكن الاسم نصًّا غير فارغ.
 */
export function جلب_مسجل(اسم: string): مسجل {
  return getLogger(اسم) as مسجل;
}

/**
 * يجري دالة لكل قيودها، وقيود ما تستدعيه وتبدؤه، خصائص أخرى.
 *
 * @typeParam T نوع ما تعطيه الدالة.
 * @param خصائص الخصائص.
 * @param دالة الدالة.
 * @returns ما أعطته.
 * @throws {خطأ_تحقق} إن لم تكن `خصائص` كائنًا أو `دالة` دالة.
 */
export function ضمن_سياق_سجل<T>(خصائص: LogProperties, دالة: () => T): T {
  return withLogContext(خصائص, دالة);
}

/** ما لقيد في `مسجل_الأخطاء` غير رسالته. */
export interface خيارات_تسجيل {
  /** معلومات تعين على معرفة السبب. */
  سياق?: LogProperties | undefined;
  /** الخطأ، ويُسجل بمكانه وأسبابه. */
  خطأ?: unknown;
}

const أسماء_خيارات_تسجيل = recordNames<خيارات_تسجيل, ErrorLogDetails>()({ سياق: "context", خطأ: "error" });

/** ما لمسجل الأخطاء من أعضاء عربية. */
export interface أعضاء_مسجل_الأخطاء {
  /** أقل مستوى يُسجل. */
  readonly المستوى: مستوى_سجل;
  /**
   * يسجل بمستوى.
   *
   * @param مستوى مقدار الأهمية.
   * @param رسالة ما حدث.
   * @param خيارات السياق والخطأ.
   */
  تسجيل(مستوى: مستوى_سجل, رسالة: string, خيارات?: خيارات_تسجيل): void;
  /**
   * يسجل خطأ.
   *
   * @param رسالة ما فشل.
   * @param خيارات السياق والخطأ.
   */
  تسجيل_الخطأ(رسالة: string, خيارات?: خيارات_تسجيل): void;
  /**
   * يسجل تحذيرًا.
   *
   * @param رسالة ما قد يصير مشكلة.
   * @param خيارات السياق والخطأ.
   */
  تسجيل_تحذير(رسالة: string, خيارات?: خيارات_تسجيل): void;
  /**
   * يسجل ما تحسن معرفته.
   *
   * @param رسالة ما حدث.
   * @param خيارات السياق والخطأ.
   */
  تسجيل_معلومات(رسالة: string, خيارات?: خيارات_تسجيل): void;
  /** ينتظر حتى يصل ما سُجل إلى القرص، وإلى خادم البريد بقدر ما يسمح به عدد الرسائل. */
  إفراغ(): Promise<void>;
  /** يرسل ما بقي من البريد ويغلق الملف. */
  إغلاق(): Promise<void>;
}

arabicMembers<أعضاء_مسجل_الأخطاء, ErrorLogger>()(ErrorLogger.prototype, {
  المستوى: ["level", levels],
  تسجيل: ["log", function (this: ErrorLogger, مستوى: مستوى_سجل, رسالة: string, خيارات: خيارات_تسجيل = {}) {
    this.log(levels.english(مستوى, "مستوى"), رسالة, أسماء_خيارات_تسجيل.english(خيارات));
  }],
  تسجيل_الخطأ: ["error", function (this: ErrorLogger, رسالة: string, خيارات: خيارات_تسجيل = {}) {
    this.error(رسالة, أسماء_خيارات_تسجيل.english(خيارات));
  }],
  تسجيل_تحذير: ["warning", function (this: ErrorLogger, رسالة: string, خيارات: خيارات_تسجيل = {}) {
    this.warning(رسالة, أسماء_خيارات_تسجيل.english(خيارات));
  }],
  تسجيل_معلومات: ["info", function (this: ErrorLogger, رسالة: string, خيارات: خيارات_تسجيل = {}) {
    this.info(رسالة, أسماء_خيارات_تسجيل.english(خيارات));
  }],
  إفراغ: "flush",
  إغلاق: "close",
});

/** صنف `مسجل_الأخطاء`. */
export interface صنف_مسجل_الأخطاء {
  /**
   * ينشئ المسجل، ولا يفتح شيئًا بعد.
   *
   * @param خيارات الملف والمستوى والطباعة والتنبيهات.
   * @throws {خطأ_تحقق} إن أخطأ خيار.
   */
  new (خيارات?: خيارات_مسجل_الأخطاء): مسجل_الأخطاء;
}

/**
 * يسجل الأخطاء في ملف لها سطورًا من JSON، ويرسل أهمها بالبريد. لا يحتاج إلى `إعداد_السجل` ولا يغير ما تفعله.
 *
 * القيد في الملف حين يعود الاستدعاء. وما تعذرت كتابته أو إرساله لا يطلق خطأ بل يظهر في مخرج الأخطاء.
 *
 * @example تسجيل خطأ
 * ```ts
 * import { مسجل_الأخطاء } from "@maktaba/std/log/ar";
 * import assert from "node:assert/strict";
 * import { mkdtemp, readFile, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const مجلد = await mkdtemp(join(tmpdir(), "log-"));
 * const مسار_السجل = join(مجلد, "سجل_الأخطاء.log");
 * {
 *   await using مسجل = new مسجل_الأخطاء({ مسار_السجل });
 *   مسجل.تسجيل_الخطأ("تعذر حفظ الطلب", { سياق: { طلب: 7 }, خطأ: new Error("امتلأ القرص") });
 * }
 * const قيد = JSON.parse(await readFile(مسار_السجل, "utf8"));
 * assert.equal(قيد.message, "تعذر حفظ الطلب");
 * assert.equal(قيد.error.message, "امتلأ القرص");
 * await rm(مجلد, { recursive: true });
 * ```
 */
export type مسجل_الأخطاء = ErrorLogger & أعضاء_مسجل_الأخطاء;
/** يسجل الأخطاء في ملف لها سطورًا من JSON، ويرسل أهمها بالبريد. لا يحتاج إلى `إعداد_السجل` ولا يغير ما تفعله. */
export const مسجل_الأخطاء: صنف_مسجل_الأخطاء = arabicConstructor<صنف_مسجل_الأخطاء>(
  ErrorLogger,
  (خيارات = {}) => [{ file: "سجل_الأخطاء.log", ...أسماء_خيارات_مسجل_الأخطاء.english(خيارات) }],
);
