import { onAbort } from "../../internal/signals.ts";

/** How long a statement that is told to stop may go on before its connection is closed, in milliseconds. */
const STOP_PATIENCE_MS = 3_000;

/** How a statement under way is stopped. */
export interface Stopper {
  /** Asks the server to stop it. */
  cancel(): Promise<unknown>;
  /** Closes the connection under it. */
  destroy(): void;
}

/**
 * Waits for a statement of a server, and stops it there when the signal fires: it is not left running, and the
 * connection is not given back before it has ended.
 *
 * @param work The statement under way.
 * @param signal The signal, if any.
 * @param stopper How it is stopped.
 * @throws The signal's reason if it fired, whether or not the statement was done by then.
 */
export function stoppable<T>(work: Promise<T>, signal: AbortSignal | undefined, stopper: Stopper): Promise<T> {
  // Most statements have no signal: they need no promise more.
  return signal === undefined ? work : stoppedBy(signal, work, stopper);
}

async function stoppedBy<T>(signal: AbortSignal, work: Promise<T>, stopper: Stopper): Promise<T> {
  let stopping: Promise<void> | undefined;
  using _ = onAbort(signal, () => stopping = stop(work, stopper));
  try {
    return await work;
  } finally {
    if (stopping !== undefined) {
      await stopping;
      // deno-lint-ignore no-unsafe-finally -- the reason takes the place of whatever the stopped statement gave.
      throw signal.reason;
    }
  }
}

async function stop(work: Promise<unknown>, stopper: Stopper): Promise<void> {
  const timer = setTimeout(() => stopper.destroy(), STOP_PATIENCE_MS);
  const isStopped = work.then(() => false, () => true);
  try {
    await stopper.cancel();
    // A request that comes too late could stop the next statement on this connection.
    if (!await isStopped) stopper.destroy();
  } catch {
    stopper.destroy();
  } finally {
    clearTimeout(timer);
  }
  await isStopped;
}
