/**
 * التزامن كما في asyncio: مهام يمكن إلغاؤها، وانتظارات تنتهي بانتهاء المهمة التي هي فيها، ومهل، وإعادة المحاولة بعد الفشل.
 * المدد هنا بالثواني.
 *
 * @example عملان في وقت واحد، بمهلة
 * ```ts
 * import { انتظار_بمهلة, جمع, نوم } from "@maktaba/std/async/ar";
 * import assert from "node:assert/strict";
 *
 * const عمل = async (عدد: number) => {
 *   await نوم(0.01);
 *   return عدد * 2;
 * };
 * assert.deepEqual(await انتظار_بمهلة(() => جمع([() => عمل(1), () => عمل(2)]), 5), [2, 4]);
 * ```
 *
 * @module
 */

export * from "./arabic/errors.ts";
export * from "./arabic/coordination.ts";
export * from "./arabic/futures.ts";
export * from "./arabic/groups.ts";
export * from "./arabic/observing.ts";
export * from "./arabic/pools.ts";
export * from "./arabic/queues.ts";
export * from "./arabic/resilience.ts";
export * from "./arabic/running.ts";
export * from "./arabic/tasks.ts";
export * from "./arabic/testing.ts";
export * from "./arabic/time.ts";
export * from "./arabic/waiting.ts";
