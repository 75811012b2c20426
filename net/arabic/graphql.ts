import type { StandardSchema } from "../standard_schema.ts";
import {
  graphql,
  type GraphQLAnswer,
  type GraphQLErrorPolicy,
  type GraphQLOptions,
  type GraphQLResult,
} from "../graphql.ts";
import type { GraphQLDocument } from "../graphql_document.ts";
import type { تخزين_الجواب } from "./answer_cache.ts";
import type { عميل } from "./client.ts";
import type { خيارات_طلب_شبكة } from "./http.ts";
import type { مخطط_خادم_graphql } from "./graphql_server_schema.ts";
import { أسماء_خيارات_استعلام_graphql } from "./tables/graphql.ts";

/** كيف تُحفظ أجوبة الاستعلامات. */
export type تخزين_graphql = Pick<تخزين_الجواب, "مخزن" | "مدة_الصلاحية" | "تحديث">;

/** خيارات كل طلب لـGraphQL. المدد بالثواني. */
export interface خيارات_استعلامات_graphql extends
  Pick<
    خيارات_طلب_شبكة,
    | "رؤوس"
    | "وقت_اتصال"
    | "وقت_قراءة"
    | "وقت_المحاولة"
    | "وقت_كلي"
    | "عدد_إعادة_المحاولة"
    | "قاطع_دائرة"
    | "تزامن_لكل_خادم"
    | "محاولة_موازية_بعد"
    | "معدل"
    | "معدل_لكل_خادم"
    | "مشاركة_الانتظار"
    | "أقصى_بايتات"
    | "عند_التقدم"
    | "إشارة"
  > {
  /** عميل من `إنشاء_عميل` يُسأل الخادم برابطه الأساسي ورؤوسه ومصادقته وكعكاته وخطافاته ووكيله ومهله؛ والخيارات هنا مقدمة على خياراته. */
  عميل?: عميل | undefined;
}

/**
 * خيارات `استعلام_graphql`. المدد بالثواني.
 *
 * @typeParam T نوع البيانات.
 * @typeParam V نوع المتغيرات.
 */
export interface خيارات_استعلام_graphql<T = unknown, V = object> extends خيارات_استعلامات_graphql {
  /** قيم متغيرات العملية؛ وما كان منها `Blob` أو `File` أو `ملف_للرفع` يُرفع معها، ويُقرأ في أثناء إرساله. */
  متغيرات?: Readonly<V> | undefined;
  /** اسم العملية المطلوبة، إن كان في الاستعلام عدة عمليات. */
  اسم_العملية?: string | undefined;
  /** مخطط الخادم، من `جلب_مخطط_graphql` مثلًا، يُفحص به المستند والمتغيرات قبل إرسال شيء. */
  مخطط_الخادم?: مخطط_خادم_graphql | undefined;
  /** مخطط من zod أو غيره تُفحص به البيانات إن لم تكن أخطاء. */
  مخطط?: StandardSchema<T> | undefined;
  /** ما يُصنع بجواب فيه أخطاء: `"throw"` يطلقها، و`"return"` يعطيها مع ما وُجد من البيانات؛ `"throw"` إن لم تُعطَ. */
  سياسة_الأخطاء?: GraphQLErrorPolicy | undefined;
  /** كيف يُرسل الاستعلام؛ POST إن لم تُعطَ. أما التعديل فيُرسل POST دائمًا. */
  طريقة_الاستعلام?: "GET" | "POST" | undefined;
  /** هل تُرسل بصمة الاستعلام (SHA-256) بدله أولًا، ثم هو إن لم يعرفه الخادم؛ لا، إن لم يُعطَ. */
  استعلام_محفوظ?: boolean | undefined;
  /** يحفظ أجوبة الاستعلامات التي لا أخطاء فيها، ويعطي المحفوظ بدل سؤال الخادم؛ ولا يكون لغير الاستعلام. */
  تخزين_مؤقت?: تخزين_graphql | undefined;
}

