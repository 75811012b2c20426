import type { Client, PaginateOptions } from "../../client.ts";
import type { ClientOptions, ClientRequestOptions } from "../../client_options.ts";
import type { RequestMethod } from "../../request.ts";
import { planClientRequest } from "./client_request.ts";
import { LiveReply } from "./live_reply.ts";
import { allPages } from "./paginate.ts";

/**
 * Sends a request of a client.
 *
 * @param chain The client's options, and those that it comes of.
 * @param method The method.
 * @param url Where to.
 * @param options The caller's options.
 * @returns The request, under way.
 */
export function startReply(
  chain: readonly ClientOptions[],
  method: RequestMethod,
  url: string | URL,
  options: ClientRequestOptions,
): LiveReply {
  return new LiveReply(planClientRequest(chain, method, url, options));
}

/**
 * Asks for page after page.
 *
 * @typeParam Page What a page is.
 * @typeParam Item What is in it.
 * @param client Asks for them.
 * @param url Where the first one is.
 * @param options The caller's options.
 * @returns What is in them.
 */
export function pages<Page, Item>(
  client: Client,
  url: string | URL,
  options: PaginateOptions<Page, Item>,
): AsyncGenerator<Item, void, undefined> {
  return allPages(client, url, options);
}
