import { CircuitBreaker, type CircuitBreakerOptions } from "../../async/circuit_breaker.ts";
import { BREAKER_OPTIONS } from "../../async/internal/breaker_options.ts";
import { RateLimit } from "../../async/rate_limit.ts";
import { RetryBudget, type RetryBudgetOptions } from "../../async/retry_budget.ts";
import { Semaphore } from "../../async/semaphore.ts";
import { LruMap } from "../../internal/lru_map.ts";
import { checkInteger, checkOptions } from "../../internal/validate.ts";
import type { RequestOptions } from "../request.ts";
import { AskedPauses, KnownLimits } from "./origin_pace.ts";
import { isSick, judged } from "./sick_origin.ts";

/** What spares an origin: how many requests run at a time and begin in a time, and whether it is asked at all. */
export interface OriginGate {
  /** Whether an attempt may begin at once, and nothing has to know of it. */
  readonly isOpen: boolean;
  /** Waits until there is room for one more attempt, and its turn has come; disposing what it gives makes room again. */
  enter(signal: AbortSignal | undefined): Promise<Disposable>;
  /** Waits until one more request may be sent by who has entered. */
  pace(signal: AbortSignal | undefined): Promise<void>;
  /** Does something, unless the origin fails all the time. */
  call<T>(operation: () => Promise<T>): Promise<T>;
  /** Hears of an answer by which a server may ask to be left alone. */
  heed(url: URL, headers: Headers): void;
}

/** What a request asks for. */
export type GateOptions = Pick<
  RequestOptions,
  "circuitBreaker" | "maxPerOrigin" | "rate" | "ratePerOrigin" | "shareRetryAfter" | "retry"
>;

// Of the origins that were asked last. One that is forgotten while it fails is found to fail anew.
const MOST_ORIGINS = 1_000;

/** What is known of origins, for the requests that spare them together: those of a client, or all others. */
export class OriginStates {
  readonly #breakers = new LruMap<CircuitBreaker>({ maxEntries: MOST_ORIGINS });
  readonly #budgets = new LruMap<RetryBudget>({ maxEntries: MOST_ORIGINS });
  readonly #rooms = new Map<string, Semaphore>();
  readonly #limits = new KnownLimits();
  readonly #pauses = new AskedPauses();

  /**
   * Gives the gate to an origin.
   *
   * @param url A URL of the origin.
   * @param options What the request asks for; checked here.
   * @returns The gate; undefined where nothing is asked for.
   */
  gate(url: URL, options: GateOptions): OriginGate | undefined {
    const { circuitBreaker, maxPerOrigin, rate, ratePerOrigin, shareRetryAfter, retry } = options;
    const max = maxPerOrigin === Infinity ? undefined : maxPerOrigin;
    if (max !== undefined) checkInteger("maxPerOrigin", max, { min: 1 });
    const isPaced = rate !== undefined || ratePerOrigin !== undefined;
    if (circuitBreaker === undefined && max === undefined && !isPaced && shareRetryAfter !== true) return undefined;
    return new Gate(url, {
      breaker: circuitBreaker === undefined ? undefined : this.#breaker(url.origin, circuitBreaker),
      // A caller's own breaker, or own opinion, hears of everything.
      isJudged: !(circuitBreaker instanceof CircuitBreaker) && circuitBreaker?.isFailure === undefined,
      room: max === undefined ? undefined : (signal) => this.#enter(url.origin, max, signal),
      limits: isPaced ? this.#limitsOf(url, options) : [],
      pauses: shareRetryAfter ? this.#pauses : undefined,
      maxPauseMs: retry?.maxDelayMs ?? 30_000,
    });
  }

  /**
   * Gives the budget for retries at an origin.
   *
   * @param url A URL of the origin.
   * @param budget What the request asks for.
   * @returns The budget.
   */
  budget({ origin }: URL, budget: RetryBudget | RetryBudgetOptions): RetryBudget {
    if (budget instanceof RetryBudget) return budget;
    const { ratio, minPerSecond, windowMs } = budget;
    const key = `${origin} ${ratio} ${minPerSecond} ${windowMs}`;
    const known = this.#budgets.get(key);
    if (known !== undefined) return known;
    const made = new RetryBudget(budget);
    this.#budgets.set(key, made);
    return made;
  }

