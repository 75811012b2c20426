/**
 * قواعد البيانات خلف واجهة واحدة: SQLite وPostgreSQL وMySQL وMariaDB بلغة SQL، وMongoDB بالمستندات. القيم تُربط ولا تُلصق،
 * والمعاملات دوال، وكل انتظار يتوقف بإشارته أو بإلغاء مهمته، ولكل خطأ الرمز نفسه في كل قاعدة. المدد هنا بالثواني.
 *
 * @example معاملة ثم سؤال
 * ```ts
 * import { اتصال } from "@maktaba/std/db/ar";
 * import assert from "node:assert/strict";
 *
 * await using قاعدة = await اتصال("sqlite::memory:");
 * await قاعدة.تنفيذ("create table كتاب (عنوان text not null, صفحات integer)");
 * await قاعدة.معاملة(async (معاملة) => {
 *   const جملة = "insert into كتاب values (:عنوان, :صفحات)";
 *   await معاملة.تنفيذ(جملة, { عنوان: "كليلة ودمنة", صفحات: 320 });
 *   await معاملة.تنفيذ(جملة, { عنوان: "المقدمة", صفحات: 1000 });
 * });
 * const كتاب = await قاعدة.جلب_واحد("select عنوان from كتاب where صفحات > :حد", { حد: 500 });
 * assert.deepEqual(كتاب, { عنوان: "المقدمة" });
 * ```
 *
 * @module
 */

export * from "./arabic/errors.ts";
export * from "./arabic/connect.ts";
export * from "./arabic/database.ts";
export * from "./arabic/documents.ts";
export * from "./arabic/queries.ts";
export * from "./arabic/session.ts";
