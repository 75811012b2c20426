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
  | { id: number; missing: true }
  | { id: number; notCloneable: string };

/** How a worker hears and speaks. */
export interface WorkerPort {
  /** Has a function called for each message. */
  onMessage(listener: (message: CallMessage) => void): void;
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
  let last: Promise<void> = Promise.resolve();
  port.onMessage((call) => {
    last = last.then(() => answer(call));
  });

  async function answer({ id, module, name, arguments_ }: CallMessage): Promise<void> {
    try {
      const fn = (await import(module))[name];
      if (typeof fn !== "function") return port.post({ id, missing: true });
      send(id, await fn(...arguments_));
    } catch (error) {
      port.post({ id, error: describeError(error, 0) });
    }
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
    // Those of this library's errors are read from what the class keeps to itself, which does not cross.
    const kept = ["time", "retryable", "context"].filter((key) => key in error);
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
