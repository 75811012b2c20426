import { MaktabaError } from "../../errors/maktaba_error.ts";
import { NetworkError } from "../../errors/network_error.ts";
import { runtime } from "../../internal/runtime.ts";
import { onAbort } from "../../internal/signals.ts";
import { Answer, type AnswerOwner } from "./answer.ts";
import { failedRequest, type RequestPhase, type RequestPlace, timedOut } from "./failed_request.ts";
import { hedgedExchange } from "./hedged_exchange.ts";
import { IdleTimer } from "./idle_timer.ts";
import type { WireResponse } from "./node_response.ts";
import { isNodeAble, sendByNode } from "./node_transport.ts";
import type { OpenBody, OutgoingBody } from "./outgoing_body.ts";
import { type Hop, nextHop, type SentHeaders } from "./redirect.ts";
import type { PrepareFunction, SendPlan } from "./request_plan.ts";

/**
 * Makes something of an answer, of which it reads all that it wants.
 *
 * @typeParam T What it makes.
 */
export type Read<T> = (answer: Answer, plan: SendPlan) => Promise<T>;

/**
 * Makes a request once, following redirects, and lets its answer be read within its time limits.
 *
 * @typeParam T What is made of the answer.
 * @param plan The request.
 * @param signal Ends it.
 * @param read Makes something of the answer, and reads all of it that it wants.
 * @param totalMs What is left of the time for everything, in milliseconds, unless the signal keeps it.
 * @returns What was made of it.
 */
export function exchange<T>(
  plan: SendPlan,
  signal: AbortSignal | undefined,
  read: Read<T>,
  totalMs?: number,
): Promise<T> {
  const { gate } = plan;
  if (plan.hedgeMs !== undefined) return hedgedExchange(plan, signal, read, exchangeInTurn<T>);
  return gate === undefined || gate.isOpen
    ? exchangeNow(plan, signal, read, totalMs)
    : exchangeInTurn(plan, signal, read);
}

async function exchangeInTurn<T>(
  plan: SendPlan,
  signal: AbortSignal | undefined,
  read: Read<T>,
  onTurn?: () => void,
): Promise<T> {
  const { gate } = plan;
  using _ = await gate?.enter(signal);
  onTurn?.();
  return gate === undefined
    ? await exchangeNow(plan, signal, read)
    : await gate.call(() => exchangeNow(plan, signal, read));
}

/**
 * The same at once, whatever its origin is spared.
 *
 * @typeParam T What is made of the answer.
 * @param plan The request.
 * @param signal Ends it.
 * @param read Makes something of the answer, and reads all of it that it wants.
 * @param totalMs What is left of the time for everything, in milliseconds, unless the signal keeps it.
 * @returns What was made of it.
 */
export function exchangeNow<T>(
  plan: SendPlan,
  signal: AbortSignal | undefined,
  read: Read<T>,
  totalMs?: number,
): Promise<T> {
  return new Exchange(plan, signal, totalMs).run(read);
}

/** One attempt: its clock, what it sends, and the way to end it. */
class Exchange implements AnswerOwner {
  readonly #plan: SendPlan;
  readonly #controller = new AbortController();
  readonly #signal: AbortSignal | undefined;
  readonly #parent: Disposable | undefined;
  readonly #timer = new IdleTimer();
  readonly #onSilence = (ms: number): void => this.#expire(this.#phase, ms);
  #phase: RequestPhase = "headers";
  readonly #attemptTimer: IdleTimer | undefined;
  readonly #totalTimer: IdleTimer | undefined;
  #hop: Hop;
  // Open until the answer has been read: a server may answer while it is still being sent to.
  #body: OpenBody | undefined;
  #sent = 0;
  #sentAt = 0;

  /**
   * Begins an attempt.
   *
   * @param plan The request.
   * @param signal Ends it.
   * @param totalMs What is left of the time for everything, in milliseconds, unless the signal keeps it.
   */
  constructor(plan: SendPlan, signal: AbortSignal | undefined, totalMs?: number) {
    this.#plan = plan;
    this.#signal = signal;
    this.#parent = signal && onAbort(signal, (reason) => this.#controller.abort(reason));
    this.#hop = plan;
    this.#attemptTimer = this.#limit("attempt", plan.timeoutMs);
    this.#totalTimer = this.#limit("total", totalMs);
  }

  get request(): RequestPlace {
    return this.#hop;
  }

  get isWatched(): boolean {
    return this.#plan.onProgress !== undefined;
  }

  get sentAt(): number {
    return this.#sentAt;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  pause(): void {
    this.#timer.pause();
  }

  resume(): void {
    this.#timer.resume();
  }

