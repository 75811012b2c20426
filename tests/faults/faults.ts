/** What goes wrong with the bytes that travel in one direction. */
export interface StreamFaults {
  /** Milliseconds by which every byte arrives late. Bytes that were on their way together stay together. @default 0 */
  latencyMs?: number | undefined;
  /** At most so many bytes are passed on in a second. @default Infinity */
  bytesPerSecond?: number | undefined;
  /** After so many bytes of a connection in this direction, both its ends are reset (RST). @default Infinity */
  cutAfterBytes?: number | undefined;
  /** Which bytes are changed on the way. */
  corrupt?: Corruption | undefined;
  /** Nothing is passed on while this is true, and nothing is lost. @default false */
  isStalled?: boolean | undefined;
}

/** Which bytes of a connection's direction are changed on the way: one at an offset, or a share of all. */
export type Corruption =
  | {
    /** The byte at this offset from the beginning of the connection is inverted. */
    offset: number;
  }
  | {
    /** One bit of each byte is flipped with this probability, from 0 to 1. */
    rate: number;
    /** The same seed changes the same bytes in the same way. @default 1 */
    seed?: number;
  };

/** What goes wrong in each direction. */
export interface TcpFaults {
  /** From the client to the server. */
  toServer?: StreamFaults;
  /** From the server to the client. */
  toClient?: StreamFaults;
}

/** What becomes of new connections: they are forwarded, refused (ECONNREFUSED), or accepted and then left waiting. */
export type Admission = "forward" | "refuse" | "stall";
