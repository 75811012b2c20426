import type { GraphQLGrownAnswer, GraphQLStreamOptions } from "../graphql_stream.ts";
import { graphqlStream } from "../graphql_stream.ts";
import type { PartialData } from "../graphql.ts";
import type { GraphQLDocument } from "../graphql_document.ts";
import type { GraphQLFault } from "../graphql_error.ts";
import type { تدفق_أحداث } from "./events.ts";
import type { خيارات_استعلام_graphql, مع_متغيرات } from "./graphql.ts";
import { أسماء_خيارات_تدفق_graphql } from "./tables/graphql.ts";
import { تزايد_بالعربية } from "./tables/graphql_stream.ts";

/**
 * خيارات `تدفق_graphql`. المدد بالثواني.
 *
 * @typeParam T نوع البيانات.
 * @typeParam V نوع المتغيرات.
 */
export type خيارات_تدفق_graphql<T = unknown, V = object> = Omit<
  خيارات_استعلام_graphql<T, V>,
  "تخزين_مؤقت" | "طريقة_الاستعلام" | "استعلام_محفوظ"
>;

/**
 * بيانات عملية وهي تزداد.
 *
 * @typeParam T نوع البيانات إذا اكتملت.
 */
export type تزايد_graphql<T> =
  | Omit<GraphQLGrownAnswer<T>, "isComplete"> & {
    /** أنه لا يأتي بعدها شيء. */
    مكتمل: true;
  }
  | {
    /** أن بعدها غيرها. */
    مكتمل: false;
    /** ما وُجد إلى الآن، وفيه كل ما سبق. */
    data: PartialData<T>;
    /** ما يضيفه الخادم. */
    extensions?: Readonly<Record<string, unknown>> | undefined;
  };

/**
 * بيانات عملية وهي تزداد، فيها أخطاء أو لا.
 *
 * @typeParam T نوع البيانات إذا اكتملت بلا أخطاء.
 */
export type نتيجة_تزايد_graphql<T> = تزايد_graphql<T> & { errors?: undefined } | {
  /** هل لا يأتي بعدها شيء. */
  مكتمل: boolean;
  /** ما أمكن إعطاؤه من البيانات. */
  data?: PartialData<T> | undefined;
  /** كل الأخطاء إلى الآن. */
  errors: readonly GraphQLFault[];
  /** ما يضيفه الخادم. */
  extensions?: Readonly<Record<string, unknown>> | undefined;
};

/**
 * ينفذ عملية GraphQL فيها `@defer` أو `@stream`، ويعطي ما وُجد من بياناتها كلما جاء منها شيء. والخادم الذي يجيب دفعة واحدة
 * له نتيجة واحدة. يعاد الاستعلام إن فشل حتى يصل أول جزء. والخروج من الحلقة يغلق الاتصال.
 *
 * @typeParam T نوع البيانات، ولا يُتحقق منه بغير مخطط.
 * @typeParam V نوع المتغيرات.
 * @param رابط رابط `http:` أو `https:`، أو منسوب إلى الرابط الأساسي للعميل.
 * @param استعلام نص GraphQL، أو مستند محلل أو مولّد.
 * @param خيارات المتغيرات والمهل وإعادة المحاولة؛ و`مخطط` تُفحص به البيانات المكتملة.
 * @returns البيانات وهي تزداد، وآخرها `مكتمل`. تطلق قراءتها `خطأ_تحقق` إن كان معامل خاطئًا، و`خطأ_graphql` إن كانت أخطاء،
 * و`خطأ_شبكة` إن لم يصل جواب تام مقروء، و`خطأ_إلغاء` إن أُلغيت المهمة.
 * @throws {خطأ_تحقق} إن كان اسم خيار أو مدة خطأ.
 *
 * @example ما تأخر يأتي بعد
 * ```ts
 * import { تدفق_graphql } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const خادم = createServer((_طلب, جواب) => {
 *   جواب.setHeader("content-type", 'multipart/mixed; boundary="-"');
 *   const جزء = (ما_فيه: object) => `\r\n---\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(ما_فيه)}`;
 *   جواب.write(جزء({ data: { عنوان: "البخلاء" }, pending: [{ id: "0", path: [] }], hasNext: true }));
 *   جواب.end(`${جزء({ incremental: [{ id: "0", data: { صفحات: 300 } }], hasNext: false })}\r\n-----\r\n`);
 * });
 * await new Promise<void>((تم) => خادم.listen(0, "127.0.0.1", تم));
 * const { port } = خادم.address() as { port: number };
 *
 * const مرات: unknown[] = [];
 * for await (const { data, مكتمل } of تدفق_graphql(`http://127.0.0.1:${port}/`, "{ عنوان: title ... @defer { صفحات: pages } }")) {
 *   مرات.push([مكتمل, data]);
 * }
 * assert.deepEqual(مرات, [[false, { عنوان: "البخلاء" }], [true, { عنوان: "البخلاء", صفحات: 300 }]]);
 *
 * خادم.closeAllConnections();
 * خادم.close();
 * ```
 */
export function تدفق_graphql<T = Record<string, unknown>, V = object>(
  رابط: string | URL,
  استعلام: GraphQLDocument<T, V>,
  ...خيارات: مع_متغيرات<V, خيارات_تدفق_graphql<T, V> & { سياسة_الأخطاء?: "throw" | undefined }>
): تدفق_أحداث<تزايد_graphql<T>>;
/**
 * ينفذ عملية GraphQL فيها `@defer` أو `@stream`، ويعطي ما وُجد من بياناتها كلما جاء منها شيء وإن كانت فيها أخطاء.
 *
 * @typeParam T نوع البيانات.
 * @typeParam V نوع المتغيرات.
 * @param رابط رابط `http:` أو `https:`.
 * @param استعلام نص GraphQL، أو مستند محلل أو مولّد.
 * @param خيارات `سياسة_الأخطاء: "return"` والمتغيرات والمهل.
 * @returns البيانات وهي تزداد، ومعها كل الأخطاء إلى الآن.
 */
export function تدفق_graphql<T = Record<string, unknown>, V = object>(
  رابط: string | URL,
  استعلام: GraphQLDocument<T, V>,
  ...خيارات: مع_متغيرات<V, خيارات_تدفق_graphql<T, V>>
): تدفق_أحداث<نتيجة_تزايد_graphql<T>>;
export function تدفق_graphql<T>(
  رابط: string | URL,
  استعلام: GraphQLDocument<T, object>,
  خيارات: خيارات_تدفق_graphql<T> = {},
): تدفق_أحداث<نتيجة_تزايد_graphql<T>> {
  const إنجليزية = أسماء_خيارات_تدفق_graphql.english(خيارات) as GraphQLStreamOptions<T> & { errorPolicy: "return" };
  return تزايد_بالعربية(graphqlStream<T>(رابط, استعلام, إنجليزية));
}
