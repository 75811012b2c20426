import { callback, recordNames } from "../../internal/arabic.ts";
import { connectSession, type ConnectSessionOptions, type SessionLoss } from "../connect_session.ts";
import type { WebSocketAttempt } from "../connect_web_socket.ts";
import type { WebSocketMessage } from "../web_socket_connection.ts";
import type { خيارات_اتصال_websocket, عنوان_websocket } from "./connect_web_socket.ts";
import type { مخزن_جلسة } from "./session_store.ts";
import { جدول_مخزن, جدول_معالج } from "./tables/session.ts";
import { أسماء_محاولة, أسماء_وصل } from "./tables/web_socket.ts";
import type { جلسة_websocket } from "./web_socket_session.ts";

/** يعالج رسالة أو طلبًا في جلسة، ويُعطى الجلسة. */
export type معالج_رسائل_جلسة = (رسالة: WebSocketMessage, جلسة: جلسة_websocket) => unknown;

/** ما يُعطاه طرفا الجلسة. */
export interface خيارات_طرفي_جلسة {
  /** كم رسالة وطلبًا يجوز أن تبقى غير مؤكدة قبل أن ينتظر `إرسال`؛ 1024 إن لم يُعطَ. والعبرة بأقل ما عند الطرفين. */
  أقصى_غير_مؤكدة?: number | undefined;
  /** كم بايتًا منها قبل أن ينتظر `إرسال`، وتُزاد رسالة واحدة مهما كان حجمها؛ 4194304 إن لم يُعطَ. */
  أقصى_بايتات_غير_مؤكدة?: number | undefined;
  /**
   * يجيب عن طلب من الطرف الآخر بما يعطيه: نص أو بايتات، و`undefined` نص فارغ. تبدأ الطلبات بترتيب إرسالها بعد معالجة ما قبلها
   * من رسائل، ولا ينتظر بعضها بعضًا. وما يطلقه يُكتب هنا في السجل، ولا يعلم الطرف الآخر إلا أنه لا جواب.
   */
  معالج_الطلبات?: معالج_رسائل_جلسة | undefined;
}

/** جلسة لم يعد الخادم يعرفها. */
export interface ضياع_جلسة {
  /** كم من الرسائل والطلبات لم يؤكده؛ ولعله عالج بعضها. */
  readonly غير_المؤكدة: number;
}

/** خيارات `فتح_جلسة`. المدد بالثواني. */
export interface خيارات_فتح_جلسة extends
  خيارات_طرفي_جلسة,
  Omit<
    خيارات_اتصال_websocket,
    "تزامن" | "عند_الفتح" | "بروتوكولات" | "أقصى_طابور" | "أقصى_بايتات_الطابور"
  > {
  /** يعالج الرسائل واحدة بعد أخرى، ولا تؤكد الرسالة حتى ينتهي. إن لم يُعطَ تُقرأ بـ`for await`. */
  معالج_الرسائل?: معالج_رسائل_جلسة | undefined;
  /** ما تُستأنف به الجلسة: من 16 إلى 128 من الحروف اللاتينية والأرقام و- و_ لا يحزرها أحد؛ رمز عشوائي جديد إن لم يُعطَ. */
  رمز_الجلسة?: string | undefined;
  /** يحفظ ما لم يؤكد، وإلى أين عولج ما جاء، حيث يبقى بعد البرنامج؛ في الذاكرة إن لم يُعطَ. */
  مخزن?: مخزن_جلسة | undefined;
  /**
   * يقرر هل يُستمر إذا لم يعد الخادم يعرف الجلسة: فيعاد إرسال ما لم يؤكده، ولعله عالجه، ويضيع ما أرسله ولم يصل. إن لم يُعطَ
   * انتهت الجلسة بخطأ.
   */
  هل_تستمر?: ((ضياع: ضياع_جلسة) => boolean | Promise<boolean>) | undefined;
}

const أسماء_ضياع = recordNames<ضياع_جلسة, SessionLoss>()({ غير_المؤكدة: "unacknowledged" });

type خيار<اسم extends keyof ConnectSessionOptions> = NonNullable<ConnectSessionOptions[اسم]>;
type خيار_عربي<اسم extends keyof خيارات_فتح_جلسة> = NonNullable<خيارات_فتح_جلسة[اسم]>;

const أسماء_خيارات_فتح_جلسة = recordNames<خيارات_فتح_جلسة, ConnectSessionOptions>()({
  أقصى_غير_مؤكدة: "maxUnacknowledged",
  أقصى_بايتات_غير_مؤكدة: "maxUnacknowledgedBytes",
  معالج_الطلبات: ["onRequest", جدول_معالج],
  معالج_الرسائل: ["onMessage", جدول_معالج],
  رمز_الجلسة: "token",
  مخزن: ["store", جدول_مخزن],
  هل_تستمر: [
    "shouldContinue",
    callback<خيار_عربي<"هل_تستمر">, خيار<"shouldContinue">>((دالة) => (loss) => دالة(أسماء_ضياع.arabic(loss))),
  ],
}, أسماء_وصل);

/**
 * يفتح جلسة مع خادم من `خدمة_جلسات`: رسائل تصل وإن انقطعت الاتصالات. تُرقّم كل رسالة وتُحفظ حتى يعالجها الطرف الآخر، ويعاد
 * إرسالها عبر الاتصال التالي إن لم تصل، وما جاء مرتين يُتجاوز. فتُعالج كل رسالة مرة واحدة وبترتيبها ما دام الطرفان يحفظان
 * الجلسة: الخادم `مدة_الإبقاء` بعد الانقطاع، ومع `مخزن` بعد انتهاء البرنامج أيضًا.
 *
 * @param رابط رابط `ws:` أو `wss:`، أو دالة تعطيه لكل محاولة.
 * @param خيارات من يعالج الرسائل والطلبات، وما يجوز أن ينتظر، وكيف يُتصل.
 * @returns الجلسة عند فتح اتصالها الأول.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_websocket} إن تعذر فتحها.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example رسائل تصل، وطلب يُجاب
 * ```ts
 * import { خدمة_جلسات, فتح_جلسة } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * const الطلبيات: unknown[] = [];
 * await using خادم = await خدمة_جلسات(async (جلسة) => {
 *   for await (const طلبية of جلسة) الطلبيات.push(طلبية);
 * }, { معالج_الطلبات: (سؤال) => `${سؤال}: ${الطلبيات.length}` });
 *
 * await using جلسة = await فتح_جلسة(خادم.الرابط, { عدد_إعادة_المحاولة: Infinity });
 * await جلسة.إرسال("ثلاثة كتب");
 * await جلسة.إرسال("قلم");
 * assert.equal(await جلسة.طلب("كم"), "كم: 2");
 * ```
 */
export async function فتح_جلسة(رابط: عنوان_websocket, خيارات: خيارات_فتح_جلسة = {}): Promise<جلسة_websocket> {
  const عنوان = typeof رابط === "function" ? (about: WebSocketAttempt) => رابط(أسماء_محاولة.arabic(about)) : رابط;
  return await connectSession(عنوان, أسماء_خيارات_فتح_جلسة.english(خيارات)) as جلسة_websocket;
}
