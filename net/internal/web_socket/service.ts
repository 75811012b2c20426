import { createTask, type Task } from "../../../async/task.ts";
import { currentTask } from "../../../async/tasks.ts";
import { formatMessage } from "../../../errors/catalogue.ts";
import { CancelledError } from "../../../errors/cancelled_error.ts";
import { redactText } from "../../../errors/redact.ts";
import { ValidationError } from "../../../errors/validation_error.ts";
import { currentAmbient, runAmbient } from "../../../internal/ambient.ts";
import { report } from "../../../internal/report.ts";
import { LinkedSignal, onAbort } from "../../../internal/signals.ts";
import { tell } from "../../../internal/tell.ts";
import type { UpgradeRequest, WebSocketHandler, WebSocketRequest, WebSocketService } from "../../serve_web_socket.ts";
import { WebSocketClose } from "../../web_socket_close.ts";
import { WebSocketConnection } from "../../web_socket_connection.ts";
import { IdleTimer } from "../idle_timer.ts";
import { clientFailure } from "./failures.ts";
import type { Limits } from "./limits.ts";
import { Session } from "./session.ts";
import type { Transport, TransportEvents } from "./transport.ts";

/** Codes with which a client ends its connection as a matter of course: 1001 is what a browser says that leaves a page. */
const NORMAL: ReadonlySet<number> = new Set([1000, 1001, 1005]);
const GOING_AWAY = 1001;
const INTERNAL_ERROR = 1011;

/** Connections that are served together, each by a task of its own. */
export class Service implements WebSocketService {
  readonly connections: Set<WebSocketConnection> = new Set();
  readonly closed: Promise<void>;
  readonly #handler: WebSocketHandler;
  readonly #limits: Limits;
  readonly #stopListening: () => Promise<void> | void;
  readonly #tasks = new Map<Task<void>, Session>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #stop: LinkedSignal;
  #closing: Promise<void> | undefined;

