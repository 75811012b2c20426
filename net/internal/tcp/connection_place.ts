/** Limits of a connection. */
export interface ConnectionLimits {
  readonly idleTimeoutMs: number | undefined;
  readonly maxLineBytes: number;
}

/** What is known of a connection beside its socket. */
export interface ConnectionPlace {
  /** What its other end is called in messages. */
  readonly address: string;
  readonly limits: ConnectionLimits;
  /** Which end this is. */
  readonly side: "client" | "server";
  /** The name or address that a client connected to; undefined for a Unix socket. */
  readonly name?: string | undefined;
}
