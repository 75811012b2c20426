import { arabicMembers, type Conversion, recordNames } from "../../internal/arabic.ts";
import type { Client, NextPage, PaginateOptions } from "../client.ts";
import type { MaybePromise } from "../client_hooks.ts";
import type { ClientAuth, ClientOptions, ClientRequestOptions, Transport } from "../client_options.ts";
import type { StandardSchema } from "../standard_schema.ts";
import type { CookieJar } from "../cookie_jar.ts";
import { createClient } from "../create_client.ts";
import { ClientShell } from "../internal/client/client_shell.ts";
import type { RequestHeaders, RequestMethod, RequestQuery } from "../request.ts";
import type { خطافات_عميل } from "./client_hooks.ts";
import type { جواب_خام, رد_عميل } from "./client_reply.ts";
import type { خيارات_طلب_شبكة } from "./http.ts";
import { أسماء_خطافات } from "./tables/client_hooks.ts";
import { بأعضاء_عربية } from "./tables/raw_answer.ts";
import { أسماء_مشتركة_لعميل } from "./tables/request.ts";
import { أسماء_tls } from "./tables/tls.ts";

/** من يسأل: اسم وكلمة مرور، أو رمز، أو دالة تعطي الرمز قبل كل محاولة. */
export type مصادقة_عميل =
  | { اسم_المستخدم: string; كلمة_المرور: string }
  | { رمز: string | (() => MaybePromise<string>) };

interface مصادقة {
  اسم_المستخدم?: string;
  كلمة_المرور?: string;
  رمز?: string | (() => MaybePromise<string>);
}

interface Auth {
  username?: string;
  password?: string;
  bearer?: string | (() => MaybePromise<string>);
}

const أسماء_مصادقة = recordNames<مصادقة, Auth>()({
  اسم_المستخدم: "username",
  كلمة_المرور: "password",
  رمز: "bearer",
});

const مصادقة_أو_بدونها: Conversion<مصادقة_عميل | false, ClientAuth | false> = {
  english: (قيمة) => قيمة === false ? false : أسماء_مصادقة.english(قيمة) as ClientAuth,
  arabic: (قيمة) => قيمة === false ? false : أسماء_مصادقة.arabic(قيمة) as مصادقة_عميل,
};

/** بمن يوثق وبم يعرّف العميل نفسه في TLS، نصوص PEM. */
export interface tls_عميل {
  /** شهادات جهات يوثق بها مع ما تثق به بيئة التشغيل. */
  جهات_التوثيق?: string | readonly string[] | undefined;
  /** شهادة العميل، وما يصلها بجهة توثيقها. */
  شهادة?: string | undefined;
  /** مفتاحها الخاص. */
  مفتاح?: string | undefined;
}

/** ما تشترك فيه طلبات العميل، وقد يكون لكل منها غيره. */
export interface إعدادات_عميل {
  /** من يسأل؛ يُرسل في `Authorization`، ولا يُرسل إلى غير خادم `الرابط_الأساسي` إن أُعطي. false: لا أحد. */
  مصادقة?: مصادقة_عميل | false | undefined;
  /** هل يُطلق `خطأ_http` لجواب حالته غير حالات النجاح؛ نعم، إن لم يُعطَ. إن لم يُطلق فلا إعادة للحالات أيضًا. */
  إطلاق_خطأ_الحالة?: boolean | undefined;
  /** كم إعادة توجيه تُتبع؛ 20 إن لم يُعطَ، ومع 0 يُعطى الجواب المعيد للتوجيه كغيره. */
  أقصى_إعادات_التوجيه?: number | undefined;
  /** تحلل JSON بدل `JSON.parse`، لأعداد لا تسعها أعداد JavaScript مثلًا. */
  تحليل_json?: ((نص: string) => unknown) | undefined;
  /** دوال تُستدعى في طريق كل طلب؛ ما للعميل قبل ما للطلب. */
  خطافات?: خطافات_عميل | undefined;
  /** يحفظ الكعكات ويرسلها حيث تُرسل؛ true: مخزن للعميل وحده. */
  كعكات?: boolean | CookieJar | undefined;
  /** الوكيل الذي يمر به الطلب: رابط `http:` أو `https:`، وfalse: بلا وكيل؛ ما تقوله متغيرات البيئة إن لم يُعطَ. */
  وكيل?: string | URL | false | undefined;
  /** بمن يوثق وبم يعرّف العميل نفسه في TLS. */
  tls?: tls_عميل | undefined;
  /**
   * هل لا يُتصل إلا بعناوين الشبكة العامة، وعند إعادة التوجيه أيضًا: لا بهذا الجهاز ولا بالشبكات الخاصة، أيًّا كان ما يدل
   * عليه الاسم؛ لروابط يعطيها المستخدمون. لا يُستخدم معه وكيل، وليس في المتصفح.
   */
  العناوين_العامة_وحدها?: boolean | undefined;
  /** ما يرسل الطلبات بدل `fetch`: للاختبار، أو لحراسة ما تصل إليه. */
  نقل?: Transport | undefined;
}

