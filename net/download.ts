import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { Client } from "./client.ts";
import type { RequestHeaders, RequestQuery, RequestRetryPolicy } from "./request.ts";

const downloading = lazy(() => import("./internal/transfer/run_download.ts"));

/** How far a file has come, and how fast. */
export interface TransferProgress {
  /** How many bytes are there so far, those of an earlier call included; fewer than before where it begins anew. */
  bytes: number;
  /** How many it will be, if that is known. */
  totalBytes: number | undefined;
  /** How many came per second lately; 0 as long as that cannot be told. */
  bytesPerSecond: number;
  /** How long the rest takes at that rate, in milliseconds, if the total is known. */
  remainingMs: number | undefined;
}

/** What a file's digests must be, in hexadecimal digits; each that is given is verified. */
export interface FileDigests {
  /** 64 digits. */
  "sha-256"?: string | undefined;
  /** 128 digits. */
  "sha-512"?: string | undefined;
}

/** Options for {@linkcode download}. */
export interface DownloadOptions {
  /**
   * The client of {@linkcode createClient} whose base URL, headers, credentials, cookies, hooks before an attempt, proxy and
   * time limits it goes by; other options come before the client's.
   *
   * @default None.
   */
  client?: Client | undefined;
  /** Headers to send along. */
  headers?: RequestHeaders | undefined;
  /** Parameters to add to the URL. */
  query?: RequestQuery | undefined;
  /**
   * Whether a file that is there already is replaced.
   *
   * @default false
   */
  overwrite?: boolean | undefined;
  /**
   * Whether a download that fails or is cancelled leaves what has come beside the target, as `NAME.part` with its
   * validators in `NAME.part.json`, and a later call goes on from there. Only what a server gives a validator for (a strong
   * `ETag`, or `Last-Modified`) is left. What has changed on the server meanwhile is taken from its beginning.
   *
   * @default false
   */
  resume?: boolean | undefined;
  /**
   * What the file's digests must be. Those that the server tells (RFC 9530, or RFC 3230 of older ones) are verified in any
   * case; it is asked to tell them.
   */
  digest?: FileDigests | undefined;
  /**
   * How large the file may be, in bytes.
   *
   * @default Any size.
   */
  maxBytes?: number | undefined;
  /**
   * How long an attempt may take until the headers of its answer, in milliseconds.
   *
   * @default 10000
   */
  connectTimeoutMs?: number | undefined;
  /**
   * How long the server may be silent, in milliseconds.
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
   * When it is tried again. An attempt goes on where the last one broke off, if the server tells by a validator that it is
   * still the same file; whenever more has come than before, the attempts count from one again.
   *
   * @default Three attempts.
   */
  retry?: RequestRetryPolicy | undefined;
  /** Called when it begins, whenever a piece was written, and at the end. */
  onProgress?: ((progress: TransferProgress) => void) | undefined;
  /** Cancels it; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** A file that has been downloaded. */
export interface DownloadedFile {
  /** Where it is, as it was asked for. */
  path: string;
  /** How large it is. */
  bytes: number;
  /** Where it came from, after redirects. */
  url: string;
  /** Its content type, if the server tells it. */
  contentType: string | undefined;
  /** Its entity tag, if the server gives one. */
  etag: string | undefined;
  /** When it was last changed on the server, if that is told. */
  lastModified: Date | undefined;
  /** Whether a part of it came by an earlier call. */
  wasResumed: boolean;
}

/**
 * Downloads a file. It is written as it comes, under another name until it is complete and verified: whatever goes wrong,
 * the target is as it was before. A connection that breaks is taken up again where it broke off.
 *
 * The file is what the server has: no compression is asked for. Where a server compresses all the same, it is undone, and
 * neither size nor the server's digests can be verified.
 *
 * @param url Where from: an absolute `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param path Where to. Its directory must be there.
 * @param options What to replace, to verify and to go on with.
 * @returns What is known of the file.
 * @throws {ValidationError} If an argument is wrong; nothing is sent then.
 * @throws {HttpError} If the server answered with a status other than 2xx.
 * @throws {NetworkError} If the file did not come completely, or is not what it should be (`NET_DIGEST`).
 * @throws {FileError} If it cannot be written: its directory is not there (`FS_NO_DIRECTORY`), it exists (`FS_EXISTS`), the
 * disk is full (`FS_NO_SPACE`) and so on.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Download a file and verify it
 * ```ts
 * import { download } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createHash } from "node:crypto";
 * import { mkdtemp, readFile, rm } from "node:fs/promises";
 * import { createServer } from "node:http";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const server = createServer((_request, response) => void response.end("السلام عليكم"));
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 * const directory = await mkdtemp(join(tmpdir(), "maktaba-"));
 *
 * const file = await download(`http://127.0.0.1:${port}/`, join(directory, "greeting.txt"), {
 *   digest: { "sha-256": createHash("sha256").update("السلام عليكم").digest("hex") },
 * });
 * assert.equal(file.bytes, 23);
 * assert.equal(await readFile(file.path, "utf8"), "السلام عليكم");
 *
 * await rm(directory, { recursive: true });
 * server.closeAllConnections();
 * server.close();
 * ```
 */
export async function download(
  url: string | URL,
  path: string,
  options: DownloadOptions = {},
): Promise<DownloadedFile> {
  try {
    const { runDownload } = downloading.module ?? await downloading.load();
    return await runDownload(url, path, options);
  } catch (error) {
    throw fromCaller(error, download);
  }
}
