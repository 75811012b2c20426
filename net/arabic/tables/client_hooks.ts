import { type Conversion, type RecordNames, recordNames } from "../../../internal/arabic.ts";
import type { AgainOptions, ClientHooks, HookAnswer, HookRequest } from "../../client_hooks.ts";
import type { خطافات_عميل, خيارات_مرة_أخرى, سياق_جواب, طلب_خطاف } from "../client_hooks.ts";
import { بأعضاء_عربية } from "./raw_answer.ts";

const أسماء_مرة_أخرى = recordNames<خيارات_مرة_أخرى, AgainOptions>()({ رابط: "url", رؤوس: "headers" });

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

/** Hooks, called with Arabic names. */
export const أسماء_خطافات: RecordNames<خطافات_عميل, ClientHooks> = recordNames<خطافات_عميل, ClientHooks>()({
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
