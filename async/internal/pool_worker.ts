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
  /** Sends calls; throws if one of them cannot be sent, and sends none then. */
  post(calls: readonly CallMessage[], transfer: readonly Movable[]): void;
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
