import { arabicMembers, type Conversion, recordNames, seconds } from "../../internal/arabic.ts";
import type { Client, NextPage, PaginateOptions } from "../client.ts";
import type { AgainOptions, ClientHooks, HookAnswer, HookRequest, MaybePromise } from "../client_hooks.ts";
import type { ClientAuth, ClientOptions, ClientRequestOptions, ClientTls, Transport } from "../client_options.ts";
import type { ClientReply, RawAnswer } from "../client_reply.ts";
import type { StandardSchema } from "../standard_schema.ts";
import { type Cookie, type CookieJar, type CookieJarJson, createCookieJar, JarShell } from "../cookie_jar.ts";
import { createClient } from "../create_client.ts";
import { ClientShell, ReplyShell } from "../internal/client/client_shell.ts";
import type { RequestHeaders, RequestMethod, RequestQuery } from "../request.ts";
import { سياسة, عند_تقدم_طلب, قاطع } from "./conversions.ts";
import type { خيارات_طلب_شبكة } from "./http.ts";
import { تخزين } from "./tables/answer_cache.ts";

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

const أسماء_tls = recordNames<tls_عميل, ClientTls>()({ جهات_التوثيق: "ca", شهادة: "cert", مفتاح: "key" });

const tls: Conversion<tls_عميل, ClientTls> = {
  english: (قيمة) => أسماء_tls.english(قيمة),
  arabic: (قيمة) => أسماء_tls.arabic(قيمة),
};

/** ما يراه الخطاف من المحاولة، وما له أن يغيره. */
export interface طلب_خطاف {
  /** طريقة HTTP. */
  readonly الطريقة: string;
  /** الرابط، ويجوز وضع غيره مكانه. */
  الرابط: URL;
  /** الرؤوس، ويجوز تغييرها. */
  readonly الرؤوس: Headers;
  /** ما يُرسل، كما أُعطي. */
  readonly المحتوى: unknown;
  /** رقم المحاولة من 1. */
  readonly المحاولة: number;
  /** تُطلق إذا تُركت المحاولة. */
  readonly الإشارة: AbortSignal;
}

/** ما يختلف في المرة الأخرى. */
export interface خيارات_مرة_أخرى {
  /** الرابط. */
  رابط?: string | URL | undefined;
  /** رؤوس مكان ما يماثلها اسمًا، وundefined يحذف الرأس. */
  رؤوس?: RequestHeaders | undefined;
}

const أسماء_مرة_أخرى = recordNames<خيارات_مرة_أخرى, AgainOptions>()({ رابط: "url", رؤوس: "headers" });

/** ما للخطاف أن يفعله بالجواب. */
export interface سياق_جواب {
  /** ما طُلب. */
  readonly الطلب: طلب_خطاف;
  /**
   * يرسل الطلب مرة أخرى في المحاولة نفسها، ولا يُستدعى الخطاف لجوابه.
   *
   * @param خيارات ما يختلف فيه.
   * @returns جوابه.
   */
  مرة_أخرى(خيارات?: خيارات_مرة_أخرى): Promise<جواب_خام>;
}

/** دوال تُستدعى في طريق كل طلب واحدة بعد أخرى، وتُنتظر. */
export interface خطافات_عميل {
  /** قبل كل محاولة: تغير رؤوسها ورابطها، أو تجيب عنها بـ`Response`. */
  قبل_الطلب?: readonly ((طلب: طلب_خطاف) => MaybePromise<Response | undefined | void>)[] | undefined;
  /** بجواب كل محاولة: لها أن تعطي غيره. وما تقرؤه منه يمكن أن يُقرأ بعدها. */
  بعد_الجواب?:
    | readonly ((جواب: جواب_خام, سياق: سياق_جواب) => MaybePromise<Response | جواب_خام | undefined | void>)[]
    | undefined;
  /** قبل كل محاولة بعد الأولى، بما فشلت به التي قبلها. */
  عند_الإعادة?: readonly ((خطأ: unknown, طلب: طلب_خطاف) => MaybePromise<void>)[] | undefined;
  /** بما فشل به الطلب في آخر الأمر، إلا الإلغاء: لها أن تعطي خطأ غيره. */
  عند_الخطأ?:
    | readonly ((
      خطأ: Error,
      طلب: { readonly الطريقة: string; readonly الرابط: URL },
    ) => MaybePromise<Error | undefined | void>)[]
    | undefined;
}

