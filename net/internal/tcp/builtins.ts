import { MaktabaError } from "../../../errors/maktaba_error.ts";
import { builtin } from "../../../internal/runtime.ts";

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

function load<T>(name: `node:${string}`): T {
  const module = builtin<T>(name);
  if (module === undefined) throw new MaktabaError({ code: "NET_TCP_NOT_SUPPORTED" });
  return module;
}
