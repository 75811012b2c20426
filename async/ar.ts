/**
 * التزامن كما في asyncio: مهام يمكن إلغاؤها، وانتظارات تنتهي بانتهاء المهمة التي هي فيها، ومهل، وإعادة المحاولة بعد الفشل.
 * المدد هنا بالثواني.
 *
 * @example عملان في وقت واحد، بمهلة
 * ```ts
 * import { انتظار_بمهلة, جمع, نوم } from "@maktaba/std/async/ar";
 * import assert from "node:assert/strict";
 *
 * const عمل = async (عدد: number) => {
 *   await نوم(0.01);
 *   return عدد * 2;
 * };
 * assert.deepEqual(await انتظار_بمهلة(() => جمع([() => عمل(1), () => عمل(2)]), 5), [2, 4]);
 * ```
 *
 * @module
 */

import { arabicMembers, type Conversion, recordNames, seconds } from "../internal/arabic.ts";
import { gather, type Gatherable, type GatheredResult, type GatherOptions } from "./gather.ts";
import type { Operation } from "./operation.ts";
import { retry, type RetryOptions } from "./retry.ts";
import { sleep, type SleepOptions } from "./sleep.ts";
import { createTask, currentTask, Task, type TaskOptions } from "./task.ts";
import { waitFor, type WaitForOptions } from "./wait_for.ts";

/** ما للمهمة من أعضاء عربية. */
export interface أعضاء_مهمة {
  /** اسم المهمة في السجلات. */
  readonly الاسم: string;
  /** إشارة تُطلق عند إلغاء المهمة. */
  readonly الإشارة: AbortSignal;
  /** هل انتهت المهمة، بنجاح أو فشل. */
  readonly منتهية: boolean;
  /** هل انتهت المهمة لأنها أُلغيت. */
  readonly ملغاة: boolean;
  /**
   * يطلب من المهمة أن تتوقف: يُرفض ما تنتظره بـ`خطأ_إلغاء`، وكذلك المهام التي بدأتها.
   *
   * @param سبب السبب، لمن ينظر في الخطأ.
   * @returns هل كانت المهمة جارية.
   */
  إلغاء(سبب?: unknown): boolean;
}

arabicMembers<أعضاء_مهمة, Task<unknown>, "then" | "catch" | "finally">()(Task.prototype, {
  الاسم: "name",
  الإشارة: "signal",
  منتهية: "done",
  ملغاة: "cancelled",
  إلغاء: "cancel",
});

/**
 * عمل جارٍ يمكن انتظاره والنظر فيه وإلغاؤه، تنشئه `إنشاء_مهمة`.
 *
 * @typeParam T نوع النتيجة.
 */
export type مهمة<T> = Task<T> & أعضاء_مهمة;
/** عمل جارٍ يمكن انتظاره والنظر فيه وإلغاؤه. */
export const مهمة: new <T>(عملية: Operation<T>, خيارات?: TaskOptions) => مهمة<T> = Task as never;