function إلى_طلب_خطاف(request: HookRequest): طلب_خطاف {
  return {
    الطريقة: request.method,
    get الرابط() {
      return request.url;
    },
    set الرابط(رابط) {
      request.url = رابط;
    },
    الرؤوس: request.headers,
    المحتوى: request.body,
    المحاولة: request.attempt,
    الإشارة: request.signal,
  };
}

function إلى_سياق({ request, again }: HookAnswer): سياق_جواب {
  return {
    الطلب: إلى_طلب_خطاف(request),
    مرة_أخرى: async (خيارات = {}) => بأعضاء_عربية(await again(أسماء_مرة_أخرى.english(خيارات))),
  };
}

/** Makes English hooks of Arabic ones; lists that are none are left for the check to refuse. */
function دوال<Arabic, English>(
  إلى_إنجليزية: (دالة: Arabic) => English,
): Conversion<readonly Arabic[], readonly English[]> {
  return {
    english: (قائمة) =>
      Array.isArray(قائمة)
        ? قائمة.map((دالة) => typeof دالة === "function" ? إلى_إنجليزية(دالة) : دالة)
        : قائمة as never,
    arabic: (قائمة) => قائمة as never,
  };
}

type دالة<Name extends keyof خطافات_عميل> = NonNullable<خطافات_عميل[Name]>[number];
type Hook<Name extends keyof ClientHooks> = NonNullable<ClientHooks[Name]>[number];

const أسماء_خطافات = recordNames<خطافات_عميل, ClientHooks>()({
  قبل_الطلب: [
    "beforeRequest",
    دوال<دالة<"قبل_الطلب">, Hook<"beforeRequest">>((دالة) => (request) => دالة(إلى_طلب_خطاف(request))),
  ],
  بعد_الجواب: [
    "afterResponse",
    دوال<دالة<"بعد_الجواب">, Hook<"afterResponse">>((دالة) => (answer, context) =>
      دالة(بأعضاء_عربية(answer), إلى_سياق(context))
    ),
  ],
  عند_الإعادة: [
    "onRetry",
    دوال<دالة<"عند_الإعادة">, Hook<"onRetry">>((دالة) => (error, request) => دالة(error, إلى_طلب_خطاف(request))),
  ],
  عند_الخطأ: [
    "onError",
    دوال<دالة<"عند_الخطأ">, Hook<"onError">>((دالة) => (error, { method, url }) =>
      دالة(error, { الطريقة: method, الرابط: url })
    ),
  ],
});

const خطافات: Conversion<خطافات_عميل, ClientHooks> = {
  english: (قيمة) => أسماء_خطافات.english(قيمة),
  arabic: (قيمة) => أسماء_خطافات.arabic(قيمة),
};

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

const جدول_مشترك = {
  رؤوس: "headers",
  معاملات: "query",
  وقت_اتصال: ["connectTimeoutMs", seconds],
  وقت_قراءة: ["readTimeoutMs", seconds],
  وقت_المحاولة: ["timeoutMs", seconds],
  وقت_كلي: ["totalTimeoutMs", seconds],
  عدد_إعادة_المحاولة: ["retry", سياسة],
  قاطع_دائرة: ["circuitBreaker", قاطع],
  تزامن_لكل_خادم: "maxPerOrigin",
  ذاكرة_مؤقتة: "fallback",
  تخزين_مؤقت: ["cache", تخزين],
  أقصى_بايتات: "maxBytes",
  عند_التقدم: ["onProgress", عند_تقدم_طلب],
  إشارة: "signal",
  مصادقة: ["auth", مصادقة_أو_بدونها],
  إطلاق_خطأ_الحالة: "throwOnStatus",
  أقصى_إعادات_التوجيه: "maxRedirects",
  تحليل_json: "parseJson",
  خطافات: ["hooks", خطافات],
  كعكات: "cookies",
  وكيل: "proxy",
  tls: ["tls", tls],
  العناوين_العامة_وحدها: "publicOnly",
  نقل: "transport",
} as const;

