/**
 * قواعد البيانات خلف واجهة واحدة: SQLite وPostgreSQL وMySQL وMariaDB بلغة SQL، وMongoDB بالمستندات. القيم تُربط ولا تُلصق،
 * والمعاملات دوال، وكل انتظار يتوقف بإشارته أو بإلغاء مهمته، ولكل خطأ الرمز نفسه في كل قاعدة. المدد هنا بالثواني.
 *
 * @example معاملة ثم سؤال
 * ```ts
 * import { اتصال } from "@maktaba/std/db/ar";
 * import assert from "node:assert/strict";
 *
 * await using قاعدة = await اتصال("sqlite::memory:");
 * await قاعدة.تنفيذ("create table كتاب (عنوان text not null, صفحات integer)");
 * await قاعدة.معاملة(async (معاملة) => {
 *   const جملة = "insert into كتاب values (:عنوان, :صفحات)";
 *   await معاملة.تنفيذ(جملة, { عنوان: "كليلة ودمنة", صفحات: 320 });
 *   await معاملة.تنفيذ(جملة, { عنوان: "المقدمة", صفحات: 1000 });
 * });
 * const كتاب = await قاعدة.جلب_واحد("select عنوان from كتاب where صفحات > :حد", { حد: 500 });
 * assert.deepEqual(كتاب, { عنوان: "المقدمة" });
 * ```
 *
 * @module
 */

import { rememberOptionNames } from "../errors/option_names.ts";
import { arabicConstructor, arabicMembers, type Conversion, recordNames, seconds } from "../internal/arabic.ts";
import { checkOneOf } from "../internal/validate.ts";
import { connect, type ConnectOptions, type SqliteMode, type TlsOptions } from "./connect.ts";
import {
  type CloseOptions,
  Database,
  type ExecuteManyResult,
  type ExecuteResult,
  type QueryOptions,
  type TransactionOptions,
} from "./database.ts";
import { type DatabaseKind, DatabaseSession } from "./database_session.ts";
import {
  DocumentDatabase,
  type DocumentFilter,
  type DocumentRecord,
  type FindOneOptions,
  type FindOptions,
  type InsertOptions,
} from "./document_database.ts";
import type { SqlParameters, SqlRow, SqlValue } from "./sql_value.ts";
import { Transaction } from "./transaction.ts";

/**
 * قيمة يجوز ربطها بمعامل: null أو قيمة منطقية أو عدد أو bigint أو نص أو بايتات أو تاريخ، أو كائن بسيط أو مصفوفة تُربط بنص JSON.
 */
export type قيمة_sql = SqlValue;
/** قيم المعاملات: بالاسم للصيغة `:name`، أو بالترتيب للصيغة `?`. */
export type معاملات_sql = SqlParameters;
/** صف: كائن بأسماء الأعمدة. */
export type صف_sql = SqlRow;
/** مستند: كائن بسيط. */
export type مستند = DocumentRecord;
/** مرشح المستندات كما في MongoDB، مثل `{ عمر: { $gte: 18 } }`؛ و`{}` لكلها. */
export type مرشح_مستندات = DocumentFilter;
/** نوع القاعدة: `"sql"` أو `"nosql"`. */
export type نوع_قاعدة = DatabaseKind;

/** كيف يُشفَّر الاتصال بالخادم. */
export interface خيارات_tls {
  /** شهادات الجهة التي وقّعت شهادة الخادم، بصيغة PEM؛ ما تثق به بيئة التشغيل إن لم تُعطَ. */
  شهادة_الجهة?: string | undefined;
  /** شهادة العميل بصيغة PEM. */
  شهادة?: string | undefined;
  /** مفتاح العميل الخاص بصيغة PEM. */
  مفتاح?: string | undefined;
  /** هل يُتحقق من شهادة الخادم؛ نعم إن لم يُعطَ. */
  تحقق?: boolean | undefined;
}

const أسماء_tls = recordNames<خيارات_tls, TlsOptions>()({
  شهادة_الجهة: "ca",
  شهادة: "cert",
  مفتاح: "key",
  تحقق: "verify",
});

const تحويل_tls: Conversion<boolean | خيارات_tls, boolean | TlsOptions> = {
  english: (value) => typeof value === "boolean" ? value : أسماء_tls.english(value),
  arabic: (value) => typeof value === "boolean" ? value : أسماء_tls.arabic(value),
};

