import { arabicMembers, type Conversion, recordNames, seconds } from "../../internal/arabic.ts";
import { checkFunction } from "../../internal/validate.ts";
import { connectWebSocket, type ConnectWebSocketOptions } from "../connect_web_socket.ts";
import type { RequestHeaders } from "../request.ts";
import { WebSocketClose } from "../web_socket_close.ts";
import {
  WebSocketConnection,
  type WebSocketMessage,
  type WebSocketSendOptions,
  type WebSocketState,
} from "../web_socket_connection.ts";

/** ما لإغلاق اتصال WebSocket من أعضاء عربية. */
export interface أعضاء_إغلاق_websocket {
  /** الرمز الذي أُغلق به؛ 1005 إن لم يُعطَ رمز. */
  readonly الرمز: number;
  /** ما قيل في سببه. */
  readonly السبب: string;
}

arabicMembers<أعضاء_إغلاق_websocket, WebSocketClose>()(WebSocketClose.prototype, { الرمز: "code", السبب: "reason" });

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

/** ما لوصلة WebSocket من أعضاء عربية. */
export interface أعضاء_وصلة_websocket {
  /** الرابط بغير أسرار. */
  readonly الرابط: string;
  /** هل تمر الرسائل الآن: `"open"` أو `"reconnecting"` أو `"closed"`. */
  readonly الحالة: WebSocketState;
  /** البروتوكول الفرعي الذي اختاره الخادم. */
  readonly البروتوكول: string;
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
    الانتهاء: "closed",
    إرسال: ["send", async function (this: WebSocketConnection, رسالة, خيارات = {}) {
      await this.send(رسالة, أسماء_خيارات_إرسال.english(خيارات));
    }],
    إغلاق: "close",
  },
);

/** اتصال WebSocket يعود إذا انقطع، تفتحه `فتح_websocket`. تُقرأ رسائله بـ`for await`. */
export type وصلة_websocket = WebSocketConnection & أعضاء_وصلة_websocket;
/** اتصال WebSocket يعود إذا انقطع. */
export const وصلة_websocket: abstract new (...arguments_: never) => وصلة_websocket = WebSocketConnection as never;

/** يعالج رسالة، ويُعطى الاتصال ليرد عليها. */
export type معالج_رسائل = (رسالة: WebSocketMessage, وصلة: وصلة_websocket) => unknown;

