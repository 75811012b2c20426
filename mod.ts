/**
 * Maktaba (مكتبة): everything that a script or a service reaches for daily, on Deno, Node.js and Bun, in English and
 * in Arabic. Each module can be imported by itself too, such as `@maktaba/std/net`.
 *
 * @example Two waits in the time of one
 * ```ts
 * import { gather, sleep } from "@maktaba/std";
 *
 * await gather([() => sleep(5), () => sleep(5)]);
 * ```
 *
 * @module
 */

export * from "./async/mod.ts";
export * from "./cache/mod.ts";
export * from "./crypto/mod.ts";
export * from "./db/mod.ts";
export * from "./errors/mod.ts";
export * from "./fs/mod.ts";
export * from "./log/mod.ts";
export * from "./net/mod.ts";
export * from "./openapi/mod.ts";
export * from "./ar.ts";
