import { recordNames, seconds } from "../../internal/arabic.ts";
import { download, type DownloadedFile, type DownloadOptions, type FileDigests } from "../download.ts";
import type { RequestHeaders, RequestQuery } from "../request.ts";
import type { عميل } from "./client.ts";
import type { سياسة_إعادة_المحاولة } from "./http.ts";
import { سياسة } from "./tables/request.ts";
import { عند_تقدم_نقل } from "./tables/transfer.ts";

/** إلى أين بلغ نقل ملف، وبأي سرعة. */
export interface تقدم_نقل {
  /** عدد البايتات حتى الآن، ومنها ما وصل باستدعاء سابق؛ ويقل إن بدأ النقل من جديد. */
  بايتات: number;
  /** عددها كلها، إن عُرف. */
  الإجمالي: number | undefined;
  /** كم بايتًا وصل في الثانية مؤخرًا؛ 0 ما دام ذلك لا يُعرف. */
  بايتات_في_الثانية: number;
  /** كم يستغرق الباقي بهذه السرعة، بالثواني، إن عُرف الإجمالي. */
  المدة_الباقية: number | undefined;
}

/** خيارات `تنزيل_ملف`. المدد بالثواني. */
export interface خيارات_تنزيل_ملف {
  /** عميل من `إنشاء_عميل` يُسأل الخادم برابطه الأساسي ورؤوسه ومصادقته وكعكاته ووكيله ومهله؛ والخيارات هنا مقدمة على خياراته. */
  عميل?: عميل | undefined;
  /** الرؤوس. */
  رؤوس?: RequestHeaders | undefined;
  /** معاملات تضاف إلى الرابط. */
  معاملات?: RequestQuery | undefined;
  /** هل يُستبدل ملف موجود؛ لا، إن لم يُعطَ. */
  استبدال?: boolean | undefined;
  /**
   * هل يترك التنزيل الذي يفشل أو يُلغى ما وصل بجانب الهدف، باسم `NAME.part` ومعه ما يعرفه به الخادم في `NAME.part.json`،
   * ليكمل منه استدعاء لاحق؛ لا، إن لم يُعطَ. ولا يُترك إلا ما يعطي الخادم له علامة: `ETag` قوية أو `Last-Modified`. وما
   * تغير على الخادم بعد ذلك يبدأ من أوله.
   */
  استكمال?: boolean | undefined;
  /** ما يجب أن تكون بصمات الملف، بأرقام النظام الست عشري. وما يذكره الخادم منها (RFC 9530، أو RFC 3230) يُتحقق منه دائمًا، ويُطلب منه أن يذكرها. */
  بصمة?: FileDigests | undefined;
  /** أكبر حجم للملف، بالبايت؛ بلا حد إن لم يُعطَ. */
  أقصى_بايتات?: number | undefined;
  /** ما يجوز أن تستغرقه المحاولة حتى رؤوس جوابها، بالثواني؛ 10 إن لم يُعطَ. */
  وقت_اتصال?: number | undefined;
  /** ما يجوز أن يسكته الخادم، بالثواني؛ 30 إن لم يُعطَ. */
  وقت_قراءة?: number | undefined;
  /** ما يجوز أن يستغرقه كل شيء، بالثواني؛ بلا حد إن لم يُعطَ. */
  وقت_كلي?: number | undefined;
  /** عدد المحاولات كلها، أو سياسة؛ 3 إن لم يُعطَ. والمحاولة تكمل من حيث انقطعت التي قبلها، ويبدأ العد من جديد كلما وصل أكثر. */
  عدد_إعادة_المحاولة?: number | سياسة_إعادة_المحاولة | undefined;
  /** يُستدعى عند البدء، ومع كل قطعة كُتبت، وعند النهاية. */
  عند_التقدم?: ((تقدم: تقدم_نقل) => void) | undefined;
  /** تلغي التنزيل عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_تنزيل = recordNames<خيارات_تنزيل_ملف, DownloadOptions>()({
  عميل: "client",
  رؤوس: "headers",
  معاملات: "query",
  استبدال: "overwrite",
  استكمال: "resume",
  بصمة: "digest",
  أقصى_بايتات: "maxBytes",
  وقت_اتصال: ["connectTimeoutMs", seconds],
  وقت_قراءة: ["readTimeoutMs", seconds],
  وقت_كلي: ["totalTimeoutMs", seconds],
  عدد_إعادة_المحاولة: ["retry", سياسة],
  عند_التقدم: ["onProgress", عند_تقدم_نقل],
  إشارة: "signal",
});

/** ملف نُزِّل. */
export interface ملف_منزل {
  /** مساره كما طُلب. */
  مسار: string;
  /** حجمه بالبايت. */
  حجم: number;
  /** من أين جاء، بعد إعادات التوجيه. */
  الرابط: string;
  /** نوع محتواه، إن ذكره الخادم. */
  نوع_المحتوى: string | undefined;
  /** علامته `ETag`، إن أعطاها الخادم. */
  علامة: string | undefined;
  /** متى تغير آخر مرة على الخادم، إن ذُكر. */
  تاريخ_التعديل: Date | undefined;
  /** هل جاء بعضه باستدعاء سابق. */
  هل_استكمل: boolean;
}

const أسماء_ملف_منزل = recordNames<ملف_منزل, DownloadedFile>()({
  مسار: "path",
  حجم: "bytes",
  الرابط: "url",
  نوع_المحتوى: "contentType",
  علامة: "etag",
  تاريخ_التعديل: "lastModified",
  هل_استكمل: "wasResumed",
});

/**
 * ينزّل ملفًا ويكتبه مع وصوله باسم آخر حتى يتم ويُتحقق منه: مهما حدث بقي الهدف كما كان. والاتصال الذي ينقطع يُكمَل من حيث
 * انقطع. (أما خيار `تحميل_ملف` في `طلب_شبكة` فيرسل ملفًا إلى الخادم.)
 *
 * @param رابط رابط `http:` أو `https:`.
 * @param مسار أين يُكتب؛ ومجلده يجب أن يكون موجودًا.
 * @param خيارات ما يُستبدل ويُتحقق منه ويُستكمل.
 * @returns ما عُرف عن الملف.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_http} إن أجاب الخادم بحالة غير حالات النجاح.
 * @throws {خطأ_شبكة} إن لم يصل الملف تامًّا، أو لم يكن ما ينبغي (`NET_DIGEST`).
 * @throws {خطأ_ملف} إن تعذرت كتابته.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example تنزيل ملف
 * ```ts
 * import { تنزيل_ملف } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { mkdtemp, readFile, rm } from "node:fs/promises";
 * import { createServer } from "node:http";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const خادم = createServer((_طلب, جواب) => void جواب.end("السلام عليكم"));
 * await new Promise<void>((تم) => خادم.listen(0, "127.0.0.1", تم));
 * const { port } = خادم.address() as { port: number };
 * const مجلد = await mkdtemp(join(tmpdir(), "maktaba-"));
 *
 * const ملف = await تنزيل_ملف(`http://127.0.0.1:${port}/`, join(مجلد, "تحية.txt"), { استكمال: true });
 * assert.equal(ملف.حجم, 23);
 * assert.equal(await readFile(ملف.مسار, "utf8"), "السلام عليكم");
 *
 * await rm(مجلد, { recursive: true });
 * خادم.closeAllConnections();
 * خادم.close();
 * ```
 */
export async function تنزيل_ملف(
  رابط: string | URL,
  مسار: string,
  خيارات: خيارات_تنزيل_ملف = {},
): Promise<ملف_منزل> {
  return أسماء_ملف_منزل.arabic(await download(رابط, مسار, أسماء_خيارات_تنزيل.english(خيارات)));
}
