import type { WebSocketClose } from "../../web_socket_close.ts";
import type { Side } from "./core.ts";
import { CODES } from "./protocol.ts";
import { unbound } from "./unbound.ts";

/**
 * How sessions ended whose clients may not have heard of it, as their connections were down or broke at that moment: a
 * client that comes back is told the same, and not that its session is lost.
 */
export class EndedSessions {
  readonly #keepMs: number;
  readonly #most: number;
  readonly #ends = new Map<string, { readonly close: WebSocketClose; readonly timer: ReturnType<typeof setTimeout> }>();

  /**
   * Makes one that knows none.
   *
   * @param keepMs For how long they are remembered.
   * @param most How many.
   */
  constructor(keepMs: number, most: number) {
    this.#keepMs = keepMs;
    this.#most = most;
  }

  /** How a session ended, if it is remembered. */
  get(token: string): WebSocketClose | undefined {
    return this.#ends.get(token)?.close;
  }

  /** Remembers one that has ended, unless its client has to know that something was lost. */
  add({ token, ended, failure }: Side): void {
    if (ended === undefined || this.#most === 0) return;
    const isTold = failure === undefined ? ended.code === 1000 || ended.code >= 3000 : ended.code === CODES.failed;
    if (!isTold) return;
    this.delete(token);
    for (const oldest of this.#ends.keys()) {
      if (this.#ends.size < this.#most) break;
      this.delete(oldest);
    }
    const timer = unbound(() => setTimeout(() => this.delete(token), this.#keepMs));
    this.#ends.set(token, { close: ended, timer });
  }

  /** Forgets one. */
  delete(token: string): void {
    clearTimeout(this.#ends.get(token)?.timer);
    this.#ends.delete(token);
  }

  /** Forgets all. */
  clear(): void {
    for (const token of this.#ends.keys()) this.delete(token);
  }
}
