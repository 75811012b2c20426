import { ValidationError } from "../../../errors/validation_error.ts";
import type { Client } from "../../client.ts";
import type { ClientRequestOptions } from "../../client_options.ts";
import { AttemptHooks } from "../client/attempt_hooks.ts";
import { planClientRequest } from "../client/client_request.ts";
import { optionsOf } from "../client/client_shell.ts";
import type { RequestPlan } from "../request_plan.ts";

/**
 * Plans the download of a file as a client would ask for it.
 *
 * @param client The client.
 * @param url Where from.
 * @param options What comes before the client's options.
 * @returns The plan.
 */
export function planOfClient(client: Client, url: string | URL, options: ClientRequestOptions): RequestPlan {
  const chain = optionsOf(client);
  if (chain === undefined) {
    throw new ValidationError({ code: "ARGUMENT_NOT_CLIENT", params: { name: "client", value: client } });
  }
  return new AttemptHooks(planClientRequest(chain, "GET", url, options)).plan;
}
