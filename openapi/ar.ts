/**
 * مواصفات OpenAPI 3.1 من أوصاف بسيطة للنقاط النهائية: تُفحص وتُكمَّل وتُحفظ بصيغة JSON.
 *
 * ما في داخل الاستجابات والمعاملات وجسم الطلب كائنات OpenAPI بأسمائها الإنجليزية كما هي في المواصفة.
 *
 * @example مواصفات نقطتين نهائيتين
 * ```ts
 * import { إنشاء_مواصفات } from "@maktaba/std/openapi/ar";
 * import assert from "node:assert/strict";
 *
 * const مواصفات = إنشاء_مواصفات(
 *   [
 *     { مسار: "/users", طريقة: "get", ملخص: "كل المستخدمين" },
 *     { مسار: "/users/{id}", طريقة: "get", ملخص: "مستخدم واحد", استجابات: { 200: "المستخدم", 404: {} } },
 *   ],
 *   { عنوان: "واجهة المستخدمين", إصدار: "1.0.0" },
 * );
 * assert.deepEqual(Object.keys(مواصفات.paths), ["/users", "/users/{id}"]);
 * assert.deepEqual(مواصفات.paths["/users/{id}"]?.get?.responses["404"], { description: "غير موجود" });
 * ```
 *
 * @module
 */

// Errors have Arabic members wherever Arabic names are used.
import "../errors/ar.ts";
import type { أعضاء_خطأ } from "../errors/ar.ts";
import { arabicMembers, argumentNames, recordNames } from "../internal/arabic.ts";
import { checkArray, checkObject } from "../internal/validate.ts";
import { createOpenApi, type CreateOpenApiOptions } from "./create_open_api.ts";
import type { OpenApiDocument } from "./document.ts";
import type { OpenApiEndpoint } from "./endpoint.ts";
import type { OpenApiInfo } from "./info.ts";
import { OpenApiError } from "./open_api_error.ts";
import { saveOpenApi, type SaveOpenApiOptions } from "./save_open_api.ts";

/** نقطة نهائية في واجهة برمجية، كما تأخذها `إنشاء_مواصفات`. */
export interface نقطة_نهائية {
  /**
   * المسار، ويبدأ بشرطة مائلة؛ وما بين القوسين المعقوفين فيه معامل، مثل `/users/{id}`. ما لا تصفه `معاملات` من معاملات المسار
   * يُضاف نصًّا.
   */
  مسار: OpenApiEndpoint["path"];
  /** الطريقة، بأحرف كبيرة أو صغيرة. */
  طريقة: OpenApiEndpoint["method"];
  /** ما تفعله في كلمات. */
  ملخص?: string | undefined;
  /** ما تفعله بتفصيل، بصيغة Markdown. */
  وصف?: string | undefined;
  /** الأجوبة بحسب رموزها: `200` أو مدى مثل `2XX` أو `default`؛ والنص يعني جوابًا بهذا الوصف. نجاح بالرمز 200 إن لم تُعطَ. */
  استجابات?: OpenApiEndpoint["responses"];
  /** ما يأخذه الطلب غير جسمه. */
  معاملات?: OpenApiEndpoint["parameters"];
  /** جسم الطلب. */
  جسم_الطلب?: OpenApiEndpoint["requestBody"];
  /** اسم لا يتكرر في المواصفات، تستخدمه العملاء المولَّدة. */
  معرف_العملية?: string | undefined;
  /** المجموعات التي تنتمي إليها. */
  وسوم?: OpenApiEndpoint["tags"];
  /** من يجوز له استخدامها، إن خالفت الواجهة كلها؛ والقائمة الفارغة تعني الجميع. */
  أمان?: OpenApiEndpoint["security"];
  /** هل ينبغي ترك استخدامها؛ لا، إن لم يُعطَ. */
  مهمل?: boolean | undefined;
  /** أين يُقرأ المزيد. */
  مراجع?: OpenApiEndpoint["externalDocs"];
  /** خوادم لهذه النقطة وحدها. */
  خوادم?: OpenApiEndpoint["servers"];
}

const أسماء_نقطة_نهائية = recordNames<نقطة_نهائية, Pick<OpenApiEndpoint, EndpointName>>()({
  مسار: "path",
  طريقة: "method",
  ملخص: "summary",
  وصف: "description",
  استجابات: "responses",
  معاملات: "parameters",
  جسم_الطلب: "requestBody",
  معرف_العملية: "operationId",
  وسوم: "tags",
  أمان: "security",
  مهمل: "deprecated",
  مراجع: "externalDocs",
  خوادم: "servers",
});