/**
 * الخيارات، ولا بد منها إن كان لا بد من متغيرات.
 *
 * @typeParam V نوع المتغيرات.
 * @typeParam T الخيارات.
 */
export type مع_متغيرات<V, T> = Record<never, never> extends V ? [خيارات?: T]
  : [خيارات: T & { متغيرات: Readonly<V> }];

/**
 * ينفذ عملية GraphQL عبر HTTP. يعاد الاستعلام إذا فشل الاتصال، ولا يعاد التعديل إذ قد يكون نُفّذ.
 *
 * @typeParam T نوع البيانات، ولا يُتحقق منه بغير مخطط.
 * @typeParam V نوع المتغيرات.
 * @param رابط رابط `http:` أو `https:`.
 * @param استعلام نص GraphQL، أو مستند محلل أو مولّد.
 * @param خيارات المتغيرات والمهل وإعادة المحاولة.
 * @returns الجواب، وبياناته في `data`.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا أو كانت العملية اشتراكًا.
 * @throws {خطأ_graphql} إن كان في الجواب أخطاء.
 * @throws {خطأ_http} إن أجاب الخادم بحالة غير حالات النجاح بغير جواب GraphQL.
 * @throws {خطأ_شبكة} إن لم يصل جواب تام مقروء.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example سؤال عن كتاب
 * ```ts
 * import { استعلام_graphql } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const خادم = createServer((_طلب, جواب) => {
 *   جواب.setHeader("content-type", "application/json").end('{"data":{"كتاب":{"عنوان":"البخلاء"}}}');
 * });
 * await new Promise<void>((تم) => خادم.listen(0, "127.0.0.1", تم));
 * const { port } = خادم.address() as { port: number };
 *
 * const { data } = await استعلام_graphql<{ كتاب: { عنوان: string } }>(
 *   `http://127.0.0.1:${port}/graphql`,
 *   "query ($id: ID!) { كتاب: book(id: $id) { عنوان: title } }",
 *   { متغيرات: { id: 1 }, وقت_قراءة: 5 },
 * );
 * assert.equal(data.كتاب.عنوان, "البخلاء");
 *
 * خادم.closeAllConnections();
 * خادم.close();
 * ```
 */
export async function استعلام_graphql<T = Record<string, unknown>, V = object>(
  رابط: string | URL,
  استعلام: GraphQLDocument<T, V>,
  ...خيارات: مع_متغيرات<V, خيارات_استعلام_graphql<T, V> & { سياسة_الأخطاء?: "throw" | undefined }>
): Promise<GraphQLAnswer<T>>;
/**
 * ينفذ عملية GraphQL عبر HTTP ويعطي جوابها وإن كان فيه أخطاء.
 *
 * @typeParam T نوع البيانات.
 * @typeParam V نوع المتغيرات.
 * @param رابط رابط `http:` أو `https:`.
 * @param استعلام نص GraphQL، أو مستند محلل أو مولّد.
 * @param خيارات `سياسة_الأخطاء: "return"` والمتغيرات والمهل.
 * @returns الجواب: `data` إن لم تكن أخطاء، وإلا `errors` وما وُجد من `data`.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا أو كانت العملية اشتراكًا.
 * @throws {خطأ_http} إن أجاب الخادم بحالة غير حالات النجاح بغير جواب GraphQL.
 * @throws {خطأ_شبكة} إن لم يصل جواب تام مقروء.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 */
export async function استعلام_graphql<T = Record<string, unknown>, V = object>(
  رابط: string | URL,
  استعلام: GraphQLDocument<T, V>,
  ...خيارات: مع_متغيرات<V, خيارات_استعلام_graphql<T, V>>
): Promise<GraphQLResult<T>>;
export async function استعلام_graphql<T>(
  رابط: string | URL,
  استعلام: GraphQLDocument<T, object>,
  خيارات: خيارات_استعلام_graphql<T> = {},
): Promise<GraphQLResult<T>> {
  return await graphql<T>(رابط, استعلام, أسماء_خيارات_استعلام_graphql.english(خيارات) as GraphQLOptions<T>);
}
