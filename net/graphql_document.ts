/**
 * A document that knows the types of its operation, which generators of code and `gql.tada` make: `TypedDocumentNode` and
 * `TypedDocumentString` are such.
 *
 * @typeParam T What the data is.
 * @typeParam V What the variables are.
 */
export interface TypedDocument<T, V> {
  /** Never there at run time: it only holds the types. */
  readonly __apiType?: ((variables: V) => T) | undefined;
}

/** A document as the package `graphql` and others parse it. */
export interface ParsedDocument {
  /** What marks it as a document: `"Document"`, which some packages have as a member of an enumeration. */
  readonly kind: string;
  /** Its operations and fragments. */
  readonly definitions: readonly { readonly kind: string }[];
}

/**
 * What to execute: text, a document that has been parsed, or either with its types.
 *
 * @typeParam T What the data is.
 * @typeParam V What the variables are.
 */
export type GraphQLDocument<T, V> = string | ParsedDocument | TypedDocument<T, V>;