  /**
   * Sends the request, goes where it is redirected, and has the answer read. All in one function, as each that waits
   * for another takes its time.
   *
   * @typeParam T What is made of the answer.
   * @param read Makes it.
   * @returns What was made of it.
   */
  async run<T>(read: Read<T>): Promise<T> {
    const plan = this.#plan;
    try {
      let answer = plan.prepare && await this.#prepared(plan.prepare);
      for (let redirects = 0; answer === undefined; redirects++) {
        const { body } = this.#hop;
        this.#watch("headers", plan.connectTimeoutMs + sendingMs(body?.bytesInMemory ?? 0));
        if (body !== undefined || this.#body !== undefined) await this.#open(body);
        this.#sentAt = Date.now();
        let begun: Answer;
        try {
          begun = this.#begun(await this.#fetch());
        } catch (error) {
          throw this.failure(error);
        }
        const next = nextHop(this.#hop, begun, redirects, plan.maxRedirects);
        if (next === undefined) {
          answer = begun;
        } else {
          await begun.discard();
          this.#hop = next;
        }
      }
      return await read(answer, plan);
    } catch (error) {
      // Whatever it failed with, a cancellation is told as such.
      this.#signal?.throwIfAborted();
      throw error;
    } finally {
      // Not by `await using`: most requests have nothing to wait for here.
      const closing = this.#close();
      if (closing !== undefined) await closing;
    }
  }

  onReceived(bytes: number, totalBytes: number | undefined): void {
    this.#timer.touch();
    this.#plan.onProgress?.({ direction: "download", bytes, totalBytes });
  }

  failure(error: unknown, answer?: Answer): unknown {
    const { signal } = this.#controller;
    if (signal.aborted) return signal.reason;
    if (error instanceof MaktabaError) return error;
    const source = this.#body?.failure;
    if (source === undefined) return failedRequest(error, this.#hop, answer, this.#timer.elapsedMs);
    return this.#sourceFailure(source.error);
  }

  /** Ends the attempt; gives a promise where that takes time. */
  #close(): PromiseLike<void> | undefined {
    this.#timer[Symbol.dispose]();
    this.#attemptTimer?.[Symbol.dispose]();
    this.#totalTimer?.[Symbol.dispose]();
    this.#parent?.[Symbol.dispose]();
    return this.#body?.[Symbol.asyncDispose]();
  }

  /** Gives the answer, if there is one without asking anybody. */
  async #prepared(prepare: PrepareFunction): Promise<Answer | undefined> {
    const prepared = await prepare(this.#hop, this.#controller.signal);
    if (prepared instanceof Response) {
      this.#sentAt = Date.now();
      return new Answer(prepared, this);
    }
    this.#hop = prepared;
    return undefined;
  }

  async #open(body: OutgoingBody | undefined): Promise<void> {
    await this.#body?.[Symbol.asyncDispose]();
    this.#body = await body?.open((bytes, total) => this.#onSent(bytes, total));
  }

  #begun(response: WireResponse): Answer {
    if (response.status < 200) throw this.#unfinished(response);
    // What asks for a pause (RFC 6585, section 4; RFC 9110, section 15.6.4), whoever reads the answer.
    if (response.status === 429 || response.status === 503) this.#plan.gate?.heed(this.#hop.url, response.headers);
    this.#watch("idle", this.#plan.readTimeoutMs);
    return new Answer(response, this);
  }

  #fetch(): PromiseLike<WireResponse> | WireResponse {
    const { transport } = this.#plan;
    const { url } = this.#hop;
    if (transport !== undefined) return transport(url, this.#init(this.#body));
    if (isNodeAble(this.#body)) return sendByNode(this.#hop, this.#body, this.#controller.signal);
    return fetch(url.href, this.#init(this.#body));
  }

  #init(body: OpenBody | undefined): RequestInit {
    const { method } = this.#hop;
    // A browser hides where it is redirected to, and follows by itself.
    const redirect = runtime === "browser" ? "follow" : "manual";
    const init = { method, headers: this.#headers(body), signal: this.#controller.signal, redirect } as const;
    if (body === undefined) return init;
    return { ...init, body: body.init, ...(body.isStream ? { duplex: "half" } : {}) } as RequestInit;
  }

  // Node and Bun send the length that they are told; Deno sends a stream in chunks whatever its length.
  #headers(body: OpenBody | undefined): SentHeaders {
    const { headers } = this.#hop;
    if (body?.contentLength === undefined) {
      return runtime === "deno" && headers instanceof Headers ? recordOf(headers) : headers;
    }
    const measured = new Headers(headers);
    measured.set("content-length", String(body.contentLength));
    return measured;
  }

  #onSent(bytes: number, totalBytes: number | undefined): void {
    this.#sent += bytes;
    this.#timer.touch();
    this.#plan.onProgress?.({ direction: "upload", bytes: this.#sent, totalBytes });
  }

  // What comes before an answer is no answer: 101 to who asked for no other protocol, or a status that there is not.
  #unfinished({ body, status }: WireResponse): NetworkError {
    body?.cancel().catch(() => {});
    const { method, url, isRepeatable } = this.#hop;
    const params = { method, url, detail: `status ${status}` };
    return new NetworkError({ code: "NET_PROTOCOL", params, reason: "protocol", retryable: isRepeatable });
  }

  #sourceFailure(source: unknown): unknown {
    if (source instanceof MaktabaError) return source;
    const { method, url } = this.#hop;
    const params = { method, url, detail: source };
    return new NetworkError({ code: "NET_ABORTED", params, reason: "aborted", cause: source });
  }

  #limit(phase: RequestPhase, ms: number | undefined): IdleTimer | undefined {
    if (ms === undefined) return undefined;
    const timer = new IdleTimer();
    timer.watch(ms, () => this.#expire(phase, ms));
    return timer;
  }

  #watch(phase: RequestPhase, ms: number): void {
    this.#phase = phase;
    this.#timer.watch(ms, this.#onSilence);
  }

  #expire(phase: RequestPhase, ms: number): void {
    this.#controller.abort(timedOut(phase, ms, this.#hop));
  }
}

// Deno takes a record in less time than headers.
function recordOf(headers: Headers): Record<string, string> {
  const record: Record<string, string> = {};
  headers.forEach((value, name) => record[name] = value);
  return record;
}

// How much of a body in memory has been sent cannot be seen. A slow line gets the time that 64 KiB a second take for
// what goes beyond the first 64 KiB, so that the limit is exact for all requests but large ones.
function sendingMs(bytes: number): number {
  return bytes <= 65_536 ? 0 : Math.ceil(bytes / 65.536);
}
