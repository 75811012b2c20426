import { NetworkError } from "../../../../errors/network_error.ts";
import { ValidationError } from "../../../../errors/validation_error.ts";
import { abandonOnAbort, LinkedSignal } from "../../../../internal/signals.ts";
import { checkOneOf, checkOptions, type OptionNames } from "../../../../internal/validate.ts";
import type { GraphQLDocument } from "../../../graphql_document.ts";
import type { GraphQLIncrementResult, GraphQLStreamOptions } from "../../../graphql_stream.ts";
import type { Answer } from "../../answer.ts";
import { plannerFor, runPlanned } from "../../planner.ts";
import type { RequestPlan } from "../../request_plan.ts";
import { type Operation, readOperation } from "../operation.ts";
import { planPost } from "../operation_request.ts";
import { GRAPHQL_OPTIONS } from "../option_names.ts";
import {
  hasErrors,
  isResult,
  notResult,
  type RawResult,
  readJson,
  resultError,
  toAnswer,
  toPartialAnswer,
} from "../read_result.ts";
import { GrowingResult } from "./growing_result.ts";
import { multipartParts } from "./multipart_parts.ts";

const { cache: _cache, queryMethod: _method, persistedQuery: _persisted, ...rest } = GRAPHQL_OPTIONS;
const NAMES: OptionNames<GraphQLStreamOptions> = rest;

// Some servers send parts only to who names the form, each by a parameter of its own.
const ACCEPT = "multipart/mixed;incrementalSpec=v0.2, multipart/mixed;deferSpec=20220824, multipart/mixed, " +
  "application/graphql-response+json, application/json;q=0.9";

interface StreamRun {
  readonly plan: RequestPlan;
  readonly operation: Operation;
  readonly errorPolicy: "throw" | "return";
}

/**
 * Executes an operation whose answer comes in parts.
 *
 * @typeParam T What the data is.
 * @param url Where to.
 * @param query The document.
 * @param options The caller's options.
 * @param stop Ends it.
 * @returns The data as it grows, those states together that came together.
 */
export async function* runStream<T>(
  url: string | URL,
  query: GraphQLDocument<T, never>,
  options: GraphQLStreamOptions<T>,
  stop: AbortSignal,
): AsyncGenerator<readonly GraphQLIncrementResult<T>[], void> {
  const run = await planStream(url, query, options as GraphQLStreamOptions);
  using linked = new LinkedSignal([stop, options.signal]);
  const opened = open(run.plan, linked.signal);
  try {
    const { answer, result } = await opened.first;
    if (result === undefined) yield* growing<T>(run, answer, linked.signal);
    else yield [await outcome<T>(run, answer, result, true, linked.signal)];
    opened.finish();
  } finally {
    // What has not been read to its end is closed; waiting for that would be for ever where the server is silent.
    if (!opened.isFinished()) linked.abort(undefined);
    opened.finish();
    await opened.ended;
  }
}

async function planStream(
  url: string | URL,
  query: GraphQLDocument<unknown, never>,
  options: GraphQLStreamOptions,
): Promise<StreamRun> {
  checkOptions(options, NAMES);
  const { client, variables, operationName, serverSchema, schema, errorPolicy = "throw", ...requestOptions } = options;
  const operation = readOperation({ query, variables, operationName, serverSchema, schema });
  if (operation.kind === "subscription") {
    throw new ValidationError({ code: "ARGUMENT_GRAPHQL_SUBSCRIPTION", params: { name: "query" } });
  }
  checkOneOf("errorPolicy", errorPolicy, ["throw", "return"]);
  const plan = planPost(await plannerFor(client), url, operation, requestOptions, ACCEPT);
  return { plan, operation, errorPolicy };
}

interface Opened {
  /** The answer, and what is in it where it does not come in parts. */
  readonly first: Promise<{ readonly answer: Answer; readonly result?: RawResult }>;
  /** Settles when the exchange is over. */
  readonly ended: Promise<void>;
  /** The answer has been read. */
  finish(): void;
  isFinished(): boolean;
}

/** Makes the request, as often as it may be made until there is an answer, and hands that out while it is coming. */
function open(plan: RequestPlan, signal: AbortSignal): Opened {
  const { promise: first, resolve, reject } = Promise.withResolvers<Awaited<Opened["first"]>>();
  const { promise: isRead, resolve: read } = Promise.withResolvers<void>();
  let isFinished = false;
  const ended = runPlanned(plan, signal, async (answer) => {
    if (answer.isOk && answer.mediaType === "multipart/mixed") {
      resolve({ answer });
      // What reading it fails with is told to whoever reads: it is not made again then.
      return await isRead;
    }
    const result = await readJson(answer, plan.maxBytes);
    if (!hasErrors(result) && !isResult(result)) throw notResult(answer);
    resolve({ answer, result });
  }).catch(reject);
  const finish = (): void => {
    isFinished = true;
    read();
  };
  return { first, ended, finish, isFinished: () => isFinished };
}

async function* growing<T>(
  run: StreamRun,
  answer: Answer,
  signal: AbortSignal,
): AsyncGenerator<readonly GraphQLIncrementResult<T>[], void> {
  const growing = new GrowingResult();
  const { plan: { method, url, maxBytes } } = run;
  for await (const parts of multipartParts(answer, maxBytes)) {
    const states: GraphQLIncrementResult<T>[] = [];
    try {
      for (const part of parts) {
        if (growing.isComplete || !grow(growing, part, run)) continue;
        states.push(await outcome<T>(run, answer, growing.result, growing.isComplete, signal));
      }
    } catch (error) {
      yield states;
      throw error;
    }
    if (states.length > 0) yield states;
    if (growing.isComplete) return;
  }
  throw new NetworkError({ code: "NET_RESET", params: { method, url }, reason: "reset" });
}

function grow(growing: GrowingResult, part: string, { plan: { url } }: StreamRun): boolean {
  try {
    return growing.add(JSON.parse(part));
  } catch (cause) {
    const detail = cause instanceof SyntaxError ? "a part is no JSON" : (cause as Error).message;
    throw new NetworkError({ code: "NET_GRAPHQL_PART", params: { url, detail }, reason: "protocol", cause });
  }
}

async function outcome<T>(
  { plan, operation: { schema }, errorPolicy }: StreamRun,
  answer: Answer,
  result: RawResult,
  isComplete: boolean,
  signal: AbortSignal,
): Promise<GraphQLIncrementResult<T>> {
  const place = { url: plan.url, status: answer.status };
  if (hasErrors(result)) {
    if (errorPolicy === "throw") throw resultError(result, place, answer);
    return { ...toPartialAnswer<T>(result), isComplete };
  }
  // What is not complete cannot fit a schema.
  const checked = toAnswer<T>(result, isComplete ? schema : undefined, place);
  return { ...await abandonOnAbort(Promise.resolve(checked), signal), isComplete } as GraphQLIncrementResult<T>;
}
