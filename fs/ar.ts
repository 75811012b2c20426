/**
 * الملفات: تقسيمها ودمجها، وضغطها وفك ضغطها، وإحصائياتها، ونصوصها، وقراءة CSV، ونقلها بـ SFTP. ما يُكتب لا يظهر إلا تامًّا، ولا
 * يبقى منه شيء عند الفشل أو الإلغاء؛ وما يُقرأ تبقى ذاكرته محدودة مهما كبر.
 *
 * @example ضغط وتقسيم ودمج
 * ```ts
 * import { تقسيم_ملف, دمج_ملف, ضغط_ملف, فك_ضغط_ملف, قراءة_ملف_نصي } from "@maktaba/std/fs/ar";
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const مجلد = await mkdtemp(join(tmpdir(), "ملفات-"));
 * await writeFile(join(مجلد, "قصيدة.txt"), "قفا نبك من ذكرى حبيب ومنزل\n");
 * const أجزاء = await تقسيم_ملف(await ضغط_ملف(join(مجلد, "قصيدة.txt")), { حجم_القطعة: 20 });
 * const مدموج = await دمج_ملف(أجزاء, join(مجلد, "نسخة.txt.gz"));
 * assert.equal(await قراءة_ملف_نصي(await فك_ضغط_ملف(مدموج)), "قفا نبك من ذكرى حبيب ومنزل\n");
 * await rm(مجلد, { recursive: true });
 * ```
 *
 * @module
 */

import { rememberOptionNames } from "../errors/option_names.ts";
import { type Conversion, recordNames, seconds } from "../internal/arabic.ts";
import { type CsvOptions, type CsvRecord, csvRecords, type CsvSource } from "./csv_records.ts";
import type { FileProgress } from "./file_progress.ts";
import { type FileStats, fileStats, type FileStatsOptions } from "./file_stats.ts";
import { gunzipFile, type GunzipFileOptions } from "./gunzip_file.ts";
import { gzipFile, type GzipFileOptions } from "./gzip_file.ts";
import { joinFiles, type JoinFilesOptions } from "./join_files.ts";
import { readCsv } from "./read_csv.ts";
import { readText, type ReadTextOptions } from "./read_text.ts";
import { sftpGet } from "./sftp_get.ts";
import type { SftpOptions } from "./sftp_options.ts";
import { sftpPut } from "./sftp_put.ts";
import { splitFile, type SplitFileOptions } from "./split_file.ts";

// What is given by its place has an Arabic name in messages, too.
rememberOptionNames(() =>
  Object.entries({
    path: "مسار",
    source: "مصدر",
    parts: "أجزاء",
    remotePath: "مسار_بعيد",
    localPath: "مسار_محلي",
    host: "مضيف",
    username: "اسم_مستخدم",
    password: "كلمة_مرور",
    options: "خيارات",
  })
);

/** إلى أين وصل عمل على ملف. */
export interface تقدم_ملف {
  /** ما فُرغ منه من الدخل، بالبايت. */
  بايتات: number;
  /** حجم الدخل كما كان في البداية، بالبايت. */
  مجموع_البايتات: number;
}

const أسماء_تقدم_ملف = recordNames<تقدم_ملف, FileProgress>()({ بايتات: "bytes", مجموع_البايتات: "totalBytes" });

const متابعة: Conversion<(تقدم: تقدم_ملف) => void, (progress: FileProgress) => void> = {
  english: (تابع) => (progress) => تابع(أسماء_تقدم_ملف.arabic(progress)),
  arabic: (onProgress) => (تقدم) => onProgress(أسماء_تقدم_ملف.english(تقدم)),
};

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
  استبدال: "overwrite",
  عند_التقدم: ["onProgress", متابعة],
  إشارة: "signal",
});

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

const أسماء_خيارات_دمج_ملف = recordNames<خيارات_دمج_ملف, JoinFilesOptions>()({
  استبدال: "overwrite",
  عند_التقدم: ["onProgress", متابعة],
  إشارة: "signal",
});

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
  return await joinFiles(أجزاء, مسار_الإخراج, أسماء_خيارات_دمج_ملف.english(خيارات));
}

