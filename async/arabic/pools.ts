import type { MaktabaError } from "../../errors/maktaba_error.ts";
import { arabicMembers, recordNames, seconds } from "../../internal/arabic.ts";
import { Pool } from "../pool.ts";
import type {
  ArgumentsOf,
  FunctionName,
  ModuleExports,
  Movable,
  PoolFunctions,
  PoolMapOptions,
  PoolOptions,
  PoolRunOptions,
  ResultOf,
} from "../pool_types.ts";
import { ProcessPool } from "../process_pool.ts";
import { WorkerError } from "../worker_error.ts";
import { WorkerPool } from "../worker_pool.ts";

export { jobSignal as إشارة_العمل } from "../job_signal.ts";

/** خيارات مجمع العمال ومجمع العمليات. */
export interface خيارات_مجمع {
  /** أقصى عدد للعمال؛ عدد أنوية المعالج إن لم يُعطَ. */
  الحجم?: number | undefined;
  /**
   * ما يُمهل للدالة الملغاة بالثواني لتنتهي بنفسها: تُبلَّغ، ويفشل انتظارها في هذه المكتبة بخطأ `خطأ_إلغاء`، وتُطلق
   * `إشارة_العمل`، وتجري كتل `finally` فيها. فإن انتهت في المهلة بقي عاملها، وإلا أُوقف وجاء غيره مكانه، أيًّا كان ما يفعل.
   * ويلزم أن تستورد وحدة الدالة `async` من هذه المكتبة. وما له مهلة لا يُرسل إلى العمال سلفًا، فتبطؤ الدوال الصغيرة جدًّا.
   *
   * @default 0، أي تُوقف في الحال دون إبلاغ.
   */
  مهلة_السماح?: number | undefined;
}

const أسماء_خيارات_مجمع = recordNames<خيارات_مجمع, PoolOptions>()({
  الحجم: "size",
  مهلة_السماح: ["graceMs", seconds],
});

/** خيارات تطبيق دالة على عناصر. */
export interface خيارات_تطبيق_على_عمال {
  /** توقف الدالة أينما كانت عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
  /** ما يُمهل للدالة الملغاة بالثواني لتنتهي بنفسها؛ مهلة المجمع إن لم يُعطَ. */
  مهلة_السماح?: number | undefined;
}

const أسماء_خيارات_تطبيق_على_عمال = recordNames<خيارات_تطبيق_على_عمال, PoolMapOptions>()({
  إشارة: "signal",
  مهلة_السماح: ["graceMs", seconds],
});

/** خيارات تشغيل دالة على عامل. */
export interface خيارات_تشغيل_على_عامل extends خيارات_تطبيق_على_عمال {
  /** ما يُنقل إلى العامل بدل أن يُنسخ. */
  نقل?: readonly Movable[] | undefined;
}

const أسماء_خيارات_تشغيل_على_عامل = recordNames<خيارات_تشغيل_على_عامل, PoolRunOptions>()({
  إشارة: "signal",
  مهلة_السماح: ["graceMs", seconds],
  نقل: "transfer",
});

/** ما لخطأ العامل من أعضاء عربية فوق ما لكل خطأ. */
export interface أعضاء_خطأ_عامل {
  /** رمز خروج العامل، إن مات. */
  readonly رمز_الخروج: number | undefined;
}

arabicMembers<أعضاء_خطأ_عامل, WorkerError, keyof MaktabaError>()(WorkerError.prototype, { رمز_الخروج: "exitCode" });

/** فشل مجمع في تشغيل دالة: مات عاملها، أو تعذر تحميل وحدتها، أو ليست فيها، أو أُعطيت ما لا يُرسل. */
export type خطأ_عامل = WorkerError & أعضاء_خطأ_عامل;
/** فشل مجمع في تشغيل دالة: مات عاملها، أو تعذر تحميل وحدتها، أو ليست فيها، أو أُعطيت ما لا يُرسل. */
export const خطأ_عامل: new (...معاملات: ConstructorParameters<typeof WorkerError>) => خطأ_عامل = WorkerError as never;

