import type { Inbox } from "./inbox.ts";
import type { Journal } from "./journal.ts";

// How long an acknowledgement waits for others to go with it, unless a part of the window depends on it.
const WITHIN_MS = 1;

/** Tells the other side what has been handled: many messages at once, and never before the store knows of them. */
export class Acknowledger {
  readonly #inbox: Inbox;
  readonly #journal: Journal;
  readonly #soonAfter: number;
  readonly #tell: (number: number) => void;
  // Up to where the store knows what has been handled.
  #stored = 0;
  #isStoring = false;
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  /**
   * Makes one.
   *
   * @param inbox Knows what has been handled.
   * @param journal Writes it down.
   * @param messages How many the other side may send unacknowledged.
   * @param tell Tells it.
   */
  constructor(inbox: Inbox, journal: Journal, messages: number, tell: (number: number) => void) {
    this.#inbox = inbox;
    this.#journal = journal;
    this.#soonAfter = messages / 4;
    this.#tell = tell;
  }

  /** The number up to which the other side need not keep anything. */
  get number(): number {
    return this.#journal.isDurable ? this.#stored : this.#inbox.handled;
  }

  /** Begins where it stood. */
  restore(handled: number): void {
    this.#stored = this.#told = handled;
  }

  /** More has been handled. */
  onHandled(): void {
    if (!this.#journal.isDurable) this.soon();
    else if (!this.#isStoring) void this.#store();
  }

  // However fast messages are handled, one write is under way at a time.
  async #store(): Promise<void> {
    this.#isStoring = true;
    try {
      while (this.#stored < this.#inbox.handled) {
        const { handled } = this.#inbox;
        await this.#journal.receive(handled);
        this.#stored = handled;
        this.soon();
      }
    } catch {
      // The journal has told it, which ends the session.
    }
    this.#isStoring = false;
  }

  /** Tells it within a moment. */
  soon(): void {
    if (this.#isOver) return;
    if (this.number - this.#told >= this.#soonAfter) return this.now();
    this.#timer ??= setTimeout(() => this.now(), WITHIN_MS);
  }

  /** Tells it. */
  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told = this.number;
    this.#tell(this.#told);
  }

  /** Has the store know all that has been handled, and then the other side. */
  async settle(): Promise<void> {
    const { handled } = this.#inbox;
    await this.#journal.receive(handled).then(() => this.#stored = handled, () => {});
    this.now();
  }

  /** Tells nothing any more. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }
}
