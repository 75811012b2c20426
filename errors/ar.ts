/**
 * الأخطاء: أصناف تُميَّز بها أنواع الفشل، ولكل منها رمز ثابت، ورسائل بالعربية والإنجليزية من فهرس واحد.
 *
 * كل صنف هنا هو الصنف الإنجليزي نفسه، فتصحّ `instanceof` بأي الاسمين.
 *
 * @example خطأ برسالة عربية
 * ```ts
 * import { تعيين_اللغة, خطأ_مهلة } from "@maktaba/std/errors/ar";
 * import assert from "node:assert/strict";
 *
 * تعيين_اللغة("ar");
 * const خطأ = new خطأ_مهلة({ code: "TIMEOUT", params: { ms: 100 } });
 * assert.equal(خطأ.الرسالة, "استغرقت العملية أكثر من 100 ملي ثانية");
 * تعيين_اللغة("en");
 * ```
 *
 * @module
 */

import { arabicMembers, seconds } from "../internal/arabic.ts";
import { CancelledError } from "./cancelled_error.ts";
import { CryptoError } from "./crypto_error.ts";
import { DatabaseError } from "./database_error.ts";
import { type AttemptStop, FailedAttempt } from "./failed_attempt.ts";
import { FileError } from "./file_error.ts";
import { type ErrorJson, MaktabaError } from "./maktaba_error.ts";
import { NetworkError, type NetworkFailure, type NetworkPhase } from "./network_error.ts";
import { RedisError } from "./redis_error.ts";
import { SplitError } from "./split_error.ts";
import { TimeoutError } from "./timeout_error.ts";
import { ValidationError } from "./validation_error.ts";
import { WebSocketError } from "./web_socket_error.ts";

export { errorCodes as رموز_الأخطاء, formatMessage as صياغة_رسالة } from "./catalogue.ts";
export { getLocale as اللغة_الحالية, setLocale as تعيين_اللغة } from "./locale.ts";
export { isSecretKey as هل_المفتاح_سري, redactText as حجب_النص, redactValue as حجب_القيمة } from "./redact.ts";

/** ما لكل خطأ من المكتبة من أعضاء عربية. */
export interface أعضاء_خطأ {
  /** الرمز الثابت لنوع الخطأ، لا يتغير بتغير اللغة. */
  readonly الرمز: MaktabaError["code"];
  /** نص الخطأ باللغة التي كانت معيّنة عند حدوثه. */
  readonly الرسالة: string;
  /** الخطأ أو القيمة التي أدت إلى هذا الخطأ. */
  readonly الخطأ_الأصلي: unknown;
  /** معلومات تعين على معرفة السبب، محجوبة الأسرار. */
  readonly السياق: Readonly<Record<string, unknown>>;
  /** وقت حدوث الخطأ. */
  readonly الوقت: Date;
  /** هل قد تنجح المحاولة من جديد. */
  readonly قابل_للإعادة: boolean;
  /** الخطأ بياناتٍ مجردة، وأسبابه معه، محجوبة الأسرار. */
  إلى_json(): ErrorJson;
}

arabicMembers<أعضاء_خطأ, MaktabaError, "name" | "stack">()(MaktabaError.prototype, {
  الرمز: "code",
  الرسالة: "message",
  الخطأ_الأصلي: "cause",
  السياق: "context",
  الوقت: "time",
  قابل_للإعادة: "retryable",
  إلى_json: "toJSON",
});

/** أصل كل خطأ تطلقه المكتبة. */
export type خطأ_المكتبة = MaktabaError & أعضاء_خطأ;
/** أصل كل خطأ تطلقه المكتبة. */
export const خطأ_المكتبة: new (...arguments_: ConstructorParameters<typeof MaktabaError>) => خطأ_المكتبة =
  MaktabaError as never;

/** ما لخطأ قاعدة البيانات من أعضاء عربية أخرى. */
export interface أعضاء_خطأ_قاعدة_بيانات extends أعضاء_خطأ {
  /** رمز SQLSTATE الذي أعطاه الخادم، إن أعطاه. */
  readonly حالة_sql: string | undefined;
  /** القيد أو الفهرس أو الجدول أو العمود الذي سماه الخادم، إن سماه. */
  readonly القيد: string | undefined;
}

arabicMembers<Omit<أعضاء_خطأ_قاعدة_بيانات, keyof أعضاء_خطأ>, Pick<DatabaseError, "sqlState" | "constraint">>()(
  DatabaseError.prototype,
  { حالة_sql: "sqlState", القيد: "constraint" },
);

