import assert from "node:assert/strict";

/** Looks again and again until something is so. */
export async function until(isSo: () => boolean, ms: number = 10_000): Promise<void> {
  const start = performance.now();
  while (!isSo()) {
    assert.ok(performance.now() - start < ms, `never came true: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** The connection under a WebSocket of `ws`. */
export function rawSocket(socket: object): import("node:net").Socket {
  return (socket as { _socket: import("node:net").Socket })._socket;
}

/** Options for a connection that is down for a while when it is lost, however short its random wait. */
export const downForAWhile: { shouldReconnect(down: { isRetryable: boolean }): Promise<boolean> } = {
  async shouldReconnect({ isRetryable }) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return isRetryable;
  },
};
