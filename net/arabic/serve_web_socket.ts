import { arabicMembers, recordNames, seconds } from "../../internal/arabic.ts";
import { checkFunction } from "../../internal/validate.ts";
import {
  serveWebSocket,
  type ServeWebSocketOptions,
  type UpgradingServer,
  type WebSocketHandler,
  type WebSocketLimits,
  type WebSocketServer,
  type WebSocketService,
} from "../serve_web_socket.ts";
import { type WebSocketEvents, webSocketEvents } from "../web_socket_events.ts";
import { أسماء_حدود_وصل, أسماء_خدمة_وصل, أسماء_طلب } from "./tables/web_socket.ts";
import type { وصلة_websocket } from "./web_socket_connection.ts";

/** ما يطلب به عميل اتصالًا. */
export interface طلب_ترقية {
  /** ما طُلب، بمساره ومعاملاته. */
  readonly الرابط: URL;
  /** رؤوس الطلب. */
  readonly الرؤوس: Headers;
  /** عنوان العميل، إن عُرف. */
  readonly عنوان_العميل: string | undefined;
}

/** الطلب الذي فتح به عميل اتصاله. */
export interface طلب_websocket extends طلب_ترقية {
  /** تُطلق إذا انتهى الاتصال، لمعالج ينتظر شيئًا غيره. */
  readonly إشارة: AbortSignal;
}

/** يخدم اتصالًا واحدًا في مهمة له وحده، تُلغى إذا أُغلق الخادم. */
export type معالج_اتصال = (وصلة: وصلة_websocket, طلب: طلب_websocket) => unknown;

function معالج_إنجليزي(معالج: معالج_اتصال): WebSocketHandler {
  checkFunction("معالج", معالج as unknown);
  return (connection, request) => معالج(connection as وصلة_websocket, أسماء_طلب.arabic(request));
}

