import { MaktabaError } from "../../../errors/maktaba_error.ts";
import { NetworkError } from "../../../errors/network_error.ts";
import { abandonOnAbort } from "../../../internal/signals.ts";
import { checkOptions, checkUrl, type OptionNames } from "../../../internal/validate.ts";
import type { AgainOptions, HookAnswer } from "../../client_hooks.ts";
import { Answer } from "../answer.ts";
import { exchangeNow } from "../exchange.ts";
import { failedRequest, type RequestPlace } from "../failed_request.ts";
import { type AttemptHooks, notAnAnswer } from "./attempt_hooks.ts";
import type { ClientRequest } from "./client_request.ts";
import { OpenAnswer } from "./open_answer.ts";
import { mergeHeaders } from "./settings.ts";

/** The answer that a client's hooks left; disposing it ends what they have begun. */
export interface HookedAnswer extends AsyncDisposable {
  /** The answer. */
  readonly open: OpenAnswer;
}

/**
 * Lets hooks see an answer, and put another one in its place.
 *
 * @param answer The answer.
 * @param request What was asked.
 * @param attempt What is known of the attempt.
 * @returns The answer to use.
 */
export async function answered(answer: Answer, request: ClientRequest, attempt: AttemptHooks): Promise<HookedAnswer> {
  const { hooks: { afterResponse } } = request;
  const first = new OpenAnswer(answer, request);
  if (afterResponse.length === 0) return { open: first, async [Symbol.asyncDispose]() {} };
  const others: OpenAnswer[] = [];
  const dispose = async (): Promise<void> => {
    for (const other of others) await other.close();
  };
  let open = first;
  const context: HookAnswer = {
    request: attempt.request,
    again: async (options = {}) => {
      await giveUp(open);
      const other = await again(options, request, attempt, answer.signal);
      others.push(other);
      return other;
    },
  };
  try {
    for (const hook of afterResponse) {
      const given: unknown = await abandonOnAbort(Promise.resolve(hook(open, context)), answer.signal);
      if (given === undefined || given === open) continue;
      await giveUp(open);
      if (given instanceof OpenAnswer) open = given;
      else if (given instanceof Response) open = new OpenAnswer(replaced(given, answer), request);
      else throw notAnAnswer("afterResponse", given);
    }
    return { open, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

const AGAIN: OptionNames<AgainOptions> = { url: true, headers: true };

/** Sends a request once more, on a connection of its own. */
async function again(
  options: AgainOptions,
  request: ClientRequest,
  attempt: AttemptHooks,
  signal: AbortSignal | undefined,
): Promise<OpenAnswer> {
  checkOptions(options, AGAIN);
  const { plan } = request;
  const { method, body } = plan;
  const url = new URL(options.url === undefined ? plan.url : checkUrl("url", options.url, ["http:", "https:"]));
  if (body?.isReplayable === false) {
    throw new NetworkError({ code: "NET_AGAIN_BODY", params: { method, url }, reason: "aborted", retryable: false });
  }
  const { promise: opened, resolve, reject } = Promise.withResolvers<OpenAnswer>();
  const next = attempt.again(url, mergeHeaders(plan.headers, options.headers));
  // In the turn of the attempt that it belongs to, but it is one more request.
  await next.gate?.pace(signal);
  exchangeNow(next, signal, async (answer) => {
    answer.pause();
    const open = new OpenAnswer(answer, request);
    resolve(open);
    await open.released;
  }).catch(reject);
  return await opened;
}

// What is small is read, as its connection serves the next request then.
async function giveUp(open: OpenAnswer): Promise<void> {
  await open.body.readAhead(() => false).catch(() => {});
  await open.close();
}

/**
 * Puts an answer that a hook made up, or has read, in the place of another.
 *
 * @param response What is to be read.
 * @param answer What came, with its request.
 * @returns The answer.
 */
export function replaced(response: Response, { request, sentAt }: Answer): Answer {
  return new Answer(response, {
    request: request as RequestPlace,
    sentAt,
    isWatched: false,
    pause() {},
    resume() {},
    onReceived() {},
    failure: (error) => error instanceof MaktabaError ? error : failedRequest(error, request),
  });
}
