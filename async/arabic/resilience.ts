import type { MaktabaError } from "../../errors/maktaba_error.ts";
import { arabicMembers, recordNames, seconds } from "../../internal/arabic.ts";
import { CircuitBreaker, CircuitOpenError, type CircuitState } from "../circuit_breaker.ts";
import { hedge, type HedgeOptions } from "../hedge.ts";
import type { Operation } from "../operation.ts";
import { RateLimit } from "../rate_limit.ts";
import { retry, type RetryOptions } from "../retry.ts";
import { RetryBudget } from "../retry_budget.ts";
import { singleFlight } from "../single_flight.ts";
import type { خيارات_انتظار } from "./coordination.ts";
import {
  أسماء_خيارات_انتظار,
  أسماء_خيارات_حد,
  أسماء_خيارات_قاطع,
  أسماء_خيارات_ميزانية,
  أسماء_سياسة_إعادة,
} from "./tables.ts";

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
  /** كم إعادة تجوز لكل من يشترك فيها؛ وإن نفدت أُطلق الخطأ فورًا. */
  ميزانية?: ميزانية_إعادة | undefined;
  /** يقرر هل يستحق الخطأ محاولة أخرى. */
  هل_يعاد?: ((خطأ: unknown, محاولة: number) => boolean) | undefined;
  /** يُستدعى قبل كل انتظار بالخطأ ورقم المحاولة ومدة الانتظار بالثواني. */
  عند_الإعادة?: ((خطأ: unknown, محاولة: number, تأخير: number) => void) | undefined;
  /** تلغي المحاولة أو الانتظار عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_إعادة_المحاولة = recordNames<خيارات_إعادة_المحاولة, RetryOptions>()(
  { إشارة: "signal", ميزانية: "budget" },
  أسماء_سياسة_إعادة,
);

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

/** خيارات `إنشاء_ميزانية_إعادة`. */
export interface خيارات_ميزانية_إعادة {
  /** كم إعادة تجوز لكل عملية؛ 0.2 إن لم يُعطَ. */
  نسبة?: number | undefined;
  /** كم إعادة تجوز في الثانية فوق ذلك، لمن عملياته قليلة؛ 10 إن لم يُعطَ. */
  أدنى_في_الثانية?: number | undefined;
  /** كم مما مضى من الوقت تُعد عملياته وإعاداته، بالثواني؛ 10 إن لم يُعطَ. */
  مدة?: number | undefined;
}

/** ما لميزانية الإعادة من أعضاء عربية. */
export interface أعضاء_ميزانية_إعادة {
  /** كم إعادة تجوز الآن. */
  readonly الرصيد: number;
  /** يعد عملية قد تعاد؛ و`إعادة_المحاولة` تعدها بنفسها. */
  إيداع(): void;
  /** ينفق إعادة إن جازت، ويقول هل جازت. */
  محاولة_سحب(): boolean;
}

arabicMembers<أعضاء_ميزانية_إعادة, RetryBudget>()(RetryBudget.prototype, {
  الرصيد: "balance",
  إيداع: "deposit",
  محاولة_سحب: "tryWithdraw",
});

/**
 * كم إعادة تجوز لكل من يشترك فيها، لئلا يزيد السائلون خادمًا يفشل فشلًا: يعاد ما فشل ما دام الأكثر ينجح، فإن فشل كل شيء أعيد
 * الخُمس وحده.
 */
export type ميزانية_إعادة = RetryBudget & أعضاء_ميزانية_إعادة;

/**
 * ينشئ ميزانية إعادة لم يُنفق منها شيء.
 *
 * @param خيارات كم إعادة تجوز.
 * @returns الميزانية.
 * @throws {خطأ_تحقق} إن كان خيار خارج مداه.
 *
 * @example إعادتان لعشر عمليات
 * ```ts
 * import { إعادة_المحاولة, إنشاء_ميزانية_إعادة } from "@maktaba/std/async/ar";
 * import assert from "node:assert/strict";
 *
 * const ميزانية = إنشاء_ميزانية_إعادة({ نسبة: 0.2, أدنى_في_الثانية: 0 });
 * let نداءات = 0;
 * const فاشلة = () => Promise.reject(new Error(`فشل ${++نداءات}`));
 * for (let عدد = 0; عدد < 10; عدد++) await إعادة_المحاولة(فاشلة, { ميزانية, تأخير: 0 }).catch(() => {});
 * assert.equal(نداءات, 12);
 * ```
 */
export function إنشاء_ميزانية_إعادة(خيارات: خيارات_ميزانية_إعادة = {}): ميزانية_إعادة {
  return new RetryBudget(أسماء_خيارات_ميزانية.english(خيارات)) as ميزانية_إعادة;
}

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
 * يبدأ محاولة ثانية بجانب محاولة بطيئة، ويأخذ أيهما سبق. ونتيجة المتأخرة تُهمل إن أتت، فلتُعِد المحاولة بنفسها ما أخذته.
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

/** خيارات `قاطع_دائرة`. */
export interface خيارات_قاطع_دائرة {
  /** عدد الإخفاقات المتتالية التي تفتح الدائرة؛ 5 إن لم يُعطَ. */
  عدد_الإخفاقات?: number | undefined;
  /** مدة الفتح بالثواني؛ 30 إن لم يُعطَ. */
  مدة_الفتح?: number | undefined;
  /** يقول هل يُحسب الخطأ إخفاقًا. */
  هل_إخفاق?: ((خطأ: unknown) => boolean) | undefined;
}

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
