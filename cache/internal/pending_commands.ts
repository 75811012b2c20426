import type { Abortable } from "../../internal/ambient.ts";
import { Wait } from "../../internal/wait.ts";
import type { RedisClient } from "./redis_client.ts";

/** A command that waits for its answer, between those that began before and after it. */
interface Pending {
  previous: Pending;
  next: Pending;
  beganAt: number;
  command: string;
  wait: Abortable;
}

/** What happens when commands have run out of time. */
interface Expiry {
  /** Makes the error of one. */
  expired(command: string): unknown;
  /** Called once for all. */
  onExpire(): void;
}

// Looking at the clock for each command would cost more than all the rest: what is counted is how often a timer fired.
const TICKS = 10;

/**
 * The commands under way on one connection. One timer bounds the time of all, as they all have the same limit and so
 * run out of it in the order in which they began.
 */
export class PendingCommands {
  readonly #tickMs: number;
  readonly #expiry: Expiry;
  // A list of their own, as taking the oldest out of a Map or Set again and again walks over all that were deleted.
  readonly #head: Pending = emptyList();
  readonly #waiting: (() => void)[] = [];
  #tick = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Begins with none.
   *
   * @param limitMs How long each command may take, in milliseconds; it may become a tenth longer.
   * @param expiry What happens when commands have run out of time.
   */
  constructor(limitMs: number, expiry: Expiry) {
    this.#tickMs = Math.ceil(limitMs / TICKS);
    this.#expiry = expiry;
  }

  /**
   * Settles with a command's answer, or rejects when its time is over, the ambient task is cancelled or the signal
   * fires. The command itself cannot be taken back then: its answer is dropped.
   *
   * @typeParam T The answer.
   * @param answer The driver's promise.
   * @param signal Cancels the wait.
   * @param client Makes errors of the driver's ones.
   * @param command The command's name, for errors.
   * @returns The answer.
   */
  settle<T>(
    answer: Promise<T>,
    signal: AbortSignal | undefined,
    client: Pick<RedisClient, "failure">,
    command: string,
  ): Promise<T> {
    const wait = new Wait<T>(signal);
    const pending = this.#add(wait, command);
    wait.onOver(() => this.#remove(pending));
    answer.then((value) => wait.resolve(value), (error) => wait.abort(client.failure(error, command)));
    return wait.promise;
  }

  /** Resolves when no command is under way. */
  async settled(): Promise<void> {
    if (this.#head.next !== this.#head) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #add(wait: Abortable, command: string): Pending {
    const next = this.#head;
    const { previous } = next;
    const pending: Pending = { previous, next, beganAt: this.#tick, command, wait };
    previous.next = pending;
    next.previous = pending;
    this.#timer ??= setTimeout(() => this.#onTick(), this.#tickMs);
    return pending;
  }

  #remove(pending: Pending): void {
    pending.previous.next = pending.next;
    pending.next.previous = pending.previous;
    // A command that the collector has come to think of as old would keep alive all those that came after it.
    pending.previous = pending.next = pending;
    if (this.#head.next !== this.#head) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #onTick(): void {
    this.#tick++;
    this.#timer = setTimeout(() => this.#onTick(), this.#tickMs);
    let hasExpired = false;
    // A command that began just before a tick has had almost none of its first one.
    while (this.#head.next !== this.#head && this.#tick - this.#head.next.beganAt > TICKS) {
      const { wait, command } = this.#head.next;
      wait.abort(this.#expiry.expired(command));
      hasExpired = true;
    }
    if (hasExpired) this.#expiry.onExpire();
  }
}

function emptyList(): Pending {
  const head = { beganAt: 0, command: "" } as Pending;
  head.previous = head.next = head;
  return head;
}
