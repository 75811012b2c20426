/**
 * The names of what clients and servers of WebSocket are told, for connections and sessions alike; none of it is public.
 *
 * @internal
 * @module
 */

import { callback, type Conversion, type RecordNames, recordNames, seconds } from "../../../internal/arabic.ts";
import type {
  ConnectWebSocketOptions,
  WebSocketAttempt,
  WebSocketDown,
  WebSocketHeartbeat,
} from "../../connect_web_socket.ts";
import type {
  ServeWebSocketOptions,
  UpgradeRequest,
  WebSocketLimits,
  WebSocketRequest,
} from "../../serve_web_socket.ts";
import type { خطأ_websocket } from "../../../errors/ar.ts";
import type {
  انقطاع_websocket,
  خيارات_اتصال_websocket,
  رؤوس_websocket,
  محاولة_websocket,
  نبض_websocket,
} from "../connect_web_socket.ts";
import type { خيارات_خدمة_websocket, شهادة_خادم, طلب_websocket, طلب_ترقية } from "../serve_web_socket.ts";
import type { إغلاق_websocket } from "../web_socket_connection.ts";
import { أسماء_tls } from "./tls.ts";

/** Which attempt something is asked for. */
export const أسماء_محاولة: RecordNames<محاولة_websocket, WebSocketAttempt> = recordNames<
  محاولة_websocket,
  WebSocketAttempt
>()({ محاولة: "attempt", إشارة: "signal" });

const جدول_خطأ: Conversion<خطأ_websocket, NonNullable<WebSocketDown["error"]>> = {
  english: (خطأ) => خطأ,
  arabic: (خطأ) => خطأ as خطأ_websocket,
};

const أسماء_انقطاع = recordNames<انقطاع_websocket, WebSocketDown>()({
  رمز: "code",
  سبب: "reason",
  خطأ: ["error", جدول_خطأ],
  محاولة: "attempt",
  قابل_للإعادة: "isRetryable",
});

const أسماء_نبض = recordNames<نبض_websocket, WebSocketHeartbeat>()({ رسالة: "message", هل_جواب: "isReply" });

type خيار<اسم extends keyof ConnectWebSocketOptions> = NonNullable<ConnectWebSocketOptions[اسم]>;
type خيار_عربي<اسم extends keyof خيارات_اتصال_websocket> = NonNullable<خيارات_اتصال_websocket[اسم]>;

const جدول_رؤوس: Conversion<رؤوس_websocket, خيار<"headers">> = {
  english: (رؤوس) => typeof رؤوس === "function" ? (about: WebSocketAttempt) => رؤوس(أسماء_محاولة.arabic(about)) : رؤوس,
  arabic: (رؤوس) => رؤوس as رؤوس_websocket,
};

/** What a client's connection is told that a session's is told, too. */
export type خيارات_وصل = Omit<
  خيارات_اتصال_websocket,
  "تزامن" | "عند_الفتح" | "بروتوكولات" | "أقصى_طابور" | "أقصى_بايتات_الطابور"
>;
type ConnectingOptions = Omit<
  ConnectWebSocketOptions,
  "onMessage" | "concurrency" | "onOpen" | "protocols" | "maxQueue" | "maxQueueBytes"
>;

/** Its names. */
export const أسماء_وصل: RecordNames<خيارات_وصل, ConnectingOptions> = recordNames<خيارات_وصل, ConnectingOptions>()({
  رؤوس: ["headers", جدول_رؤوس],
  tls: ["tls", أسماء_tls],
  عدد_إعادة_المحاولة: "retries",
  تأخير_إعادة_الاتصال: ["reconnectDelayMs", seconds],
  أول_تأخير: ["firstReconnectDelayMs", seconds],
  مدة_الاستقرار: ["stableAfterMs", seconds],
  وقت_اتصال: ["openTimeoutMs", seconds],
  مهلة_الإغلاق: ["closeTimeoutMs", seconds],
  فترة_النبض: ["heartbeatMs", seconds],
  مهلة_النبض: ["heartbeatTimeoutMs", seconds],
  نبض: ["heartbeat", أسماء_نبض],
  ضغط: "compression",
  عند_الإغلاق: [
    "onClose",
    callback<خيار_عربي<"عند_الإغلاق">, خيار<"onClose">>((دالة) => (close) => دالة(close as إغلاق_websocket)),
  ],
  عند_الإعادة: [
    "onRetry",
    callback<خيار_عربي<"عند_الإعادة">, خيار<"onRetry">>((دالة) => (error, attempt, delayMs) =>
      دالة(error as خطأ_websocket | undefined, attempt, delayMs / 1_000)
    ),
  ],
  عند_تغير_الحالة: "onStateChange",
  هل_يعاد_الاتصال: [
    "shouldReconnect",
    callback<خيار_عربي<"هل_يعاد_الاتصال">, خيار<"shouldReconnect">>((دالة) => (down) => دالة(أسماء_انقطاع.arabic(down))),
  ],
  أقصى_بايتات_الرسالة: "maxMessageBytes",
  إشارة: "signal",
});

