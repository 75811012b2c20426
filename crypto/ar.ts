/**
 * الأسرار والتواقيع: تشفير Fernet الذي تقرؤه لغات أخرى وتكتبه، ورموز JWT. المدد هنا بالثواني.
 *
 * @example تشفير وفك تشفير وتوقيع وتحقق
 * ```ts
 * import { إنشاء_رمز_jwt, التحقق_من_رمز_jwt, مدير_التشفير } from "@maktaba/std/crypto/ar";
 * import assert from "node:assert/strict";
 *
 * const المدير = new مدير_التشفير();
 * const المشفر = await المدير.تشفير("سر");
 * assert.equal(await المدير.فك_تشفير(المشفر), "سر");
 *
 * const رمز = await إنشاء_رمز_jwt({ المستخدم: "علي" }, "مفتاح سري لا يعرفه أحد");
 * const بيانات = await التحقق_من_رمز_jwt(رمز, "مفتاح سري لا يعرفه أحد");
 * assert.equal(بيانات.المستخدم, "علي");
 * ```
 *
 * @module
 */

import { arabicMembers, argumentNames, recordNames, seconds } from "../internal/arabic.ts";
import { Fernet, type FernetDecryptOptions, type FernetEncryptOptions } from "./fernet.ts";
import type { JwtAlgorithm, JwtKey, JwtPayload } from "./jwt.ts";
import { signJwt, type SignJwtOptions } from "./sign_jwt.ts";
import { verifyJwt, type VerifyJwtOptions } from "./verify_jwt.ts";

export { خطأ_تشفير } from "../errors/ar.ts";

argumentNames({
  payload: "بيانات",
  data: "بيانات",
  token: "رمز",
  key: "مفتاح",
});

export type { JwtAlgorithm as خوارزمية_jwt, JwtKey as مفتاح_jwt, JwtPayload as بيانات_jwt } from "./jwt.ts";

/** خيارات `تشفير`. */
export interface خيارات_تشفير {
  /** الوقت الذي يُسجَّل في الرمز، بالثواني منذ 1970؛ الوقت الحالي إن لم يُعطَ. */
  الآن?: number | undefined;
}

const أسماء_خيارات_تشفير = recordNames<خيارات_تشفير, FernetEncryptOptions>()({ الآن: ["now", seconds] });

/** خيارات `فك_تشفير` و`فك_تشفير_بايتات`. المدد بالثواني. */
export interface خيارات_فك_تشفير {
  /** أكبر عمر مقبول للرمز بالثواني؛ بلا حد إن لم يُعطَ. */
  أقصى_عمر?: number | undefined;
  /** مقدار ما قد يسبق به وقتُ الرمز وقتَنا لاختلاف الساعتين، بالثواني؛ 60 إن لم يُعطَ. */
  أقصى_فرق_ساعة?: number | undefined;
  /** الوقت الحالي بالثواني منذ 1970؛ من ساعة الجهاز إن لم يُعطَ. */
  الآن?: number | undefined;
}

const أسماء_خيارات_فك_تشفير = recordNames<خيارات_فك_تشفير, FernetDecryptOptions>()({
  أقصى_عمر: ["maxAgeMs", seconds],
  أقصى_فرق_ساعة: ["maxClockSkewMs", seconds],
  الآن: ["now", seconds],
});

/** ما لمدير التشفير من أعضاء عربية. */
export interface أعضاء_مدير_التشفير {
  /** المفتاح، 44 حرفًا. هو سر: لا يرد في رسالة ولا تظهره طباعة الكائن. */
  readonly مفتاح: string;
  /**
   * يشفر رسالة. للرسالة الواحدة رمز مختلف في كل مرة.
   *
   * @param بيانات نص، ويُشفَّر بترميز UTF-8، أو بايتات.
   * @param خيارات الوقت المسجل.
   * @returns الرمز نصًّا.
   * @throws {خطأ_تحقق} إن لم تكن البيانات نصًّا ولا بايتات.
   */
  تشفير(بيانات: string | Uint8Array, خيارات?: خيارات_تشفير): Promise<string>;
  /**
   * يفك تشفير رمز إلى نص. أما ما ليس نصًّا، كصورة، فتفكه `فك_تشفير_بايتات`.
   *
   * @param بيانات_مشفرة الرمز.
   * @param خيارات أقصى عمر للرمز.
   * @returns النص.
   * @throws {خطأ_تشفير} إن لم يكن الرمز صالحًا، أو جاوز عمره الأقصى (`CRYPTO_TOKEN_EXPIRED`)، أو لم يكن محتواه نصًّا
   * (`CRYPTO_NOT_TEXT`).
   */
  فك_تشفير(بيانات_مشفرة: string | Uint8Array, خيارات?: خيارات_فك_تشفير): Promise<string>;
  /**
   * يفك تشفير رمز إلى بايتات.
   *
   * @param بيانات_مشفرة الرمز.
   * @param خيارات أقصى عمر للرمز.
   * @returns البايتات.
   * @throws {خطأ_تشفير} إن لم يكن الرمز صالحًا أو جاوز عمره الأقصى.
   */
  فك_تشفير_بايتات(بيانات_مشفرة: string | Uint8Array, خيارات?: خيارات_فك_تشفير): Promise<Uint8Array>;
}

