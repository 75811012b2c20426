import { LinkedSignal } from "../../internal/signals.ts";
import type { Answer } from "./answer.ts";
import { exchange } from "./exchange.ts";
import type { SendPlan } from "./request_plan.ts";

/** An answer that is read by and by; disposing it closes its connection. */
export interface OpenAnswer extends AsyncDisposable {
  /** The answer, unread. */
  readonly answer: Answer;
}

/**
 * Makes a request once, and hands out its answer rather than read it.
 *
 * @param plan The request.
 * @param signal Ends it.
 * @returns The answer.
 */
export async function openAnswer(plan: SendPlan, signal: AbortSignal | undefined): Promise<OpenAnswer> {
  const linked = new LinkedSignal([signal]);
  const { promise: opened, resolve, reject } = Promise.withResolvers<Answer>();
  const { promise: isRead, resolve: finish } = Promise.withResolvers<void>();
  const running = exchange(plan, linked.signal, async (answer) => {
    resolve(answer);
    await isRead;
  }).catch(reject);
  const close = async (): Promise<void> => {
    finish();
    // Cancelling a body does not close the connection on every runtime while its peer is silent.
    linked.abort(undefined);
    linked[Symbol.dispose]();
    await running;
  };
  try {
    return { answer: await opened, [Symbol.asyncDispose]: close };
  } catch (error) {
    linked[Symbol.dispose]();
    throw error;
  }
}
