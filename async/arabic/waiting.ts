import { recordNames, seconds, words } from "../../internal/arabic.ts";
import { asCompleted, type Completed } from "../as_completed.ts";
import { firstSuccessful, type FirstSuccessfulOptions } from "../first_successful.ts";
import { gather, type Gatherable, type GatheredResult, type GatherOptions } from "../gather.ts";
import { mapConcurrent, type MapConcurrentOptions } from "../map_concurrent.ts";
import type { Operation } from "../operation.ts";
import { shield } from "../shield.ts";
import type { Task } from "../task.ts";
import { type ReturnWhen, wait, type Waited, type WaitOptions } from "../wait.ts";
import type { مهمة } from "./tasks.ts";

/** خيارات `جمع`. */
export interface خيارات_جمع {
  /** هل تأخذ الأخطاء أماكنها بين النتائج بدل رفض الكل؛ لا، إن لم يُعطَ. */
  إرجاع_الأخطاء?: boolean | undefined;
  /** كم عملية تجري في وقت واحد؛ كلها، إن لم يُعطَ. */
  تزامن?: number | undefined;
  /** هل يلغي أول فشل ما زال جاريًا؛ لا، إن لم يُعطَ. لا يجتمع مع `إرجاع_الأخطاء`. */
  إلغاء_الباقي?: boolean | undefined;
  /** تلغي كل ما بدأ عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_جمع = recordNames<خيارات_جمع, GatherOptions>()({
  إرجاع_الأخطاء: "returnErrors",
  تزامن: "concurrency",
  إلغاء_الباقي: "cancelRest",
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

/**
 * مهمة انتهت ومكانها بين ما أُعطي.
 *
 * @typeParam T نتيجة المهمة.
 */
export interface مكتملة<T> {
  /** المهمة. */
  المهمة: مهمة<T>;
  /** مكانها في المصفوفة من 0. */
  رقم: number;
}

const أسماء_مكتملة = recordNames<{ المهمة: Task<unknown>; رقم: number }, Completed<unknown>>()({
  المهمة: "task",
  رقم: "index",
});

/**
 * يعطي المهام واحدة واحدة كلما انتهت إحداها.
 *
 * @typeParam Item المهام والعمليات.
 * @param مهام مهام جارية أو عمليات تُبدأ.
 * @returns المهام بترتيب انتهائها.
 * @throws {خطأ_تحقق} إن لم تكن مصفوفة.
 */
export function عند_الاكتمال<Item extends Task<unknown> | Operation<unknown>>(
  مهام: readonly Item[],
): AsyncIterable<مكتملة<GatheredResult<Item>>> {
  const completed = asCompleted(مهام);
  return {
    async *[Symbol.asyncIterator]() {
      for await (const each of completed) yield أسماء_مكتملة.arabic(each) as مكتملة<GatheredResult<Item>>;
    },
  };
}

/** متى يرجع `انتظار`. */
export type متى_يرجع = "الكل" | "الأول" | "أول_خطأ";

/** خيارات `انتظار`. */
export interface خيارات_انتظار_عدة {
  /** هل ينتظر الكل أم أول منته أم أول خطأ؛ الكل إن لم يُعطَ. */
  متى_يرجع?: متى_يرجع | undefined;
  /** مدة الانتظار بالثواني؛ بلا حد إن لم يُعطَ. */
  مهلة?: number | undefined;
  /** تنهي الانتظار عند إطلاقها، وتمضي المهام. */
  إشارة?: AbortSignal | undefined;
}

const كلمات_متى_يرجع = words<متى_يرجع, ReturnWhen>()({
  الكل: "ALL_COMPLETED",
  الأول: "FIRST_COMPLETED",
  أول_خطأ: "FIRST_ERROR",
});

const أسماء_خيارات_انتظار_عدة = recordNames<خيارات_انتظار_عدة, WaitOptions>()({
  متى_يرجع: ["returnWhen", كلمات_متى_يرجع],
  مهلة: ["timeoutMs", seconds],
  إشارة: "signal",
});

/**
 * ما يعطيه `انتظار`.
 *
 * @typeParam T نتيجة المهام.
 */
export interface ما_انتظر<T> {
  /** المهام التي انتهت. */
  منتهية: Set<مهمة<T>>;
  /** المهام التي ما زالت جارية. */
  جارية: Set<مهمة<T>>;
}

const أسماء_ما_انتظر = recordNames<{ منتهية: Set<Task<unknown>>; جارية: Set<Task<unknown>> }, Waited<unknown>>()({
  منتهية: "done",
  جارية: "pending",
});

/**
 * ينتظر مهامًا عدة ويقول أيها انتهى، فلا يلغي شيئًا ولا يطلق أخطاءها.
 *
 * @typeParam Item المهام والعمليات.
 * @param مهام مهام جارية أو عمليات تُبدأ.
 * @param خيارات ما ينتظره وكم ينتظر.
 * @returns ما انتهى وما لم ينته.
 * @throws {خطأ_تحقق} إن كان خيار خاطئًا.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 */
export async function انتظار<Item extends Task<unknown> | Operation<unknown>>(
  مهام: readonly Item[],
  خيارات: خيارات_انتظار_عدة = {},
): Promise<ما_انتظر<GatheredResult<Item>>> {
  const waited = await wait(مهام, أسماء_خيارات_انتظار_عدة.english(خيارات));
  return أسماء_ما_انتظر.arabic(waited) as ما_انتظر<GatheredResult<Item>>;
}

/**
 * يحمي عملية من إلغاء المهمة التي هي فيها.
 *
 * @typeParam T نتيجة العملية.
 * @param عملية عمل يُبدأ أو مهمة أو وعد.
 * @returns نتيجة العملية.
 */
export async function حماية<T>(عملية: Operation<T> | PromiseLike<T>): Promise<T> {
  return await shield(عملية);
}

/** خيارات `أول_ناجح`. */
export interface خيارات_أول_ناجح {
  /** كم تتأخر كل عملية عن التي قبلها بالثواني؛ 0 إن لم يُعطَ. */
  تباعد?: number | undefined;
  /** تلغي كل العمليات عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_أول_ناجح = recordNames<خيارات_أول_ناجح, FirstSuccessfulOptions>()({
  تباعد: ["staggerMs", seconds],
  إشارة: "signal",
});

/**
 * نتيجة أول عملية تنجح، ويُلغى ما سواها. ونتائج غيرها تُهمل إن أتت، فلتُعِد كل عملية بنفسها ما أخذته.
 *
 * @typeParam T نتيجة العمليات.
 * @param عمليات العمليات، المفضلة أولًا.
 * @param خيارات التباعد وإشارة أخرى.
 * @returns أول نتيجة.
 * @throws {AggregateError} إن فشلت كلها.
 */
export async function أول_ناجح<T>(عمليات: readonly Operation<T>[], خيارات: خيارات_أول_ناجح = {}): Promise<T> {
  return await firstSuccessful(عمليات, أسماء_خيارات_أول_ناجح.english(خيارات));
}

/** خيارات `تطبيق_متزامن`. */
export interface خيارات_تطبيق_متزامن {
  /** كم عنصرًا في وقت واحد؛ 16 إن لم يُعطَ. */
  تزامن?: number | undefined;
  /** هل تأتي النتائج بترتيب العناصر؛ نعم إن لم يُعطَ. */
  مرتب?: boolean | undefined;
  /** تلغي كل شيء عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_تطبيق_متزامن = recordNames<خيارات_تطبيق_متزامن, MapConcurrentOptions>()({
  تزامن: "concurrency",
  مرتب: "ordered",
  إشارة: "signal",
});

/**
 * يطبق دالة على عناصر كثيرة، عدة في وقت واحد، بذاكرة ثابتة. والإلغاء ينهيه ولو كان ينتظر عنصرًا لا يأتي.
 *
 * @typeParam T العناصر.
 * @typeParam R النتائج.
 * @param عناصر ما تُطبق عليه.
 * @param دالة تُعطى العنصر ورقمه وإشارة.
 * @param خيارات كم في وقت واحد وبأي ترتيب.
 * @returns النتائج.
 * @throws {خطأ_تحقق} إن كان خيار خاطئًا.
 */
export function تطبيق_متزامن<T, R>(
  عناصر: Iterable<T> | AsyncIterable<T>,
  دالة: (عنصر: T, رقم: number, إشارة: AbortSignal) => PromiseLike<R> | R,
  خيارات: خيارات_تطبيق_متزامن = {},
): AsyncIterable<R> {
  return mapConcurrent(عناصر, دالة, أسماء_خيارات_تطبيق_متزامن.english(خيارات));
}
