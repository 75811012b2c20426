/**
 * The names that several topics share; none of it is public.
 *
 * @internal
 * @module
 */

import { argumentNames, listener, type RecordNames, recordNames } from "../../internal/arabic.ts";
import type { FileProgress } from "../file_progress.ts";
import type { JoinFilesOptions } from "../join_files.ts";
import type { خيارات_دمج_ملف } from "./split.ts";
import type { تقدم_ملف } from "./progress.ts";

argumentNames({
  path: "مسار",
  source: "مصدر",
  parts: "أجزاء",
  remotePath: "مسار_بعيد",
  localPath: "مسار_محلي",
  host: "مضيف",
  username: "اسم_مستخدم",
  password: "كلمة_مرور",
  options: "خيارات",
});

/** What everything that writes a file is told. */
export const أسماء_خيارات_كتابة: RecordNames<خيارات_دمج_ملف, JoinFilesOptions> = recordNames<
  خيارات_دمج_ملف,
  JoinFilesOptions
>()({
  استبدال: "overwrite",
  عند_التقدم: [
    "onProgress",
    listener(recordNames<تقدم_ملف, FileProgress>()({ بايتات: "bytes", الإجمالي: "totalBytes" })),
  ],
  إشارة: "signal",
});
