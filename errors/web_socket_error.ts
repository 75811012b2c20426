import { NetworkError, type NetworkErrorDetails, type NetworkErrorJson } from "./network_error.ts";
import type { ErrorInit } from "./maktaba_error.ts";
import { nameErrorClass } from "./name_error_class.ts";

/** What a {@linkcode WebSocketError} tells beside its code. */
export interface WebSocketErrorDetails extends NetworkErrorDetails {
  /** The status that the server answered the handshake with, where it refused it over HTTP. */
  status?: number | undefined;
  /** The code that the connection was closed with (RFC 6455, section 7.4), if it was; 1006 where it was just lost. */
  closeCode?: number | undefined;
  /** The peer's words for it. */
  closeReason?: string | undefined;
}

/** A WebSocket error as plain data. */
export interface WebSocketErrorJson extends NetworkErrorJson {
  /** The status that the server answered the handshake with, if it refused it so. */
  status?: number;
  /** The code that the connection was closed with, if it was. */
  closeCode?: number;
  /** The peer's words for it. */
  closeReason?: string;
}

/**
 * A failure of a WebSocket connection.
 */
export class WebSocketError extends NetworkError {
  static {
    nameErrorClass(this, "WebSocketError");
  }

  /** The status that the server answered the handshake with, where it refused it over HTTP. */
  declare readonly status: number | undefined;
  /** The code that the connection was closed with (RFC 6455, section 7.4), if it was; 1006 where it was just lost. */
  declare readonly closeCode: number | undefined;
  /** The peer's words for it. */
  declare readonly closeReason: string | undefined;

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `NET_WEBSOCKET_`, the message's values, the reason, and details.
   */
  constructor(init: ErrorInit<"NET_WEBSOCKET_"> & WebSocketErrorDetails) {
    super(init);
    for (const name of ["status", "closeCode", "closeReason"] as const) {
      // What is not known is not printed with the error.
      if (init[name] !== undefined) Object.defineProperty(this, name, { value: init[name], enumerable: true });
    }
  }

  /**
   * Gives the error as plain data, its causes and attempts included, secrets replaced.
   *
   * @returns What `JSON.stringify` writes.
   */
  override toJSON(): WebSocketErrorJson {
    return {
      ...super.toJSON(),
      ...(this.status === undefined ? {} : { status: this.status }),
      ...(this.closeCode === undefined ? {} : { closeCode: this.closeCode }),
      ...(this.closeReason === undefined ? {} : { closeReason: this.closeReason }),
    };
  }
}
