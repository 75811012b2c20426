import { arabicConstructor, arabicMembers, recordNames } from "../../internal/arabic.ts";
import type { StandardSchema } from "../standard_schema.ts";
import { FileUpload, type FileUploadOptions } from "../file_upload.ts";
import {
  graphql,
  type GraphQLAnswer,
  type GraphQLErrorPolicy,
  type GraphQLOptions,
  type GraphQLResult,
} from "../graphql.ts";
import {
  graphqlBatch,
  type GraphQLBatchData,
  type GraphQLBatchItem,
  type GraphQLBatchOptions,
  type GraphQLBatchResult,
} from "../graphql_batch.ts";
import type { GraphQLDocument } from "../graphql_document.ts";
import type { تخزين_الجواب } from "./answer_cache.ts";
import type { عميل } from "./client.ts";
import type { خيارات_طلب_شبكة } from "./http.ts";
import { أسماء_تخزين_graphql } from "./tables/answer_cache.ts";
import { أسماء_طلب_graphql } from "./tables/request.ts";

/** كيف تُحفظ أجوبة الاستعلامات. */
export type تخزين_graphql = Pick<تخزين_الجواب, "مخزن" | "مدة_الصلاحية" | "تحديث">;

/** خيارات `استعلامات_graphql`. المدد بالثواني. */
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

const أسماء_خيارات_استعلام_graphql = recordNames<خيارات_استعلام_graphql, GraphQLOptions>()({
  متغيرات: "variables",
  اسم_العملية: "operationName",
  مخطط: "schema",
  سياسة_الأخطاء: "errorPolicy",
  طريقة_الاستعلام: "queryMethod",
  استعلام_محفوظ: "persistedQuery",
  تخزين_مؤقت: ["cache", أسماء_تخزين_graphql],
}, أسماء_طلب_graphql);

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
  خيارات?: خيارات_استعلامات_graphql,
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
  خيارات?: خيارات_استعلامات_graphql,
): Promise<GraphQLBatchResult<T>[]>;
export async function استعلامات_graphql<T>(
  رابط: string | URL,
  عمليات: readonly عنصر_استعلامات_graphql<T>[],
  خيارات: خيارات_استعلامات_graphql = {},
): Promise<GraphQLBatchResult<T>[]> {
  const عناصر = Array.isArray(عمليات) ? عمليات.map((عملية) => أسماء_عنصر_استعلامات_graphql.english(عملية)) : عمليات;
  const إنجليزية: GraphQLBatchOptions = أسماء_طلب_graphql.english(خيارات);
  return await graphqlBatch<T>(رابط, عناصر as GraphQLBatchItem<T>[], إنجليزية);
}

/** خيارات `ملف_للرفع`. */
export interface خيارات_ملف_للرفع {
  /** ما يُذكر للخادم اسمًا للملف؛ آخر مساره إن لم يُعطَ. */
  اسم?: string | undefined;
  /** نوع محتوى الملف؛ application/octet-stream إن لم يُعطَ. */
  نوع?: string | undefined;
}

const أسماء_خيارات_ملف_للرفع = recordNames<خيارات_ملف_للرفع, FileUploadOptions>()({ اسم: "name", نوع: "type" });

/** ما لملف للرفع من أعضاء عربية. */
export interface أعضاء_ملف_للرفع {
  /** مكانه. */
  readonly المسار: string;
  /** ما يُذكر للخادم اسمًا له؛ undefined لآخر مساره. */
  readonly الاسم: string | undefined;
  /** نوع محتواه. */
  readonly النوع: string;
}

arabicMembers<أعضاء_ملف_للرفع, FileUpload>()(FileUpload.prototype, { المسار: "path", الاسم: "name", النوع: "type" });

/** ملف على القرص يكون متغيرًا في `استعلام_graphql`، ويُقرأ في أثناء إرساله. */
export type ملف_للرفع = FileUpload & أعضاء_ملف_للرفع;
/**
 * ملف على القرص يكون متغيرًا في `استعلام_graphql`، ويُقرأ في أثناء إرساله.
 *
 * @example
 * ```ts
 * import { ملف_للرفع } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * const غلاف = new ملف_للرفع("صور/غلاف.png", { نوع: "image/png" });
 * assert.equal(غلاف.المسار, "صور/غلاف.png");
 * // await استعلام_graphql(رابط, "mutation ($file: Upload!) { setCover(file: $file) }", { متغيرات: { file: غلاف } });
 * ```
 */
export const ملف_للرفع: new (مسار: string, خيارات?: خيارات_ملف_للرفع) => ملف_للرفع = arabicConstructor<
  new (مسار: string, خيارات?: خيارات_ملف_للرفع) => ملف_للرفع
>(FileUpload, (مسار, خيارات = {}) => [مسار, أسماء_خيارات_ملف_للرفع.english(خيارات)]);
