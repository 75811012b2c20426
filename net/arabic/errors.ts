import type { أعضاء_خطأ, أعضاء_خطأ_شبكة } from "../../errors/ar.ts";
import type { NetworkError } from "../../errors/network_error.ts";
import { arabicMembers, seconds } from "../../internal/arabic.ts";
import { GraphQLError, type GraphQLFault } from "../graphql_error.ts";
import { HttpError, type Problem } from "../http_error.ts";

export { خطأ_websocket, خطأ_إلغاء, خطأ_شبكة } from "../../errors/ar.ts";

/** ما لخطأ HTTP من أعضاء عربية فوق ما لخطأ الشبكة. */
export interface أعضاء_خطأ_http {
  /** الحالة التي أجاب بها الخادم. */
  readonly الحالة: number;
  /** رؤوس الجواب. */
  readonly الرؤوس: Headers;
  /** أول محتوى الجواب، نصًّا. */
  readonly المحتوى: string;
  /** قول الخادم في الأمر، إن قاله على صورة RFC 9457. */
  readonly المشكلة: Problem | undefined;
  /** ما يطلب الخادم انتظاره قبل محاولة أخرى بالثواني، إن طلب. */
  readonly إعادة_بعد: number | undefined;
}

arabicMembers<أعضاء_خطأ_http, HttpError, keyof NetworkError>()(HttpError.prototype, {
  الحالة: "status",
  الرؤوس: "headers",
  المحتوى: "body",
  المشكلة: "problem",
  إعادة_بعد: ["retryAfterMs", seconds],
});

/** جواب من الخادم بحالة غير حالات النجاح. */
export type خطأ_http = HttpError & أعضاء_خطأ & أعضاء_خطأ_شبكة & أعضاء_خطأ_http;
/** جواب من الخادم بحالة غير حالات النجاح. */
export const خطأ_http: new (...arguments_: ConstructorParameters<typeof HttpError>) => خطأ_http = HttpError as never;

/** ما لخطأ GraphQL من أعضاء عربية فوق ما لخطأ الشبكة. */
export interface أعضاء_خطأ_graphql {
  /** الأخطاء التي في الجواب. */
  readonly الأخطاء: readonly GraphQLFault[];
  /** ما أمكن إعطاؤه من البيانات. */
  readonly البيانات: unknown;
  /** ما أضافه الخادم إلى الجواب. */
  readonly الإضافات: Readonly<Record<string, unknown>> | undefined;
  /** حالة HTTP للجواب؛ 101 إن وصل عبر WebSocket. */
  readonly الحالة: number;
  /** ما يطلب الخادم انتظاره قبل محاولة أخرى بالثواني، إن طلب. */
  readonly إعادة_بعد: number | undefined;
}

arabicMembers<أعضاء_خطأ_graphql, GraphQLError, keyof NetworkError>()(GraphQLError.prototype, {
  الأخطاء: "errors",
  البيانات: "data",
  الإضافات: "extensions",
  الحالة: "status",
  إعادة_بعد: ["retryAfterMs", seconds],
});

/** جواب GraphQL فيه أخطاء، وربما بعض البيانات. */
export type خطأ_graphql = GraphQLError & أعضاء_خطأ & أعضاء_خطأ_شبكة & أعضاء_خطأ_graphql;
/** جواب GraphQL فيه أخطاء، وربما بعض البيانات. */
export const خطأ_graphql: new (...arguments_: ConstructorParameters<typeof GraphQLError>) => خطأ_graphql =
  GraphQLError as never;
