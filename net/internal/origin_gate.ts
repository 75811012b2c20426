import { CircuitBreaker, type CircuitBreakerOptions } from "../../async/circuit_breaker.ts";
import { BREAKER_OPTIONS } from "../../async/internal/breaker_options.ts";
import { Semaphore } from "../../async/semaphore.ts";
import { NetworkError, type NetworkFailure } from "../../errors/network_error.ts";
import { LruMap } from "../../internal/lru_map.ts";
import { isPassing } from "./failed_status.ts";
import { checkInteger, checkOptions } from "../../internal/validate.ts";

/** What spares an origin: it limits how many requests run at a time, and refuses them while the origin fails. */
export interface OriginGate {
  /** Waits until there is room for one more, unless the signal fires; disposing what it gives makes room again. */
  enter(signal: AbortSignal | undefined): Promise<Disposable>;
  /** Does something, unless the origin fails all the time. */
  call<T>(operation: () => Promise<T>): Promise<T>;
}

/** What a request asks for. */
export interface GateOptions {
  /** When requests are refused. */
  readonly circuitBreaker?: CircuitBreaker | CircuitBreakerOptions | undefined;
  /** How many run at a time. */
  readonly maxPerOrigin?: number | undefined;
}

// Of the origins that were asked last. One that is forgotten while it fails is found to fail anew.
const MOST_BREAKERS = 1_000;

/** What is known of origins, for the requests that spare them together: those of a client, or all others. */
export class OriginStates {
  readonly #breakers = new LruMap<CircuitBreaker>({ maxEntries: MOST_BREAKERS });
  readonly #rooms = new Map<string, Semaphore>();

  /**
   * Gives the gate to an origin.
   *
   * @param url A URL of the origin.
   * @param options What the request asks for; checked here.
   * @returns The gate; undefined where nothing is asked for.
   */
  gate(url: URL, { circuitBreaker, maxPerOrigin }: GateOptions): OriginGate | undefined {
    const max = maxPerOrigin === Infinity ? undefined : maxPerOrigin;
    if (max !== undefined) checkInteger("maxPerOrigin", max, { min: 1 });
    if (circuitBreaker === undefined && max === undefined) return undefined;
    const { origin } = url;
    const breaker = circuitBreaker === undefined ? undefined : this.#breaker(origin, circuitBreaker);
    // A caller's own breaker, or own opinion, hears of everything.
    const isJudged = !(circuitBreaker instanceof CircuitBreaker) && circuitBreaker?.isFailure === undefined;
    return {
      // Whoever is refused does not wait for it.
      enter: async (signal) =>
        max === undefined || breaker?.state === "open" ? NO_ROOM : await this.#enter(origin, max, signal),
      call(operation) {
        if (breaker === undefined) return operation();
        return isJudged ? judged(breaker, operation) : breaker.call(operation);
      },
    };
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

const SICK: ReadonlySet<NetworkFailure> = new Set(["dns", "refused", "tls", "reset", "timeout", "protocol"]);
const ANSWERED: ReadonlySet<NetworkFailure> = new Set(["status", "decode", "too-large"]);

/** Whether an error tells that the server is not well: what may be tried again, and what makes no connection. */
function isSick(error: unknown): boolean {
  return error instanceof NetworkError && (SICK.has(error.reason) || isPassingStatus(error));
}

function isPassingStatus(error: NetworkError): boolean {
  const { status } = error as { status?: number };
  return error.reason === "status" && status !== undefined && isPassing(status);
}

// A server that says that there is no such thing is well, as one is that gives it: both end a row of failures.
async function judged<T>(breaker: CircuitBreaker, operation: () => Promise<T>): Promise<T> {
  const outcome = await breaker.call(async () => {
    try {
      return { value: await operation() };
    } catch (error) {
      if (error instanceof NetworkError && ANSWERED.has(error.reason) && !isPassingStatus(error)) return { error };
      throw error;
    }
  });
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}

const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/** A number that stands for a function in a key. */
function numberOf(one: object): number {
  const number = numbers.get(one) ?? ++lastNumber;
  numbers.set(one, number);
  return number;
}
