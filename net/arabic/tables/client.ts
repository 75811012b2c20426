/**
 * The names of what clients and their requests are told; none of it is public.
 *
 * @internal
 * @module
 */

import { type Conversion, type RecordNames, recordNames } from "../../../internal/arabic.ts";
import type { MaybePromise } from "../../client_hooks.ts";
import type { ClientAuth, ClientOptions, ClientRequestOptions } from "../../client_options.ts";
import { أسماء_خطافات } from "./client_hooks.ts";
import { أسماء_مشتركة_لعميل } from "./request.ts";
import { أسماء_tls } from "./tls.ts";
import type { خيارات_طلب_عميل, خيارات_عميل, مصادقة_عميل } from "../client_options.ts";

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
  http2: "http2",
  بلا_تكرار: "deduplicate",
  نقل: "transport",
}, أسماء_مشتركة_لعميل);

/** What a client is told. */
export const أسماء_خيارات_عميل: RecordNames<خيارات_عميل, ClientOptions> = recordNames<خيارات_عميل, ClientOptions>()({
  الرابط_الأساسي: "baseUrl",
}, أسماء_كل_عميل);

/** What a request of a client is told. */
export const أسماء_خيارات_طلب_عميل: RecordNames<خيارات_طلب_عميل, ClientRequestOptions> = recordNames<
  خيارات_طلب_عميل,
  ClientRequestOptions
>()(
  { بيانات: "body", تحميل_ملف: "uploadFile" },
  أسماء_كل_عميل,
);
