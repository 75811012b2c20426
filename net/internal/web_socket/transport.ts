import type { Message } from "./message_queue.ts";

/** How a connection ended. */
export interface TransportEnd {
  /** The code, 1006 where none was received. */
  readonly code: number;
  /** The peer's words. */
  readonly reason: string;
  /** What the runtime said about it, if anything. */
  readonly error: unknown;
}

/** What a connection tells, from before it is open. */
export interface TransportEvents {
  /** A message has come. */
  onMessage(message: Message): void;
  /** The peer has answered a ping. */
  onPong(): void;
}

/** An open connection, the same on every runtime. */
export interface Transport {
  /** The subprotocol that the server chose; empty where it chose none. */
  readonly protocol: string;
  /** Whether it can still be sent over. */
  readonly isOpen: boolean;
  /** How many bytes the runtime holds for the network. */
  readonly bufferedAmount: number;
  /** Whether reading can be paused. */
  readonly canPause: boolean;
  /** Settles when it has ended, once, however it ended. */
  readonly ended: Promise<TransportEnd>;
  /** Hands a message over. */
  send(message: Message): void;
  /** Begins to close it. */
  close(code: number, reason: string): void;
  /** Ends it at once, as far as the runtime can. */
  terminate(): void;
  /** Stops reading, or goes on. */
  setPaused(isPaused: boolean): void;
  /** Sends a ping frame; undefined where the runtime has no way to. */
  readonly ping: (() => void) | undefined;
}

/** The close code of a connection that was lost (RFC 6455, section 7.1.5). */
export const LOST = 1006;
