import type { Socket } from "node:net";
import { constants, createGzip, gzipSync } from "node:zlib";
import type { FaultyRequest, HttpFault } from "./faulty_http.ts";

/** The beginning of an answer that is as it should be. */
export const OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

/** Sends bytes and leaves the connection open. */
export function sends(bytes: string | Uint8Array): HttpFault {
  return ({ socket }) => socket.write(bytes);
}

/** Sends bytes and closes the connection in order (FIN). */
export function ends(bytes: string | Uint8Array): HttpFault {
  return ({ socket }) => socket.end(bytes);
}

/** Sends bytes and resets the connection (RST) once the peer has had time to read them. */
export function resets(bytes: string | Uint8Array): HttpFault {
  return ({ socket }) => {
    if (bytes.length === 0) return void socket.resetAndDestroy();
    socket.write(bytes, () => setTimeout(() => socket.resetAndDestroy(), 30));
  };
}

/** Sends bytes, and then a piece again and again without end. */
export function dribbles(bytes: string, piece: string, everyMs: number = 10): HttpFault {
  return ({ socket }) => {
    socket.write(bytes);
    const timer = setInterval(() => socket.write(piece), everyMs);
    socket.on("close", () => clearInterval(timer));
  };
}

/** Answers properly. */
export function answers(
  body: string | Uint8Array,
  headers: readonly string[] = ["Content-Type: text/plain"],
  status: string = "200 OK",
): HttpFault {
  const bytes = Buffer.from(body);
  const lines = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${bytes.length}`].join("\r\n");
  return sends(Buffer.concat([Buffer.from(`${lines}\r\n\r\n`), bytes]));
}

/** Answers with JSON, or with what only says so. */
export function answersJson(body: string | Uint8Array, headers: readonly string[] = []): HttpFault {
  return answers(body, ["Content-Type: application/json", ...headers]);
}

/** Answers with a body in gzip, of which something may be wrong. */
export function answersGzip(spoil: (bytes: Buffer) => Buffer): HttpFault {
  const plain = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7_919) % 251));
  return answers(spoil(gzipSync(plain)), ["Content-Type: application/octet-stream", "Content-Encoding: gzip"]);
}

/** A body that is small as it is sent, and without end when it is decompressed. */
export function sendsBomb(): HttpFault {
  return ({ socket }) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
    const gzip = createGzip({ level: constants.Z_BEST_COMPRESSION });
    const zeros = Buffer.alloc(1_048_576);
    const timer = setInterval(() => gzip.write(zeros), 2);
    gzip.on("data", (piece: Buffer) => socket.write(chunkOf(piece)));
    socket.on("close", () => {
      clearInterval(timer);
      gzip.destroy();
    });
  };
}

function chunkOf(piece: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]);
}

/** Answers one way over a connection, and another way to what comes over it afterwards. */
export function first(before: HttpFault, after: HttpFault): HttpFault {
  return (request: FaultyRequest) => (request.onConnection === 1 ? before : after)(request);
}

/** Answers the first requests one way each, and all others as the last. */
export function inTurn(...faults: readonly HttpFault[]): HttpFault {
  return (request: FaultyRequest) => faults[Math.min(request.n, faults.length) - 1]!(request);
}

/** Closes the connection a little after an answer, as a server does whose keep-alive time is over. */
export function closesAfter(socket: Socket, ms: number): void {
  setTimeout(() => socket.end(), ms);
}
