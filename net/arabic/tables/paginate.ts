/**
 * The names of what going through pages is told; none of it is public.
 *
 * @internal
 * @module
 */

import { callback, type RecordNames, recordNames } from "../../../internal/arabic.ts";
import type { NextPage, PaginateOptions } from "../../client.ts";
import { بأعضاء_عربية } from "./raw_answer.ts";
import { أسماء_خيارات_طلب_عميل } from "./client.ts";
import type { خيارات_صفحات, صفحة_تالية } from "../paginate.ts";

const أسماء_صفحة_تالية = recordNames<Exclude<صفحة_تالية, string | URL>, Exclude<NextPage, string | URL>>()({
  رابط: "url",
  بيانات: "body",
  رؤوس: "headers",
  معاملات: "query",
});

type تالية = NonNullable<خيارات_صفحات["التالية"]>;
type Next = NonNullable<PaginateOptions["next"]>;

const تالية = callback<تالية, Next>((دالة) => async (page, answer) => {
  const أين = await دالة(page, بأعضاء_عربية(answer));
  return typeof أين === "object" && !(أين instanceof URL) && أين !== null ? أسماء_صفحة_تالية.english(أين) : أين;
});

type عناصر = NonNullable<خيارات_صفحات["عناصر"]>;
type Items = NonNullable<PaginateOptions["items"]>;

const عناصر = callback<عناصر, Items>((دالة) => (page, answer) => دالة(page, بأعضاء_عربية(answer)));

/** What going through pages is told. */
export const أسماء_خيارات_صفحات: RecordNames<خيارات_صفحات, PaginateOptions> = recordNames<
  خيارات_صفحات,
  PaginateOptions
>()({
  طريقة: "method",
  التالية: ["next", تالية],
  عناصر: ["items", عناصر],
  مخطط: "schema",
  أقصى_صفحات: "maxPages",
}, أسماء_خيارات_طلب_عميل);
