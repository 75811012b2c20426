import { CircuitOpenError } from "../../../async/circuit_breaker.ts";
import { NetworkError } from "../../../errors/network_error.ts";
import { runAmbient } from "../../../internal/ambient.ts";
import { report } from "../../../internal/report.ts";
import { abandonOnAbort } from "../../../internal/signals.ts";
import type { AnswerCache } from "../../answer_cache.ts";
import type { Answer } from "../answer.ts";
import { failedStatus } from "../failed_status.ts";
import { nextHop } from "../redirect.ts";
import type { RequestPlan } from "../request_plan.ts";
import { runRequest } from "../run_request.ts";
import { board, type Flight } from "./flights.ts";
import { type Aged, ageOf } from "./freshness.ts";
import { answerOf, BodyCollector, missingAnswer, type Outcome } from "./given_answer.ts";
import { type KeptAnswer, writeBody } from "./kept_answer.ts";
import { ALL_HEADERS, KeptAnswers, type Slot, variantOf, varyOf } from "./kept_answers.ts";
import { judge, mayReplaceFailure, wantsKeptOnly } from "./reuse.ts";
import { keepingMs, keptHeaders, mayBeShared, type NewAnswer } from "./storable.ts";
import { conditional, freshened, hasConditions, isAsLong, speaksOf } from "./validation.ts";

/** Makes something of an answer, told where it came from unless nobody gave it, or throws. */
type Read<T> = (answer: Answer, outcome: Outcome | undefined) => Promise<T>;

const KEPT_BYTES = 10_485_760;
const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Makes a request through a private cache (RFC 9111, RFC 5861).
 *
 * @typeParam T What is made of the answer.
 * @param plan The request.
 * @param cache The caller's cache.
 * @param signal Ends it.
 * @param read Makes something of an answer, or throws; what it reads to its end may be kept.
 * @returns What was made of the answer.
 */
export function cachedRequest<T>(
  plan: RequestPlan,
  cache: AnswerCache,
  signal: AbortSignal | undefined,
  read: (answer: Answer) => Promise<T>,
): Promise<T> {
  const told: Read<T> = async (answer, outcome) => {
    if (outcome !== undefined) tell(plan, cache, outcome);
    return await read(answer);
  };
  const run = new CachedRequest(plan, cache, signal, told);
  if (!SAFE.has(plan.method)) return run.unsafe();
  if (plan.method === "OPTIONS" || hasConditions(plan.headers)) return run.passing();
  // What is done to each attempt of a client is meant for the URL that it begins with, not for where that redirects to.
  const isFollowed = cache.ttlMs === undefined && plan.prepare === undefined && plan.maxRedirects !== 0;
  return isFollowed ? followed(plan, cache, signal, told) : run.run();
}

function tell({ method, url }: RequestPlan, cache: AnswerCache, outcome: Outcome): void {
  if (outcome.source !== "network") {
    const level = outcome.error === undefined ? "debug" : "warning";
    report(level, "net", "An answer came from the cache", { method, url, ...outcome });
  }
  cache.onAnswer?.({ ...outcome, url: new URL(url) });
}

// Of a redirect, what it says does not matter, but only what was read to its end is kept.
const REDIRECT_BYTES = 65_536;

/** Follows redirects step by step, as each answer on the way may be kept by rules of its own. */
async function followed<T>(
  plan: RequestPlan,
  cache: AnswerCache,
  signal: AbortSignal | undefined,
  read: Read<T>,
): Promise<T> {
  const end = performance.now() + (plan.totalTimeoutMs ?? Infinity);
  let step: RequestPlan = { ...plan, maxRedirects: 0 };
  for (let redirects = 0;; redirects++) {
    const outcome = await new CachedRequest(step, cache, signal, async (answer, outcome) => {
      const next = nextHop(step, answer, redirects, plan.maxRedirects);
      if (next === undefined) return { value: await read(answer, outcome) };
      if (answer.hasBody) await answer.beginning(REDIRECT_BYTES);
      return { next };
    }).run();
    if (outcome.next === undefined) return outcome.value as T;
    const left = plan.totalTimeoutMs === undefined ? undefined : Math.max(1, end - performance.now());
    step = { ...step, ...outcome.next, totalTimeoutMs: left };
  }
}

/** One request and what is done about the cache for it. */
class CachedRequest<T> {
  readonly #plan: RequestPlan;
  readonly #cache: AnswerCache;
  readonly #signal: AbortSignal | undefined;
  readonly #read: Read<T>;
  readonly #answers: KeptAnswers;

