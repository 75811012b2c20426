import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { currentAmbient } from "../../../internal/ambient.ts";
import { throwIfCancelled } from "../../../internal/signals.ts";
import { checkInteger, checkOptions, notOfType, type OptionNames } from "../../../internal/validate.ts";
import { Wait } from "../../../internal/wait.ts";
import type { TcpAddress, TcpConnection, TcpReadOptions, TcpWaitOptions } from "../../tcp_connection.ts";
import { IdleTimer } from "../idle_timer.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import { alreadyClosed, endedEarly, lost, notText, tooLong, tooSlow } from "./failures.ts";
import { readableOf, writableOf } from "./streams.ts";

/** Limits of a connection. */
export interface ConnectionLimits {
  readonly idleTimeoutMs: number | undefined;
  readonly maxLineBytes: number;
}

// What comes while nobody reads; more is left with the system, which makes the peer wait.
const HELD_BYTES = 262_144;
// For a goodbye that a peer which takes nothing never answers.
const GOODBYE_MS = 10_000;
// For bytes still on their way to a connection that is closed: they would make the system break it off, and with it the
// end of what was sent.
const LINGER_MS = 1_000;

const WAIT_NAMES: OptionNames<TcpWaitOptions> = { signal: true };
const READ_NAMES: OptionNames<TcpReadOptions> = { signal: true, maxBytes: true };
const NEWLINE = new Uint8Array([10]);
const CARRIAGE_RETURN = 13;

/** A connection over a socket of `node:net` or `node:tls`, which all three runtimes have. */
export class SocketConnection implements TcpConnection {
  readonly remote: TcpAddress;
  readonly local: TcpAddress;
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #address: string;
  readonly #limits: ConnectionLimits;
  readonly #buffer = new ByteBuffer();
  readonly #idle: IdleTimer | undefined;
  #isReading = false;
  /** The reads that wait for their turn. */
  readonly #turns: Wait<void>[] = [];
  /** The read that needs more, and the writes that wait for room. */
  #reader: Wait<void> | undefined;
  readonly #writers = new Set<Wait<void>>();
  #failure: unknown;
  #hasEnded = false;
  #isClosing = false;
  #readable: ReadableStream<Uint8Array> | undefined;
  #writable: WritableStream<Uint8Array | string> | undefined;