/** ما تُلزم به الاتصالات كيفما جاءت. المدد بالثواني. */
export interface حدود_websocket {
  /** كم اتصالًا يجوز أن يكون معًا، ويُرفض ما زاد؛ 10000 إن لم يُعطَ. */
  أقصى_اتصالات?: number | undefined;
  /** أكبر حجم لرسالة بالبايت بعد فك ضغطها؛ 1048576 إن لم يُعطَ. */
  أقصى_بايتات_الرسالة?: number | undefined;
  /** كم رسالة من اتصال يجوز أن تنتظر القراءة، وكم يجوز أن تنتظر الإرسال؛ 1024 إن لم يُعطَ. */
  أقصى_طابور?: number | undefined;
  /** كم بايتًا من رسائل اتصال يجوز أن ينتظر القراءة، وكم يجوز أن ينتظر الإرسال؛ 4194304 إن لم يُعطَ. */
  أقصى_بايتات_الطابور?: number | undefined;
  /** كل كم يُسأل العميل أهو موجود، بالثواني، و0 لئلا يُسأل؛ 30 إن لم يُعطَ. */
  فترة_النبض?: number | undefined;
  /** كم يجوز ألا يصل شيء بعد السؤال، بالثواني، ثم يُنهى الاتصال؛ 20 إن لم يُعطَ. */
  مهلة_النبض?: number | undefined;
  /** كم يجوز ألا يرسل العميل رسالة، بالثواني، ثم يُغلق اتصاله بالرمز 1001؛ بلا حد إن لم يُعطَ. */
  مهلة_السكوت?: number | undefined;
  /** ما يُنتظر جواب العميل عن الإغلاق، بالثواني؛ 5 إن لم يُعطَ. */
  مهلة_الإغلاق?: number | undefined;
  /** يُستدعى بما يطلقه المعالج؛ وإن لم يُعطَ كُتب في الطرفية ما لم يُضبط سجل. */
  عند_الخطأ?: ((خطأ: unknown, طلب: طلب_websocket) => unknown) | undefined;
  /** تغلق كل شيء عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_حدود = recordNames<حدود_websocket, WebSocketLimits>()({
  أقصى_طابور: "maxQueue",
  أقصى_بايتات_الطابور: "maxQueueBytes",
  مهلة_السكوت: ["idleTimeoutMs", seconds],
}, أسماء_حدود_وصل);

/** شهادة خادم ومفتاحها، بصيغة PEM. */
export interface شهادة_خادم {
  /** الشهادة. */
  readonly شهادة: string;
  /** مفتاحها. */
  readonly مفتاح: string;
}

/** خيارات `خدمة_websocket`. المدد بالثواني. */
export interface خيارات_خدمة_websocket extends حدود_websocket {
  /** عنوان الاستماع؛ `"127.0.0.1"` إن لم يُعطَ. */
  مضيف?: string | undefined;
  /** منفذ الاستماع، و0 لمنفذ حر؛ 0 إن لم يُعطَ. */
  منفذ?: number | undefined;
  /** شهادة ومفتاحها لخدمة `wss:`. */
  tls?: شهادة_خادم | undefined;
  /** خادم `node:http` أو `node:https` تكون الخدمة إلى جانبه على منفذه، ويبقى إذا أُغلقت. */
  خادم?: UpgradingServer | undefined;
  /** المسار الذي تُخدم عنده الاتصالات؛ كل المسارات إن لم يُعطَ. */
  مسار?: string | undefined;
  /** البروتوكولات الفرعية التي يعرفها الخادم. */
  بروتوكولات?: readonly string[] | undefined;
  /** المواقع التي يجوز لصفحاتها الاتصال، أو `"*"` للجميع؛ موقع الخادم نفسه إن لم يُعطَ. */
  مواقع?: readonly string[] | "*" | undefined;
  /** يقرر هل يُقبل عميل: `true`، أو `false` فيُجاب بالحالة 403، أو حالة أخرى من 400 إلى 599. */
  قبول?: ((طلب: طلب_ترقية) => boolean | number | Promise<boolean | number>) | undefined;
  /** هل يُقبل ضغط الرسائل (permessage-deflate)؛ لا، إن لم يُعطَ. */
  ضغط?: boolean | undefined;
}

const أسماء_خيارات_خدمة = recordNames<خيارات_خدمة_websocket, ServeWebSocketOptions>()({
  بروتوكولات: "protocols",
  أقصى_طابور: "maxQueue",
  أقصى_بايتات_الطابور: "maxQueueBytes",
  مهلة_السكوت: ["idleTimeoutMs", seconds],
}, أسماء_خدمة_وصل);

/** اتصالات تُخدم معًا. */
export interface أعضاء_خدمة_websocket {
  /** الاتصالات المفتوحة. */
  readonly الوصلات: ReadonlySet<وصلة_websocket>;
  /** ينتهي إذا أُغلقت الخدمة وانتهت كل المعالجات. */
  readonly الانتهاء: Promise<void>;
  /**
   * يرسل رسالة إلى كل الاتصالات.
   *
   * @param رسالة نص أو بايتات.
   * @returns إلى كم اتصال سُلّمت.
   */
  بث(رسالة: string | ArrayBuffer | ArrayBufferView): Promise<number>;
  /**
   * يغلق كل الاتصالات بالرمز 1001، ويلغي معالجاتها وينتظرها.
   *
   * @returns إذا انتهت كلها.
   */
  إغلاق(): Promise<void>;
}

type خدمة_وصلات = Omit<WebSocketService, "connections"> & { readonly connections: ReadonlySet<وصلة_websocket> };

const جدول_خدمة = { الوصلات: "connections", الانتهاء: "closed", بث: "broadcast", إغلاق: "close" } as const;

/** خادم WebSocket يستمع. */
export interface أعضاء_خادم_websocket extends أعضاء_خدمة_websocket {
  /** ما يتصل به العملاء، مثل `ws://127.0.0.1:4000/live`. */
  readonly الرابط: string;
  /** المنفذ الذي يستمع عليه. */
  readonly المنفذ: number;
}

/** خادم WebSocket يستمع. */
export type خادم_websocket = WebSocketServer & أعضاء_خادم_websocket;

/**
 * يخدم اتصالات WebSocket، كل اتصال في مهمة له وحده، والوصلة فيه كالتي عند العميل. ينتمي الخادم إلى المهمة التي بدأ فيها،
 * ويُغلق إذا أُلغيت.
 *
 * @param معالج يخدم اتصالًا واحدًا.
 * @param خيارات أين يستمع، ومن يقبل، وبم يُلزم.
 * @returns الخادم إذا استمع.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_websocket} إن تعذر الاستماع.
 *
 * @example خادم صدى
 * ```ts
 * import { خدمة_websocket, فتح_websocket } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * await using خادم = await خدمة_websocket(async (وصلة) => {
 *   for await (const رسالة of وصلة) await وصلة.إرسال(رسالة);
 * });
 *
 * await using وصلة = await فتح_websocket(خادم.الرابط);
 * await وصلة.إرسال("مرحبا");
 * assert.equal(await وصلة.استلام(), "مرحبا");
 * ```
 */
export async function خدمة_websocket(
  معالج: معالج_اتصال,
  خيارات: خيارات_خدمة_websocket = {},
): Promise<خادم_websocket> {
  const خادم = await serveWebSocket(معالج_إنجليزي(معالج), أسماء_خيارات_خدمة.english(خيارات));
  arabicMembers<أعضاء_خادم_websocket, خدمة_وصلات & WebSocketServer>()(خادم, {
    ...جدول_خدمة,
    الرابط: "url",
    المنفذ: "port",
  });
  return خادم as خادم_websocket;
}

/** اتصالات تأتي من خادم آخر. */
export interface أعضاء_أحداث_websocket extends أعضاء_خدمة_websocket {
  /** ما تأخذه `upgradeWebSocket` من Hono. */
  readonly الأحداث: WebSocketEvents["events"];
}

/** اتصالات تأتي من خادم آخر. */
export type أحداث_خادم_websocket = WebSocketEvents & أعضاء_أحداث_websocket;

/**
 * يخدم اتصالات WebSocket في تطبيق Hono، على أي بيئة وبخادمها نفسه، بالمعالج الذي تأخذه `خدمة_websocket`.
 *
 * @param معالج يخدم اتصالًا واحدًا.
 * @param خيارات ما تُلزم به الاتصالات.
 * @returns ما يُعطى `upgradeWebSocket`، والاتصالات.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 *
 * @example تطبيق Hono
 * ```ts ignore
 * import { أحداث_websocket } from "@maktaba/std/net/ar";
 * import { Hono } from "hono";
 * import { upgradeWebSocket } from "hono/deno";
 *
 * const مباشر = await أحداث_websocket(async (وصلة) => {
 *   for await (const رسالة of وصلة) await مباشر.بث(رسالة);
 * });
 * const تطبيق = new Hono().get("/live", upgradeWebSocket(مباشر.الأحداث));
 * ```
 */
export async function أحداث_websocket(معالج: معالج_اتصال, خيارات: حدود_websocket = {}): Promise<أحداث_خادم_websocket> {
  const أحداث = await webSocketEvents(معالج_إنجليزي(معالج), أسماء_حدود.english(خيارات));
  arabicMembers<أعضاء_أحداث_websocket, خدمة_وصلات & WebSocketEvents>()(أحداث, { ...جدول_خدمة, الأحداث: "events" });
  return أحداث as أحداث_خادم_websocket;
}
