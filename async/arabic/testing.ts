import type { MaktabaError } from "../../errors/maktaba_error.ts";
import { arabicMembers, type Conversion, recordNames, seconds } from "../../internal/arabic.ts";
import { checkFunction } from "../../internal/validate.ts";
import { LeakError, type Leaks, withLeakCheck } from "../leak_check.ts";
import type { Task } from "../task.ts";
import { type VirtualClock, type VirtualClockOptions, withVirtualClock } from "../virtual_clock.ts";
import type { مهمة } from "./tasks.ts";

/** خيارات `مع_ساعة_افتراضية`. */
export interface خيارات_ساعة_افتراضية {
  /** هل تمضي الساعة بنفسها إلى المؤقت التالي حين لا يبقى ما يجري؛ نعم إن لم يُعطَ. */
  تقدم_تلقائي?: boolean | undefined;
  /** هل تمضي بالساعة `setTimeout` و`setInterval` في JavaScript نفسها؛ لا إن لم يُعطَ. */
  مؤقتات_اللغة?: boolean | undefined;
  /** عدد صحيح يُشتق منه ترتيب المؤقتات التي تحين معًا والجزء العشوائي من المدد؛ ترتيب وضعها إن لم يُعطَ. */
  بذرة?: number | undefined;
  /** كم يجوز ألا يحدث شيء ولا مؤقت باق، بثوان حقيقية، قبل أن تُعد الكتلة متوقفة؛ 5 إن لم يُعطَ. */
  مدة_التوقف?: number | undefined;
}

const أسماء_خيارات_ساعة = recordNames<خيارات_ساعة_افتراضية, VirtualClockOptions>()({
  تقدم_تلقائي: "autoAdvance",
  مؤقتات_اللغة: "globalTimers",
  بذرة: "seed",
  مدة_التوقف: ["stuckMs", seconds],
});

/** ما للساعة الافتراضية من أعضاء عربية. المدد بالثواني. */
export interface أعضاء_ساعة_افتراضية {
  /** ما مضى عليها منذ بدء الكتلة بالثواني. */
  readonly المنقضي: number;
  /** عدد المؤقتات المضبوطة عليها. */
  readonly المؤقتات: number;
  /**
   * يمضي بها ويطلق ما يحين في الطريق، كل مؤقت في وقته.
   *
   * @param مدة المدة بالثواني.
   */
  تقديم(مدة: number): Promise<void>;
}

/** الوقت في كتلة `مع_ساعة_افتراضية`. */
export type ساعة_افتراضية = VirtualClock & أعضاء_ساعة_افتراضية;

function بأعضاء_عربية(clock: VirtualClock): ساعة_افتراضية {
  arabicMembers<أعضاء_ساعة_افتراضية, VirtualClock>()(clock, {
    المنقضي: ["elapsedMs", seconds],
    المؤقتات: "timers",
    تقديم: ["advance", async function (this: VirtualClock, مدة: number): Promise<void> {
      await this.advance(seconds.english(مدة, "مدة"));
    }],
  });
  return clock as ساعة_افتراضية;
}

/**
 * يجري كتلة في وقت خاص بها، للاختبارات: كل ما ينتظر بهذه الوحدة يمضي به، فيمر اليوم في لحظة وبالترتيب نفسه دائمًا.
 * العمال والشبكة تبقى على الوقت الحقيقي، وكذلك مؤقتات JavaScript نفسها ما لم تُعطَ `مؤقتات_اللغة`. وعند نهاية الكتلة تُلغى
 * المهام التي تركتها.
 *
 * @typeParam T نتيجة الكتلة.
 * @param كتلة تُعطى الساعة.
 * @param خيارات هل تمضي الساعة بنفسها، وبأي ترتيب.
 * @returns نتيجة الكتلة.
 * @throws {خطأ_حالة} إن كانت ساعة أخرى سارية، أو انتظر كل شيء ما لن يأتي.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 *
 * @example
 * ```ts
 * import { إنشاء_مهمة, مع_ساعة_افتراضية, نوم } from "@maktaba/std/async/ar";
 * import assert from "node:assert/strict";
 *
 * await مع_ساعة_افتراضية(async (الساعة) => {
 *   const المهمة = إنشاء_مهمة(() => نوم(3600));
 *   await الساعة.تقديم(3599);
 *   assert.equal(المهمة.منتهية, false);
 *   await المهمة;
 *   assert.equal(الساعة.المنقضي, 3600);
 * });
 * ```
 */
