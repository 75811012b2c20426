/**
 * What stands between a session's handlers and stores in Arabic and in English; none of it is public.
 *
 * @internal
 * @module
 */

import { callback, type Conversion, recordNames } from "../../../internal/arabic.ts";
import { checkFunction, checkObject } from "../../../internal/validate.ts";
import type { SessionOptions } from "../../connect_session.ts";
import type { SessionEntry, SessionRecord, SessionStore } from "../../session_store.ts";
import type { معالج_رسائل_جلسة } from "../connect_session.ts";
import type { قيد_جلسة, محفوظ_جلسة, مخزن_جلسة } from "../session_store.ts";
import type { جلسة_websocket } from "../web_socket_session.ts";

type Handler = NonNullable<SessionOptions["onRequest"]>;

/** Handles a message or a request. */
export const جدول_معالج: Conversion<معالج_رسائل_جلسة, Handler> = callback<معالج_رسائل_جلسة, Handler>(
  (دالة) => (message, session) => دالة(message, session as جلسة_websocket),
);

const أسماء_قيد = recordNames<قيد_جلسة, SessionEntry>()({ رقم: "number", نوع: "type", رسالة: "message" });

const جدول_قيود: Conversion<readonly قيد_جلسة[], readonly SessionEntry[]> = {
  english: (قيود) => قيود.map(أسماء_قيد.english),
  arabic: (entries) => entries.map(أسماء_قيد.arabic),
};

const أسماء_محفوظ = recordNames<محفوظ_جلسة, SessionRecord>()({
  المؤكد: "acknowledged",
  المستلم: "received",
  الباقي: ["pending", جدول_قيود],
});

const دوال = ["تحميل", "إضافة", "تأكيد", "استلام", "مسح"] as const;

/** The one for the other. */
export const جدول_مخزن: Conversion<مخزن_جلسة, SessionStore> = {
  english(مخزن, name) {
    checkObject(name, مخزن as unknown);
    for (const دالة of دوال) checkFunction(`${name}.${دالة}`, مخزن[دالة] as unknown);
    return {
      async load() {
        const محفوظ = await مخزن.تحميل();
        return محفوظ && أسماء_محفوظ.english(محفوظ);
      },
      append: (entry) => مخزن.إضافة(أسماء_قيد.arabic(entry)),
      acknowledge: (number) => مخزن.تأكيد(number),
      receive: (number) => مخزن.استلام(number),
      clear: () => مخزن.مسح(),
      close: () => مخزن.إغلاق?.(),
    };
  },
  arabic: (store) => ({
    async تحميل() {
      const record = await store.load();
      return record && أسماء_محفوظ.arabic(record);
    },
    إضافة: (قيد) => store.append(أسماء_قيد.english(قيد)),
    تأكيد: (رقم) => store.acknowledge(رقم),
    استلام: (رقم) => store.receive(رقم),
    مسح: () => store.clear(),
    إغلاق: () => store.close?.(),
  }),
};
