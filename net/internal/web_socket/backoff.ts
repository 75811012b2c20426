/** How long to wait before a connection is opened again. */
export interface Backoff {
  /** The longest wait before the first time, in milliseconds. */
  readonly firstReconnectDelayMs: number;
  /** The longest wait of all, in milliseconds. */
  readonly reconnectDelayMs: number;
}

/**
 * Chooses a wait: at random up to a bound that doubles with each attempt, so that the clients of a server that was down
 * do not all come back at once ("full jitter": M. Brooker, "Exponential Backoff and Jitter", 2015).
 *
 * @param attempt Which reconnection in a row it is, from 1.
 * @param backoff The bounds.
 * @returns The wait, in milliseconds.
 */
export function reconnectDelay(attempt: number, { firstReconnectDelayMs, reconnectDelayMs }: Backoff): number {
  return Math.random() * Math.min(reconnectDelayMs, firstReconnectDelayMs * 2 ** Math.min(attempt - 1, 30));
}