/** خيارات `ضغط_ملف`. */
export interface خيارات_ضغط_ملف {
  /** مسار الملف المضغوط؛ مسار الإدخال مضافًا إليه `.gz` إن لم يُعطَ. */
  مسار_الإخراج?: string | undefined;
  /** شدة الضغط، من 0 (بلا ضغط) إلى 9 (أصغر حجم)؛ 6 إن لم تُعطَ. */
  مستوى?: number | undefined;
  /** هل يُستبدل ملف موجود؛ لا، إن لم يُعطَ. */
  استبدال?: boolean | undefined;
  /** يُستدعى بعد كل قطعة من الإدخال. */
  عند_التقدم?: ((تقدم: تقدم_ملف) => void) | undefined;
  /** توقف العمل وتزيل ما كُتب عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_ضغط_ملف = recordNames<خيارات_ضغط_ملف, GzipFileOptions>()({
  مسار_الإخراج: "output",
  مستوى: "level",
  استبدال: "overwrite",
  عند_التقدم: ["onProgress", متابعة],
  إشارة: "signal",
});

/**
 * يضغط ملفًا بصيغة gzip. يبقى الأصل، ولا يظهر الناتج إلا تامًّا.
 *
 * @param مسار_الإدخال الملف.
 * @param خيارات المخرج والشدة والاستبدال والتقدم والإلغاء.
 * @returns مسار الملف المضغوط.
 * @throws {خطأ_تحقق} إن لم يكن `مستوى` عددًا صحيحًا من 0 إلى 9.
 * @throws {خطأ_ملف} إن تعذرت قراءة الملف، أو وُجد الناتج من قبل أو تعذرت كتابته.
 */
export async function ضغط_ملف(مسار_الإدخال: string, خيارات: خيارات_ضغط_ملف = {}): Promise<string> {
  return await gzipFile(مسار_الإدخال, أسماء_خيارات_ضغط_ملف.english(خيارات));
}

/** خيارات `فك_ضغط_ملف`. */
export interface خيارات_فك_ضغط_ملف {
  /** مسار الملف بعد فكه؛ مسار الإدخال بغير `.gz` إن لم يُعطَ. */
  مسار_الإخراج?: string | undefined;
  /** أكبر ما يجوز أن يخرج بالبايت، و`Infinity` بلا حد؛ 68719476736 (64 غيبيبايت) إن لم يُعطَ. */
  أقصى_بايتات?: number | undefined;
  /** أكبر ما يجوز أن يخرج عن كل بايت دخل، بعد أول 16 ميبيبايت، و`Infinity` بلا حد؛ 1000 إن لم يُعطَ. */
  أقصى_نسبة?: number | undefined;
  /** هل يُستبدل ملف موجود؛ لا، إن لم يُعطَ. */
  استبدال?: boolean | undefined;
  /** يُستدعى بعد كل قطعة من الإدخال. */
  عند_التقدم?: ((تقدم: تقدم_ملف) => void) | undefined;
  /** توقف العمل وتزيل ما كُتب عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_فك_ضغط_ملف = recordNames<خيارات_فك_ضغط_ملف, GunzipFileOptions>()({
  مسار_الإخراج: "output",
  أقصى_بايتات: "maxBytes",
  أقصى_نسبة: "maxRatio",
  استبدال: "overwrite",
  عند_التقدم: ["onProgress", متابعة],
  إشارة: "signal",
});

/**
 * يفك ضغط ملف gzip بكل ما فيه من مقاطع. يبقى الأصل، ولا يظهر الناتج إلا تامًّا صحيح المجموع الاختباري.
 *
 * @param مسار_الإدخال الملف المضغوط.
 * @param خيارات المخرج وحدود قنابل الضغط والاستبدال والتقدم والإلغاء.
 * @returns مسار الملف بعد فكه.
 * @throws {خطأ_تحقق} إن لم يكن الحد عددًا موجبًا.
 * @throws {خطأ_ملف} إن لم ينته الاسم بـ `.gz` ولم يُعطَ المخرج، أو لم يكن الملف gzip سليمًا تامًّا، أو تجاوز الحدود، أو تعذرت
 * قراءته أو كتابة الناتج.
 */
export async function فك_ضغط_ملف(مسار_الإدخال: string, خيارات: خيارات_فك_ضغط_ملف = {}): Promise<string> {
  return await gunzipFile(مسار_الإدخال, أسماء_خيارات_فك_ضغط_ملف.english(خيارات));
}

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

/**
 * خيارات `تحليل_csv` و`صفوف_csv`.
 *
 * @typeParam أسماء أسماء الأعمدة.
 */
export interface خيارات_تحليل_csv<أسماء extends string = string> {
  /** المحرف بين حقلين؛ `","` إن لم يُعطَ. */
  فاصل?: string | undefined;
  /** المحرف حول الحقول التي فيها فواصل أو أسطر أو علامات اقتباس، و`false` حيث لا معنى له؛ `'"'` إن لم يُعطَ. */
  علامة_اقتباس?: string | false | undefined;
  /** أسماء الأعمدة حيث لا يبدأ النص بها، و`true` حيث يبدأ بها؛ `true` إن لم تُعطَ. */
  ترويسة?: readonly أسماء[] | true | undefined;
  /** ترميز البايتات، مثل `utf-8` و`utf-16le` و`windows-1256`؛ `utf-8` إن لم يُعطَ. */
  ترميز?: string | undefined;
  /** أكبر حجم لصف واحد بالبايت؛ 16777216 (16 ميبيبايت) إن لم يُعطَ. */
  أقصى_بايتات_للصف?: number | undefined;
  /** توقف القراءة عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_تحليل_csv = recordNames<خيارات_تحليل_csv, CsvOptions>()({
  فاصل: "delimiter",
  علامة_اقتباس: "quote",
  ترويسة: "header",
  ترميز: "encoding",
  أقصى_بايتات_للصف: "maxRecordBytes",
  إشارة: "signal",
});

/**
 * يقرأ CSV صفًّا صفًّا بالسرعة التي تُطلب بها الصفوف وفي ذاكرة محدودة. ما ليس CSV يُرفض ولا يُخمَّن.
 *
 * @typeParam أسماء أسماء الأعمدة.
 * @param مصدر مسار ملف، أو تدفق أو متتابعة من البايتات أو النصوص.
 * @param خيارات كيف كُتب النص، والحد، والإلغاء.
 * @returns الصفوف بترتيبها، كائنات مفاتيحها أسماء الأعمدة؛ تُقرأ مرة واحدة، والتخلص منها يغلق المصدر.
 * @throws {خطأ_تحقق} إن لم يصح خيار.
 *
 * @example
 * ```ts
 * import { صفوف_csv } from "@maktaba/std/fs/ar";
 * import assert from "node:assert/strict";
 *
 * const مدن = [];
 * for await (const صف of صفوف_csv(["رقم؛مدينة\n1؛القدس\n2؛دمشق\n"], { فاصل: "؛" })) مدن.push(صف.مدينة);
 * assert.deepEqual(مدن, ["القدس", "دمشق"]);
 * ```
 */
export function صفوف_csv<const أسماء extends string = string>(
  مصدر: CsvSource,
  خيارات: خيارات_تحليل_csv<أسماء> = {},
): AsyncIterableIterator<CsvRecord<أسماء>> & AsyncDisposable {
  return csvRecords<أسماء>(مصدر, أسماء_خيارات_تحليل_csv.english(خيارات) as CsvOptions<أسماء>);
}

/**
 * يقرأ CSV كله.
 *
 * @typeParam أسماء أسماء الأعمدة.
 * @param مسار مسار ملف، أو تدفق أو متتابعة من البايتات أو النصوص.
 * @param خيارات كيف كُتب النص، والحد، والإلغاء.
 * @returns الصفوف، كائنات مفاتيحها أسماء الأعمدة.
 * @throws {خطأ_تحقق} إن لم يصح خيار.
 * @throws {خطأ_ملف} إن تعذرت قراءة الملف أو لم يكن CSV؛ وفي الخطأ `السطر`.
 */
export async function تحليل_csv<const أسماء extends string = string>(
  مسار: CsvSource,
  خيارات: خيارات_تحليل_csv<أسماء> = {},
): Promise<CsvRecord<أسماء>[]> {
  return await readCsv<أسماء>(مسار, أسماء_خيارات_تحليل_csv.english(خيارات) as CsvOptions<أسماء>);
}

/** خيارات `تحميل_sftp` و`رفع_sftp`. */
export interface خيارات_sftp {
  /** منفذ الخادم؛ 22 إن لم يُعطَ. */
  منفذ?: number | undefined;
  /** نص مفتاح خاص يقبله الحساب، بصيغة OpenSSH أو PEM. */
  مفتاح_خاص?: string | Uint8Array | undefined;
  /** ما شُفّر به المفتاح الخاص. */
  عبارة_مرور?: string | undefined;
  /** بصمة مفتاح المضيف أو بصمات، كما يكتبها `ssh-keygen -l`؛ حيث تُعطى لا يُقرأ ملف المضيفين المعروفين. */
  بصمة_المضيف?: string | readonly string[] | undefined;
  /** ملف المضيفين المعروفين كما في OpenSSH؛ `~/.ssh/known_hosts` إن لم يُعطَ. */
  مضيفون_معروفون?: string | undefined;
  /** كم يجوز أن يستغرق الاتصال والدخول بالثواني؛ 10 إن لم يُعطَ. */
  وقت_اتصال?: number | undefined;
  /** هل يُستبدل ملف موجود؛ لا، إن لم يُعطَ. */
  استبدال?: boolean | undefined;
  /** يُستدعى بعد وصول كل قطعة. */
  عند_التقدم?: ((تقدم: تقدم_ملف) => void) | undefined;
  /** توقف النقل وتزيل ما كُتب وتغلق الاتصال عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_sftp = recordNames<خيارات_sftp, Omit<SftpOptions, "host" | "username" | "password">>()({
  منفذ: "port",
  مفتاح_خاص: "privateKey",
  عبارة_مرور: "passphrase",
  بصمة_المضيف: "hostKey",
  مضيفون_معروفون: "knownHosts",
  وقت_اتصال: ["connectTimeoutMs", seconds],
  استبدال: "overwrite",
  عند_التقدم: ["onProgress", متابعة],
  إشارة: "signal",
});

/**
 * ينزّل ملفًا من خادم بـ SFTP. لا يظهر إلا تامًّا. يُتحقق من مفتاح المضيف قبل إرسال كلمة المرور، من `بصمة_المضيف` أو من
 * `~/.ssh/known_hosts`.
 *
 * @param مضيف اسم الخادم أو عنوانه.
 * @param اسم_مستخدم الحساب.
 * @param كلمة_مرور كلمة مروره؛ undefined مع `مفتاح_خاص`.
 * @param مسار_بعيد الملف على الخادم.
 * @param مسار_محلي مكانه هنا.
 * @param خيارات المنفذ والمفاتيح والاستبدال والتقدم والإلغاء.
 * @returns المسار المحلي.
 * @throws {خطأ_تحقق} إن لم يصح خيار.
 * @throws {خطأ_ملف} إن تعذر الوصول إلى الخادم أو الوثوق به أو الدخول إليه، أو تعذرت القراءة أو الكتابة.
 *
 * @example
 * ```ts ignore
 * import { تحميل_sftp } from "@maktaba/std/fs/ar";
 *
 * await تحميل_sftp("files.example.com", "ليلى", كلمة_مرور, "تقارير/2026.csv", "2026.csv");
 * ```
 */
export async function تحميل_sftp(
  مضيف: string,
  اسم_مستخدم: string,
  كلمة_مرور: string | undefined,
  مسار_بعيد: string,
  مسار_محلي: string,
  خيارات: خيارات_sftp = {},
): Promise<string> {
  return await sftpGet(مسار_بعيد, مسار_محلي, اتصال_sftp(مضيف, اسم_مستخدم, كلمة_مرور, خيارات));
}

/**
 * يرفع ملفًا إلى خادم بـ SFTP. لا يظهر هناك إلا تامًّا. يُتحقق من مفتاح المضيف قبل إرسال كلمة المرور، من `بصمة_المضيف` أو من
 * `~/.ssh/known_hosts`.
 *
 * @param مضيف اسم الخادم أو عنوانه.
 * @param اسم_مستخدم الحساب.
 * @param كلمة_مرور كلمة مروره؛ undefined مع `مفتاح_خاص`.
 * @param مسار_محلي الملف هنا.
 * @param مسار_بعيد مكانه على الخادم.
 * @param خيارات المنفذ والمفاتيح والاستبدال والتقدم والإلغاء.
 * @returns المسار البعيد.
 * @throws {خطأ_تحقق} إن لم يصح خيار.
 * @throws {خطأ_ملف} إن تعذر الوصول إلى الخادم أو الوثوق به أو الدخول إليه، أو تعذرت القراءة أو الكتابة.
 *
 * @example
 * ```ts ignore
 * import { رفع_sftp } from "@maktaba/std/fs/ar";
 *
 * await رفع_sftp("files.example.com", "ليلى", كلمة_مرور, "2026.csv", "تقارير/2026.csv", { استبدال: true });
 * ```
 */
export async function رفع_sftp(
  مضيف: string,
  اسم_مستخدم: string,
  كلمة_مرور: string | undefined,
  مسار_محلي: string,
  مسار_بعيد: string,
  خيارات: خيارات_sftp = {},
): Promise<string> {
  return await sftpPut(مسار_محلي, مسار_بعيد, اتصال_sftp(مضيف, اسم_مستخدم, كلمة_مرور, خيارات));
}

function اتصال_sftp(
  مضيف: string,
  اسم_مستخدم: string,
  كلمة_مرور: string | undefined,
  خيارات: خيارات_sftp,
): SftpOptions {
  return { ...أسماء_خيارات_sftp.english(خيارات), host: مضيف, username: اسم_مستخدم, password: كلمة_مرور };
}
