import { NetworkError } from "../../../errors/network_error.ts";
import { LinkedSignal } from "../../../internal/signals.ts";
import {
  checkInteger,
  checkNumber,
  checkOptions,
  LONGEST_DELAY_MS,
  notOfType,
  type OptionNames,
} from "../../../internal/validate.ts";
import type { ServerSentEvent, ServerSentEventsOptions } from "../../server_sent_events.ts";
import type { Answer } from "../answer.ts";
import { type GiveHeaders, givenHeaders, withGiven } from "../given_headers.ts";
import { failedStatus } from "../failed_status.ts";
import { openAnswer } from "../open_answer.ts";
import { Reconnection, type ReconnectionPolicy } from "../reconnection.ts";
import { type Planner, plannerFor } from "../planner.ts";
import type { RequestPlan } from "../request_plan.ts";
import { EventDecoder, type StreamState } from "./event_decoder.ts";

/** A stream of events, checked. */
export interface EventsPlan extends ReconnectionPolicy {
  /** The request for them. */
  readonly request: RequestPlan;
  /** Asks for further headers for each connection. */
  readonly giveHeaders: GiveHeaders | undefined;
  /** The id of the event to begin after; empty for none. */
  readonly lastEventId: string;
  /** How long to wait before connecting again, until the server says otherwise. */
  readonly reconnectDelayMs: number;
  /** Whether an answer that ends properly is followed by another one. */
  readonly reopenAtEnd: boolean;
  /** How long an event may be. */
  readonly maxEventLength: number;
  /** Called when an answer ends properly, with its last characters; tells whether no other one is wanted. */
  readonly onEnd?: (tail: string) => boolean;
  /** Makes the error of an answer that is no stream of events. */
  readonly refuse: (answer: Answer) => Promise<unknown>;
}

const OPTIONS: OptionNames<ServerSentEventsOptions> = {
  client: true,
  method: true,
  body: true,
  headers: true,
  query: true,
  lastEventId: true,
  retries: true,
  reconnectDelayMs: true,
  maxReconnectDelayMs: true,
  reopenAtEnd: "boolean",
  connectTimeoutMs: true,
  idleTimeoutMs: true,
  maxEventLength: true,
  signal: true,
};

/**
 * Begins a stream of events.
 *
 * @param url Where to.
 * @param options The caller's options.
 * @param stop Ends it.
 * @returns The events, those together that came together.
 */
export async function* serverEvents(
  url: string | URL,
  options: ServerSentEventsOptions,
  stop: AbortSignal,
): AsyncGenerator<readonly ServerSentEvent[], void> {
  checkOptions(options, OPTIONS);
  const plan = planEvents(url, options, await plannerFor(options.client));
  using linked = new LinkedSignal([stop, options.signal, ...plan.request.client?.signals ?? []]);
  yield* readEvents(plan, linked.signal);
}

/**
 * Reads events, over one connection after the other.
 *
 * @param plan What to ask for, and how.
 * @param signal Ends it.
 * @returns The events, those together that came together.
 */
export async function* readEvents(
  plan: EventsPlan,
  signal: AbortSignal,
): AsyncGenerator<readonly ServerSentEvent[], void> {
  const state: StreamState = { lastEventId: plan.lastEventId, retryMs: undefined };
  const reconnection = new Reconnection(plan, plan.reconnectDelayMs);
  for (;;) {
    const start = performance.now();
    try {
      signal.throwIfAborted();
      const isFinal = yield* connection(plan, state, reconnection, signal);
      if (isFinal || !plan.reopenAtEnd) return;
    } catch (error) {
      await reconnection.failed(error, start, signal);
      continue;
    }
    await reconnection.ended(signal);
  }
}

/** Reads the events of one connection; tells whether the server wants no other. */
async function* connection(
  plan: EventsPlan,
  state: StreamState,
  reconnection: Reconnection,
  signal: AbortSignal,
): AsyncGenerator<readonly ServerSentEvent[], boolean> {
  const decoder = await EventDecoder.make(state, plan.maxEventLength);
  const headers = await withGiven(plan.request.headers, plan.giveHeaders, plan.request, signal);
  await using open = await openAnswer(after({ ...plan.request, headers }, state), signal);
  const { answer } = open;
  if (answer.status === 204) return true;
  if (answer.mediaType !== "text/event-stream" || !answer.isOk) throw await plan.refuse(answer);
  const reader = answer.reader(Infinity);
  try {
    for (let bytes = await reader.next(); bytes !== undefined; bytes = await reader.next()) {
      reconnection.succeeded();
      const events = decoder.push(bytes);
      if (state.retryMs !== undefined) reconnection.delayMs = state.retryMs;
      if (events.length > 0) yield events;
      if (decoder.isTooLong) throw tooLong(plan);
    }
    return plan.onEnd?.(decoder.tail) ?? false;
  } finally {
    reader.cancel();
  }
}

