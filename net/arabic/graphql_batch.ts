import { recordNames } from "../../internal/arabic.ts";
import type { StandardSchema } from "../standard_schema.ts";
import {
  graphqlBatch,
  type GraphQLBatchData,
  type GraphQLBatchItem,
  type GraphQLBatchOptions,
  type GraphQLBatchResult,
} from "../graphql_batch.ts";
import type { GraphQLDocument } from "../graphql_document.ts";
import type { خيارات_استعلامات_graphql } from "./graphql.ts";
import type { مخطط_خادم_graphql } from "./graphql_server_schema.ts";
import { أسماء_خيارات_دفعة_graphql } from "./tables/graphql.ts";

/**
 * عملية من عمليات `استعلامات_graphql`.
 *
 * @typeParam T نوع بياناتها.
 */
export interface عنصر_استعلامات_graphql<T = unknown> {
  /** نص GraphQL، أو مستند محلل أو مولّد. */
  استعلام: GraphQLDocument<T, never>;
  /** قيم متغيرات العملية، ومنها الملفات. */
  متغيرات?: object | undefined;
  /** اسم العملية المطلوبة، إن كان في الاستعلام عدة عمليات. */
  اسم_العملية?: string | undefined;
  /** مخطط تُفحص به البيانات. */
  مخطط?: StandardSchema<T> | undefined;
}

const أسماء_عنصر_استعلامات_graphql = recordNames<عنصر_استعلامات_graphql, GraphQLBatchItem>()({
  استعلام: "query",
  متغيرات: "variables",
  اسم_العملية: "operationName",
  مخطط: "schema",
});

/** خيارات `استعلامات_graphql`. المدد بالثواني. */
export interface خيارات_دفعة_graphql extends خيارات_استعلامات_graphql {
  /** مخطط الخادم، من `جلب_مخطط_graphql` مثلًا، تُفحص به المستندات والمتغيرات قبل إرسال شيء. */
  مخطط_الخادم?: مخطط_خادم_graphql | undefined;
}

/**
 * نوع بيانات عملية من دفعة، من مخططها أو من نوع مستندها.
 *
 * @typeParam Item العملية.
 */
export type بيانات_عنصر_graphql<Item> = GraphQLBatchData<
  Item extends { readonly مخطط: infer Schema } ? { readonly schema: Schema }
    : Item extends { readonly استعلام: infer Query } ? { readonly query: Query }
    : never
>;

/**
 * ينفذ عدة عمليات GraphQL في طلب HTTP واحد. لا تعاد كلها إذا فشل الاتصال إلا إن كانت كلها استعلامات.
 *
 * @typeParam Items أنواع العمليات، ومنها يُعرف نوع بيانات كل منها.
 * @param رابط رابط `http:` أو `https:`.
 * @param عمليات العمليات.
 * @param خيارات المهل وإعادة المحاولة.
 * @returns الأجوبة بترتيب العمليات، وخطأ في مكان ما فشل منها.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا أو كانت عملية اشتراكًا.
 * @throws {خطأ_graphql} إن رفض الخادم الدفعة كلها.
 * @throws {خطأ_http} إن أجاب الخادم بحالة غير حالات النجاح بغير جواب GraphQL.
 * @throws {خطأ_شبكة} إن لم يصل جواب تام مقروء.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example سؤالان في طلب
 * ```ts
 * import { استعلامات_graphql, خطأ_graphql } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const خادم = createServer((_طلب, جواب) => {
 *   جواب.setHeader("content-type", "application/json").end('[{"data":{"أ":1}},{"errors":[{"message":"لا ب"}]}]');
 * });
 * await new Promise<void>((تم) => خادم.listen(0, "127.0.0.1", تم));
 * const { port } = خادم.address() as { port: number };
 *
 * const [أ, ب] = await استعلامات_graphql(`http://127.0.0.1:${port}/`, [{ استعلام: "{ a }" }, { استعلام: "{ b }" }]);
 * assert.deepEqual(أ, { data: { أ: 1 } });
 * assert.ok(ب instanceof خطأ_graphql);
 *
 * خادم.closeAllConnections();
 * خادم.close();
 * ```
 */
export async function استعلامات_graphql<const Items extends readonly عنصر_استعلامات_graphql[]>(
  رابط: string | URL,
  عمليات: Items,
  خيارات?: خيارات_دفعة_graphql,
): Promise<{ -readonly [Key in keyof Items]: GraphQLBatchResult<بيانات_عنصر_graphql<Items[Key]>> }>;
/**
 * ينفذ عدة عمليات GraphQL في طلب HTTP واحد، بياناتها كلها من نوع واحد.
 *
 * @typeParam T نوع بيانات كل منها.
 * @param رابط رابط `http:` أو `https:`.
 * @param عمليات العمليات.
 * @param خيارات المهل وإعادة المحاولة.
 * @returns الأجوبة بترتيب العمليات، وخطأ في مكان ما فشل منها.
 */
export async function استعلامات_graphql<T>(
  رابط: string | URL,
  عمليات: readonly عنصر_استعلامات_graphql<T>[],
  خيارات?: خيارات_دفعة_graphql,
): Promise<GraphQLBatchResult<T>[]>;
export async function استعلامات_graphql<T>(
  رابط: string | URL,
  عمليات: readonly عنصر_استعلامات_graphql<T>[],
  خيارات: خيارات_دفعة_graphql = {},
): Promise<GraphQLBatchResult<T>[]> {
  const عناصر = Array.isArray(عمليات) ? عمليات.map((عملية) => أسماء_عنصر_استعلامات_graphql.english(عملية)) : عمليات;
  const إنجليزية: GraphQLBatchOptions = أسماء_خيارات_دفعة_graphql.english(خيارات);
  return await graphqlBatch<T>(رابط, عناصر as GraphQLBatchItem<T>[], إنجليزية);
}
