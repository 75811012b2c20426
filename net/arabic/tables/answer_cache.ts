/**
 * The names of what is said of keeping answers; none of it is public.
 *
 * @internal
 * @module
 */

import { listener, type RecordNames, recordNames, seconds, words } from "../../../internal/arabic.ts";
import type { AnswerCache, AnswerOrigin, AnswerSource } from "../../answer_cache.ts";
import type { GraphQLCache } from "../../graphql.ts";
import type { أصل_جواب, تخزين_الجواب, مصدر_جواب } from "../answer_cache.ts";
import type { تخزين_graphql } from "../graphql.ts";

const كلمات_المصدر = words<مصدر_جواب, AnswerSource>()({
  الخادم: "network",
  صالح: "fresh",
  مؤكد: "revalidated",
  قديم: "stale",
});

const عند_الجواب = listener(
  recordNames<أصل_جواب, AnswerOrigin>()({
    مصدر: ["source", كلمات_المصدر],
    عمر: ["ageMs", seconds],
    الحالة: "status",
    الرابط: "url",
    خطأ: "error",
  }),
);

/** What is said of keeping the answers to queries of GraphQL. */
export const أسماء_تخزين_graphql: RecordNames<تخزين_graphql, GraphQLCache> = recordNames<تخزين_graphql, GraphQLCache>()(
  {
    مخزن: "store",
    مدة_الصلاحية: ["ttlMs", seconds],
    تحديث: "force",
  },
);

/** What is said of keeping answers. */
export const أسماء_تخزين: RecordNames<تخزين_الجواب, AnswerCache> = recordNames<تخزين_الجواب, AnswerCache>()({
  مدة_القديم_مع_التحديث: ["staleWhileRevalidateMs", seconds],
  مدة_القديم_عند_الخطأ: ["staleIfErrorMs", seconds],
  أقصى_بايتات: "maxBytes",
  عند_الجواب: ["onAnswer", عند_الجواب],
}, أسماء_تخزين_graphql);
