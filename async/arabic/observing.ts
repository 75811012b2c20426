import {
  arabicMembers,
  type Conversion,
  listener,
  type RecordNames,
  recordNames,
  seconds,
} from "../../internal/arabic.ts";
import { type EventLoopDelays, EventLoopMonitor, type EventLoopMonitorOptions } from "../event_loop_monitor.ts";
import { observeTasks, type TaskObserver } from "../observe_tasks.ts";
import type { Task } from "../task.ts";
import { type TaskCounts, taskCounts } from "../tasks.ts";
import { formatTaskTree, type TaskNode, taskTree } from "../task_tree.ts";
import { timed, type TimedDecorator, type TimedOptions, type Timing } from "../timed.ts";
import type { مهمة } from "./tasks.ts";

/** ما استغرقه نداء واحد. */
export interface قياس {
  /** اسم الدالة. */
  اسم: string;
  /** عدد المعاملات. */
  عدد_المعاملات: number;
  /** المدة بالثواني. */
  المدة: number;
  /** هل فشل. */
  فشل: boolean;
}

const عند_القياس = listener(
  recordNames<قياس, Timing>()({
    اسم: "name",
    عدد_المعاملات: "argumentCount",
    المدة: ["durationMs", seconds],
    فشل: "failed",
  }),
);

/** خيارات `قياس_الوقت`. */
export interface خيارات_قياس {
  /** الاسم في القياسات؛ اسم الدالة إن لم يُعطَ. */
  اسم?: string | undefined;
  /** يأخذ قياس كل نداء؛ السجل إن لم يُعطَ. */
  عند_القياس?: ((القياس: قياس) => void) | undefined;
}

const أسماء_خيارات_قياس = recordNames<خيارات_قياس, TimedOptions>()({
  اسم: "name",
  عند_القياس: ["onTiming", عند_القياس],
});

/**
 * يعطي دالة تعمل العمل نفسه وتقيس مدة كل نداء، إلى انتهاء الوعد أو المهمة. وما سواهما مما يُنتظر، كرد عميل، يُقاس إذا انتُظر.
 *
 * @typeParam F نوع الدالة.
 * @param دالة الدالة.
 * @param خيارات الاسم ومن يأخذ القياسات.
 * @returns الدالة التي تُستدعى بدلها.
 * @throws {خطأ_تحقق} إن لم تُعطَ دالة، أو كان خيار خاطئًا.
 */
export function قياس_الوقت<F extends (...معاملات: never[]) => unknown>(دالة: F, خيارات?: خيارات_قياس): F;
/** مزخرف للطرائق، مثل `@قياس_الوقت()`. */
export function قياس_الوقت(خيارات?: خيارات_قياس): TimedDecorator;
export function قياس_الوقت(أول: unknown = {}, خيارات: خيارات_قياس = {}): unknown {
  if (typeof أول === "function") return timed(أول as () => unknown, أسماء_خيارات_قياس.english(خيارات));
  return timed(أسماء_خيارات_قياس.english(أول as خيارات_قياس));
}

/** خيارات `مراقب_حلقة_الأحداث`. */
export interface خيارات_مراقب {
  /** كل كم ينظر بالثواني؛ 0.02 إن لم يُعطَ. */
  الدقة?: number | undefined;
}

const أسماء_خيارات_مراقب = recordNames<خيارات_مراقب, EventLoopMonitorOptions>()({ الدقة: ["resolutionMs", seconds] });

/** كم تأخرت حلقة الأحداث، بالثواني. */
export interface تأخيرات {
  /** عدد النظرات. */
  عدد: number;
  /** المتوسط. */
  متوسط: number;
  /** الوسيط. */
  وسيط: number;
  /** ما لم يتجاوزه 99 من كل 100. */
  مئين_99: number;
  /** الأقصى. */
  أقصى: number;
}

const أسماء_تأخيرات = recordNames<تأخيرات, EventLoopDelays>()({
  عدد: "count",
  متوسط: ["meanMs", seconds],
  وسيط: ["medianMs", seconds],
  مئين_99: ["p99Ms", seconds],
  أقصى: ["maxMs", seconds],
});

/** ما لمراقب حلقة الأحداث من أعضاء عربية. */
export interface أعضاء_مراقب {
  /** ما رُئي من تأخيرات. */
  التأخيرات(): تأخيرات;
}

arabicMembers<أعضاء_مراقب, EventLoopMonitor>()(EventLoopMonitor.prototype, {
  التأخيرات: ["delays", function (this: EventLoopMonitor): تأخيرات {
    return أسماء_تأخيرات.arabic(this.delays());
  }],
});

/** يراقب كم تتأخر المؤقتات، فيُعرف كم تُعطَّل حلقة الأحداث. */
export type مراقب_حلقة_الأحداث = EventLoopMonitor & أعضاء_مراقب;

/**
 * يبدأ مراقبة حلقة الأحداث.
 *
 * @param خيارات كل كم ينظر.
 * @returns المراقب، وتنتهي مراقبته بنهاية كتلة `using`.
 * @throws {خطأ_تحقق} إن كان خيار خارج مداه.
 */
export function مراقبة_حلقة_الأحداث(خيارات: خيارات_مراقب = {}): مراقب_حلقة_الأحداث {
  return new EventLoopMonitor(أسماء_خيارات_مراقب.english(خيارات)) as مراقب_حلقة_الأحداث;
}

