import { arabicMembers } from "../../internal/arabic.ts";
import { DocumentDatabase, type DocumentFilter, type DocumentRecord } from "../document_database.ts";
import type { خيارات_إغلاق_قاعدة } from "./database.ts";
import { أسماء_خيارات_إغلاق } from "./tables/connect.ts";
import { أسماء_خيارات_إدراج, أسماء_خيارات_جلب, أسماء_خيارات_جلب_واحد } from "./tables/documents.ts";

/** مستند: كائن بسيط. */
export type مستند = DocumentRecord;
/** مرشح المستندات كما في MongoDB، مثل `{ عمر: { $gte: 18 } }`؛ و`{}` لكلها. */
export type مرشح_مستندات = DocumentFilter;
/** خيارات إدراج المستندات. */
export interface خيارات_إدراج {
  /** تلغي الإدراج قبل إرساله. */
  إشارة?: AbortSignal | undefined;
}

/** خيارات جلب مستند واحد. */
export interface خيارات_جلب_واحد {
  /** الحقول التي يُرتب بها، الأهم أولًا: 1 تصاعديًّا و-1 تنازليًّا. */
  ترتيب?: Readonly<Record<string, 1 | -1>> | undefined;
  /** أقصى مدة لعمل الخادم بالثواني؛ بلا حد إن لم تُعطَ. */
  وقت_أقصى?: number | undefined;
  /** توقف البحث عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

/** خيارات جلب المستندات. */
export interface خيارات_جلب extends خيارات_جلب_واحد {
  /** أقصى عدد للمستندات؛ كلها إن لم يُعطَ. */
  حد?: number | undefined;
}

/** ما لقاعدة المستندات من أعضاء عربية. */
export interface أعضاء_قاعدة_مستندات {
  /**
   * يدرج مستندات.
   *
   * @param مجموعة اسم المجموعة.
   * @param مستندات المستندات.
   * @param خيارات إشارة.
   * @returns معرّف كل منها بترتيبها.
   */
  إدراج(مجموعة: string, مستندات: readonly مستند[], خيارات?: خيارات_إدراج): Promise<unknown[]>;
  /**
   * يدرج مستندًا واحدًا.
   *
   * @param مجموعة اسم المجموعة.
   * @param مستند المستند.
   * @param خيارات إشارة.
   * @returns معرّفه.
   */
  إدراج(مجموعة: string, مستند: مستند, خيارات?: خيارات_إدراج): Promise<unknown>;
  /**
   * يجلب مستندات.
   *
   * @typeParam T نوع المستند.
   * @param مجموعة اسم المجموعة.
   * @param مرشح أيها؛ كلها إن لم يُعطَ.
   * @param خيارات الحد والترتيب وإشارة.
   * @returns المستندات.
   */
  جلب<T = مستند>(مجموعة: string, مرشح?: مرشح_مستندات, خيارات?: خيارات_جلب): Promise<T[]>;
  /**
   * يجلب أول مستند.
   *
   * @typeParam T نوع المستند.
   * @param مجموعة اسم المجموعة.
   * @param مرشح أيها؛ كلها إن لم يُعطَ.
   * @param خيارات الترتيب وإشارة.
   * @returns المستند، أو undefined إن لم يكن.
   */
  جلب_واحد<T = مستند>(مجموعة: string, مرشح?: مرشح_مستندات, خيارات?: خيارات_جلب_واحد): Promise<T | undefined>;
  /**
   * يجلب مستندات ويعطيها واحدًا بعد آخر.
   *
   * @typeParam T نوع المستند.
   * @param مجموعة اسم المجموعة.
   * @param مرشح أيها؛ كلها إن لم يُعطَ.
   * @param خيارات الحد والترتيب وإشارة.
   * @returns المستندات.
   */
  مستندات<T = مستند>(
    مجموعة: string,
    مرشح?: مرشح_مستندات,
    خيارات?: خيارات_جلب,
  ): AsyncGenerator<T, void, undefined>;
  /**
   * يغلق القاعدة: يرفض الجديد، وينتظر الجاري، ثم يغلق بالقوة.
   *
   * @param خيارات مدة الانتظار.
   */
  إغلاق(خيارات?: خيارات_إغلاق_قاعدة): Promise<void>;
}

arabicMembers<أعضاء_قاعدة_مستندات, DocumentDatabase>()(DocumentDatabase.prototype, {
  إدراج: [
    "insert",
    async function (
      this: DocumentDatabase,
      مجموعة: string,
      مستندات: مستند | readonly مستند[],
      خيارات: خيارات_إدراج = {},
    ): Promise<never> {
      return await this.insert(مجموعة, مستندات as مستند, أسماء_خيارات_إدراج.english(خيارات)) as never;
    },
  ],
  جلب: [
    "find",
    async function <T>(
      this: DocumentDatabase,
      مجموعة: string,
      مرشح: مرشح_مستندات = {},
      خيارات: خيارات_جلب = {},
    ): Promise<T[]> {
      return await this.find<T>(مجموعة, مرشح, أسماء_خيارات_جلب.english(خيارات));
    },
  ],
  جلب_واحد: [
    "findOne",
    async function <T>(
      this: DocumentDatabase,
      مجموعة: string,
      مرشح: مرشح_مستندات = {},
      خيارات: خيارات_جلب_واحد = {},
    ): Promise<T | undefined> {
      return await this.findOne<T>(مجموعة, مرشح, أسماء_خيارات_جلب_واحد.english(خيارات));
    },
  ],
  مستندات: [
    "documents",
    function <T>(
      this: DocumentDatabase,
      مجموعة: string,
      مرشح: مرشح_مستندات = {},
      خيارات: خيارات_جلب = {},
    ): AsyncGenerator<T, void, undefined> {
      return this.documents<T>(مجموعة, مرشح, أسماء_خيارات_جلب.english(خيارات));
    },
  ],
  إغلاق: [
    "close",
    async function (this: DocumentDatabase, خيارات: خيارات_إغلاق_قاعدة = {}): Promise<void> {
      await this.close(أسماء_خيارات_إغلاق.english(خيارات));
    },
  ],
});

/** قاعدة مستندات (MongoDB) تفتحها `اتصال`. */
export type قاعدة_مستندات = DocumentDatabase & أعضاء_قاعدة_مستندات;
/** قاعدة مستندات (MongoDB) تفتحها `اتصال`. */
export const قاعدة_مستندات: new (...معطيات: never) => قاعدة_مستندات = DocumentDatabase as never;
