import type { KeptAnswer } from "./kept_answer.ts";
import { keptHeaders } from "./storable.ts";

/**
 * Gives the headers that ask whether a kept answer is still good (RFC 9111, section 4.3.1).
 *
 * @param request The request's headers.
 * @param kept The kept answer's headers.
 * @returns The headers to send; undefined where the answer has nothing to ask by.
 */
export function conditional(request: Headers, kept: Headers): Headers | undefined {
  const etag = kept.get("etag");
  const changed = kept.get("last-modified");
  if (etag === null && changed === null) return undefined;
  const headers = new Headers(request);
  if (etag !== null) headers.set("if-none-match", etag);
  if (changed !== null) headers.set("if-modified-since", changed);
  return headers;
}

/** Whether a request has conditions of its own, or asks for a part: it is none of the cache's business then. */
export function hasConditions(request: Headers): boolean {
  return ["if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range", "range"]
    .some((name) => request.has(name));
}

/**
 * Tells whether an answer that has no body of its own speaks of the kept one (RFC 9111, sections 4.3.4 and 4.3.5).
 *
 * @param fresh The headers of the 304, or of the answer to HEAD.
 * @param kept The kept answer's headers.
 * @returns Whether it does.
 */
export function speaksOf(fresh: Headers, kept: Headers): boolean {
  const [etag, before] = [fresh.get("etag"), kept.get("etag")];
  if (etag !== null && before !== null) return weak(etag) === weak(before);
  const [changed, changedBefore] = [fresh.get("last-modified"), kept.get("last-modified")];
  return changed === null || changedBefore === null || changed === changedBefore;
}

function weak(etag: string): string {
  return etag.replace(/^W\//, "");
}

/** Whether an answer to HEAD is about a body as long as the kept one's, as far as both tell (section 4.3.5). */
export function isAsLong(fresh: Headers, kept: Headers): boolean {
  const [length, before] = [fresh.get("content-length"), kept.get("content-length")];
  return length === null || before === null || length === before;
}

/**
 * Gives a kept answer the headers of one that says that it is still good (RFC 9111, section 3.2).
 *
 * @param kept The kept answer.
 * @param fresh The headers of the 304, or of the answer to HEAD.
 * @param times When they were asked for and came.
 * @returns The answer as it is kept from now on.
 */
export function freshened(
  kept: KeptAnswer,
  fresh: Headers,
  { requestedAt, receivedAt }: Pick<KeptAnswer, "requestedAt" | "receivedAt">,
): KeptAnswer {
  // What describes the body is of the one that is kept; its age and date were those of the earlier exchange.
  const updates = keptHeaders(fresh).filter(([name]) => !isAboutBody(name));
  const replaced = new Set([...updates.map(([name]) => name), "age", "date"]);
  const headers = [...kept.headers.filter(([name]) => !replaced.has(name)), ...updates];
  return { ...kept, requestedAt, receivedAt, headers };
}

function isAboutBody(name: string): boolean {
  return ["content-encoding", "content-length", "content-range", "content-type"].includes(name);
}
