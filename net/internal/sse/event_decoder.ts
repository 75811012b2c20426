import type { EventSourceParser } from "eventsource-parser";
import { loadDriver } from "../../../internal/load_driver.ts";
import type { ServerSentEvent } from "../../server_sent_events.ts";

/** What a stream of events has said so far; it outlives each of its connections. */
export interface StreamState {
  /** The id of the last event; empty for none. */
  lastEventId: string;
  /** How long to wait before connecting again, in milliseconds, once the server has said so. */
  retryMs: number | undefined;
}

// As long as the name of an event that ends a stream.
const TAIL_LENGTH = 64;

/** Makes events of the bytes of one connection, wherever they are cut. */
export class EventDecoder {
  readonly #events: ServerSentEvent[] = [];
  // A byte order mark is the parser's affair, which passes over one only.
  readonly #text = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #parser: EventSourceParser;
  #isTooLong = false;
  #tail = "";

  private constructor(make: (decoder: EventDecoder) => EventSourceParser) {
    this.#parser = make(this);
  }

  /**
   * Loads the parser.
   *
   * @param state What the stream has said; changed.
   * @param maxLength How long an event may be, in characters.
   * @returns A decoder for one connection.
   */
  static async make(state: StreamState, maxLength: number): Promise<EventDecoder> {
    const { createParser } = await loadDriver("eventsource-parser", () => import("eventsource-parser"));
    return new EventDecoder((decoder) =>
      createParser({
        maxBufferSize: maxLength,
        onId: (id) => state.lastEventId = id,
        onRetry: (ms) => state.retryMs = ms,
        onEvent: ({ event = "message", data }) => {
          // The parser looks at what it must keep, not at an event that comes in one piece.
          decoder.#isTooLong ||= data.length > maxLength;
          if (!decoder.#isTooLong) decoder.#events.push({ event, data, id: state.lastEventId, retry: state.retryMs });
        },
        onError: ({ type }) => decoder.#isTooLong ||= type === "max-buffer-size-exceeded",
      })
    );
  }

  /** Whether an event is longer than allowed: there is no going on then. */
  get isTooLong(): boolean {
    return this.#isTooLong;
  }

  /** The last characters that came. */
  get tail(): string {
    return this.#tail;
  }

  /**
   * Takes bytes.
   *
   * @param bytes What came.
   * @returns The events that they complete.
   */
  push(bytes: Uint8Array): ServerSentEvent[] {
    const text = this.#text.decode(bytes, { stream: true });
    this.#tail = (text.length < TAIL_LENGTH ? this.#tail + text : text).slice(-TAIL_LENGTH);
    this.#parser.feed(text);
    return this.#events.splice(0);
  }
}
