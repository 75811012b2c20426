import { NetworkError } from "../../../errors/network_error.ts";
import type { Answer } from "../answer.ts";
import type { RequestPlan } from "../request_plan.ts";
import { endless, type EventsPlan, readEvents } from "../sse/server_events.ts";
import { planPost } from "./operation_request.ts";
import { hasErrors, notResult, type RawResult, readJson, resultError } from "./read_result.ts";
import { checkResult, misspoken } from "./subscription.ts";
import type { SubscriptionPlan } from "./subscription_plan.ts";

// Enough for the errors of a subscription that is refused.
const ERRORS_BYTES = 1_048_576;

/**
 * Reads the results of a subscription over server-sent events ("GraphQL over Server-Sent Events", distinct connections
 * mode).
 *
 * @param plan The subscription.
 * @param signal Ends it.
 * @returns The results as text, those together that came together.
 */
export async function* eventResults(
  plan: SubscriptionPlan,
  signal: AbortSignal,
): AsyncGenerator<readonly string[], void> {
  const request = planRequest(plan);
  let isCut = false;
  // An event without data is none by the HTML standard, and the one that completes a subscription needs none: some servers
  // send it so. It is the last thing that they send.
  const onEnd = (tail: string): boolean => {
    isCut = !/(?:^|[\r\n])event: ?complete[\r\n]*$/.test(tail);
    return !isCut;
  };
  for await (const events of readEvents({ ...eventsOf(plan, request), onEnd }, signal)) {
    const end = events.findIndex(({ event }) => event === "complete");
    const told = end === -1 ? events : events.slice(0, end);
    // The protocol says `next`; some servers leave the name out.
    yield told.filter(({ event }) => event === "next" || event === "message").map(({ data }) => data);
    if (end !== -1) return;
  }
  if (!isCut) return;
  // Without that event the server has not said that there is nothing more to come.
  const { method, url } = request;
  throw new NetworkError({ code: "NET_RESET", params: { method, url }, reason: "reset", retryable: true });
}

function planRequest(subscription: SubscriptionPlan): RequestPlan {
  const { planner, url, headers, operation, connectTimeoutMs, idleTimeoutMs } = subscription;
  const sent = new Headers(headers);
  // Nothing else beside it, or the reference server takes this for another mode of the protocol.
  if (!sent.has("accept")) sent.set("accept", "text/event-stream");
  const limits = { connectTimeoutMs, readTimeoutMs: idleTimeoutMs };
  const plan = endless(planPost(planner, url, operation, { headers: sent, ...limits }));
  // To subscribe twice changes nothing on the server.
  return { ...plan, isRepeatable: true };
}

function eventsOf(plan: SubscriptionPlan, request: RequestPlan): EventsPlan {
  const { url, giveHeaders, retries, shouldReconnect, reconnectDelayMs, maxReconnectDelayMs, maxMessageBytes } = plan;
  return {
    request,
    giveHeaders,
    url,
    lastEventId: "",
    retries,
    shouldReconnect,
    reconnectDelayMs,
    maxReconnectDelayMs,
    reopenAtEnd: retries > 0,
    maxEventLength: maxMessageBytes,
    refuse,
  };
}

/** A server that refuses a subscription says why in an answer of its own. */
async function refuse(answer: Answer): Promise<unknown> {
  try {
    const result = await readJson(answer, ERRORS_BYTES);
    const place = { url: answer.request.url, status: answer.status };
    return hasErrors(result) ? resultError(result, place, answer) : notResult(answer);
  } catch (error) {
    return error;
  }
}

/**
 * Reads a result.
 *
 * @param data Its text.
 * @param plan Whose result it is.
 * @returns The result.
 */
export function parseResult(data: string, plan: SubscriptionPlan): RawResult {
  try {
    return checkResult(JSON.parse(data), plan);
  } catch (cause) {
    throw cause instanceof SyntaxError ? misspoken(plan, "a result is no JSON", cause) : cause;
  }
}
