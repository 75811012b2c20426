/**
 * الشبكة: طلبات HTTP بمهل وإعادة محاولة، ودفعات منها، واستعلامات GraphQL، واتصالات WebSocket تعود إذا انقطعت.
 * المدد هنا بالثواني.
 *
 * @example طلب إلى خادم
 * ```ts
 * import { طلب_شبكة } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const خادم = createServer((_طلب, جواب) => {
 *   جواب.setHeader("content-type", "application/json").end('{"اسم":"علي"}');
 * });
 * await new Promise<void>((تم) => خادم.listen(0, "127.0.0.1", تم));
 * const { port } = خادم.address() as { port: number };
 *
 * const مستخدم = await طلب_شبكة<{ اسم: string }>("GET", `http://127.0.0.1:${port}/`, { وقت_اتصال: 5 });
 * assert.equal(مستخدم.اسم, "علي");
 *
 * خادم.closeAllConnections();
 * خادم.close();
 * ```
 *
 * @module
 */

import type { خيارات_إعادة_المحاولة } from "../async/ar.ts";
import type { أعضاء_خطأ, أعضاء_خطأ_شبكة } from "../errors/ar.ts";
import type { NetworkError } from "../errors/network_error.ts";
import { arabicMembers, type Conversion, recordNames, seconds } from "../internal/arabic.ts";
import { checkFunction, checkInteger } from "../internal/validate.ts";
import { connectWebSocket, type ConnectWebSocketOptions } from "./connect_web_socket.ts";
import { graphql, type GraphQLAnswer, type GraphQLOptions } from "./graphql.ts";
import { GraphQLError, type GraphQLFault } from "./graphql_error.ts";
import { HttpError, type Problem } from "./http_error.ts";
import {
  type AnswerCache,
  type AnswerStore,
  request,
  type RequestBody,
  type RequestHeaders,
  type RequestMethod,
  type RequestOptions,
  type RequestProgress,
  type RequestQuery,
} from "./request.ts";
import {
  type BatchItem,
  type BatchProgress,
  type BatchRequest,
  type BatchResult,
  requestBatch,
  type RequestBatchOptions,
} from "./request_batch.ts";
import { WebSocketClose } from "./web_socket_close.ts";
import {
  WebSocketConnection,
  type WebSocketMessage,
  type WebSocketSendOptions,
  type WebSocketState,
} from "./web_socket_connection.ts";

/** ما لخطأ HTTP من أعضاء عربية فوق ما لخطأ الشبكة. */
export interface أعضاء_خطأ_http {
  /** الحالة التي أجاب بها الخادم. */
  readonly الحالة: number;
  /** رؤوس الجواب. */
  readonly الرؤوس: Headers;
  /** أول محتوى الجواب، نصًّا. */
  readonly المحتوى: string;
  /** قول الخادم في الأمر، إن قاله على صورة RFC 9457. */
  readonly المشكلة: Problem | undefined;
  /** ما يطلب الخادم انتظاره قبل محاولة أخرى بالملي ثانية، إن طلب. */
  readonly إعادة_بعد_بالملي_ثانية: number | undefined;
}

arabicMembers<أعضاء_خطأ_http, HttpError, keyof NetworkError>()(HttpError.prototype, {
  الحالة: "status",
  الرؤوس: "headers",
  المحتوى: "body",
  المشكلة: "problem",
  إعادة_بعد_بالملي_ثانية: "retryAfterMs",
});

/** جواب من الخادم بحالة غير حالات النجاح. */
export type خطأ_http = HttpError & أعضاء_خطأ & أعضاء_خطأ_شبكة & أعضاء_خطأ_http;
/** جواب من الخادم بحالة غير حالات النجاح. */
export const خطأ_http: new (...arguments_: ConstructorParameters<typeof HttpError>) => خطأ_http = HttpError as never;

