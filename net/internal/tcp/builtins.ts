import { MaktabaError } from "../../../errors/maktaba_error.ts";
import { builtin, runtime } from "../../../internal/runtime.ts";

/** The runtime's sockets. A browser has none. */
export function loadNet(): typeof import("node:net") {
  return load("node:net");
}

/** The runtime's encrypted sockets. */
export function loadTls(): typeof import("node:tls") {
  return load("node:tls");
}

let buffers: typeof import("node:buffer") | undefined;

/**
 * Copies bytes, into what sockets take as it is.
 *
 * @param bytes The bytes.
 * @returns Their copy.
 */
export function copyOf(bytes: Uint8Array): Uint8Array {
  buffers ??= load<typeof import("node:buffer")>("node:buffer");
  // Of all ways to copy a few bytes the one that is fast on every runtime.
  const copy = buffers.Buffer.allocUnsafe(bytes.byteLength);
  copy.set(bytes);
  return copy;
}

// What Bun copies in less time than it makes a view: of so short an array it has to move the memory out first.
const SHORT_BYTES = 4_096;

/**
 * Makes an ordinary array of what a socket gave. A Buffer is handed to nobody: its `slice()` is a view, where that of any
 * other array is a copy.
 *
 * @param chunk What the socket gave.
 * @returns The same bytes.
 */
export function notBuffer(chunk: Uint8Array<ArrayBuffer>): Uint8Array {
  if (runtime === "bun" && chunk.byteLength <= SHORT_BYTES) return new Uint8Array(chunk);
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function load<T>(name: `node:${string}`): T {
  const module = builtin<T>(name);
  if (module === undefined) throw new MaktabaError({ code: "NET_TCP_NOT_SUPPORTED" });
  return module;
}
