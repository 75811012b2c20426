import { ValidationError } from "../../../errors/validation_error.ts";
import { abandonOnAbort } from "../../../internal/signals.ts";
import { checkUrl } from "../../../internal/validate.ts";
import type { HookRequest } from "../../client_hooks.ts";
import type { Hop } from "../redirect.ts";
import type { RequestPlan } from "../request_plan.ts";
import { takeCredentials } from "../request_headers.ts";
import { bearerHeader } from "./auth_header.ts";
import type { ClientRequest } from "./client_request.ts";

/** What is called before each attempt of one request, and what is known of it afterwards. */
export class AttemptHooks {
  /** The plan, with what is called before each attempt in it. */
  readonly plan: RequestPlan;
  readonly #request: ClientRequest;
  #sent: HookRequest | undefined;
  #attempt = 1;
  /** What the attempt before failed with, if the next one is made for that. */
  #failure: { readonly error: unknown } | undefined;
  /** Whether the headers tell a cache who asks, cookies included, which are sent by what keeps them. */
  #isIdentified = false;

  /**
   * Takes a request.
   *
   * @param request The request.
   */
  constructor(request: ClientRequest) {
    const { plan, hooks, bearer } = request;
    this.#request = request;
    const isNeeded = bearer !== undefined || hooks.beforeRequest.length + hooks.afterResponse.length +
            hooks.onRetry.length > 0;
    this.plan = isNeeded ? { ...plan, retry: this.#remembering(plan.retry), prepare: this.#prepare } : plan;
  }

  /** What was sent last, before redirects; what would be, where a cache answered. */
  get request(): HookRequest {
    const { plan: { method, url, headers }, body } = this.#request;
    if (this.#sent !== undefined) return this.#sent;
    return { method, url: new URL(url), headers: new Headers(headers), body, attempt: 1, signal: NEVER };
  }

  /**
   * Gives the plan for a request through a cache, which must know who asks: nobody may be given another's answer.
   *
   * @param signal Ends the wait for it.
   * @returns The plan.
   */
  async identified(signal: AbortSignal | undefined): Promise<RequestPlan> {
    const { bearer, cookies, plan: { url } } = this.#request;
    if (bearer === undefined && cookies === undefined) return this.plan;
    const headers = new Headers(this.plan.headers);
    await this.#authorize(headers, signal);
    const kept = cookies === undefined ? "" : await cookies.getCookieString(url.href);
    if (kept !== "") headers.append("cookie", kept);
    this.#isIdentified = true;
    return { ...this.plan, headers, prepare: this.#prepare };
  }

  /**
   * Gives the plan for sending the request once more within an attempt.
   *
   * @param url Where to.
   * @param headers What is sent along.
   * @returns The plan.
   */
  again(url: URL, headers: Headers): RequestPlan {
    return { ...this.plan, url, headers, prepare: (hop, signal) => this.#ready(hop, signal, undefined) };
  }

  #remembering(retry: RequestPlan["retry"]): RequestPlan["retry"] {
    return {
      ...retry,
      onRetry: (error, attempt, delayMs) => {
        this.#failure = { error };
        retry.onRetry?.(error, attempt, delayMs);
      },
    };
  }

  readonly #prepare = (hop: Hop, signal: AbortSignal, isBeside?: boolean): Promise<Hop | Response> => {
    // It is the same attempt.
    if (isBeside) return this.#ready(hop, signal, undefined);
    const failure = this.#failure;
    this.#failure = undefined;
    // A cache may ask more than once: each time begins anew.
    this.#attempt = failure === undefined ? 1 : this.#attempt + 1;
    return this.#ready(hop, signal, failure);
  };

  async #ready(
    hop: Hop,
    signal: AbortSignal,
    failure: { readonly error: unknown } | undefined,
  ): Promise<Hop | Response> {
    const { hooks, body } = this.#request;
    const { method } = hop;
    const headers = new Headers(hop.headers);
    if (this.#isIdentified) restore(headers, "cookie", this.#request.plan.headers);
    const request: HookRequest = { method, url: new URL(hop.url), headers, body, attempt: this.#attempt, signal };
    this.#sent = request;
    await this.#authorize(headers, signal);
    for (const hook of failure === undefined ? [] : hooks.onRetry) {
      await abandonOnAbort(Promise.resolve(hook(failure!.error, request)), signal);
    }
    for (const hook of hooks.beforeRequest) {
      const answer: unknown = await abandonOnAbort(Promise.resolve(hook(request)), signal);
      if (answer instanceof Response) return answer;
      if (answer !== undefined) throw notAnAnswer("beforeRequest", answer);
    }
    const url = new URL(checkUrl("url", request.url, ["http:", "https:"]));
    takeCredentials(url, headers);
    return { ...hop, url, headers };
  }

  async #authorize(headers: Headers, signal: AbortSignal | undefined): Promise<void> {
    const { bearer } = this.#request;
    if (bearer === undefined || headers.has("authorization")) return;
    const token: unknown = await abandonOnAbort(Promise.resolve(bearer()), signal);
    headers.set("authorization", bearerHeader(token));
  }
}

const NEVER = new AbortController().signal;

function restore(headers: Headers, name: string, from: Headers): void {
  const value = from.get(name);
  if (value === null) headers.delete(name);
  else headers.set(name, value);
}

/**
 * The error for a hook that returned something else than an answer.
 *
 * @param name The hook's name.
 * @param value What it returned.
 * @returns The error.
 */
export function notAnAnswer(name: string, value: unknown): ValidationError {
  return new ValidationError({ code: "ARGUMENT_NOT_ANSWER", params: { name, value } });
}
