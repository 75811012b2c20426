import assert from "node:assert/strict";
import test from "node:test";
import type { NetworkFailure } from "../../../errors/mod.ts";
import { classifyFailure } from "../../../net/internal/classify_failure.ts";

/** An error with a code, as the runtimes make them. */
function coded(code: string, message: string = ""): Error {
  return Object.assign(new Error(message), { code });
}

/** What Node's fetch throws. */
function node(cause: Error): Error {
  return new TypeError("fetch failed", { cause });
}

/** What Deno's fetch throws. */
function deno(message: string): Error {
  return new TypeError("fetch failed", { cause: new Error(message) });
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

const url = "error sending request for url (https://gzip.example/tls/dns?certificate=reset): client error (Connect): ";

const table: [Error, NetworkFailure, string?][] = [
  [node(coded("ENOTFOUND", "getaddrinfo ENOTFOUND x")), "dns"],
  [node(coded("EAI_AGAIN")), "dns"],
  [coded("ENOTFOUND"), "dns"],
  [deno(`${url}dns error: failed to lookup address information: Name or service not known`), "dns"],
  [new DOMException("failed to connect to WebSocket: dns error", "NetworkError"), "dns"],

  [node(coded("ECONNREFUSED")), "refused"],
  [node(coded("EHOSTUNREACH")), "refused"],
  [node(coded("ENETUNREACH")), "refused"],
  [node(new Error("bad port")), "refused"],
  [coded("ECONNREFUSED", "ECONNREFUSED: Unable to connect. Is the computer able to access the url?"), "refused"],
  [coded("ConnectionRefused"), "refused"],
  [deno(`${url}tcp connect error: Connection refused (os error 111)`), "refused"],
  [deno(`${url}tcp connect error: Network is unreachable (os error 101)`), "refused"],
  [new TypeError("Fetch failed: Requests to port 1 are blocked"), "refused"],
  [
    node(Object.assign(new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH")], ""), { code: undefined })),
    "refused",
  ],

  [node(coded("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate")), "tls"],
  [node(coded("SELF_SIGNED_CERT_IN_CHAIN")), "tls"],
  [node(coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE")), "tls"],
  [node(coded("UNABLE_TO_GET_ISSUER_CERT_LOCALLY")), "tls"],
  [node(coded("CERT_HAS_EXPIRED")), "tls"],
  [node(coded("ERR_TLS_CERT_ALTNAME_INVALID")), "tls"],
  [node(coded("ERR_SSL_WRONG_VERSION_NUMBER")), "tls"],
  [coded("EPROTO", "EPROTO: The TLS handshake failed."), "tls"],
  [deno(`${url}invalid peer certificate: UnknownIssuer`), "tls"],
  [deno(`${url}received corrupt message of type InvalidContentType`), "tls"],
  [deno(`${url}received fatal alert: NoApplicationProtocol`), "tls"],

  [node(coded("ECONNRESET", "read ECONNRESET")), "reset"],
  [node(coded("UND_ERR_SOCKET", "other side closed")), "reset"],
  [node(coded("EPIPE")), "reset"],
  [coded("ECONNRESET", "ECONNRESET: The socket connection was closed unexpectedly."), "reset"],
  [new TypeError("fetch failed", { cause: new Error("Connection reset by peer (os error 104)") }), "reset"],
  [deno("error sending request: client error (SendRequest): connection closed before message completed"), "reset"],
  [new TypeError("error reading a body from connection"), "reset"],
  [new Error("Unexpected EOF"), "reset"],
  [deno("Broken pipe (os error 32)"), "reset"],

  [node(coded("UND_ERR_CONNECT_TIMEOUT")), "timeout", "connect"],
  [node(coded("UND_ERR_HEADERS_TIMEOUT")), "timeout", "headers"],
  [node(coded("ETIMEDOUT")), "timeout", "connect"],
  [node(coded("UND_ERR_BODY_TIMEOUT")), "timeout", "idle"],
  [deno(`${url}tcp connect error: Connection timed out (os error 110)`), "timeout", "connect"],

  [node(named("HTTPParserError", "Response does not match the HTTP/1.1 protocol (Expected HTTP/)")), "protocol"],
  [node(coded("HPE_INVALID_CONSTANT")), "protocol"],
  [node(coded("UND_ERR_HEADERS_OVERFLOW")), "protocol"],
  [coded("Malformed_HTTP_Response"), "protocol"],
  [coded("InvalidHTTPResponse"), "protocol"],
  [coded("InvalidContentLength"), "protocol"],
  [coded("ResponseHeadersTooLarge"), "protocol"],
  [coded("WS_ERR_INVALID_UTF8"), "protocol"],
  [deno("error sending request: client error (SendRequest): invalid HTTP version parsed"), "protocol"],
  [deno("error sending request: client error (SendRequest): message head is too large"), "protocol"],

  [node(coded("Z_DATA_ERROR", "incorrect header check")), "decode"],
  [coded("ZlibError"), "decode"],
  [new TypeError("Invalid gzip header"), "decode"],
  [new TypeError("unexpected end of file"), "decode"],
  [new TypeError("corrupt deflate stream"), "decode"],

  [new DOMException("The operation was aborted", "AbortError"), "aborted"],
  [new Error("who knows"), "protocol"],
];

test("classifyFailure() knows what each runtime throws", () => {
  for (const [error, reason, phase] of table) {
    const found = classifyFailure(error);
    const shown = `${error.message} ${(error.cause as Error | undefined)?.message ?? ""}`;
    assert.deepEqual([found.reason, found.phase], [reason, phase], shown);
    assert.equal(typeof found.detail, "string");
  }
});

test("classifyFailure() knows a permission that is missing", () => {
  const missing = [
    named("NotCapable", 'Requires net access to "example.com:443", run again with the --allow-net flag'),
    named("PermissionDenied", "denied"),
    node(coded("ERR_ACCESS_DENIED", "Access to this API has been restricted")),
  ];
  for (const error of missing) {
    const { reason, isForbidden } = classifyFailure(error);
    assert.deepEqual([reason, isForbidden], ["refused", true], error.message);
  }
});

test("classifyFailure() takes anything that can be thrown", () => {
  for (const thrown of [undefined, null, 5, "text", {}, [], { code: 5, message: 5, name: 5 }, { message: null }]) {
    assert.equal(classifyFailure(thrown).reason, "protocol");
  }
  assert.equal(classifyFailure({ name: "toString" }).reason, "protocol");
});

test("classifyFailure() ends on a cycle of causes", () => {
  const error = new Error("a");
  const other = new Error("b", { cause: error });
  error.cause = other;
  assert.equal(classifyFailure(error).reason, "protocol");
});

test("classifyFailure() is not misled by the address in a sentence", () => {
  const detail = classifyFailure(deno(`${url}tcp connect error: Connection refused (os error 111)`));
  assert.deepEqual(detail, {
    reason: "refused",
    detail: "client error (Connect): tcp connect error: Connection refused (os error 111)",
  });
});
