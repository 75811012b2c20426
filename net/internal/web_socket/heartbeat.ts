import type { Message } from "./message_queue.ts";
import type { Transport } from "./transport.ts";

/** How it is found out that a peer is gone. */
export interface HeartbeatPlan {
  /** How often the peer is asked, in milliseconds. */
  readonly intervalMs: number;
  /** How long nothing may come after it was asked, in milliseconds. */
  readonly timeoutMs: number;
  /** What asks; a ping frame if undefined. */
  readonly message: Message | (() => Message) | undefined;
  /** Tells an answer to `message` from what is to be read. */
  readonly isReply: ((message: Message) => boolean) | undefined;
}

/**
 * Asks the peer from time to time whether it is there. A peer that vanished without a word (a cable pulled, a laptop
 * asleep) is noticed by nothing else for minutes, or for ever where nothing is sent.
 */
export class Heartbeat implements Disposable {
  readonly #plan: HeartbeatPlan;
  readonly #transport: Transport;
  readonly #isDeaf: () => boolean;
  readonly #onSilent: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = 0;
  #hasHeard = false;
  #isWaiting = false;
  #latencyMs: number | undefined;

  /**
   * Begins to watch a connection.
   *
   * @param plan How.
   * @param transport The connection.
   * @param isDeaf Tells whether nothing is read at the moment, so that silence means nothing.
   * @param onSilent Called when nothing came.
   */
  constructor(plan: HeartbeatPlan, transport: Transport, isDeaf: () => boolean, onSilent: () => void) {
    this.#plan = plan;
    this.#transport = transport;
    this.#isDeaf = isDeaf;
    this.#onSilent = onSilent;
    this.#after(plan.intervalMs, () => this.#ask());
  }

  /** How long the last answer took, in milliseconds. */
  get latencyMs(): number | undefined {
    return this.#latencyMs;
  }

  /** Takes note that something came, or that it could not have been read. */
  heard(): void {
    this.#hasHeard = true;
  }

  /** Takes note of an answer. */
  answered(): void {
    this.#hasHeard = true;
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#latencyMs = performance.now() - this.#askedAt;
  }

  /** Whether a message is an answer and nothing else; takes note of it if so. */
  takes(message: Message): boolean {
    this.#hasHeard = true;
    if (this.#plan.isReply?.(message) !== true) return false;
    this.answered();
    return true;
  }

  /** Stops watching. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #after(ms: number, act: () => void): void {
    this.#timer = setTimeout(act, ms);
  }

  #ask(): void {
    if (!this.#transport.isOpen) return;
    const { message, timeoutMs } = this.#plan;
    this.#hasHeard = false;
    this.#isWaiting = true;
    this.#askedAt = performance.now();
    if (message === undefined) this.#transport.ping?.();
    else this.#transport.send(typeof message === "function" ? message() : message);
    this.#after(timeoutMs, () => this.#look(false));
  }

  #look(isLast: boolean): void {
    const { intervalMs, timeoutMs } = this.#plan;
    const passedMs = performance.now() - this.#askedAt;
    if (this.#hasHeard || this.#isDeaf()) return this.#after(Math.max(intervalMs - passedMs, 0), () => this.#ask());
    // The program was busy, or the machine slept: the peer is asked anew.
    if (passedMs > timeoutMs * 1.5 + 100) return this.#ask();
    // Timers run before what has come is read.
    if (!isLast) return this.#after(20, () => this.#look(true));
    this.#onSilent();
  }
}
