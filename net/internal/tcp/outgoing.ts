import type { Socket } from "node:net";
import { Wait } from "../../../internal/wait.ts";
import { Fifo } from "../fifo.ts";
import { copyOf } from "./builtins.ts";

// What is handed to a socket at once. It tells when a piece has been taken, and nothing before: of a larger one nobody
// would know whether the peer takes it slowly or not at all.
const PIECE_BYTES = 262_144;

/** What goes out over a connection, and those who wait until it has gone. */
export class Outgoing {
  #socket: Socket;
  /** How much counts as written at once. */
  #roomBytes: number;
  /** What the socket has not been handed yet. */
  readonly #behind = new Fifo<Uint8Array>();
  #isEnding = false;
  readonly #writers = new Set<Wait<void>>();
  readonly #enders = new Set<Wait<void>>();
  #onSent: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#roomBytes = socket.writableHighWaterMark;
  }

  /** Goes on over another socket; nothing is left of what was to go over the one before. */
  moveTo(socket: Socket): void {
    this.#socket = socket;
    this.#roomBytes = socket.writableHighWaterMark;
  }

  /**
   * Sends something.
   *
   * @param data What; not before all that was sent before.
   * @returns Whether there is room for more; if not, `room` tells when there is.
   */
  send(data: Uint8Array | string): boolean {
    if (data.length <= PIECE_BYTES && this.#behind.size === 0) {
      return this.#socket.write(typeof data === "string" ? data : this.#kept(data));
    }
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) {
      this.#behind.push(this.#kept(bytes.subarray(at, at + PIECE_BYTES)));
    }
    return this.#goOn();
  }

  /** Waits until there is room. */
  room(signal: AbortSignal | undefined): Promise<void> {
    return waitIn(this.#writers, signal);
  }

  /** Says that nothing follows, once all is sent. */
  end(): void {
    this.#isEnding = true;
    if (this.#behind.size === 0) this.#socket.end();
  }

  /** Waits until all is sent and the end has been said. */
  ended(signal: AbortSignal | undefined): Promise<void> {
    return waitIn(this.#enders, signal);
  }

  /** Calls back when nothing is left with this side. */
  whenSent(callback: () => void): void {
    if (this.#behind.size > 0) this.#onSent = callback;
    else if (this.#socket.writableLength > 0) this.#socket.write("", callback);
    else callback();
  }

  /** There is room again. */
  onDrain(): void {
    if (this.#goOn()) { for (const wait of [...this.#writers]) wait.resolve(); }
  }

  /** All is sent, the end included. Sockets tell nothing of room any more then. */
  onFinish(): void {
    for (const wait of [...this.#writers, ...this.#enders]) wait.resolve();
  }

  /** Nothing goes any more. */
  fail(reason: unknown): void {
    this.#behind.clear();
    for (const wait of [...this.#writers, ...this.#enders]) wait.abort(reason);
  }

  // A short piece counts as written though it may be sent later: it is copied, as whoever wrote it may use its bytes anew.
  // After a longer one nobody goes on before it is sent.
  #kept(data: Uint8Array): Uint8Array {
    return data.byteLength < this.#roomBytes ? copyOf(data) : data;
  }

  /** Hands over as much as there is room for, and tells whether there is still room. */
  #goOn(): boolean {
    let hasRoom = true;
    while (hasRoom && this.#behind.size > 0) hasRoom = this.#socket.write(this.#behind.shift()!);
    if (this.#behind.size > 0) return false;
    if (this.#isEnding) this.#socket.end();
    if (this.#onSent !== undefined) {
      this.whenSent(this.#onSent);
      this.#onSent = undefined;
    }
    return hasRoom;
  }
}

function waitIn(waits: Set<Wait<void>>, signal: AbortSignal | undefined): Promise<void> {
  const wait = new Wait<void>(signal);
  waits.add(wait);
  wait.onOver(() => waits.delete(wait));
  return wait.promise;
}
