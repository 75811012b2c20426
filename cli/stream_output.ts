import type { Writable } from "node:stream";
import type { Output } from "./output.ts";

/** The reader of the output has left (`maktaba csv … | head -1`): there is nobody left to work for. */
export class ClosedOutput extends Error {}

type Stream = Writable & { isTTY?: boolean; columns?: number };

/**
 * Writes to a stream of the process. A reader that is slow is waited for; when it has left, the write under way and every
 * later one reject with a {@linkcode ClosedOutput}.
 *
 * @param open Gives `process.stdout` or `process.stderr`; called at first use, as opening one takes milliseconds.
 * @returns The output.
 */
export function streamOutput(open: () => Stream): Output {
  let opened: Stream | undefined;
  let failure: Error | undefined;
  const fail = (error: Error) => failure ??= hasLeft(error) ? new ClosedOutput(error.message, { cause: error }) : error;
  // Without a listener the error of a closed pipe would end the process, whoever waits for the write.
  const stream = () => opened ??= open().on("error", fail);
  return {
    get isTerminal() {
      return stream().isTTY ?? false;
    },
    get columns() {
      return stream().columns;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        try {
          stream().write(text, (error) => error ? reject(fail(error)) : resolve());
        } catch (error) {
          // Bun throws at once where the others tell the callback.
          reject(fail(error as Error));
        }
      }),
  };
}

function hasLeft(error: Error): boolean {
  const { code } = error as { code?: unknown };
  return code === "EPIPE" || code === "ECONNRESET" || code === "ERR_STREAM_DESTROYED";
}