/**
 * خيارات `إنشاء_عميل`: ما لـ`طلب_شبكة`، لطلباته كلها، وما هنا. المدد بالثواني. و`تزامن_لكل_خادم` مئة إن لم يُعطَ، لطلبات
 * العميل ومن يأتي منه.
 */
export interface خيارات_عميل extends Omit<خيارات_طلب_شبكة, "بيانات" | "تحميل_ملف">, إعدادات_عميل {
  /** ما تُنسب إليه روابط الطلبات؛ بينه وبينها شرطة مائلة واحدة. */
  الرابط_الأساسي?: string | URL | undefined;
}

/** خيارات طلبات العميل: ما لـ`طلب_شبكة`، وما هنا. هي قبل خيارات العميل. المدد بالثواني. */
export interface خيارات_طلب_عميل extends خيارات_طلب_شبكة, إعدادات_عميل {}

const أسماء_كل_عميل = recordNames<Omit<خيارات_عميل, "الرابط_الأساسي">, Omit<ClientOptions, "baseUrl">>()({
  مصادقة: ["auth", مصادقة_أو_بدونها],
  إطلاق_خطأ_الحالة: "throwOnStatus",
  أقصى_إعادات_التوجيه: "maxRedirects",
  تحليل_json: "parseJson",
  خطافات: ["hooks", أسماء_خطافات],
  كعكات: "cookies",
  وكيل: "proxy",
  tls: ["tls", أسماء_tls],
  العناوين_العامة_وحدها: "publicOnly",
  نقل: "transport",
}, أسماء_مشتركة_لعميل);

const أسماء_خيارات_عميل = recordNames<خيارات_عميل, ClientOptions>()({ الرابط_الأساسي: "baseUrl" }, أسماء_كل_عميل);

const أسماء_خيارات_طلب_عميل = recordNames<خيارات_طلب_عميل, ClientRequestOptions>()(
  { بيانات: "body", تحميل_ملف: "uploadFile" },
  أسماء_كل_عميل,
);

/** أين الصفحة التالية: رابطها، أو ما يختلف من خيارات التي قبلها. */
export type صفحة_تالية = string | URL | {
  /** الرابط. */
  رابط?: string | URL;
  /** ما يُرسل. */
  بيانات?: خيارات_طلب_عميل["بيانات"];
  /** الرؤوس. */
  رؤوس?: RequestHeaders | undefined;
  /** معاملات الرابط. */
  معاملات?: RequestQuery | undefined;
};

const أسماء_صفحة_تالية = recordNames<Exclude<صفحة_تالية, string | URL>, Exclude<NextPage, string | URL>>()({
  رابط: "url",
  بيانات: "body",
  رؤوس: "headers",
  معاملات: "query",
});

/**
 * خيارات `صفحات`. المدد بالثواني.
 *
 * @typeParam Page نوع الصفحة.
 * @typeParam Item نوع ما فيها.
 */
