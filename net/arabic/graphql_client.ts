import { arabicMembers } from "../../internal/arabic.ts";
import type { GraphQLAnswer, GraphQLResult } from "../graphql.ts";
import { createGraphQLClient, type GraphQLClient } from "../graphql_client.ts";
import type { GraphQLDocument } from "../graphql_document.ts";
import { GraphQLClientShell } from "../internal/graphql/graphql_client_shell.ts";
import type { RequestHeaders } from "../request.ts";
import type { تدفق_أحداث } from "./events.ts";
import type { خيارات_استعلام_graphql, مع_متغيرات } from "./graphql.ts";
import type { مخطط_خادم_graphql } from "./graphql_server_schema.ts";
import type { تزايد_graphql, نتيجة_تزايد_graphql } from "./graphql_stream.ts";
import type { خيارات_اشتراك_graphql } from "./subscribe.ts";
import {
  أسماء_خيارات_استعلام_عميل,
  أسماء_خيارات_اشتراك_عميل,
  أسماء_خيارات_تعديل_عميل,
  أسماء_خيارات_عميل_graphql,
} from "./tables/graphql.ts";
import { تزايد_بالعربية } from "./tables/graphql_stream.ts";

/** كيف يشترك عميل من `إنشاء_عميل_graphql`. المدد بالثواني. */
export interface اشتراكات_عميل_graphql extends
  Pick<
    خيارات_اشتراك_graphql,
    | "معاملات_الاتصال"
    | "عدد_إعادة_المحاولة"
    | "هل_يعاد_الاتصال"
    | "تأخير_إعادة_الاتصال"
    | "أقصى_تأخير_إعادة_الاتصال"
    | "وقت_اتصال"
    | "مهلة_السكوت"
    | "أقصى_بايتات_الرسالة"
  > {
  /** رابط الاشتراكات إن خالف رابط العميل. */
  رابط?: string | URL | undefined;
  /** وسيلة الاشتراك؛ `"ws"` إن كان رابطها `ws:` أو `wss:`، وإلا `"auto"`، وما عرفه أول اشتراك يسري على ما بعده. */
  وسيلة?: خيارات_اشتراك_graphql["وسيلة"];
  /** كم يبقى WebSocket مفتوحًا بعد آخر اشتراك، بالثواني؛ 0 إن لم تُعطَ. */
  مدة_الإبقاء?: number | undefined;
}

/** خيارات `إنشاء_عميل_graphql`. */
export interface خيارات_عميل_graphql
  extends Pick<خيارات_استعلام_graphql, "عميل" | "طريقة_الاستعلام" | "استعلام_محفوظ" | "تخزين_مؤقت"> {
  /** ما يُرسل مع كل عملية، ومع مصافحة WebSocket. */
  رؤوس?: RequestHeaders | undefined;
  /** مخطط الخادم، تُفحص به المستندات والمتغيرات قبل إرسالها؛ وtrue يسأل الخادم عنه قبل أول عملية ويحفظه. */
  مخطط_الخادم?: مخطط_خادم_graphql | true | undefined;
  /** كيف يشترك. */
  اشتراكات?: اشتراكات_عميل_graphql | undefined;
}

/**
 * خيارات استعلام لعميل graphql، وهي مقدمة على خيارات العميل.
 *
 * @typeParam T نوع البيانات.
 * @typeParam V نوع المتغيرات.
 */
export type خيارات_استعلام_عميل_graphql<T = unknown, V = object> = Omit<
  خيارات_استعلام_graphql<T, V>,
  "عميل" | "مخطط_الخادم"
>;

/**
 * خيارات تعديل لعميل graphql.
 *
 * @typeParam T نوع البيانات.
 * @typeParam V نوع المتغيرات.
 */
export type خيارات_تعديل_عميل_graphql<T = unknown, V = object> = Omit<
  خيارات_استعلام_graphql<T, V>,
  "عميل" | "مخطط_الخادم" | "تخزين_مؤقت" | "طريقة_الاستعلام" | "استعلام_محفوظ"
>;

/**
 * خيارات اشتراك لعميل graphql.
 *
 * @typeParam T نوع البيانات.
 * @typeParam V نوع المتغيرات.
 */