/** ما الواجهة، وما في مواصفاتها غير النقاط النهائية، كما تأخذها `إنشاء_مواصفات`. */
export interface معلومات_مواصفات {
  /** اسم الواجهة. */
  عنوان: string;
  /** إصدار الواجهة، مثل `"1.0.0"`. */
  إصدار: string;
  /** ما هي في كلمات. */
  ملخص?: string | undefined;
  /** ما هي بتفصيل، بصيغة Markdown. */
  وصف?: string | undefined;
  /** رابط شروط الاستخدام. */
  شروط_الاستخدام?: string | undefined;
  /** من يجيب عن الأسئلة. */
  جهة_الاتصال?: OpenApiInfo["contact"];
  /** الرخصة التي تُستخدم بها. */
  رخصة?: OpenApiInfo["license"];
  /** الخوادم التي هي عليها. */
  خوادم?: OpenApiInfo["servers"];
  /** مجموعات النقاط النهائية. */
  وسوم?: OpenApiInfo["tags"];
  /** مخططات وأنظمة أمان وأجزاء أخرى تشير إليها النقاط. */
  مكونات?: OpenApiInfo["components"];
  /** من يجوز له استخدام النقاط التي لا تذكر ذلك. */
  أمان?: OpenApiInfo["security"];
  /** أين يُقرأ المزيد. */
  مراجع?: OpenApiInfo["externalDocs"];
}

const أسماء_معلومات_مواصفات = recordNames<معلومات_مواصفات, Pick<OpenApiInfo, InfoName>>()({
  عنوان: "title",
  إصدار: "version",
  ملخص: "summary",
  وصف: "description",
  شروط_الاستخدام: "termsOfService",
  جهة_الاتصال: "contact",
  رخصة: "license",
  خوادم: "servers",
  وسوم: "tags",
  مكونات: "components",
  أمان: "security",
  مراجع: "externalDocs",
});

argumentNames({ endpoints: "نقاط_نهائية", document: "مواصفات", info: "معلومات" });

/** The properties of an endpoint but for extensions, whose names are their users' own. */
type EndpointName = Exclude<keyof OpenApiEndpoint, `x-${string}`>;
type InfoName = Exclude<keyof OpenApiInfo, `x-${string}`>;

/** خيارات `إنشاء_مواصفات`. */
export interface خيارات_إنشاء_مواصفات {
  /** لغة العبارات التي تحل محل ما تُرك من أوصاف الأجوبة: `"ar"` أو `"en"`؛ العربية إن لم تُعطَ. */
  لغة?: CreateOpenApiOptions["locale"];
}

const أسماء_خيارات_إنشاء_مواصفات = recordNames<خيارات_إنشاء_مواصفات, CreateOpenApiOptions>()({ لغة: "locale" });

/**
 * ينشئ مواصفات OpenAPI 3.1.1 من أوصاف النقاط النهائية. يُفحص ما يُعطى ويُنسخ ولا يُغيَّر، ويُكمَّل ما تُرك:
 *
 * - معامل المسار الذي لا وصف له يصير نصًّا واجبًا؛
 * - نقطة بلا استجابات تأخذ `200`، وجواب بلا وصف يأخذ عبارة رمزه بالعربية؛
 * - معامل بلا `schema` ولا `content` نص.
 *
 * @param نقاط_نهائية النقاط، بالترتيب الذي تظهر به مساراتها.
 * @param معلومات ما الواجهة، وما في المواصفات غير ذلك؛ بأسماء عربية، أو بأسماء OpenAPI نفسها.
 * @param خيارات لغة ما يُكمَّل.
 * @returns المواصفات، بيانات مجردة.
 * @throws {خطأ_مواصفات} إن لم يمكن وصف نقطة أو معلومات؛ ويذكر النقطة والخاصية.
 * @throws {خطأ_تحقق} إن لم تكن `نقاط_نهائية` مصفوفة أو `معلومات` كائنًا.
 *
 * @example نقطة نهائية واحدة
 * ```ts
 * import { إنشاء_مواصفات } from "@maktaba/std/openapi/ar";
 * import assert from "node:assert/strict";
 *
 * const مواصفات = إنشاء_مواصفات([{ مسار: "/صحة", طريقة: "GET" }], { عنوان: "صحة الخادم", إصدار: "1.0.0" });
 * assert.deepEqual(مواصفات.paths["/صحة"]?.get?.responses["200"], { description: "نجاح" });
 * ```
 */
