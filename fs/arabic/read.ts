import { recordNames } from "../../internal/arabic.ts";
import { type FileStats, fileStats, type FileStatsOptions } from "../file_stats.ts";
import { readText, type ReadTextOptions } from "../read_text.ts";

/** خيارات `إحصائيات_ملف`. */
export interface خيارات_إحصائيات_ملف {
  /** تلغي الانتظار عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_إحصائيات_ملف = recordNames<خيارات_إحصائيات_ملف, FileStatsOptions>()({ إشارة: "signal" });

/** ما تعطيه `إحصائيات_ملف`. */
export interface إحصائيات {
  /** الحجم بالبايت. */
  حجم: number;
  /** وقت آخر تعديل للمحتوى. */
  تاريخ_التعديل: Date;
  /** آخر الاسم من نقطته الأخيرة، مثل `.csv`؛ فارغ حيث لا نقطة. */
  امتداد: string;
  /** هل لهذا البرنامج أن يقرأه. */
  قابل_للقراءة: boolean;
}

const أسماء_إحصائيات = recordNames<إحصائيات, FileStats>()({
  حجم: "size",
  تاريخ_التعديل: "modified",
  امتداد: "extension",
  قابل_للقراءة: "readable",
});

/**
 * يعطي حجم ملف أو مجلد ووقت تعديله وامتداده وهل يمكن قراءته.
 *
 * @param مسار الملف.
 * @param خيارات الإلغاء.
 * @returns ما عُرف عنه.
 * @throws {خطأ_ملف} إن لم يوجد.
 */
export async function إحصائيات_ملف(مسار: string, خيارات: خيارات_إحصائيات_ملف = {}): Promise<إحصائيات> {
  return أسماء_إحصائيات.arabic(await fileStats(مسار, أسماء_خيارات_إحصائيات_ملف.english(خيارات)));
}

/** خيارات `قراءة_ملف_نصي`. */
export interface خيارات_قراءة_ملف_نصي {
  /** الترميز، مثل `utf-8` و`utf-16le` و`windows-1256`؛ `utf-8` إن لم يُعطَ. */
  ترميز?: string | undefined;
  /** أكبر حجم يُقبل بالبايت؛ 268435456 (256 ميبيبايت) إن لم يُعطَ. */
  أقصى_بايتات?: number | undefined;
  /** توقف القراءة عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_قراءة_ملف_نصي = recordNames<خيارات_قراءة_ملف_نصي, ReadTextOptions>()({
  ترميز: "encoding",
  أقصى_بايتات: "maxBytes",
  إشارة: "signal",
});

/**
 * يقرأ ملفًا نصيًّا كله، بغير علامة ترتيب البايتات في أوله. ما لا يصح من البايتات في الترميز يُرفض ولا يُستبدل.
 *
 * @param مسار الملف.
 * @param خيارات الترميز والحد والإلغاء.
 * @returns النص.
 * @throws {خطأ_تحقق} إن كان الترميز غير معروف.
 * @throws {خطأ_ملف} إن تعذرت قراءة الملف أو تجاوز الحد أو كان فيه ما ليس نصًّا في ترميزه.
 */
export async function قراءة_ملف_نصي(مسار: string, خيارات: خيارات_قراءة_ملف_نصي = {}): Promise<string> {
  return await readText(مسار, أسماء_خيارات_قراءة_ملف_نصي.english(خيارات));
}
