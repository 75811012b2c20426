import { listener, recordNames, seconds } from "../../internal/arabic.ts";
import type { RequestHeaders, RequestQuery } from "../request.ts";
import { type CompletedUpload, type CreatedUpload, upload, type UploadOptions } from "../upload.ts";
import type { عميل } from "./client.ts";
import type { تقدم_نقل } from "./download.ts";
import type { سياسة_إعادة_المحاولة } from "./http.ts";
import { سياسة } from "./tables/request.ts";
import { عند_تقدم_نقل } from "./tables/transfer.ts";

/** رفع وافق عليه خادم. */
export interface رفع_منشأ {
  /** رابطه. ومن عرفه أمكنه أن يكمل الرفع، بلا مصادقة غالبًا. */
  الرابط: string;
  /** متى ينساه الخادم إن لم يتم، إن ذكر ذلك. */
  الانتهاء: Date | undefined;
}

const عند_إنشاء_رفع = listener(recordNames<رفع_منشأ, CreatedUpload>()({ الرابط: "url", الانتهاء: "expires" }));

/** خيارات `رفع_ملف`. المدد بالثواني. */
export interface خيارات_رفع_ملف {
  /** عميل من `إنشاء_عميل` يُسأل الخادم برابطه الأساسي ورؤوسه ومصادقته وكعكاته ووكيله ومهله؛ والخيارات هنا مقدمة على خياراته. */
  عميل?: عميل | undefined;
  /** رؤوس تُرسل مع كل طلب. وما فيه مصادقة منها لا يُرسل إلا إلى خادم الرابط المعطى. */
  رؤوس?: RequestHeaders | undefined;
  /** معاملات تضاف إلى الرابط. */
  معاملات?: RequestQuery | undefined;
  /** ما يُذكر للخادم عن الملف، بأسماء من ASCII بلا مسافات ولا فواصل؛ آخر المسار باسم `filename` إن لم يُعطَ. */
  بيانات_وصفية?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * كم يُرسل في الطلب الواحد، بالبايت، و`Infinity` للملف كله؛ 16777216 إن لم يُعطَ. وما يضيع بانقطاع الاتصال هو ما لم يكن
   * الخادم قد حفظه، ولا يزيد على هذا.
   */
  حجم_القطعة?: number | undefined;
  /** هل يتحقق الخادم من كل قطعة، إن كان يعرض ذلك؛ نعم، إن لم يُعطَ. ويُقرأ الملف حينئذ مرتين. */
  تحقق_القطع?: boolean | undefined;
  /**
   * هل يكمل استدعاء لاحق، ولو من عملية أخرى، رفعًا فشل أو أُلغي؛ لا، إن لم يُعطَ. ويُحفظ رابط الرفع حتى يتم في ملف لا يقرؤه إلا
   * صاحبه: بجانب الملف باسم `NAME.upload.json`، أو حيث يُذكر هنا. والملف الذي تغير بعد ذلك (حجمه أو وقت تعديله) يُرسل من أوله.
   */
  استكمال?: boolean | string | undefined;
  /** رابط رفع يُكمَل، لمن حفظه. فلا يُنشأ رفع جديد، ولا يُعرف تغير الملف إلا من حجمه. */
  رابط_الرفع?: string | URL | undefined;
  /** هل يُطلب من الخادم حذف رفع فشل أو أُلغي؛ لا، إن لم يُعطَ. */
  حذف_عند_الفشل?: boolean | undefined;
  /** يُستدعى حين يُنشأ الرفع عند الخادم، قبل إرسال شيء من الملف. */
  عند_الإنشاء?: ((رفع: رفع_منشأ) => void) | undefined;
  /** ما يجوز أن تستغرقه المحاولة حتى رؤوس جوابها، بالثواني، ويبدأ من جديد مع كل ما يُرسل؛ 10 إن لم يُعطَ. */
  وقت_اتصال?: number | undefined;
  /** ما يجوز أن يسكته الخادم في أثناء جواب، بالثواني؛ 30 إن لم يُعطَ. */
  وقت_قراءة?: number | undefined;
  /** ما يجوز أن يستغرقه كل شيء، بالثواني؛ بلا حد إن لم يُعطَ. */
  وقت_كلي?: number | undefined;
  /** عدد المحاولات كلها، أو سياسة؛ 3 إن لم يُعطَ. والمحاولة تكمل من حيث يقول الخادم، ويبدأ العد من جديد كلما حفظ أكثر. */
  عدد_إعادة_المحاولة?: number | سياسة_إعادة_المحاولة | undefined;
  /** يُستدعى عند البدء، ومع كل ما سُلّم إلى الشبكة، وعند النهاية. وإذا انقطع الاتصال عاد العدد إلى ما عند الخادم. */
  عند_التقدم?: ((تقدم: تقدم_نقل) => void) | undefined;
  /** تلغي الرفع عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_رفع = recordNames<خيارات_رفع_ملف, UploadOptions>()({
  عميل: "client",
  رؤوس: "headers",
  معاملات: "query",
  بيانات_وصفية: "metadata",
  حجم_القطعة: "chunkBytes",
  تحقق_القطع: "checksum",
  استكمال: "resume",
  رابط_الرفع: "uploadUrl",
  حذف_عند_الفشل: "terminate",
  عند_الإنشاء: ["onCreated", عند_إنشاء_رفع],
  وقت_اتصال: ["connectTimeoutMs", seconds],
  وقت_قراءة: ["readTimeoutMs", seconds],
  وقت_كلي: ["totalTimeoutMs", seconds],
  عدد_إعادة_المحاولة: ["retry", سياسة],
  عند_التقدم: ["onProgress", عند_تقدم_نقل],
  إشارة: "signal",
});

/** ملف عند الخادم كله. */
export interface ملف_مرفوع {
  /** مساره كما أُعطي. */
  مسار: string;
  /** حجمه بالبايت. */
  حجم: number;
  /** رابط الرفع. */
  الرابط: string;
  /** هل أُرسل بعضه باستدعاء سابق. */
  هل_استكمل: boolean;
}

const أسماء_ملف_مرفوع = recordNames<ملف_مرفوع, CompletedUpload>()({
  مسار: "path",
  حجم: "bytes",
  الرابط: "url",
  هل_استكمل: "wasResumed",
});

/**
 * يرفع ملفًا من القرص بالبروتوكول tus 1.0.0 (https://tus.io/protocols/resumable-upload)، فيُكمَل ما انقطع من حيث يقول
 * الخادم: من نفسه بعد انقطاع الاتصال أو تعطل الخادم، وباستدعاء لاحق مع `استكمال` أو `رابط_الرفع`. ويُقرأ الملف وهو يُرسل.
 * (أما خيار `تحميل_ملف` في `طلب_شبكة` فيرسل الملف في طلب واحد.)
 *
 * تبدأ كل قطعة حيث انتهت التي قبلها، ويرفضها الخادم في غير ذلك، فلا يتكرر جزء من الملف ولا ينقص مهما أُعيدت المحاولة.
 *
 * @param رابط أين يُنشأ الرفع: رابط `http:` أو `https:`، أو رابط يتبع الرابط الأساسي للعميل.
 * @param مسار الملف؛ ويجب ألا يتغير في أثناء ذلك.
 * @param خيارات ما يُذكر للخادم، وكيف يُكمَل.
 * @returns ما عُرف عن الرفع.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_ملف} إن تعذرت قراءة الملف، أو كتابة ما يحفظه الاستكمال.
 * @throws {خطأ_http} إن رفضه الخادم.
 * @throws {خطأ_شبكة} إن تعذر الوصول إلى الخادم، أو لم يعد الرفع عنده (`NET_UPLOAD_GONE`)، أو كان لملف آخر
 * (`NET_UPLOAD_MISMATCH`)، أو تغير الملف (`NET_FILE_CHANGED`) ونحو ذلك.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example رفع ملف
 * ```ts
 * import { رفع_ملف } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { createServer } from "node:http";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * // خادم للبروتوكول، أصغر ما يكون.
 * let محفوظ = "";
 * const خادم = createServer(async (طلب, جواب) => {
 *   if (طلب.method === "POST") return void جواب.writeHead(201, { location: "/files/1" }).end();
 *   if (طلب.method === "PATCH") { for await (const جزء of طلب.setEncoding("utf8")) محفوظ += جزء; }
 *   جواب.writeHead(204, { "upload-offset": Buffer.byteLength(محفوظ) }).end();
 * });
 * await new Promise<void>((تم) => خادم.listen(0, "127.0.0.1", تم));
 * const { port } = خادم.address() as { port: number };
 * const مجلد = await mkdtemp(join(tmpdir(), "maktaba-"));
 * const مسار = join(مجلد, "تحية.txt");
 * await writeFile(مسار, "السلام عليكم");
 *
 * const ملف = await رفع_ملف(`http://127.0.0.1:${port}/files`, مسار, { بيانات_وصفية: { filetype: "text/plain" } });
 * assert.equal(ملف.الرابط, `http://127.0.0.1:${port}/files/1`);
 * assert.equal(محفوظ, "السلام عليكم");
 *
 * await rm(مجلد, { recursive: true });
 * خادم.closeAllConnections();
 * خادم.close();
 * ```
 */
export async function رفع_ملف(
  رابط: string | URL,
  مسار: string,
  خيارات: خيارات_رفع_ملف = {},
): Promise<ملف_مرفوع> {
  return أسماء_ملف_مرفوع.arabic(await upload(رابط, مسار, أسماء_خيارات_رفع.english(خيارات)));
}
