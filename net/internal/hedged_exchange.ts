import { CancelledError } from "../../errors/cancelled_error.ts";
import { formatMessage } from "../../errors/catalogue.ts";
import { clearTimer, setTimer, type Timer } from "../../internal/clock.ts";
import { LinkedSignal } from "../../internal/signals.ts";
import type { Read } from "./exchange.ts";
import { failedStatus, isPassing } from "./failed_status.ts";
import type { SendPlan } from "./request_plan.ts";

/**
 * Makes a request once, when its turn has come.
 *
 * @typeParam T What is made of the answer.
 */
export type Send<T> = (plan: SendPlan, signal: AbortSignal, read: Read<T>, onTurn: () => void) => Promise<T>;

/**
 * Makes a request, and once more beside it where it is slow; takes the answer that begins first, and gives the other up.
 * `hedge` of `async` takes what ends first instead: two bodies would be read, and what is made of them happen twice.
 *
 * @typeParam T What is made of the answer.
 * @param plan The request.
 * @param signal Ends both.
 * @param read Makes something of an answer; called for one of them.
 * @param send Makes the request.
 * @returns What was made of the answer.
 */
export async function hedgedExchange<T>(
  plan: SendPlan,
  signal: AbortSignal | undefined,
  read: Read<T>,
  send: Send<T>,
): Promise<T> {
  return await new Hedge(plan, signal, read, send).run();
}

class Hedge<T> {
  readonly #plan: SendPlan;
  readonly #signal: AbortSignal | undefined;
  readonly #read: Read<T>;
  readonly #send: Send<T>;
  readonly #outcome = Promise.withResolvers<T>();
  readonly #legs: LinkedSignal[] = [];
  readonly #ended: Promise<void>[] = [];
  readonly #errors: unknown[] = [];
  #winner: LinkedSignal | undefined;
  #pending = 0;
  #timer: Timer | undefined;

  constructor(plan: SendPlan, signal: AbortSignal | undefined, read: Read<T>, send: Send<T>) {
    this.#plan = plan;
    this.#signal = signal;
    this.#read = read;
    this.#send = send;
  }

  async run(): Promise<T> {
    this.#start(this.#plan, () => this.#timer = setTimer(() => this.#startSecond(), this.#plan.hedgeMs!));
    try {
      return await this.#outcome.promise;
    } finally {
      clearTimer(this.#timer);
      // The one that was given up has nothing left open when the request has ended.
      await Promise.all(this.#ended);
    }
  }

  #startSecond(): void {
    const { budget, prepare } = this.#plan;
    // It is one more request for a server that may be slow as it has too many.
    if (this.#winner !== undefined || this.#pending === 0 || budget?.tryWithdraw() === false) return;
    const isBeside = prepare && ((hop, signal) => prepare(hop, signal, true)) satisfies SendPlan["prepare"];
    this.#start({ ...this.#plan, prepare: isBeside }, () => {});
  }

  #start(plan: SendPlan, onTurn: () => void): void {
    const leg = new LinkedSignal([this.#signal]);
    const index = this.#legs.push(leg) - 1;
    this.#pending++;
    const sent = this.#send(plan, leg.signal, async (answer, plan) => {
      leg.signal.throwIfAborted();
      // As long as the other one may do better.
      if (isPassing(answer.status) && this.#pending > 1) throw await failedStatus(answer);
      this.#win(leg);
      return await this.#read(answer, plan);
    }, onTurn);
    this.#ended.push(
      sent.then(this.#outcome.resolve, (error) => this.#fail(leg, index, error)).finally(() => {
        leg[Symbol.dispose]();
      }),
    );
  }

  #win(leg: LinkedSignal): void {
    this.#winner = leg;
    clearTimer(this.#timer);
    const reason = new CancelledError(formatMessage("ASYNC_REASON_ANOTHER_FIRST", {}));
    for (const other of this.#legs) if (other !== leg) other.abort(reason);
  }

  #fail(leg: LinkedSignal, index: number, error: unknown): void {
    this.#errors[index] = error;
    if (--this.#pending > 0 && this.#winner !== leg) return;
    // What the first one failed with, unless that was given up for the other, tells of the request itself.
    this.#outcome.reject(this.#winner === leg ? error : this.#errors[0]);
  }
}