/** ما يجوز أن يُفعل بملف قاعدة SQLite: قراءته وكتابته وإنشاؤه إن غاب، أو قراءته وكتابته، أو قراءته وحدها. */
export type وضع_sqlite = "إنشاء" | "كتابة" | "قراءة";

const أوضاع_sqlite: Readonly<Record<وضع_sqlite, SqliteMode>> = { إنشاء: "rwc", كتابة: "rw", قراءة: "ro" };

const تحويل_وضع: Conversion<وضع_sqlite, SqliteMode> = {
  english(value, name) {
    checkOneOf(name, value, Object.keys(أوضاع_sqlite));
    return أوضاع_sqlite[value];
  },
  arabic: (value) => (Object.keys(أوضاع_sqlite) as وضع_sqlite[]).find((name) => أوضاع_sqlite[name] === value)!,
};

/** خيارات `اتصال`. المدد بالثواني. */
export interface خيارات_اتصال_قاعدة {
  /** تلغي الاتصال عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
  /** أقصى مدة لإنشاء اتصال بالخادم بالثواني؛ 10 إن لم تُعطَ. */
  وقت_اتصال?: number | undefined;
  /** أقصى عدد للاتصالات بالخادم في وقت واحد؛ 10 إن لم يُعطَ. */
  أقصى_اتصالات?: number | undefined;
  /** أقصى انتظار لاتصال يستخدمه غيره بالثواني؛ 30 إن لم يُعطَ. */
  وقت_انتظار_اتصال?: number | undefined;
  /** أقصى انتظار لقفل SQLite يمسكه غيره بالثواني؛ 5 إن لم يُعطَ. */
  وقت_انتظار_قفل?: number | undefined;
  /** هل تُحضَّر الجمل في خادم PostgreSQL وتبقى فيه؛ نعم إن لم يُعطَ. */
  تحضير?: boolean | undefined;
  /**
   * ما يجوز أن يُفعل بملف قاعدة SQLite؛ ما يقوله الرابط، مثل `sqlite:بيانات.db?mode=ro`، وإلا فـ`"إنشاء"`. ومع `"كتابة"` و`"قراءة"`
   * يُعد غياب الملف خطأ.
   */
  وضع?: وضع_sqlite | undefined;
  /** هل يُشفَّر الاتصال بالخادم، وكيف. */
  tls?: boolean | خيارات_tls | undefined;
}

const أسماء_خيارات_اتصال = recordNames<خيارات_اتصال_قاعدة, ConnectOptions>()({
  إشارة: "signal",
  وقت_اتصال: ["connectTimeoutMs", seconds],
  أقصى_اتصالات: "maxConnections",
  وقت_انتظار_اتصال: ["acquireTimeoutMs", seconds],
  وقت_انتظار_قفل: ["busyTimeoutMs", seconds],
  تحضير: "prepare",
  وضع: ["mode", تحويل_وضع],
  tls: ["tls", تحويل_tls],
});

// What is inside of an option, or given by its place, has an Arabic name in messages, too.
rememberOptionNames(() =>
  Object.entries({
    url: "رابط",
    kind: "نوع_قاعدة",
    sql: "استعلام",
    params: "معاملات",
    rows: "صفوف",
    work: "عمل",
    collection: "مجموعة",
    documents: "بيانات",
    filter: "استعلام",
    "tls.ca": "tls.شهادة_الجهة",
    "tls.cert": "tls.شهادة",
    "tls.key": "tls.مفتاح",
    "tls.verify": "tls.تحقق",
  })
);

