import type { ErrorInit, ErrorJson } from "../errors/maktaba_error.ts";
import { nameErrorClass } from "../errors/name_error_class.ts";
import { ValidationError } from "../errors/validation_error.ts";

/** What is wrong with a document or its variables, by a server's schema. */
export interface GraphQLProblem {
  /**
   * The rule that it breaks, by its name in the package `graphql`, such as `"FieldsOnCorrectType"`; `"Syntax"` for what
   * cannot be parsed, `"Variables"` for values that do not fit.
   */
  rule: string;
  /** What is wrong, in the words of that package. */
  message: string;
  /** The line in the document, from 1. */
  line?: number | undefined;
  /** The column in that line, from 1. */
  column?: number | undefined;
  /** What may have been meant, if anything comes near: names in quotation marks. */
  suggestion?: string | undefined;
}

/**
 * A document or variables that do not fit a server's schema, found before anything was sent.
 *
 * @example
 * ```ts
 * import { GraphQLDocumentError, parseGraphQLSchema } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * const schema = await parseGraphQLSchema("type Query { title: String }");
 * assert.throws(() => schema.check("{ titel }"), (error) => {
 *   assert.ok(error instanceof GraphQLDocumentError);
 *   const [{ rule, line, column, suggestion }] = error.problems;
 *   assert.deepEqual([rule, line, column, suggestion], ["FieldsOnCorrectType", 1, 3, '"title"']);
 *   return true;
 * });
 * ```
 */
export class GraphQLDocumentError extends ValidationError {
  static {
    nameErrorClass(this, "GraphQLDocumentError");
  }

  /** What is wrong, at least one thing; the message tells the first. */
  readonly problems: readonly [GraphQLProblem, ...GraphQLProblem[]];

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init The code, the message's values, and what is wrong.
   */
  constructor(init: ErrorInit<"ARGUMENT_GRAPHQL_"> & { problems: readonly [GraphQLProblem, ...GraphQLProblem[]] }) {
    super(init);
    this.problems = init.problems;
  }

  /**
   * Gives the error as plain data.
   *
   * @returns What `JSON.stringify` writes.
   */
  override toJSON(): ErrorJson & { problems: readonly GraphQLProblem[] } {
    return { ...super.toJSON(), problems: this.problems };
  }
}
