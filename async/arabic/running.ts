import { recordNames, seconds } from "../../internal/arabic.ts";
import type { Operation } from "../operation.ts";
import { run, type RunOptions } from "../run.ts";

/** خيارات `تشغيل`. */
export interface خيارات_تشغيل {
  /** تلغي البرنامج عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
  /** هل تلغي إشارتا المقاطعة والإنهاء البرنامج؛ نعم إن لم يُعطَ. */
  معالجة_الإشارات?: boolean | undefined;
  /** هل يُخبر السجل بما يعطل حلقة الأحداث وبالمهام الباقية؛ لا إن لم يُعطَ. */
  تنقيح?: boolean | undefined;
  /** المدة التي يُعد النداء بعدها بطيئًا بالثواني؛ 0.1 إن لم يُعطَ. */
  مدة_النداء_البطيء?: number | undefined;
}

const أسماء_خيارات_تشغيل = recordNames<خيارات_تشغيل, RunOptions>()({
  إشارة: "signal",
  معالجة_الإشارات: "handleSignals",
  تنقيح: "debug",
  مدة_النداء_البطيء: ["slowCallbackMs", seconds],
});

/**
 * يجري الدالة الرئيسة لبرنامج في مهمة، ويلغي عند نهايتها ما بقي جاريًا وينتظره.
 *
 * @typeParam T نتيجة الدالة.
 * @param رئيسة الدالة الرئيسة.
 * @param خيارات الإشارات والتنقيح.
 * @returns نتيجة الدالة.
 */
export async function تشغيل<T>(رئيسة: Operation<T>, خيارات: خيارات_تشغيل = {}): Promise<T> {
  return await run(رئيسة, أسماء_خيارات_تشغيل.english(خيارات));
}
