/**
 * The names of what connecting and closing are told; none of it is public.
 *
 * @internal
 * @module
 */

import { argumentNames, type RecordNames, recordNames, recordOr, seconds, words } from "../../../internal/arabic.ts";
import type { ConnectOptions, SqliteMode, TlsOptions } from "../../connect.ts";
import type { CloseOptions } from "../../database.ts";
import type { خيارات_tls, خيارات_اتصال_قاعدة, وضع_sqlite } from "../connect.ts";
import type { خيارات_إغلاق_قاعدة } from "../database.ts";

argumentNames({
  url: "رابط",
  kind: "نوع_قاعدة",
  sql: "استعلام",
  params: "معاملات",
  rows: "صفوف",
  work: "عمل",
  collection: "مجموعة",
  documents: "بيانات",
  filter: "استعلام",
});

const أسماء_tls = recordNames<خيارات_tls, TlsOptions>()({
  جهات_التوثيق: "ca",
  شهادة: "cert",
  مفتاح: "key",
  تحقق: "verify",
});

/** What connecting is told. */
export const أسماء_خيارات_اتصال: RecordNames<خيارات_اتصال_قاعدة, ConnectOptions> = recordNames<
  خيارات_اتصال_قاعدة,
  ConnectOptions
>()({
  إشارة: "signal",
  وقت_اتصال: ["connectTimeoutMs", seconds],
  أقصى_اتصالات: "maxConnections",
  وقت_انتظار_اتصال: ["acquireTimeoutMs", seconds],
  وقت_انتظار_قفل: ["busyTimeoutMs", seconds],
  تحضير: "prepare",
  وضع: ["mode", words<وضع_sqlite, SqliteMode>()({ إنشاء: "rwc", كتابة: "rw", قراءة: "ro" })],
  tls: ["tls", recordOr<boolean, خيارات_tls, TlsOptions>(أسماء_tls)],
});

/** What closing is told. */
export const أسماء_خيارات_إغلاق: RecordNames<خيارات_إغلاق_قاعدة, CloseOptions> = recordNames<
  خيارات_إغلاق_قاعدة,
  CloseOptions
>()({ مهلة: ["drainTimeoutMs", seconds] });
