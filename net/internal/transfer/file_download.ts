import type { FailedAttempt } from "../../../errors/failed_attempt.ts";
import { NetworkError } from "../../../errors/network_error.ts";
import { LinkedSignal } from "../../../internal/signals.ts";
import type { DownloadedFile, DownloadOptions } from "../../download.ts";
import type { Answer } from "../answer.ts";
import { rememberAttempt, tellAttempts } from "../attempts.ts";
import { exchange } from "../exchange.ts";
import { timedOut } from "../failed_request.ts";
import { failedStatus } from "../failed_status.ts";
import { readHttpDate } from "../http_date.ts";
import type { RequestPlan } from "../request_plan.ts";
import { BatchWriter } from "./batch_writer.ts";
import { decodedReader } from "./decoded.ts";
import { announcedDigests, contentDigests, type ExpectedDigests, GrowingDigests } from "./digests.ts";
import type { PartialFile } from "./partial_file.ts";
import { TransferRate } from "./rate.ts";
import { retryWhileAdvancing } from "./retry_while_advancing.ts";
import { ifRange, readContentRange, readUnsatisfied, type Validators, validatorsOf } from "./validators.ts";

/** What is to be downloaded. */
export interface DownloadOrder {
  /** What to ask for. */
  readonly plan: RequestPlan;
  /** Where to, as the caller says it. */
  readonly path: string;
  /** Where it grows. */
  readonly file: PartialFile;
  /** What its digests must be. */
  readonly expected: ExpectedDigests;
  /** Told how far it has come. */
  readonly onProgress: DownloadOptions["onProgress"];
}

/** What an attempt brought. */
interface Received {
  readonly headers: Headers;
  readonly url: URL;
  /** What the server says that the digests of the last part must be. */
  readonly part: ExpectedDigests;
}

/** Thrown within an attempt where what is there cannot be gone on with. */
class BeginAnew extends Error {}

/** A file that grows by one attempt after another, each of which goes on where the last one broke off. */
export class FileDownload {
  readonly #plan: RequestPlan;
  readonly #path: string;
  readonly #file: PartialFile;
  readonly #expected: ExpectedDigests;
  readonly #onProgress: DownloadOptions["onProgress"];
  readonly #digests = new GrowingDigests();
  readonly #partDigests = new GrowingDigests();
  // What the server says that the digests of the whole must be.
  #announced: ExpectedDigests = new Map();
  readonly #rate = new TransferRate();
  readonly #failed: FailedAttempt[] = [];
  #totalBytes: number | undefined;
  // How far it has come at most: to come as far once more is no progress.
  #best: number;
  // Whether what an earlier call left is still a part of it.
  #isResumed: boolean;

  /**
   * Prepares it.
   *
   * @param order What is to be downloaded.
   */
  constructor({ plan, path, file, expected, onProgress }: DownloadOrder) {
    this.#plan = plan;
    this.#path = path;
    this.#file = file;
    this.#expected = expected;
    this.#onProgress = onProgress;
    this.#best = file.bytes;
    this.#isResumed = file.bytes > 0;
    this.#totalBytes = file.validators?.totalBytes;
  }

