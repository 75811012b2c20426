import { createHash } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { listen } from "../support/mod.ts";

/** What a server has of an upload. */
export interface StoredUpload {
  readonly length: number;
  readonly metadata: string | undefined;
  /** How much of it is there. */
  offset: number;
  /** What is there; empty where the server keeps digests only. */
  content: Buffer;
  /** The digest of what is there, in hexadecimal digits. */
  sha256(): string;
}

/** A request as the server saw it. */
export interface SeenTusRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** How many bytes of its body were taken. */
  received: number;
  /** Resolves when it is over, answered or not. */
  readonly closed: Promise<void>;
}

/** An answer that is given instead of doing anything. */
export interface TusAnswer {
  status: number;
  headers?: Record<string, string>;
}

type Instead = TusAnswer | "silence" | undefined;

/** How a server behaves. */
export interface TusServerOptions {
  /** What it says that it offers. */
  offer?: Record<string, string>;
  /** Where it says that an upload is. */
  location?: (id: string) => string;
  /** What it adds to the answer to a creation. */
  created?: Record<string, string>;
  /** Answers in place of doing anything; "silence" for never. `n` counts the requests of the same method from 1. */
  instead?: (request: SeenTusRequest, n: number) => Instead | Promise<Instead>;
  /** After how many stored bytes of the nth PATCH its connection breaks. */
  breaksAfter?: (n: number) => number | undefined;
  /** Whether contents are kept. */
  keepsContent?: boolean;
}

/** A server of tus 1.0.0 that misbehaves as told: core, creation, checksum and termination. */
export interface TestTusServer extends AsyncDisposable {
  /** Where uploads are created. */
  readonly url: string;
  readonly origin: string;
  readonly seen: SeenTusRequest[];
  readonly uploads: Map<string, StoredUpload>;
  /** The requests of a method. */
  of(method: string): SeenTusRequest[];
  /** The only upload. */
  readonly only: StoredUpload;
  /** Resolves when the nth request of a method has come. */
  asked(method: string, n?: number): Promise<SeenTusRequest>;
}

/** Starts one. */
export async function serveTus(options: TusServerOptions = {}): Promise<TestTusServer> {
  const seen: SeenTusRequest[] = [];
  const uploads = new Map<string, StoredUpload>();
  const waiting: { method: string; n: number; resolve(request: SeenTusRequest): void }[] = [];
  const of = (method: string) => seen.filter((request) => request.method === method);
  const server = await listen((request, response) => {
    const { method = "", url = "", headers } = request;
    const closed = new Promise<void>((resolve) => response.once("close", resolve));
    const entry: SeenTusRequest = { method, url, headers, received: 0, closed };
    seen.push(entry);
    const n = of(method).length;
    for (const it of waiting) if (it.method === method && it.n === n) it.resolve(entry);
    request.on("error", () => {});
    answer({ options, uploads, request, response, entry, n }).catch(() => response.destroy());
  });
  return {
    url: `${server.url}/files`,
    origin: server.url,
    seen,
    uploads,
    of,
    get only() {
      return [...uploads.values()][0]!;
    },
    asked: (method, n = 1) =>
      new Promise((resolve) => {
        const there = of(method)[n - 1];
        if (there === undefined) waiting.push({ method, n, resolve });
        else resolve(there);
      }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

interface Exchange {
  readonly options: TusServerOptions;
  readonly uploads: Map<string, StoredUpload>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly entry: SeenTusRequest;
  readonly n: number;
}

async function answer(exchange: Exchange): Promise<void> {
  const { options, uploads, request, response, entry, n } = exchange;
  const instead = await options.instead?.(entry, n);
  // What is not read hides that the connection is closed.
  if (instead === "silence") return void request.resume();
  const end = (status: number, headers: Record<string, string> = {}) => {
    response.writeHead(status, { "tus-resumable": "1.0.0", ...headers }).end();
  };
  if (instead !== undefined) {
    for await (const piece of request) entry.received += (piece as Buffer).length;
    return end(instead.status, instead.headers);
  }
  const offer = options.offer ?? { "tus-version": "1.0.0", "tus-extension": "creation,termination" };
  if (entry.method === "OPTIONS") return end(204, offer);
  if (request.headers["tus-resumable"] !== "1.0.0") return end(412, { "tus-version": "1.0.0" });
  if (entry.method === "POST") return create(exchange, end);
  const id = new URL(entry.url, "http://local").pathname.split("/").at(-1)!;
  const upload = uploads.get(id);
  if (upload === undefined) return end(404);
  if (entry.method === "HEAD") {
    return end(200, { "upload-offset": String(upload.offset), "upload-length": String(upload.length) });
  }
  if (entry.method === "DELETE") uploads.delete(id);
  if (entry.method === "PATCH") return await append(exchange, upload, end);
  end(204);
}

type End = (status: number, headers?: Record<string, string>) => void;

function create({ options, uploads, request }: Exchange, end: End): void {
  const id = `upload${uploads.size + 1}`;
  const hash = createHash("sha256");
  const upload: StoredUpload & { add(piece: Buffer): void } = {
    length: Number(request.headers["upload-length"]),
    metadata: request.headers["upload-metadata"] as string | undefined,
    offset: 0,
    content: Buffer.alloc(0),
    sha256: () => hash.copy().digest("hex"),
    add(piece) {
      upload.offset += piece.length;
      hash.update(piece);
      if (options.keepsContent !== false) upload.content = Buffer.concat([upload.content, piece]);
    },
  };
  uploads.set(id, upload);
  end(201, { location: options.location?.(id) ?? `/files/${id}`, ...options.created });
}

async function append({ options, request, response, entry, n }: Exchange, upload: StoredUpload, end: End) {
  const { headers } = request;
  if (headers["content-type"] !== "application/offset+octet-stream") return end(415);
  if (Number(headers["upload-offset"]) !== upload.offset) return end(409);
  const checksum = headers["upload-checksum"] as string | undefined;
  const limit = options.breaksAfter?.(n) ?? Infinity;
  const pieces: Buffer[] = [];
  const store = (piece: Buffer) => (upload as StoredUpload & { add(piece: Buffer): void }).add(piece);
  for await (const piece of request as AsyncIterable<Buffer>) {
    const taken = piece.subarray(0, limit - entry.received);
    entry.received += taken.length;
    if (checksum === undefined) store(taken);
    else pieces.push(taken);
    if (entry.received >= limit) return void response.destroy();
  }
  if (checksum !== undefined) {
    const [name, digest] = checksum.split(" ");
    const bytes = Buffer.concat(pieces);
    if (createHash(name!.replace("-", "")).update(bytes).digest("base64") !== digest) return end(460);
    store(bytes);
  }
  end(204, { "upload-offset": String(upload.offset) });
}
