import type { Transform } from "node:stream";
import { NetworkError } from "../../../errors/network_error.ts";
import { builtin, runtime } from "../../../internal/runtime.ts";
import type { Answer, AnswerReader } from "../answer.ts";
import { failedRequest } from "../failed_request.ts";

type Streams = typeof import("node:stream");
type Zlib = typeof import("node:zlib");

/**
 * Gives an answer's body piece by piece, decompressed. Deno's fetch leaves that to whoever names the encodings that it
 * takes; the others do it in any case.
 *
 * @param answer The answer.
 * @param maxBytes How large it may be, decompressed.
 * @returns What gives the pieces.
 */
export function decodedReader(answer: Answer, maxBytes: number): AnswerReader {
  const encoding = (answer.headers.get("content-encoding") ?? "identity").trim().toLowerCase();
  const decoder = runtime === "deno" ? decoderFor(encoding) : undefined;
  return decoder === undefined ? answer.reader(maxBytes) : decode(answer, decoder, maxBytes);
}

function decoderFor(encoding: string): Transform | undefined {
  if (encoding === "identity") return undefined;
  const zlib = builtin<Zlib>("node:zlib")!;
  if (encoding === "gzip" || encoding === "x-gzip") return zlib.createGunzip();
  if (encoding === "deflate") return zlib.createInflate();
  return encoding === "br" ? zlib.createBrotliDecompress() : undefined;
}

function decode(answer: Answer, decoder: Transform, maxBytes: number): AnswerReader {
  const { pipeline, Readable } = builtin<Streams>("node:stream")!;
  const reader = answer.reader(Number.MAX_SAFE_INTEGER);
  // What either fails with is thrown where the pieces are taken.
  const decoded = pipeline(Readable.from(piecesOf(reader)), decoder, () => {});
  const pieces = decoded[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let size = 0;
  return {
    async next() {
      const { done, value } = await pieces.next().catch((error) => {
        throw error instanceof NetworkError ? error : failedRequest(error, answer.request, answer);
      });
      if (done) return undefined;
      size += value.byteLength;
      if (size <= maxBytes) return value;
      const params = { url: answer.request.url, maxBytes };
      throw new NetworkError({ code: "NET_TOO_LARGE", params, reason: "too-large" });
    },
    cancel() {
      decoded.destroy();
      reader.cancel();
    },
  };
}

async function* piecesOf(reader: AnswerReader): AsyncGenerator<Uint8Array, void> {
  for (let piece = await reader.next(); piece !== undefined; piece = await reader.next()) yield piece;
}
