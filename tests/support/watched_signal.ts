/** A signal that lives on, and how many listeners it has now. */
export function watchedSignal(): { signal: AbortSignal; listeners(): number; abort(reason?: unknown): void } {
  const controller = new AbortController();
  const { signal } = controller;
  let count = 0;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...args: Parameters<typeof add>) => (count++, add(...args));
  signal.removeEventListener = (...args: Parameters<typeof remove>) => (count--, remove(...args));
  return { signal, listeners: () => count, abort: (reason) => controller.abort(reason) };
}