/** خيارات `إنشاء_مهمة`. */
export interface خيارات_مهمة {
  /** اسم المهمة في السجلات؛ اسم الدالة إن لم يُعطَ. */
  اسم?: string | undefined;
  /** تلغي المهمة عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_مهمة = recordNames<خيارات_مهمة, TaskOptions>()({ اسم: "name", إشارة: "signal" });

/**
 * يبدأ عملًا في مهمة. يبدأ العمل فورًا حتى أول انتظار فيه.
 *
 * @typeParam T نوع النتيجة.
 * @param عملية العمل، وتُعطى إشارة المهمة.
 * @param خيارات اسم وإشارة أخرى.
 * @returns المهمة.
 * @throws {خطأ_تحقق} إن لم تكن `عملية` دالة.
 *
 * @example إلغاء مهمة
 * ```ts
 * import { إنشاء_مهمة, نوم } from "@maktaba/std/async/ar";
 * import { خطأ_إلغاء } from "@maktaba/std/errors/ar";
 * import assert from "node:assert/strict";
 *
 * const المهمة = إنشاء_مهمة(() => نوم(60));
 * المهمة.إلغاء();
 * await assert.rejects(المهمة, خطأ_إلغاء);
 * assert.equal(المهمة.ملغاة, true);
 * ```
 */
export function إنشاء_مهمة<T>(عملية: Operation<T>, خيارات: خيارات_مهمة = {}): مهمة<T> {
  return createTask(عملية, أسماء_خيارات_مهمة.english(خيارات)) as مهمة<T>;
}

/**
 * المهمة التي ينتمي إليها الكود الجاري.
 *
 * @returns المهمة، أو undefined خارج كل مهمة.
 */
export function المهمة_الحالية(): مهمة<unknown> | undefined {
  return currentTask() as مهمة<unknown> | undefined;
}

/** خيارات `نوم`. */
export interface خيارات_نوم {
  /** تنهي الانتظار قبل وقته عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_نوم = recordNames<خيارات_نوم, SleepOptions>()({ إشارة: "signal" });

/**
 * ينتظر مدة. داخل مهمة أُلغيت يتوقف الانتظار ويُرفض.
 *
 * @param مدة المدة بالثواني.
 * @param خيارات إشارة أخرى.
 * @returns عند انقضاء المدة.
 * @throws {خطأ_تحقق} إن لم تكن المدة عددًا غير سالب.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 */
export async function نوم(مدة: number, خيارات: خيارات_نوم = {}): Promise<void> {
  await sleep(seconds.english(مدة, "مدة"), أسماء_خيارات_نوم.english(خيارات));
}

/** خيارات `جمع`. */
export interface خيارات_جمع {
  /** هل تأخذ الأخطاء أماكنها بين النتائج بدل رفض الكل؛ لا، إن لم يُعطَ. */
  إرجاع_الأخطاء?: boolean | undefined;
  /** كم عملية تجري في وقت واحد؛ كلها، إن لم يُعطَ. */
  تزامن?: number | undefined;
  /** تلغي كل ما بدأ عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_جمع = recordNames<خيارات_جمع, GatherOptions>()({
  إرجاع_الأخطاء: "returnErrors",
  تزامن: "concurrency",
  إشارة: "signal",
});

/**
 * يجري عمليات في وقت واحد ويعطي نتائجها بترتيبها.
 *
 * @typeParam Items العمليات.
 * @param عمليات دوال أو مهام أو وعود.
 * @param خيارات التعامل مع الأخطاء والتزامن والإلغاء.
 * @returns النتائج.
 * @throws ما أطلقته أول عملية فشلت.
 */
export function جمع<const Items extends readonly Gatherable<unknown>[]>(
  عمليات: Items,
  خيارات: خيارات_جمع & { إرجاع_الأخطاء: true },
): Promise<{ -readonly [Index in keyof Items]: GatheredResult<Items[Index]> | Error }>;
/** بغير `إرجاع_الأخطاء`: النتائج وحدها، وأول فشل يرفض الكل. */
export function جمع<const Items extends readonly Gatherable<unknown>[]>(
  عمليات: Items,
  خيارات?: خيارات_جمع,
): Promise<{ -readonly [Index in keyof Items]: GatheredResult<Items[Index]> }>;
export async function جمع(عمليات: readonly Gatherable<unknown>[], خيارات: خيارات_جمع = {}): Promise<unknown[]> {
  return await gather(عمليات, أسماء_خيارات_جمع.english(خيارات));
}

/** خيارات `انتظار_بمهلة`. */
export interface خيارات_انتظار_بمهلة {
  /** تلغي العملية والانتظار عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_انتظار_بمهلة = recordNames<خيارات_انتظار_بمهلة, WaitForOptions>()({ إشارة: "signal" });

/**
 * يعطي عملية مهلة ثم يلغيها.
 *
 * @typeParam T نوع النتيجة.
 * @param عملية عمل يُبدأ أو مهمة جارية.
 * @param مهلة المهلة بالثواني.
 * @param خيارات إشارة أخرى.
 * @returns نتيجة العملية.
 * @throws {خطأ_مهلة} إن انقضت المهلة.
 */
export async function انتظار_بمهلة<T>(
  عملية: Operation<T> | Task<T>,
  مهلة: number,
  خيارات: خيارات_انتظار_بمهلة = {},
): Promise<T> {
  return await waitFor(عملية, seconds.english(مهلة, "مهلة"), أسماء_خيارات_انتظار_بمهلة.english(خيارات));
}

/** خيارات `إعادة_المحاولة`. المدد بالثواني. */
export interface خيارات_إعادة_المحاولة {
  /** عدد المحاولات كلها؛ 3 إن لم يُعطَ. */
  عدد_المحاولات?: number | undefined;
  /** الحد الأعلى لأول انتظار بالثواني؛ 0.2 إن لم يُعطَ. */
  تأخير?: number | undefined;
  /** مقدار نمو الحد مع كل انتظار؛ 2 إن لم يُعطَ. */
  معامل_النمو?: number | undefined;
  /** الحد الأعلى لكل انتظار بالثواني؛ 30 إن لم يُعطَ. */
  أقصى_تأخير?: number | undefined;
  /** هل الانتظار عشوائي دون حده؛ نعم إن لم يُعطَ. */
  عشوائية?: boolean | undefined;
  /** المدة التي يجوز أن تبدأ خلالها محاولة أخرى بالثواني؛ بلا حد إن لم يُعطَ. */
  المدة_الكلية?: number | undefined;
  /** يقرر هل يستحق الخطأ محاولة أخرى. */
  هل_يعاد?: ((خطأ: unknown, محاولة: number) => boolean) | undefined;
  /** يُستدعى قبل كل انتظار بالخطأ ورقم المحاولة ومدة الانتظار بالثواني. */
  عند_الإعادة?: ((خطأ: unknown, محاولة: number, تأخير: number) => void) | undefined;
  /** تلغي المحاولة أو الانتظار عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

type استدعاء_الإعادة = (خطأ: unknown, محاولة: number, تأخير: number) => void;

const استدعاء_بالثواني: Conversion<استدعاء_الإعادة, استدعاء_الإعادة> = {
  english: (callback) => (error, attempt, ms) => callback(error, attempt, seconds.arabic(ms)),
  arabic: (callback) => (error, attempt, delay) => callback(error, attempt, seconds.english(delay, "تأخير")),
};

const أسماء_خيارات_إعادة_المحاولة = recordNames<خيارات_إعادة_المحاولة, RetryOptions>()({
  عدد_المحاولات: "attempts",
  تأخير: ["delayMs", seconds],
  معامل_النمو: "factor",
  أقصى_تأخير: ["maxDelayMs", seconds],
  عشوائية: "jitter",
  المدة_الكلية: ["totalMs", seconds],
  هل_يعاد: "isRetryable",
  عند_الإعادة: ["onRetry", استدعاء_بالثواني],
  إشارة: "signal",
});

/**
 * يكرر عملًا حتى ينجح أو لا يستحق محاولة أخرى أو تنفد محاولاته.
 *
 * @typeParam T نوع النتيجة.
 * @param عملية تُستدعى برقم المحاولة من 1 وبإشارة تُطلق عند لزوم التوقف.
 * @param خيارات السياسة وإشارة أخرى.
 * @returns نتيجة أول محاولة ناجحة.
 * @throws خطأ المحاولة الأخيرة.
 */
export async function إعادة_المحاولة<T>(
  عملية: (محاولة: number, إشارة: AbortSignal | undefined) => PromiseLike<T> | T,
  خيارات: خيارات_إعادة_المحاولة = {},
): Promise<T> {
  return await retry(عملية, أسماء_خيارات_إعادة_المحاولة.english(خيارات));
}
