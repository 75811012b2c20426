/**
 * أمر `مكتبة` من داخل برنامج: تقسيم الملفات، والاستعلام من قواعد البيانات، وكتابة مواصفات OpenAPI، وقراءة CSV.
 *
 * وهو في الطرفية `مكتبة` بعد تثبيت الحزمة، و`deno run -A cli/main.ts` أو `node cli/main.ts` أو `bun cli/main.ts` في
 * نسخة من المصدر.
 *
 * @example المساعدة بالعربية
 * ```ts
 * import { تشغيل_سطر_الأوامر } from "@maktaba/std/cli/ar";
 * import assert from "node:assert/strict";
 *
 * let المساعدة = "";
 * await تشغيل_سطر_الأوامر(["--مساعدة"], { إخراج: { كتابة: (نص) => void (المساعدة += نص) } });
 * assert.match(المساعدة, /^الاستعمال: مكتبة/m);
 * ```
 *
 * @module
 */

// Errors have Arabic members wherever Arabic names are used.
import "../errors/ar.ts";
import { argumentNames, recordNames } from "../internal/arabic.ts";
import type { Output } from "./output.ts";
import { runCli, type RunCliOptions } from "./run_cli.ts";

argumentNames({ argv: "معاملات" });

/** ما يكتب إليه الأمر. */
export interface مخرج {
  /**
   * يكتب نصًّا.
   *
   * @param نص النص، وأسطره تنتهي بـ`\n`.
   * @returns عندما يجوز أن يُكتب المزيد.
   */
  كتابة(نص: string): void | Promise<void>;
  /** هل ينظر إليه إنسان؛ لا إن لم يُعطَ. */
  طرفية?: boolean | undefined;
  /** كم حرفًا يسع سطر الطرفية، إن عُرف؛ ولا تجاوزه الجداول. */
  عرض?: number | undefined;
}

const أسماء_مخرج = recordNames<مخرج, Output>()({ كتابة: "write", طرفية: "isTerminal", عرض: "columns" });

/** خيارات `تشغيل_سطر_الأوامر`. */
export interface خيارات_سطر_الأوامر {
  /** ما تُكتب إليه النتائج؛ الإخراج القياسي للعملية إن لم يُعطَ. */
  إخراج?: مخرج | undefined;
  /** ما يُكتب إليه كل ما ليس نتيجة؛ إخراج الأخطاء القياسي للعملية إن لم يُعطَ. */
  إخراج_الأخطاء?: مخرج | undefined;
  /** توقف العمل ولا تترك نصفه، ورمز الخروج حينئذ 130. */
  إشارة?: AbortSignal | undefined;
  /** اللغة إن لم تذكرها المعاملات؛ العربية إن لم تُعطَ. */
  لغة?: "ar" | "en" | undefined;
}

const أسماء_خيارات_سطر_الأوامر = recordNames<خيارات_سطر_الأوامر, RunCliOptions>()({
  إخراج: ["stdout", أسماء_مخرج],
  إخراج_الأخطاء: ["stderr", أسماء_مخرج],
  إشارة: "signal",
  لغة: "locale",
});

/**
 * يشغّل أمر `مكتبة` داخل هذا البرنامج، بالعربية ما لم تُذكر لغة أخرى.
 *
 * @param معاملات معاملات الأمر بأي من اللغتين، بغير اسم البرنامج.
 * @param خيارات أين يُكتب الإخراج، واللغة، وكيف يُوقف العمل.
 * @returns رمز الخروج: 0 تم، 1 فشل العمل، 2 خطأ في الاستعمال، 130 أوقفته الإشارة.
 * @throws {خطأ_تحقق} إن لم تكن المعاملات مصفوفة نصوص، أو كان خيار خاطئًا أو غير معروف.
 *
 * @example السؤال عن الإصدار
 * ```ts
 * import { تشغيل_سطر_الأوامر } from "@maktaba/std/cli/ar";
 * import assert from "node:assert/strict";
 *
 * let النص = "";
 * const رمز_الخروج = await تشغيل_سطر_الأوامر(["--إصدار"], { إخراج: { كتابة: (نص) => void (النص += نص) } });
 * assert.equal(رمز_الخروج, 0);
 * assert.match(النص, /^مكتبة \d/);
 * ```
 */
export async function تشغيل_سطر_الأوامر(
  معاملات: readonly string[],
  خيارات: خيارات_سطر_الأوامر = {},
): Promise<number> {
  return await runCli(معاملات, { locale: "ar", ...أسماء_خيارات_سطر_الأوامر.english(خيارات) });
}
