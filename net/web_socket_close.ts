/**
 * How a WebSocket connection was closed.
 *
 * @example
 * ```ts
 * import { WebSocketClose } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * assert.equal(new WebSocketClose(1000, "done").code, 1000);
 * ```
 */
export class WebSocketClose {
  /**
   * The code that it was closed with (RFC 6455, section 7.4): 1005 where the peer gave none, 1006 where the connection was
   * lost, on every runtime.
   */
  readonly code: number;
  /** The words for it; often empty. */
  readonly reason: string;
  /** Whether the connection is opened again. */
  readonly willRetry: boolean;

  /**
   * Keeps the code and the words.
   *
   * @param code The code.
   * @param reason The words for it.
   * @param willRetry Whether the connection is opened again.
   */
  constructor(code: number, reason: string, willRetry: boolean = false) {
    this.code = code;
    this.reason = reason;
    this.willRetry = willRetry;
  }
}
