import { ValidationError } from "../../../errors/validation_error.ts";
import type { ParsedDocument } from "../../graphql_document.ts";

/** A node of a document; which parts it has depends on its kind. */
interface Node {
  readonly kind: string;
  readonly operation?: string;
  readonly name?: Node;
  readonly alias?: Node;
  readonly value?: unknown;
  readonly block?: boolean;
  readonly values?: readonly Node[];
  readonly fields?: readonly Node[];
  readonly arguments?: readonly Node[];
  readonly directives?: readonly Node[];
  readonly selections?: readonly Node[];
  readonly selectionSet?: Node;
  readonly typeCondition?: Node;
  readonly variableDefinitions?: readonly Node[];
  readonly variable?: Node;
  readonly type?: Node;
  readonly defaultValue?: Node;
}

const printed = new WeakMap<object, string>();

/**
 * Writes a document that has been parsed as text, so that nobody needs the package `graphql` for it. Only what a client
 * can send is known: operations and fragments, not type systems.
 *
 * @param document The document.
 * @returns The text.
 */
export function printDocument(document: ParsedDocument): string {
  const known = printed.get(document);
  if (known !== undefined) return known;
  try {
    const text = document.definitions.map((node) => definition(node as Node)).join("\n");
    printed.set(document, text);
    return text;
  } catch (cause) {
    throw new ValidationError({ code: "ARGUMENT_NOT_DOCUMENT", params: { name: "query", value: document }, cause });
  }
}

function definition(node: Node): string {
  if (node.kind === "OperationDefinition") {
    const variables = list(node.variableDefinitions, variableDefinition, "(", ", ", ")");
    const head = `${node.operation}${prefixed(" ", node.name?.value)}${variables}${directives(node)}`;
    return `${head} ${selectionSet(node.selectionSet!)}`;
  }
  if (node.kind !== "FragmentDefinition") throw unknownKind(node);
  const variables = list(node.variableDefinitions, variableDefinition, "(", ", ", ")");
  const head = `fragment ${node.name!.value}${variables} on ${type(node.typeCondition!)}${directives(node)}`;
  return `${head} ${selectionSet(node.selectionSet!)}`;
}

function variableDefinition(node: Node): string {
  const byDefault = node.defaultValue === undefined ? "" : ` = ${value(node.defaultValue)}`;
  return `${value(node.variable!)}: ${type(node.type!)}${byDefault}${directives(node)}`;
}

function selectionSet({ selections = [] }: Node): string {
  return `{ ${selections.map(selection).join(" ")} }`;
}

function selection(node: Node): string {
  if (node.kind === "FragmentSpread") {
    return `...${node.name!.value}${list(node.arguments, pair, "(", ", ", ")")}${directives(node)}`;
  }
  const selected = node.selectionSet === undefined ? "" : ` ${selectionSet(node.selectionSet)}`;
  if (node.kind === "InlineFragment") {
    const condition = node.typeCondition === undefined ? "" : ` on ${type(node.typeCondition)}`;
    return `...${condition}${directives(node)}${selected}`;
  }
  if (node.kind !== "Field") throw unknownKind(node);
  const alias = node.alias === undefined ? "" : `${node.alias.value}: `;
  return `${alias}${node.name!.value}${list(node.arguments, pair, "(", ", ", ")")}${directives(node)}${selected}`;
}

function directives(node: Node): string {
  return list(node.directives, directive, " ", " ", "");
}

function directive({ name, arguments: given }: Node): string {
  return `@${name!.value}${list(given, pair, "(", ", ", ")")}`;
}

/** An argument, or a field of an object. */
function pair(node: Node): string {
  return `${node.name!.value}: ${value(node.value as Node)}`;
}

function type(node: Node): string {
  if (node.kind === "NonNullType") return `${type(node.type!)}!`;
  if (node.kind === "ListType") return `[${type(node.type!)}]`;
  return String(node.name!.value);
}

function value(node: Node): string {
  switch (node.kind) {
    case "Variable":
      return `$${node.name!.value}`;
    // As JSON writes it: its escapes are GraphQL's too, and a string in a block is equal to one that is not.
    case "StringValue":
      return JSON.stringify(node.value);
    case "NullValue":
      return "null";
    case "ListValue":
      return `[${node.values!.map(value).join(", ")}]`;
    case "ObjectValue":
      return `{${node.fields!.map(pair).join(", ")}}`;
    case "IntValue":
    case "FloatValue":
    case "BooleanValue":
    case "EnumValue":
      return String(node.value);
    default:
      throw unknownKind(node);
  }
}

function list(
  nodes: readonly Node[] | undefined,
  print: (node: Node) => string,
  before: string,
  between: string,
  after: string,
): string {
  return nodes === undefined || nodes.length === 0 ? "" : `${before}${nodes.map(print).join(between)}${after}`;
}

function prefixed(prefix: string, text: unknown): string {
  return text === undefined ? "" : `${prefix}${text}`;
}

function unknownKind({ kind }: Node): Error {
  return new Error(`A document that is executed holds no ${kind}`);
}
