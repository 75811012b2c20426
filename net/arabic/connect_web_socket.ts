import { callback, recordNames } from "../../internal/arabic.ts";
import { checkFunction } from "../../internal/validate.ts";
import {
  connectWebSocket,
  type ConnectWebSocketOptions,
  type WebSocketAttempt,
  type WebSocketOpening,
} from "../connect_web_socket.ts";
import type { RequestHeaders } from "../request.ts";
import type { WebSocketMessage, WebSocketState } from "../web_socket_connection.ts";
import type { خطأ_websocket } from "../../errors/ar.ts";
import type { tls_عميل } from "./client_options.ts";
import { أسماء_محاولة, أسماء_وصل } from "./tables/web_socket.ts";
import type { إغلاق_websocket, معالج_رسائل, وصلة_websocket } from "./web_socket_connection.ts";

/** أي محاولة يُطلب لها الرابط أو الرؤوس. */
export interface محاولة_websocket {
  /** رقم المحاولة منذ آخر استقرار، من 1. */
  readonly محاولة: number;
  /** تُطلق عند ترك المحاولة. */
  readonly إشارة: AbortSignal;
}

/** ما يُعطاه `عند_الفتح`. */
export interface افتتاح_websocket extends محاولة_websocket {
  /** كم مرة فُتح الاتصال، بهذه؛ ما فوق 1 عودة بعد انقطاع. */
  readonly مرات_الفتح: number;
}

const أسماء_افتتاح = recordNames<افتتاح_websocket, WebSocketOpening>()(
  { مرات_الفتح: "opens" },
  أسماء_محاولة,
);

/** ما يُقرَّر به هل يعاد الاتصال. */
export interface انقطاع_websocket {
  /** الرمز الذي أُغلق به؛ 1006 إن انقطع أو تعذر فتحه. */
  readonly رمز: number;
  /** ما قاله الخادم في سببه. */
  readonly سبب: string;
  /** الخطأ؛ undefined إن أغلقه الخادم إغلاقًا عاديًّا. */
  readonly خطأ: خطأ_websocket | undefined;
  /** رقم إعادة الاتصال التي يُسأل عنها، من 1. */
  readonly محاولة: number;
  /** هل يعاد إن لم يُقرَّر غير ذلك. */
  readonly قابل_للإعادة: boolean;
}

/** نبض من رسائل، لخادم ينتظرها. */
export interface نبض_websocket {
  /** ما يُرسل، أو دالة تعطيه كل مرة. */
  رسالة: WebSocketMessage | (() => WebSocketMessage);
  /** تميز أجوبة الخادم عن سائر الرسائل، فلا تُعطى للقارئ. */
  هل_جواب: (رسالة: WebSocketMessage) => boolean;
}

/** رابط، أو دالة تعطيه لكل محاولة. */
export type عنوان_websocket = string | URL | ((محاولة: محاولة_websocket) => string | URL | Promise<string | URL>);

/** رؤوس المصافحة، أو دالة تعطيها لكل محاولة. */
export type رؤوس_websocket =
  | RequestHeaders
  | ((محاولة: محاولة_websocket) => RequestHeaders | Promise<RequestHeaders>);

