/**
 * What a pool and its workers tell each other.
 *
 * @internal
 * @module
 */

import type { Movable } from "../pool.ts";
import type { AnswerMessage, CallMessage } from "./worker_main.ts";

/**
 * One worker of a pool: how it is spoken to and stopped.
 *
 * @internal
 */
export interface PoolWorker {
  /** Sends a call; throws if it cannot be sent. */
  post(call: CallMessage, transfer: readonly Movable[]): void;
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
