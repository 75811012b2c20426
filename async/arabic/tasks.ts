import { arabicMembers } from "../../internal/arabic.ts";
import { checkpoint } from "../checkpoint.ts";
import { InvalidStateError } from "../invalid_state_error.ts";
import type { Operation } from "../operation.ts";
import { createTask, Task, type TaskOptions } from "../task.ts";
import { allTasks, currentTask } from "../tasks.ts";
import type { خيارات_انتظار } from "./coordination.ts";
import { أسماء_خيارات_انتظار, أسماء_خيارات_مهمة } from "./tables.ts";

/**
 * ما للمهمة من أعضاء عربية.
 *
 * @typeParam T نوع النتيجة.
 */
export interface أعضاء_مهمة<T> {
  /** اسم المهمة في السجلات. */
  readonly الاسم: string;
  /** إشارة تُطلق عند إلغاء المهمة. */
  readonly الإشارة: AbortSignal;
  /** هل انتهت المهمة، بنجاح أو فشل. */
  readonly منتهية: boolean;
  /** هل انتهت المهمة لأنها أُلغيت. */
  readonly ملغاة: boolean;
  /**
   * يطلب من المهمة أن تتوقف: يُرفض ما تنتظره بـ`خطأ_إلغاء`، وكذلك المهام التي بدأتها.
   *
   * @param سبب السبب، لمن ينظر في الخطأ.
   * @returns هل كانت المهمة جارية.
   */
  إلغاء(سبب?: unknown): boolean;
  /** هل انتهت المهمة بخطأ غير إلغائها. */
  readonly فاشلة: boolean;
  /**
   * يتراجع عن إلغاء التقطته المهمة، فتستطيع أن تنتظر من جديد.
   *
   * @returns هل كان هناك إلغاء.
   */
  تراجع_عن_الإلغاء(): boolean;
  /**
   * النتيجة بغير انتظار؛ يطلق خطأ المهمة إن فشلت، و`خطأ_حالة` إن لم تنته.
   *
   * @returns النتيجة.
   */
  نتيجة(): T;
  /**
   * الخطأ بغير انتظار؛ يطلق `خطأ_حالة` إن لم تنته المهمة.
   *
   * @returns الخطأ، أو undefined إن انتهت بنجاح.
   */
  خطأ(): unknown;
  /**
   * يستدعي دالة عند انتهاء المهمة.
   *
   * @param دالة تُعطى المهمة.
   * @returns ما يسحب الدالة.
   */
  عند_الانتهاء(دالة: (المهمة: Task<unknown>) => void): () => void;
}

arabicMembers<أعضاء_مهمة<unknown>, Task<unknown>, "then" | "catch" | "finally">()(Task.prototype, {
  فاشلة: "failed",
  تراجع_عن_الإلغاء: "uncancel",
  نتيجة: "result",
  خطأ: "error",
  عند_الانتهاء: "addDoneCallback",
  الاسم: "name",
  الإشارة: "signal",
  منتهية: "done",
  ملغاة: "cancelled",
  إلغاء: "cancel",
});

/**
 * عمل جارٍ يمكن انتظاره والنظر فيه وإلغاؤه، تنشئه `إنشاء_مهمة`.
 *
 * فشل لا ينتظره أحد لا ينهي البرنامج، بل يُخبَر به كما في asyncio: السجل، أو الطرفية ما لم يُضبط سجل.
 *
 * @typeParam T نوع النتيجة.
 */
export type مهمة<T> = Task<T> & أعضاء_مهمة<T>;
/** عمل جارٍ يمكن انتظاره والنظر فيه وإلغاؤه. */
export const مهمة: new <T>(عملية: Operation<T>, خيارات?: TaskOptions) => مهمة<T> = Task as never;

/** خيارات `إنشاء_مهمة`. */
export interface خيارات_مهمة {
  /** اسم المهمة في السجلات؛ اسم الدالة إن لم يُعطَ. */
  اسم?: string | undefined;
  /** تلغي المهمة عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

/**
 * يبدأ عملًا في مهمة. يبدأ العمل فورًا حتى أول انتظار فيه.
 *
 * @typeParam T نوع النتيجة.
 * @param عملية العمل، وتُعطى إشارة المهمة.
 * @param خيارات اسم وإشارة أخرى.
 * @returns المهمة.
 * @throws {خطأ_تحقق} إن لم تكن `عملية` دالة.
 *
 * @example إلغاء مهمة
 * ```ts
 * import { إنشاء_مهمة, نوم } from "@maktaba/std/async/ar";
 * import { خطأ_إلغاء } from "@maktaba/std/errors/ar";
 * import assert from "node:assert/strict";
 *
 * const المهمة = إنشاء_مهمة(() => نوم(60));
 * المهمة.إلغاء();
 * await assert.rejects(المهمة, خطأ_إلغاء);
 * assert.equal(المهمة.ملغاة, true);
 * ```
 */
export function إنشاء_مهمة<T>(عملية: Operation<T>, خيارات: خيارات_مهمة = {}): مهمة<T> {
  return createTask(عملية, أسماء_خيارات_مهمة.english(خيارات)) as مهمة<T>;
}

/**
 * المهمة التي ينتمي إليها الكود الجاري.
 *
 * @returns المهمة، أو undefined خارج كل مهمة.
 */
export function المهمة_الحالية(): مهمة<unknown> | undefined {
  return currentTask() as مهمة<unknown> | undefined;
}

/**
 * كل المهام التي لم تنته، الأقدم أولًا.
 *
 * @returns المهام.
 */
export function كل_المهام(): مهمة<unknown>[] {
  return allTasks() as مهمة<unknown>[];
}

/** خطأ يقع حين يُطلب من مهمة أو مستقبل أو قفل أو طابور ما لا تسمح به حاله. */
export const خطأ_حالة: typeof InvalidStateError = InvalidStateError;

/**
 * يطلق خطأ الإلغاء إن كانت المهمة قد أُلغيت: للحلقات التي تحسب ولا تنتظر.
 *
 * @param خيارات إشارة أخرى.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 */
export function نقطة_فحص(خيارات: خيارات_انتظار = {}): void {
  checkpoint(أسماء_خيارات_انتظار.english(خيارات));
}
