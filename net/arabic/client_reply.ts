import { arabicMembers } from "../../internal/arabic.ts";
import type { ClientReply, RawAnswer } from "../client_reply.ts";
import { ReplyShell } from "../internal/client/client_shell.ts";
import { بأعضاء_عربية } from "./tables/raw_answer.ts";

/** ما للجواب الخام من أعضاء عربية. */
export interface أعضاء_جواب_خام {
  /** حالته. */
  readonly الحالة: number;
  /** قول الخادم في الحالة. */
  readonly نص_الحالة: string;
  /** إصدار HTTP الذي وصل به، مثل `"1.1"` أو `"2.0"`؛ undefined حيث لا تخبر به بيئة التشغيل. */
  readonly إصدار_http: string | undefined;
  /** هل الحالة من حالات النجاح. */
  readonly ناجح: boolean;
  /** رؤوسه. */
  readonly الرؤوس: Headers;
  /** ما طُلب، بعد إعادات التوجيه. */
  readonly الرابط: string;
  /**
   * يقرأ المحتوى نصًّا.
   *
   * @returns النص.
   */
  نص(): Promise<string>;
  /**
   * يقرأ المحتوى بايتات.
   *
   * @returns البايتات.
   */
  بايتات(): Promise<Uint8Array>;
  /**
   * يعطي المحتوى تدفقًا كما يصل، مرة واحدة. إلغاؤه يغلق الاتصال.
   *
   * @returns التدفق.
   */
  تدفق(): ReadableStream<Uint8Array>;
  /**
   * يترك ما لم يُقرأ، ومعه الاتصال.
   *
   * @returns عند تمام ذلك.
   */
  إغلاق(): Promise<void>;
}

/** جواب يُقرأ محتواه كما يراد. من لا يقرؤه إلى آخره فعليه إغلاقه. */
export type جواب_خام = RawAnswer & أعضاء_جواب_خام;

/** ما لرد العميل من أعضاء عربية. */
export interface أعضاء_رد_عميل {
  /**
   * يقرأ المحتوى نصًّا.
   *
   * @returns النص.
   */
  نص(): Promise<string>;
  /**
   * يقرأ المحتوى بايتات.
   *
   * @returns البايتات.
   */
  بايتات(): Promise<Uint8Array>;
  /**
   * يعطي المحتوى تدفقًا كما يصل. إلغاؤه، أو الخروج من حلقته، يغلق الاتصال.
   *
   * @returns التدفق، والفشل خطؤه.
   */
  تدفق(): ReadableStream<Uint8Array>;
  /**
   * يعطي الجواب حين تصل رؤوسه.
   *
   * @returns الجواب.
   */
  خام(): Promise<جواب_خام>;
}

arabicMembers<أعضاء_رد_عميل, ClientReply, "then" | "catch" | "finally" | "json" | "blob">()(ReplyShell.prototype, {
  نص: "text",
  بايتات: "bytes",
  تدفق: "stream",
  خام: ["raw", async function (this: ClientReply) {
    return بأعضاء_عربية(await this.raw());
  }],
});

/**
 * جواب طلب من عميل، وهو في الطريق. يعطي `await` محتواه محلَّلًا، وتعطيه دواله على صور أخرى، والطلب واحد كيفما قُرئ.
 *
 * @typeParam T نوع المحتوى، ولا يُتحقق منه.
 */
export type رد_عميل<T = unknown> = ClientReply<T> & أعضاء_رد_عميل;
