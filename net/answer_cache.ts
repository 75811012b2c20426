/** Where answers may be kept: the caches of `@maktaba/std/cache` are such stores, and so is anything like them. */
export interface AnswerStore {
  /** Gives what was kept under a key, or undefined. */
  get(key: string): unknown;
  /** Keeps plain data under a key. */
  set(key: string, value: unknown, options: { ttlMs?: number | undefined }): unknown;
  /** Removes a key. What has no such function has the key's value replaced by null instead. */
  delete?(key: string): unknown;
}

/**
 * Where an answer came from: the server (`"network"`); the cache, where it was still good (`"fresh"`), where the server
 * said that it still is (`"revalidated"`), or where it was too old and given all the same (`"stale"`).
 */
export type AnswerSource = "network" | "fresh" | "revalidated" | "stale";

/** What a cache did for a request. */
export interface AnswerOrigin {
  /** Where the answer came from. */
  source: AnswerSource;
  /** How old it is, in milliseconds: the time since its server made it, as far as that is known. */
  ageMs: number;
  /** Its status. */
  status: number;
  /** What was asked for. */
  url: URL;
  /** Why the server's own answer could not be had, where a stale one is given for that reason. */
  error?: unknown;
}

/**
 * How answers to GET and HEAD are kept. Without `ttlMs`, by the rules of HTTP (RFC 9111, a private cache): for as long as
 * the server says, then asked for again by their validators. With it, for that long whatever the server says, unless it
 * forbids to keep them (`no-store`): for an API that says nothing.
 *
 * Each set of credentials (`Authorization`, `Cookie` and the like) has answers of its own, so that a store may be shared.
 * Cookies that an answer sets are not kept with it.
 *
 * A request of any other method than GET, HEAD and OPTIONS that succeeds makes the answers for its URL forgotten. Equal
 * requests at the same time are sent once. Redirects are kept by rules of their own; with `ttlMs`, what they lead to is kept
 * in their place. The answer of a client that has hooks, a jar of cookies or a function for its token is not kept where it
 * was redirected.
 */
export interface AnswerCache {
  /** Where. */
  store: AnswerStore;
  /**
   * How long an answer counts as fresh whatever its server says, in milliseconds.
   *
   * @default What the server says.
   */
  ttlMs?: number | undefined;
  /**
   * Whether to ask the server even if an answer is kept, and keep the new one.
   *
   * @default false
   */
  force?: boolean | undefined;
  /**
   * For how long after it was fresh an answer is given at once while the server is asked for the next time, in
   * milliseconds, where the server does not say so itself (RFC 5861).
   *
   * @default 0
   */
  staleWhileRevalidateMs?: number | undefined;
  /**
   * For how long after it was fresh an answer is given if the server cannot be reached or answers 500, 502, 503 or 504
   * in the end, in milliseconds; `Infinity` for ever. The server may allow more, or forbid it by `must-revalidate`.
   *
   * @default 0
   */
  staleIfErrorMs?: number | undefined;
  /**
   * How large an answer is kept, in bytes; a larger one is passed on and not kept.
   *
   * @default 10485760
   */
  maxBytes?: number | undefined;
  /** Called with where each answer came from, before it is given. */
  onAnswer?: ((origin: AnswerOrigin) => void) | undefined;
}