/** خيارات `اتصال_websocket`. المدد بالثواني. */
export interface خيارات_اتصال_websocket {
  /** رؤوس المصافحة. */
  رؤوس?: RequestHeaders | undefined;
  /** كم مرة متتالية يعاد الاتصال إذا تعذر أو انقطع؛ 3 إن لم يُعطَ. */
  عدد_إعادة_المحاولة?: number | undefined;
  /** أطول انتظار قبل إعادة الاتصال، بالثواني؛ 5 إن لم يُعطَ. */
  تأخير_إعادة_الاتصال?: number | undefined;
  /** ما يجب أن يدومه الاتصال ليُعدّ انقطاعه أولًا من جديد، بالثواني؛ 5 إن لم يُعطَ. */
  مدة_الاستقرار?: number | undefined;
  /** ما يجوز أن تستغرقه المصافحة، بالثواني؛ 10 إن لم يُعطَ. */
  وقت_اتصال?: number | undefined;
  /** البروتوكولات الفرعية المعروضة، أفضلها أولها. */
  بروتوكولات?: readonly string[] | undefined;
  /** كم رسالة يجوز أن تنتظر القراءة، وكم يجوز أن تنتظر الإرسال؛ 16384 إن لم يُعطَ. */
  أقصى_طابور?: number | undefined;
  /** كم بايتًا من الرسائل يجوز أن ينتظر القراءة؛ 67108864 إن لم يُعطَ. */
  أقصى_بايتات_الطابور?: number | undefined;
  /** أكبر حجم لرسالة بالبايتات؛ 16777216 إن لم يُعطَ. */
  أقصى_بايتات_الرسالة?: number | undefined;
  /** تنهي الاتصال عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const جدول_اتصال = {
  رؤوس: "headers",
  عدد_إعادة_المحاولة: "retries",
  تأخير_إعادة_الاتصال: ["reconnectDelayMs", seconds],
  مدة_الاستقرار: ["stableAfterMs", seconds],
  وقت_اتصال: ["openTimeoutMs", seconds],
  بروتوكولات: "protocols",
  أقصى_طابور: "maxQueue",
  أقصى_بايتات_الطابور: "maxQueueBytes",
  أقصى_بايتات_الرسالة: "maxMessageBytes",
  إشارة: "signal",
} as const;

/**
 * يتصل ويعالج كل رسالة تصل، واحدة بعد أخرى، حتى يغلق الخادم الاتصال. إذا انقطع الاتصال أعاده، ثم أطلق `خطأ_websocket`
 * إن لم يعد.
 *
 * @param رابط رابط `ws:` أو `wss:`.
 * @param معالج_الرسائل يُستدعى بكل رسالة، نصًّا أو بايتات، ويُنتظر حتى ينتهي.
 * @param خيارات الرؤوس وإعادة الاتصال.
 * @returns كيف أُغلق الاتصال.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_websocket} إن تعذر الاتصال أو انقطع ولم يعد.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 * @throws ما يطلقه `معالج_الرسائل`.
 *
 * @example استقبال الأسعار
 * ```ts ignore
 * import { اتصال_websocket } from "@maktaba/std/net/ar";
 *
 * await اتصال_websocket("wss://prices.example/live", (رسالة) => console.log(رسالة), { تأخير_إعادة_الاتصال: 2 });
 * ```
 */
export async function اتصال_websocket(
  رابط: string | URL,
  معالج_الرسائل: معالج_رسائل,
  خيارات: خيارات_اتصال_websocket = {},
): Promise<إغلاق_websocket> {
  checkFunction("معالج_الرسائل", معالج_الرسائل as unknown);
  const وصلة = await فتح_websocket(رابط, { ...خيارات, معالج_الرسائل });
  return await وصلة.الانتهاء;
}

/** خيارات `فتح_websocket`. المدد بالثواني. */
export interface خيارات_فتح_websocket extends خيارات_اتصال_websocket {
  /** يُستدعى بكل رسالة؛ إن لم يُعطَ تُقرأ الرسائل بـ`for await`. */
  معالج_الرسائل?: معالج_رسائل | undefined;
}

const معالج: Conversion<معالج_رسائل, NonNullable<ConnectWebSocketOptions["onMessage"]>> = {
  english: (دالة) => {
    checkFunction("معالج_الرسائل", دالة as unknown);
    return (رسالة, وصلة) => دالة(رسالة, وصلة as وصلة_websocket);
  },
  arabic: (دالة) => دالة,
};

const أسماء_خيارات_فتح_websocket = recordNames<خيارات_فتح_websocket, ConnectWebSocketOptions>()({
  ...جدول_اتصال,
  معالج_الرسائل: ["onMessage", معالج],
});

/**
 * يفتح اتصال WebSocket يعود إذا انقطع.
 *
 * @param رابط رابط `ws:` أو `wss:`.
 * @param خيارات معالج الرسائل والرؤوس وإعادة الاتصال.
 * @returns الاتصال عند فتحه.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_websocket} إن تعذر الاتصال.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example قراءة الرسائل
 * ```ts ignore
 * import { فتح_websocket } from "@maktaba/std/net/ar";
 *
 * await using وصلة = await فتح_websocket("wss://prices.example/live");
 * await وصلة.إرسال("اشتراك");
 * for await (const رسالة of وصلة) console.log(رسالة);
 * ```
 */
export async function فتح_websocket(
  رابط: string | URL,
  خيارات: خيارات_فتح_websocket = {},
): Promise<وصلة_websocket> {
  return await connectWebSocket(رابط, أسماء_خيارات_فتح_websocket.english(خيارات)) as وصلة_websocket;
}
