import { arabicMembers } from "../../../internal/arabic.ts";
import type { RawAnswer } from "../../client_reply.ts";
import type { أعضاء_جواب_خام, جواب_خام } from "../client_reply.ts";

const معربة = new WeakSet<object>();

/**
 * Gives the class of answers its Arabic members, which is not loaded before there is one.
 *
 * @param answer An answer.
 * @returns The same.
 */
export function بأعضاء_عربية(answer: RawAnswer): جواب_خام {
  const prototype = Object.getPrototypeOf(answer) as object;
  if (!معربة.has(prototype)) {
    معربة.add(prototype);
    arabicMembers<أعضاء_جواب_خام, RawAnswer, "json" | "blob">()(prototype, {
      الحالة: "status",
      نص_الحالة: "statusText",
      إصدار_http: "httpVersion",
      ناجح: "ok",
      الرؤوس: "headers",
      الرابط: "url",
      نص: "text",
      بايتات: "bytes",
      تدفق: "stream",
      إغلاق: "close",
    });
  }
  return answer as جواب_خام;
}
