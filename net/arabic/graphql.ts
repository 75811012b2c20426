import { recordNames, seconds } from "../../internal/arabic.ts";
import { graphql, type GraphQLAnswer, type GraphQLOptions } from "../graphql.ts";
import { سياسة } from "./conversions.ts";
import type { خيارات_طلب_شبكة } from "./http.ts";

/** خيارات `استعلام_graphql`. المدد بالثواني. */
export interface خيارات_استعلام_graphql extends
  Pick<
    خيارات_طلب_شبكة,
    "رؤوس" | "وقت_اتصال" | "وقت_قراءة" | "وقت_كلي" | "عدد_إعادة_المحاولة" | "أقصى_بايتات" | "إشارة"
  > {
  /** قيم متغيرات العملية. */
  متغيرات?: Readonly<Record<string, unknown>> | undefined;
  /** اسم العملية المطلوبة، إن كان في الاستعلام عدة عمليات. */
  اسم_العملية?: string | undefined;
}

const أسماء_خيارات_استعلام_graphql = recordNames<خيارات_استعلام_graphql, GraphQLOptions>()({
  رؤوس: "headers",
  وقت_اتصال: ["connectTimeoutMs", seconds],
  وقت_قراءة: ["readTimeoutMs", seconds],
  وقت_كلي: ["totalTimeoutMs", seconds],
  عدد_إعادة_المحاولة: ["retry", سياسة],
  أقصى_بايتات: "maxBytes",
  إشارة: "signal",
  متغيرات: "variables",
  اسم_العملية: "operationName",
});

/**
 * ينفذ عملية GraphQL عبر HTTP. يعاد الاستعلام إذا فشل الاتصال، ولا يعاد التعديل إذ قد يكون نُفّذ.
 *
 * @typeParam T نوع البيانات، ولا يُتحقق منه.
 * @param رابط رابط `http:` أو `https:`.
 * @param استعلام نص GraphQL.
 * @param خيارات المتغيرات والمهل وإعادة المحاولة.
 * @returns الجواب، وبياناته في `data`.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا أو كانت العملية اشتراكًا.
 * @throws {خطأ_graphql} إن كان في الجواب أخطاء.
 * @throws {خطأ_http} إن أجاب الخادم بحالة غير حالات النجاح بغير جواب GraphQL.
 * @throws {خطأ_شبكة} إن لم يصل جواب تام مقروء.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 */
export async function استعلام_graphql<T = Record<string, unknown>>(
  رابط: string | URL,
  استعلام: string,
  خيارات: خيارات_استعلام_graphql = {},
): Promise<GraphQLAnswer<T>> {
  return await graphql<T>(رابط, استعلام, أسماء_خيارات_استعلام_graphql.english(خيارات));
}