arabicMembers<أعضاء_مدير_التشفير, Fernet>()(Fernet.prototype, {
  مفتاح: "key",
  تشفير: ["encrypt", async function (this: Fernet, بيانات: string | Uint8Array, خيارات: خيارات_تشفير = {}) {
    return await this.encrypt(بيانات, أسماء_خيارات_تشفير.english(خيارات));
  }],
  فك_تشفير: ["decryptText", async function (this: Fernet, رمز: string | Uint8Array, خيارات: خيارات_فك_تشفير = {}) {
    return await this.decryptText(رمز, أسماء_خيارات_فك_تشفير.english(خيارات));
  }],
  فك_تشفير_بايتات: ["decrypt", async function (this: Fernet, رمز: string | Uint8Array, خيارات: خيارات_فك_تشفير = {}) {
    return await this.decrypt(رمز, أسماء_خيارات_فك_تشفير.english(خيارات));
  }],
});

/** صنف `مدير_التشفير`. */
export interface صنف_مدير_التشفير {
  /**
   * يأخذ مفتاحًا أو ينشئ مفتاحًا جديدًا.
   *
   * @param مفتاح مفتاح Fernet كالذي تعطيه `توليد_مفتاح`، طوله 32 بايت مكتوبة في 44 حرفًا.
   * @throws {خطأ_تحقق} إن لم يكن كذلك؛ ولا تُظهره الرسالة.
   */
  new (مفتاح?: string): مدير_التشفير;
  /**
   * ينشئ مفتاحًا عشوائيًّا جديدًا.
   *
   * @returns المفتاح، 44 حرفًا.
   */
  توليد_مفتاح(): string;
}

arabicMembers<Pick<صنف_مدير_التشفير, "توليد_مفتاح">, typeof Fernet, "prototype">()(Fernet, {
  توليد_مفتاح: "generateKey",
});

/** يشفر الرسائل ويفك تشفيرها بمفتاح سري واحد، برموز Fernet التي تقرؤها لغات أخرى منها Python. */
export type مدير_التشفير = Fernet & أعضاء_مدير_التشفير;
/** يشفر الرسائل ويفك تشفيرها بمفتاح سري واحد، برموز Fernet التي تقرؤها لغات أخرى منها Python. */
export const مدير_التشفير: صنف_مدير_التشفير = Fernet as never;

/** خيارات `إنشاء_رمز_jwt`. المدد بالثواني. */
export interface خيارات_إنشاء_رمز_jwt {
  /** مدة صلاحية الرمز بالثواني؛ 3600 إن لم تُعطَ ولم يكن في البيانات `exp`. و`Infinity` لرمز لا تنتهي صلاحيته. */
  مدة_الصلاحية?: number | undefined;
  /** خوارزمية التوقيع؛ HS256 إن لم تُعطَ. */
  خوارزمية?: JwtAlgorithm | undefined;
  /** هل يُقبل مفتاح أقصر مما توجبه RFC 7518، مع تحذير في السجل؛ نعم إن لم يُعطَ. */
  مفتاح_قصير?: boolean | undefined;
  /** موضوع الرمز: `sub`. */
  موضوع?: string | undefined;
  /** من أصدر الرمز: `iss`. */
  مصدر?: string | undefined;
  /** لمن أُصدر الرمز: `aud`. */
  جمهور?: string | string[] | undefined;
  /** متى تبدأ صلاحية الرمز: `nbf`. */
  بداية_الصلاحية?: Date | undefined;
  /** الوقت الحالي بالثواني منذ 1970؛ من ساعة الجهاز إن لم يُعطَ. */
  الآن?: number | undefined;
}

const أسماء_خيارات_إنشاء_رمز = recordNames<خيارات_إنشاء_رمز_jwt, SignJwtOptions>()({
  مدة_الصلاحية: ["expiresInMs", seconds],
  خوارزمية: "algorithm",
  مفتاح_قصير: "allowShortKey",
  موضوع: "subject",
  مصدر: "issuer",
  جمهور: "audience",
  بداية_الصلاحية: "notBefore",
  الآن: ["now", seconds],
});

