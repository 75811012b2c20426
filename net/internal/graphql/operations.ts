/** The kinds of operations that GraphQL has (specification of October 2021, section 2.3). */
export type OperationKind = "query" | "mutation" | "subscription";

/** An operation of a document. */
export interface OperationHead {
  /** What it does. */
  readonly kind: OperationKind;
  /** What it is called, if anything. */
  readonly name: string | undefined;
}

/**
 * Finds the operation that a document asks for, without checking the rest of it: that is the server's part.
 *
 * @param document The document.
 * @param operationName Which of its operations; needed only where it has several.
 * @returns The operation; undefined where the document does not tell, or is cut short.
 */
export function findOperation(document: string, operationName?: string): OperationHead | undefined {
  const operations = [...definitions(document)].filter((it) => it.kind !== "fragment");
  const chosen = operationName === undefined
    ? operations.length === 1 ? operations[0] : undefined
    : operations.find((it) => it.name === operationName);
  return chosen?.isWhole ? { kind: chosen.kind as OperationKind, name: chosen.name } : undefined;
}

interface Definition {
  kind: OperationKind | "fragment";
  name: string | undefined;
  isWhole: boolean;
}

const KINDS: ReadonlySet<string> = new Set(["query", "mutation", "subscription", "fragment"]);

function* definitions(document: string): Generator<Definition> {
  const tokens = lex(document);
  for (let token = tokens.next(); !token.done; token = tokens.next()) {
    if (token.value === "{") {
      yield { kind: "query", name: undefined, isWhole: skipBraces(tokens) };
      continue;
    }
    // A word that begins no definition: whatever follows, this is not a document that could be understood.
    if (!KINDS.has(token.value)) return;
    yield { kind: token.value as Definition["kind"], ...readDefinition(tokens) };
  }
}

/** Reads from behind the keyword to the end of the braces that make the definition. */
function readDefinition(tokens: Iterator<string>): Omit<Definition, "kind"> {
  const first = tokens.next();
  const name = !first.done && /^\w/.test(first.value) ? first.value : undefined;
  let parentheses = 0;
  for (let token = first; !token.done; token = tokens.next()) {
    if (token.value === "(") parentheses++;
    else if (token.value === ")") parentheses--;
    // Braces among the arguments are values.
    else if (token.value === "{" && parentheses === 0) return { name, isWhole: skipBraces(tokens) };
  }
  return { name, isWhole: false };
}

/** Reads to the brace that closes one that has been read; tells whether there is one. */
function skipBraces(tokens: Iterator<string>): boolean {
  let depth = 1;
  for (let token = tokens.next(); !token.done; token = tokens.next()) {
    if (token.value === "{") depth++;
    else if (token.value === "}" && --depth === 0) return true;
  }
  return false;
}

const IGNORED = /(?:[\s,\uFEFF]|#[^\n\r]*)*/y;
const NAME = /[_A-Za-z]\w*/y;

/** Gives names and marks; passes over white space, comments and strings. */
function* lex(text: string): Generator<string, void, undefined> {
  for (let at = skip(IGNORED, text, 0); at < text.length; at = skip(IGNORED, text, at)) {
    const end = text[at] === '"' ? endOfString(text, at) : skip(NAME, text, at);
    if (text[at] !== '"') yield end === at ? text[at]! : text.slice(at, end);
    at = Math.max(end, at + 1);
  }
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function endOfString(text: string, start: number): number {
  const quote = text.startsWith('"""', start) ? '"""' : '"';
  for (let at = start + quote.length; at < text.length; at++) {
    // In a block string only the quotes can be escaped.
    if (text[at] === "\\") at += quote === '"' ? 1 : text.startsWith(quote, at + 1) ? 3 : 0;
    else if (text.startsWith(quote, at)) return at + quote.length;
  }
  return text.length;
}
