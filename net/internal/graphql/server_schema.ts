import type { GraphQLSchema, IntrospectionQuery } from "graphql";
import { NetworkError } from "../../../errors/network_error.ts";
import { ValidationError } from "../../../errors/validation_error.ts";
import { checkOptions } from "../../../internal/validate.ts";
import type { GraphQLRequestOptions } from "../../graphql.ts";
import { GraphQLError } from "../../graphql_error.ts";
import type { SchemaCore } from "../../graphql_server_schema.ts";
import { type GraphQLPackage, loadGraphQL } from "./load_graphql.ts";
import { GRAPHQL_REQUEST_OPTIONS } from "./option_names.ts";
import { runOperation } from "./run_operation.ts";
import { SchemaChecker } from "./schema_checker.ts";

/**
 * Asks a server for its schema.
 *
 * @param url Where to.
 * @param options The caller's options.
 * @returns What checks by it.
 */
export async function fetchSchema(url: string | URL, options: GraphQLRequestOptions): Promise<SchemaCore> {
  checkOptions(options, GRAPHQL_REQUEST_OPTIONS);
  const graphql = await loadGraphQL();
  const data = await introspect(graphql, url, options);
  try {
    return new SchemaChecker(graphql, graphql.buildClientSchema(data));
  } catch (cause) {
    const params = { url, detail: cause };
    throw new NetworkError({ code: "NET_GRAPHQL_SCHEMA", params, reason: "decode", cause });
  }
}

/**
 * Makes a schema of what is known of it.
 *
 * @param source The schema in its definition language, or an introspection's data.
 * @returns What checks by it.
 */
export async function parseSchema(source: unknown): Promise<SchemaCore> {
  const graphql = await loadGraphQL();
  try {
    return new SchemaChecker(graphql, built(graphql, source));
  } catch (cause) {
    const params = { name: "source", detail: cause };
    throw new ValidationError({ code: "ARGUMENT_NOT_GRAPHQL_SCHEMA", params, cause });
  }
}

function built(graphql: GraphQLPackage, source: unknown): GraphQLSchema {
  return typeof source === "string"
    ? graphql.buildSchema(source)
    : graphql.buildClientSchema(source as IntrospectionQuery);
}

/** Asks for inputs that are deprecated too, as those may be used; servers of before 2021 do not know of them. */
async function introspect(
  { getIntrospectionQuery }: GraphQLPackage,
  url: string | URL,
  options: GraphQLRequestOptions,
): Promise<IntrospectionQuery> {
  const ask = async (query: string) => await runOperation<IntrospectionQuery>(url, query, options, "query");
  const plain = { descriptions: false };
  try {
    return (await ask(getIntrospectionQuery({ ...plain, inputValueDeprecation: true }))).data as IntrospectionQuery;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return (await ask(getIntrospectionQuery(plain))).data as IntrospectionQuery;
  }
}
