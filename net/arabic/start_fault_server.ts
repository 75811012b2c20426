import { arabicMembers, callback, type Conversion, recordNames, seconds, words } from "../../internal/arabic.ts";
import { checkArray } from "../../internal/validate.ts";
import {
  type ConnectionFault,
  type FaultedRequest,
  type FaultScript,
  type FaultServer,
  type RequestFault,
  startFaultServer,
  type WebSocketFault,
} from "../start_fault_server.ts";
import type { WebSocketMessage } from "../web_socket_connection.ts";

/**
 * ما يصيب الاتصال: `قطع` يقطعه بلا كلمة (RST) كخادم ينهار، و`إنهاء` يغلقه بنظام في وسط الأمر (FIN)، و`سكوت` يدعه مفتوحًا ولا
 * يأتي منه شيء كسلك نُزع، و`هذيان` يرسل ما ليس من البروتوكول.
 */
export type عطل_اتصال = "قطع" | "إنهاء" | "سكوت" | "هذيان";

const كلمات_العطل = words<عطل_اتصال, ConnectionFault>()({
  قطع: "reset",
  إنهاء: "end",
  سكوت: "hang",
  هذيان: "garbage",
});

/** كيف يُجاب طلب HTTP. المدد بالثواني. */
export interface عطل_طلب {
  /** حالة الجواب؛ 200 إن لم تُعطَ. */
  حالة?: number | undefined;
  /** رؤوس الجواب. */
  رؤوس?: Readonly<Record<string, string>> | undefined;
  /** متن الجواب؛ فارغ إن لم يُعطَ. */
  متن?: string | Uint8Array | undefined;
  /** ما يُنتظر قبل كل شيء، بالثواني؛ 0 إن لم يُعطَ. */
  تأخير?: number | undefined;
  /** كم بايتًا من المتن يمر في الثانية؛ كله معًا إن لم يُعطَ. */
  بايتات_في_الثانية?: number | undefined;
  /** ما يصيبه: مكان الجواب، أو في متنه مع `بعد_بايتات`. */
  عطل?: عطل_اتصال | undefined;
  /** بعد كم بايتًا من المتن يصيبه. ورأس الجواب يخبر بطول المتن كله. */
  بعد_بايتات?: number | undefined;
}

const أسماء_عطل_طلب = recordNames<عطل_طلب, RequestFault>()({
  حالة: "status",
  رؤوس: "headers",
  متن: "body",
  تأخير: ["delayMs", seconds],
  بايتات_في_الثانية: "bytesPerSecond",
  عطل: ["fault", كلمات_العطل],
  بعد_بايتات: "afterBytes",
});

/** ما يُفعل باتصال WebSocket. المدد بالثواني. */
export interface عطل_websocket {
  /** الحالة التي تُرفض بها المصافحة؛ تُقبل إن لم تُعطَ. */
  حالة?: number | undefined;
  /** رؤوس ذلك الجواب. */
  رؤوس?: Readonly<Record<string, string>> | undefined;
  /** ما يُنتظر قبل جواب المصافحة، بالثواني؛ 0 إن لم يُعطَ. */
  تأخير?: number | undefined;
  /** ما يصيبه: مكان المصافحة، أو بعدها مع `بعد_رسائل`. */
  عطل?: عطل_اتصال | undefined;
  /** يُغلق بهذا الرمز بعد `بعد_رسائل`، وفورًا إن لم تُعطَ. */
  رمز_الإغلاق?: number | undefined;
  /** ما يقال في سببه. */
  سبب_الإغلاق?: string | undefined;
  /** بعد كم رسالة جاءت وأُجيبت يصيبه العطل أو يُغلق. */
  بعد_رسائل?: number | undefined;
  /** ما يُرسل متى فُتح. */
  رسائل?: readonly WebSocketMessage[] | undefined;
  /** يجيب عن رسالة، أو لا يجيب إن أعطى undefined؛ تُردّ الرسالة نفسها إن لم يُعطَ. */
  جواب?: ((رسالة: WebSocketMessage) => WebSocketMessage | undefined) | undefined;
}

type جواب = NonNullable<عطل_websocket["جواب"]>;

const أسماء_عطل_websocket = recordNames<عطل_websocket, WebSocketFault>()({
  حالة: "status",
  رؤوس: "headers",
  تأخير: ["delayMs", seconds],
  عطل: ["fault", كلمات_العطل],
  رمز_الإغلاق: "closeCode",
  سبب_الإغلاق: "closeReason",
  بعد_رسائل: "afterMessages",
  رسائل: "messages",
  جواب: ["answer", callback<جواب, جواب>((دالة) => دالة)],
});

