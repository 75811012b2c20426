/** An element of an XML document. Text keeps its white space; comments and instructions are left out. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/**
 * Reads a document as test runners write them: well-formed, no namespaces, no document type.
 *
 * @throws {Error} If an element is not closed, as in a file that was cut off.
 */
export function parseXml(source: string): XmlElement {
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  for (const [token, , name, attributes, empty] of source.matchAll(tokens)) {
    const parent = open.at(-1)!;
    if (name === undefined) parent.text += unescape(token);
    else if (token.startsWith("</")) open.pop();
    else if (!token.startsWith("<!") && !token.startsWith("<?")) {
      const element: XmlElement = { name, attributes: parseAttributes(attributes ?? ""), children: [], text: "" };
      parent.children.push(element);
      if (empty !== "/") open.push(element);
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error("The XML report is cut off");
  return root.children[0]!;
}

// A comment or instruction, a tag (its quoted values may hold ">"), or text.
const tokens = /(<!--[\s\S]*?-->|<\?[\s\S]*?\?>)|<\/?([\w.:-]+)((?:[^"'>/]|"[^"]*"|'[^']*')*)(\/?)>|[^<]+/g;

function parseAttributes(source: string): Record<string, string> {
  const pairs = source.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  return Object.fromEntries([...pairs].map(([, name, double, single]) => [name, unescape(double ?? single ?? "")]));
}

const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? all;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16));
  });
}
