import { type Ambient, runAmbient } from "../../../internal/ambient.ts";
import { LinkedSignal } from "../../../internal/signals.ts";
import { notOfType } from "../../../internal/validate.ts";
import { NamedWait } from "../../../internal/wait.ts";
import type { WebSocketMessage } from "../../web_socket_connection.ts";
import { requestFailed, requestTimedOut } from "./failures.ts";
import type { Told, Window } from "./protocol.ts";

/** What requests are served and asked with. */
export interface RequestPlan {
  readonly window: Window;
  /** Where to, without secrets. */
  readonly shownUrl: () => string;
  /** Answers one; undefined where there are none. */
  readonly onRequest: ((message: WebSocketMessage) => unknown) | undefined;
  /** Told what it throws. */
  readonly onRequestFailed: (error: unknown) => void;
  /** What it runs bound to. */
  readonly ambient: () => Ambient | undefined;
}

/** Writes a frame over the connection that there is. */
type Write = (header: Told, message?: WebSocketMessage) => void;

/** The requests of both sides: those asked here, and the answers given, each kept until the other side has it. */
export class Requests {
  readonly #plan: RequestPlan;
  readonly #write: Write;
  readonly #asked = new Map<number, NamedWait<WebSocketMessage>>();
  readonly #answers = new Map<number, { readonly type: "reply" | "failure"; readonly message: WebSocketMessage }>();
  #running = 0;
  #isOver = false;

  /**
   * Makes one without requests.
   *
   * @param plan What they are served with.
   * @param write Writes a frame.
   */
  constructor(plan: RequestPlan, write: Write) {
    this.#plan = plan;
    this.#write = write;
  }

  /** Whether one more may be begun. */
  get hasRoom(): boolean {
    return this.#running + this.#answers.size < this.#plan.window.messages;
  }

  /**
   * Asks.
   *
   * @param timeoutMs How long it may take.
   * @param signal Gives up.
   * @param send Sends the request; gives its number.
   * @returns The answer.
   */
  async ask(
    timeoutMs: number,
    signal: AbortSignal | undefined,
    send: (signal: AbortSignal) => Promise<number>,
  ): Promise<WebSocketMessage> {
    using linked = new LinkedSignal([signal]);
    linked.abortAfter(timeoutMs, () => requestTimedOut(this.#plan.shownUrl(), timeoutMs));
    const number = await send(linked.signal);
    const asked = new NamedWait<WebSocketMessage>("the answer to a request of a WebSocket session", linked.signal);
    if (!asked.isOver) {
      this.#asked.set(number, asked);
      asked.onOver(() => this.#asked.delete(number));
    }
    return await asked.promise;
  }

  /** An answer has come; one that nobody waits for any more is passed over. */
  settle({ type, number }: Told, message: WebSocketMessage): void {
    const asked = this.#asked.get(number);
    if (type === "reply") asked?.resolve(message);
    else asked?.abort(requestFailed(this.#plan.shownUrl()));
  }

  /** Begins one that has come. */
  begin(number: number, message: WebSocketMessage): void {
    this.#running++;
    void runAmbient(this.#plan.ambient(), () => this.#serve(number, message));
  }

  async #serve(number: number, message: WebSocketMessage): Promise<void> {
    const { onRequest, onRequestFailed } = this.#plan;
    let answer: WebSocketMessage | undefined;
    try {
      if (onRequest !== undefined) answer = toAnswer(await onRequest(message));
    } catch (error) {
      onRequestFailed(error);
    }
    this.#running--;
    if (this.#isOver) return;
    // What went wrong is this side's affair, and may hold its secrets.
    const told = answer === undefined
      ? { type: "failure" as const, message: "" }
      : { type: "reply" as const, message: answer };
    this.#answers.set(number, told);
    this.#write({ type: told.type, number }, told.message);
  }

  /** The other side has an answer. */
  done(number: number): void {
    this.#answers.delete(number);
  }

  /** Tells all answers that are kept, over a new connection. */
  resend(): void {
    for (const [number, { type, message }] of this.#answers) this.#write({ type, number }, message);
  }

  /** Ends the waits for answers, and keeps none. */
  fail(error: unknown): void {
    this.#isOver = true;
    this.#answers.clear();
    for (const asked of this.#asked.values()) asked.abort(error);
  }
}

function toAnswer(answer: unknown): WebSocketMessage {
  if (typeof answer === "string" || answer instanceof Uint8Array) return answer;
  if (answer === undefined) return "";
  throw notOfType("BYTES", "onRequest", typeof answer);
}