// In UTF-8, as the HTML standard says; a header is made of characters that stand for bytes.
function after(request: RequestPlan, { lastEventId }: StreamState): RequestPlan {
  if (lastEventId === "") return request;
  const headers = new Headers(request.headers);
  headers.set("last-event-id", String.fromCharCode(...new TextEncoder().encode(lastEventId)));
  return { ...request, headers };
}

function planEvents(url: string | URL, options: ServerSentEventsOptions, planner: Planner): EventsPlan {
  const { body, headers, query, lastEventId = "", connectTimeoutMs, idleTimeoutMs = 120_000 } = options;
  const { maxReconnectDelayMs = 60_000, reconnectDelayMs = 3_000, maxEventLength = 16_777_216 } = options;
  const method = options.method ?? (body === undefined || body === null ? "GET" : "POST");
  checkNumber("idleTimeoutMs", idleTimeoutMs, { min: 1, max: LONGEST_DELAY_MS });
  const limits = { connectTimeoutMs, readTimeoutMs: idleTimeoutMs };
  const { fixed, give: giveHeaders } = givenHeaders(headers);
  const request = endless(planner(method, url, { body, headers: fixed, query, ...limits }, "text/event-stream"));
  if (!request.headers.has("cache-control")) request.headers.set("cache-control", "no-store");
  const { retries = request.isRepeatable ? 10 : 0 } = options;
  const { reopenAtEnd = request.method === "GET" && retries !== 0 } = options;
  checkReconnection({ retries, reconnectDelayMs, maxReconnectDelayMs });
  checkInteger("maxEventLength", maxEventLength, { min: 1 });
  if (typeof lastEventId !== "string" || /[\0\r\n]/.test(lastEventId)) {
    throw notOfType("TEXT", "lastEventId", lastEventId);
  }
  // Whoever asks for retries of a POST allows them.
  const isRepeatable = request.isRepeatable || (retries > 0 && request.body?.isReplayable !== false);
  return {
    request: { ...request, isRepeatable },
    giveHeaders,
    url: request.url,
    lastEventId,
    retries,
    reconnectDelayMs,
    maxReconnectDelayMs,
    reopenAtEnd,
    maxEventLength,
    refuse,
  };
}

/**
 * Takes from a request what a client limits the requests by that end by themselves: their time, and how many there may be
 * at once.
 *
 * @param request The request for a stream.
 * @returns The request, without.
 */
export function endless(request: RequestPlan): RequestPlan {
  return { ...request, timeoutMs: undefined, totalTimeoutMs: undefined, hedgeMs: undefined, gate: undefined };
}

/** Checks the numbers of a policy, which subscriptions have too. */
export function checkReconnection(
  { retries, reconnectDelayMs, maxReconnectDelayMs }: Pick<
    EventsPlan,
    "retries" | "reconnectDelayMs" | "maxReconnectDelayMs"
  >,
): void {
  if (retries !== Infinity) checkInteger("retries", retries);
  checkNumber("reconnectDelayMs", reconnectDelayMs, { max: LONGEST_DELAY_MS });
  checkNumber("maxReconnectDelayMs", maxReconnectDelayMs, { max: LONGEST_DELAY_MS });
}

async function refuse(answer: Answer): Promise<NetworkError> {
  if (!answer.isOk) return await failedStatus(answer);
  const { status, request: { url } } = answer;
  const params = { url, status, contentType: answer.headers.get("content-type") ?? "" };
  return new NetworkError({ code: "NET_EVENTS_TYPE", params, reason: "decode", context: params });
}

function tooLong({ url, maxEventLength }: EventsPlan): NetworkError {
  return new NetworkError({ code: "NET_EVENT_TOO_LONG", params: { url, maxEventLength }, reason: "too-large" });
}
