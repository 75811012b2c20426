import { LinkedSignal } from "../../../internal/signals.ts";
import { NamedWait } from "../../../internal/wait.ts";
import type { SessionEntry } from "../../session_store.ts";
import type { WebSocketConnection, WebSocketMessage } from "../../web_socket_connection.ts";
import { Fifo } from "../fifo.ts";
import type { Journal } from "./journal.ts";
import { encode, ProtocolFault, type Window } from "./protocol.ts";
import { unbound } from "./unbound.ts";

/** A connection, until it is gone. */
interface Link {
  readonly gone: AbortController;
  send(frame: WebSocketMessage, signal: AbortSignal): Promise<void>;
}

/** Somebody who waits for room in the window; is told when its message is kept. */
class Sender extends NamedWait<{ readonly kept: Promise<number> }> {
  type: SessionEntry["type"] = "message";
  message: WebSocketMessage = "";
  line: Fifo<Sender> | undefined;

  protected override cleanUp(): void {
    this.line?.remove(this);
  }
}

/** What is kept until the other side has handled it: sent in order, and again over each new connection. */
export class Outbox {
  readonly #own: Window;
  readonly #journal: Journal;
  readonly #onBytes: (difference: number) => void;
  readonly #senders = new Fifo<Sender>();
  readonly #flushing = new Map<NamedWait<void>, number>();
  #window: Window;
  #kept: SessionEntry[] = [];
  #bytes = 0;
  #next = 1;
  // What is written down already, and may be sent.
  #ready = 0;
  #sent = 0;
  #link: Link | undefined;
  #isSending = false;
  #failure: { error: unknown } | undefined;

  /**
   * Makes an empty one.
   *
   * @param window How much may wait to be acknowledged.
   * @param journal Keeps it.
   * @param onBytes Called with by how much what is kept has grown, or shrunk.
   */
  constructor(window: Window, journal: Journal, onBytes: (difference: number) => void) {
    this.#own = this.#window = window;
    this.#journal = journal;
    this.#onBytes = onBytes;
  }

  /** The number of the first that has not been acknowledged, or will be sent next. */
  get first(): number {
    return this.#next - this.#kept.length;
  }

  /** The number of the next. */
  get next(): number {
    return this.#next;
  }

  /** How many have not been acknowledged. */
  get size(): number {
    return this.#kept.length;
  }

  /** Begins with what was kept. */
  restore(acknowledged: number, pending: readonly SessionEntry[]): void {
    this.#kept = [...pending];
    this.#next = acknowledged + 1 + pending.length;
    this.#ready = this.#next - 1;
    this.#grow(pending.reduce((sum, { message }) => sum + message.length, 0));
  }

  /**
   * Keeps one and sends it, when there is room in the window.
   *
   * @param type Whether an answer is asked for.
   * @param message The text or bytes.
   * @param signal Ends the wait for room.
   * @returns Its number, when it is kept.
   */
  async add(type: SessionEntry["type"], message: WebSocketMessage, signal: AbortSignal | undefined): Promise<number> {
    if (this.#failure !== undefined) throw this.#failure.error;
    // A copy of bytes, as the caller may use its own again at once.
    const own = typeof message === "string" ? message : message.slice();
    if (this.#senders.size === 0 && this.#hasRoom()) return await this.#keep(type, own);
    const sender = new Sender("room in the window of a WebSocket session", signal);
    if (!sender.isOver) {
      Object.assign(sender, { type, message: own, line: this.#senders });
      this.#senders.push(sender);
    }
    return await (await sender.promise).kept;
  }

  // The last one that there is room for may be of any size, as it could never be sent otherwise.
  #hasRoom(): boolean {
    return this.#kept.length < this.#window.messages && this.#bytes < this.#window.bytes;
  }

  async #keep(type: SessionEntry["type"], message: WebSocketMessage): Promise<number> {
    const entry: SessionEntry = { number: this.#next++, type, message };
    this.#kept.push(entry);
    this.#grow(message.length);
    if (this.#journal.isDurable) await this.#journal.append(entry);
    this.#ready = entry.number;
    this.#begin();
    return entry.number;
  }

  /** Drops all up to a number. */
  acknowledge(number: number): void {
    const count = number - this.first + 1;
    if (count <= 0) return;
    if (count > this.#kept.length) throw new ProtocolFault("ack");
    const dropped = this.#kept.splice(0, count);
    this.#grow(-dropped.reduce((sum, { message }) => sum + message.length, 0));
    this.#journal.acknowledge(number);
    for (const [waiting, until] of this.#flushing) if (until <= number) waiting.resolve();
    this.#admit();
  }

  #admit(): void {
    while (this.#senders.size > 0 && this.#hasRoom()) {
      const { type, message } = this.#senders.peek()!;
      this.#senders.peek()!.resolve({ kept: this.#keep(type, message) });
    }
  }

  /** Resolves when all that is kept now has been acknowledged. */
  async flush(signal: AbortSignal | undefined): Promise<void> {
    if (this.#kept.length === 0) return;
    if (this.#failure !== undefined) throw this.#failure.error;
    const waiting = new NamedWait<void>("the acknowledgement of what a WebSocket session sent", signal);
    if (!waiting.isOver) {
      this.#flushing.set(waiting, this.#next - 1);
      waiting.onOver(() => this.#flushing.delete(waiting));
    }
    await waiting.promise;
  }

  /** Waits for the same, for a time; not bound to the task that it is called in, which may be cancelled. */
  async flushWithin(ms: number): Promise<void> {
    using time = new LinkedSignal([]);
    time.abortAfter(ms, () => undefined);
    await unbound(() => this.flush(time.signal)).catch(() => {});
  }

  /**
   * Sends over a connection from now on.
   *
   * @param link The connection.
   * @param window How much the other side takes.
   * @param received What the other side has already.
   */
  attach(link: WebSocketConnection, window: Window, received: number): void {
    this.detach();
    this.#link = { send: (frame, signal) => link.send(frame, { signal }), gone: new AbortController() };
    const { messages, bytes } = this.#own;
    this.#window = { messages: Math.min(messages, window.messages), bytes: Math.min(bytes, window.bytes) };
    this.#sent = Math.max(received, this.first - 1);
    this.#begin();
    this.#admit();
  }

  /** Has no connection any more: what it has not taken yet is taken back, so that it does not go over the next one, too. */
  detach(): void {
    this.#link?.gone.abort();
    this.#link = undefined;
    this.#isSending = false;
  }

  /** Refuses who waits, and all that comes. */
  fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    this.detach();
    for (const sender of this.#senders.clear()) sender.abort(error);
    for (const waiting of this.#flushing.keys()) waiting.abort(error);
  }

  // Not bound to the task of whoever happens to send.
  #begin(): void {
    if (this.#link === undefined || this.#isSending) return;
    void unbound(() => this.#send(this.#link!));
  }

  async #send(link: Link): Promise<void> {
    this.#isSending = true;
    while (this.#link === link && this.#sent < this.#ready) {
      // What was acknowledged meanwhile need not be sent.
      this.#sent = Math.max(this.#sent + 1, this.first);
      const { number, type, message } = this.#kept[this.#sent - this.first]!;
      try {
        await link.send(encode({ type, number }, message), link.gone.signal);
      } catch {
        // The connection has ended: all of it is sent over the next one.
        break;
      }
    }
    if (this.#link === link) this.#isSending = false;
  }

  #grow(difference: number): void {
    this.#bytes += difference;
    this.#onBytes(difference);
  }
}