export type خيارات_اشتراك_عميل_graphql<T = unknown, V = object> = Pick<
  خيارات_اشتراك_graphql<T, V>,
  "متغيرات" | "اسم_العملية" | "مخطط" | "سياسة_الأخطاء" | "أقصى_طابور" | "إشارة"
>;

/** ما لعميل graphql من أعضاء عربية. */
export interface أعضاء_عميل_graphql {
  /**
   * ينفذ استعلامًا، ولا يقبل غيره.
   *
   * @param استعلام المستند.
   * @param خيارات المتغيرات، وما يخالف خيارات العميل.
   * @returns الجواب.
   */
  استعلام<T = Record<string, unknown>, V = object>(
    استعلام: GraphQLDocument<T, V>,
    ...خيارات: مع_متغيرات<V, خيارات_استعلام_عميل_graphql<T, V> & { سياسة_الأخطاء?: "throw" | undefined }>
  ): Promise<GraphQLAnswer<T>>;
  /**
   * ينفذ استعلامًا ويعطي جوابه وإن كانت فيه أخطاء.
   *
   * @param استعلام المستند.
   * @param خيارات `سياسة_الأخطاء: "return"` وغيرها.
   * @returns الجواب.
   */
  استعلام<T = Record<string, unknown>, V = object>(
    استعلام: GraphQLDocument<T, V>,
    ...خيارات: مع_متغيرات<V, خيارات_استعلام_عميل_graphql<T, V>>
  ): Promise<GraphQLResult<T>>;
  /**
   * ينفذ تعديلًا، ولا يقبل غيره، ولا يعيده إن فشل إلا بمفتاح يمنع التكرار.
   *
   * @param تعديل المستند.
   * @param خيارات المتغيرات، وما يخالف خيارات العميل.
   * @returns الجواب.
   */
  تعديل<T = Record<string, unknown>, V = object>(
    تعديل: GraphQLDocument<T, V>,
    ...خيارات: مع_متغيرات<V, خيارات_تعديل_عميل_graphql<T, V> & { سياسة_الأخطاء?: "throw" | undefined }>
  ): Promise<GraphQLAnswer<T>>;
  /**
   * ينفذ تعديلًا ويعطي جوابه وإن كانت فيه أخطاء.
   *
   * @param تعديل المستند.
   * @param خيارات `سياسة_الأخطاء: "return"` وغيرها.
   * @returns الجواب.
   */
  تعديل<T = Record<string, unknown>, V = object>(
    تعديل: GraphQLDocument<T, V>,
    ...خيارات: مع_متغيرات<V, خيارات_تعديل_عميل_graphql<T, V>>
  ): Promise<GraphQLResult<T>>;
  /**
   * ينفذ استعلامًا أو تعديلًا فيه `@defer` أو `@stream`، ويعطي البيانات وهي تزداد.
   *
   * @param استعلام المستند.
   * @param خيارات المتغيرات، وما يخالف خيارات العميل.
   * @returns البيانات وهي تزداد.
   */
  تدفق<T = Record<string, unknown>, V = object>(
    استعلام: GraphQLDocument<T, V>,
    ...خيارات: مع_متغيرات<V, خيارات_تعديل_عميل_graphql<T, V> & { سياسة_الأخطاء?: "throw" | undefined }>
  ): تدفق_أحداث<تزايد_graphql<T>>;
  /**
   * ينفذ استعلامًا أو تعديلًا فيه `@defer` أو `@stream`، ويعطي البيانات وهي تزداد وإن كانت فيها أخطاء.
   *
   * @param استعلام المستند.
   * @param خيارات `سياسة_الأخطاء: "return"` وغيرها.
   * @returns البيانات وهي تزداد، ومعها كل الأخطاء إلى الآن.
   */
  تدفق<T = Record<string, unknown>, V = object>(
    استعلام: GraphQLDocument<T, V>,
    ...خيارات: مع_متغيرات<V, خيارات_تعديل_عميل_graphql<T, V>>
  ): تدفق_أحداث<نتيجة_تزايد_graphql<T>>;
  /**
   * يشترك. وتشترك الاشتراكات عبر WebSocket في اتصال واحد: يُفتح لأولها، ويعاد لها كلها إن انقطع، ويُغلق بعد آخرها.
   *
   * @param اشتراك المستند.
   * @param خيارات المتغيرات، وما ينهيه.
   * @returns النتائج.
   */
  اشتراك<T = Record<string, unknown>, V = object>(
    اشتراك: GraphQLDocument<T, V>,
    ...خيارات: مع_متغيرات<V, خيارات_اشتراك_عميل_graphql<T, V> & { سياسة_الأخطاء?: "throw" | undefined }>
  ): تدفق_أحداث<GraphQLAnswer<T>>;
  /**
   * يشترك ويعطي النتائج وإن كانت فيها أخطاء.
   *
   * @param اشتراك المستند.
   * @param خيارات `سياسة_الأخطاء: "return"` وغيرها.
   * @returns النتائج.
   */
  اشتراك<T = Record<string, unknown>, V = object>(
    اشتراك: GraphQLDocument<T, V>,
    ...خيارات: مع_متغيرات<V, خيارات_اشتراك_عميل_graphql<T, V>>
  ): تدفق_أحداث<GraphQLResult<T>>;
  /** يغلق اشتراكاته وتدفقاته، ومعها WebSocket، ويبقى صالحًا للاستعمال. */
  إغلاق(): Promise<void>;
}

