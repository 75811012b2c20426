import { arabicMembers, recordNames, seconds } from "../../internal/arabic.ts";
import type { WebSocketMessage, WebSocketState } from "../web_socket_connection.ts";
import { type SessionRequestOptions, type SessionWaitOptions, WebSocketSession } from "../web_socket_session.ts";
import type { إغلاق_websocket } from "./web_socket_connection.ts";

/** خيارات ما ينتظر في جلسة. */
export interface خيارات_انتظار_جلسة {
  /** تنهي الانتظار عند إطلاقها، وما حُفظ يبقى محفوظًا. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_انتظار = recordNames<خيارات_انتظار_جلسة, SessionWaitOptions>()({ إشارة: "signal" });

/** خيارات طلب في جلسة. المدد بالثواني. */
export interface خيارات_طلب_جلسة extends خيارات_انتظار_جلسة {
  /** ما يجوز أن يستغرقه الجواب بما فيه من عودات، بالثواني؛ 30 إن لم يُعطَ. */
  مهلة?: number | undefined;
}

const أسماء_طلب = recordNames<خيارات_طلب_جلسة, SessionRequestOptions>()({ مهلة: ["timeoutMs", seconds] }, أسماء_انتظار);

/** ما لجلسة WebSocket من أعضاء عربية. */
export interface أعضاء_جلسة_websocket {
  /** ما تُستأنف به الجلسة. من عرفه أخذها، فهو سر. */
  readonly رمز_الجلسة: string;
  /** الرابط بغير أسرار. */
  readonly الرابط: string;
  /** هل تمر الرسائل الآن: `"open"` أو `"reconnecting"` أو `"closed"`. */
  readonly الحالة: WebSocketState;
  /** كم أُرسل من رسائل وطلبات لم يؤكد الطرف الآخر أنه عالجها. */
  readonly غير_المؤكدة: number;
  /** رقم آخر رسالة أُخذت، أولها 1، والطلبات معدودة معها. */
  readonly رقم_المستلمة: number;
  /** كم استغرق آخر جواب عن نبض الاتصال، بالثواني؛ undefined إن لم يكن جواب بعد. */
  readonly زمن_الاستجابة: number | undefined;
  /** ينتهي بانتهاء الجلسة، ويُرفض إن انتهت بفشل أو بقي ما لم يؤكد. */
  readonly الانتهاء: Promise<إغلاق_websocket>;
  /**
   * يرسل رسالة تُحفظ ويعاد إرسالها عبر كل اتصال جديد حتى يعالجها الطرف الآخر. وينتظر ما دام غير المؤكد على حده.
   *
   * @param رسالة نص أو بايتات.
   * @param خيارات إشارة تنهي الانتظار.
   * @returns إذا حُفظت.
   */
  إرسال(رسالة: string | ArrayBuffer | ArrayBufferView, خيارات?: خيارات_انتظار_جلسة): Promise<void>;
  /**
   * يرسل طلبًا وينتظر جوابه من `معالج_الطلبات` في الطرف الآخر.
   *
   * @param رسالة نص أو بايتات.
   * @param خيارات المهلة، وإشارة تترك الطلب.
   * @returns الجواب.
   */
  طلب(رسالة: string | ArrayBuffer | ArrayBufferView, خيارات?: خيارات_طلب_جلسة): Promise<WebSocketMessage>;
  /**
   * يستلم الرسالة التالية متى وصلت، وتُعدّ معالجة باستلامها.
   *
   * @param خيارات إشارة تنهي الانتظار.
   * @returns الرسالة، أو undefined إن أُغلقت الجلسة.
   */
  استلام(خيارات?: خيارات_انتظار_جلسة): Promise<WebSocketMessage | undefined>;
  /**
   * ينتظر حتى يعالج الطرف الآخر كل ما أُرسل.
   *
   * @param خيارات إشارة تنهي الانتظار.
   * @returns إذا عالجه.
   */
  انتظار_التأكيد(خيارات?: خيارات_انتظار_جلسة): Promise<void>;
  /**
   * يترك الجلسة ولا ينهيها، لتُستأنف بالرمز والمخزن نفسيهما.
   *
   * @returns إذا أُغلق الاتصال.
   */
  تعليق(): Promise<void>;
  /**
   * ينهي الجلسة بعد أن يُمهل ما أُرسل حتى يؤكد.
   *
   * @param رمز 1000، أو من 3000 إلى 4999 سوى ما بين 4400 و4499.
   * @param سبب ما يقال في سببه.
   * @returns إذا انتهت.
   */
  إغلاق(رمز?: number, سبب?: string): Promise<void>;
}

arabicMembers<أعضاء_جلسة_websocket, WebSocketSession & { readonly closed: Promise<إغلاق_websocket> }>()(
  WebSocketSession.prototype,
  {
    رمز_الجلسة: "token",
    الرابط: "url",
    الحالة: "state",
    غير_المؤكدة: "unacknowledged",
    رقم_المستلمة: "received",
    زمن_الاستجابة: ["latencyMs", seconds],
    الانتهاء: "closed",
    إرسال: ["send", async function (this: WebSocketSession, رسالة, خيارات = {}) {
      await this.send(رسالة, أسماء_انتظار.english(خيارات));
    }],
    طلب: ["request", async function (this: WebSocketSession, رسالة, خيارات = {}) {
      return await this.request(رسالة, أسماء_طلب.english(خيارات));
    }],
    استلام: ["receive", async function (this: WebSocketSession, خيارات = {}) {
      return await this.receive(أسماء_انتظار.english(خيارات));
    }],
    انتظار_التأكيد: ["flush", async function (this: WebSocketSession, خيارات = {}) {
      await this.flush(أسماء_انتظار.english(خيارات));
    }],
    تعليق: "suspend",
    إغلاق: "close",
  },
);

/** أحد طرفي جلسة: تفتحها `فتح_جلسة`، أو تعطيها `خدمة_جلسات` لكل عميل. تُقرأ رسائلها بـ`for await`. */
export type جلسة_websocket = WebSocketSession & أعضاء_جلسة_websocket;
/** أحد طرفي جلسة. */
export const جلسة_websocket: abstract new (...arguments_: never) => جلسة_websocket = WebSocketSession as never;
