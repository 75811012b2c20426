import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { testAuthority } from "../net/fixtures/test_authority.ts";

/** What is in a frame, by its number in RFC 9113, section 6. */
export const FRAME = {
  DATA: 0,
  HEADERS: 1,
  RST_STREAM: 3,
  SETTINGS: 4,
  PING: 6,
  GOAWAY: 7,
} as const;

const END_STREAM = 1;
const ACK = 1;
const END_HEADERS = 4;
const MAX_CONCURRENT_STREAMS = 3;
const PREFACE_BYTES = 24;

/** A frame that came. */
export interface Http2Frame {
  readonly type: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** One connection of a client, on which the server sends what the test says. */
export class RawHttp2Connection {
  /** What came, in turn. */
  readonly frames: Http2Frame[] = [];
  /** Resolves when it is closed. */
  readonly closed: Promise<void>;
  readonly #socket: TLSSocket;
  readonly #onRequest: (stream: number, connection: RawHttp2Connection) => void;
  #rest = Buffer.alloc(0);
  #isGreeted = false;
  #watchers: (() => void)[] = [];

  constructor(socket: TLSSocket, onRequest: (stream: number, connection: RawHttp2Connection) => void) {
    this.#socket = socket;
    this.#onRequest = onRequest;
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => {});
    socket.on("data", (bytes: Buffer) => this.#take(bytes));
  }

  /** Sends a frame. */
  send(type: number, stream: number, payload: Uint8Array = new Uint8Array(), flags = 0): void {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.byteLength, 0, 3);
    head.writeUInt8(type, 3);
    head.writeUInt8(flags, 4);
    head.writeUInt32BE(stream, 5);
    this.write(Buffer.concat([head, payload]));
  }

  /** Sends bytes that need not be frames. */
  write(bytes: Uint8Array): void {
    if (!this.#socket.destroyed) this.#socket.write(bytes);
  }

  /** Answers, or begins to. */
  headers(stream: number, headers: Record<string, string> = {}, isEnd = false): void {
    const lines = Object.entries({ ":status": "200", ...headers }).map(([name, value]) =>
      // A literal that is not indexed, by a name that is new (RFC 7541, section 6.2.2), all of them short.
      Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)])
    );
    this.send(FRAME.HEADERS, stream, Buffer.concat(lines), END_HEADERS | (isEnd ? END_STREAM : 0));
  }

  /** Sends a piece of a body. */
  data(stream: number, text: string, isEnd = false): void {
    this.send(FRAME.DATA, stream, Buffer.from(text), isEnd ? END_STREAM : 0);
  }

  /** Answers with a text. */
  answer(stream: number, text: string): void {
    this.headers(stream);
    this.data(stream, text, true);
  }

  /** Ends a stream with a code. */
  reset(stream: number, code: number): void {
    const payload = Buffer.alloc(4);
    payload.writeUInt32BE(code);
    this.send(FRAME.RST_STREAM, stream, payload);
  }

  /** Tells that no stream after `last` was looked at, and that there shall be no more. */
  goaway(last: number, code = 0): void {
    const payload = Buffer.alloc(8);
    payload.writeUInt32BE(last);
    payload.writeUInt32BE(code, 4);
    this.send(FRAME.GOAWAY, 0, payload);
  }

  /** Says how many streams there may be. */
  settings(maxConcurrentStreams: number): void {
    const payload = Buffer.alloc(6);
    payload.writeUInt16BE(MAX_CONCURRENT_STREAMS);
    payload.writeUInt32BE(maxConcurrentStreams, 2);
    this.send(FRAME.SETTINGS, 0, payload);
  }

  /** Breaks the connection. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** Resolves with the code by which the client ends a stream. */
  async resetBy(stream: number): Promise<number> {
    const frame = await this.#seen((one) => one.type === FRAME.RST_STREAM && one.stream === stream);
    return frame.payload.readUInt32BE();
  }

  async #seen(isIt: (frame: Http2Frame) => boolean): Promise<Http2Frame> {
    for (;;) {
      const frame = this.frames.find(isIt);
      if (frame !== undefined) return frame;
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  #take(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    if (!this.#isGreeted) {
      if (this.#rest.byteLength < PREFACE_BYTES) return;
      this.#rest = this.#rest.subarray(PREFACE_BYTES);
      this.#isGreeted = true;
    }
    while (this.#rest.byteLength >= 9) {
      const end = 9 + this.#rest.readUIntBE(0, 3);
      if (this.#rest.byteLength < end) return;
      const [type, flags] = [this.#rest.readUInt8(3), this.#rest.readUInt8(4)];
      const frame = { type, stream: this.#rest.readUInt32BE(5), payload: Buffer.from(this.#rest.subarray(9, end)) };
      this.#rest = this.#rest.subarray(end);
      this.#see(frame, flags);
    }
  }

  #see(frame: Http2Frame, flags: number): void {
    this.frames.push(frame);
    const isAck = (flags & ACK) !== 0;
    if (frame.type === FRAME.SETTINGS && !isAck) this.send(FRAME.SETTINGS, 0, undefined, ACK);
    if (frame.type === FRAME.PING && !isAck) this.send(FRAME.PING, 0, frame.payload, ACK);
    if (frame.type === FRAME.HEADERS) this.#onRequest(frame.stream, this);
    for (const resolve of this.#watchers.splice(0)) resolve();
  }
}

/** A server of HTTP/2 that runs; it ends with its block. */
export interface RawHttp2 extends AsyncDisposable {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The connections that there were, in turn. */
  readonly connections: readonly RawHttp2Connection[];
}

/**
 * Starts a server over TLS that sends frames as a test says: what a server of a runtime would never send. Whoever does
 * not speak HTTP/2 is answered `old` by HTTP/1.1.
 *
 * @param onRequest Called with each stream that a client begins; `n` counts them all, from 1.
 * @param maxConcurrentStreams How many a client may begin at a time.
 */
export async function startRawHttp2(
  onRequest: (stream: number, connection: RawHttp2Connection, n: number) => void,
  maxConcurrentStreams = 100,
): Promise<RawHttp2> {
  const connections: RawHttp2Connection[] = [];
  let n = 0;
  const server = createServer({ ...testAuthority.server, ALPNProtocols: ["h2", "http/1.1"] }, (socket) => {
    if (socket.alpnProtocol !== "h2") return answerOld(socket);
    const connection = new RawHttp2Connection(socket, (stream, by) => onRequest(stream, by, ++n));
    connections.push(connection);
    connection.settings(maxConcurrentStreams);
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    port,
    connections,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.destroy();
      await closed;
    },
  };
}

function answerOld(socket: TLSSocket): void {
  socket.on("error", () => {});
  socket.once("data", () => {
    socket.end("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nold");
  });
}
