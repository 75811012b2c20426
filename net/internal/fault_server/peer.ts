import type { Socket } from "node:net";
import type { ConnectionFault } from "../../start_fault_server.ts";

/** A connection that a fault server has accepted: what comes is read by the byte. */
export class Peer {
  readonly #socket: Socket;
  #bytes: Uint8Array = new Uint8Array();
  #wake: (() => void) | undefined;
  #hasEnded = false;
  // Who reads is not to go on over what has been spoilt.
  #isSpoilt = false;

  /**
   * Reads a socket from now on.
   *
   * @param socket The socket.
   */
  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Uint8Array) => {
      this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
      this.#wake?.();
    });
    const end = () => {
      this.#hasEnded = true;
      this.#wake?.();
    };
    socket.on("error", end).on("end", end).on("close", end);
  }

  /** Whether it is of use. */
  get isOver(): boolean {
    return this.#hasEnded || this.#isSpoilt;
  }

  /** What has come and was not taken. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Waits for more; tells whether more has come. */
  async more(): Promise<boolean> {
    const { length } = this.#bytes;
    while (!this.#hasEnded && this.#bytes.length === length) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    return this.#bytes.length > length;
  }

  /** Waits until so many bytes are there; tells whether they are. */
  async has(count: number): Promise<boolean> {
    while (this.#bytes.length < count) if (!await this.more()) return false;
    return true;
  }

  /** Takes so many bytes that are there. */
  take(count: number): Uint8Array {
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }

  /** Sends; resolves when it has been handed over. */
  async send(bytes: string | Uint8Array): Promise<void> {
    if (this.isOver || bytes.length === 0) return;
    await new Promise<void>((resolve) => {
      this.#socket.once("close", resolve);
      this.#socket.write(bytes, () => {
        this.#socket.off("close", resolve);
        resolve();
      });
    });
  }

  /** Waits, unless the connection ends before. */
  async wait(ms: number): Promise<void> {
    if (ms === 0 || this.isOver) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#socket.off("close", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#socket.once("close", done);
    });
  }

  /** Fails. What was sent before is given the time to be read, as a reset throws it away. */
  async fail(fault: ConnectionFault, garbage: string | Uint8Array, hasSent: boolean): Promise<void> {
    this.#isSpoilt = true;
    if (fault === "hang") return;
    if (fault === "end") return void this.#socket.end();
    if (fault === "garbage") return void this.#socket.end(garbage);
    if (hasSent) await new Promise((resolve) => setTimeout(resolve, RESET_AFTER_MS));
    reset(this.#socket);
  }

  /** Closes it in order. */
  end(): void {
    this.#isSpoilt = true;
    this.#socket.end();
  }
}

/** Resets a connection. */
export function reset(socket: Socket): void {
  if (socket.destroyed) return;
  // Node refuses to reset what it is just ending, and then never closes it (EINVAL, measured on 24 and 26).
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}

const RESET_AFTER_MS = 30;
