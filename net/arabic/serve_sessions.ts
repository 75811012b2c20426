import { arabicMembers, callback, recordNames, seconds } from "../../internal/arabic.ts";
import { checkFunction } from "../../internal/validate.ts";
import { serveSessions, type ServeSessionsOptions, type SessionServer } from "../serve_sessions.ts";
import type { SessionStore } from "../session_store.ts";
import type { خيارات_طرفي_جلسة } from "./connect_session.ts";
import type { خيارات_خدمة_websocket, طلب_websocket } from "./serve_web_socket.ts";
import type { مخزن_جلسة } from "./session_store.ts";
import { جدول_مخزن, جدول_معالج } from "./tables/session.ts";
import { أسماء_خدمة_وصل, أسماء_طلب } from "./tables/web_socket.ts";
import type { جلسة_websocket } from "./web_socket_session.ts";

/**
 * يخدم جلسة واحدة عبر ما يكون من اتصالاتها، في مهمة له وحده تُلغى إذا أُغلق الخادم. إذا انتهى أُغلقت الجلسة بالرمز 1000، وإذا
 * أطلق خطأ فبالرمز 4500 ولا يعود العميل.
 */
export type معالج_جلسة = (جلسة: جلسة_websocket, طلب: طلب_websocket) => unknown;

/** خيارات `خدمة_جلسات`. المدد بالثواني. */
export interface خيارات_خدمة_جلسات extends
  خيارات_طرفي_جلسة,
  Omit<
    خيارات_خدمة_websocket,
    "بروتوكولات" | "أقصى_طابور" | "أقصى_بايتات_الطابور" | "مهلة_السكوت"
  > {
  /** كم تبقى جلسة انقطع اتصالها، بالثواني؛ 60 إن لم يُعطَ. */
  مدة_الإبقاء?: number | undefined;
  /** كم جلسة منقطعة تبقى؛ فإن زادت انتهت أقدمها انقطاعًا؛ 1000 إن لم يُعطَ. */
  أقصى_جلسات_منقطعة?: number | undefined;
  /** كم بايتًا من الرسائل يجوز أن تحفظه الجلسات المنقطعة معًا؛ فإن زاد انتهت أقدمها انقطاعًا؛ 67108864 إن لم يُعطَ. */
  أقصى_بايتات_منقطعة?: number | undefined;
  /** يعطي ما يحفظ الجلسة بعد البرنامج برمزها، وهو صالح اسمًا لملف؛ في الذاكرة إن لم يُعطَ. */
  مخزن?: ((رمز_الجلسة: string) => مخزن_جلسة | Promise<مخزن_جلسة>) | undefined;
}

type خيار<اسم extends keyof ServeSessionsOptions> = NonNullable<ServeSessionsOptions[اسم]>;
type خيار_عربي<اسم extends keyof خيارات_خدمة_جلسات> = NonNullable<خيارات_خدمة_جلسات[اسم]>;

const أسماء_خيارات_خدمة_جلسات = recordNames<خيارات_خدمة_جلسات, ServeSessionsOptions>()({
  أقصى_غير_مؤكدة: "maxUnacknowledged",
  أقصى_بايتات_غير_مؤكدة: "maxUnacknowledgedBytes",
  معالج_الطلبات: ["onRequest", جدول_معالج],
  مدة_الإبقاء: ["resumeMs", seconds],
  أقصى_جلسات_منقطعة: "maxDetached",
  أقصى_بايتات_منقطعة: "maxDetachedBytes",
  مخزن: [
    "store",
    callback<خيار_عربي<"مخزن">, خيار<"store">>((دالة) => async (token): Promise<SessionStore> =>
      جدول_مخزن.english(await دالة(token), "مخزن")
    ),
  ],
}, أسماء_خدمة_وصل);

/** ما لخادم الجلسات من أعضاء عربية. */
export interface أعضاء_خادم_جلسات {
  /** ما يتصل به العملاء، مثل `ws://127.0.0.1:4000/live`. */
  readonly الرابط: string;
  /** المنفذ الذي يستمع عليه. */
  readonly المنفذ: number;
  /** الجلسات القائمة، والمنقطعة منها. */
  readonly الجلسات: ReadonlySet<جلسة_websocket>;
  /** ينتهي إذا أُغلق الخادم وانتهت كل المعالجات. */
  readonly الانتهاء: Promise<void>;
  /**
   * يلغي المعالجات وينتظرها، ويُعلم المخازن بما عولج، ويغلق كل الاتصالات بالرمز 1001. وما في المخازن يبقى.
   *
   * @returns إذا انتهت كلها.
   */
  إغلاق(): Promise<void>;
}

/** خادم جلسات يستمع. */
export type خادم_جلسات = SessionServer & أعضاء_خادم_جلسات;

/**
 * يخدم الجلسات التي تفتحها `فتح_جلسة`: فمن عاد خلال `مدة_الإبقاء` مضى من حيث كان بالمعالج نفسه، ولا يشعر المعالج. ويستمع ويقبل
 * كما تفعل `خدمة_websocket`. ينتمي إلى المهمة التي بدأ فيها، ويُغلق بإلغائها.
 *
 * @param معالج يخدم جلسة واحدة.
 * @param خيارات أين يستمع، ومن يقبل، وما يبقى وكم.
 * @returns الخادم إذا استمع.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_websocket} إن تعذر الاستماع.
 *
 * @example
 * ```ts
 * import { خدمة_جلسات, فتح_جلسة } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * await using خادم = await خدمة_جلسات(async (جلسة) => {
 *   for await (const اسم of جلسة) await جلسة.إرسال(`مرحبا ${اسم}`);
 * }, { مدة_الإبقاء: 300 });
 *
 * await using جلسة = await فتح_جلسة(خادم.الرابط);
 * await جلسة.إرسال("علي");
 * assert.equal(await جلسة.استلام(), "مرحبا علي");
 * ```
 */
export async function خدمة_جلسات(معالج: معالج_جلسة, خيارات: خيارات_خدمة_جلسات = {}): Promise<خادم_جلسات> {
  checkFunction("معالج", معالج as unknown);
  const خادم = await serveSessions(
    (session, request) => معالج(session as جلسة_websocket, أسماء_طلب.arabic(request)),
    أسماء_خيارات_خدمة_جلسات.english(خيارات),
  );
  type خادم_إنجليزي = Omit<SessionServer, "sessions"> & { readonly sessions: ReadonlySet<جلسة_websocket> };
  arabicMembers<أعضاء_خادم_جلسات, خادم_إنجليزي>()(خادم, {
    الرابط: "url",
    المنفذ: "port",
    الجلسات: "sessions",
    الانتهاء: "closed",
    إغلاق: "close",
  });
  return خادم as خادم_جلسات;
}
