/**
 * أسماء تشترك فيها ملفات هذا المجلد، وليست مما يُصدَّر.
 *
 * @internal
 * @module
 */

import { argumentNames, type Conversion, type RecordNames, recordNames, seconds } from "../../internal/arabic.ts";
import { CircuitBreaker, type CircuitBreakerOptions } from "../circuit_breaker.ts";
import { RateLimit, type RateLimitOptions } from "../rate_limit.ts";
import type { RetryPolicy } from "../retry.ts";
import { RetryBudget, type RetryBudgetOptions } from "../retry_budget.ts";
import type { AcquireOptions } from "../semaphore.ts";
import type { TaskOptions } from "../task.ts";
import type { خيارات_انتظار } from "./coordination.ts";
import type {
  حد_المعدل,
  خيارات_إعادة_المحاولة,
  خيارات_حد_المعدل,
  خيارات_قاطع_دائرة,
  خيارات_ميزانية_إعادة,
  قاطع_دائرة,
  ميزانية_إعادة,
} from "./resilience.ts";
import type { خيارات_مهمة } from "./tasks.ts";

argumentNames({
  main: "رئيسة",
  operation: "عملية",
  operations: "عمليات",
  items: "عناصر",
  block: "كتلة",
  fn: "دالة",
  ms: "مدة",
  permits: "عدد",
  parties: "الأطراف",
  maxSize: "الحجم_الأقصى",
  compare: "مقارنة",
  predicate: "شرط",
  module: "وحدة",
  options: "خيارات",
});

/** خيارات مهمة، لما يبدأ مهامًا. */
export const أسماء_خيارات_مهمة: RecordNames<خيارات_مهمة, TaskOptions> = recordNames<خيارات_مهمة, TaskOptions>()({
  اسم: "name",
  إشارة: "signal",
});

/** خيارات ما ينتظر. */
export const أسماء_خيارات_انتظار: RecordNames<خيارات_انتظار, AcquireOptions> = recordNames<
  خيارات_انتظار,
  AcquireOptions
>()({ إشارة: "signal" });

/** The options of a circuit breaker. */
export const أسماء_خيارات_قاطع: RecordNames<خيارات_قاطع_دائرة, CircuitBreakerOptions> = recordNames<
  خيارات_قاطع_دائرة,
  CircuitBreakerOptions
>()({
  عدد_الإخفاقات: "failures",
  مدة_الفتح: ["resetMs", seconds],
  هل_إخفاق: "isFailure",
});

/** A circuit breaker, which is the same in both languages, or options for one, which have names of their own. */
export const قاطع: Conversion<قاطع_دائرة | خيارات_قاطع_دائرة, CircuitBreaker | CircuitBreakerOptions> = {
  english: (قيمة) => قيمة instanceof CircuitBreaker ? قيمة : أسماء_خيارات_قاطع.english(قيمة as خيارات_قاطع_دائرة),
  arabic: (قيمة) => قيمة instanceof CircuitBreaker ? قيمة as قاطع_دائرة : أسماء_خيارات_قاطع.arabic(قيمة),
};

/** The options of a limit of the rate. */
export const أسماء_خيارات_حد: RecordNames<خيارات_حد_المعدل, RateLimitOptions> = recordNames<
  خيارات_حد_المعدل,
  RateLimitOptions
>()({ عدد: "count", مدة: ["periodMs", seconds], دفعة: "burst" });

/** A limit of the rate, which is the same in both languages, or options for one, which have names of their own. */
export const معدل: Conversion<حد_المعدل | خيارات_حد_المعدل, RateLimit | RateLimitOptions> = {
  english: (قيمة) => قيمة instanceof RateLimit ? قيمة : أسماء_خيارات_حد.english(قيمة as خيارات_حد_المعدل),
  arabic: (قيمة) => قيمة instanceof RateLimit ? قيمة as حد_المعدل : أسماء_خيارات_حد.arabic(قيمة),
};

/** The options of a retry budget. */
export const أسماء_خيارات_ميزانية: RecordNames<خيارات_ميزانية_إعادة, RetryBudgetOptions> = recordNames<
  خيارات_ميزانية_إعادة,
  RetryBudgetOptions
>()({ نسبة: "ratio", أدنى_في_الثانية: "minPerSecond", مدة: ["windowMs", seconds] });

type ميزانية_بأي_شكل = ميزانية_إعادة | خيارات_ميزانية_إعادة | false;

/** A retry budget, which is the same in both languages, options for one, which have names of their own, or none. */
export const ميزانية: Conversion<ميزانية_بأي_شكل, RetryBudget | RetryBudgetOptions | false> = {
  english: (قيمة) =>
    قيمة === false || قيمة instanceof RetryBudget ? قيمة : أسماء_خيارات_ميزانية.english(قيمة as خيارات_ميزانية_إعادة),
  arabic: (قيمة) =>
    قيمة === false || قيمة instanceof RetryBudget ? قيمة as ميزانية_إعادة | false : أسماء_خيارات_ميزانية.arabic(قيمة),
};

type استدعاء_الإعادة = NonNullable<خيارات_إعادة_المحاولة["عند_الإعادة"]>;

const استدعاء_بالثواني: Conversion<استدعاء_الإعادة, NonNullable<RetryPolicy["onRetry"]>> = {
  english: (callback) => (error, attempt, ms) => callback(error, attempt, seconds.arabic(ms)),
  arabic: (callback) => (error, attempt, delay) => callback(error, attempt, seconds.english(delay, "تأخير")),
};

type سياسة_إعادة = Omit<خيارات_إعادة_المحاولة, "إشارة" | "ميزانية">;
type Policy = Omit<RetryPolicy, "budget">;

/** When and how often what failed is tried again. */
export const أسماء_سياسة_إعادة: RecordNames<سياسة_إعادة, Policy> = recordNames<سياسة_إعادة, Policy>()({
  عدد_المحاولات: "attempts",
  تأخير: ["delayMs", seconds],
  معامل_النمو: "factor",
  أقصى_تأخير: ["maxDelayMs", seconds],
  عشوائية: "jitter",
  المدة_الكلية: ["totalMs", seconds],
  هل_يعاد: "isRetryable",
  عند_الإعادة: ["onRetry", استدعاء_بالثواني],
});
