import { type Abortable, type Ambient, currentAmbient } from "./ambient.ts";
import { onAbort } from "./signals.ts";
import { hooks } from "./task_hooks.ts";
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
  older: Abortable | undefined;
  younger: Abortable | undefined;
  // Both are let go of at the end, which is how a wait knows that it is over.
  #resolve: ((value: T) => void) | undefined;
  #reject: ((reason: unknown) => void) | undefined;
  #ambient: Ambient | undefined;
  #listening: Disposable | undefined;
  #cleanUp: (() => void) | undefined;

  /**
   * Begins to wait.
   *
   * @param signal The caller's signal, if any.
   */
  constructor(signal: AbortSignal | undefined) {
    if (signal !== undefined) checkSignal("signal", signal);
    hooks?.onPause();
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const ambient = currentAmbient();
    const cancellation = ambient?.cancellation ?? (signal?.aborted ? signal : undefined);
    if (cancellation !== undefined) {
      this.abort(cancellation.reason);
      return;
    }
    this.#ambient = ambient;
    ambient?.add(this);
    if (signal !== undefined) this.#listening = onAbort(signal, (reason) => this.abort(reason));
  }

  /** Whether it has been settled. */
  get isOver(): boolean {
    return this.#resolve === undefined;
  }

  /** Has something called when the wait is over, whatever its outcome; only one function, set at once. */
  onOver(cleanUp: () => void): void {
    if (this.isOver) cleanUp();
    else this.#cleanUp = cleanUp;
  }

  /**
   * Ends the wait well.
   *
   * @param value What was waited for.
   * @returns Whether it was still waiting.
   */
  resolve(value: T): boolean {
    const resolve = this.#resolve;
    if (resolve === undefined) return false;
    this.#end();
    resolve(value);
    return true;
  }

  /** Ends the wait badly. */
  abort(reason: unknown): void {
    const reject = this.#reject;
    if (reject === undefined) return;
    this.#end();
    reject(reason);
  }

  /** Says what is waited for, for people to read. */
  describe(): string | undefined {
    return undefined;
  }

  /** Takes the wait out of wherever it is kept. A subclass that does so needs no closure for each wait. */
  protected cleanUp(): void {
    this.#cleanUp?.();
  }

  #end(): void {
    this.#resolve = undefined;
    this.#reject = undefined;
    this.#ambient?.delete(this);
    hooks?.onResume(this.#ambient);
    this.#listening?.[Symbol.dispose]();
    this.cleanUp();
  }
}

/**
 * A wait that says what it is for.
 *
 * @typeParam T What is waited for.
 */
export class NamedWait<T> extends Wait<T> {
  readonly #what: string;

  /**
   * Begins to wait.
   *
   * @param what What is waited for, for people to read.
   * @param signal The caller's signal, if any.
   */
  constructor(what: string, signal: AbortSignal | undefined) {
    super(signal);
    this.#what = what;
  }

  override describe(): string {
    return this.#what;
  }
}
