/**
 * The names of what operations of GraphQL are told; none of it is public.
 *
 * @internal
 * @module
 */

import type { NetworkError } from "../../../errors/network_error.ts";
import { callback, type Conversion, type RecordNames, recordNames, seconds } from "../../../internal/arabic.ts";
import type { GraphQLOptions } from "../../graphql.ts";
import type { GraphQLBatchOptions } from "../../graphql_batch.ts";
import type {
  GraphQLClientOptions,
  GraphQLMutationOptions,
  GraphQLQueryOptions,
  GraphQLSubscriptionOptions,
  GraphQLSubscriptions,
} from "../../graphql_client.ts";
import type { GraphQLCheckOptions } from "../../graphql_server_schema.ts";
import type { GraphQLStreamOptions } from "../../graphql_stream.ts";
import type { SubscribeOptions, SubscriptionFailure } from "../../subscribe.ts";
import type { خطأ_شبكة } from "../errors.ts";
import type { خيارات_استعلام_graphql } from "../graphql.ts";
import type { خيارات_دفعة_graphql } from "../graphql_batch.ts";
import type { خيارات_فحص_graphql } from "../graphql_server_schema.ts";
import type {
  اشتراكات_عميل_graphql,
  خيارات_استعلام_عميل_graphql,
  خيارات_اشتراك_عميل_graphql,
  خيارات_تعديل_عميل_graphql,
  خيارات_عميل_graphql,
} from "../graphql_client.ts";
import type { خيارات_تدفق_graphql } from "../graphql_stream.ts";
import type { خيارات_اشتراك_graphql, فشل_اشتراك } from "../subscribe.ts";
import { أسماء_تخزين_graphql } from "./answer_cache.ts";
import { أسماء_طلب_graphql, أسماء_طلب_عميل_graphql } from "./request.ts";

const أسماء_عملية = {
  متغيرات: "variables",
  اسم_العملية: "operationName",
  مخطط: "schema",
  سياسة_الأخطاء: "errorPolicy",
} as const;

const أسماء_مخطط_الخادم = { مخطط_الخادم: "serverSchema" } as const;

const أسماء_سؤال = {
  طريقة_الاستعلام: "queryMethod",
  استعلام_محفوظ: "persistedQuery",
  تخزين_مؤقت: ["cache", أسماء_تخزين_graphql],
} as const;

// The Arabic error is the same one, with Arabic members.
const جدول_خطأ: Conversion<خطأ_شبكة, NetworkError> = { english: (خطأ) => خطأ, arabic: (خطأ) => خطأ as خطأ_شبكة };

const أسماء_فشل = recordNames<فشل_اشتراك, SubscriptionFailure>()({
  خطأ: ["error", جدول_خطأ],
  قابل_للإعادة: "isRetryable",
});

type هل_يعاد = NonNullable<خيارات_اشتراك_graphql["هل_يعاد_الاتصال"]>;
type ShouldReconnect = NonNullable<SubscribeOptions["shouldReconnect"]>;

const هل_يعاد_الاتصال = callback<هل_يعاد, ShouldReconnect>((دالة) => (failure) => دالة(أسماء_فشل.arabic(failure)));

const أسماء_وصلة = {
  معاملات_الاتصال: "connectionParams",
  عدد_إعادة_المحاولة: "retries",
  هل_يعاد_الاتصال: ["shouldReconnect", هل_يعاد_الاتصال],
  تأخير_إعادة_الاتصال: ["reconnectDelayMs", seconds],
  أقصى_تأخير_إعادة_الاتصال: ["maxReconnectDelayMs", seconds],
  وقت_اتصال: ["connectTimeoutMs", seconds],
  مهلة_السكوت: ["idleTimeoutMs", seconds],
  أقصى_بايتات_الرسالة: "maxMessageBytes",
} as const;

/** What an operation is told. */
export const أسماء_خيارات_استعلام_graphql: RecordNames<خيارات_استعلام_graphql, GraphQLOptions> = recordNames<
  خيارات_استعلام_graphql,
  GraphQLOptions
>()({ ...أسماء_عملية, ...أسماء_مخطط_الخادم, ...أسماء_سؤال }, أسماء_طلب_graphql);

/** What a subscription is told. */
export const أسماء_خيارات_اشتراك_graphql: RecordNames<خيارات_اشتراك_graphql, SubscribeOptions> = recordNames<
  خيارات_اشتراك_graphql,
  SubscribeOptions
>()({
  عميل: "client",
  وسيلة: "transport",
  ...أسماء_عملية,
  ...أسماء_مخطط_الخادم,
  رؤوس: "headers",
  ...أسماء_وصلة,
  أقصى_طابور: "maxQueue",
  إشارة: "signal",
});

const أسماء_اشتراكات = recordNames<اشتراكات_عميل_graphql, GraphQLSubscriptions>()({
  رابط: "url",
  وسيلة: "transport",
  ...أسماء_وصلة,
  مدة_الإبقاء: ["lingerMs", seconds],
});

/** What a client is told. */
export const أسماء_خيارات_عميل_graphql: RecordNames<خيارات_عميل_graphql, GraphQLClientOptions> = recordNames<
  خيارات_عميل_graphql,
  GraphQLClientOptions
>()({
  عميل: "client",
  رؤوس: "headers",
  ...أسماء_سؤال,
  ...أسماء_مخطط_الخادم,
  اشتراكات: ["subscriptions", أسماء_اشتراكات],
});

/** What a query of a client is told. */
export const أسماء_خيارات_استعلام_عميل: RecordNames<خيارات_استعلام_عميل_graphql, GraphQLQueryOptions> = recordNames<
  خيارات_استعلام_عميل_graphql,
  GraphQLQueryOptions
>()({ ...أسماء_عملية, ...أسماء_سؤال }, أسماء_طلب_عميل_graphql);

/** What a mutation of a client is told. */
export const أسماء_خيارات_تعديل_عميل: RecordNames<خيارات_تعديل_عميل_graphql, GraphQLMutationOptions> = recordNames<
  خيارات_تعديل_عميل_graphql,
  GraphQLMutationOptions
>()(أسماء_عملية, أسماء_طلب_عميل_graphql);

/** What a subscription of a client is told. */
export const أسماء_خيارات_اشتراك_عميل: RecordNames<خيارات_اشتراك_عميل_graphql, GraphQLSubscriptionOptions> =
  recordNames<خيارات_اشتراك_عميل_graphql, GraphQLSubscriptionOptions>()({
    ...أسماء_عملية,
    أقصى_طابور: "maxQueue",
    إشارة: "signal",
  });

/** What a batch is told. */
export const أسماء_خيارات_دفعة_graphql: RecordNames<خيارات_دفعة_graphql, GraphQLBatchOptions> = recordNames<
  خيارات_دفعة_graphql,
  GraphQLBatchOptions
>()(أسماء_مخطط_الخادم, أسماء_طلب_graphql);

/** What a check by a schema is told. */
export const أسماء_خيارات_فحص_graphql: RecordNames<خيارات_فحص_graphql, GraphQLCheckOptions> = recordNames<
  خيارات_فحص_graphql,
  GraphQLCheckOptions
>()({ متغيرات: "variables", اسم_العملية: "operationName" });

/** What a stream is told. */
export const أسماء_خيارات_تدفق_graphql: RecordNames<خيارات_تدفق_graphql, GraphQLStreamOptions> = recordNames<
  خيارات_تدفق_graphql,
  GraphQLStreamOptions
>()({ ...أسماء_عملية, ...أسماء_مخطط_الخادم }, أسماء_طلب_graphql);