  /**
   * Makes a service without connections.
   *
   * @param handler Serves one connection.
   * @param limits What they are held to.
   * @param stopListening Lets nobody in any more.
   */
  constructor(handler: WebSocketHandler, limits: Limits, stopListening: () => Promise<void> | void) {
    this.#handler = handler;
    this.#limits = limits;
    this.#stopListening = stopListening;
    this.closed = this.#closed.promise;
    this.#stop = new LinkedSignal([limits.signal, currentAmbient()?.signal]);
    onAbort(this.#stop.signal, () => void this.close());
  }

  /** Whether one connection more may be let in. */
  get hasRoom(): boolean {
    return this.#closing === undefined && this.#tasks.size < this.#limits.maxConnections;
  }

  async broadcast(message: string | ArrayBuffer | ArrayBufferView): Promise<number> {
    const sent = await Promise.allSettled([...this.connections].map((connection) => connection.send(message)));
    const invalid = sent.find((it) => it.status === "rejected" && it.reason instanceof ValidationError);
    if (invalid !== undefined) throw (invalid as PromiseRejectedResult).reason;
    return sent.filter((it) => it.status === "fulfilled").length;
  }

  async close(): Promise<void> {
    const closing = this.#closing ??= this.#close();
    // A handler that closes its own service cannot wait for its own end.
    const isWithin = this.#tasks.has(currentTask() as Task<void>);
    if (!isWithin) await closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /**
   * Serves one connection.
   *
   * @param upgrade What it was opened with.
   * @param open Makes its transport, which tells the events given.
   */
  serve(upgrade: UpgradeRequest, open: (events: TransportEvents) => Transport): void {
    // A handler is bound to the service, and to nothing that happened to run when its client came.
    runAmbient(undefined, () => {
      const idle = new IdleTimer();
      const session = this.#session(upgrade, open, idle);
      const connection = new WebSocketConnection(session);
      const ended = new AbortController();
      const request = { ...upgrade, signal: ended.signal };
      const end = () => {
        this.connections.delete(connection);
        ended.abort();
      };
      session.closed.then(end, end);
      const { idleTimeoutMs } = this.#limits;
      if (idleTimeoutMs !== undefined) {
        idle.watch(idleTimeoutMs, () => void session.close(new WebSocketClose(GOING_AWAY, "idle")));
      }
      this.connections.add(connection);
      const task = createTask(() => this.#run(() => this.#handler(connection, request), session, request, idle), {
        name: "WebSocket connection",
      });
      this.#tasks.set(task, session);
      task.addDoneCallback(() => this.#tasks.delete(task));
      if (this.#closing !== undefined) this.#end(task, session);
    });
  }

  #session(request: UpgradeRequest, open: (events: TransportEvents) => Transport, idle: IdleTimer): Session {
    const { maxMessageBytes, maxQueue, maxQueueBytes, closeTimeoutMs, heartbeat, idleTimeoutMs } = this.#limits;
    const { url } = request;
    return new Session({
      ...{ maxMessageBytes, maxQueue, maxQueueBytes, closeTimeoutMs, heartbeat, url },
      ...{
        retries: 0,
        reconnectDelayMs: 0,
        firstReconnectDelayMs: 0,
        stableAfterMs: 0,
        openTimeoutMs: 0,
        concurrency: 1,
      },
      ...{ onOpen: undefined, onClose: undefined, onRetry: undefined, onStateChange: undefined },
      ...{ shouldReconnect: undefined, onMessage: undefined },
      shownUrl: redactText(url.href),
      onReceived: idleTimeoutMs === undefined ? undefined : () => idle.touch(),
      open: (_attempt, _signal, events) => Promise.resolve(open(events)),
      isNormal: (code) => NORMAL.has(code),
      closeFailure: (end) => clientFailure(end, { url, maxMessageBytes }),
    }, undefined);
  }

  async #run(
    handle: () => unknown,
    session: Session,
    request: WebSocketRequest,
    idle: IdleTimer,
  ): Promise<void> {
    let close = new WebSocketClose(1000, "");
    try {
      await session.opened;
      await handle();
    } catch (error) {
      close = this.#judge(error, session, request);
    } finally {
      idle[Symbol.dispose]();
      await session.close(close);
    }
  }

  /** What a connection is closed with whose handler threw. */
  #judge(error: unknown, session: Session, request: WebSocketRequest): WebSocketClose {
    if (this.#closing !== undefined || error instanceof CancelledError) return new WebSocketClose(GOING_AWAY, "");
    // A client that vanishes is no fault of the handler's, which learns of it by this very error.
    if (session.failure !== undefined && session.failure.error === error) return new WebSocketClose(1000, "");
    const address = session.shownUrl;
    const properties = { url: address, error };
    if (this.#limits.onError !== undefined) report("error", "net", "A WebSocket handler failed", properties);
    else {tell(
        "error",
        "net",
        "A WebSocket handler failed",
        { code: "NET_HANDLER_FAILED", params: { address } },
        properties,
      );}
    this.#tell(error, request);
    return new WebSocketClose(INTERNAL_ERROR, "");
  }

  #tell(error: unknown, request: WebSocketRequest): void {
    const fail = (thrown: unknown) => report("error", "net", "onError of a WebSocket server failed", { error: thrown });
    try {
      const told = this.#limits.onError?.(error, request);
      if (told instanceof Promise) told.catch(fail);
    } catch (thrown) {
      fail(thrown);
    }
  }

  async #close(): Promise<void> {
    this.#stop[Symbol.dispose]();
    // Not bound to the task that is cancelled, which may be the reason.
    await runAmbient(undefined, async () => {
      const stopped = this.#stopListening();
      const tasks = [...this.#tasks];
      for (const [task, session] of tasks) this.#end(task, session);
      await Promise.allSettled(tasks.map(([task]) => task));
      await stopped;
    });
    this.#closed.resolve();
  }

  #end(task: Task<void>, session: Session): void {
    void session.close(new WebSocketClose(GOING_AWAY, ""));
    task.cancel(formatMessage("NET_WEBSOCKET_SERVER_CLOSED", {}));
  }
}
