import { arabicMembers, recordNames, seconds } from "../../internal/arabic.ts";
import { WebSocketClose } from "../web_socket_close.ts";
import {
  WebSocketConnection,
  type WebSocketMessage,
  type WebSocketReceiveOptions,
  type WebSocketSendOptions,
  type WebSocketState,
} from "../web_socket_connection.ts";

/** ما لإغلاق اتصال WebSocket من أعضاء عربية. */
export interface أعضاء_إغلاق_websocket {
  /** الرمز الذي أُغلق به؛ 1005 إن لم يُعطَ رمز، و1006 إن انقطع. */
  readonly الرمز: number;
  /** ما قيل في سببه. */
  readonly السبب: string;
  /** هل يعاد فتح الاتصال. */
  readonly سيعاد: boolean;
}

arabicMembers<أعضاء_إغلاق_websocket, WebSocketClose>()(WebSocketClose.prototype, {
  الرمز: "code",
  السبب: "reason",
  سيعاد: "willRetry",
});

/** كيف أُغلق اتصال WebSocket. */
export type إغلاق_websocket = WebSocketClose & أعضاء_إغلاق_websocket;
/** كيف أُغلق اتصال WebSocket. */
export const إغلاق_websocket: new (...arguments_: ConstructorParameters<typeof WebSocketClose>) => إغلاق_websocket =
  WebSocketClose as never;

/** خيارات إرسال رسالة. */
export interface خيارات_إرسال {
  /** تسترد الرسالة عند إطلاقها، إن لم تكن سُلّمت بعد. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_إرسال = recordNames<خيارات_إرسال, WebSocketSendOptions>()({ إشارة: "signal" });

/** خيارات استلام رسالة. */
export interface خيارات_استلام {
  /** تنهي الانتظار عند إطلاقها، وتدع الرسالة لغيره. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_استلام = recordNames<خيارات_استلام, WebSocketReceiveOptions>()({ إشارة: "signal" });

/** ما لوصلة WebSocket من أعضاء عربية. */
export interface أعضاء_وصلة_websocket {
  /** الرابط بغير أسرار. */
  readonly الرابط: string;
  /** هل تمر الرسائل الآن: `"open"` أو `"reconnecting"` أو `"closed"`. */
  readonly الحالة: WebSocketState;
  /** البروتوكول الفرعي الذي اختاره الخادم. */
  readonly البروتوكول: string;
  /** كم بايتًا سُلّم ولم يخرج إلى الشبكة بعد. */
  readonly بايتات_معلقة: number;
  /** كم رسالة تنتظر التسليم. */
  readonly رسائل_منتظرة: number;
  /** كم استغرق آخر جواب عن النبض، بالثواني؛ undefined إن لم يكن جواب بعد. */
  readonly زمن_الاستجابة: number | undefined;
  /** ينتهي بانتهاء الاتصال ومعالجة كل ما وصل، ويُرفض إن انتهى بفشل. */
  readonly الانتهاء: Promise<إغلاق_websocket>;
  /**
   * يرسل رسالة، وينتظر عودة الاتصال إن كان منقطعًا.
   *
   * @param رسالة نص أو بايتات.
   * @param خيارات إشارة تسترد الرسالة.
   * @returns عند تسليمها إلى الشبكة.
   */
  إرسال(رسالة: string | ArrayBuffer | ArrayBufferView, خيارات?: خيارات_إرسال): Promise<void>;
  /**
   * يستلم الرسالة التالية متى وصلت.
   *
   * @param خيارات إشارة تنهي الانتظار.
   * @returns الرسالة، أو undefined إن انتهى الاتصال انتهاء عاديًّا.
   */
  استلام(خيارات?: خيارات_استلام): Promise<WebSocketMessage | undefined>;
  /**
   * يغلق الاتصال.
   *
   * @param رمز 1000، أو من 3000 إلى 4999.
   * @param سبب ما يقال في سببه.
   * @returns عند إغلاقه.
   */
  إغلاق(رمز?: number, سبب?: string): Promise<void>;
}

arabicMembers<أعضاء_وصلة_websocket, WebSocketConnection & { readonly closed: Promise<إغلاق_websocket> }>()(
  WebSocketConnection.prototype,
  {
    الرابط: "url",
    الحالة: "state",
    البروتوكول: "protocol",
    بايتات_معلقة: "bufferedAmount",
    رسائل_منتظرة: "queued",
    زمن_الاستجابة: ["latencyMs", seconds],
    الانتهاء: "closed",
    إرسال: ["send", async function (this: WebSocketConnection, رسالة, خيارات = {}) {
      await this.send(رسالة, أسماء_خيارات_إرسال.english(خيارات));
    }],
    استلام: ["receive", async function (this: WebSocketConnection, خيارات = {}) {
      return await this.receive(أسماء_خيارات_استلام.english(خيارات));
    }],
    إغلاق: "close",
  },
);

/**
 * اتصال WebSocket: تفتحه `فتح_websocket` فيعود إذا انقطع، أو تعطيه `خدمة_websocket` لكل عميل. تُقرأ رسائله بـ`for await`.
 */
export type وصلة_websocket = WebSocketConnection & أعضاء_وصلة_websocket;
/** اتصال WebSocket. */
export const وصلة_websocket: abstract new (...arguments_: never) => وصلة_websocket = WebSocketConnection as never;

/** يعالج رسالة، ويُعطى الاتصال ليرد عليها. */
export type معالج_رسائل = (رسالة: WebSocketMessage, وصلة: وصلة_websocket) => unknown;