/** ما يفعله خادم الأعطال واحدًا بعد آخر؛ والأخير لكل ما بعده. */
export interface نص_أعطال {
  /** لكل طلب HTTP؛ الحالة 200 بلا متن إن لم يُعطَ. */
  طلبات?: readonly عطل_طلب[] | undefined;
  /** لكل اتصال WebSocket؛ تُردّ كل رسالة إن لم يُعطَ. */
  اتصالات_websocket?: readonly عطل_websocket[] | undefined;
}

function لكل<Arabic extends object, English extends object>(
  أسماء: Conversion<Arabic, English>,
): Conversion<readonly Arabic[], readonly English[]> {
  return {
    english(قائمة, name) {
      checkArray(name, قائمة as unknown);
      return قائمة.map((it) => أسماء.english(it, name));
    },
    arabic: (list) => list.map(أسماء.arabic),
  };
}

const أسماء_نص = recordNames<نص_أعطال, FaultScript>()({
  طلبات: ["requests", لكل<عطل_طلب, RequestFault>(أسماء_عطل_طلب)],
  اتصالات_websocket: ["webSockets", لكل<عطل_websocket, WebSocketFault>(أسماء_عطل_websocket)],
});

/** طلب جاء، أو مصافحة WebSocket. */
export interface طلب_وارد {
  /** طريقته. */
  readonly طريقة: string;
  /** مساره ومعاملاته. */
  readonly مسار: string;
  /** رؤوسه. */
  readonly رؤوس: Headers;
  /** متنه نصًّا. */
  readonly متن: string;
}

const أسماء_وارد = recordNames<طلب_وارد, FaultedRequest>()({
  طريقة: "method",
  مسار: "path",
  رؤوس: "headers",
  متن: "body",
});

const جدول_وارد: Conversion<readonly طلب_وارد[], readonly FaultedRequest[]> = {
  english: (طلبات) => طلبات.map(أسماء_وارد.english),
  arabic: (requests) => requests.map(أسماء_وارد.arabic),
};

/** ما لخادم الأعطال من أعضاء عربية. */
export interface أعضاء_خادم_أعطال {
  /** حيث يستمع، مثل `http://127.0.0.1:4000`. */
  readonly الرابط: string;
  /** حيث يستمع لاتصالات WebSocket، مثل `ws://127.0.0.1:4000`. */
  readonly رابط_websocket: string;
  /** المنفذ الذي يستمع عليه في 127.0.0.1. */
  readonly المنفذ: number;
  /** ما جاء، بترتيبه. */
  readonly الطلبات: readonly طلب_وارد[];
  /** كم اتصالًا مفتوحًا. */
  readonly الاتصالات_المفتوحة: number;
  /** يقطع كل الاتصالات المفتوحة. */
  قطع(): void;
  /**
   * يقطع كل الاتصالات ولا يستمع بعد.
   *
   * @returns إذا خلا المنفذ.
   */
  إغلاق(): Promise<void>;
}

/** خادم يخطئ كما أُمر. */
export type خادم_أعطال = FaultServer & أعضاء_خادم_أعطال;

/**
 * يشغل خادمًا على 127.0.0.1 يخطئ كما أُمر، عبر HTTP وWebSocket: لاختبار ما يفعله برنامج إذا فعلت الشبكة أو فعل الخادم ما لا ينبغي.
 *
 * @param نص ما يفعله بالطلب الأول فالثاني فما بعده.
 * @returns الخادم إذا استمع على منفذ حر.
 * @throws {خطأ_تحقق} إن كان النص خاطئًا.
 *
 * @example طلب يعاد حتى ينجح
 * ```ts
 * import { تشغيل_خادم_أعطال, طلب_شبكة } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * const رؤوس = { "content-type": "application/json" };
 * await using خادم = await تشغيل_خادم_أعطال({
 *   طلبات: [{ عطل: "قطع" }, { رؤوس, متن: '{"عنوان":"كليلة ودمنة"}' }],
 * });
 * assert.deepEqual(await طلب_شبكة("GET", خادم.الرابط), { عنوان: "كليلة ودمنة" });
 * assert.equal(خادم.الطلبات.length, 2);
 * ```
 */
export async function تشغيل_خادم_أعطال(نص: نص_أعطال = {}): Promise<خادم_أعطال> {
  const خادم = await startFaultServer(أسماء_نص.english(نص));
  arabicMembers<أعضاء_خادم_أعطال, FaultServer>()(خادم, {
    الرابط: "url",
    رابط_websocket: "webSocketUrl",
    المنفذ: "port",
    الطلبات: ["requests", جدول_وارد],
    الاتصالات_المفتوحة: "openConnections",
    قطع: "cut",
    إغلاق: "close",
  });
  return خادم as خادم_أعطال;
}
