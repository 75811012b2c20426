import type { FormattedExecutionResult, Sink } from "graphql-ws/client";
import { ResultQueue } from "./result_queue.ts";

// As much as the queue of a WebSocket holds by default.
const MOST_QUEUED_BYTES = 67_108_864;

/** What an operation has of the connection that it goes over. */
export interface OperationLine {
  /** How large the message was that came last. */
  readonly lastBytes: number;
  /** Makes the error for what graphql-ws says that is no error of GraphQL. */
  failure(error: unknown): Error;
  /** More waits to be read than may. */
  onCrowded(operation: SocketOperation): void;
  /** Results were taken. */
  onTaken(): void;
}

/** An operation over one connection, which others may go over too: what came for it and has not been read. */
export class SocketOperation {
  /** How many results may wait to be read. */
  readonly maxQueue: number;
  /** How many bytes may. */
  readonly maxQueueBytes: number = MOST_QUEUED_BYTES;
  readonly #line: OperationLine;
  readonly #queue = new ResultQueue();

  /**
   * Begins to take what comes.
   *
   * @param line The connection.
   * @param maxQueue How many results may wait to be read.
   */
  constructor(line: OperationLine, maxQueue: number) {
    this.#line = line;
    this.maxQueue = maxQueue;
  }

  /** How full the queue is; 1 is all that it may hold. */
  get fill(): number {
    return Math.max(this.#queue.size / this.maxQueue, this.#queue.bytes / this.maxQueueBytes);
  }

  /** Where graphql-ws tells what comes. */
  get sink(): Sink<FormattedExecutionResult> {
    return {
      next: (result) => this.#push(result),
      complete: () => this.#queue.end({}),
      error: (error) => this.#fail(error),
    };
  }

  /** Ends it: what waits can still be taken. */
  end(end: { readonly error?: unknown }): void {
    this.#queue.end(end);
  }

  /**
   * Takes all that waits, as soon as there is something.
   *
   * @param signal Ends the wait.
   * @returns The results; none at the end.
   */
  async take(signal: AbortSignal): Promise<readonly unknown[]> {
    const results = await this.#queue.take(signal);
    this.#line.onTaken();
    return results;
  }

  #push(result: unknown): void {
    this.#queue.push(result, this.#line.lastBytes);
    if (this.fill >= 1) this.#line.onCrowded(this);
  }

  #fail(error: unknown): void {
    // Errors that come by themselves say that the operation was not executed.
    if (!Array.isArray(error)) return this.end({ error: this.#line.failure(error) });
    this.#push({ errors: error });
    this.end({});
  }
}
