/** What follows from the code that a WebSocket was closed with. */
export type CloseMeaning = "normal" | "lost" | "rejected";

// RFC 6455, section 7.4.1, and the registry of IANA: the peer goes away, fails inside, restarts, is busy, or is a
// gateway without the server behind it.
const PASSING: ReadonlySet<number> = new Set([1001, 1006, 1011, 1012, 1013, 1014, 1015]);

/**
 * Tells what a close code means: a normal end, a loss after which another connection may fare better, or that the peer
 * does not want this client or what it sends, so that coming again would change nothing.
 *
 * @param code The code, 1006 for none.
 * @returns Its meaning.
 */
export function closeMeaning(code: number): CloseMeaning {
  if (code === 1000 || code === 1005) return "normal";
  return PASSING.has(code) ? "lost" : "rejected";
}
