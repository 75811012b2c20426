import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { NetworkError } from "../../../errors/network_error.ts";
import { currentAmbient } from "../../../internal/ambient.ts";
import { throwIfCancelled } from "../../../internal/signals.ts";
import { checkInteger, notOfType } from "../../../internal/validate.ts";
import type {
  StartTlsOptions,
  TcpAddress,
  TcpConnection,
  TcpReadOptions,
  TcpWaitOptions,
} from "../../tcp_connection.ts";
import { IdleTimer } from "../idle_timer.ts";
import { type Asked, Exactly, Line, Some, step, UpTo } from "./asked.ts";
import { notBuffer } from "./builtins.ts";
import type { ConnectionPlace } from "./connection_place.ts";
import { alreadyClosed, lost, notNow, tooSlow } from "./failures.ts";
import { Incoming } from "./incoming.ts";
import { Outgoing } from "./outgoing.ts";
import { checkStartTls } from "./start_tls.ts";
import { readableOf, writableOf } from "./streams.ts";
import { checkRead, checkWait, NO_OPTIONS } from "./wait_options.ts";

// What comes while nobody reads; more is left with the system, which makes the peer wait.
const HELD_BYTES = 262_144;
// For a goodbye that a peer which takes nothing never answers.
const GOODBYE_MS = 10_000;
// For bytes still on their way to a connection that is closed: they would make the system break it off, and with it the
// end of what was sent.
const LINGER_MS = 1_000;

const anything = new Some(Infinity);
/** What was written at once. */
const taken: Promise<void> = Promise.resolve();

