/** Reads one element of an array. */
export type ReadElement = (text: string) => unknown;

/**
 * Reads an array in PostgreSQL's text form, such as `{1,NULL,"a b"}` or `[0:1]={1,2}`.
 *
 * @param text The text.
 * @param delimiter What stands between elements; a comma for all types but `box`.
 * @param read Reads an element; text stays text by default.
 */
export function readArray(text: string, delimiter: string, read: ReadElement = (element) => element): unknown[] {
  // Bounds that do not begin at 1 are told before the array; a JavaScript array has none.
  const at = { text, index: text.indexOf("{") + 1, delimiter, read };
  return readElements(at);
}

interface Position {
  text: string;
  index: number;
  delimiter: string;
  read: ReadElement;
}

function readElements(at: Position): unknown[] {
  const elements: unknown[] = [];
  for (;;) {
    switch (at.text[at.index]) {
      case undefined:
        return elements;
      case "}":
        at.index++;
        return elements;
      case at.delimiter:
        at.index++;
        break;
      case "{":
        at.index++;
        elements.push(readElements(at));
        break;
      case '"':
        elements.push(at.read(readQuoted(at)));
        break;
      default:
        elements.push(readPlain(at));
    }
  }
}

function readQuoted(at: Position): string {
  let element = "";
  for (at.index++; at.text[at.index] !== '"' && at.index < at.text.length; at.index++) {
    if (at.text[at.index] === "\\") at.index++;
    element += at.text[at.index];
  }
  at.index++;
  return element;
}

function readPlain(at: Position): unknown {
  const start = at.index;
  while (at.index < at.text.length && at.text[at.index] !== at.delimiter && at.text[at.index] !== "}") at.index++;
  const element = at.text.slice(start, at.index);
  return element === "NULL" ? null : at.read(element);
}

/**
 * Writes an array in PostgreSQL's text form.
 *
 * @param elements The elements; arrays among them are further dimensions.
 * @param delimiter What stands between elements.
 * @param write Writes an element.
 */
export function writeArray(
  elements: readonly unknown[],
  delimiter: string,
  write: (element: unknown) => string,
): string {
  const parts = elements.map((element) => {
    if (element === null || element === undefined) return "NULL";
    if (Array.isArray(element)) return writeArray(element, delimiter, write);
    return `"${write(element).replace(/["\\]/g, "\\$&")}"`;
  });
  return `{${parts.join(delimiter)}}`;
}