/** فشل في قاعدة بيانات أو في الطريق إليها. */
export type خطأ_قاعدة_بيانات = DatabaseError & أعضاء_خطأ_قاعدة_بيانات;
/** فشل في قاعدة بيانات أو في الطريق إليها. */
export const خطأ_قاعدة_بيانات: new (...arguments_: ConstructorParameters<typeof DatabaseError>) => خطأ_قاعدة_بيانات =
  DatabaseError as never;

/** ما لخطأ الملف من أعضاء عربية فوق ما لكل خطأ. */
export interface أعضاء_خطأ_ملف {
  /** الملف أو المجلد كما سُمّي؛ على الخادم في SFTP. */
  readonly المسار: string | undefined;
  /** السطر، من 1. */
  readonly السطر: number | undefined;
  /** الحقل في السطر، من 1. */
  readonly العمود: number | undefined;
  /** الموضع بالبايت، من 0. */
  readonly الموضع: number | undefined;
}

arabicMembers<أعضاء_خطأ_ملف, FileError, keyof MaktabaError>()(FileError.prototype, {
  المسار: "path",
  السطر: "line",
  العمود: "column",
  الموضع: "position",
});

/** فشل في ملف أو مجلد أو في محتوى ملف. */
export type خطأ_ملف = FileError & أعضاء_خطأ & أعضاء_خطأ_ملف;
/** فشل في ملف أو مجلد أو في محتوى ملف. */
export const خطأ_ملف: new (...arguments_: ConstructorParameters<typeof FileError>) => خطأ_ملف = FileError as never;

/** فشل في تقسيم ملف إلى أجزاء أو في دمجها. */
export type خطأ_تقسيم_ملف = SplitError & أعضاء_خطأ & أعضاء_خطأ_ملف;
/** فشل في تقسيم ملف إلى أجزاء أو في دمجها. */
export const خطأ_تقسيم_ملف: new (...arguments_: ConstructorParameters<typeof SplitError>) => خطأ_تقسيم_ملف =
  SplitError as never;

/** ما لمحاولة فاشلة من أعضاء عربية. */
export interface أعضاء_محاولة_فاشلة {
  /** رقم المحاولة، من 1. */
  readonly الرقم: number;
  /** سبب الفشل. */
  readonly السبب: NetworkFailure;
  /** المرحلة التي انقضت مهلتها، إن انقضت مهلة. */
  readonly المرحلة: NetworkPhase | undefined;
  /** الحالة التي أجاب بها الخادم، إن أجاب. */
  readonly الحالة: number | undefined;
  /** ما استغرقته، بالثواني. */
  readonly المدة: number;
  /** ما منع أن تتبعها محاولة تستحقها، إن منع شيء: `"budget"` ميزانية إعادة نفدت. */
  readonly المانع: AttemptStop | undefined;
}

arabicMembers<أعضاء_محاولة_فاشلة, FailedAttempt>()(FailedAttempt.prototype, {
  الرقم: "number",
  السبب: "reason",
  المرحلة: "phase",
  الحالة: "status",
  المدة: ["durationMs", seconds],
  المانع: "stoppedBy",
});

/** محاولة من المحاولات التي سبقت العدول عن عملية على الشبكة. */
export type محاولة_فاشلة = FailedAttempt & أعضاء_محاولة_فاشلة;
/** محاولة من المحاولات التي سبقت العدول عن عملية على الشبكة. */
export const محاولة_فاشلة: new (...arguments_: ConstructorParameters<typeof FailedAttempt>) => محاولة_فاشلة =
  FailedAttempt as never;

/** ما لخطأ الشبكة من أعضاء عربية فوق ما لكل خطأ. */
export interface أعضاء_خطأ_شبكة {
  /** سبب الفشل، بكلمة واحدة للسبب الواحد على كل بيئة تشغيل. */
  readonly السبب: NetworkFailure;
  /** المرحلة التي انقضت مهلتها، إن انقضت مهلة. */
  readonly المرحلة: NetworkPhase | undefined;
  /** المحاولات التي فشلت، والأخيرة منها. */
  readonly المحاولات: readonly محاولة_فاشلة[];
}

arabicMembers<أعضاء_خطأ_شبكة, NetworkError & { readonly attempts: readonly محاولة_فاشلة[] }, keyof MaktabaError>()(
  NetworkError.prototype,
  { السبب: "reason", المرحلة: "phase", المحاولات: "attempts" },
);

/** فشل في الشبكة أو في الطرف الآخر منها. */
export type خطأ_شبكة = NetworkError & أعضاء_خطأ & أعضاء_خطأ_شبكة;
/** فشل في الشبكة أو في الطرف الآخر منها. */
export const خطأ_شبكة: new (...arguments_: ConstructorParameters<typeof NetworkError>) => خطأ_شبكة =
  NetworkError as never;

