// RFC 9113, section 7, by their numbers.
const NAMES = [
  "NO_ERROR",
  "PROTOCOL_ERROR",
  "INTERNAL_ERROR",
  "FLOW_CONTROL_ERROR",
  "SETTINGS_TIMEOUT",
  "STREAM_CLOSED",
  "FRAME_SIZE_ERROR",
  "REFUSED_STREAM",
  "CANCEL",
  "COMPRESSION_ERROR",
  "CONNECT_ERROR",
  "ENHANCE_YOUR_CALM",
  "INADEQUATE_SECURITY",
  "HTTP_1_1_REQUIRED",
];

/** The codes that mean something here, by their names in RFC 9113, section 7. */
export const CODES = { CANCEL: 8, REFUSED_STREAM: 7, HTTP_1_1_REQUIRED: 13 } as const;

// One of the two sides has broken the rules.
const AGAINST_RULES: ReadonlySet<string> = new Set([
  "PROTOCOL_ERROR",
  "FLOW_CONTROL_ERROR",
  "FRAME_SIZE_ERROR",
  "COMPRESSION_ERROR",
]);

/** Tells that the server has not looked at a request, which may be sent again whatever it is. */
export class Unprocessed extends Error {
  /** Whether some of its body was read to be sent. */
  readonly isBegun: boolean;

  constructor(cause: Error, isBegun: boolean) {
    super(cause.message, { cause });
    this.isBegun = isBegun;
  }
}

/**
 * Makes an error of what ended a stream, whose code says the same on every runtime.
 *
 * @param code The code of RFC 9113 that it ended with; undefined or 0 where the connection was lost.
 * @param cause What the runtime threw, if anything.
 * @returns The error.
 */
export function streamFailure(code: number | undefined, cause: (Error & { code?: string }) | undefined): Error {
  const own = cause?.code ?? "";
  // What broke the connection below HTTP tells more than what became of the stream.
  if (cause !== undefined && own !== "" && !own.startsWith("ERR_HTTP2_")) return cause;
  const name = NAMES[code ?? 0] ?? `code ${code}`;
  const isProtocol = AGAINST_RULES.has(name) || own === "ERR_HTTP2_ERROR";
  const kind = isProtocol ? "ERR_HTTP2_PROTOCOL" : name === "INADEQUATE_SECURITY" ? "ERR_TLS_INADEQUATE" : "ECONNRESET";
  return Object.assign(new Error(`The stream was closed: ${name}`, { cause }), { code: kind });
}
