import { arabicMembers, recordNames } from "../../internal/arabic.ts";
import { type Cookie, type CookieJarJson, createCookieJar, JarShell } from "../cookie_jar.ts";

/** كعكة في مخزن. */
export interface كعكة {
  /** اسمها. */
  الاسم: string;
  /** قيمتها. */
  القيمة: string;
  /** المضيف الذي هي له. */
  النطاق: string;
  /** المسار الذي هي له. */
  المسار: string;
  /** متى تنتهي؛ undefined لما ينتهي بانتهاء البرنامج. */
  الانتهاء?: Date | undefined;
  /** هل لا تُرسل إلا في TLS. */
  آمنة: boolean;
  /** هل تُخفى عن برامج الصفحة. */
  مخفية: boolean;
  /** هل تحملها طلبات المواقع الأخرى. */
  نفس_الموقع?: Cookie["sameSite"];
}

const أسماء_كعكة = recordNames<كعكة, Cookie>()({
  الاسم: "name",
  القيمة: "value",
  النطاق: "domain",
  المسار: "path",
  الانتهاء: "expires",
  آمنة: "secure",
  مخفية: "httpOnly",
  نفس_الموقع: "sameSite",
});

/** ما لمخزن الكعكات من أعضاء عربية. */
export interface أعضاء_مخزن_كعكات {
  /**
   * يعطي ما يحمله رأس `Cookie` لطلب.
   *
   * @param رابط إلى أين الطلب.
   * @returns النص، فارغًا إن لم يكن شيء.
   */
  رأس_الكعكات(رابط: string): Promise<string>;
  /**
   * يحفظ كعكة جاءت في رأس `Set-Cookie`.
   *
   * @param كعكة نص الرأس.
   * @param رابط رابط الجواب.
   * @returns عند حفظها.
   */
  حفظ(كعكة: string, رابط: string): Promise<void>;
  /**
   * يعطي الكعكات التي يحملها طلب.
   *
   * @param رابط إلى أين الطلب.
   * @returns الكعكات.
   */
  الكعكات(رابط: string | URL): Promise<كعكة[]>;
  /**
   * يمسح الكعكات كلها.
   *
   * @returns عند مسحها.
   */
  مسح(): Promise<void>;
}

arabicMembers<أعضاء_مخزن_كعكات, JarShell, "toJSON">()(JarShell.prototype, {
  رأس_الكعكات: "getCookieString",
  حفظ: "setCookie",
  الكعكات: ["cookies", async function (this: JarShell, رابط) {
    return (await this.cookies(رابط)).map((cookie) => أسماء_كعكة.arabic(cookie));
  }],
  مسح: "clear",
});

/** مخزن كعكات، تنشئه `إنشاء_مخزن_كعكات`. */
export type مخزن_كعكات = ReturnType<typeof createCookieJar> & أعضاء_مخزن_كعكات;

/**
 * ينشئ مخزنًا يحفظ الكعكات بقواعد المتصفحات (RFC 6265bis).
 *
 * @param محفوظ ما أعطاه `JSON.stringify` من مخزن آخر، محلَّلًا.
 * @returns المخزن، لخيار العميل `كعكات`.
 * @throws {خطأ_تحقق} إن لم يكن `محفوظ` من مخزن.
 *
 * @example حفظ الكعكات بين تشغيلين
 * ```ts
 * import { إنشاء_مخزن_كعكات } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * const مخزن = إنشاء_مخزن_كعكات();
 * await مخزن.حفظ("session=7; Path=/", "https://shop.example/login");
 *
 * const بعد = إنشاء_مخزن_كعكات(JSON.parse(JSON.stringify(مخزن)));
 * assert.equal(await بعد.رأس_الكعكات("https://shop.example/cart"), "session=7");
 * ```
 */
export function إنشاء_مخزن_كعكات(محفوظ?: CookieJarJson): مخزن_كعكات {
  return createCookieJar(محفوظ) as مخزن_كعكات;
}