/** ما لخطأ GraphQL من أعضاء عربية فوق ما لخطأ الشبكة. */
export interface أعضاء_خطأ_graphql {
  /** الأخطاء التي في الجواب. */
  readonly الأخطاء: readonly GraphQLFault[];
  /** ما أمكن إعطاؤه من البيانات. */
  readonly البيانات: unknown;
  /** حالة HTTP للجواب. */
  readonly الحالة: number;
}

arabicMembers<أعضاء_خطأ_graphql, GraphQLError, keyof NetworkError>()(GraphQLError.prototype, {
  الأخطاء: "errors",
  البيانات: "data",
  الحالة: "status",
});

/** جواب GraphQL فيه أخطاء، وربما بعض البيانات. */
export type خطأ_graphql = GraphQLError & أعضاء_خطأ & أعضاء_خطأ_شبكة & أعضاء_خطأ_graphql;
/** جواب GraphQL فيه أخطاء، وربما بعض البيانات. */
export const خطأ_graphql: new (...arguments_: ConstructorParameters<typeof GraphQLError>) => خطأ_graphql =
  GraphQLError as never;

type RetryPolicy = NonNullable<RequestOptions["retry"]>;

/** متى يعاد ما فشل، وكم مرة. المدد بالثواني. */
export type سياسة_إعادة_المحاولة = Omit<خيارات_إعادة_المحاولة, "إشارة">;

type دالة_إعادة = NonNullable<RetryPolicy["onRetry"]>;

const عند_إعادة: Conversion<دالة_إعادة, دالة_إعادة> = {
  english: (دالة) => (خطأ, محاولة, تأخير) => دالة(خطأ, محاولة, تأخير / 1_000),
  arabic: (دالة) => (خطأ, محاولة, تأخير) => دالة(خطأ, محاولة, تأخير * 1_000),
};

const أسماء_سياسة = recordNames<سياسة_إعادة_المحاولة, RetryPolicy>()({
  عدد_المحاولات: "attempts",
  تأخير: ["delayMs", seconds],
  معامل_النمو: "factor",
  أقصى_تأخير: ["maxDelayMs", seconds],
  عشوائية: "jitter",
  المدة_الكلية: ["totalMs", seconds],
  هل_يعاد: "isRetryable",
  عند_الإعادة: ["onRetry", عند_إعادة],
});

// The number of the original library counts all attempts, the first one included.
const سياسة: Conversion<number | سياسة_إعادة_المحاولة, RetryPolicy> = {
  english(قيمة, اسم) {
    if (typeof قيمة !== "number") return أسماء_سياسة.english(قيمة);
    checkInteger(اسم, قيمة, { min: 1 });
    return { attempts: قيمة };
  },
  arabic: (قيمة) => أسماء_سياسة.arabic(قيمة),
};

/** إلى أين بلغ طلب. */
export interface تقدم_طلب {
  /** اتجاه البايتات: `"upload"` لما يُرسل و`"download"` لما يُستقبل. */
  اتجاه: RequestProgress["direction"];
  /** عدد البايتات حتى الآن. */
  بايتات: number;
  /** عددها كلها، إن عُرف. */
  الإجمالي: number | undefined;
}

const أسماء_تقدم_طلب = recordNames<تقدم_طلب, RequestProgress>()({
  اتجاه: "direction",
  بايتات: "bytes",
  الإجمالي: "totalBytes",
});

/** أين تُحفظ الأجوبة: كل ما له `get` و`set`، ومنه ما في `@maktaba/std/cache/ar`. */
export type مخزن_أجوبة = AnswerStore;

/** كيف يُحفظ جواب GET. */
export interface تخزين_الجواب {
  /** أين. */
  مخزن: مخزن_أجوبة;
  /** كم يبقى، بالثواني. */
  مدة_الصلاحية?: number | undefined;
  /** هل يُسأل الخادم وإن كان عندنا جواب محفوظ؛ لا، إن لم يُعطَ. */
  تحديث?: boolean | undefined;
}

const أسماء_تخزين = recordNames<تخزين_الجواب, AnswerCache>()({
  مخزن: "store",
  مدة_الصلاحية: ["ttlMs", seconds],
  تحديث: "force",
});

