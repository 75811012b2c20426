import { NetworkError } from "../../../errors/network_error.ts";
import { lazy } from "../../../internal/lazy.ts";
import { LinkedSignal } from "../../../internal/signals.ts";
import { checkOptions } from "../../../internal/validate.ts";
import type { GraphQLResult } from "../../graphql.ts";
import type { GraphQLDocument } from "../../graphql_document.ts";
import type { SubscribeOptions } from "../../subscribe.ts";
import { plannerFor } from "../planner.ts";
import { SUBSCRIBE_OPTIONS } from "./option_names.ts";
import { hasErrors, isResult, type RawResult, resultError, toAnswer, toPartialAnswer } from "./read_result.ts";
import type { SharedSocket } from "./shared_socket.ts";
import { planSubscription, type SocketPlan, type SubscriptionPlan } from "./subscription_plan.ts";

const sockets = lazy(() => import("./socket_results.ts"));
const events = lazy(() => import("./event_results.ts"));

/** A socket that several subscriptions share; empty until the first of them opens it. */
export interface SocketPlace {
  /** The socket. */
  socket?: SharedSocket;
  /** Whether its server has no WebSocket for subscriptions. */
  isRefused?: boolean;
  /** How long it stays open when the last one has left, in milliseconds. */
  lingerMs?: number;
}

/**
 * Begins a subscription.
 *
 * @typeParam T What the data is.
 * @param url Where to.
 * @param query The document.
 * @param options The caller's options.
 * @param stop Ends it.
 * @param place The socket that it shares with others, if it does.
 * @returns The results, those together that came together.
 */
export async function* runSubscription<T>(
  url: string | URL,
  query: GraphQLDocument<T, never>,
  options: SubscribeOptions,
  stop: AbortSignal,
  place?: SocketPlace,
): AsyncGenerator<readonly GraphQLResult<T>[], void> {
  checkOptions(options, SUBSCRIBE_OPTIONS);
  const plan = planSubscription(url, query, options, await plannerFor(options.client));
  using linked = new LinkedSignal([stop, options.signal, ...plan.signals]);
  const { signal } = linked;
  if (plan.transport !== "sse" && place?.isRefused !== true) {
    const isOver = yield* overSocket<T>(plan, signal, place);
    if (isOver) return;
    if (place !== undefined) place.isRefused = true;
  }
  yield* overEvents<T>(plan, signal);
}

/** Gives what comes over a WebSocket; tells whether that was all, as there may be no WebSocket. */
async function* overSocket<T>(
  plan: SubscriptionPlan,
  signal: AbortSignal,
  place: SocketPlace | undefined,
): AsyncGenerator<readonly GraphQLResult<T>[], boolean> {
  const { SharedSocket, socketResults } = sockets.module ?? await sockets.load();
  const told = { ...plan, url: plan.socketUrl, giveHeaders: plan.giveSocketHeaders };
  const socketPlan = { ...told, isOptional: plan.transport === "auto" };
  const socket = place === undefined
    ? new SharedSocket(socketPlan, true)
    : place.socket ??= new SharedSocket(socketPlan, false, place.lingerMs);
  const make = (result: unknown) => outcome<T>(checkResult(result, told), told, 101);
  try {
    for await (const results of socketResults(told, signal, socket)) yield* each(results, make);
  } catch (error) {
    if (plan.transport === "auto" && socket.isRefused && !signal.aborted) return false;
    throw error;
  }
  return true;
}

async function* overEvents<T>(
  plan: SubscriptionPlan,
  signal: AbortSignal,
): AsyncGenerator<readonly GraphQLResult<T>[], void> {
  const { eventResults, parseResult } = events.module ?? await events.load();
  const make = (data: string) => outcome<T>(parseResult(data, plan), plan, 200);
  for await (const texts of eventResults(plan, signal)) yield* each(texts, make);
}

/** Makes something of each; where that fails, what was made before is given first. */
async function* each<T, U>(
  items: readonly T[],
  make: (item: T) => U | Promise<U>,
): AsyncGenerator<readonly U[], void> {
  const made: U[] = [];
  try {
    for (const item of items) {
      const one = make(item);
      made.push(one instanceof Promise ? await one : one);
    }
  } catch (error) {
    yield made;
    throw error;
  }
  yield made;
}

function outcome<T>(
  result: RawResult,
  { url, operation: { schema }, errorPolicy }: SubscriptionPlan,
  status: number,
): GraphQLResult<T> | Promise<GraphQLResult<T>> {
  const place = { url, status };
  if (!hasErrors(result)) return toAnswer<T>(result, schema, place);
  if (errorPolicy === "throw") throw resultError(result, place);
  return toPartialAnswer<T>(result);
}

/**
 * Makes the error of a server that does not speak the protocol of subscriptions.
 *
 * @param url Where it is.
 * @param detail What is wrong.
 * @param cause What found it out, if anything.
 * @returns The error.
 */
export function misspoken({ url }: Pick<SocketPlan, "url">, detail: string, cause?: unknown): NetworkError {
  return new NetworkError({
    code: "NET_GRAPHQL_PROTOCOL",
    params: { url, detail },
    reason: "protocol",
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * Throws unless a value is a result.
 *
 * @param value The value.
 * @param plan Whose result it is.
 * @returns The result.
 */
export function checkResult(value: unknown, plan: Pick<SocketPlan, "url">): RawResult {
  if (hasErrors(value) || isResult(value)) return value;
  throw misspoken(plan, "a result has neither data nor errors");
}