export function إنشاء_مواصفات(
  نقاط_نهائية: readonly نقطة_نهائية[],
  معلومات: معلومات_مواصفات | OpenApiInfo,
  خيارات: خيارات_إنشاء_مواصفات = {},
): OpenApiDocument {
  checkArray("نقاط_نهائية", نقاط_نهائية);
  checkObject("معلومات", معلومات);
  return createOpenApi(
    نقاط_نهائية.map((نقطة) => أسماء_نقطة_نهائية.english(نقطة)),
    isEnglish(معلومات) ? معلومات : أسماء_معلومات_مواصفات.english(معلومات),
    { locale: "ar", ...أسماء_خيارات_إنشاء_مواصفات.english(خيارات) },
  );
}

function isEnglish(info: معلومات_مواصفات | OpenApiInfo): info is OpenApiInfo {
  return "title" in info;
}

/** خيارات `حفظ_مواصفات`. */
export interface خيارات_حفظ_مواصفات {
  /** هل يُستبدل ملف موجود؛ نعم إن لم يُعطَ، كما في المكتبة الأصلية. */
  استبدال?: boolean | undefined;
  /** عدد المسافات لكل مستوى، من 0 (سطر واحد) إلى 10؛ 2 إن لم يُعطَ. */
  مسافة_بادئة?: number | undefined;
  /** توقف الحفظ عند إطلاقها، قبل أن يأخذ الملف اسمه. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_خيارات_حفظ_مواصفات = recordNames<خيارات_حفظ_مواصفات, SaveOpenApiOptions>()({
  استبدال: "overwrite",
  مسافة_بادئة: "indent",
  إشارة: "signal",
});

/**
 * يكتب المواصفات بصيغة JSON. لا يظهر الملف باسمه إلا تامًّا. يستبدل ملفًا موجودًا ما لم يُعطَ `استبدال: false`.
 *
 * @param مواصفات المواصفات، كما أنشأتها `إنشاء_مواصفات` أو أداة أخرى.
 * @param مسار_الإخراج أين تُكتب؛ `"openapi.json"` إن لم يُعطَ.
 * @param خيارات الاستبدال والمسافات والإشارة.
 * @returns المسار المكتوب.
 * @throws {خطأ_تحقق} إن لم تكن المواصفات مواصفات OpenAPI، أو أخطأ المسار أو خيار.
 * @throws {خطأ_المكتبة} `OPENAPI_FILE_EXISTS` إن وُجد الملف و`استبدال` هو `false`؛ `OPENAPI_FILE_NOT_WRITTEN` إن تعذرت الكتابة.
 */
export async function حفظ_مواصفات(
  مواصفات: OpenApiDocument,
  مسار_الإخراج: string = "openapi.json",
  خيارات: خيارات_حفظ_مواصفات = {},
): Promise<string> {
  return await saveOpenApi(مواصفات, مسار_الإخراج, { overwrite: true, ...أسماء_خيارات_حفظ_مواصفات.english(خيارات) });
}

/** ما لخطأ في أوصاف OpenAPI من أعضاء عربية فوق ما لكل خطأ. */
export interface أعضاء_خطأ_مواصفات {
  /** النقطة النهائية، مثل `"GET /users"`، أو الجزء الخاطئ من المواصفات. */
  readonly النقطة: string;
}

arabicMembers<أعضاء_خطأ_مواصفات, Pick<OpenApiError, "endpoint">>()(OpenApiError.prototype, { النقطة: "endpoint" });

/** وصف لا يمكن أن تُنشأ منه مواصفات OpenAPI صالحة. تذكر الرسالة النقطة والخاصية والقاعدة والقيمة. */
export type خطأ_مواصفات = OpenApiError & أعضاء_خطأ & أعضاء_خطأ_مواصفات;
/** وصف لا يمكن أن تُنشأ منه مواصفات OpenAPI صالحة. تذكر الرسالة النقطة والخاصية والقاعدة والقيمة. */
export const خطأ_مواصفات: new (...arguments_: ConstructorParameters<typeof OpenApiError>) => خطأ_مواصفات =
  OpenApiError as never;
