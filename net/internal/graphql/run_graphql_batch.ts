import { NetworkError } from "../../../errors/network_error.ts";
import { ValidationError } from "../../../errors/validation_error.ts";
import { withSignal } from "../../../internal/signals.ts";
import { checkArray, checkOptions } from "../../../internal/validate.ts";
import type { GraphQLBatchItem, GraphQLBatchOptions, GraphQLBatchResult } from "../../graphql_batch.ts";
import type { GraphQLServerSchema } from "../../graphql_server_schema.ts";
import type { Answer } from "../answer.ts";
import { plannerFor, runPlanned } from "../planner.ts";
import { type Operation, readOperation } from "./operation.ts";
import { planBatch } from "./operation_request.ts";
import { GRAPHQL_BATCH_ITEM, GRAPHQL_BATCH_OPTIONS } from "./option_names.ts";
import {
  contentTypeOf,
  hasErrors,
  isResult,
  notResult,
  type RawResult,
  readJson,
  resultError,
  toAnswer,
} from "./read_result.ts";

/**
 * Sends several operations in one request.
 *
 * @typeParam T What the data of each is.
 * @param url Where to.
 * @param items The operations.
 * @param options The caller's options.
 * @returns The answers in order.
 */
export async function runGraphQLBatch<T>(
  url: string | URL,
  items: readonly GraphQLBatchItem<T>[],
  options: GraphQLBatchOptions,
): Promise<GraphQLBatchResult<T>[]> {
  checkOptions(options, GRAPHQL_BATCH_OPTIONS);
  checkArray("operations", items);
  const { client, serverSchema, ...requestOptions } = options;
  const operations = items.map((item) => readItem(item as GraphQLBatchItem, serverSchema));
  const plan = planBatch(await plannerFor(client), url, operations, requestOptions);
  return await withSignal(options.signal, async (signal) => {
    if (operations.length === 0) return [];
    return await runPlanned(plan, signal, async (answer) => {
      const results = readResults(await readJson(answer, plan.maxBytes), answer, operations.length);
      return await Promise.all(operations.map((operation, at) => outcome<T>(results[at]!, operation, answer)));
    });
  });
}

function readItem(item: GraphQLBatchItem, serverSchema: GraphQLServerSchema | undefined): Operation {
  checkOptions(item, GRAPHQL_BATCH_ITEM, "operation");
  const operation = readOperation({ ...item, serverSchema });
  if (operation.kind !== "subscription") return operation;
  throw new ValidationError({ code: "ARGUMENT_GRAPHQL_SUBSCRIPTION", params: { name: "query" } });
}

function readResults(results: unknown, answer: Answer, count: number): RawResult[] {
  const { status, request: { url } } = answer;
  // A server that knows no batches, or refuses this one, answers as it would to one operation.
  if (hasErrors(results)) throw resultError(results, { url, status }, answer);
  if (!Array.isArray(results) || results.length !== count) {
    const params = { url, status, contentType: contentTypeOf(answer), count };
    throw new NetworkError({ code: "NET_GRAPHQL_BATCH", params, reason: "decode", context: params });
  }
  if (results.every((result) => hasErrors(result) || isResult(result))) return results;
  throw notResult(answer);
}

async function outcome<T>(result: RawResult, { schema }: Operation, answer: Answer): Promise<GraphQLBatchResult<T>> {
  const place = { url: answer.request.url, status: answer.status };
  if (hasErrors(result)) return resultError(result, place);
  try {
    return await toAnswer<T>(result, schema, place);
  } catch (error) {
    if (error instanceof NetworkError) return error;
    throw error;
  }
}
