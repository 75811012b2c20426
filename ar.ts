/**
 * مكتبة: كل ما يحتاج إليه برنامج أو خدمة كل يوم، على Deno وNode.js وBun، بأسماء عربية.
 *
 * @example انتظاران في وقت واحد
 * ```ts
 * import { جمع, نوم } from "@maktaba/std/ar";
 *
 * await جمع([() => نوم(0.005), () => نوم(0.005)]);
 * ```
 *
 * @module
 */

export * from "./async/ar.ts";
export * from "./cache/ar.ts";
export * from "./crypto/ar.ts";
export * from "./db/ar.ts";
export * from "./errors/ar.ts";
export * from "./fs/ar.ts";
export * from "./log/ar.ts";
export * from "./net/ar.ts";
export * from "./openapi/ar.ts";

/** الطلبات على الشبكة ورموز JWT. */
export * as البرمجة from "./namespaces/programming.ts";
/** تقسيم الملفات ودمجها وضغطها وقراءتها ونقلها. */
export * as مدير_الملفات from "./namespaces/file_manager.ts";
/** مواصفات OpenAPI. */
export * as مولد_openapi from "./namespaces/openapi_generator.ts";
