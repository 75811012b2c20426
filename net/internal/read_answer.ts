import type { Answer } from "./answer.ts";
import { failedStatus } from "./failed_status.ts";
import { parseAnswer } from "./parse_answer.ts";
import type { SendPlan } from "./request_plan.ts";

/**
 * Reads an answer to its end and parses it.
 *
 * @param answer The answer, unread.
 * @param plan The request that it answers.
 * @returns The value; undefined where there is none.
 */
export async function readAnswer(answer: Answer, plan: SendPlan): Promise<unknown> {
  if (!answer.isOk) throw await failedStatus(answer);
  if (plan.method === "HEAD" || !answer.hasBody) return undefined;
  const bytes = await answer.bytes(plan.maxBytes);
  const { status, headers, request: { url } } = answer;
  return parseAnswer(bytes, { url, status, contentType: headers.get("content-type") ?? "" });
}
