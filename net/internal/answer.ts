import { NetworkError } from "../../errors/network_error.ts";
import type { RequestPlace } from "./failed_request.ts";
import type { WireResponse } from "./node_response.ts";

/** What an answer needs of the exchange that it belongs to. */
export interface AnswerOwner {
  /** What was asked last, after redirects. */
  readonly request: RequestPlace;
  /** Whether somebody is told of each piece. */
  readonly isWatched: boolean;
  /** When it was asked for, by `Date.now()`. */
  readonly sentAt: number;
  /** Fires when the exchange is given up, as when one of its times is over. */
  readonly signal?: AbortSignal | undefined;
  /** Lets the peer's time stand still while nobody waits for it. */
  pause(): void;
  /** Begins the peer's time anew. */
  resume(): void;
  /** Called with each piece that came. */
  onReceived(bytes: number, total: number | undefined): void;
  /** Makes our error of what reading threw. */
  failure(error: unknown, answer: Answer): unknown;
}

/** Gives a body piece by piece. */
export interface AnswerReader {
  /** Gives the next piece; undefined at the end. */
  next(): Promise<Uint8Array | undefined>;
  /** Gives up the rest. */
  cancel(): void;
}

/** Takes what is read of a body, beside whoever reads it. */
export interface BodyCopy {
  /** Takes a piece. */
  add(piece: Uint8Array): void;
  /** Is told that there are no more. */
  end(): void;
}

// What comes within one read of a socket as a rule.
const SMALL_BYTES = 65_536;

/** An answer whose body has not been read yet. */
export class Answer {
  /** Its status. */
  readonly status: number;
  /** What was asked last, after redirects. */
  readonly request: RequestPlace;
  readonly #response: WireResponse;
  #headers: Headers | undefined;
  readonly #owner: AnswerOwner;
  #copy: BodyCopy | undefined;

  /**
   * Takes what fetch gave.
   *
   * @param response What fetch gave.
   * @param owner The exchange.
   */
  constructor(response: WireResponse, owner: AnswerOwner) {
    this.status = response.status;
    this.request = owner.request;
    this.#response = response;
    this.#owner = owner;
  }

  /** The server's word for the status; empty over HTTP/2. */
  get statusText(): string {
    return this.#response.statusText;
  }

  /** The version of HTTP that it came by, where the runtime tells it. */
  get httpVersion(): string | undefined {
    return this.#response.httpVersion;
  }

  /** Its headers. */
  get headers(): Headers {
    // Asked for several times, and not as cheap as it looks.
    return this.#headers ??= this.#response.headers;
  }

  /** When it was asked for, by `Date.now()`. */
  get sentAt(): number {
    return this.#owner.sentAt;
  }

