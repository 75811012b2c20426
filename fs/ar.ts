/**
 * الملفات: تقسيمها ودمجها، وضغطها وفك ضغطها، وإحصائياتها، ونصوصها، وقراءة CSV، ونقلها بـ SFTP. ما يُكتب لا يظهر إلا تامًّا، ولا
 * يبقى منه شيء عند الفشل أو الإلغاء؛ وما يُقرأ تبقى ذاكرته محدودة مهما كبر.
 *
 * @example ضغط وتقسيم ودمج
 * ```ts
 * import { تقسيم_ملف, دمج_ملف, ضغط_ملف, فك_ضغط_ملف, قراءة_ملف_نصي } from "@maktaba/std/fs/ar";
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const مجلد = await mkdtemp(join(tmpdir(), "ملفات-"));
 * await writeFile(join(مجلد, "قصيدة.txt"), "قفا نبك من ذكرى حبيب ومنزل\n");
 * const أجزاء = await تقسيم_ملف(await ضغط_ملف(join(مجلد, "قصيدة.txt")), { حجم_القطعة: 20 });
 * const مدموج = await دمج_ملف(أجزاء, join(مجلد, "نسخة.txt.gz"));
 * assert.equal(await قراءة_ملف_نصي(await فك_ضغط_ملف(مدموج)), "قفا نبك من ذكرى حبيب ومنزل\n");
 * await rm(مجلد, { recursive: true });
 * ```
 *
 * @module
 */

export * from "./arabic/errors.ts";
export * from "./arabic/csv.ts";
export * from "./arabic/gzip.ts";
export * from "./arabic/progress.ts";
export * from "./arabic/read.ts";
export * from "./arabic/sftp.ts";
export * from "./arabic/split.ts";
