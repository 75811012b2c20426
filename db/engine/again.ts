import { sleep } from "../../async/sleep.ts";

/**
 * Does something again for as long as it fails in a way that may pass, and the time lasts.
 *
 * @param work What to do.
 * @param mayPass Tells whether a failure may pass.
 * @param patienceMs How long it is tried.
 * @param signal Ends the wait between two tries.
 * @returns What it gave.
 */
export async function again<T>(
  work: () => T | Promise<T>,
  mayPass: (error: unknown) => boolean,
  patienceMs: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (let delayMs = 1;; delayMs = Math.min(delayMs * 2, 50)) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() + delayMs > end || !mayPass(error)) throw error;
    }
    await sleep(delayMs, { signal });
  }
}