export async function مع_ساعة_افتراضية<T>(
  كتلة: (الساعة: ساعة_افتراضية) => PromiseLike<T> | T,
  خيارات: خيارات_ساعة_افتراضية = {},
): Promise<T> {
  checkFunction("كتلة", كتلة);
  return await withVirtualClock((clock) => كتلة(بأعضاء_عربية(clock)), أسماء_خيارات_ساعة.english(خيارات));
}

/** ما تركته كتلة خلفها. */
export interface متسربات {
  /** المهام الجارية. */
  readonly المهام: readonly مهمة<unknown>[];
  /** المهام التي فشلت ولم ينتظرها أحد. */
  readonly الإخفاقات: readonly مهمة<unknown>[];
  /** عدد المؤقتات المضبوطة. */
  readonly المؤقتات: number;
  /** أسماء أصناف ما كان يجب إغلاقه ولم يُغلق. */
  readonly غير_المغلق: readonly string[];
}

type متسربات_بمهام_إنجليزية = Omit<متسربات, "المهام" | "الإخفاقات"> & {
  readonly المهام: readonly Task<unknown>[];
  readonly الإخفاقات: readonly Task<unknown>[];
};

const أسماء_متسربات = recordNames<متسربات_بمهام_إنجليزية, Leaks>()({
  المهام: "tasks",
  الإخفاقات: "failures",
  المؤقتات: "timers",
  غير_المغلق: "open",
});

const تحويل_المتسربات: Conversion<متسربات, Leaks> = {
  english: (متسربات) => أسماء_متسربات.english(متسربات),
  arabic: (leaks) => أسماء_متسربات.arabic(leaks) as متسربات,
};

/** ما لخطأ التسرب من أعضاء عربية فوق ما لكل خطأ. */
export interface أعضاء_خطأ_تسرب {
  /** ما تُرك. */
  readonly المتسربات: متسربات;
}

arabicMembers<أعضاء_خطأ_تسرب, LeakError, keyof MaktabaError>()(LeakError.prototype, {
  المتسربات: ["leaks", تحويل_المتسربات],
});

/** ما يطلقه `مع_كشف_التسرب` حين تترك كتلته شيئًا. */
export type خطأ_تسرب = LeakError & أعضاء_خطأ_تسرب;
/** ما يطلقه `مع_كشف_التسرب` حين تترك كتلته شيئًا. */
export const خطأ_تسرب: new (...معاملات: ConstructorParameters<typeof LeakError>) => خطأ_تسرب = LeakError as never;

/**
 * يجري كتلة من اختبار ويتحقق من أنها لم تترك شيئًا: لا مهمة جارية، ولا فاشلة لم ينتظرها أحد، ولا مؤقتًا، ولا مجمعًا لم
 * يُغلق.
 *
 * @typeParam T نتيجة الكتلة.
 * @param كتلة الكتلة.
 * @returns نتيجة الكتلة.
 * @throws {خطأ_تسرب} إن تركت شيئًا.
 *
 * @example
 * ```ts
 * import { مع_كشف_التسرب, نوم } from "@maktaba/std/async/ar";
 *
 * await مع_كشف_التسرب(() => نوم(0.001));
 * ```
 */
export async function مع_كشف_التسرب<T>(كتلة: () => PromiseLike<T> | T): Promise<T> {
  checkFunction("كتلة", كتلة);
  return await withLeakCheck(كتلة);
}
