import type { Message, NextMessage } from "./message_queue.ts";

/** Handles a message. */
export type MessageHandler = (message: Message) => unknown;

/** Where messages are taken from. */
interface Source {
  poll(): Message | undefined;
  next(signal: AbortSignal | undefined): Promise<NextMessage>;
}

/**
 * Hands messages to a handler, in order, so many at a time.
 *
 * @param source Where they come from.
 * @param onMessage Handles one.
 * @param concurrency How many may be handled at a time.
 * @param isCancelled Tells whether to stop before the next.
 * @returns When the source has ended and all have been handled; rejects with what the handler threw first.
 */
export async function handleMessages(
  source: Source,
  onMessage: MessageHandler,
  concurrency: number,
  isCancelled: () => boolean,
): Promise<void> {
  let failure: { error: unknown } | undefined;
  const handle = async () => {
    while (failure === undefined && !isCancelled()) {
      const message = source.poll() ?? (await source.next(undefined)).value;
      if (message === undefined) return;
      const handled = onMessage(message);
      // A handler that is done need not be waited for: most are.
      if (isPromiseLike(handled)) await handled;
    }
  };
  if (concurrency === 1) return await handle();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const handlers = Array.from({ length: concurrency }, () =>
    handle().catch((error) => {
      failure ??= { error };
      reject(error);
    }));
  // The first failure is told at once, as it ends the connection on which the others wait.
  await Promise.race([Promise.all(handlers), failed]);
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
