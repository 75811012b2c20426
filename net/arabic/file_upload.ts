import { arabicConstructor, arabicMembers, recordNames } from "../../internal/arabic.ts";
import { FileUpload, type FileUploadOptions } from "../file_upload.ts";

/** خيارات `ملف_للرفع`. */
export interface خيارات_ملف_للرفع {
  /** ما يُذكر للخادم اسمًا للملف؛ آخر مساره إن لم يُعطَ. */
  اسم?: string | undefined;
  /** نوع محتوى الملف؛ application/octet-stream إن لم يُعطَ. */
  نوع?: string | undefined;
}

const أسماء_خيارات_ملف_للرفع = recordNames<خيارات_ملف_للرفع, FileUploadOptions>()({ اسم: "name", نوع: "type" });

/** ما لملف للرفع من أعضاء عربية. */
export interface أعضاء_ملف_للرفع {
  /** مكانه. */
  readonly المسار: string;
  /** ما يُذكر للخادم اسمًا له؛ undefined لآخر مساره. */
  readonly الاسم: string | undefined;
  /** نوع محتواه. */
  readonly النوع: string;
}

arabicMembers<أعضاء_ملف_للرفع, FileUpload>()(FileUpload.prototype, { المسار: "path", الاسم: "name", النوع: "type" });

/** ملف على القرص يكون متغيرًا في `استعلام_graphql`، ويُقرأ في أثناء إرساله. */
export type ملف_للرفع = FileUpload & أعضاء_ملف_للرفع;
/**
 * ملف على القرص يكون متغيرًا في `استعلام_graphql`، ويُقرأ في أثناء إرساله.
 *
 * @example
 * ```ts
 * import { ملف_للرفع } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * const غلاف = new ملف_للرفع("صور/غلاف.png", { نوع: "image/png" });
 * assert.equal(غلاف.المسار, "صور/غلاف.png");
 * // await استعلام_graphql(رابط, "mutation ($file: Upload!) { setCover(file: $file) }", { متغيرات: { file: غلاف } });
 * ```
 */
export const ملف_للرفع: new (مسار: string, خيارات?: خيارات_ملف_للرفع) => ملف_للرفع = arabicConstructor<
  new (مسار: string, خيارات?: خيارات_ملف_للرفع) => ملف_للرفع
>(FileUpload, (مسار, خيارات = {}) => [مسار, أسماء_خيارات_ملف_للرفع.english(خيارات)]);
