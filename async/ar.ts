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

import { rememberOptionNames } from "../errors/option_names.ts";
import { checkFunction } from "../internal/validate.ts";
import type { MaktabaError } from "../errors/maktaba_error.ts";
import { arabicMembers, type Conversion, recordNames, seconds } from "../internal/arabic.ts";
import { asCompleted, type Completed } from "./as_completed.ts";
import { Barrier, BrokenBarrierError } from "./barrier.ts";
import { checkpoint } from "./checkpoint.ts";
import { CircuitBreaker, type CircuitBreakerOptions, CircuitOpenError, type CircuitState } from "./circuit_breaker.ts";
import { Condition } from "./condition.ts";
import { debounce, type Deferred } from "./debounce.ts";
import { Event } from "./event.ts";
import { type EventLoopDelays, EventLoopMonitor, type EventLoopMonitorOptions } from "./event_loop_monitor.ts";
import { every } from "./every.ts";
import { firstSuccessful, type FirstSuccessfulOptions } from "./first_successful.ts";
import { Future } from "./future.ts";
import { gather, type Gatherable, type GatheredResult, type GatherOptions } from "./gather.ts";
import { hedge, type HedgeOptions } from "./hedge.ts";
import { InvalidStateError } from "./invalid_state_error.ts";
import { Lock } from "./lock.ts";
import { mapConcurrent, type MapConcurrentOptions } from "./map_concurrent.ts";
import type { Operation } from "./operation.ts";
import {
  type ArgumentsOf,
  type FunctionName,
  type ModuleExports,
  type Movable,
  Pool,
  type PoolOptions,
  type PoolRunOptions,
  type ResultOf,
} from "./pool.ts";
import { ProcessPool } from "./process_pool.ts";
import { LifoQueue, PriorityQueue, Queue, QueueShutDownError, type ShutdownOptions } from "./queue.ts";
import { RateLimit, type RateLimitOptions } from "./rate_limit.ts";
import { retry, type RetryOptions } from "./retry.ts";
import { run, type RunOptions } from "./run.ts";
import { type AcquireOptions, BoundedSemaphore, Permit, Semaphore } from "./semaphore.ts";
import { shield } from "./shield.ts";
import { singleFlight } from "./single_flight.ts";
import { sleep, type SleepOptions } from "./sleep.ts";
import { allTasks, createTask, currentTask, Task, type TaskOptions } from "./task.ts";
import { TaskGroup, withTaskGroup } from "./task_group.ts";
import { throttle } from "./throttle.ts";
import { timed, type TimedDecorator, type TimedOptions, type Timing } from "./timed.ts";
import { TimeLimit, timeout } from "./timeout.ts";
import { type ReturnWhen, wait, type Waited, type WaitOptions } from "./wait.ts";
import { waitFor, type WaitForOptions } from "./wait_for.ts";
import { WorkerError } from "./worker_error.ts";
import { WorkerPool } from "./worker_pool.ts";

// What is given by its place has an Arabic name in messages, too.
rememberOptionNames(() =>
  Object.entries({
    main: "رئيسة",
    operation: "عملية",
    operations: "عمليات",
    items: "عناصر",
    block: "كتلة",
    fn: "دالة",
    ms: "مدة",
    permits: "عدد_التصاريح",
    parties: "الأطراف",
    maxSize: "الحجم_الأقصى",
    compare: "مقارنة",
    predicate: "شرط",
    module: "وحدة",
    options: "خيارات",
  })
);

/**
 * ما للمهمة من أعضاء عربية.
 *
 * @typeParam T نوع النتيجة.
 */
export interface أعضاء_مهمة<T> {
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
  /** هل انتهت المهمة بخطأ غير إلغائها. */
  readonly فاشلة: boolean;
  /**
   * يتراجع عن إلغاء التقطته المهمة، فتستطيع أن تنتظر من جديد.
   *
   * @returns هل كان هناك إلغاء.
   */
  تراجع_عن_الإلغاء(): boolean;
  /**
   * النتيجة بغير انتظار؛ يطلق خطأ المهمة إن فشلت، و`خطأ_حالة` إن لم تنته.
   *
   * @returns النتيجة.
   */
  نتيجة(): T;
  /**
   * الخطأ بغير انتظار؛ يطلق `خطأ_حالة` إن لم تنته المهمة.
   *
   * @returns الخطأ، أو undefined إن انتهت بنجاح.
   */
  خطأ(): unknown;
  /**
   * يستدعي دالة عند انتهاء المهمة.
   *
   * @param دالة تُعطى المهمة.
   * @returns ما يسحب الدالة.
   */
  عند_الانتهاء(دالة: (المهمة: Task<unknown>) => void): () => void;
}

