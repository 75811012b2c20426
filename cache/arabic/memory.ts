import { arabicConstructor, arabicMembers, recordNames, seconds } from "../../internal/arabic.ts";
import { MemoryCache, type MemoryCacheOptions } from "../memory_cache.ts";
import type { خيارات_حفظ } from "./store.ts";
import { أسماء_خيارات_حفظ } from "./tables.ts";

/**
 * خيارات `ذاكرة_محلية`.
 *
 * @typeParam V نوع القيم.
 */
export interface خيارات_ذاكرة_محلية<V> {
  /** أكبر عدد للقيم؛ 10000 إن لم يُعطَ، أو بلا حد إن أُعطي `أقصى_بايتات`. وما طال عهد استعماله يخلي مكانه. */
  أقصى_عدد?: number | undefined;
  /** أكبر حجم للقيم كلها بالبايت؛ بلا حد إن لم يُعطَ. */
  أقصى_بايتات?: number | undefined;
  /** يعطي حجم قيمة بالبايت؛ يُقدَّر الحجم إن لم يُعطَ. */
  حجم_القيمة?: ((قيمة: V, مفتاح: string) => number) | undefined;
  /** مدة بقاء القيم بالثواني؛ بلا نهاية إن لم تُعطَ. */
  مدة_الصلاحية?: number | undefined;
}

const أسماء_خيارات_ذاكرة_محلية = recordNames<خيارات_ذاكرة_محلية<unknown>, MemoryCacheOptions<unknown>>()({
  أقصى_عدد: "maxEntries",
  أقصى_بايتات: "maxBytes",
  حجم_القيمة: "sizeOf",
  مدة_الصلاحية: ["ttlMs", seconds],
});

/**
 * ما للذاكرة المحلية من أعضاء عربية.
 *
 * @typeParam V نوع القيم.
 */
export interface أعضاء_ذاكرة_محلية<V> {
  /** عدد القيم المحفوظة، ومنها ما انتهت مدته ولم يُحتج إلى مكانه. */
  readonly العدد: number;
  /**
   * يعطي قيمة مفتاح.
   *
   * @param مفتاح المفتاح.
   * @returns القيمة، أو undefined إن لم تكن محفوظة أو انتهت مدتها.
   */
  جلب(مفتاح: string): V | undefined;
  /**
   * يحفظ قيمة لمفتاح، ولو كانت له قيمة قبلها.
   *
   * @param مفتاح المفتاح.
   * @param قيمة القيمة، أي شيء سوى undefined.
   * @param خيارات مدة بقائها.
   */
  حفظ(مفتاح: string, قيمة: V, خيارات?: خيارات_حفظ): void;
  /**
   * يحذف مفتاحًا.
   *
   * @param مفتاح المفتاح.
   * @returns هل كان موجودًا.
   */
  حذف(مفتاح: string): boolean;
  /**
   * يقول هل المفتاح موجود، ولا يُعدّ ذلك استعمالًا له.
   *
   * @param مفتاح المفتاح.
   * @returns هل هو موجود.
   */
  يحوي(مفتاح: string): boolean;
  /**
   * يعطي قيمة مفتاح، ويصنعها ويحفظها إن لم تكن محفوظة.
   *
   * @param مفتاح المفتاح.
   * @param صانع يصنع القيمة.
   * @param خيارات مدة بقائها.
   * @returns القيمة.
   */
  جلب_أو_حفظ(مفتاح: string, صانع: () => PromiseLike<V> | V, خيارات?: خيارات_حفظ): Promise<V>;
  /** يحذف المفاتيح كلها. */
  مسح(): void;
  /** يحذف المفاتيح كلها؛ ليس وراءه ما يُغلق. */
  إغلاق(): void;
}

arabicMembers<أعضاء_ذاكرة_محلية<unknown>, MemoryCache>()(MemoryCache.prototype, {
  العدد: "size",
  جلب: "get",
  حفظ: ["set", function (this: MemoryCache, مفتاح: string, قيمة: unknown, خيارات: خيارات_حفظ = {}) {
    this.set(مفتاح, قيمة, أسماء_خيارات_حفظ.english(خيارات));
  }],
  حذف: "delete",
  يحوي: "has",
  جلب_أو_حفظ: [
    "getOrSet",
    async function (this: MemoryCache, مفتاح: string, صانع: () => unknown, خيارات: خيارات_حفظ = {}) {
      return await this.getOrSet(مفتاح, صانع, أسماء_خيارات_حفظ.english(خيارات));
    },
  ],
  مسح: "clear",
  إغلاق: "close",
});

/**
 * تحفظ القيم في ذاكرة هذه العملية، محدودة العدد والحجم والمدة؛ وما طال عهد استعماله يخلي مكانه لغيره. لا تُنسخ القيم: من
 * غيّر كائنًا جلبه فقد غيّر المحفوظ.
 *
 * @typeParam V نوع القيم.
 */
export type ذاكرة_محلية<V = unknown> = MemoryCache<V> & أعضاء_ذاكرة_محلية<V>;
/** تحفظ القيم في ذاكرة هذه العملية، محدودة العدد والحجم والمدة؛ وما طال عهد استعماله يخلي مكانه لغيره. */
export const ذاكرة_محلية: new <V = unknown>(خيارات?: خيارات_ذاكرة_محلية<V>) => ذاكرة_محلية<V> = arabicConstructor<
  new (خيارات?: خيارات_ذاكرة_محلية<unknown>) => MemoryCache
>(MemoryCache, (خيارات = {}) => [أسماء_خيارات_ذاكرة_محلية.english(خيارات)]) as never;
