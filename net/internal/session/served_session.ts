import { createTask, type Task } from "../../../async/task.ts";
import { CancelledError } from "../../../errors/cancelled_error.ts";
import { redactText } from "../../../errors/redact.ts";
import { type Ambient, currentAmbient } from "../../../internal/ambient.ts";
import { report } from "../../../internal/report.ts";
import type { ServeSessionsOptions, SessionHandler } from "../../serve_sessions.ts";
import type { UpgradeRequest, WebSocketRequest } from "../../serve_web_socket.ts";
import type { SessionStore } from "../../session_store.ts";
import { WebSocketClose } from "../../web_socket_close.ts";
import type { WebSocketConnection } from "../../web_socket_connection.ts";
import { WebSocketSession } from "../../web_socket_session.ts";
import { Side } from "./core.ts";
import { CODES, type Hello, type Window } from "./protocol.ts";
import { tellHandlerFailed } from "./tell_failure.ts";
import { unbound } from "./unbound.ts";

const GOING_AWAY = 1001;

/** What sessions are served with. */
export interface ServePlan {
  readonly window: Window;
  readonly closeTimeoutMs: number;
  readonly onError: ServeSessionsOptions["onError"];
  readonly onRequest: ServeSessionsOptions["onRequest"];
}

/** One session of a server, with the task that serves it. */
export class ServedSession {
  readonly side: Side;
  readonly session: WebSocketSession;
  /** How many bytes it keeps. */
  bytes = 0;
  readonly #plan: ServePlan;
  readonly #request: WebSocketRequest;
  readonly #onChange: (session: ServedSession, difference: number) => void;
  #ambient: Ambient | undefined;
  #task: Task<void> | undefined;

  /**
   * Makes one that is not served yet.
   *
   * @param token What it is resumed by.
   * @param request What its first connection was opened with.
   * @param store Keeps it.
   * @param plan What sessions are served with.
   * @param onChange Called when what it keeps has grown or shrunk by so many bytes, or it has another connection, or none.
   */
  constructor(
    token: string,
    request: UpgradeRequest,
    store: SessionStore | undefined,
    plan: ServePlan,
    onChange: (session: ServedSession, difference: number) => void,
  ) {
    this.#plan = plan;
    const ended = new AbortController();
    this.#request = { ...request, signal: ended.signal };
    this.#onChange = onChange;
    const { onRequest } = plan;
    const shownUrl = redactText(request.url.href);
    this.side = new Side({
      token,
      store,
      window: plan.window,
      closeTimeoutMs: plan.closeTimeoutMs,
      shownUrl: () => shownUrl,
      ambient: () => this.#ambient,
      onRequest: onRequest && ((message) => onRequest(message, this.session)),
      onRequestFailed: (error) => this.#tell(error),
      onBytes: (difference) => {
        this.bytes += difference;
        onChange(this, difference);
      },
      // With 1001 the whole server closes.
      disconnect: async ({ code, reason }) =>
        code === GOING_AWAY ? undefined : await this.side.link?.close(code, reason),
    });
    this.session = new WebSocketSession(this.side);
    const end = () => ended.abort();
    this.side.closed.then(end, end);
  }

  /** Whether it has a connection. */
  get isAttached(): boolean {
    return this.side.link !== undefined;
  }

  /** Has it served by a task of its own, bound to nothing else. */
  serve(handler: SessionHandler): Task<void> {
    return this.#task = unbound(() => createTask(() => this.#run(handler), { name: "WebSocket session" }));
  }

  async #run(handler: SessionHandler): Promise<void> {
    this.#ambient = currentAmbient();
    try {
      await handler(this.session, this.#request);
      await this.side.close(new WebSocketClose(1000, ""));
    } catch (error) {
      // What ended the session is no fault of the handler's, which learns of it by this very error.
      if (error instanceof CancelledError || this.side.failure?.error === error) return;
      this.#tell(error);
      this.side.fail(error, CODES.failed);
    }
  }

  /** Goes on over a connection, whose client stands there. */
  attach(connection: WebSocketConnection, hello: Hello): void {
    const { link } = this.side;
    this.side.detach();
    // One that is gone without a word, most likely; if not, two clients have the same token.
    if (link !== undefined) void link.close(CODES.replaced, "").catch(() => {});
    this.side.meet(connection, hello);
    this.side.begin();
    this.#onChange(this, 0);
  }

  /** Has no connection any more. */
  detach(): void {
    this.side.detach();
    this.abandon();
  }

  /** Its connection was lost before it was had. */
  abandon(): void {
    this.#onChange(this, 0);
  }

  /** Ends it as the server closes: its handler is cancelled and waited for, and what it has handled is told. */
  async leave(): Promise<void> {
    this.#task?.cancel("the server closes");
    await this.side.leave(new WebSocketClose(GOING_AWAY, ""), Promise.allSettled([this.#task]));
  }

  #tell(error: unknown): void {
    const { onError } = this.#plan;
    tellHandlerFailed(error, this.side.shownUrl, onError !== undefined);
    const fail = (thrown: unknown) => report("error", "net", "onError of a WebSocket server failed", { error: thrown });
    try {
      const told = onError?.(error, this.#request);
      if (told instanceof Promise) told.catch(fail);
    } catch (thrown) {
      fail(thrown);
    }
  }
}
