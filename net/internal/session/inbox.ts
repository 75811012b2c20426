import { NamedWait } from "../../../internal/wait.ts";
import type { SessionEntry } from "../../session_store.ts";
import type { WebSocketMessage } from "../../web_socket_connection.ts";
import { Fifo } from "../fifo.ts";
import { ProtocolFault, type Window } from "./protocol.ts";

/** The next message, or the end. */
export type NextMessage = IteratorResult<WebSocketMessage, undefined>;

/** What an inbox calls. */
export interface InboxEvents {
  /** All up to a number has been handled. */
  onHandled(number: number): void;
  /** Whether one request more may be begun. */
  readonly hasRoom: boolean;
  /** Begins a request. */
  begin(number: number, message: WebSocketMessage): void;
  /** What waits has grown by so many bytes, or shrunk. */
  onBytes(difference: number): void;
}

/** Somebody who waits for a message. */
class Reader extends NamedWait<NextMessage> {
  /** Who holds the message until it asks for the next; undefined where taking it is enough. */
  holder: object | undefined;
  line: Fifo<Reader> | undefined;

  protected override cleanUp(): void {
    this.line?.remove(this);
  }
}

const END: NextMessage = { done: true, value: undefined };

/**
 * What came, once and in order. A message has been handled when it was taken or, by a loop, when the loop asks for the next;
 * nothing is given out before that. A request has when it was begun, which is when all before it has been handled.
 */
export class Inbox {
  readonly #window: Window;
  readonly #events: InboxEvents;
  readonly #waiting = new Fifo<SessionEntry>();
  readonly #readers = new Fifo<Reader>();
  #bytes = 0;
  #held: { readonly holder: object; readonly number: number } | undefined;
  #received = 0;
  #handled = 0;
  #end: { error: unknown } | "normal" | undefined;

  /**
   * Makes an empty one.
   *
   * @param window How much may wait to be handled.
   * @param events What it calls.
   */
  constructor(window: Window, events: InboxEvents) {
    this.#window = window;
    this.#events = events;
  }

  /** The number up to which all has come. */
  get received(): number {
    return this.#received;
  }

  /** The number up to which all has been handled. */
  get handled(): number {
    return this.#handled;
  }

  /** The number of the message that was given out last. */
  get given(): number {
    return this.#held?.number ?? this.#handled;
  }

  /** Begins where it stood. */
  restore(handled: number): void {
    this.#received = this.#handled = handled;
  }

  /**
   * Takes note of what came; what came before is passed over.
   *
   * @returns Whether it was new.
   */
  accept(entry: SessionEntry): boolean {
    if (entry.number <= this.#received) return false;
    const { messages, bytes } = this.#window;
    if (entry.number !== this.#received + 1 || this.#waiting.size >= messages || this.#bytes >= bytes) {
      throw new ProtocolFault(entry.type);
    }
    this.#received = entry.number;
    this.#waiting.push(entry);
    this.#grow(entry.message.length);
    this.goOn();
    return true;
  }

  /**
   * Takes the next message, as soon as there is one.
   *
   * @param holder Who handles it until it calls again, which says that the one before has been handled.
   * @param signal Ends the wait.
   */
  async next(holder: object | undefined, signal: AbortSignal | undefined): Promise<NextMessage> {
    if (holder !== undefined) this.release(holder, true);
    const reader = new Reader("a message of a WebSocket session", signal);
    if (!reader.isOver) {
      reader.holder = holder;
      reader.line = this.#readers;
      this.#readers.push(reader);
      this.goOn();
    }
    return await reader.promise;
  }

  /** Takes a message back from who holds it: it has been handled, or has not, and is given out again. */
  release(holder: object, isHandled: boolean): void {
    if (this.#held?.holder !== holder) return;
    this.#held = undefined;
    if (isHandled) this.#finish();
    this.goOn();
  }

  /** Gives out what can be, and begins the requests that are next. */
  goOn(): void {
    while (this.#held === undefined) {
      const entry = this.#waiting.peek();
      if (entry === undefined) break;
      if (entry.type === "request") {
        if (this.#end === undefined && !this.#events.hasRoom) break;
        // Whoever serves it may take messages at once.
        this.#finish();
        if (this.#end === undefined) this.#events.begin(entry.number, entry.message);
      } else if (!this.#give(entry)) break;
    }
    if (this.#end !== undefined && (this.#waiting.size === 0 || this.#end !== "normal")) this.#tellEnd(this.#end);
  }

  #give({ number, message }: SessionEntry): boolean {
    const reader = this.#readers.shift();
    if (reader === undefined) return false;
    const { holder } = reader;
    if (holder === undefined) this.#finish();
    else this.#held = { holder, number };
    reader.resolve({ done: false, value: message });
    return true;
  }

  #finish(): void {
    const { number, message } = this.#waiting.shift()!;
    this.#grow(-message.length);
    this.#handled = number;
    this.#events.onHandled(number);
  }

  /** Ends it: what waits can still be taken if it ended normally, and then the end or the error is told. */
  end(error?: { error: unknown }): void {
    this.#end ??= error ?? "normal";
    this.goOn();
  }

  /** Ends it from this side: whoever closes in the middle of a message has handled it, and nothing after it. */
  close(): void {
    const isHeld = this.#held !== undefined;
    this.#held = undefined;
    if (isHeld) this.#finish();
    this.drop();
    this.end();
  }

  /** Gives out nothing any more; who has a message may still tell that it is handled. */
  stop(): void {
    const [first] = this.#waiting.clear();
    this.#grow(-this.#bytes);
    if (this.#held !== undefined) {
      this.#waiting.push(first!);
      this.#grow(first!.message.length);
    }
    this.end();
  }

  /** Drops what waits. */
  drop(): void {
    this.#waiting.clear();
    this.#grow(-this.#bytes);
    this.#held = undefined;
  }

  #tellEnd(end: { error: unknown } | "normal"): void {
    for (const reader of this.#readers.clear()) {
      if (end === "normal") reader.resolve(END);
      else reader.abort(end.error);
    }
  }

  #grow(difference: number): void {
    this.#bytes += difference;
    this.#events.onBytes(difference);
  }
}
