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

export * from "./arabic/configure.ts";
export * from "./arabic/entry.ts";
export * from "./arabic/error_logger.ts";
export * from "./arabic/logger.ts";
export * from "./arabic/outputs.ts";
export * from "./arabic/sink.ts";