const أسماء_خيارات_عميل = recordNames<خيارات_عميل, ClientOptions>()({ ...جدول_مشترك, الرابط_الأساسي: "baseUrl" });

const جدول_طلب_عميل = { ...جدول_مشترك, بيانات: "body", تحميل_ملف: "uploadFile" } as const;

const أسماء_خيارات_طلب_عميل = recordNames<خيارات_طلب_عميل, ClientRequestOptions>()(جدول_طلب_عميل);

/** ما للجواب الخام من أعضاء عربية. */
export interface أعضاء_جواب_خام {
  /** حالته. */
  readonly الحالة: number;
  /** قول الخادم في الحالة. */
  readonly نص_الحالة: string;
  /** هل الحالة من حالات النجاح. */
  readonly ناجح: boolean;
  /** رؤوسه. */
  readonly الرؤوس: Headers;
  /** ما طُلب، بعد إعادات التوجيه. */
  readonly الرابط: string;
  /**
   * يقرأ المحتوى نصًّا.
   *
   * @returns النص.
   */
  نص(): Promise<string>;
  /**
   * يقرأ المحتوى بايتات.
   *
   * @returns البايتات.
   */
  بايتات(): Promise<Uint8Array>;
  /**
   * يعطي المحتوى تدفقًا كما يصل، مرة واحدة. إلغاؤه يغلق الاتصال.
   *
   * @returns التدفق.
   */
  تدفق(): ReadableStream<Uint8Array>;
  /**
   * يترك ما لم يُقرأ، ومعه الاتصال.
   *
   * @returns عند تمام ذلك.
   */
  إغلاق(): Promise<void>;
}

/** جواب يُقرأ محتواه كما يراد. من لا يقرؤه إلى آخره فعليه إغلاقه. */
export type جواب_خام = RawAnswer & أعضاء_جواب_خام;

const معربة = new WeakSet<object>();

/** Gives the class of answers its Arabic members, which is not loaded before there is one. */
function بأعضاء_عربية(answer: RawAnswer): جواب_خام {
  const prototype = Object.getPrototypeOf(answer) as object;
  if (!معربة.has(prototype)) {
    معربة.add(prototype);
    arabicMembers<أعضاء_جواب_خام, RawAnswer, "json" | "blob">()(prototype, {
      الحالة: "status",
      نص_الحالة: "statusText",
      ناجح: "ok",
      الرؤوس: "headers",
      الرابط: "url",
      نص: "text",
      بايتات: "bytes",
      تدفق: "stream",
      إغلاق: "close",
    });
  }
  return answer as جواب_خام;
}

/** ما لرد العميل من أعضاء عربية. */
export interface أعضاء_رد_عميل {
  /**
   * يقرأ المحتوى نصًّا.
   *
   * @returns النص.
   */
  نص(): Promise<string>;
  /**
   * يقرأ المحتوى بايتات.
   *
   * @returns البايتات.
   */
  بايتات(): Promise<Uint8Array>;
  /**
   * يعطي المحتوى تدفقًا كما يصل. إلغاؤه، أو الخروج من حلقته، يغلق الاتصال.
   *
   * @returns التدفق، والفشل خطؤه.
   */
  تدفق(): ReadableStream<Uint8Array>;
  /**
   * يعطي الجواب حين تصل رؤوسه.
   *
   * @returns الجواب.
   */
  خام(): Promise<جواب_خام>;
}

arabicMembers<أعضاء_رد_عميل, ClientReply, "then" | "catch" | "finally" | "json" | "blob">()(ReplyShell.prototype, {
  نص: "text",
  بايتات: "bytes",
  تدفق: "stream",
  خام: ["raw", async function (this: ClientReply) {
    return بأعضاء_عربية(await this.raw());
  }],
});

/**
 * جواب طلب من عميل، وهو في الطريق. يعطي `await` محتواه محلَّلًا، وتعطيه دواله على صور أخرى، والطلب واحد كيفما قُرئ.
 *
 * @typeParam T نوع المحتوى، ولا يُتحقق منه.
 */
