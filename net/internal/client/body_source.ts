import { NetworkError } from "../../../errors/network_error.ts";
import type { Answer, AnswerReader } from "../answer.ts";

/** The body of an answer, to be read whole, as often as one likes, or piece by piece, once. */
export class BodySource {
  readonly #answer: Answer;
  readonly #maxBytes: number;
  readonly #isEmpty: boolean;
  readonly #onEnd: () => void;
  #reader: AnswerReader | undefined;
  /** What was read before anybody asked for it. */
  #ahead: Uint8Array[] = [];
  #reading: Promise<unknown> = Promise.resolve();
  #whole: Promise<Uint8Array> | undefined;
  #memory: Uint8Array | undefined;
  #state: "unread" | "taken" | "ended" | "closed" = "unread";

  /**
   * Takes a body, unread.
   *
   * @param answer Whose body it is.
   * @param maxBytes How large it may be.
   * @param isEmpty Whether there is none, by the rules of HTTP.
   * @param onEnd Called when nothing more is read.
   */
  constructor(answer: Answer, maxBytes: number, isEmpty: boolean, onEnd: () => void) {
    this.#answer = answer;
    this.#maxBytes = maxBytes;
    this.#isEmpty = isEmpty;
    this.#onEnd = onEnd;
  }

  /** Whether it was read to its end. */
  get isEnded(): boolean {
    return this.#state === "ended";
  }

  /**
   * Reads the whole body, once.
   *
   * @returns Its bytes.
   */
  whole(): Promise<Uint8Array> {
    return this.#whole ??= this.#readWhole();
  }

  /** Claims the body for whoever reads it piece by piece; one that was read whole is given again. */
  take(): void {
    if (this.#memory !== undefined) return void (this.#ahead = [this.#memory]);
    if (this.#state !== "unread") throw this.#notThere();
    this.#state = "taken";
  }

  /**
   * Gives the next piece, to whoever took the body.
   *
   * @returns The piece; undefined at the end.
   */
  async next(): Promise<Uint8Array | undefined> {
    const ahead = this.#ahead.shift();
    if (ahead !== undefined) return ahead;
    if (this.#state === "ended") return undefined;
    if (this.#state === "closed") throw this.#notThere();
    try {
      // A read ahead that is under way has the next piece.
      await this.#reading;
      const chunk = this.#ahead.shift() ?? await this.#pull();
      if (chunk === undefined) this.#end("ended");
      return chunk;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Reads ahead what fits into a small buffer, so that an answer that nobody asks for yet does not hold its connection.
   *
   * @param isWanted Tells that somebody asks now.
   * @returns When that is read, or somebody asks.
   */
  async readAhead(isWanted: () => boolean): Promise<void> {
    for (let bytes = 0; this.#state === "unread" && bytes < AHEAD_BYTES && !isWanted();) {
      const reading = this.#pull();
      this.#reading = reading.then((chunk) => chunk !== undefined && this.#ahead.push(chunk));
      this.#reading.catch(() => {});
      const chunk = await reading;
      await this.#reading;
      if (chunk === undefined) {
        if (this.#state === "unread") await this.whole();
        return;
      }
      bytes += chunk.byteLength;
    }
  }

  /** Gives up what has not been read. */
  close(): void {
    if (this.#state === "ended" || this.#state === "closed") return;
    // Of a body that is being read whole, the end of its exchange is the end.
    if (this.#state === "unread") this.#reader ??= this.#answer.reader(this.#maxBytes);
    this.#reader?.cancel();
    this.#end("closed");
  }

  /** Takes note that somebody else has read or given up the body. */
  forget(): void {
    this.#end("closed");
  }

  async #readWhole(): Promise<Uint8Array> {
    this.take();
    try {
      if (this.#isEmpty) {
        await this.#answer.discard();
        return new Uint8Array();
      }
      this.#answer.resume();
      const isFresh = this.#reader === undefined;
      return this.#memory = isFresh ? await this.#answer.bytes(this.#maxBytes) : await this.#collect();
    } finally {
      // A hook that has read it may take its time.
      this.#answer.pause();
      this.#end("ended");
    }
  }

  async #collect(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    await this.#reading;
    for (let chunk = this.#ahead.shift(); chunk !== undefined; chunk = this.#ahead.shift()) chunks.push(chunk);
    for (let chunk = await this.#pull(); chunk !== undefined; chunk = await this.#pull()) chunks.push(chunk);
    return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  }

  #pull(): Promise<Uint8Array | undefined> {
    if (this.#isEmpty) return Promise.resolve(undefined);
    this.#reader ??= this.#answer.reader(this.#maxBytes);
    return this.#reader.next();
  }

  #end(state: "ended" | "closed"): void {
    if (this.#state === "ended" || this.#state === "closed") return;
    this.#state = state;
    this.#ahead = [];
    this.#onEnd();
  }

  #notThere(): NetworkError {
    const { url } = this.#answer.request;
    return new NetworkError({ code: "NET_ANSWER_TAKEN", params: { url }, reason: "aborted", retryable: false });
  }
}

const AHEAD_BYTES = 65_536;