/** ما لمجمع العمال ومجمع العمليات من أعضاء عربية. */
export interface أعضاء_مجمع {
  /** أقصى عدد للعمال. */
  readonly الحجم: number;
  /** عدد الدوال المنتظرة والجارية. */
  readonly المتبقية: number;
  /**
   * يشغل دالة من وحدة على عامل.
   *
   * @param وحدة رابط الوحدة.
   * @param اسم اسم الدالة.
   * @param معاملات معاملاتها.
   * @param خيارات إشارة ومهلة السماح وما يُنقل.
   * @returns نتيجتها.
   */
  تشغيل<M extends ModuleExports, Name extends FunctionName<M> = FunctionName<M>>(
    وحدة: URL | string,
    اسم: Name,
    معاملات: ArgumentsOf<M[Name]>,
    خيارات?: خيارات_تشغيل_على_عامل,
  ): Promise<ResultOf<M[Name]>>;
  /**
   * يعطي دوال وحدة، تُستدعى بأنواعها التي لها فيها وتجري على العمال. ويوقفها إلغاء المهمة؛ ولإشارة أو لما يُنقل: `تشغيل`.
   *
   * @param وحدة رابط الوحدة.
   * @returns الدوال.
   */
  دوال<M extends ModuleExports>(وحدة: URL | string): PoolFunctions<M>;
  /**
   * يشغل دالة على عناصر كثيرة ويعطي النتائج بترتيبها.
   *
   * @param وحدة رابط الوحدة.
   * @param اسم اسم دالة ذات معامل واحد.
   * @param عناصر العناصر.
   * @param خيارات إشارة توقف كل شيء، ومهلة السماح.
   * @returns النتائج.
   */
  تطبيق<M extends ModuleExports, Name extends FunctionName<M> = FunctionName<M>>(
    وحدة: URL | string,
    اسم: Name,
    عناصر: Iterable<ArgumentsOf<M[Name]>[0]> | AsyncIterable<ArgumentsOf<M[Name]>[0]>,
    خيارات?: خيارات_تطبيق_على_عمال,
  ): AsyncIterable<ResultOf<M[Name]>>;
  /** يغلق المجمع بعد أن ينتهي ما يجري. */
  إغلاق(): Promise<void>;
}

arabicMembers<أعضاء_مجمع, Pool>()(Pool.prototype, {
  الحجم: "size",
  المتبقية: "pending",
  تشغيل: ["run", function (
    this: Pool,
    وحدة: URL | string,
    اسم: never,
    معاملات: never,
    خيارات: خيارات_تشغيل_على_عامل = {},
  ): Promise<never> {
    return this.run(وحدة, اسم, معاملات, أسماء_خيارات_تشغيل_على_عامل.english(خيارات));
  }],
  تطبيق: ["map", function (
    this: Pool,
    وحدة: URL | string,
    اسم: never,
    عناصر: Iterable<never> | AsyncIterable<never>,
    خيارات: خيارات_تطبيق_على_عمال = {},
  ): AsyncIterable<never> {
    return this.map(وحدة, اسم, عناصر, أسماء_خيارات_تطبيق_على_عمال.english(خيارات));
  }],
  دوال: "functions",
  إغلاق: "close",
});

/** مجمع عماله خيوط: لما يحسب فيعطل غيره. */
export type مجمع_عمال = WorkerPool & أعضاء_مجمع;

/**
 * ينشئ مجمع خيوط.
 *
 * @param خيارات عدد العمال ومهلة السماح.
 * @returns المجمع، ويُغلق بنهاية كتلة `await using`.
 * @throws {خطأ_تحقق} إن لم يكن الحجم عددًا صحيحًا موجبًا، أو لم تصلح المهلة.
 */
export function إنشاء_مجمع_عمال(خيارات: خيارات_مجمع = {}): مجمع_عمال {
  return new WorkerPool(أسماء_خيارات_مجمع.english(خيارات)) as مجمع_عمال;
}

/** مجمع عماله عمليات: لما قد ينهار أو يغير ما يخص العملية كلها. */
export type مجمع_عمليات = ProcessPool & أعضاء_مجمع;

/**
 * ينشئ مجمع عمليات.
 *
 * @param خيارات عدد العمال ومهلة السماح.
 * @returns المجمع، ويُغلق بنهاية كتلة `await using`.
 * @throws {خطأ_تحقق} إن لم يكن الحجم عددًا صحيحًا موجبًا، أو لم تصلح المهلة.
 */
export function إنشاء_مجمع_عمليات(خيارات: خيارات_مجمع = {}): مجمع_عمليات {
  return new ProcessPool(أسماء_خيارات_مجمع.english(خيارات)) as مجمع_عمليات;
}
