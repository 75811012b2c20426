/**
 * الذاكرة المؤقتة: في ذاكرة العملية نفسها، محدودة العدد والحجم والمدة، وفي Redis؛ وكلتاهما على عقد واحد. المدد هنا بالثواني.
 *
 * @example حفظ جواب دقيقة
 * ```ts
 * import { ذاكرة_محلية } from "@maktaba/std/cache/ar";
 * import assert from "node:assert/strict";
 *
 * await using ذاكرة = new ذاكرة_محلية<string>({ أقصى_عدد: 1_000, مدة_الصلاحية: 60 });
 * ذاكرة.حفظ("عاصمة عمان", "مسقط");
 * assert.equal(ذاكرة.جلب("عاصمة عمان"), "مسقط");
 * ```
 *
 * @module
 */

export * from "./arabic/errors.ts";
export * from "./arabic/memory.ts";
export * from "./arabic/redis.ts";
export * from "./arabic/store.ts";
