import type { StandardSchema } from "../standard_schema.ts";
import type { GraphQLAnswer, GraphQLErrorPolicy, GraphQLResult } from "../graphql.ts";
import type { GraphQLDocument } from "../graphql_document.ts";
import type { StreamHeaders } from "../server_sent_events.ts";
import { subscribe, type SubscribeOptions, type SubscriptionTransport } from "../subscribe.ts";
import type { عميل } from "./client.ts";
import type { خطأ_شبكة } from "./errors.ts";
import type { تدفق_أحداث } from "./events.ts";
import type { مع_متغيرات } from "./graphql.ts";
import type { مخطط_خادم_graphql } from "./graphql_server_schema.ts";
import { أسماء_خيارات_اشتراك_graphql } from "./tables/graphql.ts";

/** لماذا ليس لاشتراك اتصال. */
export interface فشل_اشتراك {
  /** ما فشل به الاتصال. */
  خطأ: خطأ_شبكة;
  /** هل يعاد الاتصال من تلقاء نفسه: نعم بعد انقطاع، لا بعد رفض. */
  قابل_للإعادة: boolean;
}

/**
 * خيارات `اشتراك_graphql`. المدد بالثواني.
 *
 * @typeParam T نوع البيانات.
 * @typeParam V نوع المتغيرات.
 */
