import { CircuitOpenError } from "../../async/circuit_breaker.ts";
import { NetworkError } from "../../errors/network_error.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import { report } from "../../internal/report.ts";
import { withSignal } from "../../internal/signals.ts";
import { checkNumber, checkOptions, type OptionNames } from "../../internal/validate.ts";
import { cachedAnswer } from "./answer_cache.ts";
import { readAnswer } from "./read_answer.ts";
import { planRequest, type RequestPlan } from "./request_plan.ts";
import { runRequest } from "./run_request.ts";
import type { AnswerCache, RequestMethod, RequestOptions } from "../request.ts";

/**
 * Makes a request.
 *
 * @param method The method.
 * @param url The URL.
 * @param options The caller's options.
 * @returns The answer, parsed.
 */
export function sendRequest(method: RequestMethod, url: string | URL, options: RequestOptions): Promise<unknown> {
  const plan = planRequest(method, url, options);
  checkCache(plan, options.cache);
  return withSignal(options.signal, (signal) => {
    return options.fallback === undefined ? answer(plan, options, signal) : answerOrFallback(plan, options, signal);
  });
}

async function answerOrFallback(
  plan: RequestPlan,
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

function answer(plan: RequestPlan, { cache }: RequestOptions, signal: AbortSignal | undefined): Promise<unknown> {
  if (cache !== undefined) return cachedAnswer(plan, cache, signal);
  return runRequest(plan, signal, (answer) => readAnswer(answer, plan));
}

const CACHE_OPTIONS: OptionNames<AnswerCache> = { store: true, ttlMs: true, force: true };

function checkCache({ method }: RequestPlan, cache: AnswerCache | undefined): void {
  if (cache === undefined) return;
  checkOptions(cache, CACHE_OPTIONS, "cache");
  const { store, ttlMs } = cache;
  if (typeof store?.get !== "function" || typeof store.set !== "function") {
    throw new ValidationError({ code: "ARGUMENT_NOT_STORE", params: { name: "store", value: store } });
  }
  if (ttlMs !== undefined) checkNumber("ttlMs", ttlMs, { min: 1 });
  if (method !== "GET") {
    throw new ValidationError({ code: "ARGUMENT_CACHE_NOT_GET", params: { name: "cache", method } });
  }
}
