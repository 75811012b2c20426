import { arabicMembers, recordNames, seconds } from "../../internal/arabic.ts";
import { checkFunction } from "../../internal/validate.ts";
import { debounce, type Deferred } from "../debounce.ts";
import { every } from "../every.ts";
import type { Operation } from "../operation.ts";
import { sleep, type SleepOptions } from "../sleep.ts";
import type { Task } from "../task.ts";
import { throttle } from "../throttle.ts";
import { TimeLimit, timeout } from "../timeout.ts";
import { waitFor, type WaitForOptions } from "../wait_for.ts";
import type { خيارات_انتظار } from "./coordination.ts";
import { أسماء_خيارات_انتظار } from "./tables.ts";

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

/** خيارات `انتظار_بمهلة`. */
export interface خيارات_انتظار_بمهلة {
  /** تلغي العملية والانتظار عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_انتظار_بمهلة = recordNames<خيارات_انتظار_بمهلة, WaitForOptions>()({ إشارة: "signal" });

/**
 * يعطي عملية مهلة ثم يلغيها. وما جاء مع الإلغاء في اللحظة نفسها لا يضيع: فهو النتيجة، وتتوقف المهمة الملغاة عند انتظارها التالي.
 *
 * @typeParam T نوع النتيجة.
 * @param عملية عمل يُبدأ أو مهمة جارية.
 * @param مهلة المهلة بالثواني.
 * @param خيارات إشارة أخرى.
 * @returns نتيجة العملية.
 * @throws {خطأ_مهلة} إن انقضت المهلة.
 * @throws {خطأ_تحقق} إن لم تُعطَ دالة أو مهمة، أو كانت المهلة خاطئة.
 * @throws ما ألقته العملية.
 */
export async function انتظار_بمهلة<T>(
  عملية: Operation<T> | Task<T>,
  مهلة: number,
  خيارات: خيارات_انتظار_بمهلة = {},
): Promise<T> {
  return await waitFor(عملية, seconds.english(مهلة, "مهلة"), أسماء_خيارات_انتظار_بمهلة.english(خيارات));
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
 * @throws {خطأ_تحقق} إن لم تُعطَ دالة، أو كانت المدة خاطئة.
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
 * @throws {خطأ_تحقق} إن لم تُعطَ دالة، أو كانت المدة خاطئة.
 */
export function تهدئة<A extends unknown[]>(دالة: (...معاملات: A) => unknown, مدة: number): Deferred<A> & أعضاء_مؤجلة {
  return مؤجلة(throttle(دالة, seconds.english(مدة, "مدة")));
}
