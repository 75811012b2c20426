import { arabicConstructor, arabicMembers, recordNames } from "../../internal/arabic.ts";
import { type ErrorLogDetails, ErrorLogger } from "../error_logger.ts";
import type { LogProperties } from "../logger.ts";
import type { مستوى_سجل } from "./entry.ts";
import type { خيارات_تنبيهات_السجل, خيارات_حجب_السجل, خيارات_ملف_السجل } from "./outputs.ts";
import { levels } from "./tables/entry.ts";
import { أسماء_خيارات_مسجل_الأخطاء } from "./tables/outputs.ts";

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
