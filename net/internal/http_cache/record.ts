import type { AnswerCache } from "../../answer_cache.ts";
import type { Answer } from "../answer.ts";
import type { RequestPlan } from "../request_plan.ts";
import { headersOf, type KeptAnswer, writeBody } from "./kept_answer.ts";
import { ALL_HEADERS, variantOf, varyOf } from "./kept_answers.ts";
import { keptHeaders } from "./storable.ts";
import { freshened, isAsLong, speaksOf } from "./validation.ts";

/** When an answer was asked for and began to come. */
export type AnswerTimes = Pick<KeptAnswer, "requestedAt" | "receivedAt">;

const times = new WeakMap<Answer, AnswerTimes>();

/**
 * Tells when an answer was asked for and began to come.
 *
 * @param answer The answer.
 * @returns The times; the same each time it is asked.
 */
export function timesOf(answer: Answer): AnswerTimes {
  const known = times.get(answer) ?? { requestedAt: answer.sentAt, receivedAt: Date.now() };
  times.set(answer, known);
  return known;
}

/**
 * Makes what is kept of an answer.
 *
 * @param plan What was asked.
 * @param answer The answer.
 * @param bytes Its body.
 * @param cache The caller's cache.
 * @returns The record.
 */
export async function recordOf(
  { method, headers: request }: RequestPlan,
  answer: Answer,
  bytes: Uint8Array,
  { ttlMs }: AnswerCache,
): Promise<KeptAnswer> {
  const { status, statusText, headers } = answer;
  const vary = ttlMs === undefined ? varyOf(headers) : [ALL_HEADERS];
  return {
    version: 2,
    method,
    status,
    statusText,
    headers: keptHeaders(headers),
    ...timesOf(answer),
    vary,
    variant: await variantOf(vary, request),
    generation: "",
    ...writeBody(bytes, headers.get("content-type") ?? ""),
  };
}

/**
 * Tells what is to be kept where HEAD was asked: if its answer speaks of the body that is kept already, that one with its
 * headers (RFC 9111, section 4.3.5), or else it alone.
 *
 * @param kept What is kept already.
 * @param head What was answered to HEAD.
 * @returns What takes its place.
 */
export function withHead(kept: KeptAnswer | undefined, head: KeptAnswer): KeptAnswer {
  if (kept?.method !== "GET" || head.status !== 200) return head;
  const [fresh, before] = [headersOf(head), headersOf(kept)];
  return speaksOf(fresh, before) && isAsLong(fresh, before) ? freshened(kept, fresh, head) : head;
}