arabicMembers<أعضاء_مهمة<unknown>, Task<unknown>, "then" | "catch" | "finally">()(Task.prototype, {
  فاشلة: "failed",
  تراجع_عن_الإلغاء: "uncancel",
  نتيجة: "result",
  خطأ: "error",
  عند_الانتهاء: "addDoneCallback",
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
export type مهمة<T> = Task<T> & أعضاء_مهمة<T>;
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

/** خيارات كل انتظار لقفل أو سيمافور أو حدث أو شرط أو حاجز أو طابور. */
export interface خيارات_انتظار {
  /** تنهي الانتظار عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_انتظار = recordNames<خيارات_انتظار, AcquireOptions>()({ إشارة: "signal" });

/** خطأ يقع حين يُطلب من مهمة أو مستقبل أو قفل أو طابور ما لا تسمح به حاله. */
export const خطأ_حالة: typeof InvalidStateError = InvalidStateError;
/** خطأ من ينتظر عند حاجز كُسر. */
export const خطأ_حاجز: typeof BrokenBarrierError = BrokenBarrierError;
/** خطأ من يضع في طابور أُغلق، أو يأخذ منه وقد فرغ. */
export const خطأ_طابور_مغلق: typeof QueueShutDownError = QueueShutDownError;
/** ما لخطأ الدائرة المفتوحة من أعضاء عربية فوق ما لكل خطأ. */
export interface أعضاء_خطأ_دائرة_مفتوحة {
  /** ما بقي حتى يُسمح بنداء، بالثواني. */
  readonly المتبقي: number;
}

arabicMembers<أعضاء_خطأ_دائرة_مفتوحة, CircuitOpenError, keyof MaktabaError>()(CircuitOpenError.prototype, {
  المتبقي: ["retryAfterMs", seconds],
});

/** خطأ من يستدعي عملية وقاطع دائرتها مفتوح. */
export type خطأ_دائرة_مفتوحة = CircuitOpenError & أعضاء_خطأ_دائرة_مفتوحة;
/** خطأ من يستدعي عملية وقاطع دائرتها مفتوح. */
export const خطأ_دائرة_مفتوحة: new (...معاملات: ConstructorParameters<typeof CircuitOpenError>) => خطأ_دائرة_مفتوحة =
  CircuitOpenError as never;

/** ما للإذن من أعضاء عربية. */
export interface أعضاء_إذن {
  /** يعيد الإذن؛ المرة الأولى وحدها تُحسب. */
  تحرير(): void;
}

arabicMembers<أعضاء_إذن, Permit>()(Permit.prototype, { تحرير: "release" });

/** حق المضي الذي يعطيه السيمافور أو القفل، ويعود بنهاية الكتلة التي فيها `using`. */
export type إذن = Permit & أعضاء_إذن;
/** حق المضي الذي يعطيه السيمافور أو القفل. */
export const إذن: new (المالك: Semaphore) => إذن = Permit as never;

/** ما للسيمافور والقفل من أعضاء عربية. */
export interface أعضاء_سيمافور {
  /** عدد الأذون المتاحة الآن. */
  readonly المتاح: number;
  /** عدد المنتظرين الآن. */
  readonly المنتظرون: number;
  /** هل ينتظر من يأتي الآن. */
  readonly مقفل: boolean;
  /**
   * يأخذ إذنًا، وينتظره إن لزم.
   *
   * @param خيارات إشارة تنهي الانتظار.
   * @returns الإذن.
   */
  اكتساب(خيارات?: خيارات_انتظار): Promise<إذن>;
  /**
   * يأخذ إذنًا إن كان متاحًا.
   *
   * @returns الإذن، أو undefined.
   */
  محاولة_اكتساب(): Permit | undefined;
  /** يعيد إذنًا، فيأخذه أول المنتظرين. */
  تحرير(): void;
}

arabicMembers<أعضاء_سيمافور, Semaphore>()(Semaphore.prototype, {
  المتاح: "free",
  المنتظرون: "waiting",
  مقفل: "locked",
  اكتساب: ["acquire", async function (this: Semaphore, خيارات: خيارات_انتظار = {}): Promise<إذن> {
    return await this.acquire(أسماء_خيارات_انتظار.english(خيارات)) as إذن;
  }],
  محاولة_اكتساب: "tryAcquire",
  تحرير: "release",
});

/** يسمح لعدد بالمضي في وقت واحد، بترتيب وصولهم. */
export type سيمافور = Semaphore & أعضاء_سيمافور;
/** يسمح لعدد بالمضي في وقت واحد، بترتيب وصولهم. */
export const سيمافور: new (عدد?: number) => سيمافور = Semaphore as never;

/** سيمافور لا تزيد أذونه على ما بدأ به. */
export type سيمافور_محدود = BoundedSemaphore & أعضاء_سيمافور;
/** سيمافور لا تزيد أذونه على ما بدأ به. */
export const سيمافور_محدود: new (عدد?: number) => سيمافور_محدود = BoundedSemaphore as never;

/** يسمح لواحد بالمضي، بترتيب الوصول. */
export type قفل = Lock & أعضاء_سيمافور;
/** يسمح لواحد بالمضي، بترتيب الوصول. */
export const قفل: new () => قفل = Lock as never;

/** ما للحدث من أعضاء عربية. */
export interface أعضاء_حدث {
  /** هل وقع الحدث. */
  readonly واقع: boolean;
  /** يوقع الحدث، فيمضي كل المنتظرين. */
  إيقاع(): void;
  /** يرفع الحدث، فينتظر من يأتي. */
  مسح(): void;
  /**
   * ينتظر وقوع الحدث.
   *
   * @param خيارات إشارة تنهي الانتظار.
   */
  انتظار(خيارات?: خيارات_انتظار): Promise<void>;
}

arabicMembers<أعضاء_حدث, Event>()(Event.prototype, {
  واقع: "isSet",
  إيقاع: "set",
  مسح: "clear",
  انتظار: ["wait", async function (this: Event, خيارات: خيارات_انتظار = {}): Promise<void> {
    await this.wait(أسماء_خيارات_انتظار.english(خيارات));
  }],
});

/** علامة تنتظرها المهام. */
export type حدث = Event & أعضاء_حدث;
/** علامة تنتظرها المهام. */
export const حدث: new () => حدث = Event as never;

/** ما للشرط من أعضاء عربية. */
export interface أعضاء_شرط {
  /** هل القفل مأخوذ. */
  readonly مقفل: boolean;
  /** يأخذ القفل. */
  اكتساب(خيارات?: خيارات_انتظار): Promise<إذن>;
  /** يعيد القفل. */
  تحرير(): void;
  /** يترك القفل وينتظر إشعارًا، ثم يأخذ القفل من جديد. */
  انتظار(خيارات?: خيارات_انتظار): Promise<void>;
  /** ينتظر حتى تتحقق حال، فينظر فيها عند كل إشعار. */
  انتظار_حتى(تحقق: () => boolean, خيارات?: خيارات_انتظار): Promise<void>;
  /** يوقظ عددًا من المنتظرين بترتيب وصولهم؛ واحدًا إن لم يُعطَ. */
  إشعار(عدد?: number): void;
  /** يوقظ كل المنتظرين. */
  إشعار_الكل(): void;
}

arabicMembers<أعضاء_شرط, Condition>()(Condition.prototype, {
  مقفل: "locked",
  اكتساب: ["acquire", async function (this: Condition, خيارات: خيارات_انتظار = {}): Promise<إذن> {
    return await this.acquire(أسماء_خيارات_انتظار.english(خيارات)) as إذن;
  }],
  تحرير: "release",
  انتظار: ["wait", async function (this: Condition, خيارات: خيارات_انتظار = {}): Promise<void> {
    await this.wait(أسماء_خيارات_انتظار.english(خيارات));
  }],
  انتظار_حتى: [
    "waitUntil",
    async function (this: Condition, تحقق: () => boolean, خيارات: خيارات_انتظار = {}): Promise<void> {
      await this.waitUntil(تحقق, أسماء_خيارات_انتظار.english(خيارات));
    },
  ],
  إشعار: "notify",
  إشعار_الكل: "notifyAll",
});

/** انتظار، تحت قفل، لحال يحققها غيرك. */
export type شرط = Condition & أعضاء_شرط;
/** انتظار، تحت قفل، لحال يحققها غيرك. */
export const شرط: new (القفل?: Lock) => شرط = Condition as never;

/** ما للحاجز من أعضاء عربية. */
export interface أعضاء_حاجز {
  /** عدد من ينتظر بعضهم بعضًا. */
  readonly الأطراف: number;
  /** عدد المنتظرين الآن. */
  readonly المنتظرون: number;
  /** هل كُسر. */
  readonly مكسور: boolean;
  /**
   * ينتظر الآخرين.
   *
   * @param خيارات إشارة تنهي الانتظار.
   * @returns المكان في ترتيب الوصول: 0 لأول من وصل.
   */
  انتظار(خيارات?: خيارات_انتظار): Promise<number>;
  /** يكسر الحاجز على من ينتظر ومن يأتي. */
  كسر(): void;
  /** يعيد الحاجز سليمًا خاليًا. */
  إعادة_ضبط(): void;
}

arabicMembers<أعضاء_حاجز, Barrier>()(Barrier.prototype, {
  الأطراف: "parties",
  المنتظرون: "waiting",
  مكسور: "broken",
  انتظار: ["wait", async function (this: Barrier, خيارات: خيارات_انتظار = {}): Promise<number> {
    return await this.wait(أسماء_خيارات_انتظار.english(خيارات));
  }],
  كسر: "abort",
  إعادة_ضبط: "reset",
});

/** مكان ينتظر فيه عدد من المهام بعضها بعضًا ثم تمضي معًا. */
export type حاجز = Barrier & أعضاء_حاجز;
/** مكان ينتظر فيه عدد من المهام بعضها بعضًا ثم تمضي معًا. */
export const حاجز: new (الأطراف: number) => حاجز = Barrier as never;

/** خيارات إغلاق الطابور. */
export interface خيارات_إغلاق {
  /** هل يُسقط ما في الطابور؛ لا، إن لم يُعطَ. */
  فوري?: boolean | undefined;
}

const أسماء_خيارات_إغلاق = recordNames<خيارات_إغلاق, ShutdownOptions>()({ فوري: "immediate" });

/**
 * ما للطابور من أعضاء عربية.
 *
 * @typeParam T العناصر.
 */
export interface أعضاء_طابور<T> {
  /** أقصى عدد للعناصر. */
  readonly الحجم_الأقصى: number;
  /** عدد العناصر الآن. */
  readonly الحجم: number;
  /** هل هو فارغ. */
  readonly فارغ: boolean;
  /** هل هو ممتلئ. */
  readonly ممتلئ: boolean;
  /** هل أُغلق. */
  readonly مغلق: boolean;
  /** يضع عنصرًا، وينتظر مكانًا إن لزم. */
  وضع(عنصر: T, خيارات?: خيارات_انتظار): Promise<void>;
  /** يضع عنصرًا إن وُجد مكان، ويقول هل وضعه. */
  محاولة_وضع(عنصر: T): boolean;
  /** يأخذ العنصر التالي، وينتظره إن لزم. */
  أخذ(خيارات?: خيارات_انتظار): Promise<T>;
  /** يأخذ العنصر التالي إن وُجد، في كائن، أو undefined. */
  محاولة_أخذ(): { عنصر: T } | undefined;
  /** يقول إن عنصرًا أُخذ قد فُرغ منه. */
  إتمام_عنصر(): void;
  /** ينتظر حتى يُفرغ من كل ما وُضع. */
  انتظار_الإتمام(خيارات?: خيارات_انتظار): Promise<void>;
  /** يغلق الطابور: لا يدخله شيء، ويؤخذ ما فيه. */
  إغلاق(خيارات?: خيارات_إغلاق): void;
}

arabicMembers<أعضاء_طابور<unknown>, Queue<unknown>>()(Queue.prototype, {
  الحجم_الأقصى: "maxSize",
  الحجم: "size",
  فارغ: "isEmpty",
  ممتلئ: "isFull",
  مغلق: "isShutDown",
  وضع: ["put", async function (this: Queue<unknown>, عنصر: unknown, خيارات: خيارات_انتظار = {}): Promise<void> {
    await this.put(عنصر, أسماء_خيارات_انتظار.english(خيارات));
  }],
  محاولة_وضع: "tryPut",
  أخذ: ["get", async function (this: Queue<unknown>, خيارات: خيارات_انتظار = {}): Promise<unknown> {
    return await this.get(أسماء_خيارات_انتظار.english(خيارات));
  }],
  محاولة_أخذ: ["tryGet", function (this: Queue<unknown>): { عنصر: unknown } | undefined {
    const taken = this.tryGet();
    return taken && { عنصر: taken.item };
  }],
  إتمام_عنصر: "taskDone",
  انتظار_الإتمام: ["join", async function (this: Queue<unknown>, خيارات: خيارات_انتظار = {}): Promise<void> {
    await this.join(أسماء_خيارات_انتظار.english(خيارات));
  }],
  إغلاق: ["shutdown", function (this: Queue<unknown>, خيارات: خيارات_إغلاق = {}): void {
    this.shutdown(أسماء_خيارات_إغلاق.english(خيارات));
  }],
});

/**
 * ينقل العناصر ممن يصنعها إلى من يستعملها، الأول فالأول.
 *
 * @typeParam T العناصر.
 */
export type طابور<T> = Queue<T> & أعضاء_طابور<T>;
/** ينقل العناصر ممن يصنعها إلى من يستعملها، الأول فالأول. */
export const طابور: new <T>(الحجم_الأقصى?: number) => طابور<T> = Queue as never;

/**
 * طابور يعطي الأصغر أولًا.
 *
 * @typeParam T العناصر.
 */
export type طابور_أولوية<T> = PriorityQueue<T> & أعضاء_طابور<T>;
/** طابور يعطي الأصغر أولًا. */
export const طابور_أولوية: new <T>(مقارنة: (أول: T, ثان: T) => number, الحجم_الأقصى?: number) => طابور_أولوية<T> =
  PriorityQueue as never;

/**
 * طابور يعطي الأحدث أولًا.
 *
 * @typeParam T العناصر.
 */
export type طابور_عكسي<T> = LifoQueue<T> & أعضاء_طابور<T>;
/** طابور يعطي الأحدث أولًا. */
export const طابور_عكسي: new <T>(الحجم_الأقصى?: number) => طابور_عكسي<T> = LifoQueue as never;

/**
 * ما للمستقبل من أعضاء عربية.
 *
 * @typeParam T النتيجة.
 */
export interface أعضاء_مستقبل<T> {
  /** هل حُسم أو أُلغي. */
  readonly منته: boolean;
  /** هل أُلغي. */
  readonly ملغى: boolean;
  /** يعطي النتيجة. */
  حسم(قيمة: T): void;
  /** يعطي خطأ مكان النتيجة. */
  رفض(خطأ: unknown): void;
  /** يلغيه، ويقول هل كان مفتوحًا. */
  إلغاء(سبب?: unknown): boolean;
  /** النتيجة بغير انتظار. */
  نتيجة(): T;
  /** الخطأ بغير انتظار، أو undefined. */
  خطأ(): unknown;
}

arabicMembers<أعضاء_مستقبل<unknown>, Future<unknown>, "then">()(Future.prototype, {
  منته: "done",
  ملغى: "cancelled",
  حسم: "resolve",
  رفض: "reject",
  إلغاء: "cancel",
  نتيجة: "result",
  خطأ: "error",
});

/**
 * نتيجة سيعطيها أحد: وعد مفاتيحه في يدك.
 *
 * @typeParam T النتيجة.
 */
export type مستقبل<T> = Future<T> & أعضاء_مستقبل<T>;
/** نتيجة سيعطيها أحد: وعد مفاتيحه في يدك. */
export const مستقبل: new <T>() => مستقبل<T> = Future as never;

/** ما لمجموعة المهام من أعضاء عربية. */
export interface أعضاء_مجموعة_مهام {
  /** عدد المهام الجارية. */
  readonly الجارية: number;
  /** يبدأ مهمة في المجموعة. */
  بدء<T>(عملية: Operation<T>, خيارات?: خيارات_مهمة): مهمة<T>;
  /** يلغي كل مهام المجموعة. */
  إلغاء(سبب?: unknown): void;
  /** ينتظر انتهاء كل المهام، ويطلق أخطاءها معًا. */
  انتظار_الكل(): Promise<void>;
}

arabicMembers<أعضاء_مجموعة_مهام, TaskGroup>()(TaskGroup.prototype, {
  الجارية: "running",
  بدء: ["start", function <T>(this: TaskGroup, عملية: Operation<T>, خيارات: خيارات_مهمة = {}): مهمة<T> {
    return this.start(عملية, أسماء_خيارات_مهمة.english(خيارات)) as مهمة<T>;
  }],
  إلغاء: "cancel",
  انتظار_الكل: "join",
});

/** مهام تنتهي معًا: لا تنتهي الكتلة التي فيها المجموعة قبلها كلها، وفشل واحدة يلغي الباقي. */
export type مجموعة_مهام = TaskGroup & أعضاء_مجموعة_مهام;
/** مهام تنتهي معًا: لا تنتهي الكتلة التي فيها المجموعة قبلها كلها، وفشل واحدة يلغي الباقي. */
export const مجموعة_مهام: new () => مجموعة_مهام = TaskGroup as never;

/**
 * يجري كتلة مع مجموعة مهام وينتهي بانتهائها كلها؛ فشل الكتلة أو مهمة يلغي كل ما سواها.
 *
 * @typeParam T نتيجة الكتلة.
 * @param كتلة تُعطى المجموعة.
 * @returns نتيجة الكتلة.
 * @throws {AggregateError} إن فشلت الكتلة أو مهام.
 */
export async function مع_مجموعة_مهام<T>(كتلة: (المجموعة: مجموعة_مهام) => PromiseLike<T> | T): Promise<T> {
  checkFunction("كتلة", كتلة);
  return await withTaskGroup((group) => كتلة(group as مجموعة_مهام));
}

/**
 * كل المهام التي لم تنته، الأقدم أولًا.
 *
 * @returns المهام.
 */
export function كل_المهام(): مهمة<unknown>[] {
  return allTasks() as مهمة<unknown>[];
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

const بالإنجليزية: Readonly<Record<متى_يرجع, ReturnWhen>> = {
  الكل: "ALL_COMPLETED",
  الأول: "FIRST_COMPLETED",
  أول_خطأ: "FIRST_ERROR",
};

const تحويل_متى_يرجع: Conversion<متى_يرجع, ReturnWhen> = {
  english: (متى) => بالإنجليزية[متى] ?? متى,
  arabic: (when) => (Object.keys(بالإنجليزية) as متى_يرجع[]).find((متى) => بالإنجليزية[متى] === when)!,
};

const أسماء_خيارات_انتظار_عدة = recordNames<خيارات_انتظار_عدة, WaitOptions>()({
  متى_يرجع: ["returnWhen", تحويل_متى_يرجع],
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

/** ما لمهلة الكتلة من أعضاء عربية. المدد بالثواني. */
export interface أعضاء_مهلة {
  /** تُطلق عند انقضاء المهلة. */
  readonly الإشارة: AbortSignal;
  /** هل انقضت. */
  readonly منقضية: boolean;
  /** المدة المعطاة أخيرًا بالثواني. */
  readonly المدة: number;
  /** ما بقي بالثواني. */
  readonly المتبقي: number;
  /** يجعل المهلة مدة من الآن بالثواني. */
  إعادة_جدولة(مدة: number): void;
}

arabicMembers<أعضاء_مهلة, TimeLimit>()(TimeLimit.prototype, {
  الإشارة: "signal",
  منقضية: "expired",
  المدة: ["allowedMs", seconds],
  المتبقي: ["remainingMs", seconds],
  إعادة_جدولة: ["reschedule", function (this: TimeLimit, مدة: number): void {
    this.reschedule(seconds.english(مدة, "مدة"));
  }],
});

/** مهلة كتلة تستطيع الكتلة تعديلها، تعطيها `مهلة`. */
export type مهلة_كتلة = TimeLimit & أعضاء_مهلة;
/** مهلة كتلة تستطيع الكتلة تعديلها، تعطيها `مهلة`. */
export const مهلة_كتلة: new (...معاملات: ConstructorParameters<typeof TimeLimit>) => مهلة_كتلة = TimeLimit as never;

/**
 * يجري كتلة بمهلة يمكن تعديلها من داخلها؛ عند انقضائها تُلغى انتظارات الكتلة.
 *
 * @typeParam T نتيجة الكتلة.
 * @param مدة المهلة بالثواني.
 * @param كتلة تُعطى المهلة.
 * @returns نتيجة الكتلة.
 * @throws {خطأ_مهلة} إن انقضت المهلة.
 */
export async function مهلة<T>(مدة: number, كتلة: (المهلة: مهلة_كتلة) => PromiseLike<T> | T): Promise<T> {
  checkFunction("كتلة", كتلة);
  return await timeout(seconds.english(مدة, "مدة"), (limit) => كتلة(limit as مهلة_كتلة));
}

/**
 * يطلق خطأ الإلغاء إن كانت المهمة قد أُلغيت: للحلقات التي تحسب ولا تنتظر.
 *
 * @param خيارات إشارة أخرى.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 */
export function نقطة_فحص(خيارات: خيارات_انتظار = {}): void {
  checkpoint(أسماء_خيارات_انتظار.english(خيارات));
}

/**
 * يدق بمدة ثابتة لا تنحرف.
 *
 * @param مدة المدة بالثواني.
 * @param خيارات إشارة تنهي الدق.
 * @returns رقم كل دقة من 1.
 * @throws {خطأ_تحقق} إن لم تكن المدة عددًا موجبًا.
 */
export function كل(مدة: number, خيارات: خيارات_انتظار = {}): AsyncIterable<number> {
  return every(seconds.english(مدة, "مدة"), أسماء_خيارات_انتظار.english(خيارات));
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
 * نتيجة أول عملية تنجح، ويُلغى ما سواها.
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

/** خيارات `محاولة_موازية`. */
export interface خيارات_محاولة_موازية {
  /** كم تتأخر المحاولة الموازية بالثواني. */
  تأخير: number;
  /** عدد المحاولات كلها؛ 2 إن لم يُعطَ. */
  عدد_المحاولات?: number | undefined;
  /** تلغي كل المحاولات عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_محاولة_موازية = recordNames<خيارات_محاولة_موازية, HedgeOptions>()({
  تأخير: ["delayMs", seconds],
  عدد_المحاولات: "attempts",
  إشارة: "signal",
});

/**
 * يبدأ محاولة ثانية بجانب محاولة بطيئة، ويأخذ أيهما سبق.
 *
 * @typeParam T نتيجة العملية.
 * @param عملية عملية يجوز أن تتكرر.
 * @param خيارات متى تبدأ المحاولة الأخرى.
 * @returns أول نتيجة.
 * @throws {AggregateError} إن فشلت كلها.
 */
export async function محاولة_موازية<T>(عملية: Operation<T>, خيارات: خيارات_محاولة_موازية): Promise<T> {
  return await hedge(عملية, أسماء_خيارات_محاولة_موازية.english(خيارات));
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
 * يطبق دالة على عناصر كثيرة، عدة في وقت واحد، بذاكرة ثابتة.
 *
 * @typeParam T العناصر.
 * @typeParam R النتائج.
 * @param عناصر ما تُطبق عليه.
 * @param دالة تُعطى العنصر ورقمه وإشارة.
 * @param خيارات كم في وقت واحد وبأي ترتيب.
 * @returns النتائج.
 */
export function تطبيق_متزامن<T, R>(
  عناصر: Iterable<T> | AsyncIterable<T>,
  دالة: (عنصر: T, رقم: number, إشارة: AbortSignal) => PromiseLike<R> | R,
  خيارات: خيارات_تطبيق_متزامن = {},
): AsyncIterable<R> {
  return mapConcurrent(عناصر, دالة, أسماء_خيارات_تطبيق_متزامن.english(خيارات));
}

/**
 * يجعل النداءات المتشابهة في وقت واحد نداءً واحدًا تتشاركه.
 *
 * @typeParam A معاملات الدالة.
 * @typeParam R نتيجتها.
 * @param دالة تُعطى إشارة ثم المعاملات.
 * @param مفتاح يقول أي النداءات متشابه.
 * @returns الدالة التي تُستدعى بدلها.
 */
export function نداء_واحد<A extends unknown[], R>(
  دالة: (إشارة: AbortSignal, ...معاملات: A) => PromiseLike<R> | R,
  مفتاح?: (...معاملات: A) => string,
): (...معاملات: A) => Promise<R> {
  return singleFlight(دالة, مفتاح);
}

/**
 * ما لدالة مؤجلة من أعضاء عربية.
 */
export interface أعضاء_مؤجلة {
  /** ينفذ النداء المنتظر الآن. */
  تنفيذ_الآن(): void;
  /** يسقط النداء المنتظر. */
  إسقاط(): void;
}

function مؤجلة<A extends unknown[]>(deferred: Deferred<A>): Deferred<A> & أعضاء_مؤجلة {
  return Object.assign(deferred, { تنفيذ_الآن: deferred.flush, إسقاط: deferred.cancel });
}

/**
 * يستدعي الدالة بعد أن يسكن الطلب مدة.
 *
 * @typeParam A معاملات الدالة.
 * @param دالة الدالة.
 * @param مدة مدة السكون بالثواني.
 * @returns الدالة التي تُستدعى بدلها.
 */
export function تأجيل<A extends unknown[]>(دالة: (...معاملات: A) => unknown, مدة: number): Deferred<A> & أعضاء_مؤجلة {
  return مؤجلة(debounce(دالة, seconds.english(مدة, "مدة")));
}

/**
 * يستدعي الدالة مرة على الأكثر في كل مدة.
 *
 * @typeParam A معاملات الدالة.
 * @param دالة الدالة.
 * @param مدة المدة بالثواني.
 * @returns الدالة التي تُستدعى بدلها.
 */
export function تهدئة<A extends unknown[]>(دالة: (...معاملات: A) => unknown, مدة: number): Deferred<A> & أعضاء_مؤجلة {
  return مؤجلة(throttle(دالة, seconds.english(مدة, "مدة")));
}

/** ما استغرقه نداء واحد. */
export interface قياس {
  /** اسم الدالة. */
  اسم: string;
  /** عدد المعاملات. */
  عدد_المعاملات: number;
  /** المدة بالثواني. */
  المدة: number;
  /** هل فشل. */
  فشل: boolean;
}

const أسماء_قياس = recordNames<قياس, Timing>()({
  اسم: "name",
  عدد_المعاملات: "argumentCount",
  المدة: ["durationMs", seconds],
  فشل: "failed",
});

/** خيارات `قياس_الوقت`. */
export interface خيارات_قياس {
  /** الاسم في القياسات؛ اسم الدالة إن لم يُعطَ. */
  اسم?: string | undefined;
  /** يأخذ قياس كل نداء؛ السجل إن لم يُعطَ. */
  عند_القياس?: ((القياس: قياس) => void) | undefined;
}

const تحويل_القياس: Conversion<(القياس: قياس) => void, (timing: Timing) => void> = {
  english: (callback) => (timing) => callback(أسماء_قياس.arabic(timing)),
  arabic: (callback) => (القياس) => callback(أسماء_قياس.english(القياس)),
};

const أسماء_خيارات_قياس = recordNames<خيارات_قياس, TimedOptions>()({
  اسم: "name",
  عند_القياس: ["onTiming", تحويل_القياس],
});

/**
 * يعطي دالة تعمل العمل نفسه وتقيس مدة كل نداء.
 *
 * @typeParam F نوع الدالة.
 * @param دالة الدالة.
 * @param خيارات الاسم ومن يأخذ القياسات.
 * @returns الدالة التي تُستدعى بدلها.
 */
export function قياس_الوقت<F extends (...معاملات: never[]) => unknown>(دالة: F, خيارات?: خيارات_قياس): F;
/** مزخرف للطرائق، مثل `@قياس_الوقت()`. */
export function قياس_الوقت(خيارات?: خيارات_قياس): TimedDecorator;
export function قياس_الوقت(أول: unknown = {}, خيارات: خيارات_قياس = {}): unknown {
  if (typeof أول === "function") return timed(أول as () => unknown, أسماء_خيارات_قياس.english(خيارات));
  return timed(أسماء_خيارات_قياس.english(أول as خيارات_قياس));
}

/** خيارات `تشغيل`. */
export interface خيارات_تشغيل {
  /** تلغي البرنامج عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
  /** هل تلغي إشارتا المقاطعة والإنهاء البرنامج؛ نعم إن لم يُعطَ. */
  معالجة_الإشارات?: boolean | undefined;
  /** هل يُخبر السجل بما يعطل حلقة الأحداث وبالمهام الباقية؛ لا إن لم يُعطَ. */
  تنقيح?: boolean | undefined;
  /** المدة التي يُعد النداء بعدها بطيئًا بالثواني؛ 0.1 إن لم يُعطَ. */
  مدة_النداء_البطيء?: number | undefined;
}

const أسماء_خيارات_تشغيل = recordNames<خيارات_تشغيل, RunOptions>()({
  إشارة: "signal",
  معالجة_الإشارات: "handleSignals",
  تنقيح: "debug",
  مدة_النداء_البطيء: ["slowCallbackMs", seconds],
});

/**
 * يجري الدالة الرئيسة لبرنامج في مهمة، ويلغي عند نهايتها ما بقي جاريًا وينتظره.
 *
 * @typeParam T نتيجة الدالة.
 * @param رئيسة الدالة الرئيسة.
 * @param خيارات الإشارات والتنقيح.
 * @returns نتيجة الدالة.
 */
export async function تشغيل<T>(رئيسة: Operation<T>, خيارات: خيارات_تشغيل = {}): Promise<T> {
  return await run(رئيسة, أسماء_خيارات_تشغيل.english(خيارات));
}

/** خيارات `قاطع_دائرة`. */
export interface خيارات_قاطع_دائرة {
  /** عدد الإخفاقات المتتالية التي تفتح الدائرة؛ 5 إن لم يُعطَ. */
  عدد_الإخفاقات?: number | undefined;
  /** مدة الفتح بالثواني؛ 30 إن لم يُعطَ. */
  مدة_الفتح?: number | undefined;
  /** يقول هل يُحسب الخطأ إخفاقًا. */
  هل_إخفاق?: ((خطأ: unknown) => boolean) | undefined;
}

const أسماء_خيارات_قاطع = recordNames<خيارات_قاطع_دائرة, CircuitBreakerOptions>()({
  عدد_الإخفاقات: "failures",
  مدة_الفتح: ["resetMs", seconds],
  هل_إخفاق: "isFailure",
});

/** ما لقاطع الدائرة من أعضاء عربية. */
export interface أعضاء_قاطع_دائرة {
  /** الحالة: "closed" تمر النداءات، "open" تُرفض، "half-open" يُجرب واحد. */
  readonly الحالة: CircuitState;
  /** يستدعي عملية إن سمحت الدائرة. */
  استدعاء<T>(عملية: () => PromiseLike<T> | T): Promise<T>;
}

arabicMembers<أعضاء_قاطع_دائرة, CircuitBreaker>()(CircuitBreaker.prototype, { الحالة: "state", استدعاء: "call" });

/** يرحم خدمة تفشل: بعد إخفاقات متتالية تُرفض النداءات فورًا مدة. */
export type قاطع_دائرة = CircuitBreaker & أعضاء_قاطع_دائرة;

/**
 * ينشئ قاطع دائرة يسمح بمرور النداءات.
 *
 * @param خيارات متى تُفتح الدائرة وكم.
 * @returns القاطع.
 * @throws {خطأ_تحقق} إن كان خيار خارج مداه.
 */
export function إنشاء_قاطع_دائرة(خيارات: خيارات_قاطع_دائرة = {}): قاطع_دائرة {
  return new CircuitBreaker(أسماء_خيارات_قاطع.english(خيارات)) as قاطع_دائرة;
}

/** خيارات `حد_المعدل`. */
export interface خيارات_حد_المعدل {
  /** كم يمر في كل مدة. */
  عدد: number;
  /** المدة بالثواني؛ 1 إن لم يُعطَ. */
  مدة?: number | undefined;
  /** كم يمر دفعة واحدة بعد سكون؛ `عدد` إن لم يُعطَ. */
  دفعة?: number | undefined;
}

const أسماء_خيارات_حد = recordNames<خيارات_حد_المعدل, RateLimitOptions>()({
  عدد: "count",
  مدة: ["periodMs", seconds],
  دفعة: "burst",
});

/** ما لحد المعدل من أعضاء عربية. */
export interface أعضاء_حد_المعدل {
  /** ينتظر حتى يجوز المرور. */
  مرور(خيارات?: خيارات_انتظار): Promise<void>;
  /** يمر إن جاز الآن، ويقول هل مر. */
  محاولة_مرور(): boolean;
}

arabicMembers<أعضاء_حد_المعدل, RateLimit>()(RateLimit.prototype, {
  مرور: ["pass", async function (this: RateLimit, خيارات: خيارات_انتظار = {}): Promise<void> {
    await this.pass(أسماء_خيارات_انتظار.english(خيارات));
  }],
  محاولة_مرور: "tryPass",
});

/** يسمح لعدد بالمرور في كل مدة، بترتيب وصولهم. */
export type حد_المعدل = RateLimit & أعضاء_حد_المعدل;

/**
 * ينشئ حدًّا للمعدل.
 *
 * @param خيارات كم يمر وفي أي مدة.
 * @returns الحد.
 * @throws {خطأ_تحقق} إن كان خيار خارج مداه.
 */
export function إنشاء_حد_المعدل(خيارات: خيارات_حد_المعدل): حد_المعدل {
  return new RateLimit(أسماء_خيارات_حد.english(خيارات)) as حد_المعدل;
}

/** خيارات `مراقب_حلقة_الأحداث`. */
export interface خيارات_مراقب {
  /** كل كم ينظر بالثواني؛ 0.02 إن لم يُعطَ. */
  الدقة?: number | undefined;
}

const أسماء_خيارات_مراقب = recordNames<خيارات_مراقب, EventLoopMonitorOptions>()({ الدقة: ["resolutionMs", seconds] });

/** كم تأخرت حلقة الأحداث، بالثواني. */
export interface تأخيرات {
  /** عدد النظرات. */
  عدد: number;
  /** المتوسط. */
  متوسط: number;
  /** الوسيط. */
  وسيط: number;
  /** ما لم يتجاوزه 99 من كل 100. */
  مئين_99: number;
  /** الأقصى. */
  أقصى: number;
}

const أسماء_تأخيرات = recordNames<تأخيرات, EventLoopDelays>()({
  عدد: "count",
  متوسط: ["meanMs", seconds],
  وسيط: ["medianMs", seconds],
  مئين_99: ["p99Ms", seconds],
  أقصى: ["maxMs", seconds],
});

/** ما لمراقب حلقة الأحداث من أعضاء عربية. */
export interface أعضاء_مراقب {
  /** ما رُئي من تأخيرات. */
  التأخيرات(): تأخيرات;
}

arabicMembers<أعضاء_مراقب, EventLoopMonitor>()(EventLoopMonitor.prototype, {
  التأخيرات: ["delays", function (this: EventLoopMonitor): تأخيرات {
    return أسماء_تأخيرات.arabic(this.delays());
  }],
});

/** يراقب كم تتأخر المؤقتات، فيُعرف كم تُعطَّل حلقة الأحداث. */
export type مراقب_حلقة_الأحداث = EventLoopMonitor & أعضاء_مراقب;

/**
 * يبدأ مراقبة حلقة الأحداث.
 *
 * @param خيارات كل كم ينظر.
 * @returns المراقب، وتنتهي مراقبته بنهاية كتلة `using`.
 * @throws {خطأ_تحقق} إن كان خيار خارج مداه.
 */
export function مراقبة_حلقة_الأحداث(خيارات: خيارات_مراقب = {}): مراقب_حلقة_الأحداث {
  return new EventLoopMonitor(أسماء_خيارات_مراقب.english(خيارات)) as مراقب_حلقة_الأحداث;
}

/** خيارات مجمع العمال ومجمع العمليات. */
export interface خيارات_مجمع {
  /** أقصى عدد للعمال؛ عدد أنوية المعالج إن لم يُعطَ. */
  الحجم?: number | undefined;
}

const أسماء_خيارات_مجمع = recordNames<خيارات_مجمع, PoolOptions>()({ الحجم: "size" });

/** خيارات تشغيل دالة على عامل. */
export interface خيارات_تشغيل_على_عامل {
  /** توقف الدالة أينما كانت عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
  /** ما يُنقل إلى العامل بدل أن يُنسخ. */
  نقل?: readonly Movable[] | undefined;
}

const أسماء_خيارات_تشغيل_على_عامل = recordNames<خيارات_تشغيل_على_عامل, PoolRunOptions>()({
  إشارة: "signal",
  نقل: "transfer",
});

/** ما لخطأ العامل من أعضاء عربية فوق ما لكل خطأ. */
export interface أعضاء_خطأ_عامل {
  /** رمز خروج العامل، إن مات. */
  readonly رمز_الخروج: number | undefined;
}

arabicMembers<أعضاء_خطأ_عامل, WorkerError, keyof MaktabaError>()(WorkerError.prototype, { رمز_الخروج: "exitCode" });

/** فشل مجمع في تشغيل دالة: مات عاملها، أو ليست في وحدتها، أو أُعطيت ما لا يُرسل. */
export type خطأ_عامل = WorkerError & أعضاء_خطأ_عامل;
/** فشل مجمع في تشغيل دالة: مات عاملها، أو ليست في وحدتها، أو أُعطيت ما لا يُرسل. */
export const خطأ_عامل: new (...معاملات: ConstructorParameters<typeof WorkerError>) => خطأ_عامل = WorkerError as never;

/** ما لمجمع العمال ومجمع العمليات من أعضاء عربية. */
export interface أعضاء_مجمع {
  /** أقصى عدد للعمال. */
  readonly الحجم: number;
  /** عدد الدوال المنتظرة والجارية. */
  readonly المتبقية: number;
  /**
   * يشغل دالة من وحدة على عامل.
   *
   * @param وحدة رابط الوحدة.
   * @param اسم اسم الدالة.
   * @param معاملات معاملاتها.
   * @param خيارات إشارة وما يُنقل.
   * @returns نتيجتها.
   */
  تشغيل<M extends ModuleExports, Name extends FunctionName<M> = FunctionName<M>>(
    وحدة: URL | string,
    اسم: Name,
    معاملات: ArgumentsOf<M[Name]>,
    خيارات?: خيارات_تشغيل_على_عامل,
  ): Promise<ResultOf<M[Name]>>;
  /**
   * يشغل دالة على عناصر كثيرة ويعطي النتائج بترتيبها.
   *
   * @param وحدة رابط الوحدة.
   * @param اسم اسم دالة ذات معامل واحد.
   * @param عناصر العناصر.
   * @param خيارات إشارة توقف كل شيء.
   * @returns النتائج.
   */
  تطبيق<M extends ModuleExports, Name extends FunctionName<M> = FunctionName<M>>(
    وحدة: URL | string,
    اسم: Name,
    عناصر: Iterable<ArgumentsOf<M[Name]>[0]> | AsyncIterable<ArgumentsOf<M[Name]>[0]>,
    خيارات?: خيارات_انتظار,
  ): AsyncIterable<ResultOf<M[Name]>>;
  /** يغلق المجمع بعد أن ينتهي ما يجري. */
  إغلاق(): Promise<void>;
}

arabicMembers<أعضاء_مجمع, Pool>()(Pool.prototype, {
  الحجم: "size",
  المتبقية: "pending",
  تشغيل: ["run", function (
    this: Pool,
    وحدة: URL | string,
    اسم: never,
    معاملات: never,
    خيارات: خيارات_تشغيل_على_عامل = {},
  ): Promise<never> {
    return this.run(وحدة, اسم, معاملات, أسماء_خيارات_تشغيل_على_عامل.english(خيارات));
  }],
  تطبيق: ["map", function (
    this: Pool,
    وحدة: URL | string,
    اسم: never,
    عناصر: Iterable<never> | AsyncIterable<never>,
    خيارات: خيارات_انتظار = {},
  ): AsyncIterable<never> {
    return this.map(وحدة, اسم, عناصر, أسماء_خيارات_انتظار.english(خيارات));
  }],
  إغلاق: "close",
});

/** مجمع عماله خيوط: لما يحسب فيعطل غيره. */
export type مجمع_عمال = WorkerPool & أعضاء_مجمع;

/**
 * ينشئ مجمع خيوط.
 *
 * @param خيارات عدد العمال.
 * @returns المجمع، ويُغلق بنهاية كتلة `await using`.
 * @throws {خطأ_تحقق} إن لم يكن الحجم عددًا صحيحًا موجبًا.
 */
export function إنشاء_مجمع_عمال(خيارات: خيارات_مجمع = {}): مجمع_عمال {
  return new WorkerPool(أسماء_خيارات_مجمع.english(خيارات)) as مجمع_عمال;
}

/** مجمع عماله عمليات: لما قد ينهار أو يغير ما يخص العملية كلها. */
export type مجمع_عمليات = ProcessPool & أعضاء_مجمع;

/**
 * ينشئ مجمع عمليات.
 *
 * @param خيارات عدد العمال.
 * @returns المجمع، ويُغلق بنهاية كتلة `await using`.
 * @throws {خطأ_تحقق} إن لم يكن الحجم عددًا صحيحًا موجبًا.
 */
export function إنشاء_مجمع_عمليات(خيارات: خيارات_مجمع = {}): مجمع_عمليات {
  return new ProcessPool(أسماء_خيارات_مجمع.english(خيارات)) as مجمع_عمليات;
}
