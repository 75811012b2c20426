/**
 * The names of `البرمجة`.
 *
 * @internal
 * @module
 */

export { اتصال_websocket, استعلام_graphql, طلب_شبكة, طلبات_دفعية } from "../net/ar.ts";
export { إنشاء_رمز_jwt, التحقق_من_رمز_jwt } from "../crypto/ar.ts";
