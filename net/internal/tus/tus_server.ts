import type { Client } from "../../client.ts";
import { HttpError } from "../../http_error.ts";
import type { RequestOptions, RequestProgress } from "../../request.ts";
import type { CreatedUpload } from "../../upload.ts";
import type { Answer } from "../answer.ts";
import { exchange } from "../exchange.ts";
import { failedStatus } from "../failed_status.ts";
import { readHttpDate } from "../http_date.ts";
import type { OutgoingBody } from "../outgoing_body.ts";
import { type Planner, plannerFor, plannerWithin } from "../planner.ts";
import { dropCredentials, toHeaders } from "../request_headers.ts";
import type { RequestPlan } from "../request_plan.ts";
import { notTus, uploadFailure } from "./failures.ts";

/** What a server offers beside the core of the protocol. */
export interface TusOffer {
  /** The algorithms of checksums that it verifies chunks by. */
  readonly checksums: readonly string[];
  /** How large an upload may be, in bytes. */
  readonly maxBytes: number;
}

/** Where a server is with an upload. */
export interface TusState {
  /** How many bytes it has. */
  readonly offset: number;
  /** How many it will be, if it tells. */
  readonly totalBytes: number | undefined;
}

/** What follows in an upload. */
export interface TusChunk {
  /** Where it begins. */
  readonly offset: number;
  /** How long it is. */
  readonly bytes: number;
  /** Its contents. */
  readonly body: OutgoingBody;
  /** The algorithm and the digest in Base64, if it is to be verified. */
  readonly checksum: string | undefined;
  /** Called with how much of it has been handed to the network. */
  readonly onSent: (bytes: number) => void;
}

/** Says of which kind contents are. */
export const CHUNK_TYPE = "application/offset+octet-stream";

type TusOptions = Pick<
  RequestOptions,
  "headers" | "query" | "connectTimeoutMs" | "readTimeoutMs" | "totalTimeoutMs" | "retry"
>;

/** What a request adds to what all have in common. */
interface Added {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: OutgoingBody;
  readonly onProgress?: (progress: RequestProgress) => void;
}

/** A request to an upload. */
interface Asked extends Added {
  readonly method: string;
  readonly url: URL;
}

/** The requests of tus 1.0.0, each made once. */
export class TusServer {
  /** The request that creates uploads, for what all have in common. */
  readonly plan: RequestPlan;
  readonly #planner: Planner;
  readonly #options: TusOptions;

  private constructor(plan: RequestPlan, planner: Planner, options: TusOptions) {
    this.plan = plan;
    this.#planner = planner;
    this.#options = options;
  }

  /**
   * Checks what is asked for.
   *
   * @param client The client that requests go by, if any.
   * @param url Where uploads are created.
   * @param options The caller's options.
   * @returns The server, which has not been asked anything.
   */
  static async plan(client: Client | undefined, url: string | URL, options: TusOptions): Promise<TusServer> {
    const headers = toHeaders(options.headers);
    if (!headers.has("accept")) headers.set("accept", "*/*");
    headers.set("tus-resumable", "1.0.0");
    const own = { ...options, headers };
    const plan = (await plannerFor(client))("POST", url, own);
    // A name and password in the URL are for the uploads of its origin, too.
    const authorization = plan.headers.get("authorization");
    if (authorization !== null) headers.set("authorization", authorization);
    return new TusServer(plan, await plannerWithin(client, plan.url.origin), own);
  }

  /** Asks what it offers. A server that does not tell may still do as the core of the protocol says. */
  async offer(signal: AbortSignal): Promise<TusOffer> {
    const headers = new Headers(this.plan.headers);
    headers.delete("tus-resumable");
    const plan = { ...this.plan, method: "OPTIONS", headers, body: undefined, isRepeatable: true };
    try {
      return await this.#exchange(plan, signal, readOffer);
    } catch (error) {
      if (error instanceof HttpError && !error.retryable) return { checksums: [], maxBytes: Infinity };
      throw error;
    }
  }

