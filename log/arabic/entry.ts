import type { LogErrorData } from "../log_entry.ts";

/** مقدار أهمية القيد، من الأقل إلى الأكثر؛ وتُقبل أسماؤها في Python أيضًا. */
export type مستوى_سجل =
  | "تنقيح"
  | "معلومات"
  | "تحذير"
  | "خطأ"
  | "حرج"
  | "DEBUG"
  | "INFO"
  | "WARNING"
  | "ERROR"
  | "CRITICAL";

/** قيد واحد في السجل، محجوب الأسرار. */
export interface قيد_سجل {
  /** متى سُجل. */
  readonly الوقت: Date;
  /** مقدار أهميته. */
  readonly المستوى: مستوى_سجل;
  /** اسم المسجل. */
  readonly المسجل: string;
  /** ما حدث، بالقيم التي يذكرها بين الأقواس. */
  readonly الرسالة: string;
  /** القيم. */
  readonly الخصائص: Readonly<Record<string, unknown>>;
  /** الخطأ بياناتٍ مجردة بأسماء JSON، إن كان هناك خطأ. */
  readonly الخطأ?: LogErrorData;
}
