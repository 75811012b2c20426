import { arabicMembers } from "../../internal/arabic.ts";
import { checkFunction } from "../../internal/validate.ts";
import type { Operation } from "../operation.ts";
import { TaskGroup, withTaskGroup } from "../task_group.ts";
import { أسماء_خيارات_مهمة } from "./tables.ts";
import type { خيارات_مهمة, مهمة } from "./tasks.ts";

/** ما لمجموعة المهام من أعضاء عربية. */
export interface أعضاء_مجموعة_مهام {
  /** عدد المهام الجارية. */
  readonly الجارية: number;
  /** يبدأ مهمة في المجموعة. */
  بدء<T>(عملية: Operation<T>, خيارات?: خيارات_مهمة): مهمة<T>;
  /** ينهي المجموعة قبل أوانها: يلغي مهامها وكتلة `مع_مجموعة_مهام`، وليس ذلك فشلًا. */
  إلغاء(سبب?: unknown): void;
  /** ينتظر انتهاء كل المهام، ويطلق أخطاءها معًا. */
  انتظار_الكل(): Promise<void>;
}

arabicMembers<أعضاء_مجموعة_مهام, TaskGroup>()(TaskGroup.prototype, {
  الجارية: "running",
  بدء: ["start", function <T>(this: TaskGroup, عملية: Operation<T>, خيارات: خيارات_مهمة = {}): مهمة<T> {
    return this.start(عملية, أسماء_خيارات_مهمة.english(خيارات)) as مهمة<T>;
  }],
  إلغاء: "cancel",
  انتظار_الكل: "join",
});

/** مهام تنتهي معًا: لا تنتهي الكتلة التي فيها المجموعة قبلها كلها، وفشل واحدة يلغي الباقي. */
export type مجموعة_مهام = TaskGroup & أعضاء_مجموعة_مهام;
/** مهام تنتهي معًا: لا تنتهي الكتلة التي فيها المجموعة قبلها كلها، وفشل واحدة يلغي الباقي. */
export const مجموعة_مهام: new () => مجموعة_مهام = TaskGroup as never;

/**
 * يجري كتلة مع مجموعة مهام وينتهي بانتهائها كلها؛ فشل الكتلة أو مهمة يلغي كل ما سواها.
 *
 * @typeParam T نتيجة الكتلة.
 * @param كتلة تُعطى المجموعة.
 * @returns نتيجة الكتلة؛ وundefined إن أنهتها `المجموعة.إلغاء()` قبل أن تكون لها نتيجة.
 * @throws {AggregateError} إن فشلت الكتلة أو مهام.
 */
export async function مع_مجموعة_مهام<T>(كتلة: (المجموعة: مجموعة_مهام) => PromiseLike<T> | T): Promise<T | undefined> {
  checkFunction("كتلة", كتلة);
  return await withTaskGroup((group) => كتلة(group as مجموعة_مهام));
}
