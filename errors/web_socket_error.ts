import { NetworkError } from "./network_error.ts";
import { type ErrorInit, nameErrorClass } from "./maktaba_error.ts";

/**
 * A failure of a WebSocket connection.
 */
export class WebSocketError extends NetworkError {
  static {
    nameErrorClass(this, "WebSocketError");
  }

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `NET_WEBSOCKET_`, the message's values, and details.
   */
  constructor(init: ErrorInit<"NET_WEBSOCKET_">) {
    super(init);
  }
}
