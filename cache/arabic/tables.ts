/**
 * The names that both caches share; none of it is public.
 *
 * @internal
 * @module
 */

import { argumentNames, type RecordNames, recordNames, seconds } from "../../internal/arabic.ts";
import type { CacheOptions, CacheSetOptions } from "../cache_store.ts";
import type { خيارات_حفظ, خيارات_ذاكرة_مؤقتة } from "./store.ts";

argumentNames({
  value: "قيمة",
  factory: "دالة",
});

/** What every operation is told. */
export const أسماء_خيارات_ذاكرة: RecordNames<خيارات_ذاكرة_مؤقتة, CacheOptions> = recordNames<
  خيارات_ذاكرة_مؤقتة,
  CacheOptions
>()({ إشارة: "signal" });

/** What setting a value is told. */
export const أسماء_خيارات_حفظ: RecordNames<خيارات_حفظ, CacheSetOptions> = recordNames<خيارات_حفظ, CacheSetOptions>()(
  { مدة_الصلاحية: ["ttlMs", seconds] },
  أسماء_خيارات_ذاكرة,
);
