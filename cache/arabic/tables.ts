/**
 * The names that both caches share; none of it is public.
 *
 * @internal
 * @module
 */

import { rememberOptionNames } from "../../errors/option_names.ts";
import { type RecordNames, recordNames, seconds } from "../../internal/arabic.ts";
import type { CacheOptions, CacheSetOptions } from "../cache_store.ts";
import type { خيارات_حفظ, خيارات_ذاكرة_مؤقتة } from "./store.ts";

// What is given by its place has an Arabic name in messages, too.
rememberOptionNames(() =>
  Object.entries({
    value: "قيمة",
    factory: "دالة",
  })
);

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