/** ما تستدعيه `مراقبة_المهام`. */
export interface مراقب_المهام {
  /** تُستدعى عند إنشاء مهمة وقبل بدئها، مع المهمة التي أنشأتها إن وُجدت. */
  عند_الإنشاء?: ((المهمة: مهمة<unknown>, المنشئة: مهمة<unknown> | undefined) => void) | undefined;
  /** تُستدعى عند إلغاء مهمة، بنفسها أو مع التي بدأتها، مع السبب. */
  عند_الإلغاء?: ((المهمة: مهمة<unknown>, سبب: unknown) => void) | undefined;
  /** تُستدعى عند انتهاء مهمة. */
  عند_الانتهاء?: ((المهمة: مهمة<unknown>) => void) | undefined;
}

type مراقب_بمهام_إنجليزية = {
  عند_الإنشاء?: ((المهمة: Task<unknown>, المنشئة: Task<unknown> | undefined) => void) | undefined;
  عند_الإلغاء?: ((المهمة: Task<unknown>, سبب: unknown) => void) | undefined;
  عند_الانتهاء?: ((المهمة: Task<unknown>) => void) | undefined;
};

const أسماء_مراقب_المهام = recordNames<مراقب_بمهام_إنجليزية, TaskObserver>()({
  عند_الإنشاء: "onCreate",
  عند_الإلغاء: "onCancel",
  عند_الانتهاء: "onEnd",
});

/**
 * يراقب كل المهام، للتتبع والإحصاء. ما لم يراقب أحد فلا كلفة له.
 *
 * @param مراقب الدوال التي تُستدعى.
 * @returns ما ينهي المراقبة بنهاية كتلة `using`.
 * @throws {خطأ_تحقق} إن كان فيه اسم آخر، أو ما ليس دالة.
 *
 * @example
 * ```ts
 * import { إنشاء_مهمة, مراقبة_المهام, نوم } from "@maktaba/std/async/ar";
 * import assert from "node:assert/strict";
 *
 * const منتهية: string[] = [];
 * {
 *   using _ = مراقبة_المهام({ عند_الانتهاء: (المهمة) => منتهية.push(المهمة.الاسم) });
 *   await إنشاء_مهمة(() => نوم(0.001), { اسم: "قارئ" });
 * }
 * assert.deepEqual(منتهية, ["قارئ"]);
 * ```
 */
export function مراقبة_المهام(مراقب: مراقب_المهام): Disposable {
  return observeTasks(أسماء_مراقب_المهام.english(مراقب as مراقب_بمهام_إنجليزية));
}

/** كم مهمة كانت، وكيف انتهت. */
export interface أعداد_مهام {
  /** ما أُنشئ. */
  المنشأة: number;
  /** ما لم ينته. */
  الجارية: number;
  /** ما نجح. */
  الناجحة: number;
  /** ما فشل. */
  الفاشلة: number;
  /** ما انتهى بإلغائه. */
  الملغاة: number;
}

const أسماء_أعداد_مهام = recordNames<أعداد_مهام, TaskCounts>()({
  المنشأة: "created",
  الجارية: "running",
  الناجحة: "succeeded",
  الفاشلة: "failed",
  الملغاة: "cancelled",
});

/**
 * يعد مهام البرنامج منذ بدئه.
 *
 * @returns الأعداد.
 */
export function أعداد_المهام(): أعداد_مهام {
  return أسماء_أعداد_مهام.arabic(taskCounts());
}

/** مهمة لم تنته، وما تنتظره، وما بدأته من مهام. */
export interface عقدة_مهمة {
  /** المهمة. */
  المهمة: مهمة<unknown>;
  /** ما تنتظره، مثل `"sleep(1000)"` و`"Lock.acquire()"`. */
  تنتظر: string[];
  /** المهام التي بدأتها ولم تنته. */
  الأبناء: عقدة_مهمة[];
}

type عقدة_بمهمة_إنجليزية = Omit<عقدة_مهمة, "المهمة" | "الأبناء"> & {
  المهمة: Task<unknown>;
  الأبناء: عقدة_بمهمة_إنجليزية[];
};

const تحويل_العقد: Conversion<عقدة_بمهمة_إنجليزية[], TaskNode[]> = {
  english: (عقد) => عقد.map((عقدة) => أسماء_عقدة.english(عقدة)),
  arabic: (nodes) => nodes.map((node) => أسماء_عقدة.arabic(node)),
};

const أسماء_عقدة: RecordNames<عقدة_بمهمة_إنجليزية, TaskNode> = recordNames<عقدة_بمهمة_إنجليزية, TaskNode>()({
  المهمة: "task",
  تنتظر: "waitsFor",
  الأبناء: ["children", تحويل_العقد],
});

/**
 * أي المهام جارية، ومن بدأها، وماذا تنتظر كل منها: ما يُسأل عنه حين يتوقف برنامج.
 *
 * @returns المهام التي لم تبدأها مهمة، وما تحتها.
 */
export function شجرة_المهام(): عقدة_مهمة[] {
  return تحويل_العقد.arabic(taskTree()) as عقدة_مهمة[];
}

/**
 * يكتب شجرة المهام نصًّا، سطرًا لكل مهمة.
 *
 * @param شجرة المهام؛ الجارية الآن إن لم تُعطَ.
 * @returns النص.
 */
export function نص_شجرة_المهام(شجرة?: readonly عقدة_مهمة[]): string {
  return formatTaskTree(شجرة && شجرة.map((عقدة) => أسماء_عقدة.english(عقدة)));
}
