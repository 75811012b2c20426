/**
 * What several Arabic names of the network need to become English; none of it is public.
 *
 * @internal
 * @module
 */

import { type Conversion, recordNames, seconds } from "../../internal/arabic.ts";
import { checkInteger } from "../../internal/validate.ts";
import type { RequestOptions, RequestProgress } from "../request.ts";
import type { تقدم_طلب, سياسة_إعادة_المحاولة } from "./http.ts";

type RetryPolicy = NonNullable<RequestOptions["retry"]>;

type دالة_إعادة = NonNullable<RetryPolicy["onRetry"]>;

const عند_إعادة: Conversion<دالة_إعادة, دالة_إعادة> = {
  english: (دالة) => (خطأ, محاولة, تأخير) => دالة(خطأ, محاولة, تأخير / 1_000),
  arabic: (دالة) => (خطأ, محاولة, تأخير) => دالة(خطأ, محاولة, تأخير * 1_000),
};

const أسماء_سياسة = recordNames<سياسة_إعادة_المحاولة, RetryPolicy>()({
  عدد_المحاولات: "attempts",
  تأخير: ["delayMs", seconds],
  معامل_النمو: "factor",
  أقصى_تأخير: ["maxDelayMs", seconds],
  عشوائية: "jitter",
  المدة_الكلية: ["totalMs", seconds],
  هل_يعاد: "isRetryable",
  عند_الإعادة: ["onRetry", عند_إعادة],
  مفتاح_منع_التكرار: "idempotencyKey",
});

/**
 * Turns a number of attempts, or a policy, into a policy. The number of the original library counts all attempts, the
 * first one included.
 */
export const سياسة: Conversion<number | سياسة_إعادة_المحاولة, RetryPolicy> = {
  english(قيمة, اسم) {
    if (typeof قيمة !== "number") return أسماء_سياسة.english(قيمة);
    checkInteger(اسم, قيمة, { min: 1 });
    return { attempts: قيمة };
  },
  arabic: (قيمة) => أسماء_سياسة.arabic(قيمة),
};

const أسماء_تقدم_طلب = recordNames<تقدم_طلب, RequestProgress>()({
  اتجاه: "direction",
  بايتات: "bytes",
  الإجمالي: "totalBytes",
});

/** Tells of progress with Arabic members. */
export const عند_تقدم_طلب: Conversion<(تقدم: تقدم_طلب) => void, (progress: RequestProgress) => void> = {
  english: (دالة) => (تقدم) => دالة(أسماء_تقدم_طلب.arabic(تقدم)),
  arabic: (دالة) => (تقدم) => دالة(أسماء_تقدم_طلب.english(تقدم)),
};