/** What a client asks for a connection with. */
export const أسماء_ترقية: RecordNames<طلب_ترقية, UpgradeRequest> = recordNames<طلب_ترقية, UpgradeRequest>()({
  الرابط: "url",
  الرؤوس: "headers",
  عنوان_العميل: "remoteAddress",
});

/** What a client opened its connection with. */
export const أسماء_طلب: RecordNames<طلب_websocket, WebSocketRequest> = recordNames<طلب_websocket, WebSocketRequest>()(
  { إشارة: "signal" },
  أسماء_ترقية,
);

const أسماء_شهادة = recordNames<شهادة_خادم, NonNullable<ServeWebSocketOptions["tls"]>>()({
  شهادة: "cert",
  مفتاح: "key",
});

type عند_خطأ = NonNullable<خيارات_خدمة_websocket["عند_الخطأ"]>;
type OnError = NonNullable<WebSocketLimits["onError"]>;

/** What a server's connections are held to that its sessions are held to, too. */
export type حدود_وصل = Pick<
  خيارات_خدمة_websocket,
  | "أقصى_اتصالات"
  | "أقصى_بايتات_الرسالة"
  | "فترة_النبض"
  | "مهلة_النبض"
  | "مهلة_الإغلاق"
  | "عند_الخطأ"
  | "إشارة"
>;
type ConnectedLimits = Omit<WebSocketLimits, "maxQueue" | "maxQueueBytes" | "idleTimeoutMs">;

/** Its names. */
export const أسماء_حدود_وصل: RecordNames<حدود_وصل, ConnectedLimits> = recordNames<حدود_وصل, ConnectedLimits>()({
  أقصى_اتصالات: "maxConnections",
  أقصى_بايتات_الرسالة: "maxMessageBytes",
  فترة_النبض: ["heartbeatMs", seconds],
  مهلة_النبض: ["heartbeatTimeoutMs", seconds],
  مهلة_الإغلاق: ["closeTimeoutMs", seconds],
  عند_الخطأ: [
    "onError",
    callback<عند_خطأ, OnError>((دالة) => (error, request) => دالة(error, أسماء_طلب.arabic(request))),
  ],
  إشارة: "signal",
});

type قبول = NonNullable<خيارات_خدمة_websocket["قبول"]>;
type Accept = NonNullable<ServeWebSocketOptions["accept"]>;

/** Where a server listens, whom it lets in, and what it holds connections to that are a session's, too. */
export type خيارات_خدمة_وصل =
  & حدود_وصل
  & Pick<خيارات_خدمة_websocket, "مضيف" | "منفذ" | "tls" | "خادم" | "مسار" | "مواقع" | "قبول" | "ضغط">;
type ServingOptions = Omit<ServeWebSocketOptions, "protocols" | "maxQueue" | "maxQueueBytes" | "idleTimeoutMs">;

/** Its names. */
export const أسماء_خدمة_وصل: RecordNames<خيارات_خدمة_وصل, ServingOptions> = recordNames<
  خيارات_خدمة_وصل,
  ServingOptions
>()({
  مضيف: "host",
  منفذ: "port",
  tls: ["tls", أسماء_شهادة],
  خادم: "server",
  مسار: "path",
  مواقع: "origins",
  قبول: ["accept", callback<قبول, Accept>((دالة) => (request) => دالة(أسماء_ترقية.arabic(request)))],
  ضغط: "compression",
}, أسماء_حدود_وصل);
