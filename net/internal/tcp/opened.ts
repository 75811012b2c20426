import type { Socket } from "node:net";
import { Wait } from "../../../internal/wait.ts";
import { notOpened, tooSlow } from "./failures.ts";

/** How long a connection may take, and who waits for it. */
export interface Opening {
  /** What its other end is called in messages. */
  readonly address: string;
  /** How long it may take, in milliseconds. */
  readonly ms: number;
  /** Ends the wait. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Waits until a connection is open; whatever else ends the wait breaks it off.
 *
 * @typeParam T What there is when it is.
 * @param socket The socket that it goes over.
 * @param opening Its time, and who waits.
 * @param begin Has the wait settled when the connection is open, and when it fails otherwise than by its socket.
 * @returns What there is then.
 */
export async function opened<T>(
  socket: Socket,
  { address, ms, signal }: Opening,
  begin: (wait: Wait<T>) => void,
): Promise<T> {
  const wait = new Wait<T>(signal);
  const onError = (error: unknown) => wait.abort(notOpened(error, address));
  const onClose = () => wait.abort(notOpened(new Error("closed"), address));
  const timer = setTimeout(() => wait.abort(tooSlow("connect", ms, address)), ms);
  socket.once("error", onError).once("close", onClose);
  try {
    begin(wait);
    return await wait.promise;
  } catch (error) {
    // It may still fail by itself, which nobody needs to hear of any more.
    socket.on("error", () => {});
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    socket.off("error", onError).off("close", onClose);
  }
}
