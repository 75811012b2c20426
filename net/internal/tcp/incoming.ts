import { throwIfCancelled } from "../../../internal/signals.ts";
import { Wait } from "../../../internal/wait.ts";
import { Fifo } from "../fifo.ts";
import type { Asked } from "./asked.ts";
import { ByteBuffer } from "./byte_buffer.ts";

/** What has come over a connection and has not been read, and the reads that wait for more, served one after another. */
export class Incoming {
  readonly #buffer = new ByteBuffer();
  /** The read that is served with what comes next, and those behind it. */
  #current: PendingRead | undefined;
  readonly #behind = new Fifo<PendingRead>();
  /** What reads meet when there is nothing left: the first end counts. */
  #end: { readonly error: unknown } | "ended" | undefined;

  /** How many bytes have not been read. */
  get length(): number {
    return this.#buffer.length;
  }

  /** Whether a read waits. */
  get isAwaited(): boolean {
    return this.#current !== undefined;
  }

  /** Whether the peer has ended writing. */
  get hasEnded(): boolean {
    return this.#end === "ended";
  }

  /**
   * Reads. Whoever waits is woken with the very thing that was asked for, and by no other promise: each one more takes a
   * hundredth of the time that a short message takes there and back.
   *
   * @typeParam T What is asked for.
   * @param asked What is asked for.
   * @param signal Ends the wait.
   * @returns What was asked for: at once if it is there and nobody else waits.
   */
  ask<T>(asked: Asked<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.#current === undefined) {
      this.#buffer.restartSearch();
      if (this.#buffer.length >= asked.least || this.#end !== undefined) {
        throwIfCancelled(signal);
        const taken = this.#take(asked);
        if (taken !== undefined) return Promise.resolve(taken);
        if (this.#end !== undefined) return Promise.resolve(this.#last(asked));
      }
    }
    const read = new PendingRead(asked, signal, this);
    if (!read.isOver) this.#queue(read);
    return read.promise as Promise<T>;
  }

  /** Adds what came. */
  append(piece: Uint8Array): void {
    if (this.#current !== undefined && this.#buffer.length === 0 && this.#handOver(piece, this.#current)) return;
    this.#buffer.append(piece);
    if (this.#current !== undefined) this.#serve();
  }

  /** Nothing more comes, as the peer has ended writing. */
  end(): void {
    this.#end ??= "ended";
    this.#serve();
  }

  /** Nothing more comes, for another reason. */
  fail(error: unknown): void {
    this.#end ??= { error };
    this.#serve();
  }

  /** Takes all that has come, for another use than reading. */
  clear(): Uint8Array {
    return this.#buffer.take(this.#buffer.length);
  }

  /** Lets go of a read that was cancelled: the next one may want less than it. */
  leave(read: PendingRead): void {
    if (read !== this.#current) return void this.#behind.remove(read);
    this.#advance();
    this.#serve();
  }

  #handOver(piece: Uint8Array, read: PendingRead): boolean {
    const whole = read.asked.whole?.(piece);
    if (whole === undefined) return false;
    this.#advance();
    return read.resolve(whole);
  }

  #queue(read: PendingRead): void {
    read.isQueued = true;
    if (this.#current === undefined) this.#current = read;
    else this.#behind.push(read);
  }

  #serve(): void {
    for (let read = this.#current; read !== undefined; read = this.#current) {
      try {
        let taken = this.#take(read.asked);
        if (taken === undefined && this.#end === undefined) return;
        taken ??= this.#last(read.asked);
        this.#advance();
        read.resolve(taken);
      } catch (error) {
        this.#advance();
        read.abort(error);
      }
    }
  }

  #take<T>(asked: Asked<T>): T | undefined {
    return this.#buffer.length < asked.least ? undefined : asked.take(this.#buffer);
  }

  #advance(): void {
    this.#current!.isQueued = false;
    this.#current = this.#behind.shift();
    this.#buffer.restartSearch();
  }

  #last<T>(asked: Asked<T>): T {
    if (this.#end === "ended") return asked.atEnd(this.#buffer);
    throw this.#end!.error;
  }
}

class PendingRead extends Wait<unknown> {
  readonly asked: Asked<unknown>;
  // Not while it is made, as the task may have been cancelled already.
  isQueued = false;
  readonly #incoming: Incoming;

  constructor(asked: Asked<unknown>, signal: AbortSignal | undefined, incoming: Incoming) {
    super(signal);
    this.asked = asked;
    this.#incoming = incoming;
  }

  protected override cleanUp(): void {
    if (this.isQueued) this.#incoming.leave(this);
  }
}
