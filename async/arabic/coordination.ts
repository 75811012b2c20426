import { arabicMembers } from "../../internal/arabic.ts";
import { Barrier, BrokenBarrierError } from "../barrier.ts";
import { Condition } from "../condition.ts";
import { Event } from "../event.ts";
import { Lock } from "../lock.ts";
import { BoundedSemaphore, Permit, Semaphore } from "../semaphore.ts";
import { أسماء_خيارات_انتظار } from "./tables.ts";

/** خيارات كل انتظار لقفل أو سيمافور أو حدث أو شرط أو حاجز أو طابور. */
export interface خيارات_انتظار {
  /** تنهي الانتظار عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

/** خطأ من ينتظر عند حاجز كُسر. */
export const خطأ_حاجز: typeof BrokenBarrierError = BrokenBarrierError;

/** ما للإذن من أعضاء عربية. */
export interface أعضاء_إذن {
  /** يعيد الإذن؛ المرة الأولى وحدها تُحسب. */
  تحرير(): void;
}

arabicMembers<أعضاء_إذن, Permit>()(Permit.prototype, { تحرير: "release" });

/** حق المضي الذي يعطيه السيمافور أو القفل، ويعود بنهاية الكتلة التي فيها `using`. */
export type إذن = Permit & أعضاء_إذن;
/** حق المضي الذي يعطيه السيمافور أو القفل. */
export const إذن: new (المالك: Semaphore) => إذن = Permit as never;

/** ما للسيمافور والقفل من أعضاء عربية. */
export interface أعضاء_سيمافور {
  /** عدد الأذونات المتاحة الآن. */
  readonly المتاح: number;
  /** عدد المنتظرين الآن. */
  readonly المنتظرون: number;
  /** هل ينتظر من يأتي الآن. */
  readonly مقفل: boolean;
  /**
   * يأخذ إذنًا، وينتظره إن لزم.
   *
   * @param خيارات إشارة تنهي الانتظار.
   * @returns الإذن.
   */
  اكتساب(خيارات?: خيارات_انتظار): Promise<إذن>;
  /**
   * يأخذ إذنًا إن كان متاحًا.
   *
   * @returns الإذن، أو undefined.
   */
  محاولة_اكتساب(): Permit | undefined;
  /** يعيد إذنًا، فيأخذه أول المنتظرين. */
  تحرير(): void;
}

arabicMembers<أعضاء_سيمافور, Semaphore>()(Semaphore.prototype, {
  المتاح: "free",
  المنتظرون: "waiting",
  مقفل: "locked",
  اكتساب: ["acquire", async function (this: Semaphore, خيارات: خيارات_انتظار = {}): Promise<إذن> {
    return await this.acquire(أسماء_خيارات_انتظار.english(خيارات)) as إذن;
  }],
  محاولة_اكتساب: "tryAcquire",
  تحرير: "release",
});

/** يسمح لعدد بالمضي في وقت واحد، بترتيب وصولهم. */
export type سيمافور = Semaphore & أعضاء_سيمافور;
/** يسمح لعدد بالمضي في وقت واحد، بترتيب وصولهم. */
export const سيمافور: new (عدد?: number) => سيمافور = Semaphore as never;

/** سيمافور لا تزيد أذوناته على ما بدأ به. */
export type سيمافور_محدود = BoundedSemaphore & أعضاء_سيمافور;
/** سيمافور لا تزيد أذوناته على ما بدأ به. */
export const سيمافور_محدود: new (عدد?: number) => سيمافور_محدود = BoundedSemaphore as never;

/** يسمح لواحد بالمضي، بترتيب الوصول. */
export type قفل = Lock & أعضاء_سيمافور;
/** يسمح لواحد بالمضي، بترتيب الوصول. */
export const قفل: new () => قفل = Lock as never;

/** ما للحدث من أعضاء عربية. */
export interface أعضاء_حدث {
  /** هل وقع الحدث. */
  readonly واقع: boolean;
  /** يوقع الحدث، فيمضي كل المنتظرين. */
  إيقاع(): void;
  /** يعيد الحدث إلى ما قبل وقوعه، فينتظر من يأتي. */
  مسح(): void;
  /**
   * ينتظر وقوع الحدث.
   *
   * @param خيارات إشارة تنهي الانتظار.
   */
  انتظار(خيارات?: خيارات_انتظار): Promise<void>;
}

arabicMembers<أعضاء_حدث, Event>()(Event.prototype, {
  واقع: "isSet",
  إيقاع: "set",
  مسح: "clear",
  انتظار: ["wait", async function (this: Event, خيارات: خيارات_انتظار = {}): Promise<void> {
    await this.wait(أسماء_خيارات_انتظار.english(خيارات));
  }],
});

/** علامة تنتظرها المهام. */
export type حدث = Event & أعضاء_حدث;
/** علامة تنتظرها المهام. */
export const حدث: new () => حدث = Event as never;

/** ما للشرط من أعضاء عربية. */
export interface أعضاء_شرط {
  /** هل القفل مأخوذ. */
  readonly مقفل: boolean;
  /** يأخذ القفل. */
  اكتساب(خيارات?: خيارات_انتظار): Promise<إذن>;
  /** يعيد القفل. */
  تحرير(): void;
  /** يترك القفل وينتظر إشعارًا، ثم يأخذ القفل من جديد ولو أُلغي؛ ومن أُلغي بعد إشعاره انتقل إشعاره إلى من يليه. */
  انتظار(خيارات?: خيارات_انتظار): Promise<void>;
  /** ينتظر حتى تتحقق حال، فينظر فيها عند كل إشعار. */
  انتظار_حتى(تحقق: () => boolean, خيارات?: خيارات_انتظار): Promise<void>;
  /** يوقظ عددًا من المنتظرين بترتيب وصولهم؛ واحدًا إن لم يُعطَ. */
  إشعار(عدد?: number): void;
  /** يوقظ كل المنتظرين. */
  إشعار_الكل(): void;
}

arabicMembers<أعضاء_شرط, Condition>()(Condition.prototype, {
  مقفل: "locked",
  اكتساب: ["acquire", async function (this: Condition, خيارات: خيارات_انتظار = {}): Promise<إذن> {
    return await this.acquire(أسماء_خيارات_انتظار.english(خيارات)) as إذن;
  }],
  تحرير: "release",
  انتظار: ["wait", async function (this: Condition, خيارات: خيارات_انتظار = {}): Promise<void> {
    await this.wait(أسماء_خيارات_انتظار.english(خيارات));
  }],
  انتظار_حتى: [
    "waitUntil",
    async function (this: Condition, تحقق: () => boolean, خيارات: خيارات_انتظار = {}): Promise<void> {
      await this.waitUntil(تحقق, أسماء_خيارات_انتظار.english(خيارات));
    },
  ],
  إشعار: "notify",
  إشعار_الكل: "notifyAll",
});

/** انتظار، تحت قفل، لحال يحققها غيرك. */
export type شرط = Condition & أعضاء_شرط;
/** انتظار، تحت قفل، لحال يحققها غيرك. */
export const شرط: new (القفل?: Lock) => شرط = Condition as never;

/** ما للحاجز من أعضاء عربية. */
export interface أعضاء_حاجز {
  /** عدد من ينتظر بعضهم بعضًا. */
  readonly الأطراف: number;
  /** عدد المنتظرين الآن. */
  readonly المنتظرون: number;
  /** هل كُسر. */
  readonly مكسور: boolean;
  /**
   * ينتظر الآخرين.
   *
   * @param خيارات إشارة تنهي الانتظار.
   * @returns المكان في ترتيب الوصول: 0 لأول من وصل.
   */
  انتظار(خيارات?: خيارات_انتظار): Promise<number>;
  /** يكسر الحاجز على من ينتظر ومن يأتي. */
  كسر(): void;
  /** يعيد الحاجز سليمًا خاليًا. */
  إعادة_ضبط(): void;
}

arabicMembers<أعضاء_حاجز, Barrier>()(Barrier.prototype, {
  الأطراف: "parties",
  المنتظرون: "waiting",
  مكسور: "broken",
  انتظار: ["wait", async function (this: Barrier, خيارات: خيارات_انتظار = {}): Promise<number> {
    return await this.wait(أسماء_خيارات_انتظار.english(خيارات));
  }],
  كسر: "abort",
  إعادة_ضبط: "reset",
});

/** مكان ينتظر فيه عدد من المهام بعضها بعضًا ثم تمضي معًا. */
export type حاجز = Barrier & أعضاء_حاجز;
/** مكان ينتظر فيه عدد من المهام بعضها بعضًا ثم تمضي معًا. */
export const حاجز: new (الأطراف: number) => حاجز = Barrier as never;
