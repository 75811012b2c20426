import { connect } from "../connect.ts";
import type { قاعدة_بيانات } from "./database.ts";
import type { قاعدة_مستندات } from "./documents.ts";
import { أسماء_خيارات_اتصال } from "./tables/connect.ts";

/** كيف يُشفَّر الاتصال بالخادم. */
export interface خيارات_tls {
  /** شهادات الجهة التي وقّعت شهادة الخادم، بصيغة PEM؛ ما تثق به بيئة التشغيل إن لم تُعطَ. */
  جهات_التوثيق?: string | undefined;
  /** شهادة العميل بصيغة PEM. */
  شهادة?: string | undefined;
  /** مفتاح العميل الخاص بصيغة PEM. */
  مفتاح?: string | undefined;
  /** هل يُتحقق من شهادة الخادم؛ نعم إن لم يُعطَ. */
  تحقق?: boolean | undefined;
}

/** ما يجوز أن يُفعل بملف قاعدة SQLite: قراءته وكتابته وإنشاؤه إن غاب، أو قراءته وكتابته، أو قراءته وحدها. */
export type وضع_sqlite = "إنشاء" | "كتابة" | "قراءة";

/** خيارات `اتصال`. المدد بالثواني. */
export interface خيارات_اتصال_قاعدة {
  /** تلغي الاتصال عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
  /** أقصى مدة لإنشاء اتصال بالخادم بالثواني؛ 10 إن لم تُعطَ. */
  وقت_اتصال?: number | undefined;
  /** أقصى عدد للاتصالات بالخادم في وقت واحد؛ 10 إن لم يُعطَ. */
  أقصى_اتصالات?: number | undefined;
  /** أقصى انتظار لاتصال يستخدمه غيره بالثواني؛ 30 إن لم يُعطَ. */
  وقت_انتظار_اتصال?: number | undefined;
  /** أقصى انتظار لقفل SQLite يمسكه غيره بالثواني؛ 5 إن لم يُعطَ. */
  وقت_انتظار_قفل?: number | undefined;
  /** هل تُحضَّر الجمل في خادم PostgreSQL وتبقى فيه؛ نعم إن لم يُعطَ. */
  تحضير?: boolean | undefined;
  /**
   * ما يجوز أن يُفعل بملف قاعدة SQLite؛ ما يقوله الرابط، مثل `sqlite:بيانات.db?mode=ro`، وإلا فـ`"إنشاء"`. ومع `"كتابة"` و`"قراءة"`
   * يُعد غياب الملف خطأ.
   */
  وضع?: وضع_sqlite | undefined;
  /** هل يُشفَّر الاتصال بالخادم، وكيف. */
  tls?: boolean | خيارات_tls | undefined;
}

/**
 * يفتح قاعدة مستندات (MongoDB).
 *
 * @param رابط `mongodb://user:password@host:27017/database` أو `mongodb+srv://…`.
 * @param خيارات المدد وعدد الاتصالات.
 * @returns القاعدة، بعد أن أجابت.
 * @throws {خطأ_تحقق} إن كان الرابط أو أحد الخيارات خاطئًا.
 * @throws {خطأ_قاعدة_بيانات} إن تعذر الوصول إليها أو رفضت الدخول.
 */
export function اتصال(
  رابط: `mongodb://${string}` | `mongodb+srv://${string}`,
  خيارات?: خيارات_اتصال_قاعدة,
): Promise<قاعدة_مستندات>;
/**
 * يفتح قاعدة بيانات SQL.
 *
 * @param رابط مثل `sqlite:بيانات.db` أو `sqlite::memory:` أو `postgres://…` أو `mysql://…`.
 * @param خيارات المدد وعدد الاتصالات والتشفير.
 * @returns القاعدة، بعد قيام اتصال بها.
 * @throws {خطأ_تحقق} إن كان الرابط أو أحد الخيارات خاطئًا.
 * @throws {خطأ_قاعدة_بيانات} إن تعذر الوصول إليها أو فتحها، أو رفضت الدخول.
 *
 * @example في الذاكرة
 * ```ts
 * import { اتصال } from "@maktaba/std/db/ar";
 * import assert from "node:assert/strict";
 *
 * await using قاعدة = await اتصال("sqlite::memory:");
 * assert.deepEqual(await قاعدة.جلب_واحد("select :كلمة as كلمة", { كلمة: "مرحبا" }), { كلمة: "مرحبا" });
 * ```
 */
export function اتصال(رابط: string, خيارات?: خيارات_اتصال_قاعدة): Promise<قاعدة_بيانات>;
export async function اتصال(
  رابط: string,
  خيارات: خيارات_اتصال_قاعدة = {},
): Promise<قاعدة_بيانات | قاعدة_مستندات> {
  return await connect(رابط, أسماء_خيارات_اتصال.english(خيارات)) as قاعدة_بيانات;
}
