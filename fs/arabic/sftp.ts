import { recordNames, seconds } from "../../internal/arabic.ts";
import { sftpGet } from "../sftp_get.ts";
import type { SftpOptions } from "../sftp_options.ts";
import { sftpPut } from "../sftp_put.ts";
import { أسماء_خيارات_كتابة } from "./tables.ts";
import type { تقدم_ملف } from "./progress.ts";

/** خيارات `تحميل_sftp` و`رفع_sftp`. */
export interface خيارات_sftp {
  /** منفذ الخادم؛ 22 إن لم يُعطَ. */
  منفذ?: number | undefined;
  /** نص مفتاح خاص يقبله الحساب، بصيغة OpenSSH أو PEM. */
  مفتاح_خاص?: string | Uint8Array | undefined;
  /** ما شُفّر به المفتاح الخاص. */
  عبارة_مرور?: string | undefined;
  /** بصمة مفتاح المضيف أو بصمات، كما يكتبها `ssh-keygen -l`؛ حيث تُعطى لا يُقرأ ملف المضيفين المعروفين. */
  بصمة_المضيف?: string | readonly string[] | undefined;
  /** ملف المضيفين المعروفين كما في OpenSSH؛ `~/.ssh/known_hosts` إن لم يُعطَ. */
  مضيفون_معروفون?: string | undefined;
  /** كم يجوز أن يستغرق الاتصال والدخول بالثواني؛ 10 إن لم يُعطَ. */
  وقت_اتصال?: number | undefined;
  /** هل يُستبدل ملف موجود؛ لا، إن لم يُعطَ. */
  استبدال?: boolean | undefined;
  /** يُستدعى بعد وصول كل قطعة. */
  عند_التقدم?: ((تقدم: تقدم_ملف) => void) | undefined;
  /** توقف النقل وتزيل ما كُتب وتغلق الاتصال عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_sftp = recordNames<خيارات_sftp, Omit<SftpOptions, "host" | "username" | "password">>()({
  منفذ: "port",
  مفتاح_خاص: "privateKey",
  عبارة_مرور: "passphrase",
  بصمة_المضيف: "hostKey",
  مضيفون_معروفون: "knownHosts",
  وقت_اتصال: ["connectTimeoutMs", seconds],
}, أسماء_خيارات_كتابة);

/**
 * ينزّل ملفًا من خادم بـ SFTP. لا يظهر إلا تامًّا. يُتحقق من مفتاح المضيف قبل إرسال كلمة المرور، من `بصمة_المضيف` أو من
 * `~/.ssh/known_hosts`.
 *
 * @param مضيف اسم الخادم أو عنوانه.
 * @param اسم_مستخدم الحساب.
 * @param كلمة_مرور كلمة مروره؛ undefined مع `مفتاح_خاص`.
 * @param مسار_بعيد الملف على الخادم.
 * @param مسار_محلي مكانه هنا.
 * @param خيارات المنفذ والمفاتيح والاستبدال والتقدم والإلغاء.
 * @returns المسار المحلي.
 * @throws {خطأ_تحقق} إن لم يصح خيار.
 * @throws {خطأ_ملف} إن تعذر الوصول إلى الخادم أو الوثوق به أو الدخول إليه، أو تعذرت القراءة أو الكتابة.
 *
 * @example
 * ```ts ignore
 * import { تحميل_sftp } from "@maktaba/std/fs/ar";
 *
 * await تحميل_sftp("files.example.com", "ليلى", كلمة_مرور, "تقارير/2026.csv", "2026.csv");
 * ```
 */
export async function تحميل_sftp(
  مضيف: string,
  اسم_مستخدم: string,
  كلمة_مرور: string | undefined,
  مسار_بعيد: string,
  مسار_محلي: string,
  خيارات: خيارات_sftp = {},
): Promise<string> {
  return await sftpGet(مسار_بعيد, مسار_محلي, اتصال_sftp(مضيف, اسم_مستخدم, كلمة_مرور, خيارات));
}

/**
 * يرفع ملفًا إلى خادم بـ SFTP. لا يظهر هناك إلا تامًّا. يُتحقق من مفتاح المضيف قبل إرسال كلمة المرور، من `بصمة_المضيف` أو من
 * `~/.ssh/known_hosts`.
 *
 * @param مضيف اسم الخادم أو عنوانه.
 * @param اسم_مستخدم الحساب.
 * @param كلمة_مرور كلمة مروره؛ undefined مع `مفتاح_خاص`.
 * @param مسار_محلي الملف هنا.
 * @param مسار_بعيد مكانه على الخادم.
 * @param خيارات المنفذ والمفاتيح والاستبدال والتقدم والإلغاء.
 * @returns المسار البعيد.
 * @throws {خطأ_تحقق} إن لم يصح خيار.
 * @throws {خطأ_ملف} إن تعذر الوصول إلى الخادم أو الوثوق به أو الدخول إليه، أو تعذرت القراءة أو الكتابة.
 *
 * @example
 * ```ts ignore
 * import { رفع_sftp } from "@maktaba/std/fs/ar";
 *
 * await رفع_sftp("files.example.com", "ليلى", كلمة_مرور, "2026.csv", "تقارير/2026.csv", { استبدال: true });
 * ```
 */
export async function رفع_sftp(
  مضيف: string,
  اسم_مستخدم: string,
  كلمة_مرور: string | undefined,
  مسار_محلي: string,
  مسار_بعيد: string,
  خيارات: خيارات_sftp = {},
): Promise<string> {
  return await sftpPut(مسار_محلي, مسار_بعيد, اتصال_sftp(مضيف, اسم_مستخدم, كلمة_مرور, خيارات));
}

function اتصال_sftp(
  مضيف: string,
  اسم_مستخدم: string,
  كلمة_مرور: string | undefined,
  خيارات: خيارات_sftp,
): SftpOptions {
  return { ...أسماء_خيارات_sftp.english(خيارات), host: مضيف, username: اسم_مستخدم, password: كلمة_مرور };
}
