/** دوال تُشغَّل على عمال: يعرف العامل الدالة برابط وحدتها واسمها، فلا بد أن تكون في ملف يستورده. */

import process from "node:process";
import { threadId } from "node:worker_threads";

/** أين يجري الكود. */
export interface مكان {
  عملية: number;
  خيط: number;
}

/** يقول في أي عملية وأي خيط يجري. */
export function أين(): مكان {
  return { عملية: process.pid, خيط: threadId };
}

/** عدد فيبوناتشي، بأبطأ طريقة: ما يلزم هنا حساب يشغل المعالج. */
export function فيبوناتشي(رقم: number): number {
  return رقم < 2 ? رقم : فيبوناتشي(رقم - 1) + فيبوناتشي(رقم - 2);
}