export type رد_عميل<T = unknown> = ClientReply<T> & أعضاء_رد_عميل;

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
  ...جدول_طلب_عميل,
  طريقة: "method",
  التالية: ["next", تالية],
  عناصر: ["items", عناصر],
  مخطط: "schema",
  أقصى_صفحات: "maxPages",
});

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

/** كعكة في مخزن. */
export interface كعكة {
  /** اسمها. */
  الاسم: string;
  /** قيمتها. */
  القيمة: string;
  /** المضيف الذي هي له. */
  النطاق: string;
  /** المسار الذي هي له. */
  المسار: string;
  /** متى تنتهي؛ undefined لما ينتهي بانتهاء البرنامج. */
  الانتهاء?: Date | undefined;
  /** هل لا تُرسل إلا في TLS. */
  آمنة: boolean;
  /** هل تُخفى عن برامج الصفحة. */
  مخفية: boolean;
  /** هل تحملها طلبات المواقع الأخرى. */
  نفس_الموقع?: Cookie["sameSite"];
}

const أسماء_كعكة = recordNames<كعكة, Cookie>()({
  الاسم: "name",
  القيمة: "value",
  النطاق: "domain",
  المسار: "path",
  الانتهاء: "expires",
  آمنة: "secure",
  مخفية: "httpOnly",
  نفس_الموقع: "sameSite",
});

/** ما لمخزن الكعكات من أعضاء عربية. */
export interface أعضاء_مخزن_كعكات {
  /**
   * يعطي ما يحمله رأس `Cookie` لطلب.
   *
   * @param رابط إلى أين الطلب.
   * @returns النص، فارغًا إن لم يكن شيء.
   */
  رأس_الكعكات(رابط: string): Promise<string>;
  /**
   * يحفظ كعكة جاءت في رأس `Set-Cookie`.
   *
   * @param كعكة نص الرأس.
   * @param رابط رابط الجواب.
   * @returns عند حفظها.
   */
  حفظ(كعكة: string, رابط: string): Promise<void>;
  /**
   * يعطي الكعكات التي يحملها طلب.
   *
   * @param رابط إلى أين الطلب.
   * @returns الكعكات.
   */
  الكعكات(رابط: string | URL): Promise<كعكة[]>;
  /**
   * يمسح الكعكات كلها.
   *
   * @returns عند مسحها.
   */
  مسح(): Promise<void>;
}

arabicMembers<أعضاء_مخزن_كعكات, JarShell, "toJSON">()(JarShell.prototype, {
  رأس_الكعكات: "getCookieString",
  حفظ: "setCookie",
  الكعكات: ["cookies", async function (this: JarShell, رابط) {
    return (await this.cookies(رابط)).map((cookie) => أسماء_كعكة.arabic(cookie));
  }],
  مسح: "clear",
});

/** مخزن كعكات، تنشئه `إنشاء_مخزن_كعكات`. */
export type مخزن_كعكات = ReturnType<typeof createCookieJar> & أعضاء_مخزن_كعكات;

/**
 * ينشئ مخزنًا يحفظ الكعكات بقواعد المتصفحات (RFC 6265bis).
 *
 * @param محفوظ ما أعطاه `JSON.stringify` من مخزن آخر، محلَّلًا.
 * @returns المخزن، لخيار العميل `كعكات`.
 * @throws {خطأ_تحقق} إن لم يكن `محفوظ` من مخزن.
 *
 * @example حفظ الكعكات بين تشغيلين
 * ```ts
 * import { إنشاء_مخزن_كعكات } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * const مخزن = إنشاء_مخزن_كعكات();
 * await مخزن.حفظ("session=7; Path=/", "https://shop.example/login");
 *
 * const بعد = إنشاء_مخزن_كعكات(JSON.parse(JSON.stringify(مخزن)));
 * assert.equal(await بعد.رأس_الكعكات("https://shop.example/cart"), "session=7");
 * ```
 */
export function إنشاء_مخزن_كعكات(محفوظ?: CookieJarJson): مخزن_كعكات {
  return createCookieJar(محفوظ) as مخزن_كعكات;
}
