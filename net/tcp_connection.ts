import type { TcpTlsOptions } from "./open_connection.ts";

/** One end of a connection. */
export interface TcpAddress {
  /** The IP address; the path of a Unix socket. */
  readonly host: string;
  /** The port; 0 for a Unix socket. */
  readonly port: number;
}

/** Options for what reads from or writes to a {@linkcode TcpConnection}. */
export interface TcpWaitOptions {
  /** Ends the wait; the promise then rejects with its reason, and nothing that came is lost. */
  signal?: AbortSignal | undefined;
}

/** Options for what reads from a {@linkcode TcpConnection}. */
export interface TcpReadOptions extends TcpWaitOptions {
  /**
   * How much is read at most, in bytes; of a line or up to a separator: how much may come before its end.
   *
   * @default `read`: what came in one piece. Otherwise: what the connection was opened with, 65536.
   */
  maxBytes?: number | undefined;
}

/** Options for {@linkcode TcpConnection.startTls}; certificates and keys are in PEM. */
export interface StartTlsOptions extends TcpTlsOptions, TcpWaitOptions {
  /** On a server, the authorities whose certificates clients must show; none has to where it is left out. */
  clientCa?: string | readonly string[] | undefined;
  /**
   * How long the handshake may take, in milliseconds.
   *
   * @default 10000
   */
  handshakeTimeoutMs?: number | undefined;
}

/**
 * A TCP (RFC 9293), TLS or Unix socket connection: bytes in order, both ways. {@linkcode openConnection} makes one, and a
 * server has one for each of its clients, see {@linkcode startServer}.
 *
 * Reads that are under way at the same time are served in the order in which they were asked for. The peer is made to wait
 * while nobody reads: little more than 256 KiB are held, unless a read asks for more.
 */
export interface TcpConnection extends AsyncDisposable {
  /** The other end. */
  readonly remote: TcpAddress;
  /** This end. */
  readonly local: TcpAddress;
  /** Whether it is encrypted by TLS. */
  readonly isEncrypted: boolean;
  /** The protocol agreed on by ALPN (RFC 7301); undefined where none was. */
  readonly alpnProtocol: string | undefined;
  /** How many bytes have come. */
  readonly bytesRead: number;
  /** How many bytes have been written. */
  readonly bytesWritten: number;
  /** Resolves when both ways have been closed, for whatever reason; it never rejects. */
  readonly closed: Promise<void>;
  /** What comes, as a web stream; cancelling it closes the connection. */
  readonly readable: ReadableStream<Uint8Array>;
  /** A web stream of what is written; closing it ends writing. */
  readonly writable: WritableStream<Uint8Array | string>;

  /**
   * Reads what has come, or waits until something does.
   *
   * @param options How much at most, and a signal.
   * @returns The bytes; undefined at the end.
   * @throws {NetworkError} If the connection is lost or closed.
   */
  read(options?: TcpReadOptions): Promise<Uint8Array | undefined>;
  /**
   * Reads just so many bytes.
   *
   * @param count How many.
   * @param options A signal.
   * @returns The bytes.
   * @throws {NetworkError} If the connection ends before; what had come stays to be read by `read`.
   */
  readExactly(count: number, options?: TcpWaitOptions): Promise<Uint8Array>;
  /**
   * Reads up to a separator.
   *
   * @param separator What ends it: text, or at least one byte.
   * @param options How much may come before it, and a signal.
   * @returns The bytes, the separator included.
   * @throws {NetworkError} If the connection ends before, or more comes than allowed; what had come stays to be read.
   */
  readUntil(separator: string | Uint8Array, options?: TcpReadOptions): Promise<Uint8Array>;
  /**
   * Reads a line of UTF-8 that ends in `\n` or `\r\n`; the last may end with the connection.
   *
   * @param options How long it may be, and a signal.
   * @returns The line without its end; undefined when there is none left.
   * @throws {NetworkError} If the line is longer than allowed or no UTF-8, or the connection is lost.
   */
  readLine(options?: TcpReadOptions): Promise<string | undefined>;
  /**
   * Reads all lines, as `readLine` does.
   *
   * @param options How long each may be, and a signal.
   * @returns The lines, as they come.
   */
  lines(options?: TcpReadOptions): AsyncIterable<string>;
  /**
   * Writes, and waits while the peer takes no more. Await it: that is what keeps a fast writer from filling the memory. On
   * Deno it does not wait over TLS, as Deno's `node:tls` takes whatever it is given.
   *
   * @param data Bytes, or text that is sent as UTF-8. The bytes may be used anew when this has resolved.
   * @param options A signal; what is being written is not taken back.
   * @returns When there is room for more.
   * @throws {NetworkError} If the connection is lost or closed.
   */
  write(data: Uint8Array | string, options?: TcpWaitOptions): Promise<void>;
  /**
   * Says that nothing more will be written, once all is sent; the peer can still be read from.
   *
   * @param options A signal; what is being sent is not taken back.
   * @returns When the peer's system has been handed all.
   * @throws {NetworkError} If the connection is lost before.
   */
  endWriting(options?: TcpWaitOptions): Promise<void>;
  /**
   * Encrypts the connection from now on, as protocols with a command like STARTTLS demand (RFC 3207, for one). Which end
   * this is decides what it does: one that was opened by {@linkcode openConnection} verifies the peer's certificate as
   * its `tls` does, for the host it was opened to; a client of a server needs `cert` and `key`, as `tls` of
   * {@linkcode startServer} does. All that the connection has and does holds afterwards, too.
   *
   * Call it when the peer's line that goes before the handshake has been read, or one's own has been written, and while
   * nothing else is read or written. Plain text that came before the handshake and has not been read is refused and never
   * read: somebody between the two ends may have put it there.
   *
   * @param options Certificates, and how long it may take.
   * @returns When the connection is encrypted.
   * @throws {ValidationError} If an option is wrong, or is one of the other end's.
   * @throws {NetworkError} If the connection cannot be trusted, is lost, or takes too long: it is then broken off. Also if it
   * is in use or encrypted already: it then stays as it is.
   * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires. The connection
   * is then broken off.
   */
  startTls(options?: StartTlsOptions): Promise<void>;
  /**
   * Sends what has been written, says goodbye and closes both ways. A peer that takes nothing for ten seconds is given up,
   * one that does not say goodbye too after another second.
   *
   * @returns When it is closed; it never rejects.
   */
  close(): Promise<void>;
  /** Breaks the connection off at once; what has not been sent is lost. */
  abort(): void;
  /** Pieces of bytes as they come, until the end. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array>;
  /** Closes it; breaks it off where the task has been cancelled. */
  [Symbol.asyncDispose](): Promise<void>;
}