/**
 * يوقع بيانات في رمز JWT ليُعرف أنها لم تتغير. الرمز موقع لا مشفر: يستطيع كل أحد قراءته. ولا تتغير البيانات المعطاة نفسها.
 *
 * @param بيانات كائن تقبله صيغة JSON.
 * @param مفتاح_سري السر. توجب RFC 7518 ألا يقل عن 32 بايتًا مع HS256 (و48 مع HS384 و64 مع HS512)، فالأقصر قد يُخمَّن؛ وهو مع ذلك
 * مقبول هنا، ويُسجَّل تحذير منه، ما لم يُعطَ `مفتاح_قصير: false`.
 * @param خيارات مدة الصلاحية وغيرها.
 * @returns الرمز.
 * @throws {خطأ_تحقق} إن لم تقبل صيغة JSON البيانات أو كان المفتاح فارغًا، أو قصيرًا ولم يُقبل القصير.
 *
 * @example رمز صالح لخمس دقائق
 * ```ts
 * import { إنشاء_رمز_jwt } from "@maktaba/std/crypto/ar";
 * import assert from "node:assert/strict";
 *
 * const رمز = await إنشاء_رمز_jwt({ المستخدم: "علي" }, "مفتاح سري لا يعرفه أحد", { مدة_الصلاحية: 300 });
 * assert.equal(رمز.split(".").length, 3);
 * ```
 */
export async function إنشاء_رمز_jwt(
  بيانات: JwtPayload,
  مفتاح_سري: JwtKey,
  خيارات: خيارات_إنشاء_رمز_jwt = {},
): Promise<string> {
  const english = أسماء_خيارات_إنشاء_رمز.english(خيارات);
  return await signJwt(بيانات, مفتاح_سري, { allowShortKey: true, ...english });
}

/** خيارات `التحقق_من_رمز_jwt`. المدد بالثواني. */
export interface خيارات_التحقق_من_رمز_jwt {
  /** الخوارزميات المقبولة؛ HS256 وحدها إن لم تُعطَ. */
  خوارزميات?: readonly JwtAlgorithm[] | undefined;
  /** من يجب أن يكون قد أصدر الرمز، أو أحدهم: `iss`. */
  مصدر?: string | string[] | undefined;
  /** لمن يجب أن يكون الرمز قد أُصدر، أو أحدهم: `aud`. ويُرفض رمز فيه `aud` إن لم يُعطَ. */
  جمهور?: string | string[] | undefined;
  /** هل يُقبل مفتاح أقصر مما توجبه RFC 7518، مع تحذير في السجل؛ نعم إن لم يُعطَ. */
  مفتاح_قصير?: boolean | undefined;
  /** موضوع الرمز المطلوب: `sub`. */
  موضوع?: string | undefined;
  /** خصائص يجب أن تكون في الرمز أيًّا كانت قيمها. */
  خصائص_لازمة?: readonly string[] | undefined;
  /** مقدار ما قد تختلف به ساعة المصدر، بالثواني؛ 0 إن لم يُعطَ. */
  فرق_الساعة?: number | undefined;
  /** الوقت الحالي بالثواني منذ 1970؛ من ساعة الجهاز إن لم يُعطَ. */
  الآن?: number | undefined;
}

const أسماء_خيارات_التحقق = recordNames<خيارات_التحقق_من_رمز_jwt, VerifyJwtOptions>()({
  خوارزميات: "algorithms",
  مفتاح_قصير: "allowShortKey",
  مصدر: "issuer",
  جمهور: "audience",
  موضوع: "subject",
  خصائص_لازمة: "requiredClaims",
  فرق_الساعة: ["clockToleranceMs", seconds],
  الآن: ["now", seconds],
});

/**
 * يتحقق من توقيع رمز JWT ومن صلاحيته ويعطي بياناته.
 *
 * @typeParam T البيانات المتوقعة؛ لا يُتحقق من أنواعها.
 * @param رمز الرمز.
 * @param مفتاح_سري السر الذي وُقع به.
 * @param خيارات ما يُشترط في الرمز.
 * @returns بيانات الرمز.
 * @throws {خطأ_تشفير} إن انتهت صلاحيته أو لم تبدأ أو لم يصح توقيعه أو خالف المطلوب، ولكل من ذلك `الرمز` يميزه.
 *
 * @example رمز انتهت صلاحيته
 * ```ts
 * import { إنشاء_رمز_jwt, التحقق_من_رمز_jwt } from "@maktaba/std/crypto/ar";
 * import { خطأ_تشفير } from "@maktaba/std/errors/ar";
 * import assert from "node:assert/strict";
 *
 * const رمز = await إنشاء_رمز_jwt({}, "مفتاح سري لا يعرفه أحد", { مدة_الصلاحية: 60, الآن: 0 });
 * await assert.rejects(التحقق_من_رمز_jwt(رمز, "مفتاح سري لا يعرفه أحد"), خطأ_تشفير);
 * ```
 */
export async function التحقق_من_رمز_jwt<T = JwtPayload>(
  رمز: string,
  مفتاح_سري: JwtKey,
  خيارات: خيارات_التحقق_من_رمز_jwt = {},
): Promise<T> {
  const english: Partial<VerifyJwtOptions> = أسماء_خيارات_التحقق.english(خيارات);
  return await verifyJwt<T>(رمز, مفتاح_سري, { algorithms: ["HS256"], allowShortKey: true, ...english });
}
