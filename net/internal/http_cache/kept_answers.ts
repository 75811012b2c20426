import { isSecretKey } from "../../../errors/redact.ts";
import { report } from "../../../internal/report.ts";
import { builtin } from "../../../internal/runtime.ts";
import { abandonOnAbort, LinkedSignal } from "../../../internal/signals.ts";
import type { AnswerStore } from "../../answer_cache.ts";
import { isKeptAnswer, type KeptAnswer } from "./kept_answer.ts";

/** Stands for all headers of a request in the place of those that an answer depends on. */
export const ALL_HEADERS = "*";

/** Whose answer is looked for. */
export interface Asked {
  /** The URL. */
  readonly url: URL;
  /** The request's headers. */
  readonly headers: Headers;
}

/** The answers to one URL and one set of credentials, of which there may be several by `Vary`. */
export interface Slot {
  /** The key of the first of them. */
  readonly key: string;
  /** The first of them, which tells what they depend on. */
  readonly first: KeptAnswer | undefined;
  /** The one that suits the request. */
  readonly kept: KeptAnswer | undefined;
}

/** Until when a store may take its time. */
export interface Deadline {
  /** When it is over, as `performance.now()` tells it. */
  readonly at: number;
  /** Makes the error that says so. */
  readonly error: () => Error;
}

/**
 * The answers in a store. Under a URL's own key is one of its answers; others that were given for other request headers
 * have keys made of that one's generation, so that they are out of reach when it is forgotten. A store that fails makes a
 * program slower, not broken.
 */
export class KeptAnswers {
  readonly #store: AnswerStore;
  readonly #signal: AbortSignal | undefined;
  readonly #deadline: Deadline | undefined;
  /** Says that the time is over, once it is. */
  #late: Error | undefined;

  /**
   * Wraps a store.
   *
   * @param store The store.
   * @param signal Ends the waits for it.
   * @param deadline Until when they may last.
   */
  constructor(store: AnswerStore, signal: AbortSignal | undefined, deadline?: Deadline) {
    this.#store = store;
    this.#signal = signal;
    this.#deadline = deadline;
  }

  /** Looks for an answer that suits a request. */
  async find(asked: Asked): Promise<Slot> {
    const key = await primaryKey(asked);
    const first = await this.#read(key, asked);
    if (first === undefined) return { key, first, kept: undefined };
    const variant = await variantOf(first.vary, asked.headers);
    if (first.variant === variant) return { key, first, kept: first };
    const other = await this.#read(variantKey(key, first.generation, variant), asked);
    const kept = other?.generation === first.generation && other.variant === variant ? other : undefined;
    return { key, first, kept };
  }

  /** Keeps an answer for a time. */
  async keep(slot: Slot, kept: KeptAnswer, asked: Asked, ttlMs: number): Promise<void> {
    const { key, first } = slot;
    // Answers that depend on other headers than those before make those before unreachable.
    const isOfOthers = first !== undefined && first.vary.join() === kept.vary.join();
    const ours = { ...kept, generation: isOfOthers ? first.generation : crypto.randomUUID() };
    const isFirst = !isOfOthers || first.variant === kept.variant;
    await this.#write(isFirst ? key : variantKey(key, ours.generation, ours.variant), ours, ttlMs, asked);
  }

  /** Forgets all answers to a URL that the asker and those without credentials may have. */
  async forget({ url, headers }: Asked): Promise<void> {
    const keys = new Set([await primaryKey({ url, headers }), await primaryKey({ url, headers: new Headers() })]);
    for (const key of keys) await this.#remove(key, url);
  }

  async #read(key: string, { url }: Asked): Promise<KeptAnswer | undefined> {
    const found = await this.#guarded("A cached answer could not be read", url, () => this.#store.get(key));
    // There is no time left to ask the server.
    if (this.#late !== undefined) throw this.#late;
    return isKeptAnswer(found) ? found : undefined;
  }

  async #write(key: string, kept: KeptAnswer, ttlMs: number, { url }: Asked): Promise<void> {
    const options = ttlMs === Infinity ? {} : { ttlMs: Math.ceil(ttlMs) };
    await this.#guarded("An answer could not be cached", url, () => this.#store.set(key, kept, options));
  }

  async #remove(key: string, url: URL): Promise<void> {
    const store = this.#store;
    const hasDelete = typeof store.delete === "function";
    const remove = () => hasDelete ? store.delete!(key) : store.set(key, null, { ttlMs: 1 });
    await this.#guarded("A cached answer could not be forgotten", url, remove);
  }

  async #guarded(failure: string, url: URL, work: () => unknown): Promise<unknown> {
    try {
      const result = work();
      // A store in memory has it at once.
      return result instanceof Promise ? await this.#inTime(result) : await result;
    } catch (error) {
      this.#signal?.throwIfAborted();
      report("warning", "net", failure, { url, error });
      return undefined;
    }
  }

  async #inTime<T>(result: Promise<T>): Promise<T> {
    if (this.#deadline === undefined) return await abandonOnAbort(result, this.#signal);
    const { at, error } = this.#deadline;
    using limited = new LinkedSignal([this.#signal]);
    limited.abortAfter(Math.max(0, at - performance.now()), () => this.#late = error());
    return await abandonOnAbort(result, limited.signal);
  }
}

/** Names the answers to a URL for whoever asks: those with credentials never see those of others. */
async function primaryKey({ url, headers }: Asked): Promise<string> {
  const target = url.hash === "" ? url.href : url.href.slice(0, url.href.length - url.hash.length);
  const secrets = [...headers].filter(([name]) => isSecretKey(name));
  return `net:2:${secrets.length === 0 ? "" : await digestOf(secrets)}:${target}`;
}

function variantKey(key: string, generation: string, variant: string): string {
  return key.replace("net:2:", `net:2:${generation}:${variant}:`);
}

/** A digest of what a request says in some headers. */
export async function variantOf(vary: readonly string[], headers: Headers): Promise<string> {
  if (vary.length === 0) return "";
  if (vary.includes(ALL_HEADERS)) return await digestOf([...headers]);
  return await digestOf(vary.map((name) => [name, normal(headers.get(name))]));
}

// Space around the commas of a list means nothing (RFC 9111, section 4.1).
function normal(value: string | null): string | null {
  return value === null ? null : value.trim().replace(/\s*,\s*/g, ",");
}

/** Gives the names that an answer's `Vary` lists, in lower case and in order. */
export function varyOf(headers: Headers): string[] {
  const names = (headers.get("vary") ?? "").toLowerCase().split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))].sort();
}

interface NodeCrypto {
  createHash(algorithm: "sha256"): { update(text: string): { digest(encoding: "hex"): string } };
}

// A digest, as the values may be secrets and a store's keys are shown. Where there is one that needs no waiting, that is
// several times as fast for a few headers.
async function digestOf(values: readonly (readonly [string, string | null])[]): Promise<string> {
  const text = JSON.stringify(values);
  const hash = builtin<NodeCrypto>("node:crypto")?.createHash("sha256");
  if (hash !== undefined) return hash.update(text).digest("hex").slice(0, 32);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
