import { builtin, runtime } from "../../internal/runtime.ts";
import { ChunkRing } from "./chunk_ring.ts";
import type { OpenBody } from "./outgoing_body.ts";

/** Where the pieces of a streamed body come from. */
export interface ChunkSource {
  /** Gives the next piece, undefined at the end. */
  next(): Promise<Uint8Array | undefined>;
  /** Lets go of the source, at its end or before. */
  close(reason?: unknown): Promise<void>;
}

/**
 * Makes a body of a source: pieces are asked for one at a time, as the network takes them.
 *
 * @param source Gives the pieces.
 * @param onSent Called with the length of each piece as it is handed over.
 * @param contentLength The length of them all, if it is known.
 * @returns The body; disposing it closes the source, if it is still open.
 */
export function streamOf(source: ChunkSource, onSent: (bytes: number) => void, contentLength?: number): OpenBody {
  const ring = keepsChunks() ? new ChunkRing() : undefined;
  const state: StreamState = { source, onSent, ring, rest: new Uint8Array() };
  const init = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => pull(state, controller),
    cancel: (reason) => close(state, reason),
  }, { highWaterMark: 0 });
  return {
    init,
    contentLength,
    isStream: true,
    get failure() {
      return state.failure;
    },
    [Symbol.asyncDispose]: () => close(state, undefined),
  };
}

/** Whether the runtime's fetch keeps all that is sent until the answer has come; measured on Node 24 and 26. */
export function keepsChunks(): boolean {
  const node = builtin<{ versions: { node: string } }>("node:process")?.versions.node ?? "";
  return runtime === "node" && Number.parseInt(node) < 26;
}

interface StreamState {
  readonly source: ChunkSource;
  readonly onSent: (bytes: number) => void;
  readonly ring: ChunkRing | undefined;
  /** What was read and has not been handed over. */
  rest: Uint8Array;
  /** Under way or done, once it has been closed: the runtime does so too, and whoever disposes the body waits for it. */
  closing?: Promise<void>;
  failure?: { error: unknown };
}

async function pull(
  state: StreamState,
  controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>,
): Promise<void> {
  try {
    const chunk = state.rest.byteLength > 0 ? state.rest : await state.source.next();
    if (chunk === undefined) {
      await close(state, undefined);
      return controller.close();
    }
    const piece = state.ring?.copy(chunk) ?? chunk as Uint8Array<ArrayBuffer>;
    state.rest = chunk.subarray(piece.byteLength);
    controller.enqueue(piece);
    state.onSent(piece.byteLength);
  } catch (error) {
    // Kept here, as no runtime hands it on: it must not look like a failure of the network. What fails as it is let go
    // has nothing to tell that the request's own outcome does not.
    if (state.closing === undefined) state.failure ??= { error };
    controller.error(error);
    await close(state, error);
  }
}

function close(state: StreamState, reason: unknown): Promise<void> {
  return state.closing ??= closeSource(state, reason);
}

async function closeSource(state: StreamState, reason: unknown): Promise<void> {
  try {
    await state.source.close(reason);
  } catch {
    // Neither has this.
  }
}
