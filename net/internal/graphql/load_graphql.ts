import { loadDriver } from "../../../internal/load_driver.ts";

/** What is used of the package `graphql`, in which versions 16 and 17 do not differ. */
export type GraphQLPackage = Pick<
  typeof import("graphql"),
  | "buildClientSchema"
  | "buildSchema"
  | "getIntrospectionQuery"
  | "getOperationAST"
  | "getVariableValues"
  | "GraphQLError"
  | "parse"
  | "printSchema"
  | "specifiedRules"
  | "validate"
>;

/**
 * Loads the package `graphql`, which only the checking of documents needs.
 *
 * @returns The package.
 */
export async function loadGraphQL(): Promise<GraphQLPackage> {
  return await loadDriver("graphql", () => import("graphql"));
}
