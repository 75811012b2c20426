import type { FailedAttempt } from "../../../errors/failed_attempt.ts";
import { NetworkError } from "../../../errors/network_error.ts";
import { LinkedSignal } from "../../../internal/signals.ts";
import type { CompletedUpload, UploadOptions } from "../../upload.ts";
import { rememberAttempt, tellAttempts } from "../attempts.ts";
import { timedOut } from "../failed_request.ts";
import { TransferRate } from "../transfer/rate.ts";
import { retryWhileAdvancing } from "../transfer/retry_while_advancing.ts";
import { bodyOfParts } from "../upload/parts.ts";
import { type Checksum, chooseChecksum, writeChecksum } from "./checksum.ts";
import { isForgotten } from "./failures.ts";
import type { SourceFile } from "./source_file.ts";
import { CHUNK_TYPE, type TusServer } from "./tus_server.ts";
import type { UploadRecord } from "./upload_record.ts";

/** What is to be uploaded. */
export interface UploadOrder extends Pick<UploadOptions, "onCreated" | "onProgress"> {
  /** Where to. */
  readonly server: TusServer;
  /** What. */
  readonly file: SourceFile;
  /** Where its URL is kept for a later call, if it is. */
  readonly record: UploadRecord | undefined;
  /** The upload to go on with, if the caller knows it. */
  readonly url: URL | undefined;
  /** What the server is told of it. */
  readonly metadata: string;
  /** How much is sent with one request. */
  readonly chunkBytes: number;
  /** Whether chunks are verified where the server offers that. */
  readonly isVerified: boolean;
}

/** An upload that advances by one attempt after another, each of which goes on where the server says that it is. */
export class TusUpload {
  readonly #order: UploadOrder;
  readonly #rate = new TransferRate();
  readonly #failed: FailedAttempt[] = [];
  #url: URL | undefined;
  // Whether it is one that an earlier call left, which may be gone by now.
  #isLeft = false;
  // Undefined until it is created, or the server has told where it is.
  #wasResumed: boolean | undefined;
  // Undefined until the server has been asked.
  #checksum: Checksum | "none" | undefined;
  // How much the server has; undefined where that is not known for sure.
  #offset: number | undefined;
  #best = 0;
  // What the caller's function threw.
  #thrown: { readonly error: unknown } | undefined;

  /**
   * Prepares it.
   *
   * @param order What is to be uploaded.
   */
  constructor(order: UploadOrder) {
    this.#order = order;
    this.#url = order.url;
  }

  /** Where it is, once that is known. */
  get url(): URL | undefined {
    return this.#url;
  }

