import type { WebSocketError } from "../../../errors/web_socket_error.ts";
import type { WebSocketClose } from "../../web_socket_close.ts";
import type { WebSocketState } from "../../web_socket_connection.ts";
import type { SessionPlan } from "./session_plan.ts";

/** Calls the caller's functions; what they throw ends the session. */
export class Teller {
  readonly #plan: SessionPlan;
  readonly #fail: (error: unknown) => void;
  #state: WebSocketState | undefined;

  /**
   * Makes one that has told nothing.
   *
   * @param plan The session's plan, which has the functions.
   * @param fail Ends the session.
   */
  constructor(plan: SessionPlan, fail: (error: unknown) => void) {
    this.#plan = plan;
    this.#fail = fail;
  }

  /** Tells of a state, if it is another one than was told last. */
  state(state: WebSocketState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#call(() => this.#plan.onStateChange?.(state));
  }

  /** Tells of the end of a connection that was open. */
  close(close: WebSocketClose): void {
    this.#call(() => this.#plan.onClose?.(close));
  }

  /** Tells of the wait before another attempt. */
  retry(error: WebSocketError | undefined, attempt: number, delayMs: number): void {
    this.#call(() => this.#plan.onRetry?.(error, attempt, delayMs));
  }

  #call(call: () => unknown): void {
    try {
      const told = call();
      if (told instanceof Promise) told.catch(this.#fail);
    } catch (error) {
      this.#fail(error);
    }
  }
}
