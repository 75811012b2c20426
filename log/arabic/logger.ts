import { arabicMembers } from "../../internal/arabic.ts";
import { getLogger } from "../get_logger.ts";
import { Logger, type LogProperties } from "../logger.ts";
import { withLogContext } from "../with_log_context.ts";
import type { مستوى_سجل } from "./entry.ts";
import { levels } from "./tables/entry.ts";

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
  تنقيح(رسالة: string, خصائص?: LogProperties | (() => LogProperties)): void;
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
  تنقيح: "debug",
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
