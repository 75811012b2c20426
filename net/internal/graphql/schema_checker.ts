import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { checkOptions, type OptionNames } from "../../../internal/validate.ts";
import type { GraphQLDocument } from "../../graphql_document.ts";
import { GraphQLDocumentError, type GraphQLProblem } from "../../graphql_document_error.ts";
import type { GraphQLCheckOptions, SchemaCore } from "../../graphql_server_schema.ts";
import { toJson } from "../outgoing_body.ts";
import { takeFiles } from "./files.ts";
import type { GraphQLPackage } from "./load_graphql.ts";
import { readOperation } from "./operation.ts";

const CHECK_OPTIONS: OptionNames<GraphQLCheckOptions> = { variables: true, operationName: true };

// Programs have tens of documents; one that writes values into them instead of using variables must not fill the memory.
const MOST_KNOWN = 500;

/** Checks documents and variables by a schema. */
export class SchemaChecker implements SchemaCore {
  readonly #graphql: GraphQLPackage;
  readonly #schema: GraphQLSchema;
  /** Documents that are right, the oldest first. */
  readonly #known = new Map<string, DocumentNode>();

  /**
   * Takes a schema.
   *
   * @param graphql The package that made it.
   * @param schema The schema.
   */
  constructor(graphql: GraphQLPackage, schema: GraphQLSchema) {
    this.#graphql = graphql;
    this.#schema = schema;
  }

  get sdl(): string {
    return this.#graphql.printSchema(this.#schema);
  }

  check(query: GraphQLDocument<unknown, never>, options: GraphQLCheckOptions): void {
    checkOptions(options, CHECK_OPTIONS);
    const { query: text, variables, operationName } = readOperation({ ...options, query });
    const document = this.#known.get(text) ?? this.#checked(text);
    const operation = this.#graphql.getOperationAST(document, operationName);
    if (operation) this.#checkVariables(operation, variables);
  }

  #checked(text: string): DocumentNode {
    const document = this.#parsed(text);
    const { validate, specifiedRules } = this.#graphql;
    if (validate(this.#schema, document).length > 0) {
      // An error does not say which rule it is of.
      const problems = specifiedRules.flatMap((rule) =>
        validate(this.#schema, document, [rule]).map((error) => problemOf(error, rule.name.replace(/Rule$/, "")))
      );
      throw documentError("query", problems.sort(byPlace));
    }
    if (this.#known.size === MOST_KNOWN) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(text, document);
    return document;
  }

  #parsed(text: string): DocumentNode {
    try {
      return this.#graphql.parse(text);
    } catch (error) {
      if (!(error instanceof this.#graphql.GraphQLError)) throw error;
      throw documentError("query", [problemOf(error, "Syntax")]);
    }
  }

  #checkVariables({ variableDefinitions = [] }: OperationDefinitionNode, variables: object | undefined): void {
    if (variableDefinitions.length === 0) return;
    // As the server sees them; a file is whatever the scalar of uploads takes it for.
    const sent = JSON.parse(toJson(takeFiles(variables, "", "file").variables ?? {}, "variables"));
    const { errors } = this.#graphql.getVariableValues(this.#schema, variableDefinitions, sent);
    if (errors === undefined || errors.length === 0) return;
    throw documentError("variables", errors.map((error) => problemOf(error, "Variables")));
  }
}

function problemOf({ message, locations }: GraphQLError, rule: string): GraphQLProblem {
  const [place] = locations ?? [];
  const [, text = message, suggestion] = /^(.*?) Did you mean (.*)\?$/s.exec(message) ?? [];
  return { rule, message: text, line: place?.line, column: place?.column, suggestion };
}

function byPlace(a: GraphQLProblem, b: GraphQLProblem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

function documentError(name: string, problems: readonly GraphQLProblem[]): GraphQLDocumentError {
  const [first, ...others] = problems as [GraphQLProblem, ...GraphQLProblem[]];
  const { rule, message, line, column, suggestion } = first;
  const more = others.length === 0 ? "" : ` (+${others.length})`;
  const place = `${line ?? 1}:${column ?? 1}`;
  const details = { problems: [first, ...others] as const };
  if (suggestion === undefined) {
    const params = { name, rule, place, problem: `${message}${more}` };
    return new GraphQLDocumentError({ code: "ARGUMENT_GRAPHQL_RULE", params, ...details });
  }
  const params = { name, rule, place, problem: message, suggestion: `${suggestion}${more}` };
  return new GraphQLDocumentError({ code: "ARGUMENT_GRAPHQL_MEANT", params, ...details });
}