  /**
   * Downloads it.
   *
   * @param signal Ends it.
   * @returns What is known of the file.
   */
  async run(signal: AbortSignal | undefined): Promise<DownloadedFile> {
    using linked = new LinkedSignal([signal]);
    const { totalTimeoutMs: ms } = this.#plan;
    if (ms !== undefined) linked.abortAfter(ms, () => timedOut("total", ms, this.#plan));
    try {
      for (;;) {
        const received = await this.#receiveAll(linked.signal);
        if (await this.#isSound(received)) return await this.#finish(received);
      }
    } catch (error) {
      if (error instanceof NetworkError && error.attempts.length === 0) tellAttempts(error, this.#failed);
      throw error;
    }
  }

  #receiveAll(signal: AbortSignal): Promise<Received> {
    return retryWhileAdvancing(() => this.#attempt(signal), {
      plan: this.#plan,
      failed: this.#failed,
      signal,
      best: () => this.#best,
    });
  }

  async #attempt(signal: AbortSignal): Promise<Received> {
    const start = performance.now();
    try {
      return await this.#exchange(signal);
    } catch (error) {
      rememberAttempt(this.#failed, error, start);
      throw error;
    }
  }

  async #exchange(signal: AbortSignal): Promise<Received> {
    for (;;) {
      try {
        return await exchange(this.#nextPlan(), signal, (answer) => this.#receive(answer));
      } catch (error) {
        if (!(error instanceof BeginAnew)) throw error;
        await this.#restart();
      }
    }
  }

  /** Leaves nothing of what was there. */
  async #restart(validators?: Validators): Promise<void> {
    this.#isResumed = false;
    this.#announced = new Map();
    await this.#file.restart(validators);
  }

  /** Asks for what is not there yet. */
  #nextPlan(): RequestPlan {
    const { bytes, validators } = this.#file;
    // What the pieces are reported by is the file, not the exchange.
    const plan = { ...this.#plan, onProgress: undefined };
    if (bytes === 0 || validators === undefined) return plan;
    const headers = new Headers(plan.headers);
    headers.set("range", `bytes=${bytes}-`);
    headers.set("if-range", ifRange(validators));
    return { ...plan, headers };
  }

  async #receive(answer: Answer): Promise<Received> {
    if (answer.status === 416) this.#checkUnsatisfied(answer);
    else if (!answer.isOk) throw await failedStatus(answer);
    else if (answer.status === 206) this.#checkPart(answer);
    else await this.#beginAnew(answer);
    // What the server said with the beginning holds for the rest of the same file.
    this.#announced = new Map([...this.#announced, ...announcedDigests(answer.headers, answer.status === 200)]);
    const algorithms = new Set([...this.#expected.keys(), ...this.#announced.keys()]);
    answer.pause();
    await this.#digests.catchUp(algorithms, this.#file.bytes, () => this.#file.read());
    const part = contentDigests(answer.headers, answer.status);
    this.#partDigests.restart(part.keys());
    this.#tell();
    if (answer.status === 416) await answer.discard();
    else if (answer.hasBody) await this.#write(answer);
    this.#checkSize(answer);
    return { headers: answer.headers, url: answer.request.url, part };
  }

  /** Takes an answer with the whole file. */
  async #beginAnew(answer: Answer): Promise<void> {
    const { headers } = answer;
    const isEncoded = (headers.get("content-encoding") ?? "identity") !== "identity";
    const length = isEncoded ? null : headers.get("content-length");
    this.#totalBytes = length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
    await this.#restart(validatorsOf(headers, this.#totalBytes));
  }

  /** Takes an answer with the rest of the file, if it is that. */
  #checkPart({ headers }: Answer): void {
    const range = readContentRange(headers);
    const { etag } = this.#file.validators ?? {};
    const isOther = etag !== undefined && (headers.get("etag") ?? etag) !== etag;
    const isOtherSize = this.#totalBytes !== undefined && (range?.totalBytes ?? this.#totalBytes) !== this.#totalBytes;
    if (range === undefined || range.start !== this.#file.bytes || isOther || isOtherSize || this.#file.bytes === 0) {
      // A part that was not asked for is no answer, so to ask for the whole would bring the same.
      if (this.#file.bytes === 0) throw this.#protocolFailure("206 without a range");
      throw new BeginAnew();
    }
    this.#totalBytes = range.totalBytes ?? this.#totalBytes;
  }

  /** Nothing follows: either everything is there, or the file is another one by now. */
  #checkUnsatisfied({ headers }: Answer): void {
    if (this.#file.bytes === 0) throw this.#protocolFailure("416 without a range");
    const { etag } = this.#file.validators ?? {};
    const isSame = etag === undefined || (headers.get("etag") ?? etag) === etag;
    if (!isSame || readUnsatisfied(headers) !== this.#file.bytes) throw new BeginAnew();
    this.#totalBytes = this.#file.bytes;
  }

  /** Writes what comes: while some of it is on its way to the disk, more is taken from the network. */
  async #write(answer: Answer): Promise<void> {
    const { maxBytes } = this.#plan;
    const reader = decodedReader(answer, Math.max(0, maxBytes - this.#file.bytes));
    const writer = new BatchWriter((batch) => this.#store(batch));
    try {
      for (let piece = await reader.next(); piece !== undefined; piece = await reader.next()) await writer.add(piece);
      await writer.end();
    } catch (error) {
      reader.cancel();
      // What has come can be gone on with.
      await writer.end().catch(() => {});
      throw error;
    }
  }

  async #store(batch: Uint8Array): Promise<void> {
    await this.#file.write(batch);
    this.#digests.add(batch);
    this.#partDigests.add(batch);
    this.#best = Math.max(this.#best, this.#file.bytes);
    this.#tell();
  }

  #tell(): void {
    this.#onProgress?.(this.#rate.progress(this.#file.bytes, this.#totalBytes));
  }

  #checkSize({ request: { method, url, isRepeatable } }: Answer): void {
    const { bytes } = this.#file;
    if (this.#totalBytes === undefined || bytes === this.#totalBytes) return;
    // What is longer than it should be is broken as a whole.
    if (bytes > this.#totalBytes) this.#file.forget();
    throw new NetworkError({
      code: "NET_RESET",
      params: { method, url },
      reason: "reset",
      retryable: isRepeatable,
      context: { bytes, totalBytes: this.#totalBytes },
    });
  }

  /** Verifies the digests. Where a part is from an earlier call, that may be to blame: it is tried once without. */
  async #isSound({ part, url }: Received): Promise<boolean> {
    const mismatch = this.#partDigests.mismatch(part) ??
      this.#digests.mismatch([...this.#announced, ...this.#expected]);
    if (mismatch === undefined) return true;
    if (this.#isResumed) {
      await this.#restart();
      return false;
    }
    this.#file.forget();
    throw new NetworkError({
      code: "NET_DIGEST",
      params: { url, ...mismatch },
      reason: "decode",
      context: { ...mismatch },
    });
  }

  async #finish({ headers, url }: Received): Promise<DownloadedFile> {
    const { bytes } = this.#file;
    await this.#file.commit();
    const changed = readHttpDate(headers.get("last-modified"));
    return {
      path: this.#path,
      bytes,
      url: url.href,
      contentType: headers.get("content-type") ?? undefined,
      etag: headers.get("etag") ?? undefined,
      lastModified: changed === undefined ? undefined : new Date(changed),
      wasResumed: this.#isResumed,
    };
  }

  #protocolFailure(detail: string): NetworkError {
    const { method, url } = this.#plan;
    return new NetworkError({ code: "NET_PROTOCOL", params: { method, url, detail }, reason: "protocol" });
  }
}
