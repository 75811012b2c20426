import type { Answer } from "../../answer.ts";

const LINE = "\r\n";

/**
 * Reads the parts of an answer of several (RFC 2046, section 5.1), each as soon as the delimiter after it has come.
 *
 * @param answer The answer, unread.
 * @param maxBytes How large it may be, all parts together.
 * @returns The bodies of the parts, those together that came together; it ends with the last one, and tells whether that was
 *   said to be the last.
 */
export async function* multipartParts(answer: Answer, maxBytes: number): AsyncGenerator<readonly string[], boolean> {
  const parser = new PartsParser(boundaryOf(answer.headers.get("content-type") ?? ""));
  const decoder = new TextDecoder();
  const reader = answer.reader(maxBytes);
  try {
    for (let bytes = await reader.next(); bytes !== undefined; bytes = await reader.next()) {
      const parts = parser.push(decoder.decode(bytes, { stream: true }));
      if (parts.length > 0) yield parts;
      if (parser.isOver) break;
    }
    return parser.isOver;
  } finally {
    reader.cancel();
  }
}

/** The delimiter of the parts; servers leave it out where it is the one that the specification's draft uses. */
function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]*)"|([^\s;]+))/i.exec(contentType) ?? [];
  return quoted ?? plain ?? "-";
}

/** Cuts a text, as it comes, into parts. */
class PartsParser {
  readonly #delimiter: string;
  // The first delimiter may stand at the very beginning.
  #text = LINE;
  /** Up to where no delimiter begins. */
  #seen = 0;
  #isInPart = false;
  /** Whether what follows the last delimiter has come, which tells if it is the last one. */
  #isTold = false;
  #isOver = false;

  constructor(boundary: string) {
    this.#delimiter = `${LINE}--${boundary}`;
  }

  /** Whether the last part has come. */
  get isOver(): boolean {
    return this.#isOver;
  }

  push(text: string): string[] {
    this.#text += text;
    const parts: string[] = [];
    for (let at = this.#find(); at !== -1; at = this.#find()) {
      const body = this.#isInPart ? bodyOf(this.#text.slice(0, at)) : undefined;
      if (body !== undefined) parts.push(body);
      this.#isInPart = true;
      this.#isTold = false;
      this.#text = this.#text.slice(at + this.#delimiter.length);
      this.#seen = 0;
    }
    return parts;
  }

  // Servers send a delimiter when a part ends, and what follows it when they know whether there is another: a part is
  // complete before that. Within the JSON of a part there can be no line that begins like a delimiter.
  #find(): number {
    if (this.#isInPart && !this.#isTold) {
      if (this.#text.length < 2) return -1;
      this.#isTold = true;
      this.#isOver = this.#text.startsWith("--");
    }
    if (this.#isOver) return -1;
    const at = this.#text.indexOf(this.#delimiter, this.#seen);
    if (at === -1) this.#seen = Math.max(0, this.#text.length - this.#delimiter.length);
    return at;
  }
}

/** What follows the headers of a part, of which nothing has to be known: it is JSON. */
function bodyOf(part: string): string | undefined {
  const end = part.indexOf(LINE + LINE);
  const body = end === -1 ? "" : part.slice(end + 2 * LINE.length).trim();
  return body === "" ? undefined : body;
}
