import type { NetworkFailure, NetworkPhase } from "../../errors/network_error.ts";

/** What is made of a runtime's own error. */
export interface Failure {
  /** Why it failed. */
  reason: NetworkFailure;
  /** Which time ran out, if one did. */
  phase?: NetworkPhase;
  /** Whether it was the runtime that did not allow the connection. */
  isForbidden?: boolean;
  /** Whether it was a proxy that made no connection. */
  isByProxy?: boolean;
  /** The runtime's words, for a message. */
  detail: string;
}

type Verdict = Omit<Failure, "detail">;

// Node puts a code on a cause, Bun on the error itself: one table serves both. The order matters, as codes of TLS are
// told by parts of their names.
const BY_CODE: readonly (readonly [RegExp, Verdict])[] = [
  [/^ERR_PROXY_TUNNEL$/, { reason: "refused", isByProxy: true }],
  [/^(?:ENOTFOUND|ENODATA|ESERVFAIL|EAI_\w+)$/, { reason: "dns" }],
  [
    /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|ConnectionRefused|FailedToOpenSocket)$/,
    { reason: "refused" },
  ],
  [/^(?:EACCES|EPERM|ERR_ACCESS_DENIED)$/, { reason: "refused", isForbidden: true }],
  [/^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, { reason: "timeout", phase: "connect" }],
  [/^UND_ERR_HEADERS_TIMEOUT$/, { reason: "timeout", phase: "headers" }],
  [/^UND_ERR_BODY_TIMEOUT$/, { reason: "timeout", phase: "idle" }],
  [/^(?:Z_|Zlib|Brotli|Zstd|ZSTD_|ERR_BROTLI|ERR_ZSTD|ERR__ERROR_)/, { reason: "decode" }],
  [
    /^(?:ECONNRESET|EPIPE|ECONNABORTED|ConnectionClosed|UND_ERR_(?:SOCKET|CLOSED|DESTROYED))$/,
    { reason: "reset" },
  ],
  [
    /^(?:HPE_|ERR_HTTP2_|WS_ERR_|Malformed|Invalid(?:HTTP|Content|Chunk)|ResponseHeaders|UnrequestedUpgrade|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_CONTENT)/,
    {
      reason: "protocol",
    },
  ],
  [/CERT|TLS|SSL|^SELF_SIGNED|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^EPROTO$/, { reason: "tls" }],
];

const BY_NAME: Readonly<Record<string, Verdict>> = {
  NotCapable: { reason: "refused", isForbidden: true },
  PermissionDenied: { reason: "refused", isForbidden: true },
  HTTPParserError: { reason: "protocol" },
  AbortError: { reason: "aborted" },
};

// Deno has nothing but English sentences.
const BY_MESSAGE: readonly (readonly [RegExp, Verdict])[] = [
  [/unsuccessful tunnel|proxy authentication required/i, { reason: "refused", isByProxy: true }],
  // What the codes of RFC 9113, section 7, are called there; those that tell of rules that were broken come to "protocol".
  [/security properties do not meet/, { reason: "tls" }],
  [/unspecific protocol error/, { reason: "protocol" }],
  [/close_notify|^stream error received: (?!flow-control|frame with|unable to|endpoint)/, {
    reason: "reset",
  }],
  [/dns error|lookup address/i, { reason: "dns" }],
  [/\btimed out/i, { reason: "timeout", phase: "connect" }],
  [/tcp connect error|connection refused|unreachable|bad port|requests to port|\(Connect\): failed/i, {
    reason: "refused",
  }],
  [/certificate|\bTLS\b|handshake|fatal alert|corrupt message|alert received/i, { reason: "tls" }],
  [/gzip|deflate|brotli|zlib|zstd|\bCRC\b|corrupt|^unexpected end of file/i, { reason: "decode" }],
  [/status code|server response|bits are|frame|utf-?8|header|\bHTTP\b|chunk|parse|message head/i, {
    reason: "protocol",
  }],
  [/reset|closed|broken pipe|reading a body|EOF|connection error|channel|disconnected/i, { reason: "reset" }],
];

/**
 * Tells why something on the network failed, from whatever the runtime threw.
 *
 * @param error What it threw.
 * @returns The reason; `"protocol"` where nothing tells more.
 */
export function classifyFailure(error: unknown): Failure {
  const chain = [...causes(error)];
  for (const find of [byCode, byName, byMessage]) {
    for (const link of chain) {
      const verdict = find(link);
      if (verdict !== undefined) return { ...verdict, detail: detailOf(chain) };
    }
  }
  return { reason: "protocol", detail: detailOf(chain) };
}

function byCode({ code }: ErrorLike): Verdict | undefined {
  return typeof code === "string" ? BY_CODE.find(([pattern]) => pattern.test(code))?.[1] : undefined;
}

function byName({ name }: ErrorLike): Verdict | undefined {
  return typeof name === "string" && Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
}

function byMessage({ message }: ErrorLike): Verdict | undefined {
  const text = plainMessage(message);
  return BY_MESSAGE.find(([pattern]) => pattern.test(text))?.[1];
}

interface ErrorLike {
  code?: unknown;
  name?: unknown;
  message?: unknown;
  cause?: unknown;
  errors?: unknown;
}

// Deep enough for every runtime; a chain of causes may be a cycle.
const DEEPEST = 6;

/** The error, its causes, and the first of several errors that happened at once, from the outside in. */
function* causes(error: unknown, depth = 0): Generator<ErrorLike> {
  if (typeof error !== "object" || error === null || depth > DEEPEST) return;
  const link = error as ErrorLike;
  yield link;
  yield* causes(link.cause, depth + 1);
  if (Array.isArray(link.errors)) yield* causes(link.errors[0], depth + 1);
}

/** The innermost message that says something; a code where no message does. */
function detailOf(chain: readonly ErrorLike[]): string {
  const message = chain.map((link) => plainMessage(link.message)).findLast((text) => text !== "");
  return message ?? String(chain.map((link) => link.code).findLast((code) => typeof code === "string") ?? "");
}

// Addresses are in the sentences, and a host may be called anything: "https://tls-handshake.example" is no failure of TLS.
function plainMessage(message: unknown): string {
  if (typeof message !== "string") return "";
  return message
    .replace(/\b(?:https?|wss?):\/\/[^\s)'"]+/g, "")
    .replace(/^error sending request (?:for url \(\)|from \S+ for \s*\(\S*\)): /, "")
    .replace(/\s*For more information, pass `verbose.*$/, "")
    .trim();
}
