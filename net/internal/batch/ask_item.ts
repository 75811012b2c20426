import { ValidationError } from "../../../errors/validation_error.ts";
import { LinkedSignal } from "../../../internal/signals.ts";
import { checkObject } from "../../../internal/validate.ts";
import type { BatchItem, BatchRequest } from "../../request_batch.ts";
import type { Client } from "../../client.ts";
import type { RequestMethod, RequestOptions, RequestRetryPolicy } from "../../request.ts";
import { isClient } from "../client/client_shell.ts";
import { sendRequest } from "../send_request.ts";
import { answerKey, type SharedAnswers } from "./shared_answers.ts";

/** Makes a request and gives its parsed answer. */
export type Sender = (method: RequestMethod, url: string | URL, options: RequestOptions) => Promise<unknown>;

/**
 * Gives what makes the requests of a batch.
 *
 * @param client The client that they go by, if any.
 * @returns The function.
 */
export function senderFor(client: Client | undefined): Sender {
  if (client === undefined) return sendRequest;
  if (isClient(client)) return async (method, url, options) => await client.request(method, url, options);
  throw new ValidationError({ code: "ARGUMENT_NOT_CLIENT", params: { name: "client", value: client } });
}

/**
 * Makes one request of a batch.
 *
 * @param send Makes it.
 * @param item The request, or what gives it.
 * @param options The options of the batch, with the signal that ends it.
 * @param answers The answers to equal requests; undefined if each is to be made.
 * @returns What was answered.
 */
export function askItem(
  send: Sender,
  item: BatchItem,
  options: RequestOptions,
  answers: SharedAnswers | undefined,
): Promise<unknown> {
  return typeof item === "function" ? askGiven(send, item, options, answers) : askOnce(send, item, options, answers);
}

async function askGiven(
  send: Sender,
  give: Extract<BatchItem, (...args: never) => unknown>,
  options: RequestOptions,
  answers: SharedAnswers | undefined,
): Promise<unknown> {
  return await askOnce(send, await give(), options, answers);
}

function askOnce(
  send: Sender,
  one: BatchRequest | string | URL,
  options: RequestOptions,
  answers: SharedAnswers | undefined,
): Promise<unknown> {
  const key = answers && answerKey(one);
  return key === undefined ? ask(send, one, options) : answers!.get(key, () => ask(send, one, options));
}

function ask(send: Sender, item: BatchRequest | string | URL, shared: RequestOptions): Promise<unknown> {
  if (typeof item === "string" || item instanceof URL) return send("GET", item, shared);
  checkObject("requests", item as unknown);
  const { method = "GET", url, signal, ...own } = item;
  const options = { ...shared, ...own };
  if (own.retry !== undefined) options.retry = withBudget(own.retry, shared.retry);
  return signal === undefined ? send(method, url, options) : askUntil(signal, send, method, url, options);
}

// What is said of one request's attempts leaves it within the budget of all.
function withBudget(own: RequestRetryPolicy, shared: RequestRetryPolicy | undefined): RequestRetryPolicy {
  checkObject("retry", own as unknown);
  return { ...own, budget: own.budget ?? shared?.budget };
}

async function askUntil(
  signal: AbortSignal,
  send: Sender,
  method: RequestMethod,
  url: string | URL,
  options: RequestOptions,
): Promise<unknown> {
  using both = new LinkedSignal([options.signal, signal]);
  return await send(method, url, { ...options, signal: both.signal });
}
