import { CircuitOpenError } from "../../async/circuit_breaker.ts";
import { NetworkError } from "../../errors/network_error.ts";
import { currentAmbient } from "../../internal/ambient.ts";
import { report } from "../../internal/report.ts";
import { throwIfCancelled, withSignal } from "../../internal/signals.ts";
import { cachedRequest } from "./http_cache/cached_request.ts";
import { checkCache } from "./http_cache/check_cache.ts";
import { readAnswer } from "./read_answer.ts";
import { planSending, type SendPlan, withHeaders } from "./request_plan.ts";
import { runRequest } from "./run_request.ts";
import type { RequestMethod, RequestOptions } from "../request.ts";

/**
 * Makes a request.
 *
 * @param method The method.
 * @param url The URL.
 * @param options The caller's options.
 * @returns The answer, parsed.
 */
export function sendRequest(method: RequestMethod, url: string | URL, options: RequestOptions): Promise<unknown> {
  try {
    const plan = planSending(method, url, options);
    checkCache(options.cache);
    throwIfCancelled(options.signal);
    const ambient = currentAmbient()?.signal;
    // Only two signals need another that stands for both.
    return options.signal === undefined || ambient === undefined
      ? ask(plan, options, options.signal ?? ambient)
      : withSignal(options.signal, (signal) => ask(plan, options, signal));
  } catch (error) {
    return Promise.reject(error);
  }
}

function ask(plan: SendPlan, options: RequestOptions, signal: AbortSignal | undefined): Promise<unknown> {
  return options.fallback === undefined ? answer(plan, options, signal) : answerOrFallback(plan, options, signal);
}

async function answerOrFallback(
  plan: SendPlan,
  options: RequestOptions,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  try {
    return await answer(plan, options, signal);
  } catch (error) {
    if (signal?.aborted || !(error instanceof NetworkError || error instanceof CircuitOpenError)) throw error;
    const { method, url } = plan;
    report("warning", "net", "A request failed and its fallback is used", { method, url, error });
    return options.fallback;
  }
}

function answer(plan: SendPlan, { cache }: RequestOptions, signal: AbortSignal | undefined): Promise<unknown> {
  if (cache === undefined) return runRequest(plan, signal, readAnswer);
  return cachedRequest(withHeaders(plan), cache, signal, (answer) => readAnswer(answer, plan));
}
