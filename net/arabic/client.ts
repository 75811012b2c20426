import { arabicMembers } from "../../internal/arabic.ts";
import type { Client } from "../client.ts";
import { createClient } from "../create_client.ts";
import { ClientShell } from "../internal/client/client_shell.ts";
import type { RequestMethod } from "../request.ts";
import type { رد_عميل } from "./client_reply.ts";
import type { خيارات_طلب_عميل, خيارات_عميل } from "./client_options.ts";
import type { خيارات_صفحات } from "./paginate.ts";
import { أسماء_خيارات_طلب_عميل, أسماء_خيارات_عميل } from "./tables/client.ts";
import { أسماء_خيارات_صفحات } from "./tables/paginate.ts";

/** ما للعميل من أعضاء عربية. */
export interface أعضاء_عميل {
  /**
   * يرسل طلبًا.
   *
   * @param طريقة طريقة HTTP.
   * @param رابط رابط منسوب إلى `الرابط_الأساسي`، أو تام.
   * @param خيارات ما يُرسل، وما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  طلب<T = unknown>(طريقة: RequestMethod, رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب GET.
   *
   * @param رابط الرابط.
   * @param خيارات ما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  جلب<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب POST.
   *
   * @param رابط الرابط.
   * @param خيارات ما يُرسل، وما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  إرسال<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب PUT.
   *
   * @param رابط الرابط.
   * @param خيارات ما يُرسل، وما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  وضع<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب PATCH.
   *
   * @param رابط الرابط.
   * @param خيارات ما يُرسل، وما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  تعديل<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب DELETE.
   *
   * @param رابط الرابط.
   * @param خيارات ما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  حذف<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب HEAD، ورؤوسه في `خام`.
   *
   * @param رابط الرابط.
   * @param خيارات ما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  رؤوس(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<undefined>;
  /**
   * طلب OPTIONS.
   *
   * @param رابط الرابط.
   * @param خيارات ما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  قدرات<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * ينشئ عميلًا له خيارات هذا وغيرها: تُدمج الرؤوس والمعاملات وسياسة الإعادة اسمًا اسمًا، وundefined يحذف الرأس أو
   * المعامل، وتضاف الخطافات، ويحل غير ذلك محل ما كان.
   *
   * @param خيارات ما يختلف.
   * @returns عميل جديد.
   */
  توسيع(خيارات: خيارات_عميل): عميل;
  /**
   * يطلب صفحة بعد صفحة، كلًّا منها إذا أُخذت التي قبلها.
   *
   * @typeParam Page نوع الصفحة.
   * @typeParam Item نوع ما فيها.
   * @param رابط رابط الصفحة الأولى.
   * @param خيارات أين التالية، وما في الصفحة.
   * @returns الصفحات، أو ما فيها.
   */
  صفحات<Page = unknown, Item = Page>(
    رابط: string | URL,
    خيارات?: خيارات_صفحات<Page, Item>,
  ): AsyncGenerator<Item, void, undefined>;
}

type دالة_طلب = (this: Client, رابط: string | URL, خيارات?: خيارات_طلب_عميل) => رد_عميل<never>;

function بطريقة(method: "get" | "post" | "put" | "patch" | "delete" | "head" | "options"): دالة_طلب {
  return function (رابط, خيارات = {}) {
    return this[method](رابط, أسماء_خيارات_طلب_عميل.english(خيارات)) as رد_عميل<never>;
  };
}

arabicMembers<أعضاء_عميل, Client>()(ClientShell.prototype, {
  طلب: ["request", function (this: Client, طريقة, رابط, خيارات = {}) {
    return this.request(طريقة, رابط, أسماء_خيارات_طلب_عميل.english(خيارات)) as رد_عميل<never>;
  }],
  جلب: ["get", بطريقة("get")],
  إرسال: ["post", بطريقة("post")],
  وضع: ["put", بطريقة("put")],
  تعديل: ["patch", بطريقة("patch")],
  حذف: ["delete", بطريقة("delete")],
  رؤوس: ["head", بطريقة("head")],
  قدرات: ["options", بطريقة("options")],
  توسيع: ["extend", function (this: Client, خيارات) {
    return this.extend(أسماء_خيارات_عميل.english(خيارات)) as عميل;
  }],
  صفحات: ["paginate", function (this: Client, رابط, خيارات = {}) {
    return this.paginate(رابط, أسماء_خيارات_صفحات.english(خيارات as خيارات_صفحات)) as AsyncGenerator<never>;
  }],
});

/** عميل طلباته مشتركة الخيارات، تنشئه `إنشاء_عميل`. */
export type عميل = Client & أعضاء_عميل;

/**
 * ينشئ عميلًا: طلبات تشترك في رابط أساسي ورؤوس ومصادقة ومهل وخطافات وكعكات.
 *
 * يبدأ الطلب فورًا، ويُرسل مرة واحدة كيفما قُرئ جوابه.
 *
 * @param خيارات ما تشترك فيه الطلبات. والخطأ في قيمة غير `الرابط_الأساسي` والمنطقيات والدوال يقوله أول طلب.
 * @returns العميل، وليس فيه ما يُغلق.
 * @throws {خطأ_تحقق} إن كان فيها خيار غير معروف، أو لم يكن `الرابط_الأساسي` رابط HTTP.
 *
 * @example واجهة برمجية
 * ```ts
 * import { إنشاء_عميل } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * // دالة النقل هنا مكان الشبكة، وبدونها يُسأل الخادم.
 * const واجهة = إنشاء_عميل({
 *   الرابط_الأساسي: "https://api.example/v1",
 *   مصادقة: { رمز: "a-token" },
 *   نقل: (رابط) => Response.json({ مسار: رابط.pathname }),
 * });
 * assert.deepEqual(await واجهة.جلب("users/7"), { مسار: "/v1/users/7" });
 *
 * await using جواب = await واجهة.إرسال("users", { بيانات: { اسم: "علي" } }).خام();
 * assert.equal(جواب.الحالة, 200);
 * ```
 *
 * @example رمز ينتهي
 * ```ts
 * import { إنشاء_عميل } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * let رمز = "old";
 * const واجهة = إنشاء_عميل({
 *   مصادقة: { رمز: () => رمز },
 *   خطافات: {
 *     بعد_الجواب: [async (جواب, { مرة_أخرى }) => {
 *       if (جواب.الحالة !== 401) return;
 *       رمز = await Promise.resolve("new"); // هنا يُطلب رمز جديد.
 *       return await مرة_أخرى();
 *     }],
 *   },
 *   نقل: (_رابط, { headers }) => {
 *     const جديد = new Headers(headers).get("authorization") === "Bearer new";
 *     return جديد ? Response.json("أهلًا") : new Response(null, { status: 401 });
 *   },
 * });
 * assert.equal(await واجهة.جلب("https://api.example/"), "أهلًا");
 * ```
 */
export function إنشاء_عميل(خيارات: خيارات_عميل = {}): عميل {
  return createClient(أسماء_خيارات_عميل.english(خيارات)) as عميل;
}
