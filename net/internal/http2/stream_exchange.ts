import type { ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http2";
import { builtin } from "../../../internal/runtime.ts";
import { onAbort } from "../../../internal/signals.ts";
import { type Incoming, NodeResponse } from "../node_response.ts";
import { pump } from "../pump.ts";
import { CODES, streamFailure } from "./stream_failure.ts";

/** A request, ready to be sent. */
export interface Http2Request {
  readonly method: string;
  readonly url: URL;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | ReadableStream | undefined;
}

// They describe a connection of HTTP/1.1 (RFC 9113, section 8.2.2); a host is told in another way.
const NOT_SENT: ReadonlySet<string> = new Set([
  "connection",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "te",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Writes the headers of a request as HTTP/2 wants them.
 *
 * @param request The request.
 * @returns The headers.
 */
export function headersOf({ method, url, headers }: Http2Request): OutgoingHttpHeaders {
  const sent = Object.entries(headers).filter(([name]) => !NOT_SENT.has(name));
  return {
    ":method": method,
    ":scheme": "https",
    ":authority": headers["host"] ?? url.host,
    ":path": url.pathname + url.search,
    ...Object.fromEntries(sent),
  };
}

/**
 * Waits for the answer on a stream.
 *
 * @param stream The stream.
 * @param method The method of its request.
 * @param signal Gives it up, until the answer has been read.
 * @returns The answer, unread.
 */
export function receive(
  stream: ClientHttp2Stream,
  method: string,
  signal: AbortSignal | undefined,
): Promise<NodeResponse> {
  return new Promise((resolve, reject) => {
    let incoming: Incoming | undefined;
    let failure: Error | undefined;
    const listening = onAbort(signal, (reason) => {
      incoming?.destroy(reason instanceof Error ? reason : new Error("The request was given up"));
      stream.close(CODES.CANCEL);
      reject(reason);
    });
    stream.once("response", (headers) => {
      incoming = incomingOf(stream, headers, method, () => streamFailure(stream.rstCode, failure));
      resolve(new NodeResponse(incoming, method));
    });
    stream.on("error", (error) => failure = error);
    stream.once("close", () => {
      listening[Symbol.dispose]();
      if (incoming === undefined) reject(streamFailure(stream.rstCode, failure));
    });
  });
}

/**
 * Makes of a stream what an answer of HTTP/1.1 is. It does not end where the stream was only cut off, which the runtimes
 * tell as its end too.
 */
function incomingOf(
  stream: ClientHttp2Stream,
  headers: IncomingHttpHeaders,
  method: string,
  failure: () => Error,
): Incoming {
  const { Readable } = builtin<typeof import("node:stream")>("node:stream")!;
  const announced = method === "HEAD" ? undefined : headers["content-length"];
  let bytes = 0;
  let isComplete = false;
  const incoming = new Readable({
    read: () => void stream.resume(),
    destroy(error, callback) {
      // An upload that the server has answered already need not go on either.
      if (!isComplete || !stream.writableFinished) stream.close(CODES.CANCEL);
      callback(error);
    },
  });
  stream.on("data", (piece: Buffer) => {
    bytes += piece.byteLength;
    if (!incoming.push(piece)) stream.pause();
  });
  stream.once("end", () => {
    const isWrong = announced !== undefined && Number(announced) !== bytes;
    if (isWrong) return void incoming.destroy(wrongLength(announced, bytes));
    // What was cut off is told when it closes.
    if (stream.rstCode) return;
    isComplete = true;
    incoming.push(null);
  });
  stream.once("close", () => {
    if (!isComplete) incoming.destroy(failure());
  });
  // It may fail while nobody reads it.
  incoming.on("error", () => {});
  return Object.assign(incoming, {
    statusCode: Number(headers[":status"]),
    statusMessage: "",
    httpVersion: "2.0",
    rawHeaders: linesOf(headers),
    headers,
    complete: false,
    socket: null,
  });
}

function wrongLength(announced: string, bytes: number): Error {
  const text = `The body has ${bytes} bytes in place of ${announced}`;
  return Object.assign(new Error(text), { code: "ERR_HTTP2_PROTOCOL" });
}

/** Names and values in turn. */
function linesOf(headers: IncomingHttpHeaders): string[] {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(":") || value === undefined) continue;
    for (const one of [value].flat()) lines.push(name, one);
  }
  return lines;
}

/**
 * Sends a body, as fast as the server takes it.
 *
 * @param stream Takes it.
 * @param body The body.
 */
export function write(stream: ClientHttp2Stream, body: Http2Request["body"]): void {
  if (body instanceof Uint8Array) return void stream.end(body);
  // What its source failed with is told elsewhere; the server is told that there is no more.
  if (body !== undefined) pump(stream, body).catch(() => stream.close(CODES.CANCEL));
}
