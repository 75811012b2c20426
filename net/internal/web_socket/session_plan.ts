import type { WebSocketError } from "../../../errors/web_socket_error.ts";
import type { ConnectWebSocketOptions } from "../../connect_web_socket.ts";
import type { Backoff } from "./backoff.ts";
import type { HeartbeatPlan } from "./heartbeat.ts";
import type { MessageHandler } from "./dispatcher.ts";
import type { QueueBounds } from "./message_queue.ts";
import type { Transport, TransportEnd, TransportEvents } from "./transport.ts";

type Hooks = Pick<
  ConnectWebSocketOptions,
  "onOpen" | "onClose" | "onRetry" | "onStateChange" | "shouldReconnect"
>;

/** What a session is made with; on a server there is nothing to open again. */
export interface SessionPlan extends QueueBounds, Backoff, Hooks {
  /** Where to; undefined before it has been asked for. */
  readonly url: URL | undefined;
  /** The same, without secrets. */
  readonly shownUrl: string;
  /** How often in a row it is opened again. */
  readonly retries: number;
  /** How long a connection must last for its loss to count as the first one. */
  readonly stableAfterMs: number;
  /** How long opening a connection may take, with all that belongs to it. */
  readonly openTimeoutMs: number;
  /** How long the peer may take to answer that it is closed. */
  readonly closeTimeoutMs: number;
  /** How large a message may be. */
  readonly maxMessageBytes: number;
  /** How many messages are handled at a time. */
  readonly concurrency: number;
  /** How it is found out that the peer is gone, if at all. */
  readonly heartbeat: HeartbeatPlan | undefined;
  /** Handles each message; undefined where they are taken. */
  readonly onMessage: MessageHandler | undefined;
  /** Called with each message that came to be read. */
  readonly onReceived: (() => void) | undefined;
  /** Opens a connection. */
  open(attempt: number, signal: AbortSignal, events: TransportEvents): Promise<Transport>;
  /** Whether a close code is that of a connection that has simply ended. */
  isNormal(code: number): boolean;
  /** Makes the error for a connection that ended otherwise, after so many reconnections. */
  closeFailure(end: TransportEnd, retries: number): WebSocketError;
}
