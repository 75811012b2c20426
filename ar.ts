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
