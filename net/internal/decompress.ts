import type { IncomingMessage } from "node:http";
import type { Readable, Transform } from "node:stream";
import { builtin } from "../../internal/runtime.ts";

type Zlib = typeof import("node:zlib");

const DECODERS: Readonly<Record<string, (zlib: Zlib, beginning: Buffer) => Transform>> = {
  gzip: (zlib) => zlib.createGunzip(),
  "x-gzip": (zlib) => zlib.createGunzip(),
  // Many send it without the envelope that RFC 9110, section 8.4.1.2, wants; the envelope begins with an 8.
  deflate: (zlib, beginning) => (beginning[0]! & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw(),
  br: (zlib) => zlib.createBrotliDecompress(),
  zstd: (zlib) => zlib.createZstdDecompress(),
};

// As many as Node's fetch allows: each could make a thousand bytes of one.
const MOST_CODINGS = 5;

/**
 * Decompresses a response as its headers say. Where they name what nobody knows it is left as it is.
 *
 * @param incoming The response.
 * @returns What to read: the response itself, if it is not compressed.
 */
export function decompressed(incoming: Readable & Pick<IncomingMessage, "headers">): Readable {
  const codings = (incoming.headers["content-encoding"] ?? "").toLowerCase().split(",").map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (codings.length === 0 || !codings.every((name) => Object.hasOwn(DECODERS, name))) return incoming;
  const { PassThrough, pipeline } = builtin<typeof import("node:stream")>("node:stream")!;
  const output = new PassThrough();
  // Whoever reads it is told; until then it fails in silence.
  output.on("error", () => {});
  const fail = (error: Error | null | undefined) => void (error && output.destroy(error));
  if (codings.length > MOST_CODINGS) {
    incoming.destroy();
    return output.destroy(Object.assign(new Error("It is compressed too often"), { code: "Z_TOO_OFTEN" }));
  }
  incoming.once("error", fail);
  // Begun with the first bytes, as the kind may depend on them, and as nothing at all is nothing compressed as well.
  incoming.once("readable", () => {
    incoming.off("error", fail);
    const beginning = incoming.read() as Buffer | null;
    if (beginning === null) return void pipeline(incoming, output, fail);
    incoming.unshift(beginning);
    const zlib = builtin<Zlib>("node:zlib")!;
    pipeline([incoming, ...codings.toReversed().map((name) => DECODERS[name]!(zlib, beginning)), output], fail);
  });
  output.once("close", () => incoming.destroy());
  return output;
}
