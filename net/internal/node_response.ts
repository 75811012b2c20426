import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { decompressed } from "./decompress.ts";
import { giveBack } from "./give_back.ts";

/** What a response is made of: part of what Node's HTTP gives. */
export type Incoming =
  & Readable
  & Pick<IncomingMessage, "statusCode" | "statusMessage" | "httpVersion" | "headers" | "rawHeaders" | "complete">
  & { readonly socket: IncomingMessage["socket"] | null };

/** What an answer needs of a response: part of what fetch gives. */
export interface WireResponse
  extends Pick<Response, "status" | "statusText" | "ok" | "headers" | "body" | "arrayBuffer"> {
  /** Whether there is a body, where asking does not have to make a stream of it. */
  readonly hasBody?: boolean;
  /** The version of HTTP that the server answered by, where the runtime tells it. */
  readonly httpVersion?: string;
}

// They have no body, whatever their headers say (RFC 9110, section 6.4.1).
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** A response of Node's HTTP, as fetch would give it; nothing is made of it that is not asked for. */
export class NodeResponse implements WireResponse {
  readonly #incoming: Incoming;
  readonly #source: Readable | undefined;
  #headers: Headers | undefined;
  #body: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;

  /**
   * Takes a response whose body has not been read.
   *
   * @param incoming The response.
   * @param method The method of the request.
   */
  constructor(incoming: Incoming, method: string) {
    this.#incoming = incoming;
    const isEmpty = method === "HEAD" || BODILESS.has(this.status);
    this.#source = isEmpty ? undefined : decompressed(incoming);
    // Its connection is free for others only when it has been read.
    if (isEmpty) incoming.resume();
  }

  get status(): number {
    return this.#incoming.statusCode!;
  }

  get statusText(): string {
    return this.#incoming.statusMessage ?? "";
  }

  get httpVersion(): string {
    return this.#incoming.httpVersion;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  get headers(): Headers {
    if (this.#headers !== undefined) return this.#headers;
    const headers = new Headers();
    const { rawHeaders } = this.#incoming;
    for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
    return this.#headers = headers;
  }

  get hasBody(): boolean {
    return this.#source !== undefined;
  }

  get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    if (this.#source === undefined) return null;
    if (this.#body === undefined) giveBackReads(this.#incoming);
    return this.#body ??= streamOf(this.#source);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#source === undefined ? new ArrayBuffer() : await readAll(this.#source);
  }
}

// Node copies each piece of a body out of what it reads from the socket, and leaves that: 64 KiB for each 64 KiB of a
// large answer. Whoever listens to the socket after Node's own listener finds it used up.
function giveBackReads(incoming: Incoming): void {
  const { socket } = incoming;
  if (incoming.complete || socket === null) return;
  socket.on("data", giveBack);
  onEnd(incoming, () => socket.off("data", giveBack));
}

function streamOf(source: Readable): ReadableStream<Uint8Array<ArrayBuffer>> {
  // A stream that was cancelled takes nothing more: pieces and the end may still be on their way to it.
  let isCancelled = false;
  return new ReadableStream({
    start(controller) {
      source.pause();
      source.on("data", (piece: Buffer) => {
        source.pause();
        if (!isCancelled) controller.enqueue(new Uint8Array(exact(piece)));
      });
      onEnd(source, (error) => {
        if (isCancelled) return;
        if (error === undefined) controller.close();
        else controller.error(error);
      });
    },
    pull: () => void source.resume(),
    cancel() {
      isCancelled = true;
      source.destroy();
    },
  }, { highWaterMark: 0 });
}

function readAll(source: Readable): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    source.on("data", (piece: Buffer) => pieces.push(piece));
    onEnd(source, (error) => {
      if (error !== undefined) return reject(error);
      resolve(exact(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)));
    });
  });
}

/** Calls a function once, when a source has ended or failed. */
function onEnd(source: Readable, callback: (error?: Error) => void): void {
  let isOver = false;
  const over = (error?: Error) => {
    if (!isOver) callback(error);
    isOver = true;
  };
  // It may have failed before anybody wanted to read it, and tells so only once.
  if (source.destroyed) return over(source.errored ?? lost());
  source.on("end", () => over());
  source.on("error", over);
  source.on("close", () => {
    if (!isOver) over(lost());
  });
}

function lost(): Error {
  return Object.assign(new Error("The connection was closed"), { code: "ECONNRESET" });
}

// Without the rest of the memory that it is a part of, which nobody else may see. A piece of a large body has memory of
// its own, which is handed on as it is.
function exact({ buffer, byteOffset, byteLength }: Buffer): ArrayBuffer {
  if (buffer.byteLength === byteLength) return buffer as ArrayBuffer;
  return (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength);
}
