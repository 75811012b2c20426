import { NetworkError } from "../../../errors/network_error.ts";
import { runAmbient } from "../../../internal/ambient.ts";
import { report } from "../../../internal/report.ts";
import { abandonOnAbort } from "../../../internal/signals.ts";
import type { AnswerCache } from "../../answer_cache.ts";
import type { Answer } from "../answer.ts";
import { timedOut } from "../failed_request.ts";
import { failedStatus } from "../failed_status.ts";
import type { RequestPlan } from "../request_plan.ts";
import { runRequest } from "../run_request.ts";
import { board, type Flight } from "./flights.ts";
import { type Aged, ageOf } from "./freshness.ts";
import { answerOf, BodyCollector, missingAnswer } from "./given_answer.ts";
import { headersOf, type KeptAnswer } from "./kept_answer.ts";
import { type Deadline, KeptAnswers, type Slot } from "./kept_answers.ts";
import { isOutage, isOutageStatus, networkOutcome, type Outcome } from "./outcome.ts";
import { recordOf, timesOf, withHead } from "./record.ts";
import { judge, mayReplaceFailure, wantsKeptOnly } from "./reuse.ts";
import { keepingMs, mayBeShared } from "./storable.ts";
import { conditional, freshened, speaksOf } from "./validation.ts";

/** Makes something of an answer, told where it came from unless nobody gave it, or throws. */
export type Read<T> = (answer: Answer, outcome: Outcome | undefined) => Promise<T>;

const KEPT_BYTES = 10_485_760;
const NO_BYTES = new Uint8Array();

/** One request to one URL, and what is done about the cache for it. */
export class CacheExchange<T> {
  readonly #plan: RequestPlan;
  readonly #cache: AnswerCache;
  readonly #signal: AbortSignal | undefined;
  readonly #read: Read<T>;
  readonly #answers: KeptAnswers;

  /**
   * Prepares it.
   *
   * @param plan The request.
   * @param cache The caller's cache.
   * @param signal Ends it.
   * @param read Makes something of an answer; what it reads to its end may be kept.
   */
  constructor(plan: RequestPlan, cache: AnswerCache, signal: AbortSignal | undefined, read: Read<T>) {
    this.#plan = plan;
    this.#cache = cache;
    this.#signal = signal;
    this.#read = read;
    this.#answers = new KeptAnswers(cache.store, signal, deadlineOf(plan));
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
    if (this.#cache.force === true) return await this.#ask(await this.#find(), undefined);
    for (;;) {
      let slot = await this.#find();
      const aged = slot.kept === undefined ? undefined : this.#age(slot.kept);
      const verdict = aged === undefined ? "validate" : judge(aged, this.#plan.headers, this.#cache);
      if (aged !== undefined && verdict !== "validate") {
        // Before it is given: whoever reads it may take a long time.
        if (verdict === "refresh") this.#refresh(slot);
        const given = await this.#tryGive(aged, verdict === "fresh" ? "fresh" : "stale");
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
    return kept !== undefined && this.#cache.force !== true &&
      mayReplaceFailure(this.#age(kept), this.#plan.headers, this.#cache);
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
    const aged = slot.kept === undefined || this.#cache.force === true ? undefined : this.#age(slot.kept);
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
    const { method, status, receivedAt } = kept;
    const news = { method, request: this.#plan.headers, status, headers: headersOf(kept), receivedAt };
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
    const { method, headers: request } = this.#plan;
    const { status, headers } = answer;
    const news = { method, request, status, headers, ...timesOf(answer) };
    const isOwn = this.#cache.ttlMs !== undefined || answer.request.url.href === this.#plan.url.href;
    const ttlMs = isOwn ? keepingMs(news, this.#cache) : 0;
    // A server that fails may not fail the next.
    const isShared = isOwn && flight !== undefined && answer.status < 500 && mayBeShared(news);
    if (!isShared) flight?.land("alone");
    // What is kept has been replaced by something that may not be, or is no longer there.
    const isOutdated = this.#plan.method === "GET" && (answer.isOk || answer.status === 404 || answer.status === 410);
    if (ttlMs === 0 && slot.kept !== undefined && isOutdated) await this.#answers.forget(this.#plan);
    if (ttlMs === 0 && !isShared) return await this.#read(answer, networkOutcome(answer));
    return await this.#readAndKeep(answer, slot, ttlMs, isShared ? flight : undefined);
  }

  /** Gives an answer, and keeps it, or shares it, if it was read to its end. */
  async #readAndKeep(answer: Answer, slot: Slot, ttlMs: number, flight: Flight | undefined): Promise<T> {
    const { maxBytes = KEPT_BYTES } = this.#cache;
    let body: Uint8Array | undefined;
    const onEnd = (bytes: Uint8Array | undefined) => {
      body = bytes;
      if (bytes === undefined) flight?.land("alone");
    };
    flight?.touch();
    answer.copyTo(new BodyCollector(maxBytes, onEnd, () => flight?.touch()));
    const keep = async () => {
      const bytes = this.#plan.method === "HEAD" || !answer.hasBody ? NO_BYTES : body;
      if (bytes !== undefined) await this.#keep(slot, answer, bytes, ttlMs, flight);
    };
    let value: T;
    try {
      value = await this.#read(answer, networkOutcome(answer));
    } catch (error) {
      // An answer such as 404 is one as well, though its caller gets it as an error.
      if (error instanceof NetworkError && error.reason === "status") await keep();
      throw error;
    }
    await keep();
    return value;
  }

  async #keep(slot: Slot, answer: Answer, bytes: Uint8Array, ttlMs: number, flight: Flight | undefined): Promise<void> {
    const record = await recordOf(this.#plan, answer, bytes, this.#cache);
    flight?.land(record);
    const kept = record.method === "HEAD" ? withHead(slot.kept, record) : record;
    if (ttlMs > 0) await this.#answers.keep(slot, kept, this.#plan, ttlMs);
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
        await new CacheExchange({ ...plan, onProgress: undefined }, this.#cache, undefined, read).#lead(slot, flight);
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

// Requests are equal where nothing that is sent differs. Kept in memory only, so secrets may stand in it.
function flightKey({ method, url, headers, maxBytes }: RequestPlan): string {
  return JSON.stringify([method, url.href, maxBytes, ...headers]);
}

/** Until when the store may take its time, which the limits of the attempts do not see. */
function deadlineOf(plan: RequestPlan): Deadline | undefined {
  const { totalTimeoutMs } = plan;
  if (totalTimeoutMs === undefined) return undefined;
  return { at: performance.now() + totalTimeoutMs, error: () => timedOut("total", totalTimeoutMs, plan) };
}