  constructor(plan: RequestPlan, cache: AnswerCache, signal: AbortSignal | undefined, read: Read<T>) {
    this.#plan = plan;
    this.#cache = cache;
    this.#signal = signal;
    this.#read = read;
    this.#answers = new KeptAnswers(cache.store, signal);
  }

  /** Asks the server past the cache. */
  passing(): Promise<T> {
    return runRequest(this.#plan, this.#signal, (answer) => this.#read(answer, networkOutcome(answer)));
  }

  /** Asks the server to change something, and forgets what it changed (RFC 9111, section 4.4). */
  unsafe(): Promise<T> {
    return runRequest(this.#plan, this.#signal, async (answer) => {
      if (answer.status < 400) await this.#forgetChanged(answer);
      return await this.#read(answer, networkOutcome(answer));
    });
  }

  /** Gives what is kept, or asks the server. */
  async run(): Promise<T> {
    if (this.#cache.force === true) return await this.#ask({ ...await this.#find(), kept: undefined }, undefined);
    for (;;) {
      let slot = await this.#find();
      const aged = slot.kept === undefined ? undefined : this.#age(slot.kept);
      const verdict = aged === undefined ? "validate" : judge(aged, this.#plan.headers, this.#cache);
      if (aged !== undefined && verdict !== "validate") {
        const given = await this.#tryGive(aged, verdict === "fresh" ? "fresh" : "stale");
        if (given !== undefined && verdict === "refresh") this.#refresh(slot);
        if (given !== undefined) return given.value;
        slot = { ...slot, kept: undefined };
      }
      if (wantsKeptOnly(this.#plan.headers)) return await this.#missing();
      const { flight, isFirst } = board(this.#cache.store, flightKey(this.#plan));
      if (isFirst) return await this.#lead(slot, flight);
      const landing = await abandonOnAbort(flight.landed(), this.#signal);
      if (landing === "again") continue;
      return landing === "alone" ? await this.#ask(slot, undefined) : await this.#share(landing);
    }
  }

  async #missing(): Promise<T> {
    return await this.#read(missingAnswer(this.#plan), undefined);
  }

  /** Asks the server for all who want the same at the time. */
  async #lead(slot: Slot, flight: Flight): Promise<T> {
    // Until what it brought is in the store, those who come find it here.
    using _ = flight;
    try {
      return await this.#ask(slot, flight);
    } catch (error) {
      // Those who wait were not cancelled: one of them asks in the place of this one.
      flight.land(this.#signal?.aborted ? "again" : "alone");
      throw error;
    }
  }

  async #share(kept: KeptAnswer): Promise<T> {
    const { ageMs } = ageOf(kept, undefined, Date.now());
    const answer = answerOf(kept, this.#plan, ageMs);
    return await this.#read(answer, { source: "fresh", ageMs, status: kept.status });
  }

  #mayReplace({ kept }: Slot): boolean {
    return kept !== undefined && mayReplaceFailure(this.#age(kept), this.#plan.headers, this.#cache);
  }

  /** Asks the server, whether the kept answer is still good if there is one; gives that one where asking fails. */
  async #ask(slot: Slot, flight: Flight | undefined): Promise<T> {
    try {
      return await this.#exchange(slot, flight);
    } catch (error) {
      if (this.#signal?.aborted || !isOutage(error) || !this.#mayReplace(slot)) throw error;
      const given = await this.#tryGive(this.#age(slot.kept!), "stale", error);
      if (given === undefined) throw error;
      return given.value;
    }
  }

  async #exchange(slot: Slot, flight: Flight | undefined): Promise<T> {
    const aged = slot.kept === undefined ? undefined : this.#age(slot.kept);
    const headers = aged === undefined ? undefined : conditional(this.#plan.headers, aged.headers);
    if (aged === undefined || headers === undefined) return await this.#fetch(slot, flight, this.#plan);
    const outcome = await runRequest({ ...this.#plan, headers }, this.#signal, async (answer) => {
      if (answer.status !== 304) return { value: await this.#receive(slot, flight, answer) };
      await answer.discard();
      return speaksOf(answer.headers, aged.headers) ? await this.#revalidated(slot, flight, answer) : undefined;
    });
    // The server says that something else has not changed than what is kept.
    return outcome === undefined ? await this.#fetch({ ...slot, kept: undefined }, flight, this.#plan) : outcome.value;
  }

  #fetch(slot: Slot, flight: Flight | undefined, plan: RequestPlan): Promise<T> {
    return runRequest(plan, this.#signal, (answer) => this.#receive(slot, flight, answer));
  }

  async #revalidated(slot: Slot, flight: Flight | undefined, answer: Answer): Promise<{ value: T }> {
    const kept = freshened(slot.kept!, answer.headers, timesOf(answer));
    const news = newAnswer(
      { ...this.#plan, method: kept.method },
      kept.status,
      new Headers(kept.headers as never),
      kept,
    );
    const ttlMs = keepingMs(news, this.#cache);
    if (ttlMs > 0) await this.#answers.keep(slot, kept, this.#plan, ttlMs);
    flight?.land(mayBeShared(news) ? kept : "alone");
    const { ageMs } = this.#age(kept);
    const given = answerOf(kept, this.#plan, ageMs);
    return { value: await this.#read(given, { source: "revalidated", ageMs, status: kept.status }) };
  }

  /** Gives an answer that comes from the server, and keeps what is read of it. */
  async #receive(slot: Slot, flight: Flight | undefined, answer: Answer): Promise<T> {
    // Thrown, so that it is tried again as other failures are before the kept answer takes its place.
    if (isOutageStatus(answer.status) && this.#mayReplace(slot)) throw await failedStatus(answer);
    const news = newAnswer(this.#plan, answer.status, answer.headers, timesOf(answer));
    const isOwn = this.#cache.ttlMs !== undefined || answer.request.url.href === this.#plan.url.href;
    const ttlMs = isOwn ? keepingMs(news, this.#cache) : 0;
    // A server that fails may not fail the next.
    const isShared = isOwn && flight !== undefined && answer.status < 500 && mayBeShared(news);
    if (!isShared) flight?.land("alone");
    // What is kept has been replaced by something that may not be, or is no longer there.
    const isOutdated = this.#plan.method === "GET" && (answer.isOk || answer.status === 404 || answer.status === 410);
    if (ttlMs === 0 && slot.kept !== undefined && isOutdated) await this.#answers.forget(this.#plan);
    if (ttlMs === 0 && !isShared) return await this.#read(answer, networkOutcome(answer));
    const { maxBytes = KEPT_BYTES } = this.#cache;
    let body: Uint8Array | undefined;
    flight?.touch();
    answer.copyTo(
      new BodyCollector(maxBytes, (bytes) => {
        body = bytes;
        if (bytes === undefined) flight?.land("alone");
      }, () => flight?.touch()),
    );
    const keep = async () => {
      const bytes = this.#plan.method === "HEAD" || !answer.hasBody ? new Uint8Array() : body;
      if (bytes !== undefined) await this.#keep(slot, news, answer, bytes, ttlMs, isShared ? flight : undefined);
    };
    try {
      const value = await this.#read(answer, networkOutcome(answer));
      await keep();
      return value;
    } catch (error) {
      // An answer such as 404 is one as well, though its caller gets it as an error.
      if (error instanceof NetworkError && error.reason === "status") await keep();
      throw error;
    }
  }

  async #keep(
    slot: Slot,
    news: NewAnswer,
    answer: Answer,
    bytes: Uint8Array,
    ttlMs: number,
    flight: Flight | undefined,
  ): Promise<void> {
    const { status, statusText, headers } = answer;
    const vary = this.#cache.ttlMs === undefined ? varyOf(headers) : [ALL_HEADERS];
    const kept: KeptAnswer = {
      version: 2,
      method: news.method,
      status,
      statusText,
      headers: keptHeaders(headers),
      ...timesOf(answer),
      vary,
      variant: await variantOf(vary, this.#plan.headers),
      generation: "",
      ...writeBody(bytes, headers.get("content-type") ?? ""),
    };
    flight?.land(kept);
    const ours = news.method === "HEAD" ? headKept(slot, kept) : kept;
    if (ttlMs > 0) await this.#answers.keep(slot, ours, this.#plan, ttlMs);
  }

  /** Asks for a stale answer anew, for those to come; whoever asked this time does not wait for it. */
  #refresh(slot: Slot): void {
    const { flight, isFirst } = board(this.#cache.store, flightKey(this.#plan));
    if (!isFirst) return;
    const { onProgress: _, ...plan } = this.#plan;
    const read = async (answer: Answer): Promise<void> => {
      if (answer.status >= 400) throw await failedStatus(answer);
      if (answer.hasBody) await answer.bytes(plan.maxBytes);
    };
    // Bound to no task: the one that it is in may be over before.
    runAmbient(undefined, async () => {
      try {
        await new CachedRequest({ ...plan, onProgress: undefined }, this.#cache, undefined, read).#lead(slot, flight);
      } catch (error) {
        report("warning", "net", "A stale answer could not be asked for anew", { url: plan.url, error });
      }
    });
  }

  async #forgetChanged(answer: Answer): Promise<void> {
    const { url, headers } = this.#plan;
    const named = [answer.headers.get("location"), answer.headers.get("content-location")];
    const others = named.filter((target) => target !== null && URL.canParse(target, url.href))
      .map((target) => new URL(target!, url))
      .filter((target) => target.origin === url.origin);
    const changed = new Map([url, ...others].map((target) => [target.href, target]));
    for (const target of changed.values()) await this.#answers.forget({ url: target, headers });
  }

  /** Gives a kept answer; undefined where it turns out to be broken. */
  async #tryGive(
    { kept, ageMs }: Aged,
    source: "fresh" | "stale",
    error?: unknown,
  ): Promise<{ value: T } | undefined> {
    const { url } = this.#plan;
    try {
      const answer = answerOf(kept, this.#plan, ageMs);
      const outcome = { source, ageMs, status: kept.status, ...(error === undefined ? {} : { error }) };
      return { value: await this.#read(answer, outcome) };
    } catch (failure) {
      if (!(failure instanceof NetworkError && failure.reason === "decode")) throw failure;
      report("warning", "net", "A cached answer could not be read", { url, error: failure });
      return undefined;
    }
  }

  async #find(): Promise<Slot> {
    const slot = await this.#answers.find(this.#plan);
    // What was answered to HEAD has nothing to give to GET.
    const isUsable = slot.kept !== undefined && (slot.kept.method === this.#plan.method || slot.kept.method === "GET");
    return isUsable ? slot : { ...slot, kept: undefined };
  }

  #age(kept: KeptAnswer): Aged {
    return ageOf(kept, this.#cache.ttlMs, Date.now());
  }
}

/**
 * What is kept of the answer to HEAD: where it speaks of the body that is kept already, that one with its headers
 * (RFC 9111, section 4.3.5), or else it alone.
 */
function headKept({ kept }: Slot, head: KeptAnswer): KeptAnswer {
  if (kept?.method !== "GET" || head.status !== 200) return head;
  const [fresh, before] = [head, kept].map(({ headers }) => new Headers(headers as [string, string][]));
  return speaksOf(fresh!, before!) && isAsLong(fresh!, before!) ? freshened(kept, fresh!, head) : head;
}

// Requests are equal where nothing that is sent differs. Kept in memory only, so secrets may stand in it.
function flightKey({ method, url, headers, maxBytes }: RequestPlan): string {
  return JSON.stringify([method, url.href, maxBytes, ...headers]);
}

function newAnswer(
  { method, headers: request }: Pick<RequestPlan, "method" | "headers">,
  status: number,
  headers: Headers,
  { receivedAt }: Pick<KeptAnswer, "receivedAt">,
): NewAnswer {
  return { method, request, status, headers, receivedAt };
}

const times = new WeakMap<Answer, Pick<KeptAnswer, "requestedAt" | "receivedAt">>();

/** When an answer was asked for and began to come; the same each time it is asked. */
function timesOf(answer: Answer): Pick<KeptAnswer, "requestedAt" | "receivedAt"> {
  const known = times.get(answer) ?? { requestedAt: answer.sentAt, receivedAt: Date.now() };
  times.set(answer, known);
  return known;
}

function networkOutcome(answer: Answer): Outcome {
  const age = Number((answer.headers.get("age") ?? "").split(",", 1)[0]);
  return { source: "network", ageMs: age > 0 ? age * 1_000 : 0, status: answer.status };
}

// RFC 5861, section 4.
function isOutageStatus(status: number): boolean {
  return [500, 502, 503, 504].includes(status);
}

/** Whether a failure means that the server's answer cannot be had, as opposed to one that says something. */
function isOutage(error: unknown): boolean {
  if (error instanceof CircuitOpenError) return true;
  if (!(error instanceof NetworkError)) return false;
  const { status } = error as { status?: number };
  if (status !== undefined) return isOutageStatus(status);
  return ["dns", "refused", "reset", "timeout", "protocol"].includes(error.reason);
}