  /**
   * Takes over a socket.
   *
   * @param socket The socket, open, made with `allowHalfOpen`, of which nothing has been read.
   * @param address What its other end is called in messages.
   * @param limits Its limits.
   */
  constructor(socket: Socket, address: string, limits: ConnectionLimits) {
    this.#socket = socket;
    this.#address = address;
    this.#limits = limits;
    this.remote = { host: socket.remoteAddress ?? address, port: socket.remotePort ?? 0 };
    this.local = { host: socket.localAddress ?? address, port: socket.localPort ?? 0 };
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    socket.on("data", (chunk: Uint8Array<ArrayBuffer>) => this.#onData(chunk));
    socket.on("end", () => this.#onEnd());
    socket.on("drain", () => this.#onDrain());
    socket.on("error", (error) => this.#fail(lost(error, address)));
    socket.on("close", () => this.#onClose(resolve));
    socket.pause();
    if (limits.idleTimeoutMs === undefined) return;
    this.#idle = new IdleTimer();
    this.#idle.watch(limits.idleTimeoutMs, (ms) => this.#giveUp(tooSlow("idle", ms, address)));
  }

  get isEncrypted(): boolean {
    return (this.#socket as TLSSocket).encrypted === true;
  }

  get alpnProtocol(): string | undefined {
    return (this.#socket as TLSSocket).alpnProtocol || undefined;
  }

  get bytesRead(): number {
    return this.#socket.bytesRead;
  }

  get bytesWritten(): number {
    return this.#socket.bytesWritten;
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.#readable ??= readableOf(this);
  }

  get writable(): WritableStream<Uint8Array | string> {
    return this.#writable ??= writableOf(this);
  }

  async read(options: TcpReadOptions = {}): Promise<Uint8Array | undefined> {
    const { maxBytes = Infinity, signal } = checkRead(options);
    return await this.#read(signal, () => this.#buffer.takeSome(maxBytes));
  }

  async readExactly(count: number, options: TcpWaitOptions = {}): Promise<Uint8Array> {
    checkInteger("count", count);
    checkOptions(options, WAIT_NAMES);
    const bytes = await this.#read(
      options.signal,
      () => this.#buffer.length < count ? undefined : this.#buffer.take(count),
    );
    return bytes ?? this.#endedEarly();
  }

  async readUntil(separator: string | Uint8Array, options: TcpReadOptions = {}): Promise<Uint8Array> {
    const bytes = typeof separator === "string" ? new TextEncoder().encode(separator) : separator;
    if (!(bytes instanceof Uint8Array) || bytes.byteLength === 0) throw notOfType("BYTES", "separator", separator);
    return await this.#readUntil(bytes, checkRead(options)) ?? this.#endedEarly();
  }

  async readLine(options: TcpReadOptions = {}): Promise<string | undefined> {
    const line = await this.#readUntil(NEWLINE, checkRead(options), true);
    return line && this.#decode(line);
  }

  async *lines(options: TcpReadOptions = {}): AsyncGenerator<string> {
    for (let line = await this.readLine(options); line !== undefined; line = await this.readLine(options)) yield line;
  }

  async write(data: Uint8Array | string, options: TcpWaitOptions = {}): Promise<void> {
    checkOptions(options, WAIT_NAMES);
    if (typeof data !== "string" && !(data instanceof Uint8Array)) throw notOfType("BYTES", "data", data);
    throwIfCancelled(options.signal);
    this.#checkWritable();
    this.#idle?.touch();
    if (data.length === 0 || this.#socket.write(data)) return;
    const wait = new Wait<void>(options.signal);
    this.#writers.add(wait);
    wait.onOver(() => this.#writers.delete(wait));
    await wait.promise;
  }

  async endWriting(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#socket.writableFinished) return;
    await new Promise<void>((resolve) => {
      void this.closed.then(resolve);
      this.#socket.end(resolve);
    });
    if (!this.#socket.writableFinished) throw this.#failure ?? alreadyClosed(this.#address);
  }

  async close(): Promise<void> {
    if (!this.#isClosing) void this.#sayGoodbye();
    await this.closed;
  }

  abort(): void {
    this.#isClosing = true;
    this.#socket.destroy();
  }

  // Not a generator, which would take another three turns for each piece.
  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: async () => {
        const value = await this.read();
        return value === undefined ? { done: true, value } : { done: false, value };
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (currentAmbient()?.cancellation !== undefined) this.abort();
    await this.close();
  }

  async #readUntil(
    separator: Uint8Array,
    { maxBytes = this.#limits.maxLineBytes, signal }: TcpReadOptions,
    isLine = false,
  ): Promise<Uint8Array | undefined> {
    let isNew = true;
    return await this.#read(signal, () => {
      if (isNew) this.#buffer.restartSearch();
      isNew = false;
      const end = this.#buffer.find(separator);
      const length = end ?? this.#buffer.length;
      // The separator does not count, so as to be no part of what is allowed.
      if (length - (end === undefined ? 0 : separator.byteLength) > maxBytes) throw tooLong(this.#address, maxBytes);
      if (end !== undefined) return this.#buffer.take(end);
      return isLine && this.#hasEnded && length > 0 ? this.#buffer.take(length) : undefined;
    });
  }

  /**
   * Waits for its turn, and then until enough has come.
   *
   * @param signal Ends the wait.
   * @param take Takes what is asked for from the buffer; gives undefined as long as that is not there.
   * @returns What it took; undefined if the connection ended before.
   */
  async #read<T>(signal: AbortSignal | undefined, take: () => T | undefined): Promise<T | undefined> {
    throwIfCancelled(signal);
    if (this.#isReading) await this.#turn(signal);
    this.#isReading = true;
    try {
      while (true) {
        const taken = take();
        if (taken !== undefined) return taken;
        if (this.#failure !== undefined) throw this.#failure;
        if (this.#hasEnded) return undefined;
        if (this.#isClosing) throw alreadyClosed(this.#address);
        const wait = this.#reader = new Wait<void>(signal);
        this.#socket.resume();
        await wait.promise;
      }
    } finally {
      this.#isReading = this.#passTurn();
    }
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    const wait = new Wait<void>(signal);
    this.#turns.push(wait);
    await wait.promise;
  }

  /** Gives the turn to the read that has waited longest; one that was cancelled meanwhile is passed over. */
  #passTurn(): boolean {
    while (this.#turns.length > 0) if (this.#turns.shift()!.resolve()) return true;
    return false;
  }

  #decode(line: Uint8Array): string {
    let end = line.length;
    if (line[end - 1] === NEWLINE[0]) end -= line[end - 2] === CARRIAGE_RETURN ? 2 : 1;
    try {
      return utf8.decode(line.subarray(0, end));
    } catch (error) {
      throw notText(this.#address, error);
    }
  }

  #endedEarly(): never {
    throw endedEarly(this.#address, this.#buffer.length);
  }

  #checkWritable(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#isClosing || this.#socket.writableEnded || this.#socket.destroyed) throw alreadyClosed(this.#address);
  }

  #onData(chunk: Uint8Array<ArrayBuffer>): void {
    this.#idle?.touch();
    if (this.#isClosing) return;
    // A Buffer is given to nobody: its slice() is a view, where that of any other array is a copy.
    this.#buffer.append(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#wakeReader();
    if (this.#reader === undefined && this.#buffer.length >= HELD_BYTES) this.#socket.pause();
  }

  #onEnd(): void {
    this.#hasEnded = true;
    this.#wakeReader();
  }

  #onDrain(): void {
    this.#idle?.touch();
    for (const wait of [...this.#writers]) wait.resolve();
  }

  #onClose(resolve: () => void): void {
    this.#idle?.[Symbol.dispose]();
    this.#isClosing = true;
    this.#wakeReader();
    for (const wait of [...this.#writers]) wait.abort(this.#failure ?? alreadyClosed(this.#address));
    resolve();
  }

  #wakeReader(): void {
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.resolve();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
  }

  #giveUp(error: unknown): void {
    this.#fail(error);
    this.#socket.destroy();
  }

  /** Sends all, then lets what is still on its way come, for a moment. */
  async #sayGoodbye(): Promise<void> {
    this.#isClosing = true;
    this.#wakeReader();
    const patience = setTimeout(() => this.#socket.destroy(), GOODBYE_MS);
    await this.endWriting().catch(() => {});
    clearTimeout(patience);
    if (this.#hasEnded) return void this.#socket.destroy();
    const linger = setTimeout(() => this.#socket.destroy(), LINGER_MS);
    this.#socket.once("end", () => this.#socket.destroy());
    this.#socket.resume();
    await this.closed;
    clearTimeout(linger);
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function checkRead(options: TcpReadOptions): TcpReadOptions {
  checkOptions(options, READ_NAMES);
  if (options.maxBytes !== undefined) checkInteger("maxBytes", options.maxBytes, { min: 1 });
  return options;
}
