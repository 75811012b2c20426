/**
 * The names of `مولد_openapi`.
 *
 * @internal
 * @module
 */

export { إنشاء_مواصفات, حفظ_مواصفات } from "../openapi/ar.ts";
