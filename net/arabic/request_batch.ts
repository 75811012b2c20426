import { listener, recordNames } from "../../internal/arabic.ts";
import type { RequestMethod } from "../request.ts";
import {
  type BatchItem,
  type BatchProgress,
  type BatchRequest,
  type BatchResult,
  requestBatch,
  type RequestBatchOptions,
  type RequestStreamOptions,
} from "../request_batch.ts";
import { requestStream } from "../request_stream.ts";
import type { عميل } from "./client.ts";
import { أسماء_خيارات_طلب_شبكة, أسماء_مشتركة_لدفعة } from "./tables/request.ts";
import type { خيارات_طلب_شبكة } from "./http.ts";

/** طلب من طلبات دفعة. خياراته قبل خيارات الدفعة. */
export interface طلب_دفعي extends خيارات_طلب_شبكة {
  /** طريقة HTTP؛ GET إن لم تُعطَ. */
  طريقة?: RequestMethod | undefined;
  /** الرابط. */
  رابط: string | URL;
}

const أسماء_طلب_دفعي = recordNames<طلب_دفعي, BatchRequest>()(
  { طريقة: "method", رابط: "url" },
  أسماء_خيارات_طلب_شبكة,
);

/** طلب من دفعة، أو رابطه وحده، أو دالة تعطي أحدهما حين يأتي دوره. */
export type عنصر_دفعة =
  | طلب_دفعي
  | string
  | URL
  | (() => طلب_دفعي | string | URL | PromiseLike<طلب_دفعي | string | URL>);

/** إلى أين بلغت دفعة. */
export interface تقدم_دفعة {
  /** كم طلبًا انتهى. */
  منتهية: number;
  /** كم فشل منها. */
  فاشلة: number;
  /** عددها كلها، إن عُرف. */
  الإجمالي: number | undefined;
}

const عند_تقدم_دفعة = listener(
  recordNames<تقدم_دفعة, BatchProgress>()({
    منتهية: "done",
    فاشلة: "failed",
    الإجمالي: "total",
  }),
);

/** ما تشترك فيه خيارات `طلبات_دفعية` و`تدفق_طلبات`. المدد بالثواني. */
export interface خيارات_دفعة extends Omit<خيارات_طلب_شبكة, "عند_التقدم" | "بيانات" | "تحميل_ملف"> {
  /** عميل من `إنشاء_عميل` يجري الطلبات، فتجوز روابط تتبع رابطه الأساسي؛ والخيارات هنا مقدمة على خياراته. */
  عميل?: عميل | undefined;
  /** كم طلبًا يجري في وقت واحد؛ 16 إن لم يُعطَ. */
  تزامن?: number | undefined;
  /** هل يُجرى GET أو HEAD المكرر بلا خيارات مرة واحدة، ولكل مكرر نسخة من الجواب؛ نعم، إن لم يُعطَ. */
  بلا_تكرار?: boolean | undefined;
}

const أسماء_خيارات_دفعة = recordNames<خيارات_دفعة, Omit<RequestStreamOptions, "ordered">>()(
  { عميل: "client", تزامن: "concurrency", بلا_تكرار: "deduplicate" },
  أسماء_مشتركة_لدفعة,
);

/** خيارات `طلبات_دفعية`، لكل طلباتها. المدد بالثواني. */
export interface خيارات_طلبات_دفعية extends خيارات_دفعة {
  /** هل يكون خطأ الطلب الفاشل في مكانه، أم ينهي الدفعة فتُلغى طلباتها الأخرى؛ في مكانه، إن لم يُعطَ. */
  إرجاع_الأخطاء?: boolean | undefined;
  /** يُستدعى بعد كل طلب. */
  عند_التقدم?: ((تقدم: تقدم_دفعة) => void) | undefined;
}

const أسماء_خيارات_طلبات_دفعية = recordNames<خيارات_طلبات_دفعية, RequestBatchOptions>()({
  إرجاع_الأخطاء: "returnErrors",
  عند_التقدم: ["onProgress", عند_تقدم_دفعة],
}, أسماء_خيارات_دفعة);

/**
 * يجري طلبات كثيرة، بعضها في وقت واحد، ويعطي نتائجها بترتيبها. الطلب الفاشل يكون خطؤه في مكانه ولا يوقف غيره.
 *
 * @typeParam T نوع الأجوبة، ولا يُتحقق منه.
 * @param طلبات الطلبات، أو روابطها وحدها، أو دوال تعطيها.
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

/** خيارات `تدفق_طلبات`، لكل طلباته. المدد بالثواني. */
export interface خيارات_تدفق_طلبات extends خيارات_دفعة {
  /** هل تأتي النتائج بترتيب الطلبات بدل ترتيب انتهائها؛ لا، إن لم يُعطَ. */
  مرتب?: boolean | undefined;
}

const أسماء_خيارات_تدفق_طلبات = recordNames<خيارات_تدفق_طلبات, RequestStreamOptions>()(
  { مرتب: "ordered" },
  أسماء_خيارات_دفعة,
);

/** كيف انتهى طلب من تدفق: بقيمة أو بخطأ. */
export interface نتيجة_طلب<T> {
  /** رقم الطلب، من 0. */
  readonly رقم: number;
  /** ما أُجيب به، إن أُجيب. */
  readonly قيمة: T | undefined;
  /** ما فشل به، إن فشل. */
  readonly خطأ: Error | undefined;
}

/**
 * يجري طلبات كثيرة، بعضها في وقت واحد، ويعطي نتيجة كل طلب حين ينتهي. ولا تُؤخذ الطلبات إلا كما تُؤخذ النتائج، فلا يُحفظ من
 * طلبات لا نهاية لها إلا ما يجري. والخروج من الحلقة يلغي ما يجري.
 *
 * @typeParam T نوع الأجوبة، ولا يُتحقق منه.
 * @param طلبات الطلبات، أو روابطها وحدها، أو دوال تعطيها.
 * @param خيارات كم منها في وقت واحد، وخيارات لها كلها.
 * @returns النتائج.
 * @throws {خطأ_تحقق} إن كان خيار خاطئًا، حين تُطلب النتيجة الأولى.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 */
export async function* تدفق_طلبات<T = unknown>(
  طلبات: Iterable<عنصر_دفعة> | AsyncIterable<عنصر_دفعة>,
  خيارات: خيارات_تدفق_طلبات = {},
): AsyncGenerator<نتيجة_طلب<T>, void, undefined> {
  const نتائج = requestStream<T>(إلى_طلبات(طلبات), أسماء_خيارات_تدفق_طلبات.english(خيارات));
  for await (const { index, value, error } of نتائج) yield { رقم: index, قيمة: value, خطأ: error };
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
  return async () => {
    const المطلوب = typeof طلب === "function" ? await طلب() : طلب;
    return typeof المطلوب === "string" || المطلوب instanceof URL ? المطلوب : أسماء_طلب_دفعي.english(المطلوب);
  };
}
