import type { Answer } from "./answer.ts";
import { failedStatus } from "./failed_status.ts";
import { parseAnswer } from "./parse_answer.ts";
import type { RequestPlan } from "./request_plan.ts";

/**
 * Reads an answer to its end and parses it.
 *
 * @param answer The answer, unread.
 * @param plan The request that it answers.
 * @returns The value; undefined where there is none.
 */
export async function readAnswer(answer: Answer, plan: RequestPlan): Promise<unknown> {
  if (!answer.isOk) throw await failedStatus(answer);
  return hasBody(answer, plan) ? parseBytes(answer, await answer.bytes(plan.maxBytes)) : undefined;
}

/**
 * Reads an answer to its end, unless its status is not one of success.
 *
 * @param answer The answer, unread.
 * @param plan The request that it answers.
 * @returns Its body; undefined where it has none.
 */
export async function answerBytes(answer: Answer, plan: RequestPlan): Promise<Uint8Array | undefined> {
  if (!answer.isOk) throw await failedStatus(answer);
  return hasBody(answer, plan) ? await answer.bytes(plan.maxBytes) : undefined;
}

function hasBody(answer: Answer, { method }: RequestPlan): boolean {
  return method !== "HEAD" && answer.hasBody;
}

/**
 * Parses an answer's body by its content type.
 *
 * @param answer The answer.
 * @param bytes Its body.
 * @returns The value; undefined where there is none.
 */
export function parseBytes(answer: Answer, bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  const { status, headers, request: { url } } = answer;
  return parseAnswer(bytes, { url, status, contentType: headers.get("content-type") ?? "" });
}
