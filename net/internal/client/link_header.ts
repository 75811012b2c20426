import type { RawAnswer } from "../../client_reply.ts";

/**
 * Gives the next page that an answer names by `Link` (RFC 8288).
 *
 * @param _page The page.
 * @param answer Its answer.
 * @returns Its URL; undefined where there is none.
 */
export function nextLink(_page: unknown, answer: RawAnswer): string | undefined {
  return readLinks(answer.headers.get("link") ?? "").find(({ relations }) => relations.includes("next"))?.target;
}

/** A link of an answer to something else. */
export interface Link {
  /** Where it leads, as it was written. */
  readonly target: string;
  /** What the other thing is to this one, in lower case. */
  readonly relations: readonly string[];
}

// A target, then parameters, each a name that may have a token or a quoted string (RFC 8288, section 3). What is quoted
// may hold commas and semicolons.
const LINK = /<([^>]*)>((?:\s*;\s*[^\s=;,"]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/g;
const PARAMETER = /;\s*([^\s=;,"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/g;

/**
 * Reads a `Link` header.
 *
 * @param header The header, of several their values joined by commas.
 * @returns The links, in their order.
 */
export function readLinks(header: string): Link[] {
  return [...header.matchAll(LINK)].map(([, target, parameters]) => {
    // Of several relations of one link, the first counts (section 3.3).
    const rel = [...parameters!.matchAll(PARAMETER)].find(([, name]) => name!.toLowerCase() === "rel");
    const value = rel?.[2]?.replace(/\\(.)/g, "$1") ?? rel?.[3] ?? "";
    return { target: target!, relations: value.toLowerCase().split(/\s+/).filter((it) => it !== "") };
  });
}
