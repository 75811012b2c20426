import { recordNames } from "../../internal/arabic.ts";
import { joinFiles } from "../join_files.ts";
import { splitFile, type SplitFileOptions } from "../split_file.ts";
import { أسماء_خيارات_كتابة } from "./tables.ts";
import type { تقدم_ملف } from "./progress.ts";

/** خيارات `تقسيم_ملف`. */
export interface خيارات_تقسيم_ملف {
  /** حجم كل جزء إلا الأخير بالبايت؛ 1048576 إن لم يُعطَ. */
  حجم_القطعة?: number | undefined;
  /** مجلد الأجزاء، ويجب أن يكون موجودًا؛ مجلد الملف نفسه إن لم يُعطَ. */
  مجلد_الإخراج?: string | undefined;
  /** هل تُستبدل ملفات لها أسماء الأجزاء؛ لا، إن لم يُعطَ. */
  استبدال?: boolean | undefined;
  /** يُستدعى بعد نسخ كل قطعة. */
  عند_التقدم?: ((تقدم: تقدم_ملف) => void) | undefined;
  /** توقف العمل وتزيل ما كُتب عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_تقسيم_ملف = recordNames<خيارات_تقسيم_ملف, SplitFileOptions>()({
  حجم_القطعة: "partBytes",
  مجلد_الإخراج: "outputDirectory",
}, أسماء_خيارات_كتابة);

/**
 * يقسم ملفًا إلى أجزاء متساوية الحجم أسماؤها `STEM.جزءN.EXT`، وN من 1. الملف الفارغ جزء واحد فارغ. تظهر الأجزاء كلها معًا، ولا
 * يبقى منها شيء عند الفشل أو الإلغاء.
 *
 * @param مسار_الإدخال الملف.
 * @param خيارات حجم الأجزاء ومكانها والتقدم والإلغاء.
 * @returns مسارات الأجزاء بترتيبها.
 * @throws {خطأ_تحقق} إن لم يكن `حجم_القطعة` عددًا صحيحًا من 1.
 * @throws {خطأ_تقسيم_ملف} إن تعذرت قراءة الملف، أو وُجد جزء من قبل أو تعذرت كتابته.
 *
 * @example
 * ```ts
 * import { تقسيم_ملف } from "@maktaba/std/fs/ar";
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const مجلد = await mkdtemp(join(tmpdir(), "تقسيم-"));
 * await writeFile(join(مجلد, "كتاب.txt"), "0123456789");
 * const أجزاء = await تقسيم_ملف(join(مجلد, "كتاب.txt"), { حجم_القطعة: 6 });
 * assert.deepEqual(أجزاء, [join(مجلد, "كتاب.جزء1.txt"), join(مجلد, "كتاب.جزء2.txt")]);
 * await rm(مجلد, { recursive: true });
 * ```
 */
export async function تقسيم_ملف(مسار_الإدخال: string, خيارات: خيارات_تقسيم_ملف = {}): Promise<string[]> {
  return await splitFile(مسار_الإدخال, أسماء_خيارات_تقسيم_ملف.english(خيارات));
}

/** خيارات `دمج_ملف`. */
export interface خيارات_دمج_ملف {
  /** هل يُستبدل ملف موجود؛ لا، إن لم يُعطَ. */
  استبدال?: boolean | undefined;
  /** يُستدعى بعد نسخ كل قطعة. */
  عند_التقدم?: ((تقدم: تقدم_ملف) => void) | undefined;
  /** توقف العمل وتزيل ما كُتب عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

/**
 * يدمج ملفات في ملف واحد بالترتيب الذي أُعطيت به. لا تُمس الأجزاء، ولا يظهر الناتج إلا تامًّا.
 *
 * @param أجزاء مسارات الأجزاء بترتيبها، واحد على الأقل.
 * @param مسار_الإخراج مسار الناتج، وليس واحدًا من الأجزاء.
 * @param خيارات الاستبدال والتقدم والإلغاء.
 * @returns مسار الناتج.
 * @throws {خطأ_تحقق} إن لم تكن الأجزاء مصفوفة مسارات.
 * @throws {خطأ_تقسيم_ملف} إن لم تُعطَ أجزاء، أو فُقد جزء أو تعذرت قراءته، أو تعذرت كتابة الناتج.
 */
export async function دمج_ملف(
  أجزاء: readonly string[],
  مسار_الإخراج: string,
  خيارات: خيارات_دمج_ملف = {},
): Promise<string> {
  return await joinFiles(أجزاء, مسار_الإخراج, أسماء_خيارات_كتابة.english(خيارات));
}
