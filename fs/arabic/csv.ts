import { recordNames } from "../../internal/arabic.ts";
import { type CsvOptions, type CsvRecord, csvRecords, type CsvSource } from "../csv_records.ts";
import { readCsv } from "../read_csv.ts";

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