arabicMembers<أعضاء_عميل_graphql, GraphQLClient>()(GraphQLClientShell.prototype, {
  استعلام: ["query", function (this: GraphQLClient, مستند: string, خيارات: خيارات_استعلام_عميل_graphql = {}) {
    return this.query(مستند, أسماء_خيارات_استعلام_عميل.english(خيارات)) as Promise<never>;
  }],
  تعديل: ["mutate", function (this: GraphQLClient, مستند: string, خيارات: خيارات_تعديل_عميل_graphql = {}) {
    return this.mutate(مستند, أسماء_خيارات_تعديل_عميل.english(خيارات)) as Promise<never>;
  }],
  تدفق: ["stream", function (this: GraphQLClient, مستند: string, خيارات: خيارات_تعديل_عميل_graphql = {}) {
    return تزايد_بالعربية(this.stream(مستند, أسماء_خيارات_تعديل_عميل.english(خيارات)));
  }],
  اشتراك: ["subscribe", function (this: GraphQLClient, مستند: string, خيارات: خيارات_اشتراك_عميل_graphql = {}) {
    return this.subscribe(مستند, أسماء_خيارات_اشتراك_عميل.english(خيارات)) as never;
  }],
  إغلاق: "close",
});

/** عميل لخادم GraphQL واحد، تنشئه `إنشاء_عميل_graphql`. */
export type عميل_graphql = GraphQLClient & أعضاء_عميل_graphql;

/**
 * ينشئ عميلًا لخادم GraphQL واحد: استعلامات وتعديلات واشتراكات تشترك في الرابط والرؤوس والاتصال. أما المصادقة والمهل
 * والخطافات فمن `عميل` تنشئه `إنشاء_عميل`.
 *
 * @param رابط رابط `http:` أو `https:`، أو منسوب إلى الرابط الأساسي للعميل.
 * @param خيارات ما تشترك فيه العمليات. والخطأ في قيمة منها تقوله أول عملية.
 * @returns العميل، وليس له اتصال إلا ما دامت له اشتراكات.
 * @throws {خطأ_تحقق} إن كان فيها خيار غير معروف.
 *
 * @example خادم واحد
 * ```ts
 * import { إنشاء_عميل_graphql } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const خادم = createServer((_طلب, جواب) => {
 *   جواب.setHeader("content-type", "application/json").end('{"data":{"كتاب":{"عنوان":"البخلاء"}}}');
 * });
 * await new Promise<void>((تم) => خادم.listen(0, "127.0.0.1", تم));
 * const { port } = خادم.address() as { port: number };
 *
 * await using واجهة = إنشاء_عميل_graphql(`http://127.0.0.1:${port}/graphql`);
 * const { data } = await واجهة.استعلام<{ كتاب: { عنوان: string } }>("{ كتاب: book(id: 1) { عنوان: title } }");
 * assert.equal(data.كتاب.عنوان, "البخلاء");
 *
 * خادم.closeAllConnections();
 * خادم.close();
 * ```
 */
export function إنشاء_عميل_graphql(رابط: string | URL, خيارات: خيارات_عميل_graphql = {}): عميل_graphql {
  return createGraphQLClient(رابط, أسماء_خيارات_عميل_graphql.english(خيارات)) as عميل_graphql;
}
