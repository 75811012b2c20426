import { Wait } from "../../internal/wait.ts";
import type { Movable, PoolRunOptions } from "../pool_types.ts";
import type { PoolWorker } from "./pool_worker.ts";
import type { CallMessage } from "./worker_main.ts";

/** Whom a job tells of itself. */
export interface JobEvents {
  /** It was cancelled while it runs. */
  onCancel(job: Job): void;
  /** It is over. */
  onEnd(): void;
}

/** A call that waits or runs, and the wait for it. */
export class Job extends Wait<unknown> {
  readonly call: CallMessage;
  readonly transfer: readonly Movable[];
  readonly graceMs: number;
  /** The worker that it was sent to, until that has answered. */
  station: Station | undefined;
  /** Why it was cancelled, where that was while it ran. */
  cancellation: { readonly reason: unknown } | undefined;
  /** Ends the time that it has left. */
  timer: ReturnType<typeof setTimeout> | undefined;
  readonly #events: JobEvents;

  /**
   * Begins the wait.
   *
   * @param call What is called.
   * @param options The caller's options.
   * @param graceMs How long it may go on when it is cancelled.
   * @param events Whom it tells of itself.
   */
  constructor(call: CallMessage, { signal, transfer = [] }: PoolRunOptions, graceMs: number, events: JobEvents) {
    super(signal);
    this.call = call;
    this.transfer = transfer;
    this.graceMs = graceMs;
    this.#events = events;
  }

  /** Cancels it. The wait for what runs ends only when that does, so that nothing runs on behind it. */
  override abort(reason: unknown): void {
    if (this.station?.jobs[0] !== this) return this.fail(reason);
    if (this.cancellation !== undefined) return;
    this.cancellation = { reason };
    this.#events.onCancel(this);
  }

  /** Ends the wait badly. */
  fail(reason: unknown): void {
    super.abort(reason);
  }

  /** The worker has answered, or is no more. */
  leave(): void {
    this.station = undefined;
    if (this.timer !== undefined) clearTimeout(this.timer);
  }

  protected override cleanUp(): void {
    // Not yet known where it is cancelled before it has begun.
    if (#events in this) this.#events.onEnd();
  }
}

/** A worker, and the jobs that were sent to it; it works on the first. */
export interface Station {
  worker: PoolWorker;
  readonly jobs: Job[];
}
