import { type Abortable, type Ambient, currentAmbient } from "./ambient.ts";
import { checkSignal } from "./validate.ts";

/**
 * One wait: a promise that somebody settles, and that rejects when the ambient task is cancelled or a signal fires.
 * Whichever comes first counts; what comes later is passed over. It is bound to the task's own list, not to its
 * signal: a signal with a listener for each of many waits takes quadratic time.
 *
 * @typeParam T What is waited for.
 */
export class Wait<T> implements Abortable {
  /** Settles with the wait. */
  readonly promise: Promise<T>;
  #resolve!: (value: T) => void;
  #reject!: (reason: unknown) => void;
  #ambient: Ambient | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #onSignal: (() => void) | undefined;
  #cleanUp: (() => void) | undefined;
  #isOver = false;

  /**
   * Begins to wait.
   *
   * @param signal The caller's signal, if any.
   */
  constructor(signal: AbortSignal | undefined) {
    if (signal !== undefined) checkSignal("signal", signal);
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const ambient = currentAmbient();
    const cancellation = ambient?.cancellation ?? (signal?.aborted ? signal : undefined);
    if (cancellation !== undefined) return this.abort(cancellation.reason), this;
    this.#ambient = ambient;
    ambient?.add(this);
    if (signal === undefined) return;
    this.#signal = signal;
    this.#onSignal = () => this.abort(signal.reason);
    signal.addEventListener("abort", this.#onSignal, { once: true });
  }

  /** Whether it has been settled. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Has something called when the wait is over, whatever its outcome; only one function, set at once. */
  onOver(cleanUp: () => void): void {
    if (this.#isOver) cleanUp();
    else this.#cleanUp = cleanUp;
  }

  /**
   * Ends the wait well.
   *
   * @param value What was waited for.
   * @returns Whether it was still waiting.
   */
  resolve(value: T): boolean {
    if (!this.#end()) return false;
    this.#resolve(value);
    return true;
  }

  /** Ends the wait badly. */
  abort(reason: unknown): void {
    if (this.#end()) this.#reject(reason);
  }

  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#ambient?.delete(this);
    if (this.#onSignal !== undefined) this.#signal!.removeEventListener("abort", this.#onSignal);
    this.#cleanUp?.();
    return true;
  }
}
