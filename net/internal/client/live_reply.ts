import { CircuitOpenError } from "../../../async/circuit_breaker.ts";
import { CancelledError } from "../../../errors/cancelled_error.ts";
import { NetworkError } from "../../../errors/network_error.ts";
import { report } from "../../../internal/report.ts";
import { abandonOnAbort, LinkedSignal, throwIfCancelled, withSignal } from "../../../internal/signals.ts";
import type { RawAnswer } from "../../client_reply.ts";
import type { StandardSchema } from "../../standard_schema.ts";
import type { Answer } from "../answer.ts";
import { cachedRequest } from "../http_cache/cached_request.ts";
import { runRequest } from "../run_request.ts";
import { answered } from "./answer_hooks.ts";
import { AttemptHooks } from "./attempt_hooks.ts";
import type { BodySource } from "./body_source.ts";
import { checkSchema } from "./check_schema.ts";
import type { ClientRequest } from "./client_request.ts";
import { toldError } from "./error_hooks.ts";
import { OpenAnswer } from "./open_answer.ts";
import { ownAnswer, type WholeReply } from "./shared_replies.ts";

/** A request that is under way, and its answer. */
export class LiveReply {
  readonly #request: ClientRequest;
  readonly #hooks: AttemptHooks;
  readonly #opened = Promise.withResolvers<OpenAnswer>();
  readonly #asked = Promise.withResolvers<void>();
  /** What somebody wants of the answer: its whole body, which is then part of each attempt, or just that it begins. */
  #want: "nothing" | "whole" | "beginning" = "nothing";
  #linked: LinkedSignal | undefined;

  /**
   * Sends a request.
   *
   * @param request The request.
   */
  constructor(request: ClientRequest) {
    this.#request = request;
    this.#hooks = new AttemptHooks(request);
    // Whoever asks for the answer is told.
    this.#opened.promise.catch(() => {});
    void this.#run();
  }

  /** The body as `request` gives it, or the fallback. */
  async parsed(): Promise<unknown> {
    return await this.#orFallback(() => this.#use("whole", (answer) => answer.parsed()));
  }

  /** The body as JSON, or the fallback. */
  async json<Output>(schema: StandardSchema<Output> | undefined): Promise<unknown> {
    if (schema !== undefined) this.#check(schema);
    return await this.#orFallback(() => this.#use<unknown>("whole", (answer) => answer.json(schema!)));
  }

  /** The body as text. */
  async text(): Promise<string> {
    return await this.#use("whole", (answer) => answer.text());
  }

  /** The body as bytes. */
  async bytes(): Promise<Uint8Array> {
    return await this.#use("whole", (answer) => answer.bytes());
  }

  /** The body as a blob. */
  async blob(): Promise<Blob> {
    return await this.#use("whole", (answer) => answer.blob());
  }

  /** The answer, when it has begun. */
  async raw(): Promise<RawAnswer> {
    return await this.#ask("beginning");
  }

  /** The body, to be read piece by piece. */
  async source(): Promise<BodySource> {
    const { body } = await this.#ask("beginning");
    body.take();
    return body;
  }

  /** Gives the request up, or what of its answer has not been read. */
  async close(): Promise<void> {
    this.#linked?.abort(new CancelledError());
    await this.#opened.promise.then((answer) => answer.close(), () => {});
  }