  /** Creates an upload of so many bytes. An empty one is complete then, so that two would be two files. */
  async create(bytes: number, metadata: string, signal: AbortSignal): Promise<CreatedUpload> {
    const told: Record<string, string> = metadata === "" ? {} : { "upload-metadata": metadata };
    const headers = { ...told, "upload-length": String(bytes) };
    const plan = { ...this.#with(this.plan, { headers }), isRepeatable: bytes > 0 || this.plan.isRepeatable };
    return await this.#exchange(plan, signal, ({ headers, request }) => {
      const location = headers.get("location");
      if (location === null) throw notTus(request.url, "a created upload has no Location");
      const url = URL.canParse(location, request.url) ? new URL(location, request.url) : undefined;
      if (url?.protocol !== "http:" && url?.protocol !== "https:") throw notTus(request.url, `Location ${location}`);
      const expires = readHttpDate(headers.get("upload-expires"));
      return { url: url.href, expires: expires === undefined ? undefined : new Date(expires) };
    });
  }

  /** Asks where it is with an upload. */
  async state(url: URL, signal: AbortSignal): Promise<TusState> {
    return await this.#ask({ method: "HEAD", url }, signal, (answer) => ({
      offset: readOffset(answer, 0),
      totalBytes: readCount(answer.headers.get("upload-length")),
    }));
  }

  /** Sends what follows; gives where it is then. */
  async append(url: URL, chunk: TusChunk, signal: AbortSignal): Promise<number> {
    const { offset, bytes, body, checksum, onSent } = chunk;
    const verified: Record<string, string> = checksum === undefined ? {} : { "upload-checksum": checksum };
    const headers = { ...verified, "upload-offset": String(offset), "content-type": CHUNK_TYPE };
    const onProgress = ({ direction, bytes }: RequestProgress) => direction === "upload" ? onSent(bytes) : undefined;
    return await this.#ask({ method: "PATCH", url, headers, body, onProgress }, signal, (answer) => {
      const reached = readOffset(answer, offset + 1);
      if (reached > offset + bytes) throw notTus(url, `Upload-Offset ${reached} after byte ${offset + bytes}`);
      return reached;
    }, offset);
  }

  /** Has an upload deleted. */
  async remove(url: URL, signal: AbortSignal): Promise<void> {
    await this.#ask({ method: "DELETE", url }, signal, () => undefined);
  }

  async #ask<T>(asked: Asked, signal: AbortSignal, read: (answer: Answer) => T, offset?: number): Promise<T> {
    try {
      return await this.#exchange(this.#planFor(asked), signal, read);
    } catch (error) {
      throw uploadFailure(error, asked.url, offset);
    }
  }

  async #exchange<T>(plan: RequestPlan, signal: AbortSignal, read: (answer: Answer) => T): Promise<T> {
    return await exchange(plan, signal, async (answer) => {
      if (!answer.isOk) throw await failedStatus(answer);
      const result = read(answer);
      // Read rather than given up, so that the connection serves the next chunk.
      await answer.beginning(MOST_SAID);
      return result;
    });
  }

  /** What goes to another origin takes along no credentials, whatever `Location` says. */
  #planFor({ method, url, ...request }: Asked): RequestPlan {
    const { headers, query: _, ...limits } = this.#options;
    const own = new Headers(headers as Headers);
    const isElsewhere = url.origin !== this.plan.url.origin;
    if (isElsewhere) dropCredentials(own);
    const plan = this.#planner(method, url, { ...limits, headers: own });
    // Nor what the client adds to each URL, which may be a key.
    return this.#with(isElsewhere ? { ...plan, url: withoutCredentials(url) } : plan, request);
  }

  #with(plan: RequestPlan, { headers = {}, body, onProgress }: Added): RequestPlan {
    const all = new Headers(plan.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    // A chunk is for one place only, so that it can be sent again.
    return { ...plan, headers: all, body: body ?? plan.body, onProgress, isRepeatable: true };
  }
}

// What a server may say about what it has done.
const MOST_SAID = 65_536;

function readOffer({ headers, request: { url } }: Answer): TusOffer {
  const versions = list(headers.get("tus-version"));
  if (versions.length > 0 && !versions.includes("1.0.0")) throw notTus(url, `it speaks ${versions.join(", ")}`);
  const isVerifying = list(headers.get("tus-extension")).includes("checksum");
  return {
    checksums: isVerifying ? list(headers.get("tus-checksum-algorithm")) : [],
    maxBytes: readCount(headers.get("tus-max-size")) ?? Infinity,
  };
}

function readOffset({ headers, request: { url } }: Answer, least: number): number {
  const value = headers.get("upload-offset");
  const offset = readCount(value);
  if (offset === undefined || offset < least) throw notTus(url, `Upload-Offset ${value ?? "is missing"}`);
  return offset;
}

function readCount(value: string | null): number | undefined {
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

function list(value: string | null): string[] {
  return (value ?? "").split(",").map((item) => item.trim()).filter((item) => item !== "");
}

function withoutCredentials(url: URL): URL {
  const bare = new URL(url);
  [bare.username, bare.password] = ["", ""];
  return bare;
}
