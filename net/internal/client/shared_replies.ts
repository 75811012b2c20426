import { formatMessage } from "../../../errors/catalogue.ts";
import { CancelledError } from "../../../errors/cancelled_error.ts";
import { runAmbient } from "../../../internal/ambient.ts";
import { abandonOnAbort } from "../../../internal/signals.ts";
import type { ClientOptions, ClientRequestOptions } from "../../client_options.ts";
import { Answer } from "../answer.ts";
import type { RequestPlan } from "../request_plan.ts";

/** An answer that has been read to its end, for all who asked for it. */
export interface WholeReply {
  /** The answer. */
  readonly answer: Answer;
  /** Its body. */
  readonly bytes: Uint8Array;
}

/** Where a request finds one that is equal and under way. */
export interface Sharing {
  /** Those of its client that are under way. */
  readonly replies: SharedReplies;
  /** What equal requests have in common. */
  readonly key: string;
}

// What may differ from the client's options: it is part of what is sent, or of who waits.
const SHAREABLE: ReadonlySet<string> = new Set(["headers", "query", "signal", "deduplicate"]);

const ofClients = new WeakMap<readonly ClientOptions[], SharedReplies>();

/**
 * Finds out with which requests one may share its answer.
 *
 * @param chain The client's options, which stand for it.
 * @param plan The request.
 * @param options Its own options.
 * @returns Where it finds them; undefined for a request that must be made by itself.
 */
export function sharingOf(
  chain: readonly ClientOptions[],
  { method, url, headers }: RequestPlan,
  options: ClientRequestOptions,
): Sharing | undefined {
  const isPlain = Object.entries(options).every(([name, value]) => value === undefined || SHAREABLE.has(name));
  if (!isPlain || (method !== "GET" && method !== "HEAD")) return undefined;
  const replies = ofClients.get(chain) ?? new SharedReplies();
  ofClients.set(chain, replies);
  // Kept in memory only, and as long as the request takes, so secrets may stand in it.
  return { replies, key: JSON.stringify([method, url.href, ...headers]) };
}

/** The requests of a client that are under way, for whoever asks for the same meanwhile. */
export class SharedReplies {
  readonly #flights = new Map<string, Flight>();

  /**
   * Gives the answer to an equal request that is under way, or asks.
   *
   * @param key What equal requests have in common.
   * @param ask Asks, until its signal fires: when the last of those who wait has left.
   * @param signal Ends the wait of this one.
   * @returns The answer.
   */
  async get(
    key: string,
    ask: (signal: AbortSignal) => Promise<WholeReply>,
    signal: AbortSignal,
  ): Promise<WholeReply> {
    const flight = this.#flights.get(key) ?? this.#begin(key, ask);
    flight.waiting++;
    try {
      return await abandonOnAbort(flight.reply, signal);
    } finally {
      if (--flight.waiting === 0 && this.#forget(key, flight)) {
        flight.controller.abort(new CancelledError(formatMessage("ASYNC_REASON_NOBODY_WAITS", {})));
      }
    }
  }

  #begin(key: string, ask: (signal: AbortSignal) => Promise<WholeReply>): Flight {
    const flight = new Flight(ask);
    this.#flights.set(key, flight);
    const forget = () => void this.#forget(key, flight);
    flight.reply.then(forget, forget);
    return flight;
  }

  /** Lets whoever comes from now on ask anew; tells whether that was still to be done. */
  #forget(key: string, flight: Flight): boolean {
    return this.#flights.get(key) === flight && this.#flights.delete(key);
  }
}

/** One request for all who asked for the same; it belongs to the task of none of them. */
class Flight {
  readonly controller = new AbortController();
  readonly reply: Promise<WholeReply>;
  waiting = 0;

  constructor(ask: (signal: AbortSignal) => Promise<WholeReply>) {
    this.reply = runAmbient(undefined, () => ask(this.controller.signal));
  }
}

/**
 * Makes an answer of one that others have, too.
 *
 * @param reply The answer.
 * @returns The same, with a body of its own.
 */
export function ownAnswer({ answer, bytes }: WholeReply): Answer {
  const { status, statusText, isOk, hasBody, httpVersion, headers, request, sentAt } = answer;
  const body = new Response(bytes.slice() as Uint8Array<ArrayBuffer>);
  const response = {
    status,
    statusText,
    ok: isOk,
    headers: new Headers(headers),
    body: body.body,
    arrayBuffer: () => body.arrayBuffer(),
    hasBody,
    ...(httpVersion === undefined ? {} : { httpVersion }),
  };
  return new Answer(response, {
    request,
    sentAt,
    isWatched: false,
    pause() {},
    resume() {},
    onReceived() {},
    failure: (error) => error,
  });
}
