import { arabicMembers, recordNames, seconds } from "../../internal/arabic.ts";
import type { EventStream } from "../event_stream.ts";
import { PulledStream } from "../internal/pulled_stream.ts";
import type { RequestBody, RequestMethod, RequestQuery } from "../request.ts";
import {
  type ServerSentEvent,
  serverSentEvents,
  type ServerSentEventsOptions,
  type StreamHeaders,
} from "../server_sent_events.ts";
import type { عميل } from "./client.ts";

/** ما لتدفق الأحداث من أعضاء عربية. */
export interface أعضاء_تدفق_أحداث {
  /** يغلقه ويغلق اتصاله، وينهي انتظار ما بعده. لا أثر لإغلاقه مرة أخرى. */
  إغلاق(): Promise<void>;
}

arabicMembers<أعضاء_تدفق_أحداث, PulledStream<unknown>, "next" | "return" | "mapped">()(PulledStream.prototype, {
  إغلاق: "close",
});

/**
 * ما يأتي واحدًا بعد آخر، ويُقرأ بـ`for await`. لا يُطلب شيء قبل قراءة أوله، ولا يؤخذ من الشبكة أكثر مما يُقرأ. ينتهي
 * بإلغاء المهمة التي تنتظره، ويُغلق بالخروج من الحلقة.
 *
 * @typeParam T نوع ما يأتي.
 */
export type تدفق_أحداث<T> = EventStream<T> & أعضاء_تدفق_أحداث;

/** حدث أرسله خادم. */
export interface حدث_خادم {
  /** نوعه؛ `"message"` إن لم يذكره الخادم. */
  حدث: string;
  /** نصه. */
  بيانات: string;
  /** آخر معرّف أعطاه الخادم، مع هذا الحدث أو قبله؛ نص فارغ إن لم يعطِ. */
  معرف: string;
  /** ما يطلب الخادم انتظاره قبل إعادة الاتصال، بالثواني، إن طلب. */
  إعادة_بعد?: number | undefined;
}

const أسماء_حدث_خادم = recordNames<حدث_خادم, ServerSentEvent>()({
  حدث: "event",
  بيانات: "data",
  معرف: "id",
  إعادة_بعد: ["retry", seconds],
});

/** خيارات `أحداث_الخادم`. المدد بالثواني. */
export interface خيارات_أحداث_الخادم {
  /** عميل من `إنشاء_عميل` يُسأل الخادم برابطه الأساسي ورؤوسه ومصادقته وكعكاته ووكيله؛ والخيارات هنا مقدمة على خياراته. */
  عميل?: عميل | undefined;
  /** طريقة HTTP؛ GET إن لم تُعطَ، أو POST إن كان شيء يُرسل. */
  طريقة?: RequestMethod | undefined;
  /** ما يُرسل، كما في `طلب_شبكة`. */
  بيانات?: RequestBody | null | undefined;
  /** الرؤوس، أو دالة تعطيها لكل اتصال. */
  رؤوس?: StreamHeaders | undefined;
  /** معاملات تضاف إلى الرابط. */
  معاملات?: RequestQuery | undefined;
  /** معرّف الحدث الذي يُبدأ بعده، من تدفق سابق. */
  آخر_معرف?: string | undefined;
  /** كم مرة متتالية يعاد الاتصال إذا تعذر أو انقطع، ويجوز `Infinity`؛ 10 لطريقة مثل GET، و0 لغيرها، إن لم يُعطَ. */
  عدد_إعادة_المحاولة?: number | undefined;
  /** ما يُنتظر قبل إعادة الاتصال ما لم يطلب الخادم غيره، بالثواني؛ 3 إن لم يُعطَ. */
  تأخير_إعادة_الاتصال?: number | undefined;
  /** أقصى ما يبلغه ذلك الانتظار بتكرار الفشل، بالثواني؛ 60 إن لم يُعطَ. */
  أقصى_تأخير_إعادة_الاتصال?: number | undefined;
  /** هل يعاد الاتصال إذا أتم الخادم جوابه؛ نعم لطلب GET ولا لغيره، إن لم يُعطَ. */
  إعادة_الفتح_عند_النهاية?: boolean | undefined;
  /** ما يجوز أن يستغرقه الخادم حتى رؤوس جوابه، بالثواني؛ 10 إن لم يُعطَ. */
  وقت_اتصال?: number | undefined;
  /** ما يجوز أن يسكته الخادم قبل أن يُعدّ الاتصال منقطعًا، بالثواني؛ 120 إن لم يُعطَ. */
  مهلة_السكوت?: number | undefined;
  /** أقصى طول لحدث، بالحروف؛ 16777216 إن لم يُعطَ. */
  أقصى_طول_حدث?: number | undefined;
  /** تنهي التدفق عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_أحداث_الخادم = recordNames<خيارات_أحداث_الخادم, ServerSentEventsOptions>()({
  عميل: "client",
  طريقة: "method",
  بيانات: "body",
  رؤوس: "headers",
  معاملات: "query",
  آخر_معرف: "lastEventId",
  عدد_إعادة_المحاولة: "retries",
  تأخير_إعادة_الاتصال: ["reconnectDelayMs", seconds],
  أقصى_تأخير_إعادة_الاتصال: ["maxReconnectDelayMs", seconds],
  إعادة_الفتح_عند_النهاية: "reopenAtEnd",
  وقت_اتصال: ["connectTimeoutMs", seconds],
  مهلة_السكوت: ["idleTimeoutMs", seconds],
  أقصى_طول_حدث: "maxEventLength",
  إشارة: "signal",
});

/**
 * يقرأ ما يرسله خادم من أحداث (`text/event-stream`)، ويعيد الاتصال إذا انقطع من حيث بلغ.
 *
 * @param رابط رابط `http:` أو `https:`.
 * @param خيارات ما يُرسل، والمهل، وإعادة الاتصال.
 * @returns الأحداث. تطلق قراءتها `خطأ_تحقق` إن كان معامل خاطئًا، و`خطأ_http` إن أجاب الخادم بحالة غير حالات النجاح،
 * و`خطأ_شبكة` إن تعذر الاتصال في النهاية، و`خطأ_إلغاء` إن أُلغيت المهمة.
 * @throws {خطأ_تحقق} إن كان اسم خيار أو مدة خطأ.
 *
 * @example قراءة الأسعار
 * ```ts
 * import { أحداث_الخادم } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const خادم = createServer((_طلب, جواب) => {
 *   جواب.setHeader("content-type", "text/event-stream").end("event: سعر\ndata: 12\n\n");
 * });
 * await new Promise<void>((تم) => خادم.listen(0, "127.0.0.1", تم));
 * const { port } = خادم.address() as { port: number };
 *
 * for await (const { حدث, بيانات } of أحداث_الخادم(`http://127.0.0.1:${port}/`)) {
 *   assert.deepEqual([حدث, بيانات], ["سعر", "12"]);
 *   break;
 * }
 *
 * خادم.closeAllConnections();
 * خادم.close();
 * ```
 */
export function أحداث_الخادم(رابط: string | URL, خيارات: خيارات_أحداث_الخادم = {}): تدفق_أحداث<حدث_خادم> {
  const أحداث = serverSentEvents(رابط, أسماء_خيارات_أحداث_الخادم.english(خيارات)) as PulledStream<ServerSentEvent>;
  return أحداث.mapped((حدث) => أسماء_حدث_خادم.arabic(حدث)) as unknown as تدفق_أحداث<حدث_خادم>;
}
