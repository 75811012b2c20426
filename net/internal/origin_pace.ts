import { RATE_OPTIONS } from "../../async/internal/rate_options.ts";
import { RateLimit, type RateLimitOptions } from "../../async/rate_limit.ts";
import { sleep } from "../../async/sleep.ts";
import { now } from "../../internal/clock.ts";
import { LruMap } from "../../internal/lru_map.ts";
import { checkOptions } from "../../internal/validate.ts";
import { readRetryAfter } from "./retry_after.ts";

/**
 * Makes a limit of options.
 *
 * @param name The name of the option that they are.
 * @param rate The options.
 * @returns The limit.
 */
export function rateLimitOf(name: string, rate: RateLimitOptions): RateLimit {
  checkOptions(rate, RATE_OPTIONS, name);
  return new RateLimit(rate);
}

// Of the origins that were asked last. One that is forgotten begins anew, with all that may pass at once.
const MOST_LIMITS = 10_000;

/** The limits that were asked for by options: whoever passes the same options shares one. */
export class KnownLimits {
  readonly #limits = new LruMap<RateLimit>({ maxEntries: MOST_LIMITS });

  /**
   * Gives a limit.
   *
   * @param name The name of the option that asks for it.
   * @param rate The option.
   * @param scope Whose it is: an origin, or "" for all.
   * @returns The limit.
   */
  get(name: string, rate: RateLimitOptions, scope: string): RateLimit {
    const { count, periodMs, burst } = rate ?? {};
    const key = `${scope} ${count} ${periodMs} ${burst}`;
    const known = this.#limits.get(key);
    if (known !== undefined) return known;
    const made = rateLimitOf(name, rate);
    this.#limits.set(key, made);
    return made;
  }
}

/** Until when origins asked to be left alone. */
export class AskedPauses {
  readonly #until = new Map<string, number>();

  /** Tells whether an origin is to be left alone now. */
  holds(url: URL): boolean {
    // The origin of a URL is a text that is made each time.
    return this.#until.size > 0 && this.#leftMs(url.origin) > 0;
  }

  /**
   * Waits until an origin may be asked again.
   *
   * @param origin The origin.
   * @param signal Ends the wait.
   * @returns When it may.
   */
  async over(origin: string, signal: AbortSignal | undefined): Promise<void> {
    // It may have been asked for longer meanwhile.
    for (let ms = this.#leftMs(origin); ms > 0; ms = this.#leftMs(origin)) await sleep(Math.ceil(ms), { signal });
  }

  /**
   * Takes what an answer asks for.
   *
   * @param url Whose answer it is.
   * @param headers The answer's headers.
   * @param maxMs What asks for longer is not heeded.
   */
  take(url: URL, headers: Headers, maxMs: number): void {
    const asked = readRetryAfter(headers) ?? 0;
    if (asked === 0 || asked > maxMs) return;
    const at = now();
    for (const [origin, until] of this.#until) if (until <= at) this.#until.delete(origin);
    const { origin } = url;
    this.#until.set(origin, Math.max(at + asked, this.#until.get(origin) ?? 0));
  }

  #leftMs(origin: string): number {
    return (this.#until.get(origin) ?? 0) - now();
  }
}
