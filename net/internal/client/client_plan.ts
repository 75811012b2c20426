import { ValidationError } from "../../../errors/validation_error.ts";
import { LinkedSignal, throwIfCancelled } from "../../../internal/signals.ts";
import type { Client } from "../../client.ts";
import type { Answer } from "../answer.ts";
import type { ClientPart, Planner } from "../planner.ts";
import type { RequestPlan } from "../request_plan.ts";
import { runRequest } from "../run_request.ts";
import { answered, replaced } from "./answer_hooks.ts";
import { AttemptHooks } from "./attempt_hooks.ts";
import { type ClientRequest, planClientRequest } from "./client_request.ts";
import { optionsOf } from "./client_shell.ts";
import { toldError } from "./error_hooks.ts";
import { settingsOf } from "./settings.ts";

/**
 * Gives what plans requests as a client would make them, for those that read the answers in ways of their own. What a
 * client says of parsing, keeping and replacing answers does not hold for them.
 *
 * @param client The client.
 * @param origin The only origin that it sends credentials to where it has no base URL; all, if it is not given.
 * @returns The planner.
 */
export function clientPlanner(client: Client, origin?: string): Planner {
  const own = optionsOf(client);
  if (own === undefined) {
    throw new ValidationError({ code: "ARGUMENT_NOT_CLIENT", params: { name: "client", value: client } });
  }
  const isBound = origin === undefined || settingsOf(own).baseUrl !== undefined;
  const chain = isBound ? own : [...own, { baseUrl: origin }];
  return (method, url, options, accept) => {
    const request = planClientRequest(chain, method, url, options, accept);
    const hooks = new AttemptHooks(request);
    return { ...hooks.plan, client: new HookedRequest(request, hooks) };
  };
}

/** A request of a client whose answer is read by others. */
class HookedRequest implements ClientPart {
  readonly #request: ClientRequest;
  readonly #hooks: AttemptHooks;

  constructor(request: ClientRequest, hooks: AttemptHooks) {
    this.#request = request;
    this.#hooks = hooks;
  }

  get signals(): readonly AbortSignal[] {
    return this.#request.signals;
  }

  get isDirect(): boolean {
    return this.#request.isDirect;
  }

  async identified(signal: AbortSignal | undefined): Promise<Headers> {
    return (await this.#hooks.identified(signal)).headers;
  }

  async run<T>(
    plan: RequestPlan,
    signal: AbortSignal | undefined,
    read: (answer: Answer) => Promise<T>,
  ): Promise<T> {
    for (const each of this.signals) throwIfCancelled(each);
    using linked = new LinkedSignal([signal, ...this.signals]);
    try {
      return await runRequest(plan, linked.signal, (answer) => this.#read(answer, read));
    } catch (error) {
      linked.signal.throwIfAborted();
      throw await toldError(error, this.#request);
    }
  }

  async #read<T>(answer: Answer, read: (answer: Answer) => Promise<T>): Promise<T> {
    if (this.#request.hooks.afterResponse.length === 0) return await read(answer);
    answer.pause();
    await using hooked = await answered(answer, this.#request, this.#hooks);
    const { open } = hooked;
    const { status, statusText, headers } = open;
    // A hook may have read it, or put another one in its place.
    const body = await open.bytes() as Uint8Array<ArrayBuffer>;
    const hasBody = body.byteLength > 0;
    return await read(replaced(new Response(hasBody ? body : null, { status, statusText, headers }), answer));
  }
}
