import { arabicConstructor, arabicMembers, type Conversion, recordNames, seconds } from "../../internal/arabic.ts";
import {
  RedisCache,
  type RedisCacheOptions,
  type RedisFormat,
  type RedisGetOptions,
  type RedisSetOptions,
} from "../redis_cache.ts";
import type { خيارات_حفظ, خيارات_ذاكرة_مؤقتة } from "./store.ts";
import { أسماء_خيارات_حفظ, أسماء_خيارات_ذاكرة } from "./tables.ts";

/** خيارات `مدير_redis`. المدد بالثواني. */
export interface خيارات_redis {
  /** ما يبدأ به كل مفتاح في Redis، مثل `"متجر:"`؛ لا شيء إن لم يُعطَ. */
  بادئة?: string | undefined;
  /** مدة بقاء القيم بالثواني؛ بلا نهاية إن لم تُعطَ. */
  مدة_الصلاحية?: number | undefined;
  /** مهلة الاتصال والدخول بالثواني؛ 5 إن لم تُعطَ. */
  وقت_اتصال?: number | undefined;
  /** مهلة جواب الأمر الواحد بالثواني؛ 5 إن لم تُعطَ. */
  وقت_أمر?: number | undefined;
  /** الشهادات التي يوثق بها لخادم `rediss://`، بصيغة PEM؛ ما تثق به بيئة التشغيل إن لم تُعطَ. */
  جهات_التوثيق?: string | undefined;
}

const أسماء_خيارات_redis = recordNames<خيارات_redis, RedisCacheOptions>()({
  بادئة: "prefix",
  مدة_الصلاحية: ["ttlMs", seconds],
  وقت_اتصال: ["connectTimeoutMs", seconds],
  وقت_أمر: ["commandTimeoutMs", seconds],
  جهات_التوثيق: "ca",
});

const صيغة: Conversion<boolean, RedisFormat> = {
  english: (كائن) => كائن ? "json" : "text",
  arabic: (الصيغة) => الصيغة === "json",
};