/** A connection over a socket of `node:net` or `node:tls`, which all three runtimes have. */
export class SocketConnection implements TcpConnection {
  readonly remote: TcpAddress;
  readonly local: TcpAddress;
  readonly closed: Promise<void>;
  readonly #place: ConnectionPlace;
  readonly #address: string;
  readonly #incoming = new Incoming();
  readonly #outgoing: Outgoing;
  readonly #idle: IdleTimer | undefined;
  readonly #onClosed: () => void;
  #socket: Socket;
  /** How much went over it before it was encrypted. */
  #plainRead = 0;
  #plainWritten = 0;
  #isFlowing = false;
  /** Whether something may be written: a look at the socket's own state takes longer than the rest of a write. */
  #isWritable = true;
  #isStartingTls = false;
  #hasEnded = false;
  #isClosing = false;
  #failure: unknown;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #readable: ReadableStream<Uint8Array> | undefined;
  #writable: WritableStream<Uint8Array | string> | undefined;
  readonly #listeners = {
    data: (chunk: Uint8Array<ArrayBuffer>) => this.#onData(chunk),
    end: () => this.#onEnd(),
    drain: () => this.#onDrain(),
    finish: () => this.#onFinish(),
    error: (error: unknown) => this.#onError(error),
    close: () => this.#onClose(),
  };

  /**
   * Takes over a socket.
   *
   * @param socket The socket, open, made with `allowHalfOpen`, of which nothing has been read.
   * @param place What is known of the connection.
   */
  constructor(socket: Socket, place: ConnectionPlace) {
    this.#socket = socket;
    this.#outgoing = new Outgoing(socket);
    this.#place = place;
    const { address, limits: { idleTimeoutMs } } = place;
    this.#address = address;
    this.remote = { host: socket.remoteAddress ?? address, port: socket.remotePort ?? 0 };
    this.local = { host: socket.localAddress ?? address, port: socket.localPort ?? 0 };
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#onClosed = resolve;
    if (idleTimeoutMs !== undefined) {
      this.#idle = new IdleTimer();
      this.#idle.watch(idleTimeoutMs, (ms) => this.#giveUp(tooSlow("idle", ms, address)));
    }
    this.#listen();
  }

  get isEncrypted(): boolean {
    return (this.#socket as TLSSocket).encrypted === true;
  }

  get alpnProtocol(): string | undefined {
    return (this.#socket as TLSSocket).alpnProtocol || undefined;
  }

  get bytesRead(): number {
    return this.#plainRead + this.#socket.bytesRead;
  }

  get bytesWritten(): number {
    return this.#plainWritten + this.#socket.bytesWritten;
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.#readable ??= readableOf(this);
  }

  get writable(): WritableStream<Uint8Array | string> {
    return this.#writable ??= writableOf(this);
  }

  // What is done for each message is no asynchronous function: one more promise and turn for each takes a fiftieth of the
  // time that a short message takes there and back.
  read(options: TcpReadOptions = NO_OPTIONS): Promise<Uint8Array | undefined> {
    try {
      const { maxBytes, signal } = checkRead(options);
      return this.#ask(maxBytes === undefined ? anything : new Some(maxBytes), signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  readExactly(count: number, options: TcpWaitOptions = NO_OPTIONS): Promise<Uint8Array> {
    try {
      checkInteger("count", count);
      return this.#ask(new Exactly(count, this.#address), checkWait(options).signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  readUntil(separator: string | Uint8Array, options: TcpReadOptions = NO_OPTIONS): Promise<Uint8Array> {
    try {
      const bytes = typeof separator === "string" ? new TextEncoder().encode(separator) : separator;
      if (!(bytes instanceof Uint8Array) || bytes.byteLength === 0) throw notOfType("BYTES", "separator", separator);
      const { maxBytes = this.#place.limits.maxLineBytes, signal } = checkRead(options);
      return this.#ask(new UpTo(bytes, maxBytes, this.#address), signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  readLine(options: TcpReadOptions = NO_OPTIONS): Promise<string | undefined> {
    try {
      const { maxBytes = this.#place.limits.maxLineBytes, signal } = checkRead(options);
      return this.#ask(new Line(maxBytes, this.#address), signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async *lines(options: TcpReadOptions = NO_OPTIONS): AsyncGenerator<string> {
    for (let line = await this.readLine(options); line !== undefined; line = await this.readLine(options)) yield line;
  }

  write(data: Uint8Array | string, options: TcpWaitOptions = NO_OPTIONS): Promise<void> {
    try {
      const { signal } = checkWait(options);
      if (typeof data !== "string" && !(data instanceof Uint8Array)) throw notOfType("BYTES", "data", data);
      throwIfCancelled(signal);
      if (!this.#isWritable) throw this.#whyNotWritable();
      this.#idle?.touch();
      return data.length === 0 || this.#outgoing.send(data) ? taken : this.#outgoing.room(signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async endWriting(options: TcpWaitOptions = NO_OPTIONS): Promise<void> {
    const { signal } = checkWait(options);
    throwIfCancelled(signal);
    if (this.#socket.writableFinished) return;
    if (this.#isStartingTls || this.#socket.destroyed) throw this.#whyNotWritable();
    this.#isWritable = false;
    this.#outgoing.end();
    await this.#outgoing.ended(signal);
  }

  async startTls(options: StartTlsOptions = {}): Promise<void> {
    const begin = checkStartTls(options, this.#place);
    throwIfCancelled(options.signal);
    if (!this.#isWritable) throw this.#whyNotWritable();
    if (this.isEncrypted) throw notNow("NET_TCP_TLS_TWICE", this.#address);
    if (this.#incoming.isAwaited) throw notNow("NET_TCP_TLS_BUSY", this.#address);
    if (this.#hasEnded) throw lost(new Error("ended"), this.#address);
    this.#isStartingTls = true;
    this.#isWritable = false;
    this.#idle?.pause();
    this.#stopReading();
    try {
      const { socket, plainRead, plainWritten } = await begin(this.#socket, this.#incoming, this.#outgoing);
      this.#plainRead = plainRead;
      this.#plainWritten = plainWritten;
      this.#isWritable = true;
      this.#moveTo(socket);
    } catch (error) {
      // Half of a handshake is nothing to go on from, in plain text least of all.
      this.#giveUp(error);
      // Closed by its own side, it is told of as that; cancelled, as that.
      throw error instanceof NetworkError ? this.#failure : error;
    } finally {
      this.#isStartingTls = false;
      this.#idle?.resume();
    }
  }

  async close(): Promise<void> {
    if (!this.#isClosing) this.#sayGoodbye();
    await this.closed;
  }

  abort(): void {
    this.#isClosing = true;
    this.#giveUp(alreadyClosed(this.#address));
  }

  // Not a generator, which would take another three turns for each piece.
  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => this.#ask(step, undefined),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (currentAmbient()?.cancellation !== undefined) this.abort();
    await this.close();
  }

  #ask<T>(asked: Asked<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.#isStartingTls) throw this.#whyNotWritable();
    const answer = this.#incoming.ask(asked, signal);
    if (!this.#isFlowing && this.#incoming.isAwaited) {
      this.#isFlowing = true;
      this.#socket.resume();
    }
    return answer;
  }

  #whyNotWritable(): unknown {
    if (this.#isStartingTls) return notNow("NET_TCP_TLS_STARTING", this.#address);
    return this.#failure ?? alreadyClosed(this.#address);
  }

  #listen(): void {
    for (const [event, listener] of Object.entries(this.#listeners)) this.#socket.on(event, listener);
    this.#pause();
    // It may have been lost between the event that it is open and this.
    if (this.#socket.destroyed) this.#onClose();
  }

  /** Reads nothing any more, as somebody else does. */
  #stopReading(): void {
    this.#pause();
    this.#socket.off("data", this.#listeners.data).off("end", this.#listeners.end);
  }

  /** Goes on over another socket. */
  #moveTo(socket: Socket): void {
    // The listener to errors stays, as without one they would end the program.
    const { error: _, ...others } = this.#listeners;
    for (const [event, listener] of Object.entries(others)) this.#socket.off(event, listener);
    this.#socket = socket;
    this.#outgoing.moveTo(socket);
    this.#listen();
  }

  #pause(): void {
    this.#isFlowing = false;
    this.#socket.pause();
  }

  #onData(chunk: Uint8Array<ArrayBuffer>): void {
    this.#idle?.touch();
    if (this.#isClosing) return;
    this.#incoming.append(notBuffer(chunk));
    if (this.#incoming.length >= HELD_BYTES && !this.#incoming.isAwaited) this.#pause();
  }

  #onEnd(): void {
    this.#hasEnded = true;
    this.#incoming.end();
    if (this.#isClosing && this.#socket.writableFinished) this.#socket.destroy();
  }

  #onDrain(): void {
    this.#idle?.touch();
    // A peer that takes little takes something.
    if (this.#isClosing) this.#waitAtMost(GOODBYE_MS);
    this.#outgoing.onDrain();
  }

  #onFinish(): void {
    this.#idle?.touch();
    this.#outgoing.onFinish();
    if (this.#isClosing) this.#linger();
  }

  #onError(error: unknown): void {
    // The handshake tells better what went wrong.
    if (!this.#isStartingTls) this.#fail(lost(error, this.#address));
  }

  #onClose(): void {
    this.#isClosing = true;
    this.#isWritable = false;
    this.#idle?.[Symbol.dispose]();
    clearTimeout(this.#patience);
    const reason = this.#failure ?? alreadyClosed(this.#address);
    if (!this.#isStartingTls) this.#incoming.fail(reason);
    this.#outgoing.fail(reason);
    this.#onClosed();
  }

  #fail(error: unknown): void {
    this.#isWritable = false;
    this.#failure ??= error;
    this.#incoming.fail(this.#failure);
  }

  #giveUp(error: unknown): void {
    this.#fail(error);
    this.#socket.destroy();
  }

  /** Sends all, and then lets what is still on its way come. */
  #sayGoodbye(): void {
    if (this.#isStartingTls) return this.abort();
    this.#isClosing = true;
    this.#isWritable = false;
    this.#incoming.fail(alreadyClosed(this.#address));
    if (this.#socket.writableFinished) return this.#linger();
    this.#waitAtMost(GOODBYE_MS);
    this.#outgoing.end();
  }

  #linger(): void {
    if (this.#hasEnded) return void this.#socket.destroy();
    this.#waitAtMost(LINGER_MS);
    this.#socket.resume();
  }

  #waitAtMost(ms: number): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#socket.destroy(), ms);
  }
}