/** خيارات كل جملة. */
export interface خيارات_استعلام {
  /** توقف الجملة عند إطلاقها، في الخادم أيضًا. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_استعلام = recordNames<خيارات_استعلام, QueryOptions>()({ إشارة: "signal" });

/** خيارات `معاملة`. */
export interface خيارات_معاملة {
  /** توقف المعاملة عند إطلاقها وتتراجع عنها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_معاملة = recordNames<خيارات_معاملة, TransactionOptions>()({ إشارة: "signal" });

/** خيارات `إغلاق`. */
export interface خيارات_إغلاق_قاعدة {
  /** كم ينتظر ما هو جارٍ قبل أن يغلق بالقوة، بالثواني؛ 5 إن لم يُعطَ. */
  مهلة?: number | undefined;
}

const أسماء_خيارات_إغلاق = recordNames<خيارات_إغلاق_قاعدة, CloseOptions>()({ مهلة: ["drainTimeoutMs", seconds] });

/** خيارات إدراج المستندات. */
export interface خيارات_إدراج {
  /** تلغي الإدراج قبل إرساله. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_إدراج = recordNames<خيارات_إدراج, InsertOptions>()({ إشارة: "signal" });

/** خيارات جلب المستندات. */
export interface خيارات_جلب {
  /** أقصى عدد للمستندات؛ كلها إن لم يُعطَ. */
  حد?: number | undefined;
  /** الحقول التي يُرتب بها، الأهم أولًا: 1 تصاعديًّا و-1 تنازليًّا. */
  ترتيب?: Readonly<Record<string, 1 | -1>> | undefined;
  /** أقصى مدة لعمل الخادم بالثواني؛ بلا حد إن لم تُعطَ. */
  وقت_أقصى?: number | undefined;
  /** توقف البحث عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_جلب = recordNames<خيارات_جلب, FindOptions>()({
  حد: "limit",
  ترتيب: "sort",
  وقت_أقصى: ["maxTimeMs", seconds],
  إشارة: "signal",
});

/** خيارات جلب مستند واحد. */
export interface خيارات_جلب_واحد {
  /** الحقول التي يُرتب بها، الأهم أولًا: 1 تصاعديًّا و-1 تنازليًّا. */
  ترتيب?: Readonly<Record<string, 1 | -1>> | undefined;
  /** أقصى مدة لعمل الخادم بالثواني؛ بلا حد إن لم تُعطَ. */
  وقت_أقصى?: number | undefined;
  /** توقف البحث عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_جلب_واحد = recordNames<خيارات_جلب_واحد, FindOneOptions>()({
  ترتيب: "sort",
  وقت_أقصى: ["maxTimeMs", seconds],
  إشارة: "signal",
});

/** ما تعطيه `تنفيذ`. */
export interface نتيجة_تنفيذ {
  /** كم صفًّا أُدرج أو عُدّل أو حُذف. */
  صفوف_متأثرة: number;
  /** الرقم الذي أعطته القاعدة للصف المدرج؛ undefined إن لم تعطِ رقمًا. */
  آخر_معرف: number | bigint | undefined;
}

const أسماء_نتيجة_تنفيذ = recordNames<نتيجة_تنفيذ, ExecuteResult>()({
  صفوف_متأثرة: "rowsAffected",
  آخر_معرف: "lastInsertId",
});

/** ما تعطيه `تنفيذ_عدة`. */
export interface نتيجة_تنفيذ_عدة {
  /** كم صفًّا أُدرج أو عُدّل أو حُذف، جميعًا. */
  صفوف_متأثرة: number;
}

const أسماء_نتيجة_تنفيذ_عدة = recordNames<نتيجة_تنفيذ_عدة, ExecuteManyResult>()({ صفوف_متأثرة: "rowsAffected" });

/** ما للقاعدة وللمعاملة من استعلامات. */
export interface أعضاء_استعلام {
  /**
   * ينفذ جملة لأثرها.
   *
   * @param استعلام جملة واحدة، معاملاتها `:name` أو `?`.
   * @param معاملات قيم المعاملات.
   * @param خيارات إشارة.
   * @returns ما غيّرته.
   * @throws {خطأ_تحقق} إن نقصت قيمة أو زادت أو كانت مما لا يُربط.
   * @throws {خطأ_قاعدة_بيانات} إن رفضتها القاعدة أو تعذر الوصول إليها.
   */
  تنفيذ(استعلام: string, معاملات?: معاملات_sql, خيارات?: خيارات_استعلام): Promise<نتيجة_تنفيذ>;
  /**
   * ينفذ جملة مرة لكل مجموعة من القيم: تبقى كلها، أو لا يبقى شيء منها إن فشلت واحدة. ويُرسل إلى
   * PostgreSQL مئة منها معًا، وذلك أسرع أضعافًا من نداء لكل منها، ما لم تكن إشارة أو مهمة قد توقفها: فعندها تُرسل واحدة واحدة.
   *
   * @param استعلام جملة واحدة، معاملاتها `:name` أو `?`.
   * @param صفوف قيم كل مرة: مصفوفة أو أي متتابعة، كقيود تُقرأ من ملف شيئًا فشيئًا. ولا يجوز أن تستخدم القاعدة نفسها.
   * @param خيارات إشارة.
   * @returns كم صفًّا غيّرته جميعًا.
   * @throws {خطأ_تحقق} إن لم تكن الصفوف متتابعة، أو نقصت قيمة أو زادت أو كانت مما لا يُربط.
   * @throws {خطأ_قاعدة_بيانات} إن رفضتها القاعدة أو تعذر الوصول إليها.
   */
  تنفيذ_عدة(
    استعلام: string,
    صفوف: Iterable<معاملات_sql> | AsyncIterable<معاملات_sql>,
    خيارات?: خيارات_استعلام,
  ): Promise<نتيجة_تنفيذ_عدة>;
  /**
   * ينفذ جملة ويعطي صفوفها كلها.
   *
   * @typeParam T نوع الصف.
   * @param استعلام جملة واحدة، معاملاتها `:name` أو `?`.
   * @param معاملات قيم المعاملات.
   * @param خيارات إشارة.
   * @returns الصفوف.
   * @throws {خطأ_تحقق} إن نقصت قيمة أو زادت أو كانت مما لا يُربط.
   * @throws {خطأ_قاعدة_بيانات} إن رفضتها القاعدة أو تعذر الوصول إليها.
   */
  جلب_الكل<T = صف_sql>(استعلام: string, معاملات?: معاملات_sql, خيارات?: خيارات_استعلام): Promise<T[]>;
  /**
   * ينفذ جملة ويعطي أول صفوفها.
   *
   * @typeParam T نوع الصف.
   * @param استعلام جملة واحدة، معاملاتها `:name` أو `?`.
   * @param معاملات قيم المعاملات.
   * @param خيارات إشارة.
   * @returns الصف، أو undefined إن لم يكن.
   * @throws {خطأ_تحقق} إن نقصت قيمة أو زادت أو كانت مما لا يُربط.
   * @throws {خطأ_قاعدة_بيانات} إن رفضتها القاعدة أو تعذر الوصول إليها.
   */
  جلب_واحد<T = صف_sql>(استعلام: string, معاملات?: معاملات_sql, خيارات?: خيارات_استعلام): Promise<T | undefined>;
}

/** ما للمعاملة من أعضاء عربية، ومثلها للقاعدة. */
export interface أعضاء_معاملة extends أعضاء_استعلام {
  /**
   * ينفذ جملة ويعطي صفوفها واحدًا بعد آخر، فلا يلزم أن تسعها الذاكرة.
   *
   * @typeParam T نوع الصف.
   * @param استعلام جملة واحدة، معاملاتها `:name` أو `?`.
   * @param معاملات قيم المعاملات.
   * @param خيارات إشارة.
   * @returns الصفوف.
   */
  صفوف<T = صف_sql>(
    استعلام: string,
    معاملات?: معاملات_sql,
    خيارات?: خيارات_استعلام,
  ): AsyncGenerator<T, void, undefined>;
  /**
   * يجري دالة في معاملة: يبقى ما فعلته إن عادت، ويُتراجع عنه إن أطلقت خطأ. داخل الدالة لا يُستخدم إلا ما تُعطاه.
   *
   * @typeParam T ما تعطيه الدالة.
   * @param عمل الدالة، وتُعطى المعاملة.
   * @param خيارات إشارة.
   * @returns ما أعطته الدالة.
   * @throws {خطأ_قاعدة_بيانات} إن تعذر بدء المعاملة أو تأكيدها.
   */
  معاملة<T>(عمل: (معاملة: معاملة) => Promise<T> | T, خيارات?: خيارات_معاملة): Promise<T>;
}

/** ما لقاعدة البيانات من أعضاء عربية. */
export interface أعضاء_قاعدة_بيانات extends أعضاء_معاملة {
  /**
   * يغلق القاعدة: يرفض الجديد، وينتظر الجاري، ثم يغلق بالقوة؛ ويعود دائمًا.
   *
   * @param خيارات مدة الانتظار.
   */
  إغلاق(خيارات?: خيارات_إغلاق_قاعدة): Promise<void>;
}

async function تنفيذ(
  this: Database | Transaction,
  استعلام: string,
  معاملات?: معاملات_sql,
  خيارات: خيارات_استعلام = {},
): Promise<نتيجة_تنفيذ> {
  return أسماء_نتيجة_تنفيذ.arabic(
    await this.execute(استعلام, معاملات, أسماء_خيارات_استعلام.english(خيارات)),
  );
}

async function تنفيذ_عدة(
  this: Database | Transaction,
  استعلام: string,
  صفوف: Iterable<معاملات_sql> | AsyncIterable<معاملات_sql>,
  خيارات: خيارات_استعلام = {},
): Promise<نتيجة_تنفيذ_عدة> {
  return أسماء_نتيجة_تنفيذ_عدة.arabic(
    await this.executeMany(استعلام, صفوف, أسماء_خيارات_استعلام.english(خيارات)),
  );
}

async function جلب_الكل<T = صف_sql>(
  this: Database | Transaction,
  استعلام: string,
  معاملات?: معاملات_sql,
  خيارات: خيارات_استعلام = {},
): Promise<T[]> {
  return await this.all<T>(استعلام, معاملات, أسماء_خيارات_استعلام.english(خيارات));
}

async function جلب_واحد<T = صف_sql>(
  this: Database | Transaction,
  استعلام: string,
  معاملات?: معاملات_sql,
  خيارات: خيارات_استعلام = {},
): Promise<T | undefined> {
  return await this.one<T>(استعلام, معاملات, أسماء_خيارات_استعلام.english(خيارات));
}

function صفوف<T = صف_sql>(
  this: Database | Transaction,
  استعلام: string,
  معاملات?: معاملات_sql,
  خيارات: خيارات_استعلام = {},
): AsyncGenerator<T, void, undefined> {
  return this.rows<T>(استعلام, معاملات, أسماء_خيارات_استعلام.english(خيارات));
}

async function إجراء_معاملة<T>(
  this: Database | Transaction,
  عمل: (معاملة: معاملة) => Promise<T> | T,
  خيارات: خيارات_معاملة = {},
): Promise<T> {
  return await this.transaction(
    عمل as (transaction: Transaction) => Promise<T> | T,
    أسماء_خيارات_معاملة.english(خيارات),
  );
}

arabicMembers<أعضاء_معاملة, Transaction>()(Transaction.prototype, {
  تنفيذ: ["execute", تنفيذ],
  تنفيذ_عدة: ["executeMany", تنفيذ_عدة],
  جلب_الكل: ["all", جلب_الكل],
  جلب_واحد: ["one", جلب_واحد],
  صفوف: ["rows", صفوف],
  معاملة: ["transaction", إجراء_معاملة],
});

arabicMembers<أعضاء_قاعدة_بيانات, Database>()(Database.prototype, {
  تنفيذ: ["execute", تنفيذ],
  تنفيذ_عدة: ["executeMany", تنفيذ_عدة],
  جلب_الكل: ["all", جلب_الكل],
  جلب_واحد: ["one", جلب_واحد],
  صفوف: ["rows", صفوف],
  معاملة: ["transaction", إجراء_معاملة],
  إغلاق: ["close", async function (this: Database, خيارات: خيارات_إغلاق_قاعدة = {}): Promise<void> {
    await this.close(أسماء_خيارات_إغلاق.english(خيارات));
  }],
});

/** ما تُعطاه دالة المعاملة: الاستعلامات نفسها، وكلها في المعاملة. */
export type معاملة = Transaction & أعضاء_معاملة;
/** ما تُعطاه دالة المعاملة: الاستعلامات نفسها، وكلها في المعاملة. */
export const معاملة: new (...معطيات: never) => معاملة = Transaction as never;

/** قاعدة بيانات SQL تفتحها `اتصال`: SQLite أو PostgreSQL أو MySQL أو MariaDB. */
export type قاعدة_بيانات = Database & أعضاء_قاعدة_بيانات;
/** قاعدة بيانات SQL تفتحها `اتصال`: SQLite أو PostgreSQL أو MySQL أو MariaDB. */
export const قاعدة_بيانات: new (...معطيات: never) => قاعدة_بيانات = Database as never;

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

/**
 * يفتح قاعدة مستندات (MongoDB).
 *
 * @param رابط `mongodb://user:password@host:27017/database` أو `mongodb+srv://…`.
 * @param خيارات المدد وعدد الاتصالات.
 * @returns القاعدة، بعد أن أجابت.
 * @throws {خطأ_تحقق} إن كان الرابط أو أحد الخيارات خاطئًا.
 * @throws {خطأ_قاعدة_بيانات} إن تعذر الوصول إليها أو رفضت الدخول.
 */
export function اتصال(
  رابط: `mongodb://${string}` | `mongodb+srv://${string}`,
  خيارات?: خيارات_اتصال_قاعدة,
): Promise<قاعدة_مستندات>;
/**
 * يفتح قاعدة بيانات SQL.
 *
 * @param رابط مثل `sqlite:بيانات.db` أو `sqlite::memory:` أو `postgres://…` أو `mysql://…`.
 * @param خيارات المدد وعدد الاتصالات والتشفير.
 * @returns القاعدة، بعد قيام اتصال بها.
 * @throws {خطأ_تحقق} إن كان الرابط أو أحد الخيارات خاطئًا.
 * @throws {خطأ_قاعدة_بيانات} إن تعذر الوصول إليها أو فتحها، أو رفضت الدخول.
 *
 * @example في الذاكرة
 * ```ts
 * import { اتصال } from "@maktaba/std/db/ar";
 * import assert from "node:assert/strict";
 *
 * await using قاعدة = await اتصال("sqlite::memory:");
 * assert.deepEqual(await قاعدة.جلب_واحد("select :كلمة as كلمة", { كلمة: "مرحبا" }), { كلمة: "مرحبا" });
 * ```
 */
export function اتصال(رابط: string, خيارات?: خيارات_اتصال_قاعدة): Promise<قاعدة_بيانات>;
export async function اتصال(
  رابط: string,
  خيارات: خيارات_اتصال_قاعدة = {},
): Promise<قاعدة_بيانات | قاعدة_مستندات> {
  return await connect(رابط, أسماء_خيارات_اتصال.english(خيارات)) as قاعدة_بيانات;
}

/** ما لقاعدة البيانات المتقدمة من أعضاء عربية. */
export interface أعضاء_قاعدة_بيانات_متقدمة extends أعضاء_استعلام {
  /** نوع القاعدة: `"sql"` أو `"nosql"`. */
  readonly النوع: نوع_قاعدة;
  /**
   * يدرج مستندات في مجموعة.
   *
   * @param مجموعة اسم المجموعة.
   * @param بيانات المستندات.
   * @param خيارات إشارة.
   * @returns معرّف كل منها بترتيبها.
   */
  إدراج_nosql(مجموعة: string, بيانات: readonly مستند[], خيارات?: خيارات_إدراج): Promise<unknown[]>;
  /**
   * يدرج مستندًا في مجموعة.
   *
   * @param مجموعة اسم المجموعة.
   * @param بيانات المستند.
   * @param خيارات إشارة.
   * @returns معرّفه.
   */
  إدراج_nosql(مجموعة: string, بيانات: مستند, خيارات?: خيارات_إدراج): Promise<unknown>;
  /**
   * يجلب مستندات من مجموعة.
   *
   * @typeParam T نوع المستند.
   * @param مجموعة اسم المجموعة.
   * @param استعلام أيها؛ كلها إن لم يُعطَ.
   * @param خيارات الحد والترتيب وإشارة.
   * @returns المستندات.
   */
  جلب_nosql<T = مستند>(مجموعة: string, استعلام?: مرشح_مستندات, خيارات?: خيارات_جلب): Promise<T[]>;
  /**
   * يجري دالة في معاملة معناها دقيق: يبقى ما فعلته إن عادت، ويُتراجع عنه إن أطلقت خطأ.
   *
   * @typeParam T ما تعطيه الدالة.
   * @param عمل الدالة، وتُعطى المعاملة.
   * @returns ما أعطته الدالة.
   */
  معاملة<T>(عمل: (قاعدة: معاملة) => Promise<T> | T): Promise<T>;
  /** يؤكد ما فُعل حتى الآن فيبقى؛ وما بعده بداية جديدة. */
  تأكيد(): Promise<void>;
  /** يتراجع عما فُعل منذ آخر تأكيد؛ وما بعده بداية جديدة. */
  تراجع(): Promise<void>;
  /** ينهي العمل كما تنهيه نهاية الكتلة: يؤكد إن لم يفشل نداء، ثم يغلق الاتصال. */
  إغلاق(): Promise<void>;
}

arabicMembers<أعضاء_قاعدة_بيانات_متقدمة, DatabaseSession>()(DatabaseSession.prototype, {
  النوع: "kind",
  تنفيذ: ["execute", تنفيذ],
  تنفيذ_عدة: ["executeMany", تنفيذ_عدة],
  جلب_الكل: ["all", جلب_الكل],
  جلب_واحد: ["one", جلب_واحد],
  إدراج_nosql: [
    "insert",
    async function (
      this: DatabaseSession,
      مجموعة: string,
      بيانات: مستند | readonly مستند[],
      خيارات: خيارات_إدراج = {},
    ): Promise<never> {
      return await this.insert(مجموعة, بيانات as مستند, أسماء_خيارات_إدراج.english(خيارات)) as never;
    },
  ],
  جلب_nosql: [
    "find",
    async function <T>(
      this: DatabaseSession,
      مجموعة: string,
      استعلام: مرشح_مستندات = {},
      خيارات: خيارات_جلب = {},
    ): Promise<T[]> {
      return await this.find<T>(مجموعة, استعلام, أسماء_خيارات_جلب.english(خيارات));
    },
  ],
  معاملة: [
    "transaction",
    async function <T>(this: DatabaseSession, عمل: (قاعدة: معاملة) => Promise<T> | T): Promise<T> {
      return await this.transaction(عمل as (transaction: Transaction) => Promise<T> | T);
    },
  ],
  تأكيد: "commit",
  تراجع: "rollback",
  إغلاق: "close",
});

/** صنف `قاعدة_بيانات_متقدمة`. */
export interface صنف_قاعدة_بيانات_متقدمة {
  /**
   * يجهز وحدة العمل ولا يتصل؛ يتصل عند أول نداء.
   *
   * @param رابط_الاتصال رابط القاعدة كما تأخذه `اتصال`.
   * @param نوع_قاعدة `"sql"` أو `"nosql"`؛ ما يقوله الرابط إن لم يُعطَ.
   * @param خيارات خيارات الاتصال.
   * @throws {خطأ_تحقق} إن كان الرابط خاطئًا أو خالفه النوع أو لم يُعرف خيار.
   */
  new (رابط_الاتصال: string, نوع_قاعدة?: نوع_قاعدة, خيارات?: خيارات_اتصال_قاعدة): قاعدة_بيانات_متقدمة;
}

/**
 * وحدة عمل على قاعدة بيانات: تتصل عند أول نداء، وتجري النداءات كلها في معاملة واحدة، وتنتهي بنهاية كتلتها.
 *
 * لا تعلم `await using` هل أطلقت الكتلة خطأ؛ فعند نهايتها يؤكد ما فُعل إلا أن يكون نداء على القاعدة قد فشل أو أن تكون المهمة
 * قد أُلغيت، فعندها يُتراجع عنه. وحيث قد تطلق الكتلة خطأ من عندها فاستخدم `معاملة` فمعناها دقيق.
 */
export type قاعدة_بيانات_متقدمة = DatabaseSession & أعضاء_قاعدة_بيانات_متقدمة;
/**
 * وحدة عمل على قاعدة بيانات: تتصل عند أول نداء، وتجري النداءات كلها في معاملة واحدة، وتنتهي بنهاية كتلتها.
 *
 * @example جملتان في معاملة واحدة
 * ```ts
 * import { قاعدة_بيانات_متقدمة } from "@maktaba/std/db/ar";
 * import assert from "node:assert/strict";
 *
 * await using قاعدة = new قاعدة_بيانات_متقدمة("sqlite::memory:");
 * await قاعدة.تنفيذ("create table مستخدمون (اسم text)");
 * await قاعدة.تنفيذ("insert into مستخدمون values (:اسم)", { اسم: "علي" });
 * assert.deepEqual(await قاعدة.جلب_الكل("select * from مستخدمون"), [{ اسم: "علي" }]);
 * ```
 */
export const قاعدة_بيانات_متقدمة: صنف_قاعدة_بيانات_متقدمة = arabicConstructor<صنف_قاعدة_بيانات_متقدمة>(
  DatabaseSession,
  (رابط, نوع, خيارات = {}) => [رابط, نوع, أسماء_خيارات_اتصال.english(خيارات)],
);
