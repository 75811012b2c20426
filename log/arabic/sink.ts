import { arabicMembers } from "../../internal/arabic.ts";
import { createLogSink, type LogSink } from "../create_log_sink.ts";
import type { LogTapeRecord } from "../logtape_record.ts";
import type { قيد_سجل } from "./entry.ts";
import type { خيارات_تنبيهات_السجل, خيارات_حجب_السجل, خيارات_طرفية_السجل, خيارات_ملف_السجل } from "./outputs.ts";
import { أسماء_خيارات_مصب_سجل } from "./tables/outputs.ts";

/** خيارات `إنشاء_مصب_سجل`: أين تذهب القيود. */
export interface خيارات_مصب_سجل {
  /** هل تظهر القيود في الطرفية وكيف؛ نعم إن لم يُعطَ. */
  طرفية?: boolean | خيارات_طرفية_السجل | undefined;
  /** ملف أو مساره. */
  ملف?: string | خيارات_ملف_السجل | undefined;
  /** من يُخبر بالأخطاء. */
  تنبيهات?: خيارات_تنبيهات_السجل | undefined;
  /** دوال تأخذ كل قيد محجوب الأسرار وتوصله حيث يُراد. */
  مصبات?: readonly ((قيد: قيد_سجل) => void)[] | undefined;
  /** ما يُعد سرًّا فوق كلمات المرور والرموز والمفاتيح وما يشبهها، وهي محجوبة دائمًا. */
  حجب?: خيارات_حجب_السجل | undefined;
}

/** مصب من مصبات LogTape، يأخذ القيود ويوصلها إلى الطرفية والملف والبريد. */
export interface مصب_سجل extends LogSink {
  /** تأخذ قيدًا من LogTape، ولا تطلق خطأ. */
  (قيد: LogTapeRecord): void;
  /** ينتظر حتى يصل كل ما أخذه إلى مكانه. */
  إفراغ(): Promise<void>;
  /** يكتب ما بقي ويغلق كل شيء. */
  إغلاق(): Promise<void>;
}

/**
 * ينشئ مصبًّا للبرامج التي تعد LogTape بنفسها: الطرفية والملف والبريد والحجب التي تعطيها `إعداد_السجل`، واحدًا من مصباتها.
 *
 * @param خيارات أين تذهب القيود.
 * @returns المصب.
 * @throws {خطأ_تحقق} إن أخطأ خيار.
 */
export function إنشاء_مصب_سجل(خيارات: خيارات_مصب_سجل = {}): مصب_سجل {
  const sink = createLogSink(أسماء_خيارات_مصب_سجل.english(خيارات));
  arabicMembers<Pick<مصب_سجل, "إفراغ" | "إغلاق">, LogSink>()(sink, { إفراغ: "drain", إغلاق: "close" });
  return sink as مصب_سجل;
}