export interface خيارات_صفحات<Page = unknown, Item = Page> extends خيارات_طلب_عميل {
  /** طريقة HTTP؛ GET إن لم تُعطَ. */
  طريقة?: RequestMethod | undefined;
  /** تقول أين الصفحة التالية، وundefined بعد الأخيرة؛ ما يسميه رأس `Link` إن لم تُعطَ. */
  التالية?: ((صفحة: Page, جواب: جواب_خام) => MaybePromise<صفحة_تالية | undefined>) | undefined;
  /** تعطي ما في الصفحة؛ الصفحة نفسها إن لم تُعطَ. */
  عناصر?: ((صفحة: Page, جواب: جواب_خام) => MaybePromise<Iterable<Item>>) | undefined;
  /** يتحقق من كل صفحة. */
  مخطط?: StandardSchema<Page> | undefined;
  /** كم صفحة تُطلب؛ بلا حد إن لم يُعطَ. */
  أقصى_صفحات?: number | undefined;
}

type دالة_تالية = NonNullable<خيارات_صفحات["التالية"]>;
type NextFunction = NonNullable<PaginateOptions["next"]>;

const تالية: Conversion<دالة_تالية, NextFunction> = {
  english: (دالة) =>
    typeof دالة !== "function" ? دالة : async (page, answer) => {
      const أين = await دالة(page, بأعضاء_عربية(answer));
      return typeof أين === "object" && !(أين instanceof URL) && أين !== null ? أسماء_صفحة_تالية.english(أين) : أين;
    },
  arabic: (دالة) => دالة as never,
};

type دالة_عناصر = NonNullable<خيارات_صفحات["عناصر"]>;
type ItemsFunction = NonNullable<PaginateOptions["items"]>;

const عناصر: Conversion<دالة_عناصر, ItemsFunction> = {
  english: (دالة) => typeof دالة !== "function" ? دالة : (page, answer) => دالة(page, بأعضاء_عربية(answer)),
  arabic: (دالة) => دالة as never,
};

const أسماء_خيارات_صفحات = recordNames<خيارات_صفحات, PaginateOptions>()({
  طريقة: "method",
  التالية: ["next", تالية],
  عناصر: ["items", عناصر],
  مخطط: "schema",
  أقصى_صفحات: "maxPages",
}, أسماء_خيارات_طلب_عميل);

/** ما للعميل من أعضاء عربية. */
export interface أعضاء_عميل {
  /**
   * يرسل طلبًا.
   *
   * @param طريقة طريقة HTTP.
   * @param رابط رابط منسوب إلى `الرابط_الأساسي`، أو تام.
   * @param خيارات ما يُرسل، وما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  طلب<T = unknown>(طريقة: RequestMethod, رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب GET.
   *
   * @param رابط الرابط.
   * @param خيارات ما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  جلب<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب POST.
   *
   * @param رابط الرابط.
   * @param خيارات ما يُرسل، وما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  إرسال<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب PUT.
   *
   * @param رابط الرابط.
   * @param خيارات ما يُرسل، وما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  وضع<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب PATCH.
   *
   * @param رابط الرابط.
   * @param خيارات ما يُرسل، وما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  تعديل<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب DELETE.
   *
   * @param رابط الرابط.
   * @param خيارات ما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  حذف<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * طلب HEAD، ورؤوسه في `خام`.
   *
   * @param رابط الرابط.
   * @param خيارات ما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  رؤوس(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<undefined>;
  /**
   * طلب OPTIONS.
   *
   * @param رابط الرابط.
   * @param خيارات ما يخالف خيارات العميل.
   * @returns الرد، في الطريق.
   */
  قدرات<T = unknown>(رابط: string | URL, خيارات?: خيارات_طلب_عميل): رد_عميل<T>;
  /**
   * ينشئ عميلًا له خيارات هذا وغيرها: تُدمج الرؤوس والمعاملات وسياسة الإعادة اسمًا اسمًا، وundefined يحذف الرأس أو
   * المعامل، وتضاف الخطافات، ويحل غير ذلك محل ما كان.
   *
   * @param خيارات ما يختلف.
   * @returns عميل جديد.
   */
  توسيع(خيارات: خيارات_عميل): عميل;
  /**
   * يطلب صفحة بعد صفحة، كلًّا منها إذا أُخذت التي قبلها.
   *
   * @typeParam Page نوع الصفحة.
   * @typeParam Item نوع ما فيها.
   * @param رابط رابط الصفحة الأولى.
   * @param خيارات أين التالية، وما في الصفحة.
   * @returns الصفحات، أو ما فيها.
   */
  صفحات<Page = unknown, Item = Page>(
    رابط: string | URL,
    خيارات?: خيارات_صفحات<Page, Item>,
  ): AsyncGenerator<Item, void, undefined>;
}

