/**
 * What runs inside a worker.
 *
 * @internal
 * @module
 */

/** A call for a worker. */
export interface CallMessage {
  id: number;
  module: string;
  name: string;
  arguments_: readonly unknown[];
  /** Whether it is told when it is cancelled. Such a call is the only one that a worker has been sent. */
  isTold?: true;
}

/** Tells a worker that a call of it is cancelled. */
export interface CancelMessage {
  cancelled: number;
  reason: unknown;
}

/** What a worker is told. */
export type WorkerMessage = readonly CallMessage[] | CancelMessage;

/** A copy of this library in a worker, as the modules of the functions may each bring one. */
export interface JobHost {
  /** Runs a function so that what it waits for can be cancelled. */
  begin<R>(run: () => R): R;
  /** Cancels it. */
  cancel(reason: unknown): void;
  /** It has ended. */
  end(): void;
}

/** What a worker is to the copies of this library in it. */
export interface JobWorker {
  /** Has a copy told of jobs. */
  join(host: JobHost): void;
}

/** An error that crosses from a worker: the structured clone of the runtimes loses its class, `code` or `cause`. */
export interface ErrorMessage {
  name: string;
  message: string;
  stack: string | undefined;
  properties: Record<string, unknown>;
  cause: ErrorMessage | { value: unknown } | undefined;
}

/** What a worker answers. */
export type AnswerMessage =
  | { id: number; value: unknown }
  | { id: number; error: ErrorMessage }
  | { id: number; notLoaded: ErrorMessage }
  | { id: number; missing: true }
  | { id: number; notCloneable: string };

/** How a worker hears and speaks. */
export interface WorkerPort {
  /** Has a function called for each message. */
  onMessage(listener: (message: WorkerMessage) => void): void;
  /** Sends an answer. */
  post(message: AnswerMessage): void;
}

/**
 * Answers calls one after the other. It is sent to the worker as source text, so that a pool needs no file of its own
 * beside it, from the sources and from a bundle alike: it must not refer to anything outside of itself.
 *
 * @param port How it hears and speaks.
 */
export function workerMain(port: WorkerPort): void {
  type Module = Record<string, unknown>;
  const modules = new Map<string, Module>();
  const calls: CallMessage[] = [];
  const hosts: JobHost[] = [];
  let isWorking = false;
  let running: CallMessage | undefined;
  let isCancelled = false;

  const worker: JobWorker = {
    join(host) {
      hosts.push(host);
      // What runs has loaded it. It can no longer be bound, but is given its signal.
      if (running?.isTold) host.begin(() => {});
    },
  };
  // Where job_host.ts looks for it.
  Reflect.set(globalThis, Symbol.for("@maktaba/std/async/worker"), worker);

  port.onMessage((message) => {
    if ("cancelled" in message) return cancel(message);
    calls.push(...message);
    if (!isWorking) void work();
  });

  function cancel({ cancelled, reason }: CancelMessage): void {
    // Otherwise its answer is on the way.
    if (running?.id !== cancelled) return;
    isCancelled = true;
    for (const host of hosts) host.cancel(reason);
  }

  async function work(): Promise<void> {
    isWorking = true;
    for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
      running = call;
      isCancelled = false;
      const module = modules.get(call.module);
      // Nothing is awaited that needs not be: for tiny functions that would be most of the time.
      const waiting = module === undefined ? load(call) : answer(call, module);
      if (waiting !== undefined) await waiting;
      if (call.isTold) { for (const host of hosts) host.end(); }
    }
    running = undefined;
    isWorking = false;
  }

  async function load(call: CallMessage): Promise<void> {
    let module: Module;
    try {
      module = await import(call.module);
    } catch (error) {
      return port.post({ id: call.id, notLoaded: describeError(error, 0) });
    }
    modules.set(call.module, module);
    await answer(call, module);
  }

  function answer({ id, name, arguments_, isTold }: CallMessage, module: Module): Promise<void> | undefined {
    const fn = module[name];
    if (typeof fn !== "function") return void port.post({ id, missing: true });
    // While its module was loaded. It needs not begin.
    if (isCancelled) return void port.post({ id, value: undefined });
    try {
      const value = isTold ? begin(() => fn(...arguments_)) : fn(...arguments_);
      if (typeof value?.then === "function") return answerLater(id, value);
      send(id, value);
    } catch (error) {
      fail(id, error);
    }
    return undefined;
  }

  function begin<R>(run: () => R): R {
    return hosts.reduce((inner, host) => () => host.begin(inner), run)();
  }

  async function answerLater(id: number, value: PromiseLike<unknown>): Promise<void> {
    try {
      send(id, await value);
    } catch (error) {
      fail(id, error);
    }
  }

  function fail(id: number, error: unknown): void {
    port.post({ id, error: describeError(error, 0) });
  }

  function send(id: number, value: unknown): void {
    try {
      port.post({ id, value });
    } catch (error) {
      port.post({ id, notCloneable: String((error as Error).message) });
    }
  }

  function describeError(error: unknown, depth: number): ErrorMessage {
    if (!(error instanceof Error)) return { ...describeError(new Error(String(error)), depth), cause: asValue(error) };
    const own = Object.getOwnPropertyNames(error).filter((key) => !["message", "stack", "cause", "name"].includes(key));
    // What errors of this library and of Bun's loader have by their class, which does not cross.
    const kept = ["time", "retryable", "context", "code"].filter((key) => key in error && !own.includes(key));
    const { cause } = error;
    return {
      name: error.name,
      message: error.message,
      stack: error.stack,
      properties: Object.fromEntries([...kept, ...own].map((key) => [key, plain((error as never)[key])])),
      cause: cause === undefined || depth > 8
        ? undefined
        : cause instanceof Error
        ? describeError(cause, depth + 1)
        : asValue(cause),
    };
  }

  function asValue(value: unknown): { value: unknown } {
    return { value: plain(value) };
  }

  function plain(value: unknown): unknown {
    try {
      return structuredClone(value);
    } catch {
      return String(value);
    }
  }
}
