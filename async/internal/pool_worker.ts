/**
 * What a pool and its workers tell each other.
 *
 * @internal
 * @module
 */

import type { Movable } from "../pool_types.ts";
import type { AnswerMessage, WorkerMessage } from "./worker_main.ts";

/**
 * One worker of a pool: how it is spoken to and stopped.
 *
 * @internal
 */
export interface PoolWorker {
  /** Sends calls, or that one is cancelled; throws if something in it cannot be sent, and sends nothing then. */
  post(message: WorkerMessage, transfer: readonly Movable[]): void;
  /** Ends it, whatever it is doing. */
  stop(): Promise<void>;
  /** Lets it keep the program alive, or not. */
  keepAlive(isBusy: boolean): void;
}

/**
 * What a worker tells its pool.
 *
 * @internal
 */
export interface WorkerEvents {
  /** It answered a call. */
  onAnswer(answer: AnswerMessage): void;
  /** It ended; no call is answered any more. */
  onExit(exitCode: number): void;
}
