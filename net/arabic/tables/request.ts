/**
 * The names of what a request is told, whoever sends it; none of it is public.
 *
 * @internal
 * @module
 */

import { أسماء_خيارات_حد, أسماء_سياسة_إعادة, قاطع, معدل, ميزانية } from "../../../async/arabic/tables.ts";
import {
  argumentNames,
  type Conversion,
  listener,
  type RecordNames,
  recordNames,
  seconds,
} from "../../../internal/arabic.ts";
import { checkInteger } from "../../../internal/validate.ts";
import type { GraphQLRequestOptions } from "../../graphql.ts";
import type { RequestOptions, RequestProgress, RequestRetryPolicy } from "../../request.ts";
import type { خيارات_استعلامات_graphql } from "../graphql.ts";
import type { تقدم_طلب, خيارات_طلب_شبكة, سياسة_إعادة_المحاولة } from "../http.ts";
import { أسماء_تخزين } from "./answer_cache.ts";

argumentNames({
  url: "رابط",
  method: "طريقة",
  query: "استعلام",
  operations: "عمليات",
  requests: "طلبات",
  path: "مسار",
  source: "مصدر",
  handler: "معالج",
  script: "نص",
  cookie: "كعكة",
  count: "عدد",
  separator: "فاصل",
  options: "خيارات",
});

const أسماء_سياسة = recordNames<سياسة_إعادة_المحاولة, RequestRetryPolicy>()(
  { مفتاح_منع_التكرار: "idempotencyKey", ميزانية: ["budget", ميزانية] },
  أسماء_سياسة_إعادة,
);

/**
 * Turns a number of attempts, or a policy, into a policy. The number of the original library counts all attempts, the
 * first one included.
 */
export const سياسة: Conversion<number | سياسة_إعادة_المحاولة, RequestRetryPolicy> = {
  english(قيمة, اسم) {
    if (typeof قيمة !== "number") return أسماء_سياسة.english(قيمة);
    checkInteger(اسم, قيمة, { min: 1 });
    return { attempts: قيمة };
  },
  arabic: (قيمة) => أسماء_سياسة.arabic(قيمة),
};

const عند_تقدم_طلب = listener(
  recordNames<تقدم_طلب, RequestProgress>()({
    اتجاه: "direction",
    بايتات: "bytes",
    الإجمالي: "totalBytes",
  }),
);

type خيارات_كل_طلب = Omit<خيارات_استعلامات_graphql, "عند_التقدم" | "عميل">;
type EveryRequestOptions = Omit<GraphQLRequestOptions, "onProgress" | "client">;

const أسماء_كل_طلب = recordNames<خيارات_كل_طلب, EveryRequestOptions>()({
  رؤوس: "headers",
  وقت_اتصال: ["connectTimeoutMs", seconds],
  وقت_قراءة: ["readTimeoutMs", seconds],
  وقت_المحاولة: ["timeoutMs", seconds],
  وقت_كلي: ["totalTimeoutMs", seconds],
  محاولة_موازية_بعد: ["hedgeMs", seconds],
  عدد_إعادة_المحاولة: ["retry", سياسة],
  قاطع_دائرة: ["circuitBreaker", قاطع],
  تزامن_لكل_خادم: "maxPerOrigin",
  معدل: ["rate", معدل],
  معدل_لكل_خادم: ["ratePerOrigin", أسماء_خيارات_حد],
  مشاركة_الانتظار: "shareRetryAfter",
  أقصى_بايتات: "maxBytes",
  إشارة: "signal",
});

/** Requests of GraphQL that go by a client of GraphQL's own. */
export const أسماء_طلب_عميل_graphql: RecordNames<
  Omit<خيارات_استعلامات_graphql, "عميل">,
  Omit<GraphQLRequestOptions, "client">
> = recordNames<Omit<خيارات_استعلامات_graphql, "عميل">, Omit<GraphQLRequestOptions, "client">>()(
  { عند_التقدم: ["onProgress", عند_تقدم_طلب] },
  أسماء_كل_طلب,
);

/** Requests of GraphQL. */
export const أسماء_طلب_graphql: RecordNames<خيارات_استعلامات_graphql, GraphQLRequestOptions> = recordNames<
  خيارات_استعلامات_graphql,
  GraphQLRequestOptions
>()({ عميل: "client" }, أسماء_طلب_عميل_graphql);

type خيارات_طلب_في_دفعة = Omit<خيارات_طلب_شبكة, "بيانات" | "تحميل_ملف" | "عند_التقدم">;
type BatchedRequestOptions = Omit<RequestOptions, "body" | "uploadFile" | "onProgress">;

/** What a batch may be told for all its requests. */
export const أسماء_مشتركة_لدفعة: RecordNames<خيارات_طلب_في_دفعة, BatchedRequestOptions> = recordNames<
  خيارات_طلب_في_دفعة,
  BatchedRequestOptions
>()({
  معاملات: "query",
  ذاكرة_مؤقتة: "fallback",
  تخزين_مؤقت: ["cache", أسماء_تخزين],
}, أسماء_كل_طلب);

type خيارات_مشتركة_لطلبات_عميل = Omit<خيارات_طلب_شبكة, "بيانات" | "تحميل_ملف">;
type SharedRequestOptions = Omit<RequestOptions, "body" | "uploadFile">;

/** What a client may be told for all its requests. */
export const أسماء_مشتركة_لعميل: RecordNames<خيارات_مشتركة_لطلبات_عميل, SharedRequestOptions> = recordNames<
  خيارات_مشتركة_لطلبات_عميل,
  SharedRequestOptions
>()(
  { عند_التقدم: ["onProgress", عند_تقدم_طلب] },
  أسماء_مشتركة_لدفعة,
);

/** One request. */
export const أسماء_خيارات_طلب_شبكة: RecordNames<خيارات_طلب_شبكة, RequestOptions> = recordNames<
  خيارات_طلب_شبكة,
  RequestOptions
>()({ بيانات: "body", تحميل_ملف: "uploadFile" }, أسماء_مشتركة_لعميل);