/** ما لخطأ WebSocket من أعضاء عربية فوق ما لخطأ الشبكة. */
export interface أعضاء_خطأ_websocket {
  /** الحالة التي أجاب بها الخادم المصافحة، إن رفضها بجواب HTTP. */
  readonly الحالة: number | undefined;
  /** الرمز الذي أُغلق به الاتصال، إن أُغلق؛ 1006 إن انقطع. */
  readonly رمز_الإغلاق: number | undefined;
  /** قول الطرف الآخر في سبب الإغلاق. */
  readonly سبب_الإغلاق: string | undefined;
}

arabicMembers<أعضاء_خطأ_websocket, WebSocketError, keyof NetworkError>()(WebSocketError.prototype, {
  الحالة: "status",
  رمز_الإغلاق: "closeCode",
  سبب_الإغلاق: "closeReason",
});

/** فشل في اتصال WebSocket. */
export type خطأ_websocket = WebSocketError & أعضاء_خطأ & أعضاء_خطأ_شبكة & أعضاء_خطأ_websocket;
/** فشل في اتصال WebSocket. */
export const خطأ_websocket: new (...arguments_: ConstructorParameters<typeof WebSocketError>) => خطأ_websocket =
  WebSocketError as never;

/** فشل في التشفير أو فكه أو التوقيع أو التحقق، لا يقول أكثر مما يجوز أن يعرفه مهاجم. */
export type خطأ_تشفير = CryptoError & أعضاء_خطأ;
/** فشل في التشفير أو فكه أو التوقيع أو التحقق، لا يقول أكثر مما يجوز أن يعرفه مهاجم. */
export const خطأ_تشفير: new (...arguments_: ConstructorParameters<typeof CryptoError>) => خطأ_تشفير =
  CryptoError as never;

/** ما لخطأ Redis من أعضاء عربية فوق ما لكل خطأ. */
export interface أعضاء_خطأ_redis {
  /** الأمر الذي فشل، إن كان أمرًا. */
  readonly الأمر: string | undefined;
  /** أول كلمة من جواب Redis، إن أجاب. */
  readonly الجواب: string | undefined;
}

arabicMembers<أعضاء_خطأ_redis, RedisError, keyof MaktabaError>()(RedisError.prototype, {
  الأمر: "command",
  الجواب: "reply",
});

/** فشل في Redis أو في الطريق إليه. */
export type خطأ_redis = RedisError & أعضاء_خطأ & أعضاء_خطأ_redis;
/** فشل في Redis أو في الطريق إليه. */
export const خطأ_redis: new (...arguments_: ConstructorParameters<typeof RedisError>) => خطأ_redis =
  RedisError as never;

/** انقضت مهلة من مهل المكتبة. */
export type خطأ_مهلة = TimeoutError & أعضاء_خطأ;
/** انقضت مهلة من مهل المكتبة. */
export const خطأ_مهلة: new (...arguments_: ConstructorParameters<typeof TimeoutError>) => خطأ_مهلة =
  TimeoutError as never;

/** ما لخطأ الإلغاء من أعضاء عربية فوق ما لكل خطأ. */
export interface أعضاء_خطأ_إلغاء {
  /** ما أُعطي لـ`إلغاء()` سببًا، إن أُعطي. */
  readonly السبب: unknown;
}

arabicMembers<أعضاء_خطأ_إلغاء, CancelledError, keyof MaktabaError>()(CancelledError.prototype, { السبب: "reason" });

/** ما تُرفض به انتظارات مهمة أُلغيت. */
export type خطأ_إلغاء = CancelledError & أعضاء_خطأ & أعضاء_خطأ_إلغاء;
/** ما تُرفض به انتظارات مهمة أُلغيت. */
export const خطأ_إلغاء: new (...arguments_: ConstructorParameters<typeof CancelledError>) => خطأ_إلغاء =
  CancelledError as never;

/** ما لخطأ التحقق من أعضاء عربية فوق ما لكل خطأ. */
export interface أعضاء_خطأ_تحقق {
  /** الخيار أو المعامل الخاطئ، باسمه كما عُرف. */
  readonly الخيار: string;
}

arabicMembers<أعضاء_خطأ_تحقق, ValidationError, keyof MaktabaError>()(ValidationError.prototype, { الخيار: "option" });

/** معامل خاطئ، عُرف قبل البدء بأي عمل. */
export type خطأ_تحقق = ValidationError & أعضاء_خطأ & أعضاء_خطأ_تحقق;
/** معامل خاطئ، عُرف قبل البدء بأي عمل. */
export const خطأ_تحقق: new (...arguments_: ConstructorParameters<typeof ValidationError>) => خطأ_تحقق =
  ValidationError as never;
