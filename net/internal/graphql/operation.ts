import { ValidationError } from "../../../errors/validation_error.ts";
import { checkObject, checkText } from "../../../internal/validate.ts";
import type { StandardSchema } from "../../standard_schema.ts";
import type { GraphQLDocument, ParsedDocument } from "../../graphql_document.ts";
import { type GraphQLCheckOptions, GraphQLServerSchema } from "../../graphql_server_schema.ts";
import { checkSchema } from "../client/check_schema.ts";
import { findOperation, type OperationKind } from "./operations.ts";
import { printDocument } from "./print_document.ts";

/** An operation, checked. */
export interface Operation {
  /** The document, as text. */
  readonly query: string;
  /** The values of its variables. */
  readonly variables: object | undefined;
  /** Which operation of the document; undefined where it is the only one and has no name. */
  readonly operationName: string | undefined;
  /** What it does; undefined where the document does not tell. */
  readonly kind: OperationKind | undefined;
  /** Checks the data. */
  readonly schema: StandardSchema | undefined;
}

/** What a caller gives of an operation. */
export interface OperationInput {
  /** The document. */
  readonly query: GraphQLDocument<unknown, never>;
  /** The values of its variables. */
  readonly variables?: object | undefined;
  /** Which operation of the document. */
  readonly operationName?: string | undefined;
  /** Checks the data. */
  readonly schema?: StandardSchema | undefined;
  /** The server's schema. */
  readonly serverSchema?: GraphQLServerSchema | undefined;
}

/**
 * Checks an operation.
 *
 * @param input What the caller gave.
 * @returns The operation.
 */
export function readOperation({ query, variables, operationName, schema, serverSchema }: OperationInput): Operation {
  const text = documentText(query);
  if (variables !== undefined) checkObject("variables", variables as unknown);
  if (operationName !== undefined) checkText("operationName", operationName);
  if (schema !== undefined) checkSchema(schema);
  if (serverSchema !== undefined) checkByServer(serverSchema, text, { variables, operationName });
  const head = findOperation(text, operationName);
  return { query: text, variables, operationName: operationName ?? head?.name, kind: head?.kind, schema };
}

function checkByServer(schema: GraphQLServerSchema, text: string, options: GraphQLCheckOptions): void {
  if (schema instanceof GraphQLServerSchema) return schema.check(text, options);
  throw new ValidationError({
    code: "ARGUMENT_GRAPHQL_SERVER_SCHEMA",
    params: { name: "serverSchema", value: schema },
  });
}

const OTHER_KIND = {
  query: "ARGUMENT_GRAPHQL_QUERY",
  mutation: "ARGUMENT_GRAPHQL_MUTATION",
  subscription: "ARGUMENT_NOT_SUBSCRIPTION",
} as const;

/**
 * Refuses an operation of another kind; one whose document does not tell is the server's to judge.
 *
 * @param operation The operation.
 * @param kind What it must be.
 */
export function checkKind(operation: Operation, kind: OperationKind): void {
  if (operation.kind === undefined || operation.kind === kind) return;
  throw new ValidationError({ code: OTHER_KIND[kind], params: { name: "query" } });
}

function documentText(document: unknown): string {
  // Generators of code make strings that are objects, to which types can be tied.
  const text = document instanceof String ? String(document) : document;
  if (typeof text !== "object" || text === null) {
    checkText("query", text);
    return text;
  }
  const { kind, definitions } = text as Partial<ParsedDocument>;
  if (kind === "Document" && Array.isArray(definitions)) return printDocument(text as ParsedDocument);
  throw new ValidationError({ code: "ARGUMENT_NOT_DOCUMENT", params: { name: "query", value: document } });
}
