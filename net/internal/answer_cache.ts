import { report } from "../../internal/report.ts";
import { abandonOnAbort } from "../../internal/signals.ts";
import type { AnswerCache } from "../request.ts";
import type { Answer } from "./answer.ts";
import { isJson, parseAnswer } from "./parse_answer.ts";
import { answerBytes, parseBytes } from "./read_answer.ts";
import type { RequestPlan } from "./request_plan.ts";
import { runRequest } from "./run_request.ts";

/** An answer as it is kept: plain data, so that any store can hold it, and unparsed, so that no two callers share it. */
interface KeptAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text?: string;
  readonly base64?: string;
}

/**
 * Gives the answer that a cache holds; where it holds none, asks the server and keeps what it answers.
 *
 * @param plan The request.
 * @param cache The caller's cache.
 * @param signal Ends it.
 * @returns The answer, parsed.
 */
export async function cachedAnswer(
  plan: RequestPlan,
  cache: AnswerCache,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const key = await cacheKey(plan);
  const cached = cache.force === true ? undefined : await readKept(cache, key, plan, signal);
  if (cached !== undefined) return cached.value;
  return await runRequest(plan, signal, async (answer) => {
    const bytes = await answerBytes(answer, plan);
    const value = parseBytes(answer, bytes);
    if (bytes !== undefined) await keep(cache, key, answer, bytes, signal);
    return value;
  });
}

/** Names an answer by its URL, and by a digest of what was sent along, as that may be who asked. */
async function cacheKey({ method, url, headers }: RequestPlan): Promise<string> {
  const target = new URL(url);
  target.hash = "";
  const sent = [...headers].map(([name, value]) => `${name}:${value}\n`).join("");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(sent)));
  const hex = [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `net:${method}:${hex}:${target.href}`;
}

/** Reads what is kept, in a box; gives undefined where the cache has nothing or fails. */
async function readKept(
  { store }: AnswerCache,
  key: string,
  { url }: RequestPlan,
  signal: AbortSignal | undefined,
): Promise<{ value: unknown } | undefined> {
  try {
    const kept = await abandonOnAbort(Promise.resolve(store.get(key)), signal);
    if (!isKept(kept)) return undefined;
    const { status, contentType } = kept;
    return { value: parseAnswer(bytesOf(kept), { url, status, contentType }) };
  } catch (error) {
    signal?.throwIfAborted();
    // A cache that is down makes a program slower, not broken.
    report("warning", "net", "A cached answer could not be read", { url, error });
    return undefined;
  }
}

/** Keeps an answer, unless the server forbids it. */
async function keep(
  { store, ttlMs }: AnswerCache,
  key: string,
  answer: Answer,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (/\bno-store\b/i.test(answer.headers.get("cache-control") ?? "")) return;
  const contentType = answer.headers.get("content-type") ?? "";
  const kept: KeptAnswer = { status: answer.status, contentType, ...keptBytes(bytes, contentType) };
  try {
    await abandonOnAbort(Promise.resolve(store.set(key, kept, ttlMs === undefined ? {} : { ttlMs })), signal);
  } catch (error) {
    signal?.throwIfAborted();
    report("warning", "net", "An answer could not be cached", { url: answer.request.url, error });
  }
}

// Only what is UTF-8 comes back as it was from a string.
function keptBytes(bytes: Uint8Array, contentType: string): Pick<KeptAnswer, "text" | "base64"> {
  try {
    if (isJson(contentType) || contentType.startsWith("text/")) {
      return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
    }
  } catch {
    // It is text in another charset.
  }
  return { base64: toBase64(bytes) };
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  // In pieces, as all bytes at once would be too many arguments.
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}

function bytesOf({ text, base64 }: KeptAnswer): Uint8Array {
  if (text !== undefined) return new TextEncoder().encode(text);
  return Uint8Array.from(atob(base64 ?? ""), (character) => character.charCodeAt(0));
}

// A store may be shared with others, and may have been written by another version.
function isKept(value: unknown): value is KeptAnswer {
  if (typeof value !== "object" || value === null) return false;
  const { status, contentType, text, base64 } = value as Record<string, unknown>;
  return typeof status === "number" && typeof contentType === "string" &&
    (typeof text === "string" || typeof base64 === "string");
}
