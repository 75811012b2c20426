import { lazy } from "../../internal/lazy.ts";
import type { Client } from "../client.ts";
import type { RequestMethod, RequestOptions } from "../request.ts";
import type { Answer } from "./answer.ts";
import { planRequest, type RequestPlan } from "./request_plan.ts";
import { runRequest } from "./run_request.ts";

/** Plans a request: as the library does, or as a client does that has options of its own. */
export type Planner = (
  method: RequestMethod,
  url: string | URL,
  options: RequestOptions,
  accept?: string,
) => RequestPlan;

/** What a client has to do with a request of its own whose answer is read by others. */
export interface ClientPart {
  /** Each of them ends the request. */
  readonly signals: readonly AbortSignal[];
  /** Whether nothing is asked of its connection (a proxy, certificates) that a WebSocket of ours would not heed. */
  readonly isDirect: boolean;
  /** Gives the headers with who asks in them, by which a cache tells one caller from another. */
  identified(signal: AbortSignal | undefined): Promise<Headers>;
  /** Makes the request, with the client's hooks. */
  run<T>(plan: RequestPlan, signal: AbortSignal | undefined, read: (answer: Answer) => Promise<T>): Promise<T>;
}

// Most requests have no client.
const ofClient = lazy(() => import("./client/client_plan.ts"));

/**
 * Gives what plans the requests of a call.
 *
 * @param client The client that they go by, if any.
 * @returns The planner.
 */
export async function plannerFor(client: Client | undefined): Promise<Planner> {
  if (client === undefined) return planRequest;
  const { clientPlanner } = ofClient.module ?? await ofClient.load();
  return clientPlanner(client);
}

/**
 * Gives what plans requests to where an answer points: of a client without a base URL, what it says of credentials holds
 * for one origin then.
 *
 * @param client The client that they go by, if any.
 * @param origin The origin.
 * @returns The planner.
 */
export async function plannerWithin(client: Client | undefined, origin: string): Promise<Planner> {
  if (client === undefined) return planRequest;
  const { clientPlanner } = ofClient.module ?? await ofClient.load();
  return clientPlanner(client, origin);
}

/**
 * Makes a request that a planner has planned, as often as its plan allows.
 *
 * @typeParam T What is made of the answer.
 * @param plan The request.
 * @param signal Ends the attempt or wait that is under way.
 * @param read Makes something of an answer, or throws.
 * @returns What was made of the answer.
 */
export function runPlanned<T>(
  plan: RequestPlan,
  signal: AbortSignal | undefined,
  read: (answer: Answer) => Promise<T>,
): Promise<T> {
  return plan.client === undefined ? runRequest(plan, signal, read) : plan.client.run(plan, signal, read);
}