  /** Whether the status says that it went well. */
  get isOk(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  /** The media type, in lower case, without parameters; empty where there is none. */
  get mediaType(): string {
    return (this.headers.get("content-type") ?? "").split(";", 1)[0]!.trim().toLowerCase();
  }

  /** Whether there is a body by the rules of HTTP (RFC 9110, section 6.4.1). */
  get hasBody(): boolean {
    return this.#response.hasBody ?? ![204, 205, 304].includes(this.status);
  }

  /**
   * Reads the whole body.
   *
   * @param maxBytes How large it may be, decompressed.
   * @returns Its bytes.
   */
  async bytes(maxBytes: number): Promise<Uint8Array> {
    const announced = this.#announcedBytes();
    const isSmall = announced !== undefined && announced <= SMALL_BYTES && announced <= maxBytes;
    if (!isSmall || this.#owner.isWatched) return await this.#pieces(maxBytes, announced);
    try {
      // Three times as fast on Deno as reading pieces, and most answers are small.
      const bytes = new Uint8Array(await this.#response.arrayBuffer());
      this.#copied(bytes);
      this.#copied(undefined);
      return bytes;
    } catch (error) {
      throw this.#owner.failure(error, this);
    }
  }

  async #pieces(maxBytes: number, announced: number | undefined): Promise<Uint8Array> {
    if (announced !== undefined && announced > maxBytes) {
      await this.discard();
      throw this.#tooLarge(maxBytes);
    }
    const chunks: Uint8Array[] = [];
    if (!await this.#read(chunks, maxBytes, announced)) throw this.#tooLarge(maxBytes);
    return joined(chunks);
  }

  /**
   * Reads the beginning of a body that explains a failure, and gives up the rest. It never fails itself: the failure
   * that is explained matters more.
   *
   * @param maxBytes How much of it.
   * @returns What could be read.
   */
  async beginning(maxBytes: number): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    await this.#read(chunks, maxBytes, undefined).catch(() => {});
    return joined(chunks).subarray(0, maxBytes);
  }

  /**
   * Begins to read the body piece by piece. The server's time counts only while a piece is waited for.
   *
   * @param maxBytes How large it may be, decompressed.
   * @returns What gives the pieces.
   */
  reader(maxBytes: number): AnswerReader {
    const reader = this.#response.body?.getReader();
    const announced = this.#announcedBytes();
    let size = 0;
    return {
      next: async () => {
        if (reader === undefined) return undefined;
        if (announced !== undefined && announced > maxBytes) throw this.#tooLarge(maxBytes);
        this.#owner.resume();
        const { done, value } = await this.#next(reader);
        this.#copied(value);
        if (done) {
          this.#owner.pause();
          return undefined;
        }
        size += value.byteLength;
        if (size > maxBytes) throw this.#tooLarge(maxBytes);
        this.#owner.onReceived(size, announced);
        this.#owner.pause();
        return value;
      },
      // Not waited for: Bun's may never settle when the peer is silent.
      cancel: () => void reader?.cancel().catch(() => {}),
    };
  }

  /** Has what is read of the body given to somebody else too. */
  copyTo(copy: BodyCopy): void {
    this.#copy = copy;
  }

  /** Fires when the exchange that it belongs to is given up, as when one of its times is over. */
  get signal(): AbortSignal | undefined {
    return this.#owner.signal;
  }

  /** Lets the server's time stand still until its body is read. */
  pause(): void {
    this.#owner.pause();
  }

  /** Begins the server's time anew. */
  resume(): void {
    this.#owner.resume();
  }

  /** Gives the body up unread. */
  async discard(): Promise<void> {
    await this.#response.body?.cancel().catch(() => {});
  }

  /** Reads into `chunks` until the end, or past the limit; tells whether it was the end. */
  async #read(chunks: Uint8Array[], maxBytes: number, announced: number | undefined): Promise<boolean> {
    if (this.#response.body === null) return true;
    const reader = this.#response.body.getReader();
    let isDone = false;
    try {
      for (let size = 0; size <= maxBytes;) {
        const { done, value } = await this.#next(reader);
        isDone = done;
        this.#copied(value);
        if (done) break;
        chunks.push(value);
        size += value.byteLength;
        this.#owner.onReceived(size, announced);
      }
    } finally {
      // Without this the rest would stay in the socket, and the connection open.
      if (!isDone) reader.cancel().catch(() => {});
    }
    return isDone;
  }

  async #next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<ReadableStreamReadResult<Uint8Array>> {
    try {
      return await reader.read();
    } catch (error) {
      throw this.#owner.failure(error, this);
    }
  }

  /** Hands on a piece; undefined for the end. */
  #copied(piece: Uint8Array | undefined): void {
    if (this.#copy === undefined) return;
    if (piece === undefined) this.#copy.end();
    else this.#copy.add(piece);
  }

  // The length of a compressed body says nothing about what comes out of it.
  #announcedBytes(): number | undefined {
    const length = this.headers.get("content-length");
    return length === null || this.headers.has("content-encoding") ? undefined : Number(length);
  }

  #tooLarge(maxBytes: number): NetworkError {
    const params = { url: this.request.url, maxBytes };
    return new NetworkError({ code: "NET_TOO_LARGE", params, reason: "too-large" });
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
