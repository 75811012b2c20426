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

function load<T>(name: `node:${string}`): T {
  const module = builtin<T>(name);
  if (module === undefined) throw new MaktabaError({ code: "NET_TCP_NOT_SUPPORTED" });
  return module;
}
