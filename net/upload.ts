import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { Client } from "./client.ts";
import type { TransferProgress } from "./download.ts";
import type { RequestHeaders, RequestQuery, RequestRetryPolicy } from "./request.ts";

const uploading = lazy(() => import("./internal/tus/run_upload.ts"));

/** An upload that a server has agreed to. */
export interface CreatedUpload {
  /** Where it is. Whoever knows this URL can go on with it, as a rule without further credentials. */
  url: string;
  /** When the server forgets it unless it is complete, if it tells. */
  expires: Date | undefined;
}

/** Options for {@linkcode upload}. */
export interface UploadOptions {
  /**
   * The client of {@linkcode createClient} whose base URL, headers, credentials, cookies, hooks before an attempt, proxy and
   * time limits it goes by; other options come before the client's.
   *
   * @default None.
   */
  client?: Client | undefined;
  /** Headers to send along with each request. Those that hold credentials only go to the origin of `url`. */
  headers?: RequestHeaders | undefined;
  /** Parameters to add to `url`. */
  query?: RequestQuery | undefined;
  /**
   * What the server is told of the file, by names without spaces and commas. Undefined leaves a name out.
   *
   * @default The last part of the path, as `filename`.
   */
  metadata?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * How much is sent with one request, in bytes; `Infinity` for all of it. What is lost with a connection is what the
   * server had not stored, never more than this; a proxy before the server may set a limit, too.
   *
   * @default 16777216
   */
  chunkBytes?: number | undefined;
  /**
   * Whether each chunk is verified by the server, if it offers that. The file is read twice then.
   *
   * @default true
   */
  checksum?: boolean | undefined;
  /**
   * Whether a later call, of another process too, goes on with an upload that failed or was cancelled. Until it is complete
   * its URL is kept in a file that only its owner can read: beside the file as `NAME.upload.json`, or where this says. A
   * file that has changed meanwhile (its size, or its time of modification) is sent from its beginning.
   *
   * @default false
   */
  resume?: boolean | string | undefined;
  /**
   * The URL of an upload to go on with, by one who has kept it. Nothing is created then; that the file has not changed
   * meanwhile is seen only by its size.
   *
   * @default None.
   */
  uploadUrl?: string | URL | undefined;
  /**
   * Whether the server is asked to delete an upload that fails or is cancelled.
   *
   * @default false
   */
  terminate?: boolean | undefined;
  /** Called once there is an upload on the server, before anything of the file is sent. */
  onCreated?: ((upload: CreatedUpload) => void) | undefined;
  /**
   * How long an attempt may take until the headers of its answer, in milliseconds. Each piece that is sent begins it anew.
   *
   * @default 10000
   */
  connectTimeoutMs?: number | undefined;
  /**
   * How long the server may be silent in the middle of an answer, in milliseconds.
   *
   * @default 30000
   */
  readTimeoutMs?: number | undefined;
  /**
   * How long everything may take, in milliseconds.
   *
   * @default Any time.
   */
  totalTimeoutMs?: number | undefined;
  /**
   * When it is tried again. An attempt goes on where the server says that the last one broke off; whenever it has stored
   * more than before, the attempts count from one again.
   *
   * @default Three attempts.
   */
  retry?: RequestRetryPolicy | undefined;
  /**
   * Called when it begins, whenever a piece was handed to the network, and at the end. Where a connection breaks, the
   * bytes go back to what the server has.
   */
  onProgress?: ((progress: TransferProgress) => void) | undefined;
  /** Cancels it; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** A file that a server has completely. */
export interface CompletedUpload {
  /** Where it was read, as it was given. */
  path: string;
  /** How large it is. */
  bytes: number;
  /** The upload's URL. */
  url: string;
  /** Whether a part of it was sent by an earlier call. */
  wasResumed: boolean;
}

/**
 * Uploads a file from the disk by the tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload), so that what breaks
 * off is gone on with where the server says: after a lost connection or a failing server by itself, in a later call with
 * `resume` or `uploadUrl`. It is read while it is sent.
 *
 * Each chunk goes where the one before ended and is refused by the server elsewhere, so no part of the file is there twice
 * or missing, however often it is tried. The server verifies each chunk where it offers the checksum extension.
 *
 * @param url Where uploads are created: an absolute `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param path The file. It must not change meanwhile.
 * @param options What the server is told, and how it is gone on with.
 * @returns What is known of the upload.
 * @throws {ValidationError} If an argument is wrong; nothing is sent then.
 * @throws {FileError} If the file cannot be read, or what `resume` keeps cannot be written.
 * @throws {HttpError} If the server refused it.
 * @throws {NetworkError} If the server could not be reached; if it no longer has the upload (`NET_UPLOAD_GONE`), another
 * request is writing to it (`NET_UPLOAD_CONFLICT`, `NET_UPLOAD_LOCKED`), what arrived was not what was sent
 * (`NET_UPLOAD_CHECKSUM`), the upload is of another file (`NET_UPLOAD_MISMATCH`), the server takes less
 * (`NET_UPLOAD_TOO_LARGE`) or does not speak tus (`NET_UPLOAD_NOT_TUS`); if the file changed (`NET_FILE_CHANGED`).
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Upload a file
 * ```ts
 * import { upload } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { createServer } from "node:http";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * // A server of the protocol, as small as it can be.
 * let stored = "";
 * const server = createServer(async (request, response) => {
 *   if (request.method === "POST") return void response.writeHead(201, { location: "/files/1" }).end();
 *   if (request.method === "PATCH") { for await (const piece of request.setEncoding("utf8")) stored += piece; }
 *   response.writeHead(204, { "upload-offset": Buffer.byteLength(stored) }).end();
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 * const directory = await mkdtemp(join(tmpdir(), "maktaba-"));
 * const path = join(directory, "greeting.txt");
 * await writeFile(path, "السلام عليكم");
 *
 * const file = await upload(`http://127.0.0.1:${port}/files`, path, { metadata: { filetype: "text/plain" } });
 * assert.equal(file.url, `http://127.0.0.1:${port}/files/1`);
 * assert.equal(stored, "السلام عليكم");
 *
 * await rm(directory, { recursive: true });
 * server.closeAllConnections();
 * server.close();
 * ```
 */
export async function upload(
  url: string | URL,
  path: string,
  options: UploadOptions = {},
): Promise<CompletedUpload> {
  try {
    const { runUpload } = uploading.module ?? await uploading.load();
    return await runUpload(url, path, options);
  } catch (error) {
    throw fromCaller(error, upload);
  }
}
