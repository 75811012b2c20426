import { LinkedSignal } from "../../../internal/signals.ts";
import { checkObject } from "../../../internal/validate.ts";
import type { BatchItem, BatchRequest } from "../../request_batch.ts";
import { request, type RequestOptions } from "../../request.ts";
import { answerKey, type SharedAnswers } from "./shared_answers.ts";

/**
 * Makes one request of a batch.
 *
 * @param item The request, or what gives it.
 * @param options The options of the batch, with the signal that ends it.
 * @param answers The answers to equal requests; undefined if each is to be made.
 * @returns What was answered.
 */
export async function askItem(
  item: BatchItem,
  options: RequestOptions,
  answers: SharedAnswers | undefined,
): Promise<unknown> {
  const one = typeof item === "function" ? await item() : item;
  const key = answers && answerKey(one);
  return key === undefined ? await ask(one, options) : await answers!.get(key, () => ask(one, options));
}

async function ask(item: BatchRequest | string | URL, shared: RequestOptions): Promise<unknown> {
  if (typeof item === "string" || item instanceof URL) return await request("GET", item, shared);
  checkObject("requests", item as unknown);
  const { method = "GET", url, signal, ...own } = item;
  if (signal === undefined) return await request(method, url, { ...shared, ...own });
  using both = new LinkedSignal([shared.signal, signal]);
  return await request(method, url, { ...shared, ...own, signal: both.signal });
}
