/**
 * The names of what inserting and finding documents are told; none of it is public.
 *
 * @internal
 * @module
 */

import { type RecordNames, recordNames, seconds } from "../../../internal/arabic.ts";
import type { FindOneOptions, FindOptions, InsertOptions } from "../../document_database.ts";
import type { خيارات_إدراج, خيارات_جلب, خيارات_جلب_واحد } from "../documents.ts";

/** What inserting is told. */
export const أسماء_خيارات_إدراج: RecordNames<خيارات_إدراج, InsertOptions> = recordNames<خيارات_إدراج, InsertOptions>()({
  إشارة: "signal",
});

/** What finding the first document is told. */
export const أسماء_خيارات_جلب_واحد: RecordNames<خيارات_جلب_واحد, FindOneOptions> = recordNames<
  خيارات_جلب_واحد,
  FindOneOptions
>()({
  ترتيب: "sort",
  وقت_أقصى: ["maxTimeMs", seconds],
  إشارة: "signal",
});

/** What finding documents is told. */
export const أسماء_خيارات_جلب: RecordNames<خيارات_جلب, FindOptions> = recordNames<خيارات_جلب, FindOptions>()(
  { حد: "limit" },
  أسماء_خيارات_جلب_واحد,
);
