import { arabicMembers, recordNames } from "../../internal/arabic.ts";
import { LifoQueue, PriorityQueue, Queue, QueueShutDownError, type ShutdownOptions } from "../queue.ts";
import type { خيارات_انتظار } from "./coordination.ts";
import { أسماء_خيارات_انتظار } from "./tables.ts";

/** خطأ من يضع في طابور أُغلق، أو يأخذ منه وقد فرغ. */
export const خطأ_طابور_مغلق: typeof QueueShutDownError = QueueShutDownError;

/** خيارات إغلاق الطابور. */
export interface خيارات_إغلاق {
  /** هل يُسقط ما في الطابور؛ لا، إن لم يُعطَ. */
  فوري?: boolean | undefined;
}

const أسماء_خيارات_إغلاق = recordNames<خيارات_إغلاق, ShutdownOptions>()({ فوري: "immediate" });

/**
 * ما للطابور من أعضاء عربية.
 *
 * @typeParam T العناصر.
 */
export interface أعضاء_طابور<T> {
  /** أقصى عدد للعناصر. */
  readonly الحجم_الأقصى: number;
  /** عدد العناصر الآن. */
  readonly الحجم: number;
  /** هل هو فارغ. */
  readonly فارغ: boolean;
  /** هل هو ممتلئ. */
  readonly ممتلئ: boolean;
  /** هل أُغلق. */
  readonly مغلق: boolean;
  /** يضع عنصرًا، وينتظر مكانًا إن لزم. */
  وضع(عنصر: T, خيارات?: خيارات_انتظار): Promise<void>;
  /** يضع عنصرًا إن وُجد مكان، ويقول هل وضعه. */
  محاولة_وضع(عنصر: T): boolean;
  /** يأخذ العنصر التالي، وينتظره إن لزم. */
  أخذ(خيارات?: خيارات_انتظار): Promise<T>;
  /** يأخذ العنصر التالي إن وُجد، في كائن، أو undefined. */
  محاولة_أخذ(): { عنصر: T } | undefined;
  /** يقول إن عنصرًا أُخذ قد فُرغ منه. */
  إتمام_عنصر(): void;
  /** ينتظر حتى يُفرغ من كل ما وُضع. */
  انتظار_الإتمام(خيارات?: خيارات_انتظار): Promise<void>;
  /** يغلق الطابور: لا يدخله شيء، ويؤخذ ما فيه. */
  إغلاق(خيارات?: خيارات_إغلاق): void;
}

arabicMembers<أعضاء_طابور<unknown>, Queue<unknown>>()(Queue.prototype, {
  الحجم_الأقصى: "maxSize",
  الحجم: "size",
  فارغ: "isEmpty",
  ممتلئ: "isFull",
  مغلق: "isShutDown",
  وضع: ["put", async function (this: Queue<unknown>, عنصر: unknown, خيارات: خيارات_انتظار = {}): Promise<void> {
    await this.put(عنصر, أسماء_خيارات_انتظار.english(خيارات));
  }],
  محاولة_وضع: "tryPut",
  أخذ: ["get", async function (this: Queue<unknown>, خيارات: خيارات_انتظار = {}): Promise<unknown> {
    return await this.get(أسماء_خيارات_انتظار.english(خيارات));
  }],
  محاولة_أخذ: ["tryGet", function (this: Queue<unknown>): { عنصر: unknown } | undefined {
    const taken = this.tryGet();
    return taken && { عنصر: taken.item };
  }],
  إتمام_عنصر: "taskDone",
  انتظار_الإتمام: ["join", async function (this: Queue<unknown>, خيارات: خيارات_انتظار = {}): Promise<void> {
    await this.join(أسماء_خيارات_انتظار.english(خيارات));
  }],
  إغلاق: ["shutdown", function (this: Queue<unknown>, خيارات: خيارات_إغلاق = {}): void {
    this.shutdown(أسماء_خيارات_إغلاق.english(خيارات));
  }],
});

/**
 * ينقل العناصر ممن يصنعها إلى من يستعملها، الأول فالأول.
 *
 * @typeParam T العناصر.
 */
export type طابور<T> = Queue<T> & أعضاء_طابور<T>;
/** ينقل العناصر ممن يصنعها إلى من يستعملها، الأول فالأول. */
export const طابور: new <T>(الحجم_الأقصى?: number) => طابور<T> = Queue as never;

/**
 * طابور يعطي الأصغر أولًا.
 *
 * @typeParam T العناصر.
 */
export type طابور_أولوية<T> = PriorityQueue<T> & أعضاء_طابور<T>;
/** طابور يعطي الأصغر أولًا. */
export const طابور_أولوية: new <T>(مقارنة: (أول: T, ثان: T) => number, الحجم_الأقصى?: number) => طابور_أولوية<T> =
  PriorityQueue as never;

/**
 * طابور يعطي الأحدث أولًا.
 *
 * @typeParam T العناصر.
 */
export type طابور_عكسي<T> = LifoQueue<T> & أعضاء_طابور<T>;
/** طابور يعطي الأحدث أولًا. */
export const طابور_عكسي: new <T>(الحجم_الأقصى?: number) => طابور_عكسي<T> = LifoQueue as never;