type دالة_طلب = (this: Client, رابط: string | URL, خيارات?: خيارات_طلب_عميل) => رد_عميل<never>;

function بطريقة(method: "get" | "post" | "put" | "patch" | "delete" | "head" | "options"): دالة_طلب {
  return function (رابط, خيارات = {}) {
    return this[method](رابط, أسماء_خيارات_طلب_عميل.english(خيارات)) as رد_عميل<never>;
  };
}

arabicMembers<أعضاء_عميل, Client>()(ClientShell.prototype, {
  طلب: ["request", function (this: Client, طريقة, رابط, خيارات = {}) {
    return this.request(طريقة, رابط, أسماء_خيارات_طلب_عميل.english(خيارات)) as رد_عميل<never>;
  }],
  جلب: ["get", بطريقة("get")],
  إرسال: ["post", بطريقة("post")],
  وضع: ["put", بطريقة("put")],
  تعديل: ["patch", بطريقة("patch")],
  حذف: ["delete", بطريقة("delete")],
  رؤوس: ["head", بطريقة("head")],
  قدرات: ["options", بطريقة("options")],
  توسيع: ["extend", function (this: Client, خيارات) {
    return this.extend(أسماء_خيارات_عميل.english(خيارات)) as عميل;
  }],
  صفحات: ["paginate", function (this: Client, رابط, خيارات = {}) {
    return this.paginate(رابط, أسماء_خيارات_صفحات.english(خيارات as خيارات_صفحات)) as AsyncGenerator<never>;
  }],
});

/** عميل طلباته مشتركة الخيارات، تنشئه `إنشاء_عميل`. */
export type عميل = Client & أعضاء_عميل;

/**
 * ينشئ عميلًا: طلبات تشترك في رابط أساسي ورؤوس ومصادقة ومهل وخطافات وكعكات.
 *
 * يبدأ الطلب فورًا، ويُرسل مرة واحدة كيفما قُرئ جوابه.
 *
 * @param خيارات ما تشترك فيه الطلبات. والخطأ في قيمة منها يقوله أول طلب.
 * @returns العميل، وليس فيه ما يُغلق.
 * @throws {خطأ_تحقق} إن كان فيها خيار غير معروف.
 *
 * @example واجهة برمجية
 * ```ts
 * import { إنشاء_عميل } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * // دالة النقل هنا مكان الشبكة، وبدونها يُسأل الخادم.
 * const واجهة = إنشاء_عميل({
 *   الرابط_الأساسي: "https://api.example/v1",
 *   مصادقة: { رمز: "a-token" },
 *   نقل: (رابط) => Response.json({ مسار: رابط.pathname }),
 * });
 * assert.deepEqual(await واجهة.جلب("users/7"), { مسار: "/v1/users/7" });
 *
 * await using جواب = await واجهة.إرسال("users", { بيانات: { اسم: "علي" } }).خام();
 * assert.equal(جواب.الحالة, 200);
 * ```
 *
 * @example رمز ينتهي
 * ```ts
 * import { إنشاء_عميل } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * let رمز = "old";
 * const واجهة = إنشاء_عميل({
 *   مصادقة: { رمز: () => رمز },
 *   خطافات: {
 *     بعد_الجواب: [async (جواب, { مرة_أخرى }) => {
 *       if (جواب.الحالة !== 401) return;
 *       رمز = await Promise.resolve("new"); // هنا يُطلب رمز جديد.
 *       return await مرة_أخرى();
 *     }],
 *   },
 *   نقل: (_رابط, { headers }) => {
 *     const جديد = new Headers(headers).get("authorization") === "Bearer new";
 *     return جديد ? Response.json("أهلًا") : new Response(null, { status: 401 });
 *   },
 * });
 * assert.equal(await واجهة.جلب("https://api.example/"), "أهلًا");
 * ```
 */
export function إنشاء_عميل(خيارات: خيارات_عميل = {}): عميل {
  return createClient(أسماء_خيارات_عميل.english(خيارات)) as عميل;
}