  #breaker(origin: string, breaker: CircuitBreaker | CircuitBreakerOptions): CircuitBreaker {
    if (breaker instanceof CircuitBreaker) return breaker;
    checkOptions(breaker, BREAKER_OPTIONS, "circuitBreaker");
    const { failures, resetMs, isFailure = isSick } = breaker;
    const key = `${origin} ${failures} ${resetMs} ${numberOf(isFailure)}`;
    const known = this.#breakers.get(key);
    if (known !== undefined) return known;
    const made = new CircuitBreaker({ failures, resetMs, isFailure });
    this.#breakers.set(key, made);
    return made;
  }

  // The origin's own limit comes last, as what is waited for after it could bring together what it has set apart.
  #limitsOf(url: URL, { rate, ratePerOrigin }: GateOptions): RateLimit[] {
    const limits: RateLimit[] = [];
    if (rate !== undefined) limits.push(rate instanceof RateLimit ? rate : this.#limits.get("rate", rate, ""));
    if (ratePerOrigin !== undefined) limits.push(this.#limits.get("ratePerOrigin", ratePerOrigin, url.origin));
    return limits;
  }

  async #enter(origin: string, max: number, signal: AbortSignal | undefined): Promise<Disposable> {
    const key = `${origin} ${max}`;
    const room = this.#rooms.get(key) ?? new Semaphore(max);
    this.#rooms.set(key, room);
    const permit = await room.acquire({ signal });
    return {
      [Symbol.dispose]: () => {
        permit.release();
        // Nobody is in it or waits for it: it need not be remembered.
        if (room.free === max) this.#rooms.delete(key);
      },
    };
  }
}

/** Those of all requests that belong to no client. */
export const sharedOrigins: OriginStates = new OriginStates();

const NO_ROOM: Disposable = { [Symbol.dispose]() {} };

/** What one request has to heed. */
interface GateRules {
  readonly breaker: CircuitBreaker | undefined;
  readonly isJudged: boolean;
  readonly room: ((signal: AbortSignal | undefined) => Promise<Disposable>) | undefined;
  readonly limits: readonly RateLimit[];
  readonly pauses: AskedPauses | undefined;
  readonly maxPauseMs: number;
}

class Gate implements OriginGate {
  readonly #url: URL;
  readonly #rules: GateRules;

  constructor(url: URL, rules: GateRules) {
    this.#url = url;
    this.#rules = rules;
  }

  get isOpen(): boolean {
    const { breaker, room, limits, pauses } = this.#rules;
    return breaker === undefined && room === undefined && limits.length === 0 && !pauses?.holds(this.#url);
  }

  async enter(signal: AbortSignal | undefined): Promise<Disposable> {
    const { breaker, room, limits, pauses } = this.#rules;
    // Whoever is refused does not wait for it.
    if (breaker?.state === "open") return NO_ROOM;
    const entered = await room?.(signal) ?? NO_ROOM;
    if (limits.length === 0 && pauses === undefined) return entered;
    try {
      await this.pace(signal);
      return entered;
    } catch (error) {
      entered[Symbol.dispose]();
      throw error;
    }
  }

  async pace(signal: AbortSignal | undefined): Promise<void> {
    const { limits, pauses } = this.#rules;
    do {
      await pauses?.over(this.#url.origin, signal);
      for (const limit of limits) await limit.pass({ signal });
      // The server may have asked for a pause while this one waited in line.
    } while (pauses?.holds(this.#url));
  }

  call<T>(operation: () => Promise<T>): Promise<T> {
    const { breaker, isJudged } = this.#rules;
    if (breaker === undefined) return operation();
    return isJudged ? judged(breaker, operation) : breaker.call(operation);
  }

  heed(url: URL, headers: Headers): void {
    const { pauses, maxPauseMs } = this.#rules;
    pauses?.take(url, headers, maxPauseMs);
  }
}

const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/** A number that stands for a function in a key. */
function numberOf(one: object): number {
  const number = numbers.get(one) ?? ++lastNumber;
  numbers.set(one, number);
  return number;
}
