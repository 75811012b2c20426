import type { CacheStore } from "../cache_store.ts";

/**
 * العقد الذي تلتزمه كل ذاكرة مؤقتة: `ذاكرة_محلية` و`مدير_redis` وما يكتبه المستخدم.
 *
 * @typeParam V نوع القيم.
 */
export type مخزن_مؤقت<V = unknown> = CacheStore<V>;

/** خيارات كل عملية على ذاكرة مؤقتة. */
export interface خيارات_ذاكرة_مؤقتة {
  /** تنهي الانتظار عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

/** خيارات `حفظ` و`جلب_أو_حفظ`. */
export interface خيارات_حفظ {
  /** مدة بقاء القيمة بالثواني؛ مدة الذاكرة كلها إن لم تُعطَ، و`Infinity` لما لا تنتهي مدته. */
  مدة_الصلاحية?: number | undefined;
  /** تنهي الانتظار عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}