/** خيارات `جلب` من Redis. */
export interface خيارات_جلب_redis {
  /** هل يُقرأ المحفوظ بصيغة JSON فيُعطى كائنًا أو قيمة؛ لا، إن لم يُعطَ، فيُعطى النص كما حُفظ. */
  كائن?: boolean | undefined;
  /** تنهي الانتظار عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_جلب_redis = recordNames<خيارات_جلب_redis, RedisGetOptions>()({
  كائن: ["format", صيغة],
}, أسماء_خيارات_ذاكرة);

/** خيارات `حفظ` في Redis. */
export interface خيارات_حفظ_redis {
  /** مدة بقاء القيمة بالثواني؛ مدة الذاكرة كلها إن لم تُعطَ، و`Infinity` لما لا تنتهي مدته. */
  مدة_الصلاحية?: number | undefined;
  /** هل تُحفظ القيمة بصيغة JSON؛ إن لم يُعطَ حُفظ النص كما هو وحُفظ غيره بصيغة JSON. */
  كائن?: boolean | undefined;
  /** تنهي الانتظار عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_حفظ_redis = recordNames<خيارات_حفظ_redis, RedisSetOptions>()({
  كائن: ["format", صيغة],
}, أسماء_خيارات_حفظ);

/** ما لمدير redis من أعضاء عربية. */
export interface أعضاء_مدير_redis {
  /**
   * يحفظ قيمة لمفتاح، ولو كانت له قيمة قبلها. يُحفظ النص كما هو، وغيره بصيغة JSON.
   *
   * @param مفتاح المفتاح.
   * @param قيمة نص، أو ما تقبله صيغة JSON.
   * @param خيارات مدة بقائها وصيغتها.
   * @throws {خطأ_تحقق} إن لم تقبل صيغة JSON القيمة.
   * @throws {خطأ_redis} إن تعذر الوصول إلى Redis أو لم يجب أو رفض.
   */
  حفظ(مفتاح: string, قيمة: unknown, خيارات?: خيارات_حفظ_redis): Promise<void>;
  /**
   * يعطي قيمة مفتاح كائنًا، مقروءة بصيغة JSON.
   *
   * @typeParam T النوع المتوقع؛ لا يُتحقق منه.
   * @param مفتاح المفتاح.
   * @param خيارات `كائن: true`.
   * @returns القيمة، أو undefined إن لم تكن محفوظة.
   * @throws {خطأ_redis} إن تعذر الوصول إلى Redis أو لم يجب أو رفض، أو كان المحفوظ نصًّا بغير صيغة JSON.
   */
  جلب<T = unknown>(مفتاح: string, خيارات: خيارات_جلب_redis & { كائن: true }): Promise<T | undefined>;
  /**
   * يعطي قيمة مفتاح نصًّا كما حُفظ.
   *
   * @param مفتاح المفتاح.
   * @param خيارات إشارة.
   * @returns النص، أو undefined إن لم يكن محفوظًا.
   * @throws {خطأ_redis} إن تعذر الوصول إلى Redis أو لم يجب أو رفض.
   */
  جلب(مفتاح: string, خيارات?: خيارات_جلب_redis & { كائن?: false | undefined }): Promise<string | undefined>;
  /**
   * يحذف مفتاحًا.
   *
   * @param مفتاح المفتاح.
   * @param خيارات إشارة.
   * @returns هل كان موجودًا.
   */
  حذف(مفتاح: string, خيارات?: خيارات_ذاكرة_مؤقتة): Promise<boolean>;
  /**
   * يقول هل المفتاح موجود.
   *
   * @param مفتاح المفتاح.
   * @param خيارات إشارة.
   * @returns هل هو موجود.
   */
  يحوي(مفتاح: string, خيارات?: خيارات_ذاكرة_مؤقتة): Promise<boolean>;
  /**
   * يعطي قيمة مفتاح، ويصنعها ويحفظها بصيغة JSON إن لم تكن محفوظة.
   *
   * @typeParam T نوع القيمة.
   * @param مفتاح المفتاح.
   * @param صانع يصنع القيمة.
   * @param خيارات مدة بقائها.
   * @returns القيمة.
   */
  جلب_أو_حفظ<T>(مفتاح: string, صانع: () => PromiseLike<T> | T, خيارات?: خيارات_حفظ): Promise<T>;
  /**
   * يحذف كل مفتاح يبدأ ببادئة هذه الذاكرة.
   *
   * @param خيارات إشارة.
   * @throws {خطأ_تحقق} إن لم تكن لها بادئة، لئلا تُحذف مفاتيح غيرها.
   */
  مسح(خيارات?: خيارات_ذاكرة_مؤقتة): Promise<void>;
  /** ينتظر ما جرى من الأوامر ثم يقطع الاتصال. لا يفشل، ولا يزيد على مهلة أمر. */
  إغلاق(): Promise<void>;
}

arabicMembers<أعضاء_مدير_redis, RedisCache>()(RedisCache.prototype, {
  حفظ: ["set", async function (this: RedisCache, مفتاح: string, قيمة: unknown, خيارات: خيارات_حفظ_redis = {}) {
    const english = أسماء_خيارات_حفظ_redis.english(خيارات);
    await this.set(مفتاح, قيمة, { format: typeof قيمة === "string" ? "text" : "json", ...english });
  }],
  جلب: [
    "get",
    async function (this: RedisCache, مفتاح: string, خيارات: خيارات_جلب_redis = {}) {
      return await this.get(مفتاح, { format: "text", ...أسماء_خيارات_جلب_redis.english(خيارات) });
    } as أعضاء_مدير_redis["جلب"],
  ],
  حذف: ["delete", async function (this: RedisCache, مفتاح: string, خيارات: خيارات_ذاكرة_مؤقتة = {}) {
    return await this.delete(مفتاح, أسماء_خيارات_ذاكرة.english(خيارات));
  }],
  يحوي: ["has", async function (this: RedisCache, مفتاح: string, خيارات: خيارات_ذاكرة_مؤقتة = {}) {
    return await this.has(مفتاح, أسماء_خيارات_ذاكرة.english(خيارات));
  }],
  جلب_أو_حفظ: [
    "getOrSet",
    async function <T>(this: RedisCache, مفتاح: string, صانع: () => PromiseLike<T> | T, خيارات: خيارات_حفظ = {}) {
      return await this.getOrSet(مفتاح, صانع, أسماء_خيارات_حفظ.english(خيارات));
    },
  ],
  مسح: ["clear", async function (this: RedisCache, خيارات: خيارات_ذاكرة_مؤقتة = {}) {
    await this.clear(أسماء_خيارات_ذاكرة.english(خيارات));
  }],
  إغلاق: "close",
});

/** صنف `مدير_redis`. */
export interface صنف_مدير_redis {
  /**
   * يجهز الذاكرة ولا يتصل؛ يتصل عند أول أمر.
   *
   * @param رابط_الاتصال `redis://اسم_مستخدم:كلمة_مرور@مضيف:منفذ/قاعدة`، أو `rediss://` مع TLS؛ `redis://localhost:6379`
   * إن لم يُعطَ.
   * @param خيارات البادئة والمهل.
   * @throws {خطأ_تحقق} إن كان الرابط أو خيار خاطئًا؛ ولا تُظهر الرسالة الرابط.
   */
  new (رابط_الاتصال?: string, خيارات?: خيارات_redis): مدير_redis;
}

/**
 * يحفظ القيم في Redis، حيث تجدها عمليات أخرى ولغات أخرى. يتصل عند أول أمر، وكل انتظار فيه محدود: إن تعذر الوصول إلى
 * Redis فشل الأمر في مهلته بـ`خطأ_redis` ثم حاول الأمر التالي الاتصال من جديد.
 *
 * @example حفظ كائن دقيقة
 * ```ts ignore
 * import { مدير_redis } from "@maktaba/std/cache/ar";
 *
 * await using المدير = new مدير_redis("redis://localhost:6379");
 * await المدير.حفظ("مستخدم:7", { الاسم: "علي" }, { مدة_الصلاحية: 60 });
 * const المستخدم = await المدير.جلب<{ الاسم: string }>("مستخدم:7", { كائن: true });
 * ```
 */
export type مدير_redis = RedisCache & أعضاء_مدير_redis;
/** يحفظ القيم في Redis، حيث تجدها عمليات أخرى ولغات أخرى. يتصل عند أول أمر، وكل انتظار فيه محدود. */
export const مدير_redis: صنف_مدير_redis = arabicConstructor<صنف_مدير_redis>(
  RedisCache,
  (رابط, خيارات = {}) => [رابط, أسماء_خيارات_redis.english(خيارات)],
);