/** خيارات `اتصال_websocket`. المدد بالثواني. */
export interface خيارات_اتصال_websocket {
  /** رؤوس المصافحة، أو دالة تعطيها لكل محاولة. */
  رؤوس?: رؤوس_websocket | undefined;
  /** كم مرة متتالية يعاد الاتصال إذا تعذر أو انقطع، ويجوز `Infinity`؛ 3 إن لم يُعطَ. */
  عدد_إعادة_المحاولة?: number | undefined;
  /**
   * أطول انتظار قبل إعادة الاتصال، بالثواني؛ 5 إن لم يُعطَ. كل انتظار جزء عشوائي من حد يبدأ بـ`أول_تأخير` ويتضاعف مع كل
   * فشل متتال وينتهي إلى هذا.
   */
  تأخير_إعادة_الاتصال?: number | undefined;
  /** أطول انتظار قبل أول إعادة، بالثواني؛ 1 إن لم يُعطَ. */
  أول_تأخير?: number | undefined;
  /** ما يجب أن يدومه الاتصال ليُعدّ انقطاعه أولًا من جديد، بالثواني؛ 5 إن لم يُعطَ. */
  مدة_الاستقرار?: number | undefined;
  /** ما يجوز أن يستغرقه فتح الاتصال و`عند_الفتح` معًا، بالثواني؛ 10 إن لم يُعطَ. */
  وقت_اتصال?: number | undefined;
  /** ما يُنتظر جواب الخادم عن الإغلاق، بالثواني؛ 5 إن لم يُعطَ. */
  مهلة_الإغلاق?: number | undefined;
  /** كل كم يُسأل الخادم أهو موجود، بالثواني، و0 لئلا يُسأل؛ 30 إن لم يُعطَ، و0 على Deno. */
  فترة_النبض?: number | undefined;
  /** كم يجوز ألا يصل شيء بعد السؤال، بالثواني؛ 20 إن لم يُعطَ. */
  مهلة_النبض?: number | undefined;
  /** يسأل برسائل بدل إطارات ping. */
  نبض?: نبض_websocket | undefined;
  /** هل يُعرض ضغط الرسائل (permessage-deflate)؛ لا، إن لم يُعطَ. */
  ضغط?: boolean | undefined;
  /** بمن يوثق، ومن يكون العميل، في رابط `wss:`. */
  tls?: tls_عميل | undefined;
  /** البروتوكولات الفرعية المعروضة، أفضلها أولها. */
  بروتوكولات?: readonly string[] | undefined;
  /** كم رسالة تُعالج معًا؛ 1 إن لم يُعطَ. */
  تزامن?: number | undefined;
  /**
   * يهيئ الاتصال كلما فُتح، ويُنتظر: لتسجيل الدخول أو الاشتراك أو إعادة إرسال ما لم يُؤكد استلامه. ما يرسله يسبق كل ما ينتظر
   * الإرسال، وله أن يستلم الأجوبة. ما يطلقه يُعدّ محاولة فاشلة.
   */
  عند_الفتح?: ((وصلة: وصلة_websocket, افتتاح: افتتاح_websocket) => unknown) | undefined;
  /** يُستدعى مرة لكل اتصال كان مفتوحًا ثم انتهى، كيفما انتهى. */
  عند_الإغلاق?: ((إغلاق: إغلاق_websocket) => unknown) | undefined;
  /** يُستدعى قبل كل انتظار للإعادة بالخطأ ورقم المحاولة والانتظار بالثواني. */
  عند_الإعادة?: ((خطأ: خطأ_websocket | undefined, محاولة: number, تأخير: number) => unknown) | undefined;
  /** يُستدعى إذا فُتح الاتصال أو أُعيد فتحه أو انتهى. */
  عند_تغير_الحالة?: ((حالة: WebSocketState) => unknown) | undefined;
  /** يقرر هل يعاد الاتصال ما بقيت محاولات. */
  هل_يعاد_الاتصال?: ((انقطاع: انقطاع_websocket) => boolean | Promise<boolean>) | undefined;
  /** كم رسالة يجوز أن تنتظر القراءة، وكم يجوز أن تنتظر الإرسال؛ 16384 إن لم يُعطَ. */
  أقصى_طابور?: number | undefined;
  /** كم بايتًا من الرسائل يجوز أن ينتظر القراءة، وكم يجوز أن ينتظر الإرسال؛ 67108864 إن لم يُعطَ. */
  أقصى_بايتات_الطابور?: number | undefined;
  /** أكبر حجم لرسالة بالبايت بعد فك ضغطها؛ 16777216 إن لم يُعطَ. */
  أقصى_بايتات_الرسالة?: number | undefined;
  /** تنهي الاتصال عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

/**
 * يتصل ويعالج كل رسالة تصل، واحدة بعد أخرى، حتى يغلق الخادم الاتصال. إذا انقطع الاتصال أعاده، ثم أطلق `خطأ_websocket`
 * إن لم يعد.
 *
 * @param رابط رابط `ws:` أو `wss:`، أو دالة تعطيه لكل محاولة.
 * @param معالج_الرسائل يُستدعى بكل رسالة، نصًّا أو بايتات، ويُنتظر حتى ينتهي.
 * @param خيارات الرؤوس وإعادة الاتصال.
 * @returns كيف أُغلق الاتصال.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_websocket} إن تعذر الاتصال أو انقطع ولم يعد.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 * @throws ما يطلقه `معالج_الرسائل`.
 *
 * @example استقبال الأسعار
 * ```ts
 * import { اتصال_websocket, خدمة_websocket } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * await using خادم = await خدمة_websocket(async (وصلة) => {
 *   for (const سعر of [7, 8, 9]) await وصلة.إرسال(`الذهب: ${سعر}`);
 * });
 *
 * const رسائل: unknown[] = [];
 * await اتصال_websocket(خادم.الرابط, (رسالة) => رسائل.push(رسالة), { تأخير_إعادة_الاتصال: 2 });
 * assert.deepEqual(رسائل, ["الذهب: 7", "الذهب: 8", "الذهب: 9"]);
 * ```
 */
export async function اتصال_websocket(
  رابط: عنوان_websocket,
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

type خيار<اسم extends keyof ConnectWebSocketOptions> = NonNullable<ConnectWebSocketOptions[اسم]>;
type خيار_عربي<اسم extends keyof خيارات_فتح_websocket> = NonNullable<خيارات_فتح_websocket[اسم]>;

const أسماء_خيارات_فتح_websocket = recordNames<خيارات_فتح_websocket, ConnectWebSocketOptions>()({
  بروتوكولات: "protocols",
  تزامن: "concurrency",
  عند_الفتح: [
    "onOpen",
    callback<خيار_عربي<"عند_الفتح">, خيار<"onOpen">>((دالة) => (وصلة, opening) =>
      دالة(وصلة as وصلة_websocket, أسماء_افتتاح.arabic(opening))
    ),
  ],
  أقصى_طابور: "maxQueue",
  أقصى_بايتات_الطابور: "maxQueueBytes",
  معالج_الرسائل: [
    "onMessage",
    callback<معالج_رسائل, خيار<"onMessage">>((دالة) => (رسالة, وصلة) => دالة(رسالة, وصلة as وصلة_websocket)),
  ],
}, أسماء_وصل);

/**
 * يفتح اتصال WebSocket يعود إذا انقطع.
 *
 * @param رابط رابط `ws:` أو `wss:`، أو دالة تعطيه لكل محاولة، كأن تجلب رمزًا جديدًا.
 * @param خيارات معالج الرسائل والرؤوس وإعادة الاتصال.
 * @returns الاتصال عند فتحه.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_websocket} إن تعذر الاتصال.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example اشتراك يعاد كلما عاد الاتصال
 * ```ts
 * import { خدمة_websocket, فتح_websocket } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * await using خادم = await خدمة_websocket(async (وصلة) => {
 *   assert.equal(await وصلة.استلام(), "اشتراك");
 *   await وصلة.إرسال("مرحبا");
 * });
 *
 * await using وصلة = await فتح_websocket(خادم.الرابط, { عند_الفتح: (وصلة) => وصلة.إرسال("اشتراك") });
 * assert.deepEqual(await Array.fromAsync(وصلة), ["مرحبا"]);
 * ```
 */
export async function فتح_websocket(
  رابط: عنوان_websocket,
  خيارات: خيارات_فتح_websocket = {},
): Promise<وصلة_websocket> {
  const عنوان = typeof رابط === "function" ? (about: WebSocketAttempt) => رابط(أسماء_محاولة.arabic(about)) : رابط;
  return await connectWebSocket(عنوان, أسماء_خيارات_فتح_websocket.english(خيارات)) as وصلة_websocket;
}
