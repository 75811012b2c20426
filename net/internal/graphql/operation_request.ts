import type { GraphQLRequestOptions } from "../../graphql.ts";
import { toJson } from "../outgoing_body.ts";
import type { Planner } from "../planner.ts";
import type { RequestPlan } from "../request_plan.ts";
import { takeFiles, type VariableFile } from "./files.ts";
import { multipartRequest } from "./multipart_request.ts";
import type { Operation } from "./operation.ts";

const ACCEPT = "application/graphql-response+json, application/json;q=0.9";

type OwnOptions = Omit<GraphQLRequestOptions, "client">;

/** What is sent of an operation (GraphQL over HTTP, section 5.1). */
interface Parameters {
  readonly query?: string | undefined;
  readonly variables: object | undefined;
  readonly operationName: string | undefined;
  readonly extensions?: object | undefined;
}

/** An operation as it is sent. */
export interface SentOperation extends Omit<Operation, "query"> {
  /** The document; undefined where it is only named. */
  readonly query: string | undefined;
  /** What is sent beside it, such as the document's digest. */
  readonly extensions?: object | undefined;
}

/**
 * Plans to send an operation by POST.
 *
 * @param planner Plans requests.
 * @param url Where to.
 * @param operation The operation.
 * @param options The caller's options.
 * @param accept What to ask for where the headers do not.
 * @returns The plan.
 */
export function planPost(
  planner: Planner,
  url: string | URL,
  operation: SentOperation,
  options: OwnOptions,
  accept: string = ACCEPT,
): RequestPlan {
  const { variables, files } = takeFiles(operation.variables, "variables");
  const sent = parameters({ ...operation, variables });
  return repeatableQueries([operation], planBody(planner, url, sent, files, options, accept));
}

/**
 * Plans to send several operations at once.
 *
 * @param planner Plans requests.
 * @param url Where to.
 * @param operations The operations.
 * @param options The caller's options.
 * @returns The plan.
 */
export function planBatch(
  planner: Planner,
  url: string | URL,
  operations: readonly Operation[],
  options: OwnOptions,
): RequestPlan {
  const files = new Map<VariableFile, readonly string[]>();
  const sent = operations.map((operation, at) => {
    const taken = takeFiles(operation.variables, `${at}.variables`);
    for (const [file, paths] of taken.files) files.set(file, [...(files.get(file) ?? []), ...paths]);
    return parameters({ ...operation, variables: taken.variables });
  });
  return repeatableQueries(operations, planBody(planner, url, sent, files, options));
}

// Longer ones are refused by many servers.
const LONGEST_URL = 8_192;

/**
 * Plans to ask for a query by GET.
 *
 * @param planner Plans requests.
 * @param url Where to.
 * @param operation The query.
 * @param options The caller's options.
 * @returns The plan; undefined where that cannot be done.
 */
export function planGet(
  planner: Planner,
  url: string | URL,
  operation: SentOperation,
  options: OwnOptions,
): RequestPlan | undefined {
  if (takeFiles(operation.variables, "").files.size > 0) return undefined;
  const { query, operationName, variables, extensions } = parameters(operation);
  const texts = { query, operationName, variables: textOf(variables), extensions: textOf(extensions) };
  const plan = planner("GET", url, { ...options, query: texts }, ACCEPT);
  if (plan.url.href.length > LONGEST_URL) return undefined;
  return guarded(plan);
}

function textOf(data: object | undefined): string | undefined {
  return data === undefined ? undefined : toJson(data, "variables");
}

function parameters({ query, variables, operationName, extensions }: SentOperation): Parameters {
  return { query, variables, operationName, extensions };
}

function planBody(
  planner: Planner,
  url: string | URL,
  sent: object,
  files: ReadonlyMap<VariableFile, readonly string[]>,
  options: OwnOptions,
  accept: string = ACCEPT,
): RequestPlan {
  const body = toJson(sent, "variables");
  const plan = planner("POST", url, { ...options, body }, accept);
  if (files.size === 0) {
    plan.headers.set("content-type", "application/json");
    return plan;
  }
  const form = multipartRequest(body, files);
  plan.headers.set("content-type", form.contentType!);
  return guarded({ ...plan, body: form });
}

// A form, and a GET, are what a page of another site could have a browser send. Servers that guard against that (Apollo's
// are the model) want a header that no such page could add.
function guarded(plan: RequestPlan): RequestPlan {
  if (!plan.headers.has("apollo-require-preflight")) plan.headers.set("apollo-require-preflight", "true");
  return plan;
}

// An operation that is not understood counts as one that changes something.
function repeatableQueries(operations: readonly Pick<Operation, "kind">[], plan: RequestPlan): RequestPlan {
  return { ...plan, isRepeatable: plan.isRepeatable || operations.every(({ kind }) => kind === "query") };
}
