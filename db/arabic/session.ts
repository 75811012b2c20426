import { arabicConstructor, arabicMembers } from "../../internal/arabic.ts";
import { type DatabaseKind, DatabaseSession } from "../database_session.ts";
import type { Transaction } from "../transaction.ts";
import type { خيارات_اتصال_قاعدة } from "./connect.ts";
import type { خيارات_إدراج, خيارات_جلب, مرشح_مستندات, مستند } from "./documents.ts";
import type { أعضاء_استعلام, معاملة } from "./queries.ts";
import { أسماء_خيارات_اتصال } from "./tables/connect.ts";
import { أسماء_خيارات_إدراج, أسماء_خيارات_جلب } from "./tables/documents.ts";
import { تنفيذ, تنفيذ_عدة, جلب_الكل, جلب_واحد } from "./tables/queries.ts";

/** نوع القاعدة: `"sql"` أو `"nosql"`. */
export type نوع_قاعدة = DatabaseKind;

/** ما لقاعدة البيانات المتقدمة من أعضاء عربية. */
export interface أعضاء_قاعدة_بيانات_متقدمة extends أعضاء_استعلام {
  /** نوع القاعدة: `"sql"` أو `"nosql"`. */
  readonly النوع: نوع_قاعدة;
  /**
   * يدرج مستندات في مجموعة.
   *
   * @param مجموعة اسم المجموعة.
   * @param بيانات المستندات.
   * @param خيارات إشارة.
   * @returns معرّف كل منها بترتيبها.
   */
  إدراج_nosql(مجموعة: string, بيانات: readonly مستند[], خيارات?: خيارات_إدراج): Promise<unknown[]>;
  /**
   * يدرج مستندًا في مجموعة.
   *
   * @param مجموعة اسم المجموعة.
   * @param بيانات المستند.
   * @param خيارات إشارة.
   * @returns معرّفه.
   */
  إدراج_nosql(مجموعة: string, بيانات: مستند, خيارات?: خيارات_إدراج): Promise<unknown>;
  /**
   * يجلب مستندات من مجموعة.
   *
   * @typeParam T نوع المستند.
   * @param مجموعة اسم المجموعة.
   * @param استعلام أيها؛ كلها إن لم يُعطَ.
   * @param خيارات الحد والترتيب وإشارة.
   * @returns المستندات.
   */
  جلب_nosql<T = مستند>(مجموعة: string, استعلام?: مرشح_مستندات, خيارات?: خيارات_جلب): Promise<T[]>;
  /**
   * يجري دالة في معاملة معناها دقيق: يبقى ما فعلته إن عادت، ويُتراجع عنه إن أطلقت خطأ.
   *
   * @typeParam T ما تعطيه الدالة.
   * @param عمل الدالة، وتُعطى المعاملة.
   * @returns ما أعطته الدالة.
   */
  معاملة<T>(عمل: (قاعدة: معاملة) => Promise<T> | T): Promise<T>;
  /** يؤكد ما فُعل حتى الآن فيبقى؛ وما بعده بداية جديدة. */
  تأكيد(): Promise<void>;
  /** يتراجع عما فُعل منذ آخر تأكيد؛ وما بعده بداية جديدة. */
  تراجع(): Promise<void>;
  /** ينهي العمل كما تنهيه نهاية الكتلة: يؤكد إن لم يفشل نداء، ثم يغلق الاتصال. */
  إغلاق(): Promise<void>;
}

arabicMembers<أعضاء_قاعدة_بيانات_متقدمة, DatabaseSession>()(DatabaseSession.prototype, {
  النوع: "kind",
  تنفيذ: ["execute", تنفيذ],
  تنفيذ_عدة: ["executeMany", تنفيذ_عدة],
  جلب_الكل: ["all", جلب_الكل],
  جلب_واحد: ["one", جلب_واحد],
  إدراج_nosql: [
    "insert",
    async function (
      this: DatabaseSession,
      مجموعة: string,
      بيانات: مستند | readonly مستند[],
      خيارات: خيارات_إدراج = {},
    ): Promise<never> {
      return await this.insert(مجموعة, بيانات as مستند, أسماء_خيارات_إدراج.english(خيارات)) as never;
    },
  ],
  جلب_nosql: [
    "find",
    async function <T>(
      this: DatabaseSession,
      مجموعة: string,
      استعلام: مرشح_مستندات = {},
      خيارات: خيارات_جلب = {},
    ): Promise<T[]> {
      return await this.find<T>(مجموعة, استعلام, أسماء_خيارات_جلب.english(خيارات));
    },
  ],
  معاملة: [
    "transaction",
    async function <T>(this: DatabaseSession, عمل: (قاعدة: معاملة) => Promise<T> | T): Promise<T> {
      return await this.transaction(عمل as (transaction: Transaction) => Promise<T> | T);
    },
  ],
  تأكيد: "commit",
  تراجع: "rollback",
  إغلاق: "close",
});

/** صنف `قاعدة_بيانات_متقدمة`. */
export interface صنف_قاعدة_بيانات_متقدمة {
  /**
   * يجهز وحدة العمل ولا يتصل؛ يتصل عند أول نداء.
   *
   * @param رابط_الاتصال رابط القاعدة كما تأخذه `اتصال`.
   * @param نوع_قاعدة `"sql"` أو `"nosql"`؛ ما يقوله الرابط إن لم يُعطَ.
   * @param خيارات خيارات الاتصال.
   * @throws {خطأ_تحقق} إن كان الرابط خاطئًا أو خالفه النوع أو لم يُعرف خيار.
   */
  new (رابط_الاتصال: string, نوع_قاعدة?: نوع_قاعدة, خيارات?: خيارات_اتصال_قاعدة): قاعدة_بيانات_متقدمة;
}

/**
 * وحدة عمل على قاعدة بيانات: تتصل عند أول نداء، وتجري النداءات كلها في معاملة واحدة، وتنتهي بنهاية كتلتها.
 *
 * لا تعلم `await using` هل أطلقت الكتلة خطأ؛ فعند نهايتها يؤكد ما فُعل إلا أن يكون نداء على القاعدة قد فشل أو أن تكون المهمة
 * قد أُلغيت، فعندها يُتراجع عنه. وحيث قد تطلق الكتلة خطأ من عندها فاستخدم `معاملة` فمعناها دقيق.
 */
export type قاعدة_بيانات_متقدمة = DatabaseSession & أعضاء_قاعدة_بيانات_متقدمة;
/**
 * وحدة عمل على قاعدة بيانات: تتصل عند أول نداء، وتجري النداءات كلها في معاملة واحدة، وتنتهي بنهاية كتلتها.
 *
 * @example جملتان في معاملة واحدة
 * ```ts
 * import { قاعدة_بيانات_متقدمة } from "@maktaba/std/db/ar";
 * import assert from "node:assert/strict";
 *
 * await using قاعدة = new قاعدة_بيانات_متقدمة("sqlite::memory:");
 * await قاعدة.تنفيذ("create table مستخدمون (اسم text)");
 * await قاعدة.تنفيذ("insert into مستخدمون values (:اسم)", { اسم: "علي" });
 * assert.deepEqual(await قاعدة.جلب_الكل("select * from مستخدمون"), [{ اسم: "علي" }]);
 * ```
 */
export const قاعدة_بيانات_متقدمة: صنف_قاعدة_بيانات_متقدمة = arabicConstructor<صنف_قاعدة_بيانات_متقدمة>(
  DatabaseSession,
  (رابط, نوع, خيارات = {}) => [رابط, نوع, أسماء_خيارات_اتصال.english(خيارات)],
);