  #check(schema: unknown): void {
    try {
      checkSchema(schema);
    } catch (error) {
      void this.close();
      throw error;
    }
  }

  #ask(want: "whole" | "beginning"): Promise<OpenAnswer> {
    if (this.#want === "nothing") this.#want = want;
    this.#asked.resolve();
    return this.#opened.promise;
  }

  async #use<T>(want: "whole" | "beginning", read: (answer: OpenAnswer) => Promise<T>): Promise<T> {
    const answer = await this.#ask(want);
    try {
      return await read(answer);
    } catch (error) {
      throw await this.#told(error);
    }
  }

  async #orFallback(read: () => Promise<unknown>): Promise<unknown> {
    const { fallback, plan: { method, url } } = this.#request;
    if (fallback === undefined) return await read();
    try {
      return await read();
    } catch (error) {
      if (this.#isCancelled(error)) throw error;
      if (!(error instanceof NetworkError || error instanceof CircuitOpenError)) throw error;
      report("warning", "net", "A request failed and its fallback is used", { method, url, error });
      return fallback;
    }
  }

  async #run(): Promise<void> {
    try {
      const { signals } = this.#request;
      for (const signal of signals) throwIfCancelled(signal);
      await withSignal(undefined, async (ambient) => {
        using linked = new LinkedSignal([ambient, ...signals]);
        this.#linked = linked;
        await this.#send(linked.signal);
      });
    } catch (error) {
      await this.#fail(error);
    }
  }

  async #send(signal: AbortSignal): Promise<void> {
    const { sharing } = this.#request;
    if (sharing === undefined) return await this.#exchange(signal, (answer) => this.#read(answer));
    const reply = await sharing.replies.get(sharing.key, (signal) => this.#readWhole(signal), signal);
    this.#opened.resolve(new OpenAnswer(ownAnswer(reply), this.#request));
  }

  async #exchange(signal: AbortSignal, read: (answer: Answer) => Promise<void>): Promise<void> {
    const { cache } = this.#request;
    if (cache === undefined) return await runRequest(this.#hooks.plan, signal, read);
    await cachedRequest(await this.#hooks.identified(signal), cache, signal, read);
  }

  async #fail(error: unknown): Promise<void> {
    const told = await this.#told(error);
    const { method, url } = this.#request.plan;
    if (this.#want === "nothing" && !this.#isCancelled(told)) {
      report("warning", "net", "A request failed before anybody asked for its answer", { method, url, error: told });
    }
    this.#opened.reject(told);
  }

  /** Lets hooks have a say in what is thrown. */
  async #told(error: unknown): Promise<unknown> {
    return this.#isCancelled(error) ? error : await toldError(error, this.#request);
  }

  #isCancelled(error: unknown): boolean {
    const fired = [this.#linked?.signal, ...this.#request.signals].filter((signal) => signal?.aborted);
    return error instanceof CancelledError || fired.some((signal) => signal!.reason === error);
  }

  /** Asks for all who ask for the same meanwhile. */
  async #readWhole(signal: AbortSignal): Promise<WholeReply> {
    let reply: WholeReply | undefined;
    await this.#exchange(signal, async (answer) => {
      answer.pause();
      await using hooked = await answered(answer, this.#request, this.#hooks);
      const { open } = hooked;
      if (!open.ok && this.#request.throwOnStatus) throw await open.failure();
      reply = { answer: open.answer, bytes: await open.bytes() };
    });
    return reply!;
  }

  /** Hands an attempt's answer out, and keeps its connection until it has been read. */
  async #read(answer: Answer): Promise<void> {
    answer.pause();
    await using hooked = await answered(answer, this.#request, this.#hooks);
    const { open } = hooked;
    if (!open.ok && this.#request.throwOnStatus) throw await open.failure();
    await this.#waitUntilAsked(open);
    if (this.#want === "whole") await open.bytes();
    this.#opened.resolve(open);
    if (open.body.isEnded) return;
    // From here on the answer is the caller's: whatever fails is told where it is read, and is not tried again.
    await abandonOnAbort(open.released, open.signal).catch(() => {});
    // Not every runtime closes the connection when a body is cancelled.
    if (!open.body.isEnded) this.#linked?.abort(new CancelledError());
  }

  async #waitUntilAsked(open: OpenAnswer): Promise<void> {
    if (this.#want !== "nothing") return;
    const reading = open.body.readAhead(() => this.#want !== "nothing");
    await abandonOnAbort(Promise.race([reading, this.#asked.promise]), open.signal);
    reading.catch(() => {});
    if (open.body.isEnded || this.#want !== "nothing") return;
    await abandonOnAbort(this.#asked.promise, open.signal);
  }
}
