import { arabicMembers, type Conversion, recordNames, seconds } from "../../internal/arabic.ts";
import { type EventLoopDelays, EventLoopMonitor, type EventLoopMonitorOptions } from "../event_loop_monitor.ts";
import { timed, type TimedDecorator, type TimedOptions, type Timing } from "../timed.ts";

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

const أسماء_قياس = recordNames<قياس, Timing>()({
  اسم: "name",
  عدد_المعاملات: "argumentCount",
  المدة: ["durationMs", seconds],
  فشل: "failed",
});

/** خيارات `قياس_الوقت`. */
export interface خيارات_قياس {
  /** الاسم في القياسات؛ اسم الدالة إن لم يُعطَ. */
  اسم?: string | undefined;
  /** يأخذ قياس كل نداء؛ السجل إن لم يُعطَ. */
  عند_القياس?: ((القياس: قياس) => void) | undefined;
}

const تحويل_القياس: Conversion<(القياس: قياس) => void, (timing: Timing) => void> = {
  english: (callback) => (timing) => callback(أسماء_قياس.arabic(timing)),
  arabic: (callback) => (القياس) => callback(أسماء_قياس.english(القياس)),
};

const أسماء_خيارات_قياس = recordNames<خيارات_قياس, TimedOptions>()({
  اسم: "name",
  عند_القياس: ["onTiming", تحويل_القياس],
});

/**
 * يعطي دالة تعمل العمل نفسه وتقيس مدة كل نداء.
 *
 * @typeParam F نوع الدالة.
 * @param دالة الدالة.
 * @param خيارات الاسم ومن يأخذ القياسات.
 * @returns الدالة التي تُستدعى بدلها.
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
