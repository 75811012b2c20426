/**
 * أسماء تشترك فيها ملفات هذا المجلد، وليست مما يُصدَّر.
 *
 * @internal
 * @module
 */

import { rememberOptionNames } from "../../errors/option_names.ts";
import { type RecordNames, recordNames } from "../../internal/arabic.ts";
import type { AcquireOptions } from "../semaphore.ts";
import type { TaskOptions } from "../task.ts";
import type { خيارات_انتظار } from "./coordination.ts";
import type { خيارات_مهمة } from "./tasks.ts";

rememberOptionNames(() =>
  Object.entries({
    main: "رئيسة",
    operation: "عملية",
    operations: "عمليات",
    items: "عناصر",
    block: "كتلة",
    fn: "دالة",
    ms: "مدة",
    permits: "عدد_التصاريح",
    parties: "الأطراف",
    maxSize: "الحجم_الأقصى",
    compare: "مقارنة",
    predicate: "شرط",
    module: "وحدة",
    options: "خيارات",
  })
);

/** خيارات مهمة، لما يبدأ مهامًا. */
export const أسماء_خيارات_مهمة: RecordNames<خيارات_مهمة, TaskOptions> = recordNames<خيارات_مهمة, TaskOptions>()({
  اسم: "name",
  إشارة: "signal",
});

/** خيارات ما ينتظر. */
export const أسماء_خيارات_انتظار: RecordNames<خيارات_انتظار, AcquireOptions> = recordNames<
  خيارات_انتظار,
  AcquireOptions
>()({ إشارة: "signal" });
