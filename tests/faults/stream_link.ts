import type { Socket } from "node:net";
import { Bell } from "./bell.ts";
import { Corrupter } from "./corrupter.ts";
import type { StreamFaults } from "./faults.ts";

// What may wait in the link before its source is paused; bytes that are late need room.
const maxWaitingBytes = 1024 * 1024;

// A throttled stream gets its bytes in portions, this many in a second.
const portionsPerSecond = 50;

/** Carries the bytes of one direction from a socket to another, with faults. */
export class StreamLink {
  /** The bytes that have been passed on. */
  bytes = 0;
  readonly #source: Socket;
  readonly #target: Socket;
  readonly #faults: () => StreamFaults;
  readonly #cut: () => void;
  readonly #changed = new Bell();
  readonly #corrupter = new Corrupter();
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  /** When a throttled stream may go on. */
  #resumeAt = 0;
  #isClosed = false;

  /** @param cut Resets the connection. */
  constructor(source: Socket, target: Socket, faults: () => StreamFaults, cut: () => void) {
    this.#source = source;
    this.#target = target;
    this.#faults = faults;
    this.#cut = cut;
    source.on("data", (chunk) => this.#accept(typeof chunk === "string" ? Buffer.from(chunk) : chunk));
    source.on("end", () => this.#accept(undefined));
    target.on("drain", () => this.#changed.ring());
    void this.#run();
  }

  /** Looks at the faults again. */
  refresh(): void {
    this.#resumeAt = 0;
    this.#changed.ring();
  }

  /** Passes nothing more on, and tells the target that this was the end (FIN). */
  end(): void {
    if (this.#isClosed) return;
    this.close();
    this.#target.end();
  }

  /** Passes nothing more on. */
  close(): void {
    this.#isClosed = true;
    this.#changed.ring();
    // What still comes is read and dropped, so that its sender does not block.
    this.#source.resume();
  }

  #accept(chunk: Uint8Array | undefined): void {
    if (this.#isClosed) return;
    const bytes = chunk && this.#corrupter.apply(chunk, this.#faults().corrupt);
    this.#waiting.push({ bytes, arrived: performance.now() });
    this.#waitingBytes += bytes?.length ?? 0;
    if (this.#waitingBytes >= maxWaitingBytes) this.#source.pause();
    this.#changed.ring();
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const ms = this.#timeToWait();
      if (ms > 0) await this.#changed.wait(ms);
      else this.#pass(this.#waiting[0]!);
    }
  }

  /** How long there is nothing to do unless something changes. */
  #timeToWait(): number {
    const { latencyMs = 0, isStalled = false } = this.#faults();
    const [next] = this.#waiting;
    if (next === undefined || isStalled || this.#target.writableNeedDrain) return Infinity;
    return Math.max(next.arrived + latencyMs, this.#resumeAt) - performance.now();
  }

  #pass(next: Waiting): void {
    if (next.bytes === undefined) return this.end();
    const { bytesPerSecond = Infinity, cutAfterBytes = Infinity } = this.#faults();
    const most = Math.min(Math.ceil(bytesPerSecond / portionsPerSecond), Math.max(0, cutAfterBytes - this.bytes));
    const bytes = next.bytes.subarray(0, most);
    this.#remove(next, next.bytes, bytes.length);
    this.bytes += bytes.length;
    this.#resumeAt = performance.now() + bytes.length / bytesPerSecond * 1_000;
    if (this.bytes < cutAfterBytes) return void this.#target.write(bytes);
    this.close();
    // A reset throws away what the system has not sent yet.
    this.#target.write(bytes, () => this.#cut());
  }

  #remove(next: Waiting, bytes: Uint8Array, count: number): void {
    if (count === bytes.length) this.#waiting.shift();
    else next.bytes = bytes.subarray(count);
    this.#waitingBytes -= count;
    if (this.#waitingBytes < maxWaitingBytes) this.#source.resume();
  }
}

/** Bytes on their way, or the end of them. */
interface Waiting {
  bytes: Uint8Array | undefined;
  /** When they came, by `performance.now()`. */
  arrived: number;
}
