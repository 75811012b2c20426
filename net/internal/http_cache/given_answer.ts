import { Answer, type AnswerOwner, type BodyCopy } from "../answer.ts";
import type { RequestPlace } from "../failed_request.ts";
import { headersOf, type KeptAnswer, readBody } from "./kept_answer.ts";

// Statuses that a Response takes no body for.
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Makes an answer of one that was kept.
 *
 * @param kept The kept answer.
 * @param request What was asked.
 * @param ageMs How old it is, which is told by its `Age` header (RFC 9111, section 4).
 * @returns The answer, unread.
 */
export function answerOf(kept: KeptAnswer, request: RequestPlace, ageMs: number): Answer {
  const headers = headersOf(kept);
  headers.set("age", String(Math.floor(ageMs / 1_000)));
  const isBodiless = BODILESS.has(kept.status) || request.method === "HEAD";
  const { status, statusText } = kept;
  return new Answer(
    new Response(isBodiless ? null : readBody(kept), { status, statusText, headers }),
    {
      request,
      isWatched: false,
      sentAt: kept.requestedAt,
      pause() {},
      resume() {},
      onReceived() {},
      failure: (error) => error,
    } satisfies AnswerOwner,
  );
}

/**
 * An answer that nobody can give.
 *
 * @param request What was asked for with `only-if-cached` (RFC 9111, section 5.2.1.7).
 * @returns One with the status 504.
 */
export function missingAnswer(request: RequestPlace): Answer {
  const now = Date.now();
  const kept = { version: 2, method: "GET", vary: [], variant: "", generation: "", headers: [], text: "" } as const;
  const status = { status: 504, statusText: "Gateway Timeout: nothing is cached" };
  return answerOf({ ...kept, ...status, requestedAt: now, receivedAt: now }, { ...request, isRepeatable: false }, 0);
}

/** A copy of what is read of a body, given up where it becomes too large. */
export class BodyCollector implements BodyCopy {
  readonly #maxBytes: number;
  readonly #onEnd: (bytes: Uint8Array | undefined) => void;
  readonly #onPiece: () => void;
  #pieces: Uint8Array[] | undefined = [];
  #size = 0;

  /**
   * Begins a copy.
   *
   * @param maxBytes How large it may be.
   * @param onEnd Called once: with the body at its end, or with undefined as soon as it is too large.
   * @param onPiece Called with each piece.
   */
  constructor(maxBytes: number, onEnd: (bytes: Uint8Array | undefined) => void, onPiece: () => void) {
    this.#maxBytes = maxBytes;
    this.#onEnd = onEnd;
    this.#onPiece = onPiece;
  }

  add(piece: Uint8Array): void {
    if (this.#pieces === undefined) return;
    this.#size += piece.byteLength;
    if (this.#size > this.#maxBytes) {
      this.#pieces = undefined;
      return this.#onEnd(undefined);
    }
    this.#pieces.push(piece);
    this.#onPiece();
  }

  end(): void {
    const pieces = this.#pieces;
    if (pieces === undefined) return;
    this.#pieces = undefined;
    const bytes = new Uint8Array(this.#size);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.byteLength;
    }
    this.#onEnd(bytes);
  }
}
