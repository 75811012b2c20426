import { NetworkError } from "../../../errors/network_error.ts";
import { ValidationError } from "../../../errors/validation_error.ts";
import { untilCancelled } from "../../../internal/signals.ts";
import { checkInteger, checkOptions, type OptionNames } from "../../../internal/validate.ts";
import type { Client, NextPage, PaginateOptions } from "../../client.ts";
import type { ClientRequestOptions } from "../../client_options.ts";
import type { RawAnswer } from "../../client_reply.ts";
import { toHeaders } from "../request_headers.ts";
import { dropCredentials } from "../request_headers.ts";
import { checkSchema } from "./check_schema.ts";
import { nextLink } from "./link_header.ts";
import { CLIENT_REQUEST_OPTIONS } from "./settings.ts";

const OPTIONS: OptionNames<PaginateOptions> = {
  ...CLIENT_REQUEST_OPTIONS,
  method: true,
  next: "function",
  items: "function",
  schema: true,
  maxPages: true,
};

const NEXT: OptionNames<Exclude<NextPage, string | URL>> = { url: true, body: true, headers: true, query: true };

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
export async function* allPages<Page, Item>(
  client: Client,
  url: string | URL,
  options: PaginateOptions<Page, Item>,
): AsyncGenerator<Item, void, undefined> {
  checkPaginate(options);
  const { method = "GET", next = nextLink, items, schema, maxPages = Infinity, ...shared } = options;
  // Pages that name one another would never end.
  const seen = new Set<string>();
  let turn: Turn = { url, options: shared };
  for (let count = 1; count <= maxPages; count++) {
    await using answer = await client.request(method, turn.url, turn.options).raw();
    const page = (schema === undefined ? await answer.json<Page>() : await answer.json(schema)) as Page;
    if (items === undefined) yield page as unknown as Item;
    else yield* await untilCancelled(items(page, answer), [shared.signal]);
    if (count === maxPages) return;
    const where = await untilCancelled(next(page, answer), [shared.signal]);
    if (where === undefined || where === null) return;
    seen.add(answer.url);
    turn = nextTurn(turn, where, answer, seen);
  }
}

/** What is asked for a page. */
interface Turn {
  readonly url: string | URL;
  readonly options: ClientRequestOptions;
}

function nextTurn({ options }: Turn, where: NextPage, answer: RawAnswer, seen: ReadonlySet<string>): Turn {
  // What the link says, it says with its query.
  const { query: _, ...rest } = options;
  if (typeof where === "string" || where instanceof URL) {
    const url = resolve(where, answer);
    if (seen.has(url.href)) {
      throw new NetworkError({ code: "NET_PAGES_LOOP", params: { url }, reason: "protocol", retryable: false });
    }
    return { url, options: sameOrigin(url, answer) ? rest : withoutCredentials(rest) };
  }
  checkOptions(where, NEXT, "next");
  const { url, ...changes } = where;
  const headers = changes.headers === undefined ? options.headers : { ...toRecord(options), ...toRecord(changes) };
  const target = resolve(url ?? answer.url, answer);
  if (url === undefined && changes.query !== undefined) dropNames(target, changes.query as object);
  const kept = sameOrigin(target, answer) ? rest : withoutCredentials(rest);
  return { url: target, options: { ...kept, ...changes, headers } };
}

function resolve(url: string | URL, answer: RawAnswer): URL {
  if (url instanceof URL) return url;
  if (typeof url === "string" && URL.canParse(url, answer.url)) return new URL(url, answer.url);
  throw new ValidationError({
    code: "ARGUMENT_NOT_URL",
    params: { name: "next", protocols: ["http:", "https:"], value: url },
  });
}

function sameOrigin(url: URL, answer: RawAnswer): boolean {
  return url.origin === new URL(answer.url).origin;
}

// A server may name any other's page as its next one: it is no business of the other's who asks.
function withoutCredentials(options: ClientRequestOptions): ClientRequestOptions {
  const headers = toHeaders(options.headers);
  dropCredentials(headers);
  return { ...options, headers, auth: false };
}

function toRecord({ headers }: Pick<ClientRequestOptions, "headers">): Record<string, string> {
  return Object.fromEntries(toHeaders(headers));
}

/** Removes from a URL the parameters that are given anew. */
function dropNames(url: URL, query: object): void {
  const names = query instanceof URLSearchParams ? query.keys() : Object.keys(query);
  for (const name of [...names]) url.searchParams.delete(name);
}

function checkPaginate<Page, Item>(options: PaginateOptions<Page, Item>): void {
  checkOptions(options as PaginateOptions, OPTIONS);
  const { schema, maxPages } = options;
  if (schema !== undefined) checkSchema(schema);
  if (maxPages !== undefined) checkInteger("maxPages", maxPages, { min: 1 });
}
