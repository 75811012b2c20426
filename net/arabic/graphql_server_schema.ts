import { arabicMembers, type Conversion, recordNames } from "../../internal/arabic.ts";
import type { أعضاء_خطأ, أعضاء_خطأ_تحقق } from "../../errors/ar.ts";
import type { ValidationError } from "../../errors/validation_error.ts";
import type { GraphQLDocument } from "../graphql_document.ts";
import { GraphQLDocumentError, type GraphQLProblem } from "../graphql_document_error.ts";
import { fetchGraphQLSchema, GraphQLServerSchema, parseGraphQLSchema } from "../graphql_server_schema.ts";
import type { خيارات_استعلامات_graphql } from "./graphql.ts";
import { أسماء_خيارات_فحص_graphql } from "./tables/graphql.ts";
import { أسماء_طلب_graphql } from "./tables/request.ts";

/** خيارات `فحص` لمخطط من `جلب_مخطط_graphql`. */
export interface خيارات_فحص_graphql {
  /** قيم متغيرات العملية. */
  متغيرات?: object | undefined;
  /** اسم العملية، إن كان في المستند عدة عمليات. */
  اسم_العملية?: string | undefined;
}

/** ما لمخطط الخادم من أعضاء عربية. */
export interface أعضاء_مخطط_خادم_graphql {
  /** المخطط بلغة تعريف مخططات GraphQL. */
  readonly نص: string;
  /**
   * يفحص مستندًا وقيم متغيراته.
   *
   * @param استعلام المستند.
   * @param خيارات المتغيرات، واسم العملية.
   * @throws {خطأ_مستند_graphql} إن لم يوافق المخطط.
   */
  فحص(استعلام: GraphQLDocument<unknown, never>, خيارات?: خيارات_فحص_graphql): void;
}

arabicMembers<أعضاء_مخطط_خادم_graphql, GraphQLServerSchema>()(GraphQLServerSchema.prototype, {
  نص: "sdl",
  فحص: ["check", function (this: GraphQLServerSchema, استعلام, خيارات = {}) {
    this.check(استعلام, أسماء_خيارات_فحص_graphql.english(خيارات));
  }],
});

/**
 * مخطط خادم GraphQL، تُفحص به المستندات والمتغيرات قبل إرسالها: خيار `مخطط_الخادم`، أو `فحص` باليد. تعطيه
 * `جلب_مخطط_graphql` و`تحليل_مخطط_graphql`.
 */
export type مخطط_خادم_graphql = GraphQLServerSchema & أعضاء_مخطط_خادم_graphql;
/** مخطط خادم GraphQL، تعطيه `جلب_مخطط_graphql` و`تحليل_مخطط_graphql`. */
export const مخطط_خادم_graphql: abstract new (...arguments_: never) => مخطط_خادم_graphql = GraphQLServerSchema as never;

/** خلل في مستند أو في متغيراته، بمخطط الخادم. */
export interface خلل_graphql {
  /** القاعدة، باسمها في حزمة `graphql`؛ و`"Syntax"` لما لا يُحلل، و`"Variables"` لقيم لا توافق. */
  قاعدة: string;
  /** الخلل، بعبارة تلك الحزمة. */
  رسالة: string;
  /** السطر من المستند، من 1. */
  سطر?: number | undefined;
  /** العمود من السطر، من 1. */
  عمود?: number | undefined;
  /** ما لعله المقصود، إن كان شيء يقاربه. */
  اقتراح?: string | undefined;
}

const أسماء_خلل = recordNames<خلل_graphql, GraphQLProblem>()({
  قاعدة: "rule",
  رسالة: "message",
  سطر: "line",
  عمود: "column",
  اقتراح: "suggestion",
});

const خللات: Conversion<readonly خلل_graphql[], readonly GraphQLProblem[]> = {
  english: (قيمة) => قيمة.map((خلل) => أسماء_خلل.english(خلل)),
  arabic: (قيمة) => قيمة.map((خلل) => أسماء_خلل.arabic(خلل)),
};

/** ما لخطأ المستند من أعضاء عربية فوق ما لخطأ التحقق. */
export interface أعضاء_خطأ_مستند_graphql {
  /** كل خلل فيه، واحد على الأقل، وأولها في الرسالة. */
  readonly المشكلات: readonly خلل_graphql[];
}

arabicMembers<
  أعضاء_خطأ_مستند_graphql,
  Omit<GraphQLDocumentError, "problems"> & {
    readonly problems: readonly GraphQLProblem[];
  },
  keyof ValidationError
>()(GraphQLDocumentError.prototype, { المشكلات: ["problems", خللات] });

/** مستند أو متغيرات لا توافق مخطط الخادم، عُرف ذلك قبل إرسال شيء. */
export type خطأ_مستند_graphql = GraphQLDocumentError & أعضاء_خطأ & أعضاء_خطأ_تحقق & أعضاء_خطأ_مستند_graphql;
/** مستند أو متغيرات لا توافق مخطط الخادم، عُرف ذلك قبل إرسال شيء. */
export const خطأ_مستند_graphql: new (
  ...arguments_: ConstructorParameters<typeof GraphQLDocumentError>
) => خطأ_مستند_graphql = GraphQLDocumentError as never;

/**
 * يسأل خادم GraphQL عن مخططه، وقد يمنع الخادم ذلك. ويحتاج إلى حزمة `graphql` من الإصدار 16 أو 17.
 *
 * @param رابط رابط `http:` أو `https:`، أو منسوب إلى الرابط الأساسي للعميل.
 * @param خيارات المهل وإعادة المحاولة.
 * @returns المخطط.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_graphql} إن رفض الخادم.
 * @throws {خطأ_شبكة} إن لم يصل جواب تام مقروء، أو لم يكن مخططًا.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example لا يُرسل خطأ
 * ```ts ignore
 * import { استعلام_graphql, جلب_مخطط_graphql } from "@maktaba/std/net/ar";
 *
 * const رابط = "https://api.example/graphql";
 * const مخطط_الخادم = await جلب_مخطط_graphql(رابط);
 * const { data } = await استعلام_graphql(رابط, "{ book(id: 7) { title } }", { مخطط_الخادم });
 * ```
 */
export async function جلب_مخطط_graphql(
  رابط: string | URL,
  خيارات: خيارات_استعلامات_graphql = {},
): Promise<مخطط_خادم_graphql> {
  return await fetchGraphQLSchema(رابط, أسماء_طلب_graphql.english(خيارات)) as مخطط_خادم_graphql;
}

/**
 * يصنع مخططًا مما عُرف منه: نص بلغة تعريف المخططات، أو بيانات جواب الخادم عن نفسه. ويحتاج إلى حزمة `graphql`.
 *
 * @param مصدر النص، أو البيانات وفيها `__schema`.
 * @returns المخطط.
 * @throws {خطأ_تحقق} إن لم يكن ذلك مخططًا.
 *
 * @example فحص مستند بغير خادم
 * ```ts
 * import { تحليل_مخطط_graphql, خطأ_مستند_graphql } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * const مخطط = await تحليل_مخطط_graphql("type Query { title: String }");
 * مخطط.فحص("{ title }");
 * assert.throws(() => مخطط.فحص("{ titel }"), (خطأ) => {
 *   assert.ok(خطأ instanceof خطأ_مستند_graphql);
 *   assert.equal(خطأ.المشكلات[0]?.اقتراح, '"title"');
 *   return true;
 * });
 * ```
 */
export async function تحليل_مخطط_graphql(مصدر: string | object): Promise<مخطط_خادم_graphql> {
  return await parseGraphQLSchema(مصدر) as مخطط_خادم_graphql;
}
