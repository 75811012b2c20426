import type { BatchRequest } from "../../request_batch.ts";

/** The answers to requests that may stand for equal ones. */
export class SharedAnswers {
  readonly #answers = new Map<string, Promise<unknown>>();
  readonly #isKept: boolean;

  /**
   * Begins with none.
   *
   * @param isKept Whether an answer stays when it has come, rather than stand only for requests that wait for it too.
   */
  constructor(isKept: boolean) {
    this.#isKept = isKept;
  }

  /**
   * Gives the answer to an equal request, or asks.
   *
   * @param key What equal requests have in common.
   * @param ask Asks.
   * @returns The answer, of which nobody else holds the same object.
   */
  get(key: string, ask: () => Promise<unknown>): Promise<unknown> {
    const known = this.#answers.get(key);
    if (known !== undefined) return known.then(copyOf);
    const asked = ask();
    this.#answers.set(key, asked);
    if (this.#isKept) return asked;
    return asked.finally(() => this.#answers.delete(key));
  }
}

/**
 * Says what requests have in common that are equal and change nothing.
 *
 * @param item A request.
 * @returns What they have in common; undefined for one that must be made by itself.
 */
export function answerKey(item: BatchRequest | string | URL): string | undefined {
  // The method is put before it where it is not GET alone, so that the text need not be made anew; no URL begins with one.
  if (typeof item === "string") return item;
  if (item instanceof URL) return item.href;
  if (typeof item !== "object" || item === null) return undefined;
  const { method = "GET", url, ...others } = item;
  const name = String(method).toUpperCase();
  const isPlain = Object.values(others).every((value) => value === undefined);
  if (!isPlain || (name !== "GET" && name !== "HEAD")) return undefined;
  return name === "GET" ? String(url) : `${name} ${url}`;
}

// What an answer is parsed to is plain data. Whoever changes their own must not change another's.
function copyOf(answer: unknown): unknown {
  return typeof answer === "object" && answer !== null ? structuredClone(answer) : answer;
}