/** خيارات `طلب_شبكة`. المدد بالثواني. */
export interface خيارات_طلب_شبكة {
  /** ما يُرسل: كائن يُرسل JSON، أو نص أو بايتات أو نموذج أو تدفق؛ ومع `تحميل_ملف` حقول النموذج الأخرى. */
  بيانات?: RequestBody | null | undefined;
  /** الرؤوس. */
  رؤوس?: RequestHeaders | undefined;
  /** معاملات تضاف إلى الرابط. */
  معاملات?: RequestQuery | undefined;
  /** مسار ملف يُرسل حقلًا اسمه `file` في نموذج، ويُقرأ في أثناء إرساله. */
  تحميل_ملف?: string | undefined;
  /** ما يجوز أن تستغرقه المحاولة حتى رؤوس جوابها، بالثواني؛ 10 إن لم يُعطَ. */
  وقت_اتصال?: number | undefined;
  /** ما يجوز أن يسكته الخادم في أثناء الجواب، بالثواني، وما يُستكمل فيه جواب صغير؛ 30 إن لم يُعطَ. */
  وقت_قراءة?: number | undefined;
  /** ما يجوز أن تستغرقه المحاولات كلها، بالثواني؛ بلا حد إن لم يُعطَ. */
  وقت_كلي?: number | undefined;
  /** عدد المحاولات كلها، أو سياسة؛ 3 إن لم يُعطَ. */
  عدد_إعادة_المحاولة?: number | سياسة_إعادة_المحاولة | undefined;
  /** ما يُرجع، بتحذير في السجل، إذا فشلت المحاولات كلها. */
  ذاكرة_مؤقتة?: unknown;
  /** يحفظ الجواب، ويعطي المحفوظ بدل سؤال الخادم؛ لطلب GET وحده. */
  تخزين_مؤقت?: تخزين_الجواب | undefined;
  /** أكبر حجم للجواب بالبايتات بعد فك ضغطه؛ 104857600 إن لم يُعطَ. */
  أقصى_بايتات?: number | undefined;
  /** يُستدعى مع كل قطعة أُرسلت أو وصلت. */
  عند_التقدم?: ((تقدم: تقدم_طلب) => void) | undefined;
  /** تلغي الطلب عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const تخزين: Conversion<تخزين_الجواب, AnswerCache> = {
  english: (قيمة) => أسماء_تخزين.english(قيمة),
  arabic: (قيمة) => أسماء_تخزين.arabic(قيمة),
};

const عند_تقدم_طلب: Conversion<(تقدم: تقدم_طلب) => void, (progress: RequestProgress) => void> = {
  english: (دالة) => (تقدم) => دالة(أسماء_تقدم_طلب.arabic(تقدم)),
  arabic: (دالة) => (تقدم) => دالة(أسماء_تقدم_طلب.english(تقدم)),
};

const جدول_طلب = {
  بيانات: "body",
  رؤوس: "headers",
  معاملات: "query",
  تحميل_ملف: "uploadFile",
  وقت_اتصال: ["connectTimeoutMs", seconds],
  وقت_قراءة: ["readTimeoutMs", seconds],
  وقت_كلي: ["totalTimeoutMs", seconds],
  عدد_إعادة_المحاولة: ["retry", سياسة],
  ذاكرة_مؤقتة: "fallback",
  تخزين_مؤقت: ["cache", تخزين],
  أقصى_بايتات: "maxBytes",
  عند_التقدم: ["onProgress", عند_تقدم_طلب],
  إشارة: "signal",
} as const;

const أسماء_خيارات_طلب_شبكة = recordNames<خيارات_طلب_شبكة, RequestOptions>()(جدول_طلب);

/**
 * يطلب من خادم ويعطي جوابه: JSON محلَّلًا، أو نصًّا، أو بايتات؛ وundefined حيث لا محتوى.
 *
 * @typeParam T نوع الجواب، ولا يُتحقق منه.
 * @param طريقة طريقة HTTP.
 * @param رابط رابط `http:` أو `https:`.
 * @param خيارات ما يُرسل، والمهل، وإعادة المحاولة.
 * @returns الجواب.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_http} إن أجاب الخادم بحالة غير حالات النجاح.
 * @throws {خطأ_شبكة} إن لم يصل جواب تام مقروء، و`السبب` يقول لماذا.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example قيمة بديلة إن فشل الطلب
 * ```ts
 * import { طلب_شبكة } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * const أخبار = await طلب_شبكة("GET", "http://127.0.0.1:1/", { عدد_إعادة_المحاولة: 1, ذاكرة_مؤقتة: [] });
 * assert.deepEqual(أخبار, []);
 * ```
 */
export async function طلب_شبكة<T = unknown>(
  طريقة: RequestMethod,
  رابط: string | URL,
  خيارات: خيارات_طلب_شبكة = {},
): Promise<T> {
  return await request<T>(طريقة, رابط, أسماء_خيارات_طلب_شبكة.english(خيارات));
}

/** طلب من طلبات دفعة. خياراته قبل خيارات الدفعة. */
export interface طلب_دفعي extends خيارات_طلب_شبكة {
  /** طريقة HTTP؛ GET إن لم تُعطَ. */
  طريقة?: RequestMethod | undefined;
  /** الرابط. */
  رابط: string | URL;
}

const أسماء_طلب_دفعي = recordNames<طلب_دفعي, BatchRequest>()({ ...جدول_طلب, طريقة: "method", رابط: "url" });

/** طلب من دفعة، أو رابطه وحده. */
export type عنصر_دفعة = طلب_دفعي | string | URL;

/** إلى أين بلغت دفعة. */
export interface تقدم_دفعة {
  /** كم طلبًا انتهى. */
  منتهية: number;
  /** كم فشل منها. */
  فاشلة: number;
  /** عددها كلها، إن عُرف. */
  الإجمالي: number | undefined;
}

const أسماء_تقدم_دفعة = recordNames<تقدم_دفعة, BatchProgress>()({
  منتهية: "done",
  فاشلة: "failed",
  الإجمالي: "total",
});

/** خيارات `طلبات_دفعية`، لكل طلباتها. المدد بالثواني. */
export interface خيارات_طلبات_دفعية extends Omit<خيارات_طلب_شبكة, "عند_التقدم" | "بيانات" | "تحميل_ملف"> {
  /** كم طلبًا يجري في وقت واحد؛ 16 إن لم يُعطَ. */
  تزامن?: number | undefined;
  /** يُستدعى بعد كل طلب. */
  عند_التقدم?: ((تقدم: تقدم_دفعة) => void) | undefined;
}

const { بيانات: _بيانات, تحميل_ملف: _تحميل_ملف, ...جدول_دفعة } = جدول_طلب;

const عند_تقدم_دفعة: Conversion<(تقدم: تقدم_دفعة) => void, (progress: BatchProgress) => void> = {
  english: (دالة) => (تقدم) => دالة(أسماء_تقدم_دفعة.arabic(تقدم)),
  arabic: (دالة) => (تقدم) => دالة(أسماء_تقدم_دفعة.english(تقدم)),
};

const أسماء_خيارات_طلبات_دفعية = recordNames<خيارات_طلبات_دفعية, RequestBatchOptions>()({
  ...جدول_دفعة,
  تزامن: "concurrency",
  عند_التقدم: ["onProgress", عند_تقدم_دفعة],
});

/**
 * يجري طلبات كثيرة، بعضها في وقت واحد، ويعطي نتائجها بترتيبها. الطلب الفاشل يكون خطؤه في مكانه ولا يوقف غيره.
 *
 * @typeParam T نوع الأجوبة، ولا يُتحقق منه.
 * @param طلبات الطلبات، أو روابطها وحدها.
 * @param خيارات كم منها في وقت واحد، وخيارات لها كلها.
 * @returns الأجوبة أو الأخطاء.
 * @throws {خطأ_تحقق} إن كان خيار خاطئًا؛ أما الخطأ في طلب فهو نتيجته.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example طلب فاشل بين طلبين
 * ```ts
 * import { طلبات_دفعية } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const خادم = createServer(({ url }, جواب) => {
 *   جواب.writeHead(url === "/2" ? 404 : 200, { "content-type": "text/plain" }).end(url);
 * });
 * await new Promise<void>((تم) => خادم.listen(0, "127.0.0.1", تم));
 * const { port } = خادم.address() as { port: number };
 *
 * const نتائج = await طلبات_دفعية([1, 2, 3].map((رقم) => ({ رابط: `http://127.0.0.1:${port}/${رقم}` })));
 * assert.equal(نتائج[0], "/1");
 * assert.ok(نتائج[1] instanceof Error);
 *
 * خادم.closeAllConnections();
 * خادم.close();
 * ```
 */
export async function طلبات_دفعية<T = unknown>(
  طلبات: Iterable<عنصر_دفعة> | AsyncIterable<عنصر_دفعة>,
  خيارات: خيارات_طلبات_دفعية = {},
): Promise<BatchResult<T>[]> {
  return await requestBatch<T>(إلى_طلبات(طلبات), أسماء_خيارات_طلبات_دفعية.english(خيارات));
}

function إلى_طلبات(
  طلبات: Iterable<عنصر_دفعة> | AsyncIterable<عنصر_دفعة>,
): Iterable<BatchItem> | AsyncIterable<BatchItem> {
  if (Array.isArray(طلبات)) return طلبات.map(إلى_طلب);
  const هل_متتابعة = typeof طلبات === "object" && طلبات !== null;
  if (هل_متتابعة && Symbol.iterator in طلبات) return Iterator.from(طلبات).map(إلى_طلب);
  return هل_متتابعة && Symbol.asyncIterator in طلبات ? إلى_طلبات_متتابعة(طلبات) : طلبات as never;
}

async function* إلى_طلبات_متتابعة(طلبات: AsyncIterable<عنصر_دفعة>): AsyncGenerator<BatchItem> {
  for await (const طلب of طلبات) yield إلى_طلب(طلب);
}

// As a function, so that a name that is wrong is the failure of its request and not of the whole batch.
function إلى_طلب(طلب: عنصر_دفعة): BatchItem {
  return () => typeof طلب === "string" || طلب instanceof URL ? طلب : أسماء_طلب_دفعي.english(طلب);
}

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

/** ما لإغلاق اتصال WebSocket من أعضاء عربية. */
export interface أعضاء_إغلاق_websocket {
  /** الرمز الذي أُغلق به؛ 1005 إن لم يُعطَ رمز. */
  readonly الرمز: number;
  /** ما قيل في سببه. */
  readonly السبب: string;
}

arabicMembers<أعضاء_إغلاق_websocket, WebSocketClose>()(WebSocketClose.prototype, { الرمز: "code", السبب: "reason" });

/** كيف أُغلق اتصال WebSocket. */
export type إغلاق_websocket = WebSocketClose & أعضاء_إغلاق_websocket;
/** كيف أُغلق اتصال WebSocket. */
export const إغلاق_websocket: new (...arguments_: ConstructorParameters<typeof WebSocketClose>) => إغلاق_websocket =
  WebSocketClose as never;

/** خيارات إرسال رسالة. */
export interface خيارات_إرسال {
  /** تسترد الرسالة عند إطلاقها، إن لم تكن سُلّمت بعد. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_إرسال = recordNames<خيارات_إرسال, WebSocketSendOptions>()({ إشارة: "signal" });

/** ما لوصلة WebSocket من أعضاء عربية. */
export interface أعضاء_وصلة_websocket {
  /** الرابط بغير أسرار. */
  readonly الرابط: string;
  /** هل تمر الرسائل الآن: `"open"` أو `"reconnecting"` أو `"closed"`. */
  readonly الحالة: WebSocketState;
  /** البروتوكول الفرعي الذي اختاره الخادم. */
  readonly البروتوكول: string;
  /** ينتهي بانتهاء الاتصال ومعالجة كل ما وصل، ويُرفض إن انتهى بفشل. */
  readonly الانتهاء: Promise<إغلاق_websocket>;
  /**
   * يرسل رسالة، وينتظر عودة الاتصال إن كان منقطعًا.
   *
   * @param رسالة نص أو بايتات.
   * @param خيارات إشارة تسترد الرسالة.
   * @returns عند تسليمها إلى الشبكة.
   */
  إرسال(رسالة: string | ArrayBuffer | ArrayBufferView, خيارات?: خيارات_إرسال): Promise<void>;
  /**
   * يغلق الاتصال.
   *
   * @param رمز 1000، أو من 3000 إلى 4999.
   * @param سبب ما يقال في سببه.
   * @returns عند إغلاقه.
   */
  إغلاق(رمز?: number, سبب?: string): Promise<void>;
}

arabicMembers<أعضاء_وصلة_websocket, WebSocketConnection & { readonly closed: Promise<إغلاق_websocket> }>()(
  WebSocketConnection.prototype,
  {
    الرابط: "url",
    الحالة: "state",
    البروتوكول: "protocol",
    الانتهاء: "closed",
    إرسال: ["send", async function (this: WebSocketConnection, رسالة, خيارات = {}) {
      await this.send(رسالة, أسماء_خيارات_إرسال.english(خيارات));
    }],
    إغلاق: "close",
  },
);

/** اتصال WebSocket يعود إذا انقطع، تفتحه `فتح_websocket`. تُقرأ رسائله بـ`for await`. */
export type وصلة_websocket = WebSocketConnection & أعضاء_وصلة_websocket;
/** اتصال WebSocket يعود إذا انقطع. */
export const وصلة_websocket: abstract new (...arguments_: never) => وصلة_websocket = WebSocketConnection as never;

/** يعالج رسالة، ويُعطى الاتصال ليرد عليها. */
export type معالج_رسائل = (رسالة: WebSocketMessage, وصلة: وصلة_websocket) => unknown;

/** خيارات `اتصال_websocket`. المدد بالثواني. */
export interface خيارات_اتصال_websocket {
  /** رؤوس المصافحة. */
  رؤوس?: RequestHeaders | undefined;
  /** كم مرة متتالية يعاد الاتصال إذا تعذر أو انقطع؛ 3 إن لم يُعطَ. */
  عدد_إعادة_المحاولة?: number | undefined;
  /** أطول انتظار قبل إعادة الاتصال، بالثواني؛ 5 إن لم يُعطَ. */
  تأخير_إعادة_الاتصال?: number | undefined;
  /** ما يجب أن يدومه الاتصال ليُعدّ انقطاعه أولًا من جديد، بالثواني؛ 5 إن لم يُعطَ. */
  مدة_الاستقرار?: number | undefined;
  /** ما يجوز أن تستغرقه المصافحة، بالثواني؛ 10 إن لم يُعطَ. */
  وقت_اتصال?: number | undefined;
  /** البروتوكولات الفرعية المعروضة، أفضلها أولها. */
  بروتوكولات?: readonly string[] | undefined;
  /** كم رسالة يجوز أن تنتظر القراءة، وكم يجوز أن تنتظر الإرسال؛ 16384 إن لم يُعطَ. */
  أقصى_طابور?: number | undefined;
  /** كم بايتًا من الرسائل يجوز أن ينتظر القراءة؛ 67108864 إن لم يُعطَ. */
  أقصى_بايتات_الطابور?: number | undefined;
  /** أكبر حجم لرسالة بالبايتات؛ 16777216 إن لم يُعطَ. */
  أقصى_بايتات_الرسالة?: number | undefined;
  /** تنهي الاتصال عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const جدول_اتصال = {
  رؤوس: "headers",
  عدد_إعادة_المحاولة: "retries",
  تأخير_إعادة_الاتصال: ["reconnectDelayMs", seconds],
  مدة_الاستقرار: ["stableAfterMs", seconds],
  وقت_اتصال: ["openTimeoutMs", seconds],
  بروتوكولات: "protocols",
  أقصى_طابور: "maxQueue",
  أقصى_بايتات_الطابور: "maxQueueBytes",
  أقصى_بايتات_الرسالة: "maxMessageBytes",
  إشارة: "signal",
} as const;

/**
 * يتصل ويعالج كل رسالة تصل، واحدة بعد أخرى، حتى يغلق الخادم الاتصال. إذا انقطع الاتصال أعاده، ثم أطلق `خطأ_websocket`
 * إن لم يعد.
 *
 * @param رابط رابط `ws:` أو `wss:`.
 * @param معالج_الرسائل يُستدعى بكل رسالة، نصًّا أو بايتات، ويُنتظر حتى ينتهي.
 * @param خيارات الرؤوس وإعادة الاتصال.
 * @returns كيف أُغلق الاتصال.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_websocket} إن تعذر الاتصال أو انقطع ولم يعد.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 * @throws ما يطلقه `معالج_الرسائل`.
 *
 * @example استقبال الأسعار
 * ```ts ignore
 * import { اتصال_websocket } from "@maktaba/std/net/ar";
 *
 * await اتصال_websocket("wss://prices.example/live", (رسالة) => console.log(رسالة), { تأخير_إعادة_الاتصال: 2 });
 * ```
 */
export async function اتصال_websocket(
  رابط: string | URL,
  معالج_الرسائل: معالج_رسائل,
  خيارات: خيارات_اتصال_websocket = {},
): Promise<إغلاق_websocket> {
  checkFunction("معالج_الرسائل", معالج_الرسائل as unknown);
  const وصلة = await فتح_websocket(رابط, { ...خيارات, معالج_الرسائل });
  return await وصلة.الانتهاء;
}

/** خيارات `فتح_websocket`. المدد بالثواني. */
export interface خيارات_فتح_websocket extends خيارات_اتصال_websocket {
  /** يُستدعى بكل رسالة؛ إن لم يُعطَ تُقرأ الرسائل بـ`for await`. */
  معالج_الرسائل?: معالج_رسائل | undefined;
}

const معالج: Conversion<معالج_رسائل, NonNullable<ConnectWebSocketOptions["onMessage"]>> = {
  english: (دالة) => {
    checkFunction("معالج_الرسائل", دالة as unknown);
    return (رسالة, وصلة) => دالة(رسالة, وصلة as وصلة_websocket);
  },
  arabic: (دالة) => دالة,
};

const أسماء_خيارات_فتح_websocket = recordNames<خيارات_فتح_websocket, ConnectWebSocketOptions>()({
  ...جدول_اتصال,
  معالج_الرسائل: ["onMessage", معالج],
});

/**
 * يفتح اتصال WebSocket يعود إذا انقطع.
 *
 * @param رابط رابط `ws:` أو `wss:`.
 * @param خيارات معالج الرسائل والرؤوس وإعادة الاتصال.
 * @returns الاتصال عند فتحه.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_websocket} إن تعذر الاتصال.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example قراءة الرسائل
 * ```ts ignore
 * import { فتح_websocket } from "@maktaba/std/net/ar";
 *
 * await using وصلة = await فتح_websocket("wss://prices.example/live");
 * await وصلة.إرسال("اشتراك");
 * for await (const رسالة of وصلة) console.log(رسالة);
 * ```
 */
export async function فتح_websocket(
  رابط: string | URL,
  خيارات: خيارات_فتح_websocket = {},
): Promise<وصلة_websocket> {
  return await connectWebSocket(رابط, أسماء_خيارات_فتح_websocket.english(خيارات)) as وصلة_websocket;
}
