// Errors have Arabic members wherever Arabic names are used.
import "../../errors/ar.ts";
import { type Conversion, recordNames } from "../../internal/arabic.ts";
import { closeLog } from "../close_log.ts";
import { configureLog, type ConfigureLogOptions } from "../configure_log.ts";
import { flushLogs } from "../flush_logs.ts";
import type { LogLevel } from "../log_level.ts";
import type { مستوى_سجل } from "./entry.ts";
import type { خيارات_مصب_سجل } from "./sink.ts";
import { levels } from "./tables/entry.ts";
import { أسماء_خيارات_مصب_سجل } from "./tables/outputs.ts";

/** خيارات `إعداد_السجل`. */
export interface خيارات_إعداد_السجل extends خيارات_مصب_سجل {
  /** أقل مستوى يُسجل؛ معلومات إن لم يُعطَ. */
  مستوى?: مستوى_سجل | undefined;
  /** أقل مستوى لمسجلات بأسمائها ولما في داخلها: `{ "متجر.طلبات": "تنقيح" }`. */
  مستويات?: Readonly<Record<string, مستوى_سجل>> | undefined;
  /** هل يُسجل من خلال إعدادات LogTape التي أعدها البرنامج بنفسه؛ ولا تُعطى معه الخيارات الأخرى. لا، إن لم يُعطَ. */
  انضمام_إلى_logtape?: boolean | undefined;
}

const levelsByName: Conversion<Readonly<Record<string, مستوى_سجل>>, Readonly<Record<string, LogLevel>>> = {
  english: (value, name) => mapValues(value, (level) => levels.english(level, name)),
  arabic: (value) => mapValues(value, (level) => levels.arabic(level)),
};

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

const أسماء_خيارات_إعداد_السجل = recordNames<خيارات_إعداد_السجل, ConfigureLogOptions>()({
  مستوى: ["level", levels],
  مستويات: ["levels", levelsByName],
  انضمام_إلى_logtape: "joinLogTape",
}, أسماء_خيارات_مصب_سجل);

/**
 * يشغّل السجل: ما يسجله البرنامج بـ`جلب_مسجل` وما تخبر به هذه المكتبة يذهب إلى الطرفية، وإلى ملف وبالبريد إن طُلب ذلك.
 * وكلاهما صامت قبل استدعائها. وإن استُدعيت من جديد حل الإعداد الجديد محل القديم.
 *
 * تُحجب كلمات المرور والرموز والمفاتيح وما يشبهها في الرسائل والخصائص والأخطاء.
 *
 * @param خيارات المستويات والأماكن والأسرار.
 * @returns ما يغلق السجل عند التخلص منه (`await using`).
 * @throws {خطأ_تحقق} إن أخطأ خيار.
 * @throws {خطأ_المكتبة} `LOG_LOGTAPE_CONFIGURED` إن أعد البرنامج LogTape بنفسه.
 *
 * @example سماع ما يُسجل
 * ```ts
 * import { إعداد_السجل, جلب_مسجل } from "@maktaba/std/log/ar";
 * import assert from "node:assert/strict";
 *
 * const رسائل: string[] = [];
 * await using _سجل = await إعداد_السجل({
 *   مستوى: "تحذير",
 *   طرفية: false,
 *   مصبات: [(قيد) => رسائل.push(`${قيد.المستوى}: ${قيد.الرسالة}`)],
 * });
 * جلب_مسجل("متجر").تحذير("بقي {عدد} فقط", { عدد: 3 });
 * assert.deepEqual(رسائل, ["تحذير: بقي 3 فقط"]);
 * ```
 */
export async function إعداد_السجل(خيارات: خيارات_إعداد_السجل = {}): Promise<AsyncDisposable> {
  return await configureLog(أسماء_خيارات_إعداد_السجل.english(خيارات));
}

/**
 * يطفئ السجل: يرسل ما بقي من البريد، ويغلق الملف، وتعود المكتبة صامتة. ولا يفعل شيئًا إن لم يكن السجل مُعدًّا.
 *
 * @returns عند إغلاق كل شيء.
 */
export async function إغلاق_السجل(): Promise<void> {
  await closeLog();
}

/**
 * ينتظر حتى يصل ما سُجل إلى مكانه: إلى القرص، وإلى خادم البريد بقدر ما يسمح به عدد الرسائل.
 *
 * @returns عند وصوله.
 */
export async function إفراغ_السجل(): Promise<void> {
  await flushLogs();
}
