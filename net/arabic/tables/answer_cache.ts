/**
 * The names of what is said of keeping answers; none of it is public.
 *
 * @internal
 * @module
 */

import { type Conversion, recordNames, seconds } from "../../../internal/arabic.ts";
import type { AnswerCache, AnswerOrigin, AnswerSource } from "../../answer_cache.ts";
import type { أصل_جواب, تخزين_الجواب, مصدر_جواب } from "../answer_cache.ts";

const المصادر: Readonly<Record<AnswerSource, مصدر_جواب>> = {
  network: "الخادم",
  fresh: "صالح",
  revalidated: "مؤكد",
  stale: "قديم",
};

const مصدر: Conversion<مصدر_جواب, AnswerSource> = {
  english: (قيمة) => (Object.keys(المصادر) as AnswerSource[]).find((اسم) => المصادر[اسم] === قيمة)!,
  arabic: (قيمة) => المصادر[قيمة],
};

const أسماء_أصل_جواب = recordNames<أصل_جواب, AnswerOrigin>()({
  مصدر: ["source", مصدر],
  عمر: ["ageMs", seconds],
  الحالة: "status",
  الرابط: "url",
  خطأ: "error",
});

const عند_الجواب: Conversion<(أصل: أصل_جواب) => void, (origin: AnswerOrigin) => void> = {
  english: (دالة) => (أصل) => دالة(أسماء_أصل_جواب.arabic(أصل)),
  arabic: (دالة) => (أصل) => دالة(أسماء_أصل_جواب.english(أصل)),
};

const أسماء_تخزين = recordNames<تخزين_الجواب, AnswerCache>()({
  مخزن: "store",
  مدة_الصلاحية: ["ttlMs", seconds],
  تحديث: "force",
  مدة_القديم_مع_التحديث: ["staleWhileRevalidateMs", seconds],
  مدة_القديم_عند_الخطأ: ["staleIfErrorMs", seconds],
  أقصى_بايتات: "maxBytes",
  عند_الجواب: ["onAnswer", عند_الجواب],
});

/** What is said of keeping answers, for options that hold it. */
export const تخزين: Conversion<تخزين_الجواب, AnswerCache> = {
  english: (قيمة) => أسماء_تخزين.english(قيمة),
  arabic: (قيمة) => أسماء_تخزين.arabic(قيمة),
};