  /**
   * Uploads it.
   *
   * @param signal Ends it.
   * @returns What is known of the upload.
   */
  async run(signal: AbortSignal | undefined): Promise<CompletedUpload> {
    const { server: { plan }, record, file: { path, bytes } } = this.#order;
    this.#url ??= await this.#takeUp();
    using linked = new LinkedSignal([signal]);
    const { totalTimeoutMs: ms } = plan;
    if (ms !== undefined) linked.abortAfter(ms, () => timedOut("total", ms, plan));
    try {
      const advance = { plan, failed: this.#failed, signal: linked.signal, best: () => this.#best };
      await retryWhileAdvancing(() => this.#attempt(linked.signal), advance);
    } catch (error) {
      if (error instanceof NetworkError && error.attempts.length === 0) tellAttempts(error, this.#failed);
      throw error;
    }
    await record?.remove();
    return { path, bytes, url: this.#url!.href, wasResumed: this.#wasResumed! };
  }

  async #takeUp(): Promise<URL | undefined> {
    const url = await this.#order.record?.read();
    this.#isLeft = url !== undefined;
    return url;
  }

  async #attempt(signal: AbortSignal): Promise<void> {
    const start = performance.now();
    try {
      await this.#goOn(signal);
    } catch (error) {
      signal.throwIfAborted();
      const thrown = this.#thrown;
      this.#thrown = undefined;
      if (thrown !== undefined) throw thrown.error;
      // What was under way may have arrived or not.
      this.#offset = undefined;
      rememberAttempt(this.#failed, error, start);
      throw error;
    }
  }

  async #goOn(signal: AbortSignal): Promise<void> {
    this.#checksum ??= await this.#askOffer(signal);
    if (this.#url === undefined) await this.#create(signal);
    this.#offset ??= await this.#askOffset(signal);
    this.#tell(this.#offset);
    const { file: { bytes } } = this.#order;
    while (this.#offset < bytes) {
      this.#offset = await this.#send(this.#offset, signal);
      this.#best = Math.max(this.#best, this.#offset);
      if (this.#offset === bytes) this.#tell(bytes);
    }
  }

  /** Asks what the server offers; gives by what chunks are verified. */
  async #askOffer(signal: AbortSignal): Promise<Checksum | "none"> {
    const { server, file: { path, bytes }, isVerified } = this.#order;
    const { checksums, maxBytes } = await server.offer(signal);
    if (bytes > maxBytes) {
      const params = { path, url: server.plan.url, bytes, maxBytes };
      throw new NetworkError({ code: "NET_UPLOAD_TOO_LARGE", params, reason: "too-large" });
    }
    return (isVerified ? chooseChecksum(checksums) : undefined) ?? "none";
  }

  async #create(signal: AbortSignal): Promise<void> {
    const { server, file: { bytes }, record, metadata, onCreated } = this.#order;
    const created = await server.create(bytes, metadata, signal);
    this.#url = new URL(created.url);
    this.#offset = 0;
    this.#wasResumed = false;
    await record?.write(this.#url);
    this.#call(() => onCreated?.(created));
  }

  async #askOffset(signal: AbortSignal): Promise<number> {
    const { server, file } = this.#order;
    const url = this.#url!;
    try {
      const { offset, totalBytes = file.bytes } = await server.state(url, signal);
      if (totalBytes !== file.bytes || offset > file.bytes) throw mismatch(url, file, Math.max(totalBytes, offset));
      this.#isLeft = false;
      this.#wasResumed ??= offset > 0;
      this.#best = Math.max(this.#best, offset);
      return offset;
    } catch (error) {
      if (!isForgotten(error) || !this.#isLeft) throw error;
      this.#isLeft = false;
      await this.#create(signal);
      return 0;
    }
  }

  /** Sends a chunk; gives where the server is then. */
  async #send(offset: number, signal: AbortSignal): Promise<number> {
    const { server, file, chunkBytes } = this.#order;
    const bytes = Math.min(chunkBytes, file.bytes - offset);
    const checksum = this.#checksum === "none" || this.#checksum === undefined
      ? undefined
      : await writeChecksum(this.#checksum, file, offset, bytes, signal);
    const body = bodyOfParts([file.stretch(offset, bytes)], CHUNK_TYPE);
    const onSent = (sent: number) => this.#tell(offset + sent);
    await file.checkUnchanged();
    const reached = await server.append(this.#url!, { offset, bytes, body, checksum, onSent }, signal);
    // What was sent while it changed is of both.
    await file.checkUnchanged();
    return reached;
  }

  #tell(bytes: number): void {
    const { onProgress, file } = this.#order;
    if (onProgress !== undefined) this.#call(() => onProgress(this.#rate.progress(bytes, file.bytes)));
  }

  // What the caller's own function throws ends it, and is not told as a failure of what was to be sent.
  #call(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#thrown = { error };
      throw error;
    }
  }
}

function mismatch(url: URL, { path, bytes }: SourceFile, totalBytes: number): NetworkError {
  const params = { url, path, bytes, totalBytes };
  return new NetworkError({ code: "NET_UPLOAD_MISMATCH", params, reason: "aborted" });
}
