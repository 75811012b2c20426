import { arabicMembers } from "../../internal/arabic.ts";
import { Future } from "../future.ts";

/**
 * ما للمستقبل من أعضاء عربية.
 *
 * @typeParam T النتيجة.
 */
export interface أعضاء_مستقبل<T> {
  /** هل حُسم أو أُلغي. */
  readonly منته: boolean;
  /** هل أُلغي. */
  readonly ملغى: boolean;
  /** يعطي النتيجة. */
  حسم(قيمة: T): void;
  /** يعطي خطأ مكان النتيجة. */
  رفض(خطأ: unknown): void;
  /** يلغيه، ويقول هل كان مفتوحًا. */
  إلغاء(سبب?: unknown): boolean;
  /** النتيجة بغير انتظار. */
  نتيجة(): T;
  /** الخطأ بغير انتظار، أو undefined. */
  خطأ(): unknown;
  /**
   * يستدعي دالة عند حسمه أو إلغائه.
   *
   * @param دالة تُعطى المستقبل.
   * @returns ما يسحب الدالة.
   */
  عند_الانتهاء(دالة: (المستقبل: Future<T>) => void): () => void;
}

arabicMembers<أعضاء_مستقبل<unknown>, Future<unknown>, "then">()(Future.prototype, {
  منته: "done",
  ملغى: "cancelled",
  حسم: "resolve",
  رفض: "reject",
  إلغاء: "cancel",
  نتيجة: "result",
  خطأ: "error",
  عند_الانتهاء: "addDoneCallback",
});

/**
 * نتيجة سيعطيها أحد: وعد مفاتيحه في يدك.
 *
 * @typeParam T النتيجة.
 */
export type مستقبل<T> = Future<T> & أعضاء_مستقبل<T>;
/** نتيجة سيعطيها أحد: وعد مفاتيحه في يدك. */
export const مستقبل: new <T>() => مستقبل<T> = Future as never;