export interface خيارات_اشتراك_graphql<T = unknown, V = object> {
  /**
   * عميل من `إنشاء_عميل` يُسأل الخادم برابطه الأساسي ورؤوسه ومصادقته وكعكاته، وعبر أحداث الخادم بخطافاته ووكيله وشهاداته
   * أيضًا، وما لا بد له من هذه لا يمر عبر WebSocket؛ والخيارات هنا مقدمة على خياراته.
   */
  عميل?: عميل | undefined;
  /**
   * وسيلة الاشتراك: `"ws"` أي WebSocket، أو `"sse"` أي أحداث الخادم، أو `"auto"` أي WebSocket إن كان للخادم، وإلا فأحداث
   * الخادم؛ وإن لم تُعطَ فبحسب الرابط.
   */
  وسيلة?: SubscriptionTransport | undefined;
  /** قيم متغيرات العملية. */
  متغيرات?: Readonly<V> | undefined;
  /** اسم العملية المطلوبة، إن كان في الاستعلام عدة عمليات. */
  اسم_العملية?: string | undefined;
  /** مخطط الخادم، من `جلب_مخطط_graphql` مثلًا، يُفحص به المستند والمتغيرات قبل إرسال شيء. */
  مخطط_الخادم?: مخطط_خادم_graphql | undefined;
  /** مخطط من zod أو غيره تُفحص به بيانات كل نتيجة لا أخطاء فيها. */
  مخطط?: StandardSchema<T> | undefined;
  /**
   * ما يُصنع بنتيجة فيها أخطاء: `"throw"` ينهي الاشتراك بها، و`"return"` يعطيها مع ما وُجد من البيانات ويستمر؛ `"throw"`
   * إن لم تُعطَ.
   */
  سياسة_الأخطاء?: GraphQLErrorPolicy | undefined;
  /** رؤوس الطلب أو المصافحة، أو دالة تعطيها لكل اتصال. */
  رؤوس?: StreamHeaders | undefined;
  /** ما يُرسل عند فتح WebSocket، كرمز الدخول؛ والدالة تُستدعى عند كل اتصال. */
  معاملات_الاتصال?: SubscribeOptions["connectionParams"];
  /** كم مرة متتالية يعاد الاتصال والاشتراك إذا تعذر أو انقطع، ويجوز `Infinity`؛ 10 إن لم يُعطَ. */
  عدد_إعادة_المحاولة?: number | undefined;
  /**
   * يقرر هل يعاد الاتصال ما بقيت محاولات: كأن يُعاد بعد رفض (رمز إغلاق مثل 4401، أو حالة مثل 401) وقد طُلب رمز دخول جديد؛
   * وإن لم يُعطَ أعيد بعد الانقطاع وحده.
   */
  هل_يعاد_الاتصال?: ((فشل: فشل_اشتراك) => boolean | Promise<boolean>) | undefined;
  /** ما يُنتظر قبل إعادة الاتصال، بالثواني؛ 1 إن لم يُعطَ. */
  تأخير_إعادة_الاتصال?: number | undefined;
  /** أقصى ما يبلغه ذلك الانتظار بتكرار الفشل، بالثواني؛ 60 إن لم يُعطَ. */
  أقصى_تأخير_إعادة_الاتصال?: number | undefined;
  /** ما يجوز أن يستغرقه الخادم حتى يقبل الاتصال، بالثواني؛ 10 إن لم يُعطَ. */
  وقت_اتصال?: number | undefined;
  /** ما يجوز أن يسكته الخادم قبل أن يُعدّ الاتصال منقطعًا، بالثواني؛ 120 إن لم يُعطَ. */
  مهلة_السكوت?: number | undefined;
  /** أكبر حجم لرسالة، بالبايت؛ 16777216 إن لم يُعطَ. */
  أقصى_بايتات_الرسالة?: number | undefined;
  /** كم نتيجة يجوز أن تنتظر القراءة عبر WebSocket؛ 16384 إن لم يُعطَ. */
  أقصى_طابور?: number | undefined;
  /** تنهي الاشتراك عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

/**
 * يشترك في عملية GraphQL ويعطي نتائجها واحدة بعد أخرى: عبر WebSocket إن كان الرابط `ws:` أو `wss:`، وعبر أحداث الخادم إن
 * كان `http:` أو `https:`، ما لم تُعطَ الوسيلة. إذا انقطع الاتصال أُعيد وبدأ الاشتراك من جديد، ولا يُعوَّض ما فات. والخروج من الحلقة ينهيه.
 *
 * @typeParam T نوع البيانات، ولا يُتحقق منه بغير مخطط.
 * @typeParam V نوع المتغيرات.
 * @param رابط رابط `ws:` أو `wss:` أو `http:` أو `https:`.
 * @param استعلام نص GraphQL، أو مستند محلل أو مولّد.
 * @param خيارات المتغيرات والمهل وإعادة الاتصال.
 * @returns النتائج، وبيانات كل منها في `data`. تطلق قراءتها `خطأ_تحقق` إن كان معامل خاطئًا، و`خطأ_graphql` إن كان في
 * نتيجة أخطاء، و`خطأ_شبكة` إن تعذر الاتصال في النهاية، و`خطأ_إلغاء` إن أُلغيت المهمة.
 * @throws {خطأ_تحقق} إن كان اسم خيار أو مدة خطأ.
 *
 * @example قراءة الأسعار
 * ```ts
 * import { اشتراك_graphql } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const خادم = createServer((_طلب, جواب) => {
 *   جواب.setHeader("content-type", "text/event-stream");
 *   جواب.end('event: next\ndata: {"data":{"سعر":12}}\n\nevent: complete\ndata:\n\n');
 * });
 * await new Promise<void>((تم) => خادم.listen(0, "127.0.0.1", تم));
 * const { port } = خادم.address() as { port: number };
 *
 * const نتائج = اشتراك_graphql<{ سعر: number }>(`http://127.0.0.1:${port}/`, "subscription { سعر: price }");
 * for await (const { data } of نتائج) assert.equal(data.سعر, 12);
 *
 * خادم.closeAllConnections();
 * خادم.close();
 * ```
 */
export function اشتراك_graphql<T = Record<string, unknown>, V = object>(
  رابط: string | URL,
  استعلام: GraphQLDocument<T, V>,
  ...خيارات: مع_متغيرات<V, خيارات_اشتراك_graphql<T, V> & { سياسة_الأخطاء?: "throw" | undefined }>
): تدفق_أحداث<GraphQLAnswer<T>>;
/**
 * يشترك في عملية GraphQL ويعطي نتائجها واحدة بعد أخرى وإن كانت فيها أخطاء.
 *
 * @typeParam T نوع البيانات، ولا يُتحقق منه بغير مخطط.
 * @typeParam V نوع المتغيرات.
 * @param رابط رابط `ws:` أو `wss:` أو `http:` أو `https:`.
 * @param استعلام نص GraphQL، أو مستند محلل أو مولّد.
 * @param خيارات `سياسة_الأخطاء: "return"` والمتغيرات والمهل وإعادة الاتصال.
 * @returns النتائج: `data` إن لم تكن أخطاء، وإلا `errors` وما وُجد من `data`.
 */
export function اشتراك_graphql<T = Record<string, unknown>, V = object>(
  رابط: string | URL,
  استعلام: GraphQLDocument<T, V>,
  ...خيارات: مع_متغيرات<V, خيارات_اشتراك_graphql<T, V>>
): تدفق_أحداث<GraphQLResult<T>>;
export function اشتراك_graphql<T>(
  رابط: string | URL,
  استعلام: GraphQLDocument<T, object>,
  خيارات: خيارات_اشتراك_graphql<T> = {},
): تدفق_أحداث<GraphQLResult<T>> {
  const إنجليزية = أسماء_خيارات_اشتراك_graphql.english(خيارات) as SubscribeOptions<T>;
  return subscribe<T>(رابط, استعلام, إنجليزية) as تدفق_أحداث<GraphQLResult<T>>;
}
